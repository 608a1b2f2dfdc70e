//! `repeated-claim`

use std::collections::{HashMap, HashSet, VecDeque};

use crate::check::context::ClaimView;
use crate::check::found::Found;
use crate::check::rule::Judge;
use crate::json::RuleName;
use crate::record::Digest;

rule! {
    /// ## What it finds
    ///
    /// A claim that rests on two revisions of one claim, at any depth, or on an earlier revision of itself.
    ///
    /// ## Why it matters
    ///
    /// A later revision mostly rests on what the earlier one rested on. Hung in beside one another, the same documents and
    /// the same people count twice, and a claim can seem to confirm itself.
    ///
    /// ## Example
    ///
    /// `claims/wall-slid.json`, revision 2, has a link to the claim that it supersedes.
    ///
    /// ## How to mend it
    ///
    /// Take out the link to the earlier revision, in a revision of this claim. What an earlier revision of the same claim
    /// rests on belongs into the chain itself.
    REPEATED_CLAIM: RuleName::new("repeated-claim"), Chain, Deny,
    "a claim that rests on two revisions of one claim, or on one of its own", Judge::Claim(judge)
}

fn judge(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let verification = claim.corpus.verification();
    let mut seen: HashSet<Digest> = HashSet::new();
    let mut by_id: HashMap<&str, u32> = HashMap::from([(&*claim.entry.id, claim.entry.revision)]);
    // Each with the place, among the claims that hang in the chain itself, of the one that leads to it.
    let mut waiting: VecDeque<(Digest, usize)> = claim.chain.claims().zip(0..).collect();
    while let Some((digest, through)) = waiting.pop_front() {
        let (true, Some(below)) = (seen.insert(digest), verification.open_claim(digest)) else {
            continue;
        };
        let Some(entry) = verification.find(digest).map(|number| verification.entry(number)) else {
            continue;
        };
        if let Some(other) = by_id.insert(&entry.id, entry.revision)
            && let Some(link) = claim.link_to_claim(through)
        {
            let (id, revision) = (&entry.id, entry.revision);
            found.at(
                || claim.member_of(link, "claim"),
                || {
                    if *id == claim.entry.id {
                        format!("this claim rests on revision {revision} of itself: what both rest on counts twice")
                    } else {
                        format!(
                            "this claim rests on the revisions {other} and {revision} of {id}: what both rest on counts twice"
                        )
                    }
                },
                "make a revision of this claim that rests on one of them",
            );
        }
        waiting.extend(below.claims().map(|lower| (lower, through)));
    }
}
