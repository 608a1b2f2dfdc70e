//! Whether what a new record is to follow or to name still is what was signed.

use std::path::Path;

use crate::cli::error::CliError;
use crate::cli::output::shown;
use crate::json::{MAX_DEPTH, parse};
use crate::record::{Record, read};
use crate::seal::{Integrity, Verifier};

/// Whether the proofs on the record in a text hold; `None` where it is no JSON.
pub(super) fn integrity_of(text: &str) -> Option<Integrity> {
    let (document, _) = parse(text, MAX_DEPTH).ok()?;
    let reading = read(&document);
    let authors = reading.record.as_ref().map(Record::authors).unwrap_or_default();
    Some(Verifier::default().examine(&document, authors).integrity())
}

/// Refuses a record that was changed after it was signed; `then` is what to do once it is as it was.
pub(super) fn altered(path: &Path, then: &str) -> CliError {
    CliError::refused(format!(
        "{} was changed after it was signed, so its signature does not belong to it any more",
        shown(path)
    ))
    .hint(format!(
        "put back what was signed first, from git or from a copy; then {then}"
    ))
}
