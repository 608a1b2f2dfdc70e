//! `unreached-link` and `citation-loop`

use crate::chain::{loops, unreached};
use crate::check::context::ClaimView;
use crate::check::found::Found;
use crate::check::rule::Judge;
use crate::json::{Anchor, RuleName};

rule! {
    /// ## What it finds
    ///
    /// A link to which no way leads from a held link. That happens where links cite each other in a circle that nobody
    /// who is held cites, and to everything below such a circle.
    ///
    /// ## Why it matters
    ///
    /// It supports nothing, though it stands in the chain as if it did. Nothing that was read, heard or seen speaks of
    /// it.
    ///
    /// ## Example
    ///
    /// ```json
    /// "chain": [
    ///   { "id": "courier", "kind": "report", "source": "courier.example", "held": true },
    ///   { "id": "blog", "kind": "repost", "source": "blog.example", "cites": ["forum"] },
    ///   { "id": "forum", "kind": "repost", "source": "forum.example", "cites": ["blog"] }
    /// ]
    /// ```
    ///
    /// ## How to mend it
    ///
    /// Let the link through which you know of it cite it, mark it `"held": true` if you have it before you, or leave
    /// it out.
    UNREACHED_LINK: RuleName::new("unreached-link"), Chain, Warn,
    "a link to which no way leads from what is held", Judge::Claim(judge_unreached)
}

rule! {
    /// ## What it finds
    ///
    /// Links of one claim that cite one another in a circle, or a link that cites itself.
    ///
    /// ## Why it matters
    ///
    /// An outlet that quotes who quotes it confirms nothing. The rating is right all the same: nothing is counted
    /// twice, but readers will take it for more than it is.
    ///
    /// ## Example
    ///
    /// ```json
    /// "chain": [
    ///   { "id": "courier", "kind": "report", "source": "courier.example", "held": true, "cites": ["wire"] },
    ///   { "id": "wire", "kind": "report", "source": "wire.example", "held": true, "cites": ["courier"] }
    /// ]
    /// ```
    ///
    /// ## How to mend it
    ///
    /// Find out which of them had it first and remove the citation that leads back to it.
    CITATION_LOOP: RuleName::new("citation-loop"), Chain, Warn,
    "links of one claim that cite one another in a circle", Judge::Claim(judge_loop)
}

/// The links of a loop that are told: nobody reads more, and it does not matter where the loop is broken.
const MAX_TOLD: usize = 16;

fn judge_unreached(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    for at in unreached(claim.chain) {
        let id = claim.chain.id(at);
        found.at(
            || Anchor::Entry("chain", id.into()),
            || format!("no held link leads to link {id}, so it supports nothing"),
            "let the link through which you know of it cite it, hold it, or leave it out",
        );
    }
}

fn judge_loop(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    for way in loops(claim.chain) {
        let id = |at: &u16| claim.chain.id(usize::from(*at));
        let Some(first) = way.first() else { continue };
        found.at(
            || claim.member_of(usize::from(*first), "cites"),
            || {
                let mut told: Vec<&str> = way.iter().take(MAX_TOLD).map(id).collect();
                if way.len() > MAX_TOLD {
                    told.push("…");
                }
                told.push(id(first));
                match way.len() {
                    1 => format!("link {} cites itself", id(first)),
                    _ => format!("these links have it from one another: {}", told.join(" -> ")),
                }
            },
            "find out who had it first, and remove the citation that leads back to it",
        );
    }
}
