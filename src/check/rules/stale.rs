//! `stale`

use chrono::TimeDelta;

use crate::check::context::ClaimView;
use crate::check::found::Found;
use crate::check::rule::Judge;
use crate::json::{Anchor, RuleName};

rule! {
    /// ## What it finds
    ///
    /// A claim that nobody has signed for more days than `[policy] max-age` allows. The newest signature of those that
    /// hold counts, a checker's as well as an author's.
    ///
    /// ## Why it matters
    ///
    /// What was so last year may be so no more, and nobody has looked since.
    ///
    /// ## Example
    ///
    /// ```toml
    /// [policy]
    /// max-age = 365
    /// ```
    ///
    /// and a claim that was signed two years ago.
    ///
    /// ## How to mend it
    ///
    /// Read the claim and its sources again. If it still holds, let a checker counter-sign it: `byline sign` adds a
    /// proof and changes nothing else. If not, make a revision or retract it.
    STALE: RuleName::new("stale"), Policy, Warn,
    "nobody has looked at it for longer than the policy allows", Judge::Claim(judge)
}

fn judge(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let Some(most) = claim.corpus.policy.max_age else {
        return;
    };
    let signers = claim.entry.signers.iter();
    let signed = signers.filter(|signer| signer.holds && !signer.in_future);
    let Some(newest) = signed.map(|signer| signer.created).max() else {
        return;
    };
    let age = claim.corpus.at().moment() - newest.moment();
    if age > TimeDelta::days(most) {
        found.at(
            || Anchor::Named("proof"),
            || {
                let days = age.num_days();
                format!("the newest signature is {days} days old, and the policy allows {most}")
            },
            "read the claim and its sources again; if it still holds, have a checker counter-sign it",
        );
    }
}
