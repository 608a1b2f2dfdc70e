//! What could not be read beside the record that a command is about: it may speak against that record.

use std::path::Path;

use crate::report::visible;
use crate::verify::{Entry, Verification};

use super::error::{Status, warn};

/// Records that are told of; `byline verify` tells all.
const MAX_TOLD: usize = 8;

/// Tells of records beside the one with this number that could not be read; gives how the command then ends.
pub(super) fn tell_unread(verification: &Verification, shown: u32) -> Status {
    let is_unread = |(number, entry): &(u32, &Entry)| *number != shown && entry.digest.is_none();
    let unread: Vec<(u32, &Entry)> = verification.reported().filter(is_unread).collect();
    for &(number, entry) in unread.iter().take(MAX_TOLD) {
        let findings = verification.findings(number);
        let why = findings.first().map_or("", |finding| &finding.message);
        let path = named(verification.path(entry), entry.line);
        warn(&format!(
            "{path} could not be read, and may speak against what is shown here: {why}"
        ));
    }
    if let Some(more @ 1..) = unread.len().checked_sub(MAX_TOLD) {
        warn(&format!(
            "{more} more could not be read; `byline verify` tells which"
        ));
    }
    if unread.iter().any(|(_, entry)| entry.is_unreadable()) {
        Status::Incomplete
    } else if unread.is_empty() {
        Status::Done
    } else {
        Status::Failed
    }
}

fn named(path: &Path, line: u32) -> String {
    let path = path.to_string_lossy();
    match line {
        0 => visible(&path).into_owned(),
        line => format!("{}:{line}", visible(&path)),
    }
}
