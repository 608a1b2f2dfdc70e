//! Findings on captures, and on the quotes beside them.

use crate::capture::QuoteState;
use crate::corpus::{Bundle, NOT_ASKED_FOR};
use crate::json::Anchor;

use super::captures::{CaptureState, Captures};
use super::entry::{Capture, Entry};
use super::finding::{Unplaced, names};
use super::verification::Verification;

impl Verification {
    /// What is wrong with the captures of the records that are reported on, and of those `below` them. Of quotes
    /// nothing is told where the record `is_done_with`.
    pub(super) fn capture_findings(
        &self,
        below: &[u32],
        captures: &Captures,
        is_done_with: impl Fn(u32) -> bool,
    ) -> Vec<(u32, Unplaced)> {
        let mut findings = Vec::new();
        for number in (0..self.reported as u32).chain(below.iter().copied()) {
            let entry = &self.entries[number as usize];
            for capture in entry.captures() {
                if let Some(bundle) = self.bundle().filter(|bundle| !bundle.has_capture(capture.sha256)) {
                    findings.push((number, not_in_bundle(capture, bundle)));
                    continue;
                }
                let about = [
                    self.about_file(entry, capture, captures),
                    about_quote(entry, capture, captures).filter(|_| !is_done_with(number)),
                ];
                findings.extend(about.into_iter().flatten().map(|finding| (number, finding)));
            }
        }
        findings
    }

    fn about_file(&self, entry: &Entry, capture: &Capture, captures: &Captures) -> Option<Unplaced> {
        let in_bundle = self.is_bundle();
        let at = Anchor::Member(capture.node);
        let file = if in_bundle {
            format!("the capture {} in this bundle", capture.sha256)
        } else {
            format!("evidence/{}", capture.sha256)
        };
        let restore = if in_bundle {
            "get the bundle again, or ask whoever made it for the capture"
        } else {
            "restore the capture; if it cannot be had any more, make a revision without it"
        };
        let finding = match captures.state(entry.file, capture.sha256) {
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
                format!("{file} is not what was captured: {why}"),
                restore,
            ),
            Some(CaptureState::Unreadable(why)) => Unplaced::deny(
                names::EVIDENCE_MISSING_FILE,
                at,
                format!("{file} cannot be read: {why}"),
                "a capture is a regular file that may be read",
            ),
            Some(CaptureState::Missing) | None => Unplaced::deny(
                names::EVIDENCE_MISSING_FILE,
                at,
                format!("there is no file {file}"),
                self.put_back(entry, capture),
            ),
        };
        Some(finding)
    }

    /// How a capture comes back whose file is gone.
    fn put_back(&self, entry: &Entry, capture: &Capture) -> String {
        if entry.line > 0 || self.is_bundle() {
            return "put the capture there, under the name of its digest, which `sha256sum FILE` prints"
                .to_owned();
        }
        format!(
            "with the very file that was captured, `byline capture {} --link {} FILE` puts it back, also of a signed \
             claim",
            self.typed_path(entry),
            capture.link
        )
    }
}

fn not_in_bundle(capture: &Capture, bundle: &Bundle) -> Unplaced {
    // Where it was gone, the claim did not hold in the repository either.
    if let Some(why) = bundle
        .why_left_out(capture.sha256)
        .filter(|why| *why != NOT_ASKED_FOR)
    {
        return Unplaced::deny(
            names::EVIDENCE_MISSING_FILE,
            Anchor::Member(capture.node),
            format!(
                "the capture {} is not in this bundle; whoever made the bundle says of it: {why:?}",
                capture.sha256
            ),
            "ask whoever made the bundle to restore the capture, and to make the bundle anew",
        );
    }
    Unplaced::warn(
        names::CAPTURE_LEFT_OUT,
        Anchor::Member(capture.node),
        format!(
            "the capture {} is not in this bundle, and is not looked at",
            capture.sha256
        ),
        "ask whoever made the bundle for the file: it is the right one where `sha256sum FILE` prints this digest",
    )
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
