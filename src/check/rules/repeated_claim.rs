//! `repeated-claim`

use std::collections::HashMap;

use crate::check::context::{ClaimView, way_to};
use crate::check::found::Found;
use crate::check::rule::Judge;
use crate::json::RuleName;

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
    let mut by_id: HashMap<&str, u32> = HashMap::from([(&*claim.entry.id, claim.entry.revision)]);
    let below = claim.claims_below();
    for (at, lower) in below.iter().enumerate() {
        let (id, revision) = (&*lower.entry.id, lower.entry.revision);
        let Some(other) = by_id.insert(id, revision) else {
            continue;
        };
        let Some(link) = claim.link_to_claim(lower.through) else {
            continue;
        };
        let way = match lower.above {
            None => String::new(),
            Some(_) => format!(" (by way of {})", way_to(&below, at)),
        };
        found.at(
            || claim.member_of(link, "claim"),
            || {
                if *id == *claim.entry.id {
                    format!(
                        "this claim rests on revision {revision} of itself{way}: what both rest on counts twice"
                    )
                } else {
                    format!(
                        "this claim rests on the revisions {other} and {revision} of {id}{way}: what both rest on counts twice"
                    )
                }
            },
            match lower.above {
                None => "make a revision of this claim that rests on one of them".to_owned(),
                Some(above) => format!(
                    "have all rest on one of them, from below: make a revision of {} first, and then of those above it up to this one",
                    below[above].entry.id
                ),
            },
        );
    }
}
