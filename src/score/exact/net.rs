//! The part of a story that is open: what may or may not be reached, depending on which owners' channels work.
//!
//! What of it is told apart: [`super::build`] settles the rest.

use super::super::opinion::Evidence;

/// A node of the net.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Node {
    /// Passes on if it works, which its owner decides.
    Channel,
    /// Passes on always.
    Claim,
    /// Ends here: an origin, or a report that cites nothing, once it works.
    End {
        /// The link.
        link: u32,
        /// Where its evidence goes; `None` where it can change nothing.
        witness: Option<Part>,
    },
}

/// What an end brings to a witness.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// The witness: the supporting or denying members of one group, of whom the strongest counts.
    pub witness: u32,
    /// The rank of what it brings among the amounts of the witness, from 0, the least.
    pub rank: u32,
}

/// An owner whose channels matter. One uniform draw decides which of them work: the most probable first.
#[derive(Clone, Debug, Default)]
pub struct Owner {
    /// Its channels that are reached only if others work, the most probable first.
    pub channels: Vec<u32>,
    /// Where its channels that are reached whatever works lead, those of the most probable first, each node once.
    pub entries: Vec<u32>,
    /// What can be all that works, nothing first.
    pub levels: Vec<Level>,
}

/// What works of an owner's channels for some range of its draw.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Level {
    /// So many of [`Owner::channels`] work.
    pub channels: u32,
    /// So many of [`Owner::entries`] are reached.
    pub entries: u32,
    /// How probable that is.
    pub probability: f64,
}

/// Members of a group on one side, as far as they are open.
#[derive(Clone, Copy, Debug, Default)]
pub struct Witness {
    /// Where its amounts begin and end.
    pub(super) amounts: (u32, u32),
    /// Where its ends begin and end.
    pub(super) ends: (u32, u32),
    /// Whether they deny.
    pub denies: bool,
}

/// The open part of a story.
#[derive(Clone, Debug, Default)]
pub struct Net {
    /// Its nodes.
    pub nodes: Vec<Node>,
    /// Whether some of them lead back to themselves. Where none does, each node stands before those that it leads to.
    pub has_loops: bool,
    pub(super) targets: Vec<u32>,
    pub(super) targets_end: Vec<u32>,
    /// The owners of its channels.
    pub owners: Vec<Owner>,
    /// The witnesses that may or may not be heard.
    pub witnesses: Vec<Witness>,
    pub(super) amounts: Vec<f64>,
    pub(super) ends: Vec<u32>,
    pub(super) leading: Vec<u32>,
    pub(super) leading_start: Vec<u32>,
    /// What is brought in any case.
    pub base: Evidence,
    /// The links that are reached in any case.
    pub sure: Vec<bool>,
}

impl Net {
    /// The nodes that a node leads to.
    pub fn targets(&self, node: usize) -> &[u32] {
        let start = node.checked_sub(1).map_or(0, |before| self.targets_end[before]);
        &self.targets[start as usize..self.targets_end[node] as usize]
    }

    /// The nodes that lead to a node.
    pub fn leading_to(&self, node: usize) -> &[u32] {
        &self.leading[self.leading_start[node] as usize..self.leading_start[node + 1] as usize]
    }

    /// What the members of a witness bring beyond what is reached anyway, ascending and all different.
    pub fn amounts(&self, witness: &Witness) -> &[f64] {
        &self.amounts[witness.amounts.0 as usize..witness.amounts.1 as usize]
    }

    /// The ends that bring them.
    pub fn ends(&self, witness: &Witness) -> &[u32] {
        &self.ends[witness.ends.0 as usize..witness.ends.1 as usize]
    }

    /// The first bit of a state in which it is remembered how strongly a witness was heard.
    pub fn memory_of(&self, witness: &Witness) -> u32 {
        self.nodes.len() as u32 + witness.amounts.0
    }

    /// What was heard where a state remembers all of it, in an order that does not depend on the way to it.
    pub fn remembered(&self, has: impl Fn(u32) -> bool) -> (f64, f64) {
        let mut heard = (0.0, 0.0);
        for witness in &self.witnesses {
            for (bit, amount) in (self.memory_of(witness)..).zip(self.amounts(witness)) {
                if has(bit) {
                    if witness.denies {
                        heard.1 += amount;
                    } else {
                        heard.0 += amount;
                    }
                }
            }
        }
        heard
    }

    /// The largest sum of evidence that can come together.
    pub fn most_evidence(&self) -> f64 {
        let open: f64 = self
            .witnesses
            .iter()
            .filter_map(|witness| self.amounts(witness).last())
            .sum();
        self.base.supports + self.base.denies + open
    }
}
