//! Whether revisions follow one another: `broken-revision` and `outdated-claim`

use crate::check::rule::Judge;
use crate::verify::names;

rule! {
    /// ## What it finds
    ///
    /// A revision that does not follow the one it supersedes: that one is not at hand, is another claim, was altered or
    /// never signed, or does not follow itself; the number does not go up by one; neither an author of that one nor an
    /// editor in whose scope it is signed this one; or two records supersede the same one.
    ///
    /// ## Why it matters
    ///
    /// A claim may be changed in the open. What cannot be followed back is a replacement, made by whoever wanted it.
    ///
    /// ## Example
    ///
    /// `claims/quay-wall-slid.json` is revision 2, and `claims/quay-wall-slid.r1.json` was deleted.
    ///
    /// ## How to mend it
    ///
    /// Restore the earlier revision beside the later, as `ID.r1.json`. Have an author of it, or an editor, sign the later
    /// one too (`byline sign`); where the author of the later one may not sign claims here, have them sign it as theirs
    /// (`byline sign --anew`). Of two rivals, keep one as the next revision and make the other a revision of that.
    BROKEN_REVISION: names::BROKEN_REVISION, History, Deny fixed,
    "a revision that does not follow the one before", Judge::Elsewhere
}

rule! {
    /// ## What it finds
    ///
    /// A link to a claim that has a later revision than the one that is named.
    ///
    /// ## Why it matters
    ///
    /// Somebody had a reason to revise it. The chain may no longer hold, or hold better.
    ///
    /// ## Example
    ///
    /// A claim names `sha256:e7d8…`, which is revision 1 of a claim whose revision 2 lies beside it.
    ///
    /// ## How to mend it
    ///
    /// Read the later revision. If the chain still holds, name that one in a revision of this claim.
    OUTDATED_CLAIM: names::OUTDATED_CLAIM, History, Warn,
    "a link to a claim that has a later revision", Judge::Elsewhere
}
