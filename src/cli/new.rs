//! `byline new`

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde_json::{Map, Value, json};

use crate::corpus::{Repository, create_whole};
use crate::json::{MAX_DEPTH, parse};
use crate::record::{Kind, pretty, read};
use crate::report::visible;

use super::error::{CliError, Status};
use super::link_words::link_of_words;
use super::output::{shown, to_output};

/// Write a new claim or source
#[derive(Args)]
#[command(
    after_help = "Example:\n  byline new source --id ft.com --name \"Financial Times\" --kind outlet --reliability A"
)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Claim(NewClaim),
    Source(NewSource),
}

/// Where a new record goes.
#[derive(Args)]
struct Target {
    /// The file to write [default: ID.json in the repository's folder for its kind]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Print the record instead of writing it
    #[arg(long)]
    dry_run: bool,
}

/// Write a new claim with its sourcing chain
#[derive(Args)]
#[command(
    after_help = "Example:\n  byline new claim --id chip-ban --statement \"Beijing is pushing for a ban.\" --topic china \\\n    \
--link 'site repost source=chip-news.example published=2025-08-21 held cites=ft' \\\n    \
--link 'ft report source=ft.com cites=attendee' \\\n    \
--link 'attendee anonymous count=1 basis=participant described=\"summoned to a meeting\"'\n\n\
A link is an id, a kind (report, repost, statement, person, anonymous, document, observation, claim) and its members. \
`byline schema claim` lists them all."
)]
struct NewClaim {
    /// A short name, such as chip-ban
    #[arg(long)]
    id: String,
    /// What is claimed, in one sentence
    #[arg(long)]
    statement: String,
    /// The language of the statement
    #[arg(long, default_value = "en")]
    lang: String,
    /// What it is about; may be given several times
    #[arg(long = "topic", value_name = "TOPIC")]
    topics: Vec<String>,
    /// When the thing happened, or began
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// When it ended
    #[arg(long, value_name = "DATE", requires = "from")]
    to: Option<String>,
    /// A link of the chain: "ID KIND member=value …"; may be given several times
    #[arg(long = "link", value_name = "LINK", required = true)]
    links: Vec<String>,
    /// A remark
    #[arg(long)]
    note: Option<String>,
    #[command(flatten)]
    target: Target,
}

/// Write a new source
#[derive(Args)]
#[command(
    after_help = "Example:\n  byline new source --id ft.com --name \"Financial Times\" --kind outlet --reliability A --owner nikkei.com"
)]
struct NewSource {
    /// Its id, by which links name it: a domain name or a short name
    #[arg(long)]
    id: String,
    /// Its name as people know it
    #[arg(long)]
    name: String,
    /// outlet, agency, government, company, organisation, person or platform
    #[arg(long)]
    kind: String,
    /// Admiralty letter, A (completely reliable) to E (unreliable), F (cannot be judged)
    #[arg(long, value_name = "LETTER")]
    reliability: Option<String>,
    /// The id of its owner
    #[arg(long, value_name = "ID")]
    owner: Option<String>,
    /// The id of whom it belongs to
    #[arg(long, value_name = "ID")]
    affiliation: Option<String>,
    /// One of its domains; may be given several times
    #[arg(long = "domain", value_name = "DOMAIN")]
    domains: Vec<String>,
    /// Its web address
    #[arg(long)]
    url: Option<String>,
    /// Who gave the letter
    #[arg(long, value_name = "NAME", requires = "rated_on")]
    rated_by: Option<String>,
    /// When the letter was given
    #[arg(long, value_name = "DATE", requires = "rated_by")]
    rated_on: Option<String>,
    /// A remark
    #[arg(long)]
    note: Option<String>,
    #[command(flatten)]
    target: Target,
}

pub(super) fn run(arguments: &Arguments) -> Result<Status, CliError> {
    match &arguments.command {
        Command::Claim(arguments) => {
            let value = claim(arguments)?;
            write_new(Kind::Claim, &arguments.id, &value, &arguments.target)
        }
        Command::Source(arguments) => {
            write_new(Kind::Source, &arguments.id, &source(arguments), &arguments.target)
        }
    }
}

/// The members that were given.
fn members(kind: Kind, given: Vec<(&str, Option<Value>)>) -> Map<String, Value> {
    let mut object = Map::new();
    object.insert("byline".to_owned(), kind.marker().into());
    for (name, value) in given {
        if let Some(value) = value {
            object.insert(name.to_owned(), value);
        }
    }
    object
}

fn text(value: &Option<String>) -> Option<Value> {
    value.as_deref().map(Value::from)
}

fn list(values: &[String]) -> Option<Value> {
    (!values.is_empty()).then(|| json!(values))
}

fn claim(arguments: &NewClaim) -> Result<Value, CliError> {
    let chain: Vec<Value> = arguments
        .links
        .iter()
        .map(|link| link_of_words(link))
        .collect::<Result<_, _>>()?;
    let event = arguments.from.as_ref().map(|from| match &arguments.to {
        Some(to) => json!({ "from": from, "to": to }),
        None => json!({ "from": from }),
    });
    let given = vec![
        ("id", Some(arguments.id.as_str().into())),
        ("statement", Some(arguments.statement.as_str().into())),
        ("lang", Some(arguments.lang.as_str().into())),
        ("topics", list(&arguments.topics)),
        ("event", event),
        ("chain", Some(Value::Array(chain))),
        ("note", text(&arguments.note)),
    ];
    Ok(Value::Object(members(Kind::Claim, given)))
}

fn source(arguments: &NewSource) -> Value {
    let rated = match (&arguments.rated_by, &arguments.rated_on) {
        (Some(by), Some(on)) => Some(json!({ "by": by, "on": on })),
        _ => None,
    };
    let given = vec![
        ("id", Some(arguments.id.as_str().into())),
        ("name", Some(arguments.name.as_str().into())),
        ("kind", Some(arguments.kind.as_str().into())),
        ("reliability", text(&arguments.reliability)),
        ("owner", text(&arguments.owner)),
        ("affiliation", text(&arguments.affiliation)),
        ("rated", rated),
        ("domains", list(&arguments.domains)),
        ("url", text(&arguments.url)),
        ("note", text(&arguments.note)),
    ];
    Value::Object(members(Kind::Source, given))
}

fn write_new(kind: Kind, id: &str, value: &Value, target: &Target) -> Result<Status, CliError> {
    let text = laid_out(&value.to_string(), kind)?;
    if target.dry_run {
        to_output(|out| out.write_all(text.as_bytes()))?;
        return Ok(Status::Done);
    }
    let path = match &target.out {
        Some(path) => path.clone(),
        None => default_path(kind, id)?,
    };
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(|error| {
            CliError::incomplete(format!("{} could not be made: {error}", folder.display()))
        })?;
    }
    create_whole(&path, text.as_bytes(), false)?;
    to_output(|out| {
        writeln!(out, "{}", shown(&path))?;
        writeln!(out, "Next: `byline sign {}`", shown(&path))
    })?;
    Ok(Status::Done)
}

fn default_path(kind: Kind, id: &str) -> Result<PathBuf, CliError> {
    let here = std::env::current_dir()?;
    let repository = Repository::around(&here).map_err(crate::corpus::InputError::from)?;
    let Some(repository) = repository else {
        return Err(CliError::usage("this folder is in no repository of claims")
            .hint("begin one with `byline init`, or name the file with --out"));
    };
    let folder = match kind {
        Kind::Source => "sources",
        _ => "claims",
    };
    let path = repository.root().join(folder).join(format!("{id}.json"));
    // Shown as a person would type it.
    Ok(path.strip_prefix(&here).map(Path::to_owned).unwrap_or(path))
}

/// The text of a record in the order of its schema; a record with any fault is refused.
pub(super) fn laid_out(text: &str, kind: Kind) -> Result<String, CliError> {
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
                crate::json::Anchor::Member(node) | crate::json::Anchor::Value(node) => {
                    document.node(node).pointer()
                }
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
