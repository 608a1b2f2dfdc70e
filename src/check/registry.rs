//! Every rule, one line each.

use super::rule::Rule;
use super::rules::*;

/// All rules, in the order in which they are listed: by family, then as the families name them.
pub static RULES: &[&Rule] = &[
    // Reading
    &MALFORMED_JSON,
    &DUPLICATE_MEMBER,
    &UNKNOWN_MEMBER,
    &MISSING_MEMBER,
    &BAD_VALUE,
    &HIDDEN_CHARACTERS,
    &TOO_LARGE,
    &TOO_DEEP,
    &UNSUPPORTED_VERSION,
    &UNREADABLE,
    // Identity
    &DUPLICATE_ID,
    &FILE_NAME,
    &WRONG_FOLDER,
    &CONFUSABLE_SOURCE,
    &NAMESAKE_SOURCE,
    // Seal
    &UNSIGNED,
    &NO_AUTHOR,
    &BAD_SIGNATURE,
    &UNTRUSTED_SIGNER,
    &WRONG_ROLE,
    &OUT_OF_SCOPE,
    &EXPIRED_SIGNER,
    &REVOKED_SIGNER,
    &TOO_FEW_SIGNERS,
    &TRUST_LIST_EXPIRED,
    &TRUST_LIST_ENDING,
    &TRUST_LIST_UNSANCTIONED,
    &TRUST_ROLLBACK,
    &SIGNED_IN_FUTURE,
    // History
    &BROKEN_REVISION,
    &NOTICE_LAPSED,
    &RESTS_ON_RETRACTED,
    &RESTS_ON_UNVERIFIED,
    &CORRECTED,
    &DISPUTED_BY_NOTICE,
    &FOREIGN_NOTICE,
    &DANGLING_NOTICE,
    &OUTDATED_CLAIM,
    &RETRACTED,
    &EDITED_IN_PLACE,
    &RECORD_REMOVED,
    &PROOF_REMOVED,
    &REVISION_ROLLBACK,
    &NO_BASE,
    // Chain
    &DANGLING_CITATION,
    &UNHELD_ROOT,
    &REPEATED_LINK,
    &REPEATED_CLAIM,
    &REPEATED_ORIGIN,
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
    &CHAINED_OWNER,
    &SPLIT_WITNESS,
    // Evidence
    &EVIDENCE_ALTERED,
    &EVIDENCE_MISSING_FILE,
    &CAPTURE_LEFT_OUT,
    &QUOTE_NOT_FOUND,
    &MISSING_EVIDENCE,
    &QUOTE_NOT_CHECKABLE,
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
    &POLICY_CHANGED,
    &SIGNERS_CHANGED,
    &UNRATED,
    &WAIVER_EXPIRED,
    &WAIVER_UNUSED,
];

/// The rule of this name.
pub fn named(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name.as_str() == name)
}

#[cfg(test)]
mod tests {
    use super::super::rule::Judge;
    use super::*;

    #[test]
    fn what_rules_on_records_find_fits_into_the_bits_that_are_kept_of_each_record() {
        let on_records = RULES.iter().filter(|rule| matches!(rule.judge, Judge::Record(_)));
        assert!(on_records.count() <= u32::BITS as usize);
    }
}
