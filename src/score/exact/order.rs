//! In which order the owners are asked.
//!
//! The order decides how many states there are, and nothing else. A node is in doubt while some of the channels that lead
//! to it were asked and others were not, or while its own channel was asked and those were not; each node in doubt may
//! double the states.

use super::net::{Net, Node};

/// An order that keeps few nodes in doubt: always the owner next who leaves the fewest, of those the first.
pub fn order(net: &Net) -> Vec<u32> {
    let owners = net.owners.len();
    if owners <= 2 {
        return (0..owners as u32).collect();
    }
    let mut doubt = Doubt::new(net);
    let mut order = Vec::with_capacity(owners);
    let mut left: Vec<u32> = (0..owners as u32).collect();
    while !left.is_empty() {
        let (mut best, mut fewest) = (0, i64::MAX);
        for (at, &owner) in left.iter().enumerate() {
            let change = doubt.ask(owner);
            doubt.take_back(owner);
            if change < fewest {
                (best, fewest) = (at, change);
            }
        }
        let owner = left.remove(best);
        doubt.ask(owner);
        order.push(owner);
    }
    order
}

/// Which nodes are in doubt.
struct Doubt<'n> {
    net: &'n Net,
    asked: Vec<bool>,
    /// How many channels lead to each node.
    leading: Vec<u32>,
    /// How many of them were asked.
    leading_asked: Vec<u32>,
}

impl<'n> Doubt<'n> {
    fn new(net: &'n Net) -> Self {
        let nodes = net.nodes.len();
        let mut leading = vec![0; nodes];
        for &entry in net.owners.iter().flat_map(|owner| &owner.entries) {
            leading[entry as usize] += 1;
        }
        for node in 0..nodes {
            for &target in net.targets(node) {
                leading[target as usize] += 1;
            }
        }
        let mut doubt = Self {
            net,
            asked: vec![false; nodes],
            leading,
            leading_asked: vec![0; nodes],
        };
        // A claim passes on always: as if it had been asked.
        for node in 0..nodes {
            if net.nodes[node] == Node::Claim {
                doubt.mark(node, true);
            }
        }
        doubt
    }

    fn is_in_doubt(&self, node: usize) -> bool {
        let (all, asked) = (self.leading[node], self.leading_asked[node]);
        match self.net.nodes[node] {
            Node::Channel if self.asked[node] => asked < all,
            Node::Channel => asked > 0,
            Node::Claim | Node::End { .. } => asked > 0 && asked < all,
        }
    }

    fn mark(&mut self, node: usize, asked: bool) {
        self.asked[node] = asked;
        for &target in self.net.targets(node) {
            let count = &mut self.leading_asked[target as usize];
            *count = if asked { *count + 1 } else { *count - 1 };
        }
    }

    /// Asks an owner; gives by how many more nodes are in doubt.
    fn ask(&mut self, owner: u32) -> i64 {
        let net = self.net;
        let mut change = 0;
        for &channel in &net.owners[owner as usize].channels {
            let channel = channel as usize;
            change -= self.in_doubt_around(channel);
            self.mark(channel, true);
            change += self.in_doubt_around(channel);
        }
        for &entry in &net.owners[owner as usize].entries {
            let entry = entry as usize;
            change -= i64::from(self.is_in_doubt(entry));
            self.leading_asked[entry] += 1;
            change += i64::from(self.is_in_doubt(entry));
        }
        change
    }

    fn take_back(&mut self, owner: u32) {
        let net = self.net;
        for &channel in &net.owners[owner as usize].channels {
            self.mark(channel as usize, false);
        }
        for &entry in &net.owners[owner as usize].entries {
            self.leading_asked[entry as usize] -= 1;
        }
    }

    fn in_doubt_around(&self, channel: usize) -> i64 {
        let targets = self.net.targets(channel).iter().map(|&target| target as usize);
        targets
            .chain([channel])
            .filter(|&node| self.is_in_doubt(node))
            .count() as i64
    }
}
