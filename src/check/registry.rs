//! Every rule, one line each.

use super::rule::Rule;
use super::rules::*;

/// All rules, in the order in which they are listed: by family, then as the families name them.
pub static RULES: &[&Rule] = &[
    // History
    &EDITED_IN_PLACE,
    &NO_BASE,
    &PROOF_REMOVED,
    &RECORD_REMOVED,
    &REVISION_ROLLBACK,
    // Sourcing
    &SINGLE_ORIGIN,
    // Chain
    &TIME_TRAVEL,
    // Relations
    &DUPLICATE_CLAIM,
    // Policy
    &POLICY_CHANGED,
    &UNRATED,
    &WAIVER_EXPIRED,
    &WAIVER_UNUSED,
];

/// The rule of this name.
pub fn named(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name.as_str() == name)
}
