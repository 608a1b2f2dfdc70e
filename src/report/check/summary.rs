//! What a check amounts to, in a line.

use crate::check::{Accepted, Outcome};
use crate::report::text::counted;
use crate::report::visible::visible;
use crate::verify::Verification;

/// Whether the check does not end well: something fails, could not be read, or there was nothing.
pub(super) fn fails(outcome: &Outcome) -> bool {
    outcome.deny > 0 || outcome.summary.unreadable > 0 || outcome.is_nothing
}

/// What is said where there was nothing to check, which is never a pass.
pub(super) const NOTHING: &str = "no record was found, so nothing was checked";

/// How many records of each kind were read, and what was found.
pub(super) fn summary_line(outcome: &Outcome) -> String {
    let [claims, sources, notices, lists] = outcome.summary.kinds;
    let mut read = vec![
        counted(claims, "claim", "claims"),
        counted(sources, "source", "sources"),
        counted(notices, "notice", "notices"),
        counted(lists, "trust list", "trust lists"),
    ];
    if outcome.summary.malformed > 0 {
        read.push(format!("{} malformed", outcome.summary.malformed));
    }
    let findings = [
        (outcome.deny, "error", "errors"),
        (outcome.warn, "warning", "warnings"),
        (outcome.info, "remark", "remarks"),
    ];
    let mut found: Vec<String> = findings
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, one, many)| counted(count, one, many))
        .collect();
    if outcome.waived > 0 {
        found.push(format!("{} waived", outcome.waived));
    }
    let unread = match outcome.summary.unreadable {
        0 => String::new(),
        n => format!("; {} could not be read", counted(n, "path", "paths")),
    };
    let verdict = if outcome.is_nothing && found.is_empty() {
        NOTHING.to_owned()
    } else if let (Some(since), 0, true) = (&outcome.since, outcome.summary.records, found.is_empty()) {
        format!("nothing differs from {}", visible(since))
    } else if found.is_empty() {
        "nothing to mend".to_owned()
    } else {
        found.join(", ")
    };
    format!("{} checked: {verdict}{unread}", read.join(", "))
}

/// What a waiver accepts, and why.
pub(super) fn accepted_words(accepted: &Accepted) -> String {
    let Accepted {
        rule,
        record,
        until,
        reason,
    } = accepted;
    visible(&format!("{rule} of {record}, until {until}: {reason}")).into_owned()
}

/// Which rules may have missed something, where some could not be applied in full.
pub(super) fn not_applied_line(outcome: &Outcome) -> Option<String> {
    if outcome.not_applied.is_empty() {
        return None;
    }
    let rules = visible(&outcome.not_applied.join(", ")).into_owned();
    Some(format!(
        "some records could not be read, so these rules may have missed something: {rules}"
    ))
}

/// What the records were held against, and how many were only read.
pub(super) fn since_line(verification: &Verification) -> Option<String> {
    let since = verification.since()?;
    let others = verification.all().len() - verification.reported().len();
    Some(format!(
        "held against {} ({}): only what differs from it, and what rests on that, is told; {} read for context",
        visible(&since.name),
        since.commit.get(..12).unwrap_or(&since.commit),
        counted(others, "other record was", "other records were"),
    ))
}
