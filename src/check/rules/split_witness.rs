//! `split-witness`

use std::collections::HashMap;

use crate::chain::{NameId, Part};
use crate::check::context::ClaimView;
use crate::check::found::Found;
use crate::check::rule::Judge;
use crate::json::{Anchor, RuleName};

rule! {
    /// ## What it finds
    ///
    /// Origins of one source, in one chain or in it and the claims below, that belong to different parties: one link says so
    /// with its `affiliation`, the other with another one, or with none.
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

/// Where a source was met first, and to whom it belongs there.
struct Met<'a> {
    group: NameId,
    link: &'a str,
    /// The claim below; `None` for the claim itself.
    claim: Option<&'a str>,
}

impl Met<'_> {
    fn told(&self) -> String {
        match self.claim {
            None => self.link.to_owned(),
            Some(claim) => format!("{} of the claim {claim}", self.link),
        }
    }
}

fn judge(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let registry = claim.corpus.ratings.registry();
    let mut first: HashMap<NameId, Met<'_>> = HashMap::new();
    let below = claim.claims_below();
    let lower = below
        .iter()
        .filter_map(|lower| Some((lower.entry.chain()?, Some(lower))));
    for (chain, lower) in std::iter::once((claim.chain, None)).chain(lower) {
        for (at, link) in chain.links().enumerate() {
            let (Part::Origin(origin), Some(source), false) = (link.part, link.source, link.withdrawn) else {
                continue;
            };
            let here = Met {
                group: registry.belongs_to(&origin, Some(source)).unwrap_or(source),
                link: chain.id(at),
                claim: lower.map(|lower| &*lower.entry.id),
            };
            let Some(before) = first.get(&source) else {
                first.insert(source, here);
                continue;
            };
            if before.group == here.group {
                continue;
            }
            let place = match lower {
                None => Some(claim.member_of(at, "affiliation")),
                Some(lower) => claim
                    .link_to_claim(lower.through)
                    .map(|link| claim.member_of(link, "claim")),
            };
            found.at(
                || place.unwrap_or(Anchor::Named("chain")),
                || {
                    format!(
                        "the links {} and {} are both {}, and count as two witnesses: they differ in whom the source belongs to",
                        before.told(),
                        here.told(),
                        claim.corpus.source_name(source)
                    )
                },
                "give both the same affiliation",
            );
        }
    }
}
