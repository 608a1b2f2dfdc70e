//! "Whom do they have it from?": the links below an outlet, down to those who know.

use serde_json::{Value, json};

use crate::cli::error::CliError;
use crate::cli::output::to_output;
use crate::corpus::Repository;
use crate::record::{Moment, SourceKind};

use super::asked::{Questions, Reply};
use super::draft::{Draft, cites};
use super::parties::{Known, Member, address, date_or, held};
use super::registry::Registry;

/// Outlets below outlets that are asked about: whoever needs more names the links by flags.
const MOST_DEPTH: usize = 12;

/// The kinds of sources that publish what they have from others.
const PUBLISHERS: [SourceKind; 3] = [SourceKind::Outlet, SourceKind::Agency, SourceKind::Platform];

/// All kinds, for whoever publishes it: a ministry may say it itself.
const ALL: [SourceKind; 7] = [
    SourceKind::Outlet,
    SourceKind::Agency,
    SourceKind::Platform,
    SourceKind::Government,
    SourceKind::Company,
    SourceKind::Organisation,
    SourceKind::Person,
];

/// Who an outlet has it from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whom {
    Outlet,
    Person,
    Unnamed,
    Body,
    Document,
    Itself,
    Claim,
    ToldBefore,
}

/// The questions about one claim's chain.
pub(super) struct Asking<'a> {
    pub questions: &'a Questions,
    pub draft: &'a mut Draft,
    pub registry: &'a mut Registry,
    pub repository: &'a Repository,
    /// What a party is taken to say most likely.
    pub likely: Likely,
    /// The links of the outlets whose sources are being asked for.
    telling: Vec<String>,
}

/// What a party that is told of says most likely of the claim.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Likely {
    ThatItIsSo,
    ThatItIsNot,
}

/// How a further outlet is asked for.
pub(super) const WHO_ELSE: &str = "Who else published it?";

impl<'a> Asking<'a> {
    pub fn new(
        questions: &'a Questions,
        draft: &'a mut Draft,
        registry: &'a mut Registry,
        repository: &'a Repository,
    ) -> Self {
        Self {
            questions,
            draft,
            registry,
            repository,
            likely: Likely::ThatItIsSo,
            telling: Vec::new(),
        }
    }

    /// Asks for an outlet that published it, and for whom it has it from, or for a body or person that said it itself.
    pub fn outlet(&mut self, question: &str, known: Known, depth: usize) -> Reply<String> {
        let (kinds, help): (&[SourceKind], _) = match known {
            Known::AtFirstHand => (
                &ALL,
                "the outlet that you read, heard or saw, or whoever says it themselves",
            ),
            Known::Cited => (&PUBLISHERS, ""),
        };
        let source = self.registry.ask(self.questions, question, help, kinds)?;
        let kind = self.registry.kind(&source);
        if kind.is_some_and(|kind| !PUBLISHERS.contains(&kind)) {
            return self.own_words(&source, known);
        }
        // An outlet that was told of already is cited, not told again.
        if let Some(link) = self.draft.outlet(&source) {
            return Ok(link);
        }
        let name = self.registry.name(&source).to_owned();
        let is_published = format!("When did {name} publish it?");
        let is_held = format!("Have you read, heard or seen what {name} itself says?");
        let mut members = vec![("source", json!(source))];
        members.extend(self.reported(&name, &is_published)?);
        members.push(held(self.questions, &is_held, known)?);
        let link = self.draft.add(&source, "report", members);
        self.below(&link, depth)?;
        Ok(link)
    }

    /// Asks when and where an outlet published it. What would be before it happened is told at once: the rule time-travel
    /// denies it.
    fn reported(&self, name: &str, question: &str) -> Reply<Vec<Member>> {
        let mut day = String::new();
        loop {
            day = date_or(self.questions, question, &day)?;
            let Some(told) = self.before_it_happened(name, &day) else {
                break;
            };
            if self.questions.yes(&format!("{told} Keep this one?"), false)? {
                break;
            }
        }
        let url = address(self.questions, "Its web address?")?;
        Ok(vec![("published", json!(day)), ("url", json!(url))])
    }

    fn before_it_happened(&self, name: &str, day: &str) -> Option<String> {
        let (at, began) = (Moment::parse(day)?, self.draft.began()?);
        let told = || {
            format!(
                "{name} would have reported on {at} what happened only on {began}: look both dates up again."
            )
        };
        at.is_before(began).then(told)
    }

    /// Asks who published a denial, and who it is that denies.
    pub fn denial(&mut self) -> Reply<()> {
        self.likely = Likely::ThatItIsNot;
        self.outlet("Who published the denial?", Known::AtFirstHand, 0)
            .map(drop)
    }

    /// Asks which outlet has it from somebody else, too, and from whom.
    pub fn more_below(&mut self) -> Reply<()> {
        let question = "Who has it from somebody else, too?";
        let link = self.questions.choose(question, self.draft.channels())?;
        self.below(&link, 0)
    }

    /// Asks for everybody whom the outlet of a link has it from, besides those who are told of there already.
    pub fn below(&mut self, link: &str, depth: usize) -> Reply<()> {
        let told = self.draft.link(link).cloned().unwrap_or_default();
        let source = told.get("source").and_then(Value::as_str).unwrap_or(link);
        let name = self.registry.name(source).to_owned();
        // Others publish there, so that it has nothing to report of its own most of the time.
        let is_platform = self.registry.kind(source) == Some(SourceKind::Platform);
        let mut cited = cites(&told);
        let had_outlet = self.draft.channels().any(|(_, id)| cited.contains(&id));
        self.telling.push(link.to_owned());
        let adds_outlet = self.more_cited(&name, &mut cited, depth)?;
        self.telling.pop();
        let mut kind = "report";
        if !cited.is_empty() {
            let question = format!("Does {name} only pass on what others say, with no reporting of its own?");
            let has_outlet = is_platform || had_outlet || adds_outlet;
            let passed_on = is_platform || told.get("kind").is_some_and(|kind| kind == "repost");
            if has_outlet && self.questions.yes(&question, passed_on)? {
                kind = "repost";
            }
            self.draft.set(link, "cites", json!(cited));
        }
        self.draft.set(link, "kind", json!(kind));
        Ok(())
    }

    /// Adds those whom somebody cites, until there is nobody else, and gives whether another outlet is among them.
    fn more_cited(&mut self, name: &str, cited: &mut Vec<String>, depth: usize) -> Reply<bool> {
        let mut adds_outlet = false;
        loop {
            let others = self.others(cited);
            let offered = choices(name, cited.len(), depth, !others.is_empty());
            let whom = self.questions.choose(&question(name, cited.len()), offered)?;
            let Some(whom) = whom else {
                return Ok(adds_outlet);
            };
            let party = self.party(whom, name, others, depth)?;
            if self.telling.contains(&party) {
                if self.questions.is_asking() {
                    to_output(|out| writeln!(out, "{CIRCLE}")).map_err(CliError::from)?;
                }
                continue;
            }
            adds_outlet |= whom == Whom::Outlet;
            if !cited.contains(&party) {
                cited.push(party);
            }
        }
    }

    /// Those who were told of before and are not cited here yet, with the words that they are offered in.
    fn others(&self, cited: &[String]) -> Vec<(String, String)> {
        let parties = self.draft.parties().filter(|(_, id)| !cited.contains(id));
        parties.collect()
    }

    fn party(
        &mut self,
        whom: Whom,
        name: &str,
        others: Vec<(String, String)>,
        depth: usize,
    ) -> Reply<String> {
        match whom {
            Whom::Outlet => {
                let question = format!("Which outlet does {name} cite?");
                self.outlet(&question, Known::Cited, depth + 1)
            }
            Whom::Person => self.person(),
            Whom::Unnamed => self.unnamed(),
            Whom::Body => self.body(),
            Whom::Document => self.document(),
            Whom::Itself => self.seen(),
            Whom::Claim => self.claim(Known::Cited),
            Whom::ToldBefore => self.questions.choose("Who is it?", others),
        }
    }
}

/// What is said where an outlet would in the end cite itself.
const CIRCLE: &str = "That outlet is being told of just now, and would in the end cite itself.";

fn question(name: &str, told: usize) -> String {
    match told {
        0 => format!("Whom does {name} have it from?"),
        _ => format!("Whom else does {name} have it from?"),
    }
}

/// Who can be told of next, or nobody.
fn choices(name: &str, told: usize, depth: usize, has_others: bool) -> Vec<(String, Option<Whom>)> {
    let offered = [
        ("another outlet, which it cites", Whom::Outlet),
        ("people who are not named", Whom::Unnamed),
        ("a person who is named", Whom::Person),
        ("an official statement", Whom::Body),
        ("a document", Whom::Document),
        ("somebody who saw, filmed or measured it", Whom::Itself),
        ("another claim of this repository", Whom::Claim),
        ("somebody who was told of already", Whom::ToldBefore),
    ];
    let is_offered = |whom: Whom| match whom {
        Whom::Outlet => depth < MOST_DEPTH,
        Whom::ToldBefore => has_others,
        _ => true,
    };
    let mut choices: Vec<_> = offered
        .into_iter()
        .filter(|(_, whom)| is_offered(*whom))
        .map(|(words, whom)| (words.to_owned(), Some(whom)))
        .collect();
    // Once somebody was told of, that is all there is most of the time.
    match told {
        0 => choices.push((format!("{name} does not say"), None)),
        _ => choices.insert(0, ("nobody else".to_owned(), None)),
    }
    choices
}
