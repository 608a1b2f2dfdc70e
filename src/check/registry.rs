//! Every rule, one line each.

use super::rule::Rule;
use super::rules::*;

/// All rules, in the order in which they are listed: by family, then as the families name them.
pub static RULES: &[&Rule] = &[
    // Chain
    &DANGLING_CITATION,
    &UNHELD_ROOT,
    &REPEATED_LINK,
    &CIRCULAR_REPORTING,
    &DANGLING_CLAIM,
    &TIME_TRAVEL,
    &FUTURE_DATE,
    &UNREACHED_LINK,
    &CITATION_LOOP,
    &UNKNOWN_SOURCE,
    &UNKNOWN_AFFILIATION,
    // Sourcing
    &VAGUE_ANONYMOUS,
    &PLURAL_OF_ONE,
    &SINGLE_ORIGIN,
    &ANONYMOUS_ONLY,
    &UNSOURCED,
    &INTERESTED_ONLY,
    &SAME_OWNER,
    // Evidence
    &EVIDENCE_ALTERED,
    &EVIDENCE_MISSING_FILE,
    &MISSING_EVIDENCE,
    &ORPHAN_EVIDENCE,
    // Relations
    &CONTRADICTED,
    &DENIED,
    &DUPLICATE_CLAIM,
    // Policy
    &TOO_FEW_ORIGINS,
    &RATING_TOO_WEAK,
    &ATTRIBUTION_TOO_LOW,
    &STALE,
    &UNRATED,
    &WAIVER_EXPIRED,
    &WAIVER_UNUSED,
];

/// The rule of this name.
pub fn named(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name.as_str() == name)
}
