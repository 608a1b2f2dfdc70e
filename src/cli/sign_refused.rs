//! Why `byline sign` refuses a record, in words that say what to do.

use std::path::Path;

use crate::json::{Anchor, Fault, MAX_DEPTH, locate, parse};
use crate::record::{Kind, read};
use crate::seal::{SignError, SignerError};
use crate::verify::mend_altered;

use super::error::CliError;
use super::paths::is_called_a_record;
use super::sign::at;

/// What became of the record, and of those after it.
const GAVE_UP: &str = "it was left as it was, and so was all that comes after it";

/// Why a record was not signed, with the place of its first fault.
pub(super) fn refusal(error: &SignError, text: &str, path: &Path, line: Option<u32>) -> CliError {
    let place = at(path, line);
    match error {
        SignError::Invalid(_) if !is_called_a_record(path) => {
            CliError::refused(format!("{place} is no record")).hint("records are .json and .jsonl files")
        }
        SignError::Invalid(faults) => {
            let lines = fault_lines(faults, text, path, line);
            CliError::refused(format!("{place} is no valid record\n{}", lines.join("\n")))
                .hint("nothing was written: mend it and sign again")
        }
        SignError::Altered { others, .. } => {
            let document = parse(text, MAX_DEPTH).ok();
            let kind = document.and_then(|(document, _)| read(&document).kind);
            CliError::refused(format!("{place}: {error}")).hint(mend_or_sign_anew(kind, *others))
        }
        SignError::Signer(SignerError::NoAnswer(reason)) => {
            CliError::incomplete(format!("{place}: {error}: {reason}")).hint(GAVE_UP)
        }
        SignError::Signer(SignerError::Wrong { .. }) => {
            CliError::refused(format!("{place}: {error}")).hint(format!(
                "{GAVE_UP}; check that --signer-key is the key of --signer, and that it signs the bytes as they are: \
                 Ed25519, not Ed25519ph, and not their hash"
            ))
        }
        SignError::TooManyProofs | SignError::Splice(_) => CliError::refused(format!("{place}: {error}")),
    }
}

/// What to do with a record that was changed after it was signed, by its own signer and so many `others`. A source is named
/// by its id, so whoever names it goes on with what it says now; what is named by its digest would be named no more.
fn mend_or_sign_anew(kind: Option<Kind>, others: usize) -> String {
    let flag = match (others, kind) {
        (0, _) => "--replace signs anew what it says now",
        (_, Some(Kind::Trust)) => {
            "--force drops the proofs that no longer hold and signs anew what it says now"
        }
        _ => {
            "--force drops the proofs that no longer hold and signs anew what it says now, and --anew drops all of them \
             and its authors, and signs it in your name alone"
        }
    };
    if kind == Some(Kind::Source) {
        return format!(
            "{flag}, which is how a source is changed: claims name it by its id; or put it back as it was"
        );
    }
    format!(
        "{}; only where nobody relies on it yet, {flag}",
        mend_altered(kind)
    )
}

/// The most faults that are told of one record.
const MAX_TOLD: usize = 20;

/// A line for each fault, with its place.
fn fault_lines(faults: &[Fault], text: &str, path: &Path, line: Option<u32>) -> Vec<String> {
    let parsed = parse(text, MAX_DEPTH).ok();
    let told = &faults[..faults.len().min(MAX_TOLD)];
    let anchors: Vec<Anchor> = told.iter().map(|fault| fault.at.clone()).collect();
    let places = locate(text, parsed.as_ref().map(|(document, _)| document), &anchors);
    let mut lines: Vec<String> = told
        .iter()
        .zip(places)
        .map(|(fault, place)| {
            let row = line.map_or(place.line, |line| line as usize);
            let help = fault.help.as_deref().unwrap_or_default();
            format!(
                "{}:{row}:{}: {} [{}]; {help}",
                path.display(),
                place.column,
                fault.message,
                fault.name
            )
        })
        .collect();
    if faults.len() > told.len() {
        lines.push(format!("and {} more", faults.len() - told.len()));
    }
    lines
}
