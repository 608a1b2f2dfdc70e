//! Whether the trust lists can be relied on: `trust-list-expired`, `trust-list-unsanctioned` and `trust-rollback`

use crate::check::rule::Judge;
use crate::corpus;

rule! {
    /// ## What it finds
    ///
    /// A trust list in force whose day `expires` has passed.
    ///
    /// ## Why it matters
    ///
    /// Owners promise to look their list over until that day. A list that nobody renews may still name somebody who left
    /// long ago; an attacker who can only hold back news would love it to count for ever.
    ///
    /// ## Example
    ///
    /// `trust/3.json` has `"expires": "2026-01-01T00:00:00Z"`, and it is March 2026.
    ///
    /// ## How to mend it
    ///
    /// Have the owners write and sign the next list, with a later day.
    TRUST_LIST_EXPIRED: corpus::TRUST_LIST_EXPIRED, Seal, Deny fixed,
    "the trust list in force has expired", Judge::Elsewhere
}

rule! {
    /// ## What it finds
    ///
    /// A trust list that the owners of the one before did not sign, that too few of its own owners signed, or that does
    /// not follow: a gap in the numbers, another `repository`, a wrong `previous`, a file among the lists that is none.
    ///
    /// ## Why it matters
    ///
    /// Whoever could put a list there unasked would decide whom everybody trusts.
    ///
    /// ## Example
    ///
    /// A pull request adds `trust/2.json`, which lists a new owner and is signed by that new owner alone.
    ///
    /// ## How to mend it
    ///
    /// Have as many owners of the list before sign it as that list asks for. Restore a list that was changed or removed.
    TRUST_LIST_UNSANCTIONED: corpus::TRUST_LIST_UNSANCTIONED, Seal, Deny fixed,
    "a trust list that the owners before it did not sanction", Judge::Elsewhere
}

rule! {
    /// ## What it finds
    ///
    /// A repository whose newest trust list is older than the one that is pinned with `--trust`.
    ///
    /// ## Why it matters
    ///
    /// An old list is properly signed, and may still name a key that was revoked since. Putting it back would undo that.
    ///
    /// ## Example
    ///
    /// You pin `trust/2.json`, which revokes a stolen key; the copy that you are sent has `trust/1.json` alone.
    ///
    /// ## How to mend it
    ///
    /// Fetch the newest list. If somebody has removed it, ask why before you rely on anything else there.
    TRUST_ROLLBACK: corpus::TRUST_ROLLBACK, Seal, Deny fixed,
    "an older trust list than the pinned one", Judge::Elsewhere
}
