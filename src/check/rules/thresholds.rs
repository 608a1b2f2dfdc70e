//! `too-few-origins`, `rating-too-weak` and `attribution-too-low`

use crate::chain::Part;
use crate::check::context::ClaimView;
use crate::check::found::Found;
use crate::check::rule::Judge;
use crate::json::{Anchor, RuleName};
use crate::record::Stance;
use crate::score::{Word, reaches};

rule! {
    /// ## What it finds
    ///
    /// A claim with fewer independent original sources than `[policy] origins` asks for. Those count that could be
    /// established: unnamed people who may be the same person are one.
    ///
    /// ## Why it matters
    ///
    /// "Two sources" is the rule of many houses. This one holds to it whoever is on duty.
    ///
    /// ## Example
    ///
    /// ```toml
    /// [policy]
    /// origins = 2
    /// ```
    ///
    /// and a claim that rests on one person.
    ///
    /// ## How to mend it
    ///
    /// Find a second party who knows it otherwise than through the first. `byline score --explain CLAIM` says what
    /// would help most.
    TOO_FEW_ORIGINS: RuleName::new("too-few-origins"), Policy, Deny,
    "fewer original sources than the policy asks for", Judge::Claim(judge_origins)
}

rule! {
    /// ## What it finds
    ///
    /// A claim that is more weakly attested than `[policy] rating` asks for: `"thin"`, `"fair"` or `"strong"`.
    ///
    /// ## Why it matters
    ///
    /// A house decides beforehand what it publishes, not under the pressure of a story.
    ///
    /// ## Example
    ///
    /// ```toml
    /// [policy]
    /// rating = "fair"
    /// ```
    ///
    /// and a claim that is thinly attested.
    ///
    /// ## How to mend it
    ///
    /// `byline score --explain CLAIM` tells why the rating is what it is, and what would raise it most.
    RATING_TOO_WEAK: RuleName::new("rating-too-weak"), Policy, Deny,
    "attested more weakly than the policy asks for", Judge::Claim(judge_rating)
}

rule! {
    /// ## What it finds
    ///
    /// A claim of which it is less probable than `[policy] attribution`, a number from 0 to 1, that it was said as
    /// reported. What counts is the best of the claim's own links that support it and of its reports that cite nobody; a
    /// claim that rests on other claims alone is not looked at, since those are.
    ///
    /// ## Why it matters
    ///
    /// Before one asks whether it is so, it must have been said. Where all one has is a repost of a repost, even that
    /// is open.
    ///
    /// ## Example
    ///
    /// ```toml
    /// [policy]
    /// attribution = 0.9
    /// ```
    ///
    /// and a claim that is known through an unreliable site alone.
    ///
    /// ## How to mend it
    ///
    /// Read what the outlet cites yourself, and add it to the chain as held.
    ATTRIBUTION_TOO_LOW: RuleName::new("attribution-too-low"), Policy, Deny,
    "less surely said as reported than the policy asks for", Judge::Claim(judge_attribution)
}

fn judge_origins(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let (Some(wanted), Some(rating)) = (claim.corpus.policy.origins, claim.rating) else {
        return;
    };
    let established = rating.origins.established;
    if established < wanted {
        found.at(
            || Anchor::Named("chain"),
            || {
                let sources = match established {
                    1 => "1 independent original source".to_owned(),
                    more => format!("{more} independent original sources"),
                };
                format!("this has {sources}, and the policy asks for {wanted}")
            },
            format!(
                "find somebody who knows it otherwise; {} says what would help most",
                claim.score_explain()
            ),
        );
    }
}

fn judge_rating(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let (Some(wanted), Some(rating)) = (claim.corpus.policy.rating, claim.rating) else {
        return;
    };
    if rating.word < wanted {
        found.at(
            || Anchor::Named("chain"),
            || {
                let [is, asked] = [rating.word, wanted].map(Word::phrase);
                format!("this is {is}, and the policy asks for {asked}")
            },
            format!("{} says why, and what would raise it most", claim.score_explain()),
        );
    }
}

fn judge_attribution(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let (Some(wanted), Some(rating)) = (claim.corpus.policy.attribution, claim.rating) else {
        return;
    };
    let supports = |at: u16| match claim.chain.link(usize::from(at)).part {
        Part::Origin(origin) => origin.stance == Stance::Supports,
        Part::Report | Part::Repost | Part::Claim(_) => true,
    };
    let of_ends = rating.attribution.iter().filter(|(at, _)| supports(*at));
    let Some(best) = of_ends.map(|(_, attribution)| *attribution).reduce(f64::max) else {
        return;
    };
    if !reaches(best, wanted) {
        found.at(
            || Anchor::Named("chain"),
            || {
                format!(
                    "that it was said as reported comes to {best:.2}, and the policy asks for {wanted:.2}"
                )
            },
            "read what is cited yourself, and add it to the chain as held",
        );
    }
}
