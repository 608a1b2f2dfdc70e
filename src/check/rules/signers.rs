//! Whether the right people have signed: `unsigned`, `no-author`, `bad-signature`, `untrusted-signer`, `wrong-role`,
//! `out-of-scope`, `expired-signer`, `revoked-signer` and `signed-in-future`

use crate::check::rule::Judge;
use crate::seal;
use crate::verify::names;

rule! {
    /// ## What it finds
    ///
    /// A record that nobody has signed.
    ///
    /// ## Why it matters
    ///
    /// Anybody can have written it, and anybody can change it without a trace. Nobody answers for it.
    ///
    /// ## Example
    ///
    /// A new claim before `byline sign` was run on it: it has no member `proof`.
    ///
    /// ## How to mend it
    ///
    /// ```text
    /// byline sign claims/quay-wall-slid.json
    /// ```
    UNSIGNED: names::UNSIGNED, Seal, Deny fixed,
    "a record that nobody has signed", Judge::Elsewhere
}

rule! {
    /// ## What it finds
    ///
    /// A signed claim or notice that names no author in `by`, or one that not all of its authors have signed.
    ///
    /// ## Why it matters
    ///
    /// Without authors, whoever signs could take the place of whoever wrote. With an author who has not signed, words are
    /// put into somebody's mouth.
    ///
    /// ## Example
    ///
    /// `"by"` names the keys of two colleagues, and `"proof"` has the signature of one of them.
    ///
    /// ## How to mend it
    ///
    /// Have each author in `by` run `byline sign` on it. Who did not take part is taken out of `by`, and the others sign
    /// again.
    NO_AUTHOR: names::NO_AUTHOR, Seal, Deny fixed,
    "an author who is missing, or who has not signed", Judge::Elsewhere
}

rule! {
    /// ## What it finds
    ///
    /// A signature that does not belong to what is written: the record, or the proof itself, was changed after it was
    /// signed.
    ///
    /// ## Why it matters
    ///
    /// This is what signatures are for. Somebody signed something else than what stands here now.
    ///
    /// ## Example
    ///
    /// A typing mistake in `statement` is corrected by hand, after the claim was signed.
    ///
    /// ## How to mend it
    ///
    /// Put the record back as it was signed, from git or from a copy, and make what you want to say its next revision
    /// with `byline new revision`. A notice has no revisions: what else there is to say is said in a new one.
    BAD_SIGNATURE: seal::BAD_SIGNATURE, Seal, Deny fixed,
    "a record or proof that was changed after signing", Judge::Elsewhere
}

rule! {
    /// ## What it finds
    ///
    /// A record whose signer is in no trust list.
    ///
    /// ## Why it matters
    ///
    /// The signature shows that the key's holder signed. Nothing here says who that is.
    ///
    /// ## Example
    ///
    /// A new colleague has made a key with `byline key new` and signs before the owners have added it to the trust list.
    ///
    /// ## How to mend it
    ///
    /// An author is sealed with the record: a signature of somebody else beside it takes nobody's place. `byline sign
    /// --anew` drops authors and proofs and signs with a listed key; or have an owner of the list let the key in:
    ///
    /// ```text
    /// byline new trust --add did:key:z6Mk… --name "Anna Holm" --role author
    /// byline sign --key news-desk trust/2.json
    /// ```
    ///
    /// A source has no authors: there it is enough that a listed key signs as well.
    UNTRUSTED_SIGNER: names::UNTRUSTED_SIGNER, Seal, Deny fixed,
    "a signer who is in no trust list", Judge::Elsewhere
}

rule! {
    /// ## What it finds
    ///
    /// A signer who is in the trust list, but in no role that may sign records of this kind. Claims and notices are
    /// signed by authors and editors, sources by editors and owners, trust lists by owners; a checker signs beside the
    /// authors of a claim.
    ///
    /// ## Why it matters
    ///
    /// Who may do one thing was not given the say over everything: a checker confirms what others wrote.
    ///
    /// ## Example
    ///
    /// An author rates an outlet with reliability A and signs the source's record himself.
    ///
    /// ## How to mend it
    ///
    /// Have somebody sign who may, with `byline sign --anew`, or have the owners add the role in the next trust list.
    WRONG_ROLE: names::WRONG_ROLE, Seal, Deny fixed,
    "a signer whose role may not sign this kind of record", Judge::Elsewhere
}

rule! {
    /// ## What it finds
    ///
    /// A signer whose `scope` in the trust list does not reach this record: every topic of a claim must be in it, or the
    /// id must match. A claim without topics is in the scope of nobody who is limited to topics.
    ///
    /// ## Why it matters
    ///
    /// A trainee, a bureau or a guest writer may be trusted with one story and not with all.
    ///
    /// ## Example
    ///
    /// A signer with `"scope": ["topic:sports"]` signs a claim with `"topics": ["sports", "police"]`.
    ///
    /// ## How to mend it
    ///
    /// Have somebody sign in whose scope it is, with `byline sign --anew`, or have the owners widen the scope in the next
    /// trust list.
    OUT_OF_SCOPE: names::OUT_OF_SCOPE, Seal, Deny fixed,
    "a signer whose scope does not reach this record", Judge::Elsewhere
}

rule! {
    /// ## What it finds
    ///
    /// A signature that was made before the key became valid (`from` in the trust list) or after it ceased to be
    /// (`until`), or a proof whose own `expires` has passed. With `--since`, also a signature by anybody, beside the
    /// authors' too, that came in after its key had ended, whatever date it gives.
    ///
    /// ## Why it matters
    ///
    /// A key is listed for as long as somebody is known to hold it. Afterwards nobody vouches for who uses it.
    ///
    /// ## Example
    ///
    /// A colleague's key has `"until": "2026-01-01T00:00:00Z"`, and she signs on 5 March 2026.
    ///
    /// ## How to mend it
    ///
    /// Have the record signed with a key that is in force, with `byline sign --anew`, or have the owners list the key for
    /// longer. What was signed in time stays signed.
    EXPIRED_SIGNER: names::EXPIRED_SIGNER, Seal, Deny fixed,
    "a key or proof that was not valid when it signed", Judge::Elsewhere
}

rule! {
    /// ## What it finds
    ///
    /// A signature with a key that the trust list revokes. A `superseded` key keeps what it signed before; a
    /// `compromised` one keeps nothing, for whoever has it can write any date. With `--since`, also a signature by
    /// anybody, beside the authors' too, that came in after its key was revoked, whatever date it gives.
    ///
    /// ## Why it matters
    ///
    /// The owners have said that this key is no longer its holder's word.
    ///
    /// ## Example
    ///
    /// ```json
    /// "revoked": { "at": "2026-02-01T00:00:00Z", "why": "compromised" }
    /// ```
    ///
    /// ## How to mend it
    ///
    /// Ask whose it is: what a stolen key signed may be the thief's, and is taken away then. What is right is signed with a
    /// key that is in force: `byline sign --anew` drops its authors and proofs first. What was retracted stays as it is,
    /// since no notice reaches it under another digest, and so does an earlier revision; nothing is told of these once the
    /// retraction, or a later revision, holds.
    REVOKED_SIGNER: names::REVOKED_SIGNER, Seal, Deny fixed,
    "a signature with a key that was revoked", Judge::Elsewhere
}

rule! {
    /// ## What it finds
    ///
    /// A proof that says it was made more than five minutes after the time of the check.
    ///
    /// ## Why it matters
    ///
    /// A signature for a time to come would count when the key behind it may long be revoked.
    ///
    /// ## Example
    ///
    /// A machine whose clock is a year ahead signs a claim.
    ///
    /// ## How to mend it
    ///
    /// Set the clock of the machine that signed and sign again. If it is the check that is wrong about the time, give a
    /// later one with `--at`.
    SIGNED_IN_FUTURE: names::SIGNED_IN_FUTURE, Seal, Deny fixed,
    "a signature that is dated ahead of now", Judge::Elsewhere
}
