//! From the open links of a story to its net: nodes, owners and witnesses.

use crate::chain::{Role, Story};

use super::super::opinion::Evidence;
use super::super::weigh::Weighed;
use super::net::{Level, Net, Node, Owner, Part, Witness};
use super::open::{Open, Told};

/// Builds nets, one after the other, in the same memory.
#[derive(Default)]
pub struct NetBuilder {
    net: Net,
    open: Open,
    node_of: Vec<u32>,
    owner_of: Vec<u32>,
    channels: Vec<OpenChannel>,
    best: Vec<Evidence>,
    members: Vec<(u32, bool, f64, u32)>,
}

/// A channel that leads to something open.
#[derive(Clone, Copy)]
struct OpenChannel {
    owner: u32,
    works: f64,
    link: u32,
}

/// Stands for no node.
const NONE: u32 = u32::MAX;

impl NetBuilder {
    /// The net of a story without the links in `gone`. `gone` is empty or as long as the story.
    pub fn build(&mut self, story: &Story, weighed: &[Weighed], gone: &[bool]) -> &Net {
        let told = Told { story, weighed, gone };
        self.open.find(told);
        self.net.sure.clone_from(&self.open.sure);
        self.net.has_loops = self.open.has_loops;
        self.number(told);
        self.connect(told);
        self.own(told);
        self.hear(told);
        &self.net
    }

    /// Numbers what is open, and lists the channels that lead there.
    fn number(&mut self, told: Told<'_>) {
        self.node_of.clear();
        self.node_of.resize(told.len(), NONE);
        self.net.nodes.clear();
        self.channels.clear();
        for index in 0..self.open.line.len() {
            let at = self.open.line[index] as usize;
            let mut node = NONE;
            let next = self.net.nodes.len() as u32;
            let end = Node::End {
                link: at as u32,
                witness: None,
            };
            let draw = told.channel(at).filter(|_| !self.is_carried(told, at));
            if let Some((owner, works)) = draw {
                self.channels.push(OpenChannel {
                    owner,
                    works,
                    link: at as u32,
                });
                if !self.open.entry[at] {
                    node = next;
                    self.net.nodes.push(Node::Channel);
                }
                if told.is_bare(at) {
                    node = next;
                    self.net.nodes.push(end);
                }
            } else {
                node = next;
                let is_end = matches!(told.weighed[at], Weighed::Origin(_)) || told.is_bare(at);
                self.net.nodes.push(if is_end { end } else { Node::Claim });
            }
            self.node_of[at] = node;
        }
    }

    /// Whether a channel works whenever it is reached: it is certain, or only channels of its owner cite it that are at
    /// most as probable.
    fn is_carried(&self, told: Told<'_>, at: usize) -> bool {
        let Some((owner, works)) = told.channel(at) else {
            return false;
        };
        let by_less = |&citing: &u32| {
            told.channel(citing as usize)
                .is_some_and(|(citing_owner, less)| citing_owner == owner && less <= works)
        };
        works >= 1.0 || (!self.open.entry[at] && self.open.citing(at).iter().all(by_less))
    }

    /// Lists where the nodes lead.
    fn connect(&mut self, told: Told<'_>) {
        let net = &mut self.net;
        net.targets.clear();
        net.targets_end.clear();
        for &at in &self.open.line {
            let at = at as usize;
            let node = self.node_of[at];
            if node == NONE || self.open.entry[at] && told.channel(at).is_some() {
                // The end of an entry that is a report without citations leads nowhere.
                if node != NONE {
                    net.targets_end.push(net.targets.len() as u32);
                }
                continue;
            }
            leads_to(told, &self.node_of, &self.open.entry, at, &mut net.targets);
            if told.is_bare(at) && net.nodes[node as usize] == Node::Channel {
                net.targets.push(node + 1);
                net.targets_end.push(net.targets.len() as u32);
            }
            net.targets_end.push(net.targets.len() as u32);
        }
    }

    /// The net built last, with a list of which nodes lead to each.
    pub fn connect_back(&mut self) -> &Net {
        let net = &mut self.net;
        let nodes = net.nodes.len();
        let start = &mut net.leading_start;
        start.clear();
        start.resize(nodes + 2, 0);
        for &to in &net.targets {
            start[to as usize + 2] += 1;
        }
        for at in 1..nodes + 2 {
            start[at] += start[at - 1];
        }
        net.leading.clear();
        net.leading.resize(net.targets.len(), 0);
        let mut begin = 0;
        // While they are filled in, each start moves on to the start of the next.
        for (from, &end) in (0..).zip(&net.targets_end) {
            for &to in &net.targets[begin as usize..end as usize] {
                let place = &mut start[to as usize + 1];
                net.leading[*place as usize] = from;
                *place += 1;
            }
            begin = end;
        }
        net
    }

    /// Groups the channels by their owners.
    fn own(&mut self, told: Told<'_>) {
        let net = &mut self.net;
        self.owner_of.clear();
        self.owner_of.resize(told.story.owners().len(), NONE);
        let mut owners = 0;
        for channel in &mut self.channels {
            let number = &mut self.owner_of[channel.owner as usize];
            if *number == NONE {
                *number = owners;
                owners += 1;
            }
            channel.owner = *number;
        }
        net.owners.resize_with(owners as usize, Owner::default);
        self.channels.sort_by(|a, b| {
            a.owner
                .cmp(&b.owner)
                .then(b.works.total_cmp(&a.works))
                .then(a.link.cmp(&b.link))
        });
        for of_owner in self.channels.chunk_by(|a, b| a.owner == b.owner) {
            let owner = &mut net.owners[of_owner[0].owner as usize];
            owner.channels.clear();
            owner.entries.clear();
            owner.levels.clear();
            let mut above = 1.0;
            for channel in of_owner {
                if channel.works < above {
                    owner.end_level(above - channel.works);
                    above = channel.works;
                }
                let at = channel.link as usize;
                let node = self.node_of[at];
                if !self.open.entry[at] {
                    owner.channels.push(node);
                } else if told.is_bare(at) {
                    owner.enter(node);
                } else {
                    let start = owner.entries.len();
                    leads_to(told, &self.node_of, &self.open.entry, at, &mut owner.entries);
                    owner.keep_new(start);
                }
            }
            owner.end_level(above);
        }
    }

    /// Sets what is brought in any case, and lets every open end that could add to it do so.
    fn hear(&mut self, told: Told<'_>) {
        let Told { story, weighed, .. } = told;
        self.best.clear();
        self.best.resize(story.groups().len(), Evidence::default());
        for (at, link) in story.links().iter().enumerate() {
            if let (Role::Origin { group, .. }, Weighed::Origin(evidence), true) =
                (&link.role, weighed[at], self.net.sure[at])
            {
                let best = &mut self.best[*group as usize];
                best.supports = best.supports.max(evidence.supports);
                best.denies = best.denies.max(evidence.denies);
            }
        }
        self.net.base = self
            .best
            .iter()
            .fold(Evidence::default(), |sum, best| sum.fuse(*best));
        self.members.clear();
        for (at, link) in story.links().iter().enumerate() {
            let (Role::Origin { group, .. }, Weighed::Origin(evidence)) = (&link.role, weighed[at]) else {
                continue;
            };
            let node = self.node_of[at];
            if node == NONE {
                continue;
            }
            let best = self.best[*group as usize];
            for (denies, more) in [
                (false, evidence.supports - best.supports),
                (true, evidence.denies - best.denies),
            ] {
                if more > 0.0 {
                    self.members.push((*group, denies, more, node));
                }
            }
        }
        self.members.sort_by(|a, b| {
            (a.0, a.1)
                .cmp(&(b.0, b.1))
                .then(a.2.total_cmp(&b.2))
                .then(a.3.cmp(&b.3))
        });
        let net = &mut self.net;
        net.witnesses.clear();
        net.amounts.clear();
        net.ends.clear();
        for of_witness in self.members.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            let (first_amount, first_end) = (net.amounts.len() as u32, net.ends.len() as u32);
            for &(_, _, more, node) in of_witness {
                if net.amounts[first_amount as usize..].last() != Some(&more) {
                    net.amounts.push(more);
                }
                net.ends.push(node);
                if let Node::End { witness, .. } = &mut net.nodes[node as usize] {
                    *witness = Some(Part {
                        witness: net.witnesses.len() as u32,
                        rank: net.amounts.len() as u32 - 1 - first_amount,
                    });
                }
            }
            net.witnesses.push(Witness {
                amounts: (first_amount, net.amounts.len() as u32),
                ends: (first_end, net.ends.len() as u32),
                denies: of_witness[0].1,
            });
        }
    }
}

/// Adds the nodes that a link leads to, apart from those that need nobody to reach them.
fn leads_to(told: Told<'_>, node_of: &[u32], entry: &[bool], at: usize, targets: &mut Vec<u32>) {
    targets.extend(
        told.cites(at)
            .filter(|&cited| node_of[cited] != NONE && !entry[cited])
            .map(|cited| node_of[cited]),
    );
}

impl Owner {
    /// Ends the range of the draw in which all that was listed so far works.
    fn end_level(&mut self, probability: f64) {
        self.levels.push(Level {
            channels: self.channels.len() as u32,
            entries: self.entries.len() as u32,
            probability,
        });
    }

    fn enter(&mut self, node: u32) {
        if !self.entries.contains(&node) {
            self.entries.push(node);
        }
    }

    /// Drops those entries from `start` on that are among the ones before.
    fn keep_new(&mut self, start: usize) {
        let mut kept = start;
        for at in start..self.entries.len() {
            let node = self.entries[at];
            if !self.entries[..kept].contains(&node) {
                self.entries[kept] = node;
                kept += 1;
            }
        }
        self.entries.truncate(kept);
    }
}
