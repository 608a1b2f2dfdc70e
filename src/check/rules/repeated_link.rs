//! `repeated-link`

use std::collections::HashMap;
use std::mem::{Discriminant, discriminant};

use crate::check::context::RecordView;
use crate::check::found::Found;
use crate::check::rule::Judge;
use crate::json::RuleName;
use crate::record::{Link, Party, Record, Sha256Hex, normalised, path_of};

rule! {
    /// ## What it finds
    ///
    /// Two links of one kind that give the same address or the same capture; a document, an observation and a statement
    /// count as one kind here. Addresses are compared as what they lead to: scheme, `www.`, fragment, tracking parameters and the order
    /// of parameters do not matter.
    ///
    /// ## Why it matters
    ///
    /// They are one link said twice, and would count as two.
    ///
    /// ## Example
    ///
    /// ```json
    /// "chain": [
    ///   { "id": "wire", "kind": "report", "source": "wire.example", "held": true, "url": "https://wire.example/a?id=7" },
    ///   { "id": "again", "kind": "report", "source": "wire.example", "held": true, "url": "http://www.wire.example/a/?id=7#top" }
    /// ]
    /// ```
    ///
    /// ## How to mend it
    ///
    /// Keep one of the two and let all that cites either cite that one. If they are two articles, give each its own
    /// address.
    REPEATED_LINK: RuleName::new("repeated-link"), Chain, Deny,
    "two links of one kind with the same address or capture", Judge::Record(judge)
}

/// By what two links of one kind are known to be the same.
#[derive(PartialEq, Eq, Hash)]
enum Mark {
    Address(String),
    Capture(Sha256Hex),
}

/// What two links must both be to be one link said twice.
#[derive(PartialEq, Eq, Hash)]
enum Sort<'d> {
    /// What is seen in the capture itself: the same paper is no second witness for being called an observation, or a
    /// statement.
    TheThingItself,
    /// Of this kind.
    Kind(Discriminant<Party<'d>>),
}

impl<'d> Sort<'d> {
    fn of(party: &Party<'d>) -> Self {
        match party {
            Party::Document { .. } | Party::Observation { .. } | Party::Statement { .. } => {
                Self::TheThingItself
            }
            other => Self::Kind(discriminant(other)),
        }
    }
}

fn judge(view: &RecordView<'_>, found: &mut Found<'_>) {
    let Record::Claim(claim) = view.record else { return };
    if !may_repeat(&claim.chain) {
        return;
    }
    let mut seen: HashMap<(Sort<'_>, Mark), &Link<'_>> = HashMap::new();
    for link in &claim.chain {
        let address = link
            .url
            .map(|url| ("url", "address", Mark::Address(normalised(url))));
        let capture = link
            .evidence
            .map(|evidence| ("evidence", "capture", Mark::Capture(evidence.sha256)));
        for (member, what, mark) in address.into_iter().chain(capture) {
            let first = *seen.entry((Sort::of(&link.party), mark)).or_insert(link);
            if first.node != link.node {
                found.at(
                    || view.member_of(link, member),
                    || {
                        format!(
                            "link {} has the {what} of link {}",
                            link.id.as_str(),
                            first.id.as_str()
                        )
                    },
                    "keep one of the two: they are one link said twice",
                );
                break;
            }
        }
    }
}

/// Whether any two links could have the same mark, by what is quick to compare: nearly all claims are done with that.
fn may_repeat(chain: &[Link<'_>]) -> bool {
    let addresses = chain.iter().filter_map(|link| link.url.map(path_of));
    let captures = chain
        .iter()
        .filter_map(|link| link.evidence.map(|evidence| evidence.sha256));
    has_equals(addresses.collect()) || has_equals(captures.collect())
}

fn has_equals<T: Ord>(mut marks: Vec<T>) -> bool {
    marks.sort_unstable();
    marks.windows(2).any(|pair| pair[0] == pair[1])
}
