//! One claim before it is signed.

use byline::record::Digest;
use chrono::{Days, NaiveDate};

use super::cast::{AUTHORS, Register, beat};
use super::graph::Graph;
use super::prose::Scene;
use super::random::Random;
use super::text::Text;
use super::words::{DESCRIPTIONS, FOREIGN, ROLES, SENTENCES, TITLES};

/// The most days between the first and the last link of a claim: eleven steps of two days and one.
pub const LONGEST_SPAN: u16 = 24;
/// The most days between an event and the last link about it.
const LONGEST_AGO: u16 = LONGEST_SPAN + 12;

/// What is kept of a claim for those that refer to it.
#[derive(Clone, Copy)]
pub struct Kept {
    /// Its digest.
    pub digest: Digest,
    /// The day of its latest link, counted from the first day of the corpus.
    pub day: u16,
}

/// A claim that another one hangs below.
pub struct Parent {
    /// Its digest.
    pub digest: Digest,
    /// Its statement, word for word.
    pub statement: String,
}

/// An unsigned claim.
pub struct Draft {
    /// Its id.
    pub id: String,
    /// Which of the authors signs it.
    pub author: usize,
    /// The day of its latest link.
    pub day: u16,
    /// How many links it has.
    pub links: usize,
    /// Whether it hangs below another claim.
    pub hangs: bool,
    /// The record in one line.
    pub text: String,
}

/// What a claim says and who says it: made again wherever another claim repeats the statement.
pub struct Head {
    author: usize,
    topics: Vec<&'static str>,
    scene: Scene,
    statement: String,
    lang: &'static str,
}

impl Head {
    /// The head of the claim at a position.
    pub fn new(seed: u64, position: u64) -> Self {
        let mut random = Random::new(seed, "head", position);
        let author = random.below(AUTHORS);
        let mut topics = beat(author);
        // One to four of the beat, in its order.
        while topics.len() > 4 || (topics.len() > 1 && random.percent(60)) {
            topics.remove(random.below(topics.len()));
        }
        let scene = Scene::new(&mut random);
        let (lang, statement) = if random.percent(5) {
            let (lang, words) = random.pick(&FOREIGN);
            (lang, words.to_owned())
        } else {
            ("en", scene.statement(&mut random))
        };
        Self {
            author,
            topics,
            scene,
            statement,
            lang,
        }
    }

    /// What it claims.
    pub fn into_statement(self) -> String {
        self.statement
    }
}

/// What a claim refers to.
#[derive(Default)]
pub struct References {
    /// The claim that it hangs below.
    pub parent: Option<Parent>,
    /// A claim that says the same.
    pub corroborates: Option<Digest>,
    /// A claim that cannot be so if this one is.
    pub contradicts: Option<Digest>,
    /// The earliest day on which all of them had been published.
    pub day: u16,
}

struct Writer<'r> {
    register: &'r Register,
    head: Head,
    random: Random,
    graph: Graph,
    named: Named<'r>,
    day: u16,
    position: u64,
}

/// The sources that links of a claim have named: nobody stands in one chain twice.
#[derive(Default)]
struct Named<'r>(Vec<&'r str>);

impl<'r> Named<'r> {
    fn another(&mut self, mut draw: impl FnMut() -> &'r str) -> &'r str {
        let mut source = draw();
        while self.0.contains(&source) {
            source = draw();
        }
        self.0.push(source);
        source
    }
}

/// Writes the claim at a position; `author` is the did:key that stands in its `by`.
pub fn draft(
    seed: u64,
    position: u64,
    register: &Register,
    references: References,
    author: impl FnOnce(usize) -> String,
) -> Draft {
    let head = Head::new(seed, position);
    let mut random = Random::new(seed, "body", position);
    let hangs = references.parent.is_some();
    let graph = Graph::new(&mut random, hangs);
    // A year and a half from one end of the largest corpus to the other, and never before what it refers to.
    let own_day = u16::try_from(position / 2_048).unwrap_or(u16::MAX).min(500) + LONGEST_AGO;
    let day = own_day.max(references.day) + random.below(5) as u16;
    let id = format!("{}-{}-{position:07}", head.topics[0], head.scene.place_slug());
    let mut writer = Writer {
        register,
        head,
        random,
        graph,
        named: Named::default(),
        day,
        position,
    };
    let by = author(writer.head.author);
    let text = writer.record(&id, &by, &references);
    Draft {
        id,
        author: writer.head.author,
        day,
        links: writer.graph.links(),
        hangs,
        text,
    }
}

/// A day of the corpus as a date.
pub fn date(day: u16) -> NaiveDate {
    NaiveDate::from_ymd_opt(2023, 2, 1)
        .and_then(|first| first.checked_add_days(Days::new(u64::from(day))))
        .unwrap_or_default()
}

impl Writer<'_> {
    fn record(&mut self, id: &str, by: &str, references: &References) -> String {
        let mut text = Text::object();
        text.string("byline", "claim/1");
        text.string("id", id);
        text.strings("by", [by]);
        text.string("statement", &self.head.statement);
        text.string("lang", self.head.lang);
        text.strings("topics", self.head.topics.iter().copied());
        if self.random.percent(70) {
            // Nobody reports what has not happened yet.
            let from = self.day - LONGEST_AGO + self.random.below(8) as u16;
            let to = self
                .random
                .percent(30)
                .then(|| from + self.random.below(4) as u16);
            text.within("event", |text| {
                text.string("from", &date(from).to_string());
                if let Some(to) = to {
                    text.string("to", &date(to).to_string());
                }
            });
        }
        text.objects("chain", 0..self.graph.links(), |text, at| {
            self.link(text, at, references.parent.as_ref());
        });
        if let Some(digest) = references.contradicts {
            text.strings("contradicts", [digest.to_string().as_str()]);
        }
        if let Some(digest) = references.corroborates {
            text.strings("corroborates", [digest.to_string().as_str()]);
        }
        if self.random.percent(12) {
            text.string("note", &self.note());
        }
        text.finish()
    }

    fn link(&mut self, text: &mut Text, at: usize, parent: Option<&Parent>) {
        let kind = self.graph.kind(at);
        text.string("id", &self.graph.id(at));
        text.string("kind", kind);
        let publisher = self.party(text, kind, parent);
        if !matches!(kind, "report" | "repost" | "claim") {
            self.traits(text, kind);
        }
        if kind != "claim" {
            let when = self.when(at);
            let spoken =
                matches!(kind, "person" | "anonymous") || (kind == "observation" && at.is_multiple_of(2));
            text.string(if spoken { "said" } else { "published" }, &when);
        }
        if self.graph.is_root(at) || self.random.percent(12) {
            text.plain("held", "true");
        }
        let cites = self.graph.cites(at);
        if !cites.is_empty() {
            let ids: Vec<String> = cites.iter().map(|&cited| self.graph.id(cited)).collect();
            text.strings("cites", ids.iter().map(String::as_str));
        }
        if let Some(publisher) = publisher {
            self.addresses(text, at, &publisher);
        }
        let quotes = if self.graph.is_channel(at) { 25 } else { 50 };
        if kind != "claim" && self.random.percent(quotes) {
            self.quote(text);
        }
        if self.graph.is_channel(at) && self.random.percent(1) {
            text.string(
                "withdrawn",
                "The page was taken down without a reason being given.",
            );
        }
        if self.random.percent(18) {
            text.string("note", &self.note());
        }
    }

    /// The members of the link's own kind; gives where it can be read.
    fn party(&mut self, text: &mut Text, kind: &str, parent: Option<&Parent>) -> Option<String> {
        let random = &mut self.random;
        let scene = &self.head.scene;
        match kind {
            "report" | "repost" => {
                let outlet = self.named.another(|| self.register.outlet(random));
                text.string("source", outlet);
                Some(outlet.to_owned())
            }
            "statement" => {
                let body = self.named.another(|| self.register.body(random));
                text.string("source", body);
                text.string("basis", random.pick(&["authoritative", "authoritative", "other"]));
                Some(format!("www.{body}.example"))
            }
            "person" => {
                text.string("source", self.named.another(|| self.register.person(random)));
                let role = random.pick(&ROLES);
                text.string("role", &scene.fill_phrase(role, random));
                text.string(
                    "basis",
                    random.pick(&["participant", "direct", "briefed", "unspecified"]),
                );
                None
            }
            "anonymous" => {
                let (described, count) = random.pick(&DESCRIPTIONS);
                text.string("described", &scene.fill_phrase(described, random));
                match count {
                    0 => text.string("count", "several"),
                    _ => text.plain("count", &count.to_string()),
                }
                text.string(
                    "basis",
                    random.pick(&["participant", "direct", "briefed", "unspecified"]),
                );
                if random.percent(20) {
                    text.string(
                        "distinct",
                        "The report says that they work for different employers.",
                    );
                }
                None
            }
            "document" => {
                let issuer = self.named.another(|| self.register.body(random));
                text.string("source", issuer);
                let title = random.pick(&TITLES);
                text.string("title", &scene.fill(title, random));
                text.string("basis", random.pick(&["verified", "unverified"]));
                Some(format!("files.{issuer}.example"))
            }
            "observation" => {
                if random.percent(80) {
                    text.string("source", self.named.another(|| self.register.witness(random)));
                }
                text.string("basis", random.pick(&["verified", "unverified"]));
                None
            }
            _ => {
                if let Some(parent) = parent {
                    text.string("claim", &parent.digest.to_string());
                    text.string("statement", &parent.statement);
                }
                None
            }
        }
    }

    fn traits(&mut self, text: &mut Text, kind: &str) {
        let random = &mut self.random;
        if random.percent(9) {
            text.string(
                "stance",
                random.pick(&["denies", "denies", "no-comment", "supports"]),
            );
        }
        if random.percent(35) {
            text.string(
                "interest",
                random.pick(&["neutral", "neutral", "beneficiary", "against"]),
            );
        }
        if kind != "document" && random.percent(25) {
            text.string("affiliation", self.register.body(random));
        }
    }

    /// Days as dates; at times with the time of day.
    fn when(&mut self, at: usize) -> String {
        let date = date(self.day - self.graph.days_before(at));
        if self.random.percent(10) {
            // Of two links of one day, the one further down the chain is the earlier.
            let (hour, minute) = (20 - at, self.random.below(60));
            return format!("{date}T{hour:02}:{minute:02}:00Z");
        }
        date.to_string()
    }

    fn addresses(&mut self, text: &mut Text, at: usize, publisher: &str) {
        let day = date(self.day - self.graph.days_before(at));
        let slug = self.head.scene.place_slug();
        let path = format!(
            "{}/{}-{slug}-{:x}",
            day.format("%Y/%m/%d"),
            self.head.topics[0],
            self.position
        );
        let address = format!("{publisher}/{path}-{at}");
        text.string("url", &format!("https://{address}"));
        if self.random.percent(30) {
            text.string(
                "archived",
                &format!("https://archive.example/{}/{address}", day.format("%Y%m%d")),
            );
        }
    }

    fn quote(&mut self, text: &mut Text) {
        let random = &mut self.random;
        let (lang, mut words) = if random.percent(14) {
            let (lang, words) = random.pick(&FOREIGN);
            (lang, words.to_owned())
        } else {
            ("en", self.head.scene.sentence(random))
        };
        if lang == "en" && random.percent(35) {
            words.push(' ');
            words.push_str(&self.head.scene.sentence(random));
        }
        let direct = random.percent(75);
        text.within("quote", |text| {
            text.string("text", &words);
            text.plain("direct", if direct { "true" } else { "false" });
            text.string("lang", lang);
        });
    }

    /// One to four sentences; at times the last one on a line of its own.
    fn note(&mut self) -> String {
        let count = self.random.between(1, 3);
        let mut sentences: Vec<String> = (0..count)
            .map(|_| self.head.scene.sentence(&mut self.random))
            .collect();
        if self.random.percent(15) {
            let last = self.random.pick(&SENTENCES);
            sentences.push(format!("\n{}", self.head.scene.fill(last, &mut self.random)));
        }
        sentences.join(" ")
    }
}
