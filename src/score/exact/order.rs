//! In which order the owners are asked.
//!
//! The order decides how many states there are, and nothing else. A node is in doubt while some of the channels that lead
//! to it were asked and others were not, or while its own channel was asked and those were not; each node in doubt may
//! double the states.

use super::net::{Net, Node};

/// Puts the owners into an order that keeps few nodes in doubt: the best of a few that different rules give. Gives what
/// looking for it costs, in states, of which it may take `most`: where it would take more, the owners stay as they stand.
pub fn put_in_order(net: &Net, owners: &mut Vec<u32>, most: usize) -> usize {
    // Owners are numbered by where their first channel stands, which is a good order for most stories.
    owners.clear();
    owners.extend(0..net.owners.len() as u32);
    if owners.len() <= FEW || joint_answers(net) <= FEW_ANSWERS {
        return 0;
    }
    let mut doubt = Doubt::new(net);
    if doubt.cost(owners) <= EASY {
        return 0;
    }
    // Whoever is next is looked for among all that are left, by all that each of them leads to.
    let takes = owners.len().saturating_mul(net.targets.len()) / LOOKS_OF_A_STATE;
    if takes > most {
        return 0;
    }
    *owners = doubt.greedy();
    let mut least = doubt.cost(owners);
    if least <= EASY {
        return takes;
    }
    let along = along(net);
    let backwards = along.iter().rev().copied().collect();
    for order in [along, backwards] {
        let cost = doubt.cost(&order);
        if cost < least {
            (*owners, least) = (order, cost);
        }
    }
    takes
}

/// So few owners lead to few states in any order.
const FEW: usize = 4;

/// So many joint answers of all owners, ten owners of one channel each, are looked at in the time that looking for a
/// better order takes; and there are never more states than answers.
pub const FEW_ANSWERS: usize = 1 << 10;

/// How many answers all owners of a net can give together.
pub fn joint_answers(net: &Net) -> usize {
    let answers = net.owners.iter().map(|owner| owner.levels.len());
    answers.fold(1, usize::saturating_mul)
}

/// So many looks at who leads where take the time of one state.
const LOOKS_OF_A_STATE: usize = 256;

/// So many states are not worth looking for a better order.
const EASY: f64 = 500.0;

/// The owners by where they stand: those first who share nodes with the one before, and so on.
fn along(net: &Net) -> Vec<u32> {
    let owners = net.owners.len();
    let mut of_node: Vec<Vec<u32>> = vec![Vec::new(); net.nodes.len()];
    for (number, owner) in (0..).zip(&net.owners) {
        for &channel in &owner.channels {
            of_node[channel as usize].push(number);
            for &target in net.targets(channel as usize) {
                of_node[target as usize].push(number);
            }
        }
        for &entry in &owner.entries {
            of_node[entry as usize].push(number);
        }
    }
    let mut met_by: Vec<Option<u32>> = vec![None; owners];
    let mut neighbours = |number: u32| {
        let owner = &net.owners[number as usize];
        let channels = owner.channels.iter();
        let nodes = channels
            .clone()
            .copied()
            .chain(channels.flat_map(|&channel| net.targets(channel as usize).iter().copied()))
            .chain(owner.entries.iter().copied());
        let mut all: Vec<u32> = nodes
            .flat_map(|node| of_node[node as usize].iter().copied())
            .filter(|&other| met_by[other as usize].replace(number) != Some(number))
            .collect();
        all.sort_unstable();
        all
    };
    let around: Vec<Vec<u32>> = (0..owners as u32).map(&mut neighbours).collect();
    let mut seen = vec![false; owners];
    let mut order: Vec<u32> = Vec::new();
    let by_degree = |owner: &u32| around[*owner as usize].len();
    while order.len() < owners {
        // From the far end of what hangs together.
        let Some(start) = (0..owners as u32)
            .filter(|&owner| !seen[owner as usize])
            .min_by_key(by_degree)
        else {
            break;
        };
        let start = furthest(start, &around, &seen);
        let mut next = order.len();
        seen[start as usize] = true;
        order.push(start);
        while let Some(&owner) = order.get(next) {
            next += 1;
            let mut more: Vec<u32> = around[owner as usize]
                .iter()
                .copied()
                .filter(|&other| !seen[other as usize])
                .collect();
            more.sort_by_key(by_degree);
            for other in more {
                seen[other as usize] = true;
                order.push(other);
            }
        }
    }
    order
}

fn furthest(start: u32, around: &[Vec<u32>], seen: &[bool]) -> u32 {
    let mut met = seen.to_vec();
    met[start as usize] = true;
    let mut queue = vec![start];
    let mut next = 0;
    while let Some(&owner) = queue.get(next) {
        next += 1;
        for &other in &around[owner as usize] {
            if !met[other as usize] {
                met[other as usize] = true;
                queue.push(other);
            }
        }
    }
    queue.last().copied().unwrap_or(start)
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

    /// Always the owner next who leaves the fewest nodes in doubt, of those the first.
    fn greedy(&mut self) -> Vec<u32> {
        let owners = self.net.owners.len();
        let mut order = Vec::with_capacity(owners);
        let mut left: Vec<u32> = (0..owners as u32).collect();
        while !left.is_empty() {
            let (mut best, mut fewest) = (0, i64::MAX);
            for (at, &owner) in left.iter().enumerate() {
                let change = self.ask(owner);
                self.take_back(owner);
                if change < fewest {
                    (best, fewest) = (at, change);
                }
            }
            let owner = left.remove(best);
            self.ask(owner);
            order.push(owner);
        }
        for &owner in &order {
            self.take_back(owner);
        }
        order
    }

    /// How many states an order may lead to.
    fn cost(&mut self, order: &[u32]) -> f64 {
        let mut in_doubt = 0;
        let mut cost = 0.0;
        for &owner in order {
            in_doubt += self.ask(owner);
            cost += (in_doubt as f64).exp2();
        }
        for &owner in order {
            self.take_back(owner);
        }
        cost
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
