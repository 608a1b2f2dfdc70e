//! What keeps a malformed record from being one: it is read again for that, since little is kept of it.

use crate::json::{Anchor, Fault, MAX_DEPTH, RuleName, parse};
use crate::record::{MISSING_MEMBER, Record, read};
use crate::seal::read_proofs;

use super::finding::{Finding, Unplaced, place};

/// What keeps the bytes of a malformed record from being one, with its places.
pub(super) fn faults_in(bytes: &[u8], line: u32) -> Vec<Finding> {
    let text = match text_of(bytes, line) {
        Ok(text) => text,
        Err(findings) => return findings,
    };
    let line = line.max(1);
    let (document, mut faults) = match parse(text, MAX_DEPTH) {
        Ok(parsed) => parsed,
        Err(fault) => return place(text, None, line, [fault.into()]),
    };
    let reading = read(&document);
    let authors = reading.record.as_ref().map(Record::authors).unwrap_or_default();
    let (_, in_proofs) = read_proofs(document.root(), authors);
    faults.extend(reading.faults);
    faults.extend(in_proofs);
    let is_foreign = document.root().member("byline").is_none();
    let faults = faults.into_iter().map(|fault| explain(fault, is_foreign));
    place(text, Some(&document), line, faults)
}

/// The text of a record; bytes that are no UTF-8 are one fault at their place.
pub(super) fn text_of(bytes: &[u8], line: u32) -> Result<&str, Vec<Finding>> {
    std::str::from_utf8(bytes).map_err(|error| {
        let valid = std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default();
        let finding = Unplaced::deny(
            RuleName::MALFORMED_JSON,
            Anchor::Bytes(valid.len()..valid.len()),
            "these bytes are no UTF-8 text",
            "save the file as UTF-8",
        );
        place(valid, None, line.max(1), [finding])
    })
}

fn explain(fault: Fault, is_foreign: bool) -> Unplaced {
    let mut finding = Unplaced::from(fault);
    if is_foreign && finding.name == MISSING_MEMBER {
        finding.help =
            "this is no byline record; to check the signature of another document, use `byline verify --integrity`".into();
    }
    finding
}
