//! `repeated-origin`

use std::collections::{HashMap, HashSet};

use crate::chain::{ChainLink, NameId, OriginKind, Part};
use crate::check::context::ClaimView;
use crate::check::found::Found;
use crate::check::mark::Mark;
use crate::check::rule::Judge;
use crate::json::RuleName;
use crate::record::{Record, read};
use crate::verify::Entry;

rule! {
    /// ## What it finds
    ///
    /// A document, observation or statement with the same capture or address in a claim and in a claim below it, or in two claims
    /// below it, that counts as two. Where both links name the same source, or the same affiliation, it counts once, and nothing is told.
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

/// Where a paper was met first.
struct Met<'a> {
    claim: &'a str,
    party: Option<NameId>,
}

fn judge(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let below = claim.claims_below();
    let entries = || std::iter::once(claim.entry).chain(below.iter().map(|lower| lower.entry));
    // Records are read again for the addresses in them.
    if below.is_empty() || entries().filter(|entry| has_papers(entry)).nth(1).is_none() {
        return;
    }
    let registry = claim.corpus.ratings.registry();
    let party = |link: &ChainLink| match link.part {
        Part::Origin(origin) => registry.belongs_to(&origin, link.source).or(link.source),
        Part::Report | Part::Repost | Part::Claim(_) => None,
    };
    let mut met: HashMap<Mark, Met<'_>> = HashMap::new();
    for (mark, _, link) in papers(claim, claim.entry) {
        let (claim, party) = (&*claim.entry.id, party(&link));
        met.entry(mark).or_insert(Met { claim, party });
    }
    for lower in &below {
        // The same paper by its address and by its capture is told once.
        let mut told_of: HashSet<usize> = HashSet::new();
        for (mark, at_link, link) in papers(claim, lower.entry) {
            let (id, party) = (&*lower.entry.id, party(&link));
            let told = mark.to_string();
            let first = met.entry(mark).or_insert(Met { claim: id, party });
            let counts_once = first.claim == id || party.is_some() && party == first.party;
            let Some(at) = claim.link_to_claim(lower.through).filter(|_| !counts_once) else {
                continue;
            };
            if !told_of.insert(at_link) {
                continue;
            }
            let whose = if first.claim == &*claim.entry.id {
                "this claim".to_owned()
            } else {
                format!("the claim {}", first.claim)
            };
            found.at(
                || claim.member_of(at, "claim"),
                || format!("{whose} and the claim {id} below rest on {told}, which counts as two"),
                "make a revision of this claim in which it counts once",
            );
        }
    }
}

fn is_paper(link: &ChainLink) -> bool {
    let is_one = matches!(link.part, Part::Origin(origin)
        if matches!(origin.kind, OriginKind::Document | OriginKind::Observation | OriginKind::Statement));
    is_one && !link.withdrawn
}

fn has_papers(entry: &Entry) -> bool {
    entry
        .chain()
        .is_some_and(|chain| chain.links().any(|link| is_paper(&link)))
}

/// The captures and addresses of the documents, observations and statements of a claim, with their links and where those
/// stand.
fn papers(claim: &ClaimView<'_>, entry: &Entry) -> Vec<(Mark, usize, ChainLink)> {
    let Some(chain) = entry.chain().filter(|_| has_papers(entry)) else {
        return Vec::new();
    };
    let paper = |id: &str| {
        let at = chain.position(id)?;
        Some((at, chain.link(at))).filter(|(_, link)| is_paper(link))
    };
    let captures = entry.captures().iter();
    let mut papers: Vec<(Mark, usize, ChainLink)> = captures
        .filter_map(|capture| {
            let (at, link) = paper(&capture.link)?;
            Some((Mark::Capture(capture.sha256), at, link))
        })
        .collect();
    let addresses = claim.corpus.verification().look_again(entry, |document| {
        let Some(Record::Claim(claim)) = read(document).record else {
            return Vec::new();
        };
        let links = claim.chain.iter();
        let addresses = links.filter_map(|link| {
            let (at, paper) = paper(link.id.as_str())?;
            Some((Mark::address(link)?, at, paper))
        });
        addresses.collect()
    });
    papers.extend(addresses.into_iter().flatten());
    papers
}
