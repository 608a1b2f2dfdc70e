//! `repeated-origin`

use std::collections::{HashMap, HashSet};

use crate::chain::{Chain, NameId, OriginKind, Part, Registry};
use crate::check::context::ClaimView;
use crate::check::found::Found;
use crate::check::rule::Judge;
use crate::json::RuleName;
use crate::verify::Entry;

rule! {
    /// ## What it finds
    ///
    /// A document, observation or statement with the same capture or address in a claim and in a claim below it, or in two claims
    /// below it, that counts as two. Where both links name the same source, or the same affiliation, it counts once, and
    /// nothing is told; nor of two statements on one page.
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
    link: &'a str,
    party: Option<NameId>,
    is_statement: bool,
}

/// One paper of a claim, by its address or its capture.
struct Paper {
    at: usize,
    mark: u64,
    party: Option<NameId>,
    is_statement: bool,
}

fn judge(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let below = claim.claims_below();
    if below.is_empty() {
        return;
    }
    let registry = claim.corpus.ratings.registry();
    let mut met: HashMap<u64, Met<'_>> = HashMap::new();
    for paper in papers(claim.chain, registry) {
        met.entry(paper.mark).or_insert(Met {
            claim: &claim.entry.id,
            link: claim.chain.id(paper.at),
            party: paper.party,
            is_statement: paper.is_statement,
        });
    }
    for lower in &below {
        let (Some(chain), id) = (lower.entry.chain(), &*lower.entry.id) else {
            continue;
        };
        // The same paper by its address and by its capture is told once.
        let mut told_of: HashSet<usize> = HashSet::new();
        for paper in papers(chain, registry) {
            let link = chain.id(paper.at);
            let first = met.entry(paper.mark).or_insert(Met {
                claim: id,
                link,
                party: paper.party,
                is_statement: paper.is_statement,
            });
            // Two bodies can speak on one page; what they say counts as two.
            let are_two = first.is_statement && paper.is_statement;
            let is_one_party = paper.party.is_some() && paper.party == first.party;
            let counts_once = first.claim == id || is_one_party || are_two;
            let Some(at) = claim.link_to_claim(lower.through).filter(|_| !counts_once) else {
                continue;
            };
            if told_of.insert(paper.at) {
                found.at(
                    || claim.member_of(at, "claim"),
                    || {
                        format!(
                            "{} and the link {link} of the claim {id} below are one paper, by its address or its capture, which counts as two",
                            of_claim(first, claim.entry)
                        )
                    },
                    "make a revision of this claim in which it counts once",
                );
            }
        }
    }
}

fn of_claim(met: &Met<'_>, own: &Entry) -> String {
    if *met.claim == *own.id {
        format!("the link {}", met.link)
    } else {
        format!("the link {} of the claim {}", met.link, met.claim)
    }
}

/// The documents, observations and statements of a claim by what each can be known by.
fn papers(chain: &Chain, registry: &Registry) -> impl Iterator<Item = Paper> {
    chain.paper_marks().filter_map(|(at, mark)| {
        let at = usize::from(at);
        let link = chain.link(at);
        let Part::Origin(origin) = link.part else {
            return None;
        };
        (!link.withdrawn).then(|| Paper {
            at,
            mark,
            party: registry.belongs_to(&origin, link.source).or(link.source),
            is_statement: origin.kind == OriginKind::Statement,
        })
    })
}
