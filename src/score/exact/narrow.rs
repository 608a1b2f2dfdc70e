//! States of one word, as nearly all are: what would be looked at node by node is looked at in one step.

use super::net::{Net, Owner};

/// What is known of a net of at most 64 nodes and memories, and of the owner who is asked.
#[derive(Clone, Debug, Default)]
pub struct Narrow {
    /// Of each node, those that lead to it and those that it leads to.
    neighbours: Vec<(u64, u64)>,
    answers: Vec<Answer>,
    /// The channels and entries of the owner, and where its channels lead.
    concerned: u64,
}

/// What works of an owner's channels, and which of its entries are reached.
#[derive(Clone, Copy, Debug)]
struct Answer {
    working: u64,
    failed: u64,
    entries: u64,
}

fn bits(nodes: &[u32]) -> u64 {
    nodes.iter().fold(0, |bits, node| bits | 1 << node)
}

impl Narrow {
    /// Makes it that of a net.
    pub fn fill(&mut self, net: &Net) {
        let nodes = 0..net.nodes.len();
        self.neighbours.clear();
        self.neighbours
            .extend(nodes.map(|node| (bits(net.leading_to(node)), bits(net.targets(node)))));
    }

    /// Whether one of these nodes leads to a node.
    pub fn is_led_to(&self, from: u64, node: u32) -> bool {
        self.neighbours[node as usize].0 & from != 0
    }

    /// Whether a node leads to one that is open.
    pub fn leads_on(&self, closed: u64, node: u32) -> bool {
        self.targets(node) & !closed != 0
    }

    fn targets(&self, node: u32) -> u64 {
        self.neighbours[node as usize].1
    }

    /// Lists the answers of the owner who is asked next.
    pub fn list_answers(&mut self, owner: &Owner) {
        self.answers.clear();
        self.answers.extend(owner.levels.iter().map(|level| {
            let (working, failed) = owner.channels.split_at(level.channels as usize);
            Answer {
                working: bits(working),
                failed: bits(failed),
                entries: bits(&owner.entries[..level.entries as usize]),
            }
        }));
        let channels = owner.channels.iter();
        let led_to = channels.fold(0, |all, &channel| all | self.targets(channel));
        self.concerned = bits(&owner.channels) | bits(&owner.entries) | led_to;
    }

    /// Whether it matters what that owner answers.
    pub fn concerns(&self, closed: u64) -> bool {
        self.concerned & !closed != 0
    }

    /// Closes what an answer of that owner reaches, and the channels that fail; gives what was reached. Reached nodes
    /// that are `passing` pass on at once.
    pub fn answer(&self, closed: &mut u64, number: usize, passing: u64) -> u64 {
        let Answer {
            working,
            failed,
            entries,
        } = self.answers[number];
        let mut open = !(*closed | failed);
        let mut waiting = working & *closed;
        let mut arriving = entries & open;
        let mut arrived = 0;
        loop {
            arrived |= arriving;
            open &= !arriving;
            waiting |= arriving & passing;
            if waiting == 0 {
                break;
            }
            let node = waiting.trailing_zeros();
            waiting &= waiting - 1;
            arriving = self.targets(node) & open;
        }
        *closed = !open;
        arrived
    }

    /// Closes those of some nodes that lead only to what is closed, where none did `before` more was closed.
    pub fn close_useless(&self, closed: &mut u64, before: u64, may_be_useless: u64) {
        let leading = |mut nodes: u64| {
            let mut leading = 0;
            while nodes != 0 {
                if let Some((from, _)) = self.neighbours.get(nodes.trailing_zeros() as usize) {
                    leading |= from;
                }
                nodes &= nodes - 1;
            }
            leading
        };
        let mut suspects = leading(*closed & !before) & may_be_useless & !*closed;
        // The last first: where there are no loops, nobody is suspected twice.
        while suspects != 0 {
            let node = 63 - suspects.leading_zeros();
            let bit = 1 << node;
            suspects &= !bit;
            if !self.leads_on(*closed, node) {
                *closed |= bit;
                suspects |= leading(bit) & may_be_useless & !*closed;
            }
        }
    }
}
