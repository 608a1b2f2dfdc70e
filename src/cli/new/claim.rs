//! `byline new claim`

use clap::Args;
use serde_json::{Value, json};

use crate::cli::error::{CliError, Status, warn};
use crate::record::Kind;

use super::ask::ask_claim;
use super::language::{DEFAULT_LANG, is_in_other_script};
use super::named::{language, named_digest, named_link};
use super::target::{Target, can_ask, list, members, missing, text, write_new};

/// Write a new claim with its sourcing chain
#[derive(Args)]
#[command(
    after_help = "Example:\n  byline new claim --id chip-ban --statement \"Beijing wants a ban.\" \\\n    --topic china \\\n    \
--link 'site repost source=chip-news.example held cites=ft' \\\n    \
--link 'ft report source=ft.com published=2025-08-21 cites=guest' \\\n    \
--link 'guest anonymous count=1 basis=participant described=\"was there\"'\n\n\
A link is an id, a kind (report, repost, statement, person, anonymous, document, observation, claim) and its members. \
A link to another claim names its file or its id: 'w claim claim=warned'. `byline schema claim` lists all members."
)]
pub(super) struct NewClaim {
    /// A short name, such as chip-ban
    #[arg(long, requires_all = ["statement", "links"])]
    id: Option<String>,
    /// What is claimed, in one sentence
    #[arg(long, requires = "id")]
    statement: Option<String>,
    /// The language of the statement [default: en]
    #[arg(long, requires = "id")]
    lang: Option<String>,
    /// What it is about; may be given several times
    #[arg(long = "topic", value_name = "TOPIC", requires = "id")]
    topics: Vec<String>,
    /// When the thing happened, or began
    #[arg(long, value_name = "DATE", requires = "id")]
    from: Option<String>,
    /// When it ended
    #[arg(long, value_name = "DATE", requires = "from")]
    to: Option<String>,
    /// A link of the chain: "ID KIND member=value …"; may be given several times
    #[arg(long = "link", value_name = "LINK", requires = "id")]
    links: Vec<String>,
    /// A claim that says the same on other grounds: its file, its id, or its digest; may be given several times
    #[arg(long, value_name = "CLAIM", requires = "id")]
    corroborates: Vec<String>,
    /// A claim that cannot be so if this one is: its file, its id, or its digest; may be given several times
    #[arg(long, value_name = "CLAIM", requires = "id")]
    contradicts: Vec<String>,
    /// A remark
    #[arg(long, requires = "id")]
    note: Option<String>,
    #[command(flatten)]
    target: Target,
}

pub(super) fn run(arguments: &NewClaim) -> Result<Status, CliError> {
    let (Some(id), Some(statement)) = (&arguments.id, &arguments.statement) else {
        return if can_ask() {
            ask_claim(&arguments.target)
        } else {
            Err(missing("--id, --statement and --link"))
        };
    };
    let claim = claim(arguments, id, statement)?;
    write_new(
        Kind::Claim,
        &format!("claims/{id}.json"),
        &claim,
        &arguments.target,
    )
}

fn claim(arguments: &NewClaim, id: &str, statement: &str) -> Result<Value, CliError> {
    let lang = lang_of(arguments, statement)?;
    let chain: Vec<Value> = arguments
        .links
        .iter()
        .map(|link| named_link(link))
        .collect::<Result<_, _>>()?;
    let digests = |claims: &[String]| -> Result<Vec<String>, CliError> {
        claims.iter().map(|claim| named_digest(claim)).collect()
    };
    let event = arguments.from.as_ref().map(|from| match &arguments.to {
        Some(to) => json!({ "from": from, "to": to }),
        None => json!({ "from": from }),
    });
    let given = vec![
        ("id", Some(id.into())),
        ("statement", Some(statement.into())),
        ("lang", Some(lang.into())),
        ("topics", list(&arguments.topics)),
        ("event", event),
        ("chain", Some(Value::Array(chain))),
        ("contradicts", list(&digests(&arguments.contradicts)?)),
        ("corroborates", list(&digests(&arguments.corroborates)?)),
        ("note", text(&arguments.note)),
    ];
    Ok(Value::Object(members(Kind::Claim, given)))
}

fn lang_of<'a>(arguments: &'a NewClaim, statement: &str) -> Result<&'a str, CliError> {
    match &arguments.lang {
        Some(lang) => language(lang).map(|()| lang.as_str()),
        None => {
            if is_in_other_script(statement) {
                warn("the statement is not written in Latin letters; give --lang, such as ru");
            }
            Ok(DEFAULT_LANG)
        }
    }
}
