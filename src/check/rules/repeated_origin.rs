//! `repeated-origin`

use std::collections::HashMap;

use crate::chain::{ChainLink, NameId, OriginKind, Part};
use crate::check::context::ClaimView;
use crate::check::found::Found;
use crate::check::rule::Judge;
use crate::json::RuleName;
use crate::record::Sha256Hex;
use crate::verify::Entry;

rule! {
    /// ## What it finds
    ///
    /// A document or observation with the same capture in a claim and in a claim below it, or in two claims below it, that
    /// counts as two. Where both links name the same source, or the same affiliation, it counts once, and nothing is told.
    ///
    /// ## Why it matters
    ///
    /// One paper looks like two: in the chain itself, and in a claim that the chain rests on.
    ///
    /// ## Example
    ///
    /// A claim has a link to `claims/wall-slid.json`, which rests on a survey, and beside it a link to the same survey.
    ///
    /// ## How to mend it
    ///
    /// Take one of the two out, in a revision of this claim: the claim below brings the document along.
    REPEATED_ORIGIN: RuleName::new("repeated-origin"), Chain, Deny,
    "a document that counts in a claim and once more in a claim below it", Judge::Claim(judge)
}

/// Where a capture was met first.
struct Met<'a> {
    claim: &'a str,
    party: Option<NameId>,
}

fn judge(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let below = claim.claims_below();
    if below.is_empty() {
        return;
    }
    let registry = claim.corpus.ratings.registry();
    let party = |link: &ChainLink| match link.part {
        Part::Origin(origin) => registry.belongs_to(&origin, link.source).or(link.source),
        Part::Report | Part::Repost | Part::Claim(_) => None,
    };
    let mut met: HashMap<Sha256Hex, Met<'_>> = HashMap::new();
    for (sha256, link) in papers(claim.entry) {
        let (claim, party) = (&*claim.entry.id, party(&link));
        met.entry(sha256).or_insert(Met { claim, party });
    }
    for (entry, through) in below {
        for (sha256, link) in papers(entry) {
            let (id, party) = (&*entry.id, party(&link));
            let first = met.entry(sha256).or_insert(Met { claim: id, party });
            let counts_once = first.claim == id || party.is_some() && party == first.party;
            let Some(at) = claim.link_to_claim(through).filter(|_| !counts_once) else {
                continue;
            };
            let whose = if first.claim == &*claim.entry.id {
                "this claim".to_owned()
            } else {
                format!("the claim {}", first.claim)
            };
            found.at(
                || claim.member_of(at, "claim"),
                || {
                    format!(
                        "{whose} and the claim {id} below rest on one capture, {sha256}, which counts as two"
                    )
                },
                "make a revision of this claim in which it counts once",
            );
        }
    }
}

/// The captures of the documents and observations of a claim, with their links.
fn papers(entry: &Entry) -> impl Iterator<Item = (Sha256Hex, ChainLink)> {
    entry.captures().iter().filter_map(|capture| {
        let chain = entry.chain()?;
        let link = chain.link(chain.position(&capture.link)?);
        let is_paper = matches!(link.part, Part::Origin(origin)
            if matches!(origin.kind, OriginKind::Document | OriginKind::Observation));
        (is_paper && !link.withdrawn).then_some((capture.sha256, link))
    })
}
