//! `duplicate-id`

use crate::check::rule::Judge;
use crate::verify::names;

rule! {
    /// ## What it finds
    ///
    /// Two different claims of one id, or two different sources of one id. Revisions of one claim share its id and are no
    /// duplicates; the same record in two places is none either.
    ///
    /// ## Why it matters
    ///
    /// An id is how people speak of a claim, and how links name a source. With two of them, a waiver, a rating or a
    /// correction can mean either.
    ///
    /// ## Example
    ///
    /// `claims/quay-wall-slid.json` and `claims/old/quay-wall-slid.json` have the same `id` and different statements.
    ///
    /// ## How to mend it
    ///
    /// Give each an id of its own, or make the later one a revision of the earlier.
    DUPLICATE_ID: names::DUPLICATE_ID, Identity, Deny,
    "two records of one kind have the same id", Judge::Elsewhere
}
