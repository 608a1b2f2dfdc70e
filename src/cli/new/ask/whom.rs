//! "Whom do they have it from?": the links below an outlet, down to those who know.

use serde_json::{Value, json};

use crate::cli::error::CliError;
use crate::record::Moment;

use super::draft::Draft;
use super::prompts::{Reply, check_text, choose, line, yes};
use super::registry::Registry;

/// The longest description, title or role, in characters.
const MOST_PHRASE: usize = 500;

/// Outlets below outlets that are asked about: whoever needs more writes the record by hand.
const MOST_DEPTH: usize = 12;

/// The kinds of sources that publish, speak for a body, or are people.
pub(super) const PUBLISHERS: [&str; 3] = ["outlet", "agency", "platform"];
const BODIES: [&str; 3] = ["government", "company", "organisation"];
const ISSUERS: [&str; 5] = ["government", "company", "organisation", "outlet", "person"];
const PEOPLE: [&str; 1] = ["person"];

/// Who an outlet has it from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whom {
    Outlet,
    Person,
    Unnamed,
    Body,
    Document,
    Itself,
    NobodyElse,
}

/// The questions about one claim's chain.
pub(super) struct Asking<'a> {
    pub draft: &'a mut Draft,
    pub registry: &'a mut Registry,
}

impl Asking<'_> {
    /// Asks for an outlet that published it, and for whom it has it from. What was begun and not finished is dropped.
    pub fn outlet(&mut self, question: &str, is_held: bool, depth: usize) -> Reply<String> {
        let before = self.draft.clone();
        let done = self.outlet_and_below(question, is_held, depth)?;
        if done.is_none() {
            *self.draft = before;
        }
        Ok(done)
    }

    fn outlet_and_below(&mut self, question: &str, is_held: bool, depth: usize) -> Reply<String> {
        let Some(source) = self.registry.ask(question, &PUBLISHERS)? else {
            return Ok(None);
        };
        // An outlet that was told of already is cited, not told again.
        if let Some(known) = self.draft.outlet(&source) {
            return Ok(Some(known));
        }
        let name = self.registry.name(&source).to_owned();
        let Some(published) = date(&format!("When did {name} publish it?"))? else {
            return Ok(None);
        };
        let Some(url) = address()? else {
            return Ok(None);
        };
        let is_held = if is_held {
            true
        } else {
            match yes(
                &format!("Have you read, heard or seen what {name} itself says?"),
                false,
            )? {
                Some(held) => held,
                None => return Ok(None),
            }
        };
        let held = if is_held { Value::Bool(true) } else { Value::Null };
        let members = vec![
            ("source", json!(source)),
            ("published", json!(published)),
            ("url", json!(url)),
            ("held", held),
        ];
        let id = self.draft.add(&source, "report", members);
        if self.below(&id, &name, depth)?.is_none() {
            return Ok(None);
        }
        Ok(Some(id))
    }

    /// Asks for everybody whom an outlet has it from.
    fn below(&mut self, id: &str, name: &str, depth: usize) -> Reply<()> {
        let mut cites: Vec<String> = Vec::new();
        let mut has_outlet = false;
        loop {
            let whom = choose(&question(name, cites.len()), choices(name, cites.len(), depth))?;
            let Some(whom) = whom else {
                // Back from a second party: the first stays.
                match cites.pop() {
                    Some(_) => continue,
                    None => return Ok(None),
                }
            };
            if whom == Whom::NobodyElse {
                break;
            }
            let before = self.draft.clone();
            let Some(cited) = self.party(whom, name, depth)? else {
                *self.draft = before;
                continue;
            };
            has_outlet |= whom == Whom::Outlet;
            if cited != id && !cites.contains(&cited) {
                cites.push(cited);
            }
        }
        let only_passes_on = if has_outlet {
            match yes(
                &format!("Does {name} only pass on what others report, with no reporting of its own?"),
                false,
            )? {
                Some(answer) => answer,
                None => return Ok(None),
            }
        } else {
            false
        };
        if let Some(link) = self.draft.link(id) {
            if only_passes_on {
                link.insert("kind".to_owned(), "repost".into());
            }
            if !cites.is_empty() {
                link.insert("cites".to_owned(), json!(cites));
            }
        }
        Ok(Some(()))
    }

    fn party(&mut self, whom: Whom, name: &str, depth: usize) -> Reply<String> {
        match whom {
            Whom::Outlet => self.outlet(&format!("Which outlet does {name} cite?"), false, depth + 1),
            Whom::Person => self.person(),
            Whom::Unnamed => self.unnamed(),
            Whom::Body => self.body(),
            Whom::Document => self.document(),
            Whom::Itself => self.seen(name),
            Whom::NobodyElse => Ok(None),
        }
    }

    fn person(&mut self) -> Reply<String> {
        let Some(source) = self.registry.ask("Who is it?", &PEOPLE)? else {
            return Ok(None);
        };
        let Some(role) = phrase(
            "As what do they speak, for example head of the road office? It may stay empty",
            0,
        )?
        else {
            return Ok(None);
        };
        let Some(basis) = knowledge()? else {
            return Ok(None);
        };
        let Some((stance, interest)) = bearing()? else {
            return Ok(None);
        };
        let members = vec![
            ("source", json!(source)),
            ("role", json!(role)),
            ("basis", json!(basis)),
            ("stance", stance),
            ("interest", interest),
        ];
        Ok(Some(self.draft.add(&source, "person", members)))
    }

    fn unnamed(&mut self) -> Reply<String> {
        let Some(described) = phrase("How are they described, in the report's own words?", 1)? else {
            return Ok(None);
        };
        let is_number = |answer: &str| match answer.trim() {
            "" => Ok(()),
            number => match number.parse::<u32>() {
                Ok(1..=1_000_000) => Ok(()),
                _ => Err("write a number, or leave it empty where the report gives none".to_owned()),
            },
        };
        let Some(count) = line(
            "How many are they? Leave it empty where the report says only that there are several",
            "1",
            "",
            is_number,
        )?
        else {
            return Ok(None);
        };
        let count = count
            .parse::<u32>()
            .map_or_else(|_| json!("several"), Value::from);
        let Some(basis) = knowledge()? else {
            return Ok(None);
        };
        let Some((stance, interest)) = bearing()? else {
            return Ok(None);
        };
        let distinct = if self.draft.has_unnamed() {
            let question = "How do you know that they are not the same people as the other unnamed ones? Leave it empty if you do not";
            match phrase(question, 0)? {
                Some(why) => why,
                None => return Ok(None),
            }
        } else {
            String::new()
        };
        let members = vec![
            ("described", json!(described)),
            ("count", count),
            ("basis", json!(basis)),
            ("distinct", json!(distinct)),
            ("stance", stance),
            ("interest", interest),
        ];
        Ok(Some(self.draft.add("unnamed", "anonymous", members)))
    }

    fn body(&mut self) -> Reply<String> {
        let Some(source) = self.registry.ask("Which body is it?", &BODIES)? else {
            return Ok(None);
        };
        let basis = choose(
            "What does it speak about?",
            vec![
                (
                    "its own decision or act, which it makes by saying so".to_owned(),
                    "authoritative",
                ),
                ("anything else, its own conduct among it".to_owned(), "other"),
            ],
        )?;
        let Some(basis) = basis else { return Ok(None) };
        let Some((stance, interest)) = bearing()? else {
            return Ok(None);
        };
        let members = vec![
            ("source", json!(source)),
            ("basis", json!(basis)),
            ("stance", stance),
            ("interest", interest),
        ];
        Ok(Some(self.draft.add(&source, "statement", members)))
    }

    fn document(&mut self) -> Reply<String> {
        let Some(title) = phrase("What is it called, or what is it?", 1)? else {
            return Ok(None);
        };
        let Some(has_issuer) = yes("Is it known who issued it?", true)? else {
            return Ok(None);
        };
        let source = if has_issuer {
            match self.registry.ask("Who issued it?", &ISSUERS)? {
                Some(source) => json!(source),
                None => return Ok(None),
            }
        } else {
            Value::Null
        };
        let Some(is_genuine) = yes("Was it shown to be genuine?", false)? else {
            return Ok(None);
        };
        let Some(is_held) = yes("Have you seen the document itself?", false)? else {
            return Ok(None);
        };
        let Some((stance, _)) = bearing_of("Does it say that it is so?")?.map(|stance| (stance, ())) else {
            return Ok(None);
        };
        let members = vec![
            ("title", json!(title)),
            ("source", source),
            ("basis", json!(if is_genuine { "verified" } else { "unverified" })),
            ("held", if is_held { Value::Bool(true) } else { Value::Null }),
            ("stance", stance),
        ];
        Ok(Some(self.draft.add("document", "document", members)))
    }

    fn seen(&mut self, name: &str) -> Reply<String> {
        let Some(source) = self.registry.ask("Who saw, filmed or measured it?", &ISSUERS)? else {
            return Ok(None);
        };
        let question = format!("Was what {name} shows checked, the place and time of a film for example?");
        let Some(is_checked) = yes(&question, false)? else {
            return Ok(None);
        };
        let members = vec![
            ("source", json!(source)),
            ("basis", json!(if is_checked { "verified" } else { "unverified" })),
        ];
        Ok(Some(self.draft.add("seen", "observation", members)))
    }
}

fn question(name: &str, told: usize) -> String {
    match told {
        0 => format!("Whom does {name} have it from?"),
        _ => format!("Whom else does {name} have it from?"),
    }
}

fn choices(name: &str, told: usize, depth: usize) -> Vec<(String, Whom)> {
    let nobody = match told {
        0 => format!("{name} does not say"),
        _ => "nobody else".to_owned(),
    };
    let mut choices = vec![
        ("people who are not named".to_owned(), Whom::Unnamed),
        ("a person who is named".to_owned(), Whom::Person),
        ("an official statement".to_owned(), Whom::Body),
        ("a document".to_owned(), Whom::Document),
        ("somebody who saw, filmed or measured it".to_owned(), Whom::Itself),
    ];
    if depth < MOST_DEPTH {
        choices.insert(0, ("another outlet, which it cites".to_owned(), Whom::Outlet));
    }
    // Once somebody was told of, that is all there is most of the time.
    let place = if told == 0 { choices.len() } else { 0 };
    choices.insert(place, (nobody, Whom::NobodyElse));
    choices
}

fn phrase(question: &str, least: usize) -> Reply<String> {
    line(question, "", "", move |answer| {
        check_text(answer, least, MOST_PHRASE)
    })
}

/// Asks for a day or time; it may stay empty.
pub(super) fn date(question: &str) -> Reply<String> {
    let is_date = |answer: &str| match answer.trim().is_empty() || Moment::parse(answer.trim()).is_some() {
        true => Ok(()),
        false => Err("write the day as 2026-03-05, or leave it empty".to_owned()),
    };
    line(question, "", "as 2026-03-05; it may stay empty", is_date)
}

fn address() -> Reply<String> {
    let is_address = |answer: &str| {
        let answer = answer.trim();
        match answer.is_empty() || answer.starts_with("https://") || answer.starts_with("http://") {
            true => check_text(answer, 0, 2_000),
            false => Err("a web address begins with https://".to_owned()),
        }
    };
    line("Its web address?", "", "it may stay empty", is_address)
}

fn knowledge() -> Reply<&'static str> {
    choose(
        "What could they know?",
        vec![
            ("they took part in it".to_owned(), "participant"),
            ("they know it at first hand".to_owned(), "direct"),
            ("they were told of it".to_owned(), "briefed"),
            ("it is not said".to_owned(), "unspecified"),
        ],
    )
}

/// Whether a party says that it is so, and what it gains by that.
fn bearing() -> Result<Option<(Value, Value)>, CliError> {
    let Some(stance) = bearing_of("Do they say that it is so?")? else {
        return Ok(None);
    };
    if stance == "no-comment" {
        return Ok(Some((stance, Value::Null)));
    }
    let interest = choose(
        "Do they gain if they are believed?",
        vec![
            ("no, or nobody can tell".to_owned(), json!("neutral")),
            ("yes".to_owned(), json!("beneficiary")),
            (
                "no, they lose: it speaks against themselves".to_owned(),
                json!("against"),
            ),
        ],
    )?;
    Ok(interest.map(|interest| (stance, interest)))
}

fn bearing_of(question: &str) -> Reply<Value> {
    choose(
        question,
        vec![
            ("yes".to_owned(), Value::Null),
            ("no, it is denied".to_owned(), json!("denies")),
            ("there is no comment on it".to_owned(), json!("no-comment")),
        ],
    )
}
