//! `dangling-claim`, which verification finds

use crate::check::rule::Judge;
use crate::verify::names;

rule! {
    /// ## What it finds
    ///
    /// A `claim` link to a record that is not at hand, that is no claim, or that states something else than the link
    /// says.
    ///
    /// ## Why it matters
    ///
    /// What hangs below that link cannot be looked at, so it supports nothing. A claim that was changed has another
    /// digest: the one that was meant may be gone.
    ///
    /// ## Example
    ///
    /// ```json
    /// { "id": "tender", "kind": "claim", "claim": "sha256:00000000…", "statement": "The tender was cancelled.", "held": true }
    /// ```
    ///
    /// where no record has that digest.
    ///
    /// ## How to mend it
    ///
    /// Put the claim that is meant into the repository, or mend the digest: `byline digest FILE` prints it. Copy its
    /// statement exactly.
    DANGLING_CLAIM: names::DANGLING_CLAIM, Chain, Deny,
    "a claim link to a claim that is not at hand or says something else", Judge::Elsewhere
}
