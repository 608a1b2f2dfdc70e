//! The sources of the repository, offered while one types; new ones are written when they are met.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use inquire::autocompletion::{Autocomplete, Replacement};
use inquire::{CustomUserError, Text};
use serde_json::{Value, json};

use crate::cli::error::CliError;
use crate::cli::new::target::{create, laid_out};
use crate::corpus::{Repository, gather};
use crate::json::{MAX_DEPTH, parse};
use crate::record::{Kind, MAX_RECORD, Record, SourceId, read};
use crate::report::visible;

use super::prompts::{Reply, check_text, choose, line, reply, yes};

/// Suggestions that are shown at a time.
const MOST_SUGGESTIONS: usize = 8;

/// The longest name of a source, in characters.
const MOST_NAME: usize = 500;

/// The sources at hand, and those that were added.
pub(super) struct Registry {
    root: PathBuf,
    known: Arc<Vec<Known>>,
    /// What was written meanwhile.
    pub kept: Vec<PathBuf>,
}

#[derive(Clone)]
struct Known {
    id: String,
    name: String,
}

impl Known {
    fn words(&self) -> String {
        format!("{} ({})", self.name, self.id)
    }

    fn is_called(&self, answer: &str) -> bool {
        self.id == answer || self.words() == answer || self.name.to_lowercase() == answer.to_lowercase()
    }
}

impl Registry {
    /// The sources of a repository. What cannot be read is not offered; `byline check` tells of it.
    pub fn of(repository: &Repository) -> Result<Self, CliError> {
        let folder = repository.root().join("sources");
        let mut known = Vec::new();
        if folder.is_dir() {
            for file in gather(&[folder], None)?.named {
                let bytes = crate::corpus::read_file(&file.path, MAX_RECORD as u64, file.reach);
                let text = bytes.ok().and_then(|bytes| String::from_utf8(bytes).ok());
                known.extend(text.as_deref().and_then(known_source));
            }
        }
        known.sort_by(|a: &Known, b| a.id.cmp(&b.id));
        Ok(Self {
            root: repository.root().to_owned(),
            known: Arc::new(known),
            kept: Vec::new(),
        })
    }

    /// The name of a source as people know it.
    pub fn name<'a>(&'a self, id: &'a str) -> &'a str {
        let known = self.known.iter().find(|known| known.id == id);
        known.map_or(id, |known| known.name.as_str())
    }

    /// Asks for a source by its name. One that is not known yet is asked about and written.
    pub fn ask(&mut self, question: &str, kinds: &[&'static str]) -> Reply<String> {
        loop {
            let prompt = Text::new(question)
                .with_autocomplete(Suggestions(Arc::clone(&self.known)))
                .with_help_message(
                    "type a name; Tab or an arrow takes a known one, a new one is added; Esc goes back",
                )
                .with_validator(|answer: &str| {
                    Ok(match check_text(answer, 1, MOST_NAME) {
                        Ok(()) => inquire::validator::Validation::Valid,
                        Err(message) => inquire::validator::Validation::Invalid(message.into()),
                    })
                });
            let Some(answer) = reply(prompt.prompt())? else {
                return Ok(None);
            };
            let answer = answer.trim();
            if let Some(known) = self.known.iter().find(|known| known.is_called(answer)) {
                return Ok(Some(known.id.clone()));
            }
            if let Some(id) = self.add(answer, kinds)? {
                return Ok(Some(id));
            }
        }
    }

    /// Asks about a source that no record describes yet, and writes its record.
    pub fn add(&mut self, name: &str, kinds: &[&'static str]) -> Reply<String> {
        let known = Arc::clone(&self.known);
        let is_free = move |answer: &str| {
            let answer = answer.trim();
            if SourceId::parse(answer).is_none() {
                return Err(
                    "small letters from a to z, digits, hyphens and dots, such as courier.example".to_owned(),
                );
            }
            match known.iter().any(|known| known.id == answer) {
                true => Err("another source has this name already".to_owned()),
                false => Ok(()),
            }
        };
        let question = format!("{name} is new here. A short name for it, best its web domain?");
        let Some(id) = line(&question, &short_name(name), "", is_free)? else {
            return Ok(None);
        };
        let Some(kind) = choose(
            "What is it?",
            kinds
                .iter()
                .map(|kind| (words_of_kind(kind).to_owned(), *kind))
                .collect(),
        )?
        else {
            return Ok(None);
        };
        let Some(letter) = choose("How reliable has it been?", letters())? else {
            return Ok(None);
        };
        let mut record = json!({ "byline": Kind::Source.marker(), "id": id, "name": name, "kind": kind, "reliability": letter });
        if kind != "person" {
            let question =
                "Who owns it? The owner's short name; leave it empty if nobody does or you do not know";
            let is_id =
                |answer: &str| match answer.trim().is_empty() || SourceId::parse(answer.trim()).is_some() {
                    true => Ok(()),
                    false => Err("small letters from a to z, digits, hyphens and dots".to_owned()),
                };
            match line(question, "", "two papers of one owner never count as two", is_id)? {
                None => return Ok(None),
                Some(owner) if !owner.is_empty() => record["owner"] = Value::from(owner),
                Some(_) => {}
            }
        }
        match yes(&format!("Put {name} into the registry?"), true)? {
            Some(true) => self.write(&id, name, &record),
            _ => Ok(None),
        }
    }

    fn write(&mut self, id: &str, name: &str, record: &Value) -> Reply<String> {
        let path = self.root.join("sources").join(format!("{id}.json"));
        create(&path, &laid_out(&record.to_string(), Kind::Source)?)?;
        self.kept.push(path);
        let mut known = (*self.known).clone();
        known.push(Known {
            id: id.to_owned(),
            name: name.to_owned(),
        });
        self.known = Arc::new(known);
        Ok(Some(id.to_owned()))
    }
}

fn known_source(text: &str) -> Option<Known> {
    let (document, _) = parse(text, MAX_DEPTH).ok()?;
    match read(&document).record? {
        Record::Source(source) => Some(Known {
            id: source.id.to_string(),
            name: visible(source.name).into_owned(),
        }),
        _ => None,
    }
}

fn words_of_kind(kind: &str) -> &'static str {
    match kind {
        "outlet" => "a paper, site or broadcaster",
        "agency" => "a news agency",
        "government" => "a government body",
        "company" => "a company",
        "organisation" => "another organisation",
        "person" => "a person",
        _ => "a platform where others publish",
    }
}

fn letters() -> Vec<(String, &'static str)> {
    [
        ("F", "I cannot judge that"),
        ("A", "A: completely reliable"),
        ("B", "B: usually reliable"),
        ("C", "C: fairly reliable"),
        ("D", "D: not usually reliable"),
        ("E", "E: unreliable"),
    ]
    .map(|(letter, words)| (words.to_owned(), letter))
    .to_vec()
}

/// What can stand in an id of a text: its Latin letters and digits, with hyphens for all else. Empty where there is none.
pub(super) fn short_name(text: &str) -> String {
    const MOST: usize = 40;
    let mut name = String::new();
    for character in text.to_lowercase().chars() {
        if character.is_ascii_alphanumeric() || (character == '.' && !name.is_empty()) {
            name.push(character);
        } else if !name.is_empty() && !name.ends_with('-') {
            name.push('-');
        }
        if name.len() >= MOST {
            break;
        }
    }
    name.trim_end_matches(['-', '.']).to_owned()
}

#[derive(Clone)]
struct Suggestions(Arc<Vec<Known>>);

impl Autocomplete for Suggestions {
    fn get_suggestions(&mut self, input: &str) -> Result<Vec<String>, CustomUserError> {
        let typed = input.trim().to_lowercase();
        if typed.is_empty() {
            return Ok(Vec::new());
        }
        let matching = self
            .0
            .iter()
            .filter(|known| known.words().to_lowercase().contains(&typed));
        Ok(matching.take(MOST_SUGGESTIONS).map(Known::words).collect())
    }

    fn get_completion(
        &mut self,
        input: &str,
        highlighted: Option<String>,
    ) -> Result<Replacement, CustomUserError> {
        Ok(highlighted.or_else(|| self.get_suggestions(input).ok()?.into_iter().next()))
    }
}

/// A path as a person would type it from the working directory.
pub(super) fn from_here(path: &Path) -> PathBuf {
    let here = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(&here)
        .map_or_else(|_| path.to_owned(), Path::to_owned)
}
