//! Findings on captures, and on the quotes beside them.

use crate::capture::QuoteState;
use crate::json::Anchor;

use super::captures::{CaptureState, Captures};
use super::entry::{Capture, Entry};
use super::finding::{Unplaced, names};
use super::verification::Verification;

impl Verification {
    /// What is wrong with the captures of the records that are reported on, and of those `below` them.
    pub(super) fn capture_findings(&self, below: &[u32], captures: &Captures) -> Vec<(u32, Unplaced)> {
        let mut findings = Vec::new();
        for number in (0..self.reported as u32).chain(below.iter().copied()) {
            let entry = &self.entries[number as usize];
            for capture in entry.captures() {
                if self.is_bundle() {
                    findings.push((number, not_in_bundle(capture)));
                    continue;
                }
                let about = [
                    about_file(entry, capture, captures),
                    about_quote(entry, capture, captures),
                ];
                findings.extend(about.into_iter().flatten().map(|finding| (number, finding)));
            }
        }
        findings
    }
}

fn not_in_bundle(capture: &Capture) -> Unplaced {
    Unplaced::warn(
        names::EVIDENCE_MISSING_FILE,
        Anchor::Value(capture.node),
        format!(
            "the capture {} is not in this bundle, and is not looked at",
            capture.sha256
        ),
        "ask whoever made the bundle for the file",
    )
}

fn about_file(entry: &Entry, capture: &Capture, captures: &Captures) -> Option<Unplaced> {
    let at = Anchor::Value(capture.node);
    let file = capture.sha256;
    let finding = match captures.state(entry.file, file) {
        Some(CaptureState::Intact(size)) => {
            let stated = capture.size.filter(|stated| stated != size)?;
            Unplaced::deny(
                names::EVIDENCE_ALTERED,
                at,
                format!("the capture has {size} bytes, and {stated} are stated"),
                "mend \"size\"",
            )
        }
        Some(CaptureState::Altered(why)) => Unplaced::deny(
            names::EVIDENCE_ALTERED,
            at,
            format!("evidence/{file} is not what was captured: {why}"),
            "restore the capture; if it cannot be had any more, make a revision without it",
        ),
        Some(CaptureState::Unreadable(why)) => Unplaced::deny(
            names::EVIDENCE_MISSING_FILE,
            at,
            format!("evidence/{file} cannot be read: {why}"),
            "a capture is a regular file that may be read",
        ),
        Some(CaptureState::Missing) | None => Unplaced::deny(
            names::EVIDENCE_MISSING_FILE,
            at,
            format!("there is no file evidence/{file}"),
            "put the capture there, under the name of its digest",
        ),
    };
    Some(finding)
}

fn about_quote(entry: &Entry, capture: &Capture, captures: &Captures) -> Option<Unplaced> {
    const MEND: &str = "quote what the page says, word for word, and make a new revision if this one is signed; \
        text that the page hides, or loads later, does not count";
    let at = Anchor::Value(capture.quote.as_ref()?.node);
    match captures.quote(entry.file, capture)? {
        QuoteState::Consistent => None,
        QuoteState::NotFound(Some(nearest)) => Some(Unplaced::deny(
            names::QUOTE_NOT_FOUND,
            at,
            format!(
                "the capture does not say this; the passage nearest to it, with [quote \u{2192} capture] where they \
                 differ: {nearest}"
            ),
            MEND,
        )),
        QuoteState::NotFound(None) => Some(Unplaced::deny(
            names::QUOTE_NOT_FOUND,
            at,
            "the capture says neither this nor anything like it",
            MEND,
        )),
        QuoteState::NotCheckable(why) => Some(Unplaced::warn(
            names::QUOTE_NOT_CHECKABLE,
            at,
            format!("whether the capture says this cannot be checked: {why}"),
            why.help(),
        )),
    }
}
