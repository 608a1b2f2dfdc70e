//! The one claim that a command is given.

use std::path::Path;

use crate::record::Kind;
use crate::verify::Verification;

use super::error::CliError;
use super::output::{shown, typed};
use super::paths::{Gathered, gather_paths, is_standard_input};

/// Finds the file of one claim, with what lies around it.
pub(super) fn gather_claim(path: &Path) -> Result<Gathered, CliError> {
    if path.is_dir() {
        let message = format!("{} is a folder, and one claim is needed", shown(path));
        return Err(CliError::usage(message).hint("name the file of the claim"));
    }
    gather_paths(&[path.to_owned()])
}

/// The number of the one claim of the file `path`.
pub(super) fn the_claim(verification: &Verification, path: &Path) -> Result<u32, CliError> {
    if verification.reported().all(|(_, entry)| entry.file != 0) {
        return Err(CliError::nothing());
    }
    let called = called(path);
    let Some(number) = verification.the_only_record() else {
        return Err(CliError::usage(format!("{called} holds more than one record"))
            .hint("put the line of the claim into a file of its own"));
    };
    let entry = verification.entry(number);
    if entry.digest.is_none() {
        return Err(why_unread(verification, number, path));
    }
    match entry.kind {
        Some(Kind::Claim) => Ok(number),
        kind => {
            let words = kind.map_or("record of another kind", Kind::words);
            Err(CliError::refused(format!("{called} is no claim but a {words}"))
                .hint("name the file of a claim"))
        }
    }
}

fn why_unread(verification: &Verification, number: u32, path: &Path) -> CliError {
    let called = called(path);
    let findings = verification.findings(number);
    let (message, help) = findings
        .first()
        .map_or(("", ""), |finding| (&*finding.message, &*finding.help));
    if verification.entry(number).is_unreadable() {
        return CliError::incomplete(format!("{called}: {message}")).hint(help);
    }
    CliError::refused(format!("{called} is no valid record: {message}")).hint(format!(
        "`byline verify {}` says everything that is wrong, and where",
        typed(path)
    ))
}

fn called(path: &Path) -> String {
    if is_standard_input(path) {
        "standard input".to_owned()
    } else {
        shown(path)
    }
}
