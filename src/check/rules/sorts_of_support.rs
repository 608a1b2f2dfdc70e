//! `anonymous-only`, `unsourced` and `interested-only`

use crate::chain::{OriginKind, Part};
use crate::check::context::ClaimView;
use crate::check::found::Found;
use crate::check::rule::Judge;
use crate::json::{Anchor, RuleName};
use crate::record::Interest;

rule! {
    /// ## What it finds
    ///
    /// A claim that only unnamed people support, in its own chain and in the claims below it.
    ///
    /// ## Why it matters
    ///
    /// Nobody stands for it with a name, so nobody can be asked again or held to it. However many they are, they may
    /// be the same person.
    ///
    /// ## Example
    ///
    /// ```json
    /// "chain": [
    ///   { "id": "courier", "kind": "report", "source": "courier.example", "held": true, "cites": ["aide"] },
    ///   { "id": "aide", "kind": "anonymous", "count": 1, "described": "an aide to the mayor", "basis": "direct" }
    /// ]
    /// ```
    ///
    /// ## How to mend it
    ///
    /// Look for a document, a statement or a person on the record; or say so to the reader, and accept it with a waiver
    /// for a while.
    ANONYMOUS_ONLY: RuleName::new("anonymous-only"), Sourcing, Warn,
    "only unnamed people support it", Judge::Claim(judge_anonymous)
}

rule! {
    /// ## What it finds
    ///
    /// A claim whose chain is nothing but reports: none of them says from whom it has it.
    ///
    /// ## Why it matters
    ///
    /// It was said, and that is all that is known. Such a claim is not attested, however good the outlet is.
    ///
    /// ## Example
    ///
    /// ```json
    /// "chain": [
    ///   { "id": "courier", "kind": "report", "source": "courier.example", "held": true, "published": "2026-03-02" }
    /// ]
    /// ```
    ///
    /// ## How to mend it
    ///
    /// Read the reports again: whom do they name, what document do they show, what did their reporter see? Add that
    /// as a link, and let the report cite it.
    UNSOURCED: RuleName::new("unsourced"), Sourcing, Warn,
    "nothing but reports that name no source", Judge::Claim(judge_unsourced)
}

rule! {
    /// ## What it finds
    ///
    /// A claim that only parties support who gain if it is believed, in its own chain and in the claims below it. A
    /// `statement` whose `interest` is not given counts as such a party.
    ///
    /// ## Why it matters
    ///
    /// They may be right, but they would say it either way.
    ///
    /// ## Example
    ///
    /// ```json
    /// "chain": [
    ///   { "id": "courier", "kind": "report", "source": "courier.example", "held": true, "cites": ["firm"] },
    ///   { "id": "firm", "kind": "statement", "source": "firm.example", "interest": "beneficiary" }
    /// ]
    /// ```
    ///
    /// ## How to mend it
    ///
    /// Find somebody who does not gain by it. If a party that speaks here does not, write `"interest": "neutral"`.
    INTERESTED_ONLY: RuleName::new("interested-only"), Sourcing, Warn,
    "only who gains by it supports it", Judge::Claim(judge_interested)
}

fn judge_anonymous(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if claim.all_support(|origin| origin.kind == OriginKind::Anonymous) {
        found.at(
            || Anchor::Named("chain"),
            || "only unnamed people support this".to_owned(),
            "look for a document, a statement or a person on the record",
        );
    }
}

fn judge_unsourced(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let is_report = |part: Part| matches!(part, Part::Report | Part::Repost);
    if claim.chain.links().all(|link| is_report(link.part)) {
        found.at(
            || Anchor::Named("chain"),
            || "nothing but reports: none of them says from whom it has it".to_owned(),
            "add whom or what the reports name as their source, and let them cite it",
        );
    }
}

fn judge_interested(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if claim.all_support(|origin| origin.interest == Interest::Beneficiary) {
        found.at(
            || Anchor::Named("chain"),
            || "only parties that gain if this is believed support it".to_owned(),
            "find somebody who does not gain by it; a statement counts as interested unless \"interest\" says otherwise",
        );
    }
}
