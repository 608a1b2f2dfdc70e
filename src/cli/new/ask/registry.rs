//! The sources of the repository, offered while one types; new ones are written when they are met.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::cli::error::{CliError, Status};
use crate::cli::new::target::{Target, show_new, write_record};
use crate::cli::output::shown;
use crate::corpus::{Repository, gather};
use crate::json::{MAX_DEPTH, parse};
use crate::record::{Kind, MAX_RECORD, Record, SourceId, SourceKind, read};
use crate::report::visible;

use super::answers::{check_name, host_of};
use super::asked::{Questions, Reply};
use super::prompts::{Check, check_text};
use super::source_words::{LETTERS, OWNERS, owner_question, short_name, words_of_kind};
use super::suggestions::{NEW_HERE, SourceAtHand, SourcesAtHand};

/// The longest name of a source, in characters.
const MOST_NAME: usize = 500;

/// How far a new source is asked about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Depth {
    /// Whose it is, too.
    WithOwner,
    /// By itself: owners are one step, and no chain.
    Alone,
}

/// What becomes of the sources that are added.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Added {
    AreWritten,
    /// They are shown in the end, and nothing is written.
    AreShown,
}

impl Added {
    pub fn of(target: &Target) -> Self {
        match target.dry_run {
            true => Self::AreShown,
            false => Self::AreWritten,
        }
    }
}

/// The sources at hand, and those that were added.
pub(super) struct Registry {
    root: PathBuf,
    at_hand: SourcesAtHand,
    added: Added,
    /// The files that were written meanwhile, as a person would type them.
    kept: Vec<PathBuf>,
    /// The records that would have been.
    shown: Vec<Value>,
}

/// What was told of a source that is new.
struct New {
    id: String,
    name: String,
    kind: SourceKind,
    record: Value,
}

/// Who was named, by their id.
pub(super) enum Named {
    AtHand(String),
    /// They were asked about before they were taken for it.
    Meant(String),
    /// Its record was just written.
    Added(String),
    /// What was told is not to be kept after all.
    Nobody,
}

impl Registry {
    /// The sources of a repository. What cannot be read is not offered; `byline check` tells of it.
    pub fn of(repository: &Repository, added: Added) -> Result<Self, CliError> {
        let folder = repository.folder(Kind::Source);
        let mut sources = Vec::new();
        if folder.is_dir() {
            for file in gather(&[folder], None)?.named {
                let bytes = crate::corpus::read_file(&file.path, MAX_RECORD as u64, file.reach);
                let text = bytes.ok().and_then(|bytes| String::from_utf8(bytes).ok());
                sources.extend(text.as_deref().and_then(source_in));
            }
        }
        Ok(Self {
            root: repository.root().to_owned(),
            at_hand: SourcesAtHand::of(sources),
            added,
            kept: Vec::new(),
            shown: Vec::new(),
        })
    }

    /// The files that were written meanwhile, as a person would type them.
    pub fn kept(&self) -> &[PathBuf] {
        &self.kept
    }

    /// When a claim has the rating that is shown of it. What is not written cannot be rated by.
    pub fn once_signed(&self) -> &'static str {
        match self.shown.is_empty() {
            true => "Once this and its sources are signed:",
            false => {
                "Once this and its sources are signed, where the new sources count as in no registry yet:"
            }
        }
    }

    /// Prints the records that would have been written.
    pub fn show(&self) -> Result<Status, CliError> {
        for record in &self.shown {
            show_new(Kind::Source, record)?;
        }
        Ok(Status::Done)
    }

    /// An error that also tells which sources were kept.
    pub fn told_kept(&self, error: CliError) -> CliError {
        if self.kept.is_empty() {
            return error;
        }
        let kept: Vec<String> = self.kept.iter().map(|path| shown(path)).collect();
        error.hint(format!(
            "the sources that you added were kept: {}",
            kept.join(", ")
        ))
    }

    /// The name of a source as people know it.
    pub fn name<'a>(&'a self, id: &'a str) -> &'a str {
        self.at_hand.find(id).map_or(id, |source| source.name.as_str())
    }

    /// What a source is.
    pub fn kind(&self, id: &str) -> Option<SourceKind> {
        self.at_hand.find(id).map(|source| source.kind)
    }

    /// Asks for a source by its name. One that is not known yet is asked about and written.
    pub fn ask(
        &mut self,
        questions: &Questions,
        question: &str,
        help: &str,
        kinds: &[SourceKind],
    ) -> Reply<String> {
        let keys = "type a name; Tab or an arrow takes a known one, a new one is added; Esc goes back";
        let help = match help {
            "" => keys.to_owned(),
            help => format!("{help}; {keys}"),
        };
        let check = self.can_be_named();
        self.ask_until_named(questions, question, &help, check, kinds, Depth::WithOwner)
    }

    /// Asks for a source that there may be; the answer is empty where there is none, of which `help` tells.
    pub fn ask_if_any(
        &mut self,
        questions: &Questions,
        question: &str,
        help: &str,
        depth: Depth,
    ) -> Reply<String> {
        let help = format!("{help} or you do not know; Esc goes back");
        let is_named = self.can_be_named();
        let check = move |answer: &str| match answer.trim() {
            "" => Ok(()),
            answer => is_named(answer),
        };
        self.ask_until_named(questions, question, &help, check, &OWNERS, depth)
    }

    /// Asks until the one who is named is in the registry; what is empty and passes the check names nobody.
    fn ask_until_named(
        &mut self,
        questions: &Questions,
        question: &str,
        help: &str,
        check: impl Check,
        kinds: &[SourceKind],
        depth: Depth,
    ) -> Reply<String> {
        loop {
            let place = questions.place();
            let answer = questions.name(question, help, self.at_hand.clone(), check.clone())?;
            let answer = answer.trim_end_matches(NEW_HERE).trim();
            if answer.is_empty() {
                return Ok(String::new());
            }
            let known = questions.known_at(place, self.at_hand.count());
            let known = self.at_hand.when_there_were(known);
            match self.at_hand_or_new(questions, answer, &known, kinds, depth)? {
                Named::Nobody => {}
                Named::AtHand(id) => return Ok(id),
                Named::Meant(id) | Named::Added(id) => {
                    questions.settle(place, &id);
                    return Ok(id);
                }
            }
        }
    }

    /// What checks whether somebody can be meant by an answer. A web address means whoever publishes there.
    fn can_be_named(&self) -> impl Check {
        let at_hand = self.at_hand.clone();
        move |answer: &str| {
            let answer = answer.trim_end_matches(NEW_HERE).trim();
            match at_hand.called(answer).is_some() || host_of(answer).is_some() {
                true => check_text(answer, 1, MOST_NAME),
                false => check_name(answer, MOST_NAME),
            }
        }
    }

    /// Asks for a source that is not known yet, and writes its record, to the file `out` where that is given.
    pub fn ask_new(
        &mut self,
        questions: &Questions,
        question: &str,
        kinds: &[SourceKind],
        out: Option<&Path>,
    ) -> Reply<Named> {
        let at_hand = self.at_hand.clone();
        let can_be_named = self.can_be_named();
        let check = move |answer: &str| {
            let host = host_of(answer);
            let answer = host.as_deref().unwrap_or_else(|| answer.trim());
            match at_hand.called(answer) {
                Some(source) => Err(format!("{} is in the registry already", source.words())),
                None => can_be_named(answer),
            }
        };
        let answer = questions.line(question, "", "", check)?;
        let host = host_of(&answer);
        let answer = host.as_deref().unwrap_or(&answer);
        match self.ask_about(questions, answer, kinds, Depth::WithOwner)? {
            Some(new) => Ok(self.add(new, out)?),
            None => Ok(Named::Nobody),
        }
    }

    /// The one among the `known` who is meant, or one who is asked about.
    fn at_hand_or_new(
        &mut self,
        questions: &Questions,
        answer: &str,
        known: &SourcesAtHand,
        kinds: &[SourceKind],
        depth: Depth,
    ) -> Reply<Named> {
        let host = host_of(answer);
        let answer = host.as_deref().unwrap_or(answer);
        match known.called(answer) {
            Some(source) => Ok(Named::AtHand(source.id.clone())),
            None => match meant(questions, answer, known)? {
                Some(id) => Ok(Named::Meant(id)),
                None => match self.ask_about(questions, answer, kinds, depth)? {
                    Some(new) => Ok(self.add(new, None)?),
                    None => Ok(Named::Nobody),
                },
            },
        }
    }

    /// Asks about a source that no record describes yet; there is none where it is not to be kept after all.
    fn ask_about(
        &mut self,
        questions: &Questions,
        answer: &str,
        kinds: &[SourceKind],
        depth: Depth,
    ) -> Reply<Option<New>> {
        let (name, short) = ask_full_name(questions, answer)?;
        let kind = match kinds {
            [only] => *only,
            _ => {
                let offered = kinds.iter().map(|kind| (words_of_kind(*kind), *kind));
                questions.choose(&format!("{name} is new here. What is it?"), offered)?
            }
        };
        let question = match kind {
            SourceKind::Person => format!("A short name for {name}?"),
            _ => format!("A short name for {name}, best the web domain?"),
        };
        let help = "links name it so, and its file is called so";
        let id = questions.line_or(&question, &short, help, self.is_free())?;
        let letter = questions.choose(&format!("How reliable has {name} been?"), LETTERS)?;
        let mut record = json!({
            "byline": Kind::Source.marker(), "id": id, "name": name, "kind": kind.as_str(), "reliability": letter,
        });
        if depth == Depth::WithOwner {
            let (member, question, help) = owner_question(kind);
            let owner = self.ask_if_any(questions, question, help, Depth::Alone)?;
            if !owner.is_empty() {
                record[member] = owner.into();
            }
        }
        let is_kept = questions.yes(&format!("Put {name} into the registry?"), true)?;
        Ok(is_kept.then_some(New {
            id,
            name,
            kind,
            record,
        }))
    }

    /// Takes a new source in, and writes its record to the file `out`, or else to its place in the repository.
    fn add(&mut self, new: New, out: Option<&Path>) -> Result<Named, CliError> {
        let file = format!("{}.json", new.id);
        let in_place = || self.root.join(Kind::Source.folder()).join(file);
        let path = out.map_or_else(in_place, Path::to_owned);
        match self.added {
            Added::AreWritten => self.kept.push(write_record(path, Kind::Source, &new.record)?),
            Added::AreShown => self.shown.push(new.record),
        }
        self.at_hand.add(SourceAtHand {
            id: new.id.clone(),
            name: new.name,
            kind: new.kind,
        });
        Ok(Named::Added(new.id))
    }

    /// What checks whether a short name can be that of a new source.
    fn is_free(&self) -> impl Check {
        let at_hand = self.at_hand.clone();
        move |answer: &str| {
            let answer = answer.trim();
            if SourceId::parse(answer).is_none() {
                return Err(
                    "small letters from a to z, digits, hyphens and dots, such as courier.example".to_owned(),
                );
            }
            match at_hand.find(answer) {
                Some(_) => Err("another source has this name already".to_owned()),
                None => Ok(()),
            }
        }
    }
}

/// The one among the `known` who is meant by a part of their name, if they are.
fn meant(questions: &Questions, answer: &str, known: &SourcesAtHand) -> Reply<Option<String>> {
    let Some(source) = known.only_like(answer) else {
        return Ok(None);
    };
    let is_meant = questions.yes(&format!("Do you mean {}?", source.name), true)?;
    Ok(is_meant.then(|| source.id.clone()))
}

/// The name of a new source as people know it, and the short one that is offered. What could be an id most likely is one, and
/// no name. One word can be both.
fn ask_full_name(questions: &Questions, answer: &str) -> Reply<(String, String)> {
    if SourceId::parse(answer).is_none() {
        return Ok((answer.to_owned(), short_name(answer)));
    }
    let question = format!("{answer} is new here. Its name, as people know it?");
    let check = |name: &str| check_name(name, MOST_NAME);
    let offered = if answer.contains(['.', '-']) { "" } else { answer };
    let name = questions.line_or(&question, offered, "", check)?;
    Ok((name, answer.to_owned()))
}

fn source_in(text: &str) -> Option<SourceAtHand> {
    let (document, _) = parse(text, MAX_DEPTH).ok()?;
    match read(&document).record? {
        Record::Source(source) => Some(SourceAtHand {
            id: source.id.to_string(),
            name: visible(source.name).into_owned(),
            kind: source.kind,
        }),
        _ => None,
    }
}
