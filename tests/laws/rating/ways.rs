//! Ways from what is held to those who know, by exhaustive search: how many of them are independent, and how good the
//! best is.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::graph::{Node, Role};

/// How many independent origins there are: the fewest owners, claim links and groups without which no way is left
/// (Menger's theorem: as many as there are ways that share none).
pub fn origins(nodes: &[Node<'_>], counts: &[bool], nobody_twice: bool) -> u32 {
    let merged = Merged::of(nodes, counts, nobody_twice);
    (0..)
        .find(|most| merged.can_be_cut(&mut BTreeSet::new(), *most))
        .unwrap()
}

/// The links on a way from one that is held to an origin that counts. What a held repost shows of held links is no way.
pub fn on_a_way(nodes: &[Node<'_>], counts: &[bool]) -> Vec<bool> {
    let repeats =
        |node: &Node<'_>, cited: usize| node.held_there && node.kind == "repost" && nodes[cited].held_there;
    let may_be_passed: Vec<bool> = nodes.iter().map(|node| !node.withdrawn).collect();
    let starts: Vec<usize> = (0..nodes.len()).filter(|at| nodes[*at].held).collect();
    let reached = reachable(nodes, &starts, &may_be_passed);
    let mut leads: Vec<bool> = (0..nodes.len()).map(|at| reached[at] && counts[at]).collect();
    // From the origins backwards, until nothing more is found.
    while let Some(more) = (0..nodes.len()).find(|&at| {
        let node = &nodes[at];
        let leads_on = |&cited: &usize| leads[cited] && !repeats(node, cited);
        reached[at] && !leads[at] && node.cites.iter().any(leads_on)
    }) {
        leads[more] = true;
    }
    leads
}

/// The best letter such that some way has none that is weaker; F if there is no way.
pub fn letter(nodes: &[Node<'_>], counts: &[bool]) -> char {
    let starts: Vec<usize> = (0..nodes.len()).filter(|at| nodes[*at].held).collect();
    ('A'..='E')
        .find(|&weakest| {
            let may_be_passed: Vec<bool> = nodes
                .iter()
                .map(|node| !node.withdrawn && node.letter <= weakest)
                .collect();
            any_of(&reachable(nodes, &starts, &may_be_passed), counts)
        })
        .unwrap_or('F')
}

fn any_of(some: &[bool], others: &[bool]) -> bool {
    some.iter().zip(others).any(|(one, other)| *one && *other)
}

fn reachable(nodes: &[Node<'_>], starts: &[usize], may_be_passed: &[bool]) -> Vec<bool> {
    let mut reached = vec![false; nodes.len()];
    let mut next = starts.to_vec();
    while let Some(at) = next.pop() {
        if !reached[at] && may_be_passed[at] {
            reached[at] = true;
            next.extend(&nodes[at].cites);
        }
    }
    reached
}

/// The graph of owners, claim links and groups.
struct Merged {
    starts: BTreeSet<usize>,
    ends: BTreeSet<usize>,
    arcs: BTreeSet<(usize, usize)>,
}

impl Merged {
    fn of(nodes: &[Node<'_>], counts: &[bool], nobody_twice: bool) -> Self {
        let mut numbers = BTreeMap::new();
        let mut merged: Vec<usize> = Vec::new();
        for (at, node) in nodes.iter().enumerate() {
            let name = match &node.role {
                Role::Channel { owner, .. } => format!("owner {owner}"),
                Role::Claim => format!("claim {at}"),
                Role::Origin { is_nobody: true, .. } if nobody_twice => format!("person {at}"),
                Role::Origin { group, .. } => format!("group {group}"),
            };
            let next = numbers.len();
            merged.push(*numbers.entry(name).or_insert(next));
        }
        let on_a_way = on_a_way(nodes, counts);
        let mut graph = Merged {
            starts: BTreeSet::new(),
            ends: BTreeSet::new(),
            arcs: BTreeSet::new(),
        };
        for (at, node) in nodes.iter().enumerate().filter(|(at, _)| on_a_way[*at]) {
            if node.held {
                graph.starts.insert(merged[at]);
            }
            if counts[at] {
                graph.ends.insert(merged[at]);
            }
            let cited = node.cites.iter().filter(|cited| on_a_way[**cited]);
            graph.arcs.extend(cited.map(|&cited| (merged[at], merged[cited])));
        }
        graph
    }

    /// Whether no way is left after this many more are gone: one of each way must go.
    fn can_be_cut(&self, gone: &mut BTreeSet<usize>, more: u32) -> bool {
        let Some(way) = self.shortest_way(gone) else {
            return true;
        };
        more > 0
            && way.into_iter().any(|node| {
                gone.insert(node);
                let can = self.can_be_cut(gone, more - 1);
                gone.remove(&node);
                can
            })
    }

    fn shortest_way(&self, gone: &BTreeSet<usize>) -> Option<Vec<usize>> {
        let mut ways: VecDeque<Vec<usize>> = self.starts.difference(gone).map(|start| vec![*start]).collect();
        let mut seen: BTreeSet<usize> = &self.starts | gone;
        while let Some(way) = ways.pop_front() {
            let last = *way.last()?;
            if self.ends.contains(&last) {
                return Some(way);
            }
            for &(_, to) in self.arcs.range((last, 0)..=(last, usize::MAX)) {
                if seen.insert(to) {
                    ways.push_back([way.as_slice(), &[to]].concat());
                }
            }
        }
        None
    }
}
