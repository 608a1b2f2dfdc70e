//! The part of a story that is open: what may or may not be reached, depending on which owners' channels work.
//!
//! What is reached in any case is settled here; links that lead from nothing held or to no open origin are pruned, and so
//! are citations of what is reached anyway. A repost of a held link thereby drops out.

use crate::chain::{Role, Story};

use super::super::opinion::Evidence;
use super::super::weigh::Weighed;

/// A node of the net.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Node {
    /// Passes on if its owner's draw is below this.
    Channel {
        /// The position of its owner among [`Net::owners`].
        owner: u32,
    },
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

/// An owner whose channels matter.
#[derive(Clone, Debug, Default)]
pub struct Owner {
    /// Its channels, the most probable first.
    pub channels: Vec<u32>,
    /// Of each prefix of its channels that can be all that works, none first: how many, and how probable that is.
    pub levels: Vec<(u32, f64)>,
}

/// Members of a group on one side, as far as they are open.
#[derive(Clone, Debug, Default)]
pub struct Witness {
    /// What the members bring beyond what is reached anyway, ascending and all different.
    pub amounts: Vec<f64>,
    /// The ends that bring them.
    pub ends: Vec<u32>,
    /// Whether they deny.
    pub denies: bool,
}

/// The open part of a story.
#[derive(Clone, Debug, Default)]
pub struct Net {
    /// Its nodes.
    pub nodes: Vec<Node>,
    targets: Vec<u32>,
    targets_end: Vec<u32>,
    /// The channels that are reached whatever works.
    pub entries: Vec<u32>,
    /// The owners of its channels.
    pub owners: Vec<Owner>,
    /// The witnesses that may or may not be heard.
    pub witnesses: Vec<Witness>,
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

    /// The largest sum of evidence that can come together.
    pub fn most_evidence(&self) -> f64 {
        let open: f64 = self
            .witnesses
            .iter()
            .filter_map(|witness| witness.amounts.last())
            .sum();
        self.base.supports + self.base.denies + open
    }
}

/// Builds nets, one after the other, in the same memory.
#[derive(Default)]
pub struct NetBuilder {
    net: Net,
    stack: Vec<u32>,
    reached: Vec<bool>,
    node_of: Vec<u32>,
    owner_of: Vec<u32>,
    leads: Vec<bool>,
    back: Vec<u32>,
    back_start: Vec<u32>,
    works: Vec<f64>,
    best: Vec<Evidence>,
    members: Vec<(u32, bool, f64, u32)>,
}

/// Stands for no node.
const NONE: u32 = u32::MAX;

impl NetBuilder {
    /// The net of a story without the links in `gone`. `gone` is empty or as long as the story.
    pub fn build(&mut self, story: &Story, weighed: &[Weighed], gone: &[bool]) -> &Net {
        let is_alive =
            |link: usize| !story.links()[link].withdrawn && !gone.get(link).copied().unwrap_or(false);
        self.settle(story, weighed, &is_alive);
        self.reach(story, weighed, &is_alive);
        self.number(story, weighed);
        self.connect(story, weighed);
        self.own(story, weighed);
        self.hear(story, weighed);
        &self.net
    }

    /// Finds what is reached whatever works.
    fn settle(&mut self, story: &Story, weighed: &[Weighed], is_alive: &impl Fn(usize) -> bool) {
        let sure = &mut self.net.sure;
        sure.clear();
        sure.resize(story.links().len(), false);
        self.stack.clear();
        for (at, link) in story.links().iter().enumerate() {
            if link.held && is_alive(at) {
                sure[at] = true;
                self.stack.push(at as u32);
            }
        }
        while let Some(at) = self.stack.pop() {
            if always_works(weighed[at as usize]) {
                for &cited in story.cites(at as usize) {
                    if !sure[cited as usize] && is_alive(cited as usize) {
                        sure[cited as usize] = true;
                        self.stack.push(cited);
                    }
                }
            }
        }
    }

    /// Finds what can be reached at all.
    fn reach(&mut self, story: &Story, weighed: &[Weighed], is_alive: &impl Fn(usize) -> bool) {
        self.reached.clone_from(&self.net.sure);
        self.stack.clear();
        self.stack.extend(
            (0..)
                .zip(&self.net.sure)
                .filter(|(_, sure)| **sure)
                .map(|(at, _)| at as u32),
        );
        while let Some(at) = self.stack.pop() {
            if can_work(weighed[at as usize]) {
                for &cited in story.cites(at as usize) {
                    if !self.reached[cited as usize] && is_alive(cited as usize) {
                        self.reached[cited as usize] = true;
                        self.stack.push(cited);
                    }
                }
            }
        }
    }

    /// Numbers the nodes that lead to an open end, in the order of their links.
    fn number(&mut self, story: &Story, weighed: &[Weighed]) {
        self.mark_leading(story, weighed);
        self.node_of.clear();
        self.net.nodes.clear();
        for (at, weighed) in weighed.iter().enumerate() {
            if !self.leads[at] {
                self.node_of.push(NONE);
                continue;
            }
            self.node_of.push(self.net.nodes.len() as u32);
            let end = Node::End {
                link: at as u32,
                witness: None,
            };
            match *weighed {
                Weighed::Channel(probability) if probability < 1.0 => {
                    self.net.nodes.push(Node::Channel { owner: NONE });
                    if is_bare(story, at) {
                        self.net.nodes.push(end);
                    }
                }
                Weighed::Channel(_) if is_bare(story, at) => self.net.nodes.push(end),
                Weighed::Channel(_) | Weighed::Claim => self.net.nodes.push(Node::Claim),
                Weighed::Origin(_) => self.net.nodes.push(end),
            }
        }
    }

    /// Lists who cites each link: those of one link together.
    fn turn_round(&mut self, story: &Story, weighed: &[Weighed]) {
        let links = weighed.len();
        let citing = || {
            (0..links)
                .filter(|&at| self.reached[at] && can_work(weighed[at]))
                .flat_map(|at| {
                    story
                        .cites(at)
                        .iter()
                        .map(move |&cited| (at as u32, cited as usize))
                })
        };
        let start = &mut self.back_start;
        start.clear();
        start.resize(links + 2, 0);
        for (_, cited) in citing() {
            start[cited + 2] += 1;
        }
        for at in 1..links + 2 {
            start[at] += start[at - 1];
        }
        self.back.clear();
        self.back.resize(start[links + 1] as usize, 0);
        // While they are filled in, each start moves on to the start of the next.
        for (at, cited) in citing() {
            self.back[start[cited + 1] as usize] = at;
            start[cited + 1] += 1;
        }
    }

    /// Marks the links that are open themselves or lead to an open end.
    fn mark_leading(&mut self, story: &Story, weighed: &[Weighed]) {
        self.turn_round(story, weighed);
        self.leads.clear();
        self.leads.resize(weighed.len(), false);
        self.stack.clear();
        for (at, weighed) in weighed.iter().enumerate() {
            let sure = self.net.sure[at];
            let is_open_end = match *weighed {
                Weighed::Origin(_) => !sure,
                Weighed::Channel(probability) => {
                    is_bare(story, at) && probability > 0.0 && !(sure && always_works(*weighed))
                }
                Weighed::Claim => false,
            };
            if is_open_end && self.reached[at] {
                self.leads[at] = true;
                self.stack.push(at as u32);
            }
        }
        while let Some(at) = self.stack.pop() {
            // Who cites what is reached anyway adds nothing by that.
            if self.net.sure[at as usize] {
                continue;
            }
            let range = self.back_start[at as usize] as usize..self.back_start[at as usize + 1] as usize;
            for &citing in &self.back[range] {
                let is_settled = self.net.sure[citing as usize] && always_works(weighed[citing as usize]);
                if !self.leads[citing as usize] && !is_settled {
                    self.leads[citing as usize] = true;
                    self.stack.push(citing);
                }
            }
        }
    }

    /// Lists where the nodes lead, and which channels are reached whatever works.
    fn connect(&mut self, story: &Story, weighed: &[Weighed]) {
        let net = &mut self.net;
        net.targets.clear();
        net.targets_end.clear();
        net.entries.clear();
        for (at, weighed) in weighed.iter().enumerate() {
            let node = self.node_of[at];
            if node == NONE {
                continue;
            }
            if net.sure[at] && !always_works(*weighed) {
                net.entries.push(node);
            }
            for &cited in story.cites(at) {
                let target = self.node_of[cited as usize];
                if target != NONE && !net.sure[cited as usize] {
                    net.targets.push(target);
                }
            }
            // A report that cites nothing leads to an end of its own.
            if is_bare(story, at) && matches!(net.nodes[node as usize], Node::Channel { .. }) {
                net.targets.push(node + 1);
                net.targets_end.push(net.targets.len() as u32);
            }
            net.targets_end.push(net.targets.len() as u32);
        }
    }

    /// Groups the channels by their owners.
    fn own(&mut self, story: &Story, weighed: &[Weighed]) {
        let net = &mut self.net;
        self.owner_of.clear();
        self.owner_of.resize(story.owners().len(), NONE);
        for owner in &mut net.owners {
            owner.channels.clear();
            owner.levels.clear();
        }
        let mut owners = 0;
        self.works.clear();
        self.works.resize(net.nodes.len(), 0.0);
        for (at, link) in story.links().iter().enumerate() {
            let node = self.node_of[at];
            let (Role::Channel { owner, .. }, Weighed::Channel(probability)) = (&link.role, weighed[at])
            else {
                continue;
            };
            if node == NONE || !matches!(net.nodes[node as usize], Node::Channel { .. }) {
                continue;
            }
            let number = &mut self.owner_of[*owner as usize];
            if *number == NONE {
                *number = owners;
                owners += 1;
                if net.owners.len() < owners as usize {
                    net.owners.push(Owner::default());
                }
            }
            net.nodes[node as usize] = Node::Channel { owner: *number };
            net.owners[*number as usize].channels.push(node);
            self.works[node as usize] = probability;
        }
        net.owners.truncate(owners as usize);
        let works = &self.works;
        for owner in &mut net.owners {
            owner
                .channels
                .sort_by(|&a, &b| works[b as usize].total_cmp(&works[a as usize]));
            let mut above = 1.0;
            for (count, &channel) in (0..).zip(&owner.channels) {
                let here = works[channel as usize];
                if here < above {
                    owner.levels.push((count, above - here));
                    above = here;
                }
            }
            owner.levels.push((owner.channels.len() as u32, above));
        }
    }

    /// Sets what is brought in any case, and lets every open end that could add to it do so.
    fn hear(&mut self, story: &Story, weighed: &[Weighed]) {
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
        self.net.witnesses.clear();
        let mut before = None;
        for &(group, denies, more, node) in &self.members {
            if before != Some((group, denies)) {
                self.net.witnesses.push(Witness {
                    denies,
                    ..Witness::default()
                });
                before = Some((group, denies));
            }
            let number = self.net.witnesses.len() as u32 - 1;
            let Witness { amounts, ends, .. } = &mut self.net.witnesses[number as usize];
            ends.push(node);
            if amounts.last() != Some(&more) {
                amounts.push(more);
            }
            if let Node::End { witness, .. } = &mut self.net.nodes[node as usize] {
                *witness = Some(Part {
                    witness: number,
                    rank: amounts.len() as u32 - 1,
                });
            }
        }
    }
}

/// Whether a link is a report that cites nothing.
fn is_bare(story: &Story, at: usize) -> bool {
    matches!(story.links()[at].role, Role::Channel { .. }) && story.cites(at).is_empty()
}

fn always_works(weighed: Weighed) -> bool {
    match weighed {
        Weighed::Channel(probability) => probability >= 1.0,
        Weighed::Claim => true,
        Weighed::Origin(_) => false,
    }
}

fn can_work(weighed: Weighed) -> bool {
    match weighed {
        Weighed::Channel(probability) => probability > 0.0,
        Weighed::Claim => true,
        Weighed::Origin(_) => false,
    }
}
