//! Who signs and who is cited: the keys of an invented newsroom and its register of sources.

use byline::record::Time;
use byline::seal::SecretKey;

use super::prose::slug;
use super::random::Random;
use super::text::Text;
use super::words::{BODIES, FAMILIES, GIVEN, OUTLET_FIRST, OUTLET_SECOND, PLACES, TOPICS};

/// How many authors share the claims.
pub const AUTHORS: usize = 8;
/// How many checkers can counter-sign: with the author's, a record has as many proofs as it may have.
pub const CHECKERS: usize = byline::seal::MAX_PROOFS - 1;
/// How many topics an author writes about.
const BEAT: usize = 8;

/// The keys of a repository, all derived from the seed. They are for tests: anyone can make them again.
pub struct Cast {
    /// Signs the trust list.
    pub owner: SecretKey,
    /// Signs the sources.
    pub editor: SecretKey,
    /// Sign claims.
    pub authors: Vec<SecretKey>,
    /// Counter-sign claims.
    pub checkers: Vec<SecretKey>,
    /// The number of the repository, in hexadecimal.
    repository: String,
}

impl Cast {
    /// The keys for a seed.
    pub fn new(seed: u64) -> Self {
        let key = |role: &str, position: usize| {
            SecretKey::from_seed(&Random::new(seed, role, position as u64).bytes())
        };
        let number = Random::new(seed, "repository", 0).bytes();
        Self {
            owner: key("owner", 0),
            editor: key("editor", 0),
            authors: (0..AUTHORS).map(|position| key("author", position)).collect(),
            checkers: (0..CHECKERS).map(|position| key("checker", position)).collect(),
            repository: number.iter().map(|byte| format!("{byte:02x}")).collect(),
        }
    }

    /// The unsigned trust list. Every second author is bound to the topics of the own beat.
    pub fn trust_list(&self) -> String {
        let mut signers = vec![
            (&self.owner, "Publisher".to_owned(), "owner", Vec::new()),
            (&self.editor, "Desk".to_owned(), "editor", Vec::new()),
        ];
        for (position, key) in self.authors.iter().enumerate() {
            let name = format!("{} {}", GIVEN[position], FAMILIES[position]);
            let scope = if position % 2 == 1 {
                beat(position)
            } else {
                Vec::new()
            };
            signers.push((key, name, "author", scope));
        }
        for (position, key) in self.checkers.iter().enumerate() {
            let name = format!("Checker {}", position + 1);
            signers.push((key, name, "checker", Vec::new()));
        }
        let mut text = Text::object();
        text.string("byline", "trust/1");
        text.string("repository", &self.repository);
        text.plain("version", "1");
        text.string("expires", "2099-01-01T00:00:00Z");
        text.plain("threshold", "1");
        text.objects("signers", signers, |text, (key, name, role, scope)| {
            text.string("key", &key.public().to_string());
            text.string("name", &name);
            text.strings("roles", [role]);
            if !scope.is_empty() {
                let parts: Vec<String> = scope.iter().map(|topic| format!("topic:{topic}")).collect();
                text.strings("scope", parts.iter().map(String::as_str));
            }
            text.string("from", "2023-01-01T00:00:00Z");
        });
        text.finish()
    }
}

/// The topics of an author.
pub fn beat(author: usize) -> Vec<&'static str> {
    (0..BEAT)
        .map(|step| TOPICS[(3 * author + step) % TOPICS.len()])
        .collect()
}

/// When the trust list and the sources were signed.
pub fn founded() -> Option<Time> {
    Time::parse("2023-01-02T09:00:00Z")
}

/// One entry of the register.
pub struct Entry {
    /// By which links name it.
    pub id: String,
    name: String,
    kind: &'static str,
    owner: Option<usize>,
    affiliation: Option<usize>,
}

/// The sources that all claims share.
pub struct Register {
    entries: Vec<Entry>,
}

const OUTLETS: usize = 100;
const AGENCIES: usize = 8;
const GOVERNMENT: usize = 30;
const COMPANIES: usize = 25;
const ORGANISATIONS: usize = 10;
const PERSONS: usize = 24;
const PLATFORMS: usize = 3;

impl Register {
    /// Two hundred sources.
    pub fn new() -> Self {
        let mut entries = Vec::new();
        for at in 0..OUTLETS {
            // Eighteen and ten have a common factor; the step keeps every pair different.
            let first = OUTLET_FIRST[at % OUTLET_FIRST.len()];
            let second = OUTLET_SECOND[(at / OUTLET_FIRST.len() + at) % OUTLET_SECOND.len()];
            let owner = at.is_multiple_of(3).then_some(first_company() + at % 12);
            let id = format!("{}-{}.example", slug(first), slug(second));
            push(
                &mut entries,
                id,
                format!("{first} {second}"),
                "outlet",
                owner,
                None,
            );
        }
        for first in OUTLET_FIRST.iter().take(AGENCIES) {
            let id = format!("{}wire.example", slug(first));
            push(&mut entries, id, format!("{first} Wire"), "agency", None, None);
        }
        for at in 0..GOVERNMENT {
            let body = BODIES[at % BODIES.len()].trim_start_matches("the ");
            let place = PLACES[(at + at / BODIES.len()) % PLACES.len()];
            let id = format!("{}-{}", slug(body), slug(place));
            push(
                &mut entries,
                id,
                format!("The {body} of {place}"),
                "government",
                None,
                None,
            );
        }
        for at in 0..COMPANIES {
            let family = FAMILIES[at % FAMILIES.len()];
            let form = if at < FAMILIES.len() {
                "Holding"
            } else {
                "Partners"
            };
            let id = format!("{}-{}", slug(family), slug(form));
            push(
                &mut entries,
                id,
                format!("{family} {form}"),
                "company",
                None,
                None,
            );
        }
        for place in PLACES.iter().take(ORGANISATIONS) {
            let id = format!("residents-{}", slug(place));
            push(
                &mut entries,
                id,
                format!("Residents of {place}"),
                "organisation",
                None,
                None,
            );
        }
        for at in 0..PERSONS {
            let name = format!("{} {}", GIVEN[at % GIVEN.len()], FAMILIES[at]);
            let body = (at % 2 == 0).then_some(OUTLETS + AGENCIES + at % GOVERNMENT);
            push(&mut entries, slug(&name), name, "person", None, body);
        }
        for name in ["Plaza", "Clipstream", "Noticeboard"].iter().take(PLATFORMS) {
            let id = format!("{}.example", slug(name));
            push(&mut entries, id, (*name).to_owned(), "platform", None, None);
        }
        Self { entries }
    }

    /// All of them.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// An outlet or agency.
    pub fn outlet(&self, random: &mut Random) -> &str {
        self.one_of(random, 0, OUTLETS + AGENCIES)
    }

    /// A body or company: who makes statements and issues papers.
    pub fn body(&self, random: &mut Random) -> &str {
        self.one_of(random, OUTLETS + AGENCIES, GOVERNMENT + COMPANIES)
    }

    /// A person.
    pub fn person(&self, random: &mut Random) -> &str {
        self.one_of(random, first_company() + COMPANIES + ORGANISATIONS, PERSONS)
    }

    /// Anybody who may have seen something.
    pub fn witness(&self, random: &mut Random) -> &str {
        self.one_of(random, 0, self.entries.len())
    }

    fn one_of(&self, random: &mut Random, from: usize, count: usize) -> &str {
        &self.entries[from + random.below(count)].id
    }

    /// The unsigned record of one source.
    pub fn source(&self, entry: &Entry, seed: u64) -> String {
        let mut random = Random::new(seed, &entry.id, 0);
        let mut text = Text::object();
        text.string("byline", "source/1");
        text.string("id", &entry.id);
        text.string("name", &entry.name);
        text.string("kind", entry.kind);
        if let Some(owner) = entry.owner {
            text.string("owner", &self.entries[owner].id);
        }
        if let Some(body) = entry.affiliation {
            text.string("affiliation", &self.entries[body].id);
        }
        text.string(
            "reliability",
            random.pick(&["A", "B", "B", "C", "C", "C", "D", "E", "F"]),
        );
        text.within("rated", |text| {
            text.string("by", "house rating");
            text.string("on", "2023-01-02");
        });
        if entry.kind == "outlet" {
            text.within("track", |text| {
                text.plain("right", &random.between(3, 80).to_string());
                text.plain("wrong", &random.below(6).to_string());
            });
        }
        if entry.id.ends_with(".example") {
            text.strings("domains", [entry.id.as_str()]);
            text.string("url", &format!("https://{}/", entry.id));
        }
        text.finish()
    }
}

fn first_company() -> usize {
    OUTLETS + AGENCIES + GOVERNMENT
}

fn push(
    entries: &mut Vec<Entry>,
    id: String,
    name: String,
    kind: &'static str,
    owner: Option<usize>,
    affiliation: Option<usize>,
) {
    entries.push(Entry {
        id,
        name,
        kind,
        owner,
        affiliation,
    });
}
