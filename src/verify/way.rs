//! The way from a claim down to one below it.

use crate::chain::Below;
use crate::json::Anchor;

use super::references::References;
use super::verification::Verification;

/// The shortest way from a claim down to one of several others.
#[derive(Clone, Debug)]
pub struct Way {
    /// The link with which it begins, in the upper claim's record.
    pub at: Anchor,
    /// Where it ends.
    pub end: u32,
    /// In words: the link, then the claims down to the end.
    pub path: String,
}

impl Verification {
    /// For every claim above one of `ends`, the shortest way down to it, in the order of their numbers.
    pub fn ways_down(&self, ends: impl Iterator<Item = u32>) -> Vec<(u32, Way)> {
        let graph = References::new(&self.entries, &self.index).claim_graph();
        let ways = graph.ways_down(self.entries.len(), ends);
        (0_u32..)
            .zip(&ways)
            .filter_map(|(upper, below)| below.map(|below| (upper, self.way(below, &ways, upper))))
            .collect()
    }

    pub(super) fn way(&self, below: Below, ways: &[Option<Below>], upper: u32) -> Way {
        let reference = &self.entries[upper as usize].references()[below.reference as usize];
        let mut path = format!("link {}", reference.link.as_deref().unwrap_or_default());
        let mut step = below;
        loop {
            path.push_str(" -> ");
            path.push_str(&self.entries[step.claim as usize].id);
            match ways.get(step.claim as usize).copied().flatten() {
                Some(next) if step.steps > 1 => step = next,
                _ => break,
            }
        }
        Way {
            at: Anchor::Value(reference.node),
            end: step.claim,
            path,
        }
    }
}
