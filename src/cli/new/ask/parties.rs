//! Those who know: named and unnamed people, bodies, documents, what was seen, and other claims.

use serde_json::{Value, json};

use crate::check::speaks_of_several;
use crate::record::{Lang, Moment, SourceKind};

use super::asked::{Questions, Reply};
use super::claims::choose_claim;
use super::prompts::check_text;
use super::whom::{Asking, Likely};

/// The longest description, title or role, in characters.
const MOST_PHRASE: usize = 500;

const BODIES: [SourceKind; 3] = [
    SourceKind::Government,
    SourceKind::Company,
    SourceKind::Organisation,
];
const ISSUERS: [SourceKind; 5] = [
    SourceKind::Government,
    SourceKind::Company,
    SourceKind::Organisation,
    SourceKind::Outlet,
    SourceKind::Person,
];
const PEOPLE: [SourceKind; 1] = [SourceKind::Person];

/// How the recorder knows of a party.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    /// It was read, heard or seen where the party itself published it.
    AtFirstHand,
    /// Somebody else cites it.
    Cited,
}

/// A member of a link. What is empty or null is left out.
pub(super) type Member = (&'static str, Value);

/// What a body or a person gave out itself.
#[derive(Clone, Copy)]
enum Gave {
    Statement,
    Document,
    Observation,
}

impl Asking<'_> {
    /// Asks what a body or a person, which is no outlet, gave out itself.
    pub fn own_words(&mut self, source: &str, known: Known) -> Reply<String> {
        let name = self.registry.name(source);
        let offered = [
            (format!("what {name} says"), Gave::Statement),
            (format!("a document of {name}"), Gave::Document),
            (format!("what {name} filmed, measured or saw"), Gave::Observation),
        ];
        let is_person = self.registry.kind(source) == Some(SourceKind::Person);
        match self.questions.choose("What is it that you have?", offered)? {
            Gave::Statement if is_person => self.person_of(source, known),
            Gave::Statement => self.body_of(source, known),
            Gave::Document => self.document_of(Some(source), known),
            Gave::Observation => self.seen_by(Some(source), known),
        }
    }

    pub fn person(&mut self) -> Reply<String> {
        let source = self.registry.ask(self.questions, "Who is it?", "", &PEOPLE)?;
        self.person_of(&source, Known::Cited)
    }

    fn person_of(&mut self, source: &str, known: Known) -> Reply<String> {
        let help = "such as head of the road office; it may stay empty";
        let role = phrase(self.questions, "As what do they speak?", help, 0)?;
        let mut members = vec![("source", json!(source)), ("role", json!(role))];
        members.extend(self.testimony()?);
        members.extend(when(self.questions, "When did they say so?", known)?);
        Ok(self.draft.add(source, "person", members))
    }

    pub fn unnamed(&mut self) -> Reply<String> {
        let question = "How are they described, in the report's own words?";
        let described = phrase(self.questions, question, "", 1)?;
        let lang = Lang::parse(&self.draft.lang);
        let are_several = lang.is_some_and(|lang| speaks_of_several(&described, lang));
        let mut members = vec![
            ("described", json!(described)),
            count(self.questions, are_several)?,
        ];
        members.extend(self.testimony()?);
        if self.draft.has_unnamed() {
            let question = "How do you know that they are not the same people as the other unnamed ones?";
            let why = phrase(self.questions, question, "leave it empty if you do not", 0)?;
            members.push(("distinct", json!(why)));
        }
        Ok(self.draft.add("unnamed", "anonymous", members))
    }

    pub fn body(&mut self) -> Reply<String> {
        let question = "Which body is it?";
        let source = self.registry.ask(self.questions, question, "", &BODIES)?;
        self.body_of(&source, Known::Cited)
    }

    fn body_of(&mut self, source: &str, known: Known) -> Reply<String> {
        let subjects = [
            ("anything else, its own conduct among it", "other"),
            (
                "its own decision or act, which it makes by saying so",
                "authoritative",
            ),
        ];
        let basis = self.questions.choose("What does it speak about?", subjects)?;
        let mut members = vec![("source", json!(source)), ("basis", json!(basis))];
        members.extend(self.bearing(
            "Does it say that it is so?",
            "Does it gain or lose if it is believed?",
        )?);
        members.extend(when(self.questions, "When did it say so?", known)?);
        Ok(self.draft.add(source, "statement", members))
    }

    pub fn document(&mut self) -> Reply<String> {
        let issuer = self.source_if_known("Is it known who issued the document?", "Who issued it?")?;
        self.document_of(issuer.as_deref(), Known::Cited)
    }

    fn document_of(&mut self, source: Option<&str>, known: Known) -> Reply<String> {
        let title = phrase(self.questions, "What is it called, or what is it?", "", 1)?;
        let mut members = vec![
            ("title", json!(title)),
            ("source", json!(source)),
            verified(self.questions, "Was it shown to be genuine?")?,
        ];
        members.extend(self.bearing(
            "Does it say that it is so?",
            "Does whoever gave it out gain or lose if it is believed?",
        )?);
        members.extend(when(self.questions, "What date does it bear?", known)?);
        members.push(held(self.questions, "Have you seen the document itself?", known)?);
        Ok(self.draft.add("document", "document", members))
    }

    pub fn seen(&mut self) -> Reply<String> {
        let is_known = "Is it known who saw, filmed or measured it?";
        let witness = self.source_if_known(is_known, "Who was that?")?;
        self.seen_by(witness.as_deref(), Known::Cited)
    }

    fn seen_by(&mut self, source: Option<&str>, known: Known) -> Reply<String> {
        let is_checked = "Was it checked, the place and time of a film for example?";
        let is_seen = "Have you seen the film, picture or figures yourself?";
        let mut members = vec![("source", json!(source)), verified(self.questions, is_checked)?];
        members.extend(when(
            self.questions,
            "When was it seen, filmed or measured?",
            known,
        )?);
        members.push(held(self.questions, is_seen, known)?);
        Ok(self.draft.add("seen", "observation", members))
    }

    /// Asks for the source of a thing, if that is known.
    fn source_if_known(&mut self, is_known: &str, who: &str) -> Reply<Option<String>> {
        match self.questions.yes(is_known, true)? {
            true => self.registry.ask(self.questions, who, "", &ISSUERS).map(Some),
            false => Ok(None),
        }
    }

    /// Asks for another claim of the repository, whose chain hangs here.
    pub fn claim(&mut self, known: Known) -> Reply<String> {
        let claim = choose_claim(self.questions, "Which claim is it?", self.repository)?;
        let members = vec![
            ("claim", json!(claim.digest.to_string())),
            ("statement", json!(claim.statement)),
            held_where(known == Known::AtFirstHand),
        ];
        Ok(self.draft.add(&claim.id, "claim", members))
    }

    /// Asks what people could know, and what they say of it.
    fn testimony(&self) -> Reply<Vec<Member>> {
        let knowledge = [
            ("it is not said", "unspecified"),
            ("they were told of it", "briefed"),
            ("they know it at first hand", "direct"),
            ("they took part in it", "participant"),
        ];
        let basis = self.questions.choose("What could they know?", knowledge)?;
        let mut members = vec![("basis", json!(basis))];
        members.extend(self.bearing(
            "Do they say that it is so?",
            "Do they gain or lose if they are believed?",
        )?);
        Ok(members)
    }

    /// Whether a party says that it is so, and what it gains by that. What is likely stands first: whoever only presses Enter
    /// must neither make a claim stronger than it is nor invent a silence or a denial.
    fn bearing(&self, says: &str, gains: &str) -> Reply<Vec<Member>> {
        let mut stances = [
            ("yes, it is so", ""),
            ("neither: there is no comment on it", "no-comment"),
            ("no, it is denied", "denies"),
        ];
        if self.likely == Likely::ThatItIsNot {
            stances.reverse();
        }
        let stance = self.questions.choose(says, stances)?;
        let mut members = vec![("stance", json!(stance))];
        if stance != "no-comment" {
            let interests = [
                ("nobody can tell", ""),
                ("neither", "neutral"),
                ("gain", "beneficiary"),
                ("lose: it speaks against whoever says it", "against"),
            ];
            members.push(("interest", json!(self.questions.choose(gains, interests)?)));
        }
        Ok(members)
    }
}

/// Asks whether the recorder has a thing that somebody else cites.
pub(super) fn held(questions: &Questions, question: &str, known: Known) -> Reply<Member> {
    let is_held = known == Known::AtFirstHand || questions.yes(question, false)?;
    Ok(held_where(is_held))
}

fn held_where(is_held: bool) -> Member {
    let held = if is_held { Value::Bool(true) } else { Value::Null };
    ("held", held)
}

/// Asks when and where it was published, or when it was said where somebody else passes it on.
fn when(questions: &Questions, question: &str, known: Known) -> Reply<Vec<Member>> {
    match known {
        Known::Cited => Ok(vec![("said", json!(date(questions, question)?))]),
        Known::AtFirstHand => {
            let mut members = publication(questions, "When was it published?")?;
            members.push(held_where(true));
            Ok(members)
        }
    }
}

/// Asks when and where it was published.
fn publication(questions: &Questions, question: &str) -> Reply<Vec<Member>> {
    let published = date(questions, question)?;
    let url = address(questions, "Its web address?")?;
    Ok(vec![("published", json!(published)), ("url", json!(url))])
}

fn phrase(questions: &Questions, question: &str, help: &str, least: usize) -> Reply<String> {
    questions.line(question, "", help, move |answer| {
        check_text(answer, least, MOST_PHRASE)
    })
}

/// Asks for a day or time; it may stay empty.
pub(super) fn date(questions: &Questions, question: &str) -> Reply<String> {
    date_or(questions, question, "")
}

/// The same where a day stands there already, to be changed.
pub(super) fn date_or(questions: &Questions, question: &str, initial: &str) -> Reply<String> {
    let is_date = |answer: &str| match answer.trim().is_empty() || Moment::parse(answer.trim()).is_some() {
        true => Ok(()),
        false => Err("write the day as 2026-03-05, or leave it empty".to_owned()),
    };
    questions.line(question, initial, "as 2026-03-05; it may stay empty", is_date)
}

/// Asks for a web address; it may stay empty.
pub(super) fn address(questions: &Questions, question: &str) -> Reply<String> {
    let is_address = |answer: &str| {
        let answer = answer.trim();
        let has_scheme = answer.starts_with("https://") || answer.starts_with("http://");
        match answer.is_empty() || (has_scheme && !answer.contains(char::is_whitespace)) {
            true => check_text(answer, 0, 2_000),
            false => Err("a web address begins with https:// and holds no spaces".to_owned()),
        }
    };
    questions.line(question, "", "it may stay empty", is_address)
}

/// Asks how many people there are of those who are not named. Where they are described as several, one is refused: the
/// rule plural-of-one would refuse it in what is written.
fn count(questions: &Questions, are_several: bool) -> Reply<Member> {
    let is_number = move |answer: &str| match answer.trim() {
        "several" => Ok(()),
        number => match number.parse::<u32>() {
            Ok(1) if are_several => Err(
                "they are described as several: write the number that the report gives, or several; for one \
                 person, go back and describe one"
                    .to_owned(),
            ),
            Ok(1..=1_000_000) => Ok(()),
            _ => Err("write a number, or several where the report gives none".to_owned()),
        },
    };
    let help = "a number, or several where the report gives none";
    let offered = if are_several { "several" } else { "1" };
    let count = questions.line_or("How many are they?", offered, help, is_number)?;
    let number = count.parse::<u32>().map(Value::from);
    Ok(("count", number.unwrap_or_else(|_| json!("several"))))
}

/// Asks whether a thing was looked into, and not only taken for what it seems.
fn verified(questions: &Questions, question: &str) -> Reply<Member> {
    let is_verified = questions.yes(question, false)?;
    let basis = if is_verified { "verified" } else { "unverified" };
    Ok(("basis", json!(basis)))
}
