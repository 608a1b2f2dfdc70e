//! What can be added to a claim that was told: quotes, archived copies, remarks, topics, claims that bear on it.

use serde_json::{Value, json};

use crate::cli::new::language::check_language;
use crate::record::{Moment, Slug};

use super::asked::{Questions, Reply};
use super::claims::choose_claim;
use super::parties::address;
use super::prompts::{check_text, parts_of};
use super::registry::Depth;
use super::whom::Asking;

/// The bounds of a quote, in characters: shorter ones are found anywhere, longer ones are copies.
const QUOTE: (usize, usize) = (8, 500);

/// The longest remark, in characters.
const MOST_REMARK: usize = 2_000;

/// The most topics of a claim.
const MOST_TOPICS: usize = 32;

/// What is added to the claim itself.
#[derive(Clone, Copy)]
enum OfClaim {
    Topics,
    End,
    Remark,
    Corroborates,
    Contradicts,
}

/// What is added to one of its links.
#[derive(Clone, Copy)]
enum OfLink {
    Quote,
    Archived,
    Remark,
    Withdrawn,
    Affiliation,
}

/// To what something is added.
#[derive(Clone)]
enum To {
    Nothing,
    Claim,
    Link(String),
}

impl Asking<'_> {
    /// Asks what is to be added, and adds it, until there is nothing more.
    pub fn details(&mut self) -> Reply<()> {
        let mut question = "To what is there something to add?";
        let mut offered = Vec::new();
        loop {
            offered.push(("the claim itself".to_owned(), To::Claim));
            offered.extend(self.draft.told().map(|(words, id)| (words, To::Link(id))));
            match self.questions.choose(question, offered)? {
                To::Nothing => return Ok(()),
                To::Claim => self.detail_of_claim()?,
                To::Link(id) => self.detail_of_link(&id)?,
            }
            question = "To what else is there something to add?";
            offered = vec![("nothing more".to_owned(), To::Nothing)];
        }
    }

    fn detail_of_claim(&mut self) -> Reply<()> {
        let mut offered = vec![("topics: what it is about", OfClaim::Topics)];
        if self.draft.happened.is_some() {
            offered.push(("the day when it ended", OfClaim::End));
        }
        offered.extend([
            ("a remark", OfClaim::Remark),
            (
                "that another claim says the same on other grounds",
                OfClaim::Corroborates,
            ),
            (
                "that another claim cannot be so if this one is",
                OfClaim::Contradicts,
            ),
        ]);
        match self.questions.choose("What?", offered)? {
            OfClaim::Topics => {
                let before = self.draft.topics.join(", ");
                let help = "short names with commas between, such as harbour, port-authority";
                let topics = self
                    .questions
                    .line("What is it about?", &before, help, check_topics)?;
                self.draft.topics = parts_of(&topics).map(str::to_owned).collect();
            }
            OfClaim::End => {
                let is_date = |answer: &str| match Moment::parse(answer.trim()) {
                    Some(_) => Ok(()),
                    None => Err("write the day as 2026-03-05".to_owned()),
                };
                let day = self
                    .questions
                    .line("When did it end?", "", "as 2026-03-05", is_date)?;
                self.draft.ended = Some(day);
            }
            OfClaim::Remark => {
                let before = self.draft.note.clone().unwrap_or_default();
                let text = remark(self.questions, "What is there to remark?", &before)?;
                self.draft.note = Some(text);
            }
            OfClaim::Corroborates => {
                let claim = choose_claim(self.questions, "Which claim says the same?", self.repository)?;
                note_once(&mut self.draft.corroborates, claim.digest.to_string());
            }
            OfClaim::Contradicts => {
                let claim = choose_claim(self.questions, "Which claim cannot be so?", self.repository)?;
                note_once(&mut self.draft.contradicts, claim.digest.to_string());
            }
        }
        Ok(())
    }

    fn detail_of_link(&mut self, id: &str) -> Reply<()> {
        let link = self.draft.link(id);
        let kind = link.and_then(|link| link["kind"].as_str()).unwrap_or_default();
        let mut offered = vec![
            ("a quote: its own words", OfLink::Quote),
            ("the address of an archived copy", OfLink::Archived),
            ("a remark", OfLink::Remark),
            ("that whoever published it took it back", OfLink::Withdrawn),
        ];
        if !matches!(kind, "report" | "repost" | "claim") {
            offered.push((
                "to whom they belong, an employer for example",
                OfLink::Affiliation,
            ));
        }
        let (member, value) = match self.questions.choose("What?", offered)? {
            OfLink::Quote => ("quote", quote(self.questions, &self.draft.lang)?),
            OfLink::Archived => {
                let url = address(self.questions, "The address of the archived copy?")?;
                ("archived", json!(url))
            }
            OfLink::Remark => {
                let text = remark(self.questions, "What is there to remark?", "")?;
                ("note", json!(text))
            }
            OfLink::Withdrawn => {
                let text = remark(self.questions, "How was it taken back, and when?", "")?;
                ("withdrawn", json!(text))
            }
            OfLink::Affiliation => {
                let question = "Whom do they belong to?";
                let help = "two of one body never count as two; leave it empty if there is nobody";
                let source = self
                    .registry
                    .ask_if_any(self.questions, question, help, Depth::WithOwner)?;
                ("affiliation", json!(source))
            }
        };
        self.draft.set(id, member, value);
        Ok(())
    }
}

fn note_once(list: &mut Vec<String>, entry: String) {
    if !list.contains(&entry) {
        list.push(entry);
    }
}

fn check_topics(answer: &str) -> Result<(), String> {
    let mut topics: Vec<&str> = parts_of(answer).collect();
    if let Some(topic) = topics.iter().find(|topic| Slug::parse(topic).is_none()) {
        return Err(format!(
            "{topic:?} is no short name: small letters from a to z, digits and hyphens, such as port-authority"
        ));
    }
    let told = topics.len();
    topics.sort_unstable();
    topics.dedup();
    if topics.len() < told {
        return Err("a topic stands there twice".to_owned());
    }
    match told {
        0..=MOST_TOPICS => Ok(()),
        _ => Err(format!("{MOST_TOPICS} topics are the most")),
    }
}

fn quote(questions: &Questions, lang: &str) -> Reply<Value> {
    let check = |answer: &str| check_text(answer, QUOTE.0, QUOTE.1);
    let text = questions.line(
        "What does it say, word for word?",
        "",
        "copy it from the page",
        check,
    )?;
    let direct = questions.yes(
        "Are these the words of the one who says it, and not a retelling?",
        false,
    )?;
    let lang = questions.line_or("In which language is that?", lang, "", check_language)?;
    Ok(json!({ "text": text, "direct": direct, "lang": lang }))
}

/// Asks for a remark.
pub(super) fn remark(questions: &Questions, question: &str, before: &str) -> Reply<String> {
    let check = |answer: &str| check_text(answer, 1, MOST_REMARK);
    questions.line(question, before, "", check)
}
