//! The notices in force on a record, as findings tell of them.

use crate::record::Effect;
use crate::verify::{Force, MAX_TOLD, Verification};

/// One notice in force on a record.
pub(super) struct StandingNotice<'v> {
    /// What it is about: the record, or an earlier revision of it.
    pub subject: &'static str,
    /// Why, as written.
    pub reason: &'v str,
}

/// The first notices in force of one effect on the record with this number.
pub(super) fn standing_notices(
    verification: &Verification,
    number: u32,
    effect: Effect,
) -> impl Iterator<Item = StandingNotice<'_>> {
    let digest = verification.entry(number).digest;
    verification
        .notices(number)
        .iter()
        .filter(move |on| on.force == Force::InForce && on.effect == effect)
        .take(MAX_TOLD)
        .filter_map(|on| verification.entry(on.notice).notice())
        .map(move |fact| StandingNotice {
            subject: match digest == Some(fact.record) {
                true => "this record",
                false => "an earlier revision of this record",
            },
            reason: &fact.reason,
        })
}

/// A text with its line breaks as spaces.
pub(super) fn one_line(text: &str) -> String {
    text.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}
