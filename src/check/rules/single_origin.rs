//! `single-origin`

use crate::check::context::ClaimView;
use crate::check::found::Found;
use crate::check::rule::Judge;
use crate::json::{Anchor, RuleName};

rule! {
    /// ## What it finds
    ///
    /// A claim for which exactly one independent original source could be established, and not more than one is possible.
    /// Outlets that repeat each other, or that all have it from the same people, are one original source, however many
    /// they are; and so are several people whom only one outlet has heard, for if it errs there is none of them.
    ///
    /// ## Why it matters
    ///
    /// If that one source errs or lies, nothing is left. Most newsrooms ask for two.
    ///
    /// ## Example
    ///
    /// ```json
    /// "chain": [
    ///   { "id": "courier", "kind": "report", "source": "courier.example", "held": true, "cites": ["clerk"] },
    ///   { "id": "wire", "kind": "repost", "source": "wire.example", "held": true, "cites": ["courier"] },
    ///   { "id": "clerk", "kind": "person", "source": "jane-doe", "basis": "direct" }
    /// ]
    /// ```
    ///
    /// ## How to mend it
    ///
    /// Find a second party who knows it otherwise than through the first, and add its link. `byline score --explain
    /// CLAIM` says what would raise the rating most.
    SINGLE_ORIGIN: RuleName::new("single-origin"), Sourcing, Warn,
    "everything rests on one original source", Judge::Claim(judge)
}

fn judge(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let is_single =
        |rating: &crate::score::Rating| rating.origins.established == 1 && rating.origins.possible == 1;
    if claim.rating.is_some_and(is_single) {
        found.at(
            || Anchor::Named("chain"),
            || {
                "there is one independent original source for this: all comes from one, or through one outlet"
                    .to_owned()
            },
            format!(
                "find somebody who knows it otherwise; {} says what would help most",
                claim.score_explain()
            ),
        );
    }
}
