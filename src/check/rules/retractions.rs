//! What notices make of records: `retracted`, `rests-on-retracted`, `rests-on-unverified`, `notice-lapsed`,
//! `foreign-notice` and `dangling-notice`

use crate::check::rule::Judge;
use crate::verify::names;

rule! {
    /// ## What it finds
    ///
    /// A record that a notice retracts, signed by one of its authors or by an editor.
    ///
    /// ## Why it matters
    ///
    /// It stays where it is, so that everybody can see what was taken back and why. Nothing can be built on it any more;
    /// what was is told by `rests-on-retracted`.
    ///
    /// ## Example
    ///
    /// ```json
    /// { "byline": "notice/1", "record": "sha256:…", "effect": "retracts",
    ///   "reason": "The outlet withdrew the story.", "issued": "2026-03-20T10:00:00Z" }
    /// ```
    ///
    /// ## How to mend it
    ///
    /// There is nothing to mend: leave record and notice as they are.
    RETRACTED: names::RETRACTED, History, Info,
    "a record that was taken back", Judge::Elsewhere
}

rule! {
    /// ## What it finds
    ///
    /// A claim with another claim below it, through any number of steps, that was retracted. The way down is shown. A claim
    /// that has a later revision, or was itself retracted, says nothing any more, and is not told of.
    ///
    /// ## Why it matters
    ///
    /// What was taken back there is still being said here.
    ///
    /// ## Example
    ///
    /// A claim rests on `dredger-paid-harbour-master`, and the paper that reported the payment has withdrawn its story.
    ///
    /// ## How to mend it
    ///
    /// Make a revision that does without the retracted claim, or retract this one too. Until somebody has decided, a
    /// waiver with a day and a reason can stand in `byline.toml`.
    RESTS_ON_RETRACTED: names::RESTS_ON_RETRACTED, History, Deny,
    "a claim that rests on one that was taken back", Judge::Elsewhere
}

rule! {
    /// ## What it finds
    ///
    /// A claim with another claim below it, through any number of steps, that does not hold: it is unsigned, altered, or
    /// signed by nobody who may. The way down is shown.
    ///
    /// ## Why it matters
    ///
    /// A chain is as good as what it hangs on. A signature above does not vouch for what was changed below.
    ///
    /// ## Example
    ///
    /// A signed claim names a claim that was never signed.
    ///
    /// ## How to mend it
    ///
    /// Mend the claim below first; its own findings say what is wrong with it.
    RESTS_ON_UNVERIFIED: names::RESTS_ON_UNVERIFIED, History, Deny fixed,
    "a claim that rests on one that does not hold", Judge::Elsewhere
}

rule! {
    /// ## What it finds
    ///
    /// A notice that counted until the key that signed it was found to be compromised, and the record that it is about.
    ///
    /// ## Why it matters
    ///
    /// Nobody knows who wrote that notice. To drop it silently would bring back a record that may have been rightly
    /// retracted; to keep it would let a thief retract what he likes. Somebody has to look.
    ///
    /// ## Example
    ///
    /// An editor retracts a claim in March. In May the owners revoke the editor's key as compromised.
    ///
    /// ## How to mend it
    ///
    /// Find out whether the notice is right. If so, have an author or an editor sign a new one with a good key.
    NOTICE_LAPSED: names::NOTICE_LAPSED, History, Deny fixed,
    "a notice whose key was compromised later", Judge::Elsewhere
}

rule! {
    /// ## What it finds
    ///
    /// A notice on a record that is signed neither by one of the record's authors nor by an editor in whose scope it is,
    /// or by one of them with a key that was not valid; or that nobody has signed yet.
    ///
    /// ## Why it matters
    ///
    /// It changes nothing: otherwise anybody could retract anybody's claims. It may be right all the same, and should not
    /// lie there unnoticed.
    ///
    /// ## Example
    ///
    /// An author retracts a colleague's claim.
    ///
    /// ## How to mend it
    ///
    /// Have an author of the record, or an editor, sign the notice. Who contradicts a record writes a claim of his own
    /// that names it in `contradicts`.
    FOREIGN_NOTICE: names::FOREIGN_NOTICE, History, Warn,
    "a notice by somebody who has no say in the record", Judge::Elsewhere
}

rule! {
    /// ## What it finds
    ///
    /// A notice on a record that is nowhere in the repository.
    ///
    /// ## Why it matters
    ///
    /// It says nothing of anything. The claim that it should take back, or put right, stands as if nobody had spoken.
    ///
    /// ## Example
    ///
    /// A notice retracts a revision that is not signed yet. To sign that revision gives it another digest, and the notice
    /// still names the one of the draft.
    ///
    /// ## How to mend it
    ///
    /// Sign the record that is meant, write the notice anew with `byline new notice`, and remove this one. If the record
    /// was removed or changed, put it back as it was signed.
    DANGLING_NOTICE: names::DANGLING_NOTICE, History, Warn,
    "a notice on a record that is not at hand", Judge::Elsewhere
}
