//! `byline new trust`

use std::path::{Path, PathBuf};

use chrono::{Datelike, TimeDelta};
use clap::Args;
use serde_json::{Map, Value, json};

use crate::cli::error::{CliError, Status};
use crate::cli::key_choice::public_key_of;
use crate::cli::paths::{parse_time, read_record, time_or_now};
use crate::record::{Date, Kind, Time};

use super::ask::ask_trust;
use super::notice::digest_of_file;
use super::revoked::{REASONS, key_to_revoke, revoke};
use super::target::{Target, can_ask, needed_repository, write_new};

/// The next list holds for a year where nothing else is said: long enough to forget, short enough to notice.
const VALIDITY: TimeDelta = TimeDelta::days(365);

/// Write the next trust list: the newest one with changes, to be signed by its owners
#[derive(Args)]
#[command(
    after_help = "Example:\n  byline new trust --add fact-desk.pem.pub --name \"Fact desk\" \\\n    --role checker\n  \
byline new trust --revoke old-desk.pem.pub --why compromised\n\nWritten as trust/N.json. It counts once enough owners of the list before \
have signed it: `byline sign --key OWNER trust/N.json`.",
    mut_arg("out", |arg| arg.help("The file to write [default: trust/N.json in the repository]"))
)]
pub(super) struct NewTrust {
    /// Let this key in: did:key:z6Mk…, or FILE or NAME of it or its public part
    #[arg(long, value_name = "KEY", requires_all = ["name", "role"])]
    add: Option<String>,
    /// Whose the new key is
    #[arg(long, requires = "add")]
    name: Option<String>,
    /// What it may do: owner, author, editor or checker; may be given several times
    #[arg(long, requires = "add")]
    role: Vec<String>,
    /// What it may sign: topic:NAME or id:GLOB; may be given several times [default: everything]
    #[arg(long, requires = "add")]
    scope: Vec<String>,
    /// Revoke this key, named in the same ways, or by the name that the newest list has for its signer
    #[arg(long, value_name = "KEY", requires = "why")]
    revoke: Option<String>,
    /// superseded: what it signed before stays good; compromised: nothing that it signed is good
    #[arg(long, requires = "revoke", value_parser = REASONS)]
    why: Option<String>,
    /// How many owners must sign the list after this one
    #[arg(long, value_name = "N")]
    threshold: Option<u64>,
    /// Until when the list holds: a time, or a day, at whose beginning it ends [default: a year from now, or as long as
    /// the newest list]
    #[arg(long, value_name = "TIME", value_parser = parse_end)]
    expires: Option<Time>,
    /// The time of the change, instead of the clock's
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    at: Option<Time>,
    #[command(flatten)]
    target: Target,
}

/// What the next list has that the newest has not.
#[derive(Debug, Default)]
pub(super) struct Change {
    /// A key that is let in, and whose it is.
    pub add: Option<(String, String)>,
    pub roles: Vec<String>,
    pub scope: Vec<String>,
    /// A key that is revoked, and why.
    pub revoke: Option<(String, String)>,
    pub threshold: Option<u64>,
    pub expires: Option<Time>,
    pub at: Option<Time>,
}

pub(super) fn run(arguments: &NewTrust) -> Result<Status, CliError> {
    let add = match (&arguments.add, &arguments.name) {
        (Some(key), Some(name)) => Some((public_key_of(key)?.to_string(), name.clone())),
        _ => None,
    };
    let revoke = match (&arguments.revoke, &arguments.why) {
        (Some(key), Some(why)) => Some((key_to_revoke(key)?, why.clone())),
        _ => None,
    };
    let change = Change {
        add,
        roles: arguments.role.clone(),
        scope: arguments.scope.clone(),
        revoke,
        threshold: arguments.threshold,
        expires: arguments.expires,
        at: arguments.at,
    };
    let is_nothing = change.add.is_none()
        && change.revoke.is_none()
        && change.threshold.is_none()
        && change.expires.is_none();
    if is_nothing && can_ask() {
        return ask_trust(arguments.at, &arguments.target);
    }
    write_next(&change, &arguments.target)
}

/// Writes the list that follows the newest one of the repository around the working directory.
pub(super) fn write_next(change: &Change, target: &Target) -> Result<Status, CliError> {
    let (version, path) = newest_list()?;
    let previous = digest_of_file(&path)?;
    let mut list = list_in(&path)?;
    let now = time_or_now(change.at);
    list.remove("proof");
    list.insert("version".to_owned(), json!(version + 1));
    list.insert("previous".to_owned(), json!(previous.to_string()));
    let expires = change.expires.unwrap_or_else(|| next_end(&list, now));
    refuse_useless(expires, now)?;
    list.insert("expires".to_owned(), json!(expires.to_string()));
    if let Some(threshold) = change.threshold {
        list.insert("threshold".to_owned(), json!(threshold));
    }
    let signers = list.get_mut("signers").and_then(Value::as_array_mut);
    let signers = signers.ok_or_else(|| CliError::refused(format!("{} has no signers", path.display())))?;
    apply(change, signers, now)?;
    let path = format!("trust/{}.json", version + 1);
    write_new(Kind::Trust, &path, &Value::Object(list), target)
}

/// When the next list ends where nothing is said of that. Who revokes a key must not end a longer list unawares.
fn next_end(list: &Map<String, Value>, now: Time) -> Time {
    let in_a_year = Time::from_utc(now.moment() + VALIDITY);
    let before = list.get("expires").and_then(Value::as_str);
    before
        .and_then(Time::parse)
        .map_or(in_a_year, |before| before.max(in_a_year))
}

/// Reads when a list ends: a time, or a day for its beginning.
fn parse_end(text: &str) -> Result<Time, String> {
    let end = match Date::parse(text) {
        Some(day) => Time::parse(&format!("{day}T00:00:00Z")),
        None => Time::parse(text),
    };
    end.ok_or_else(|| "write a day as YYYY-MM-DD, or a time in UTC as YYYY-MM-DDThh:mm:ssZ".to_owned())
}

/// The last year that times are written with.
const LAST_YEAR: i32 = 9999;

/// Refuses a day on which the list would end before it counts, or that cannot be written.
fn refuse_useless(expires: Time, now: Time) -> Result<(), CliError> {
    if expires.moment().year() > LAST_YEAR {
        return Err(CliError::usage(format!(
            "a list made on {now} would hold until after the year {LAST_YEAR}, and no later time can be written"
        ))
        .hint("say until when it holds with --expires, or give an earlier --at"));
    }
    if expires <= now {
        return Err(CliError::usage(format!(
            "a list that holds until {expires} would have ended when it is made, on {now}"
        ))
        .hint("give a later --expires; to end what one key may do, use --revoke"));
    }
    Ok(())
}

fn list_in(path: &Path) -> Result<Map<String, Value>, CliError> {
    let text = read_record(path)?;
    serde_json::from_str(&text).map_err(|error| CliError::new(Status::Failed, error))
}

/// A key of a trust list, and whose it is.
pub(super) struct ListedKey {
    pub key: String,
    pub name: String,
    pub is_revoked: bool,
}

/// The keys of the newest list.
pub(super) fn newest_signers() -> Result<Vec<ListedKey>, CliError> {
    let (_, path) = newest_list()?;
    let list = list_in(&path)?;
    let signers = list.get("signers").and_then(Value::as_array);
    Ok(signers
        .into_iter()
        .flatten()
        .filter_map(|signer| {
            Some(ListedKey {
                key: signer["key"].as_str()?.to_owned(),
                name: signer["name"].as_str()?.to_owned(),
                is_revoked: signer.get("revoked").is_some(),
            })
        })
        .collect())
}

/// The newest list of the repository around the working directory, and its version.
fn newest_list() -> Result<(u64, PathBuf), CliError> {
    let folder = needed_repository()?.folder(Kind::Trust);
    let newest = (1..).map(|version: u64| (version, folder.join(format!("{version}.json"))));
    newest
        .take_while(|(_, path)| path.symlink_metadata().is_ok())
        .last()
        .ok_or_else(|| {
            CliError::refused(format!("there is no {}", folder.join("1.json").display())).hint(
                "put the folder trust of this repository back, from git for example: `byline init` makes the first \
                 list of a new repository only",
            )
        })
}

fn apply(change: &Change, signers: &mut Vec<Value>, now: Time) -> Result<(), CliError> {
    if let Some((key, why)) = &change.revoke {
        revoke(signers, key, why, now)?;
    }
    if let Some((key, name)) = &change.add {
        if signers.iter().any(|signer| signer["key"] == key.as_str()) {
            return Err(
                CliError::refused(format!("{key} is in the newest trust list already"))
                    .hint("a key stands in one entry only; change that entry in the new file"),
            );
        }
        let mut signer = json!({ "key": key, "name": name, "roles": change.roles, "from": now.to_string() });
        if !change.scope.is_empty() {
            signer["scope"] = json!(change.scope);
        }
        signers.push(signer);
    }
    Ok(())
}
