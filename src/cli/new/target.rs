//! Where a new record goes, and how it gets there: whole, valid and over nothing that exists.

use std::fs;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Map, Value, json};

use crate::cli::error::{CliError, Status};
use crate::cli::output::{shown, to_output};
use crate::corpus::{InputError, Repository, create_whole};
use crate::json::{Anchor, MAX_DEPTH, parse};
use crate::record::{Kind, pretty, read};
use crate::report::visible;

/// Where a new record goes.
#[derive(Args)]
pub(super) struct Target {
    /// The file to write [default: ID.json in the repository's folder for its kind]
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Print the record instead of writing it
    #[arg(long)]
    pub dry_run: bool,
}

/// The members that were given.
pub(super) fn members(kind: Kind, given: Vec<(&str, Option<Value>)>) -> Map<String, Value> {
    let mut object = Map::new();
    object.insert("byline".to_owned(), kind.marker().into());
    for (name, value) in given {
        if let Some(value) = value {
            object.insert(name.to_owned(), value);
        }
    }
    object
}

pub(super) fn text(value: &Option<String>) -> Option<Value> {
    value.as_deref().map(Value::from)
}

pub(super) fn list(values: &[String]) -> Option<Value> {
    (!values.is_empty()).then(|| json!(values))
}

/// Writes a new record to where `target` says, else to `path` below its repository's folder.
pub(super) fn write_new(kind: Kind, path: &str, value: &Value, target: &Target) -> Result<Status, CliError> {
    let text = laid_out(&value.to_string(), kind)?;
    if target.dry_run {
        to_output(|out| out.write_all(text.as_bytes()))?;
        return Ok(Status::Done);
    }
    let path = match &target.out {
        Some(path) => path.clone(),
        None => in_repository(path)?,
    };
    create(&path, &text)?;
    to_output(|out| {
        writeln!(out, "{}", shown(&path))?;
        writeln!(out, "Next: `byline sign {}`", shown(&path))
    })?;
    Ok(Status::Done)
}

/// Whether somebody is there to be asked.
pub(super) fn can_ask() -> bool {
    std::io::stdin().is_terminal() && std::io::stdout().is_terminal()
}

/// What is missing on the command line where nobody can be asked.
pub(super) fn missing(flags: &str) -> CliError {
    CliError::usage(format!(
        "{flags} must be given where there is no terminal to ask on"
    ))
    .hint("--help shows an example")
}

/// Makes a new file, and its folder where there is none.
pub(super) fn create(path: &Path, text: &str) -> Result<(), CliError> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(|error| {
            CliError::incomplete(format!("{} could not be made: {error}", folder.display()))
        })?;
    }
    create_whole(path, text.as_bytes(), false)?;
    Ok(())
}

/// The repository around the working directory.
pub(super) fn repository_here() -> Result<Repository, CliError> {
    let here = std::env::current_dir()?;
    let repository = Repository::around(&here).map_err(InputError::from)?;
    repository.ok_or_else(|| {
        CliError::usage("this folder is in no repository of claims")
            .hint("begin one with `byline init`, or name the file with --out")
    })
}

/// A path below the repository around the working directory, as a person would type it.
fn in_repository(path: &str) -> Result<PathBuf, CliError> {
    let here = std::env::current_dir()?;
    let path = repository_here()?.root().join(path);
    Ok(path.strip_prefix(&here).map(Path::to_owned).unwrap_or(path))
}

/// The text of a record in the order of its schema; a record with any fault is refused.
pub(in crate::cli) fn laid_out(text: &str, kind: Kind) -> Result<String, CliError> {
    let (document, _) = parse(text, MAX_DEPTH).map_err(|fault| CliError::refused(fault.message))?;
    let reading = read(&document);
    if reading.faults.is_empty() {
        return Ok(pretty(&document, kind));
    }
    let faults: Vec<String> = reading
        .faults
        .iter()
        .map(|fault| {
            let pointer = match fault.at {
                Anchor::Member(node) | Anchor::Value(node) => document.node(node).pointer(),
                _ => String::new(),
            };
            let help = fault.help.as_deref().unwrap_or_default();
            format!(
                "{}: {}; {help}",
                if pointer.is_empty() {
                    "the record"
                } else {
                    &pointer
                },
                fault.message
            )
        })
        .map(|line| visible(&line).into_owned())
        .collect();
    Err(CliError::refused(format!(
        "this would be no valid {}\n{}",
        kind.as_str(),
        faults.join("\n")
    )))
}
