//! `contradicted` and `denied`

use std::collections::HashSet;

use crate::check::context::ClaimView;
use crate::check::found::Found;
use crate::check::rule::Judge;
use crate::json::{Anchor, RuleName};
use crate::record::Stance;
use crate::verify::Relation;

rule! {
    /// ## What it finds
    ///
    /// Another claim at hand says that this one is not so, or this one says it of the other. A claim that was
    /// retracted, or that has a later revision, says nothing any more.
    ///
    /// ## Why it matters
    ///
    /// Both cannot be so. Whoever publishes the one must know of the other.
    ///
    /// ## Example
    ///
    /// ```json
    /// "statement": "The bridge stays open.",
    /// "contradicts": ["sha256:1b4f0e98…"]
    /// ```
    ///
    /// where that digest is the claim "The bridge will close for two years."
    ///
    /// ## How to mend it
    ///
    /// Compare what both rest on: `byline score --explain CLAIM` tells it. Retract the one that does not hold, or
    /// state of both what can be said.
    CONTRADICTED: RuleName::new("contradicted"), Relations, Warn,
    "another claim at hand says otherwise", Judge::Claim(judge_contradicted)
}

rule! {
    /// ## What it finds
    ///
    /// A link whose party denies the claim, and to which a way leads from what is held.
    ///
    /// ## Why it matters
    ///
    /// A denial belongs beside the claim wherever it is told. It lowers the rating.
    ///
    /// ## Example
    ///
    /// ```json
    /// { "id": "ministry", "kind": "statement", "source": "ministry.example", "stance": "denies" }
    /// ```
    ///
    /// ## How to mend it
    ///
    /// There is nothing to mend: it is told so that nobody overlooks it.
    DENIED: RuleName::new("denied"), Relations, Info,
    "somebody denies it", Judge::Claim(judge_denied)
}

fn judge_contradicted(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let verification = claim.corpus.verification();
    let mut told = HashSet::new();
    for number in verification.counting_against(claim.number) {
        let other = verification.entry(number);
        if !claim.corpus.speaks(number) || !told.insert(other.digest) {
            continue;
        }
        let is_named = |reference: &&crate::verify::Reference| {
            reference.relation == Relation::Contradicts && Some(reference.digest) == other.digest
        };
        let own = claim.entry.references().iter().find(is_named);
        found.at(
            || own.map_or(Anchor::Named("statement"), crate::verify::Reference::at),
            || {
                let path = verification.path(other).display();
                let statement = match verification.statement(number) {
                    Some(statement) => format!(": {statement:?}"),
                    None => String::new(),
                };
                format!("both cannot be so: this, and the claim {} in {path}{statement}", other.id)
            },
            "compare what both rest on; have the one that does not hold retracted by its author or an editor, or state what can be said of both",
        );
    }
}

fn judge_denied(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    for (at, _) in claim
        .origins()
        .filter(|(_, origin)| origin.stance == Stance::Denies)
    {
        found.at(
            || claim.member_of(at, "stance"),
            || format!("{} denies this", claim.link_name(at)),
            "tell of the denial wherever you tell of the claim",
        );
    }
}
