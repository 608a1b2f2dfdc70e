//! `split-witness`

use std::collections::HashMap;

use crate::chain::{NameId, Part};
use crate::check::context::ClaimView;
use crate::check::found::Found;
use crate::check::rule::Judge;
use crate::json::RuleName;

rule! {
    /// ## What it finds
    ///
    /// Origins of one source in one chain that belong to different parties: one link says so with its `affiliation`, the
    /// other with another one, or with none.
    ///
    /// ## Why it matters
    ///
    /// Parties who belong together count as one witness, and the rating goes by the affiliation before it goes by the
    /// source. One person under two affiliations counts as two witnesses.
    ///
    /// ## Example
    ///
    /// ```json
    /// "chain": [
    ///   { "id": "mira", "kind": "person", "source": "mira-toll", "held": true },
    ///   { "id": "crane", "kind": "person", "source": "mira-toll", "affiliation": "pilots-guild", "held": true }
    /// ]
    /// ```
    ///
    /// ## How to mend it
    ///
    /// Give all links of the source the same affiliation: the one for which it speaks here. If it has one for good, state
    /// that in the record of the source, and leave it out of the links.
    SPLIT_WITNESS: RuleName::new("split-witness"), Sourcing, Deny,
    "one source that counts as two witnesses", Judge::Claim(judge)
}

fn judge(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let registry = claim.corpus.ratings.registry();
    let mut first: HashMap<NameId, (NameId, usize)> = HashMap::new();
    for (at, link) in claim.chain.links().enumerate() {
        let (Part::Origin(origin), Some(source), false) = (link.part, link.source, link.withdrawn) else {
            continue;
        };
        let group = registry.belongs_to(&origin, Some(source)).unwrap_or(source);
        let &mut (other, before) = first.entry(source).or_insert((group, at));
        if other != group {
            found.at(
                || claim.member_of(at, "affiliation"),
                || {
                    let (source, ids) = (claim.corpus.source_name(source), [before, at].map(|at| claim.chain.id(at)));
                    format!(
                        "the links {} and {} are both {source}, and count as two witnesses: they differ in whom the source belongs to",
                        ids[0], ids[1]
                    )
                },
                "give both the same affiliation",
            );
        }
    }
}
