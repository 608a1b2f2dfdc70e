//! The history of a claim, the newest revision first.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value;

use crate::record::PublicKey;
use crate::verify::{RevisionChange, Verification};

use super::bundle::{BundleV1, bundle_v1, write_bundle_head};
use super::json::{FindingV1, NoticeV1, SignerV1, finding, notices, signer, superseded_by};
use super::json_text::write_json;
use super::text::{counted, write_seal_lines};
use super::visible::{on_one_line, visible};
use super::wrap::wrap;
use super::{DIM, HEAD, Layout, WARN};

#[derive(Serialize)]
struct LogV1<'a> {
    byline: &'static str,
    at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    bundle: Option<BundleV1<'a>>,
    id: &'a str,
    /// Whether it goes back to the first revision.
    whole: bool,
    revisions: Vec<RevisionV1<'a>>,
}

#[derive(Serialize)]
struct RevisionV1<'a> {
    path: String,
    line: Option<u32>,
    revision: u32,
    digest: Option<String>,
    superseded_by: Vec<String>,
    statement: String,
    /// In what it differs from the revision before, where that is at hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    changes: Option<Vec<ChangeV1>>,
    integrity: &'static str,
    signers: Vec<SignerV1<'a>>,
    notices: Vec<NoticeV1<'a>>,
    holds: bool,
    findings: Vec<FindingV1>,
}

/// `before` and `after` are null where the member, or the whole link, is new or gone.
#[derive(Serialize)]
struct ChangeV1 {
    link: Option<String>,
    member: Option<String>,
    before: Option<Value>,
    after: Option<Value>,
}

/// Writes the revisions `numbers` of a claim for people.
///
/// # Errors
///
/// What writing gave.
pub fn write_log_text(
    out: &mut dyn Write,
    verification: &Verification,
    numbers: &[u32],
    layout: Layout,
) -> io::Result<()> {
    let Some(&newest) = numbers.first() else {
        return Ok(());
    };
    let id = &verification.entry(newest).id;
    let revisions = counted(numbers.len(), "revision", "revisions");
    write_bundle_head(out, verification, layout)?;
    writeln!(out, "{HEAD}{id}{HEAD:#}: {revisions}")?;
    for &later in verification.successors(newest) {
        let path = verification.path(verification.entry(later)).to_string_lossy();
        let text = format!("a later revision is in {}", visible(&path));
        writeln!(out, "{WARN}{}{WARN:#}", wrap("", &text, layout.width))?;
    }
    for &number in numbers {
        let entry = verification.entry(number);
        let path = verification.path(entry).to_string_lossy();
        let digest = entry.digest.map(|digest| digest.to_string()).unwrap_or_default();
        writeln!(
            out,
            "\n{HEAD}Revision {}{HEAD:#}  {}  {DIM}{digest}{DIM:#}",
            entry.revision,
            visible(&path)
        )?;
        let statement = on_one_line(&statement_of(verification, number));
        writeln!(out, "{}", wrap("  ", &statement, layout.width))?;
        for change in verification.changes(number).unwrap_or_default() {
            let words = change_words(verification, &change);
            writeln!(out, "{}", wrap("  changed: ", &words, layout.width))?;
        }
        for fact in &entry.signers {
            let key = verification.key(fact).to_string();
            let name = verification.signer_name(fact).unwrap_or(&key);
            let text = format!("signed at {} by {}", fact.created, visible(name));
            writeln!(out, "{}", wrap("  ", &text, layout.width))?;
        }
        write_seal_lines(out, verification, number, layout)?;
    }
    if !is_whole(verification, numbers) {
        let text = "the revision before is not at hand, so the history ends here";
        writeln!(out, "\n{WARN}{}{WARN:#}", wrap("", text, layout.width))?;
    }
    Ok(())
}

/// Writes the revisions `numbers` of a claim as one JSON object (log/1).
///
/// # Errors
///
/// What writing gave.
pub fn write_log_json(out: &mut dyn Write, verification: &Verification, numbers: &[u32]) -> io::Result<()> {
    let revision = |&number: &u32| {
        let entry = verification.entry(number);
        RevisionV1 {
            path: verification.path(entry).to_string_lossy().into_owned(),
            line: (entry.line > 0).then_some(entry.line),
            revision: entry.revision,
            digest: entry.digest.map(|digest| digest.to_string()),
            superseded_by: superseded_by(verification, number),
            statement: statement_of(verification, number),
            changes: verification
                .changes(number)
                .map(|changes| changes.into_iter().map(change_v1).collect()),
            integrity: entry.integrity.as_str(),
            signers: entry
                .signers
                .iter()
                .map(|fact| signer(verification, fact))
                .collect(),
            notices: notices(verification, number),
            holds: verification.holds(number),
            findings: verification.findings(number).iter().map(finding).collect(),
        }
    };
    let log = LogV1 {
        byline: "log/1",
        at: verification.at.to_string(),
        bundle: bundle_v1(verification),
        id: numbers
            .first()
            .map_or("", |&newest| &verification.entry(newest).id),
        whole: is_whole(verification, numbers),
        revisions: numbers.iter().map(revision).collect(),
    };
    write_json(out, &log)?;
    writeln!(out)
}

fn change_v1(change: RevisionChange) -> ChangeV1 {
    ChangeV1 {
        link: change.link,
        member: change.member,
        before: change.before,
        after: change.after,
    }
}

/// "link video: basis from “unverified” to “verified”".
fn change_words(verification: &Verification, change: &RevisionChange) -> String {
    let member = match (&change.link, &change.member) {
        (Some(link), Some(member)) => format!("link {link}: {member}"),
        (Some(link), None) => format!("link {link}"),
        (None, member) => member.clone().unwrap_or_default(),
    };
    let is_of_keys = change.link.is_none() && change.member.as_deref() == Some("by");
    let named = |value: &Option<Value>| value.as_ref().map(|value| with_names(verification, value));
    let (mut before, mut after) = (change.before.clone(), change.after.clone());
    // Another key of the same name is told by itself.
    if is_of_keys && named(&before) != named(&after) {
        (before, after) = (named(&before), named(&after));
    }
    let words = match (&before, &after) {
        (None, Some(after)) => match short(after, LONG) {
            Some(text) => format!("{member} is new: {text}"),
            None => format!("{member} is new"),
        },
        (_, None) => format!("{member} is gone"),
        (Some(before), Some(after)) => match (short(before, SHORT), short(after, SHORT)) {
            (Some(before), Some(after)) => format!("{member} from {before} to {after}"),
            _ => format!("{member} is another"),
        },
    };
    on_one_line(&words)
}

/// A value in which keys have the names that the trust list gives them.
fn with_names(verification: &Verification, value: &Value) -> Value {
    match value {
        Value::String(text) => {
            let key = PublicKey::from_did(text).ok();
            let trust = verification.trust.as_ref();
            let name = key.and_then(|key| trust?.name_of(key));
            Value::from(name.unwrap_or(text))
        }
        Value::Array(items) => items.iter().map(|item| with_names(verification, item)).collect(),
        other => other.clone(),
    }
}

/// So long a value is shown beside another, in characters.
const SHORT: usize = 60;

/// So long a value is shown by itself: a remark is.
const LONG: usize = 400;

/// A value that is no longer than this, for people.
fn short(value: &Value, most: usize) -> Option<String> {
    let text = match value {
        // In quotes, as a text can be written like a change of its own.
        Value::String(text) => format!("\u{201c}{text}\u{201d}"),
        Value::Number(_) | Value::Bool(_) => value.to_string(),
        Value::Array(items) => {
            let items = items.iter().map(|item| short(item, most));
            items.collect::<Option<Vec<_>>>()?.join(", ")
        }
        Value::Null | Value::Object(_) => return None,
    };
    (!text.is_empty() && text.chars().count() <= most).then_some(text)
}

fn is_whole(verification: &Verification, numbers: &[u32]) -> bool {
    let oldest = numbers.last().map(|&oldest| verification.entry(oldest));
    oldest.is_some_and(|entry| entry.revision == 1)
}

fn statement_of(verification: &Verification, number: u32) -> String {
    let statement = verification.statement(number);
    statement.unwrap_or_else(|| "(the file has changed or gone meanwhile)".to_owned())
}
