//! From a story to its open part.
//!
//! What is reached in any case is settled here. Links that lead from nothing held or to no open origin are pruned, and so
//! are citations of what is reached anyway: a repost of a held link thereby drops out. Channels of one owner share a draw,
//! so that one that is cited by a more probable one of the same owner needs nobody else to reach it.

use crate::chain::{Role, Story};

use super::super::opinion::Evidence;
use super::super::weigh::Weighed;
use super::net::{Level, Net, Node, Owner, Part, Witness};

/// Builds nets, one after the other, in the same memory.
#[derive(Default)]
pub struct NetBuilder {
    net: Net,
    stack: Vec<u32>,
    reached: Vec<bool>,
    /// Channels that are reached whenever they work.
    entry: Vec<bool>,
    leads: Vec<bool>,
    back: Vec<u32>,
    back_start: Vec<u32>,
    visits: Vec<Visit>,
    path: Vec<(u32, u32)>,
    line: Vec<u32>,
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

/// How far a walk in depth has come with a link.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Visit {
    Ahead,
    Underway,
    Done,
}

/// Stands for no node.
const NONE: u32 = u32::MAX;

/// A story with the numbers of its links, without those that were taken out.
#[derive(Clone, Copy)]
struct Told<'s> {
    story: &'s Story,
    weighed: &'s [Weighed],
    gone: &'s [bool],
}

impl Told<'_> {
    fn len(&self) -> usize {
        self.weighed.len()
    }

    fn is_alive(&self, at: usize) -> bool {
        !self.story.links()[at].withdrawn && !self.gone.get(at).copied().unwrap_or(false)
    }

    fn always_works(&self, at: usize) -> bool {
        match self.weighed[at] {
            Weighed::Channel(works) => works >= 1.0,
            Weighed::Claim => true,
            Weighed::Origin(_) => false,
        }
    }

    fn can_work(&self, at: usize) -> bool {
        match self.weighed[at] {
            Weighed::Channel(works) => works > 0.0,
            Weighed::Claim => true,
            Weighed::Origin(_) => false,
        }
    }

    /// Whether a link is a report that cites nothing.
    fn is_bare(&self, at: usize) -> bool {
        matches!(self.weighed[at], Weighed::Channel(_)) && self.story.cites(at).is_empty()
    }

    fn cites(&self, at: usize) -> impl Iterator<Item = usize> {
        self.story.cites(at).iter().map(|&cited| cited as usize)
    }

    /// The owner of a channel and the probability that the channel works.
    fn channel(&self, at: usize) -> Option<(u32, f64)> {
        match (&self.story.links()[at].role, self.weighed[at]) {
            (Role::Channel { owner, .. }, Weighed::Channel(works)) => Some((*owner, works)),
            _ => None,
        }
    }
}

impl NetBuilder {
    /// The net of a story without the links in `gone`. `gone` is empty or as long as the story.
    pub fn build(&mut self, story: &Story, weighed: &[Weighed], gone: &[bool]) -> &Net {
        let told = Told { story, weighed, gone };
        self.settle(told);
        self.reach(told);
        self.enter(told);
        self.turn_round(told);
        self.mark_leading(told);
        self.line_up(told);
        self.number(told);
        self.connect(told);
        self.connect_back();
        self.own(told);
        self.hear(told);
        &self.net
    }

    /// Finds what is reached whatever works.
    fn settle(&mut self, told: Told<'_>) {
        let sure = &mut self.net.sure;
        sure.clear();
        sure.resize(told.len(), false);
        self.stack.clear();
        for (at, link) in told.story.links().iter().enumerate() {
            if link.held && told.is_alive(at) {
                sure[at] = true;
                self.stack.push(at as u32);
            }
        }
        while let Some(at) = self.stack.pop() {
            if told.always_works(at as usize) {
                for cited in told.cites(at as usize) {
                    if !sure[cited] && told.is_alive(cited) {
                        sure[cited] = true;
                        self.stack.push(cited as u32);
                    }
                }
            }
        }
    }

    /// Finds what can be reached at all.
    fn reach(&mut self, told: Told<'_>) {
        self.reached.clone_from(&self.net.sure);
        self.stack.clear();
        self.stack.extend(
            (0..)
                .zip(&self.net.sure)
                .filter(|(_, sure)| **sure)
                .map(|(at, _)| at as u32),
        );
        while let Some(at) = self.stack.pop() {
            if told.can_work(at as usize) {
                for cited in told.cites(at as usize) {
                    if !self.reached[cited] && told.is_alive(cited) {
                        self.reached[cited] = true;
                        self.stack.push(cited as u32);
                    }
                }
            }
        }
    }

    /// Finds the channels that are reached whenever they work: those that are reached anyway, and those that such a one
    /// of the same owner cites that is at least as probable.
    fn enter(&mut self, told: Told<'_>) {
        self.entry.clone_from(&self.net.sure);
        self.stack.clear();
        self.stack.extend(
            (0..)
                .zip(&self.net.sure)
                .filter(|(_, sure)| **sure)
                .map(|(at, _)| at as u32),
        );
        while let Some(at) = self.stack.pop() {
            let Some((owner, works)) = told.channel(at as usize) else {
                continue;
            };
            for cited in told.cites(at as usize) {
                let is_carried = told
                    .channel(cited)
                    .is_some_and(|(cited_owner, less)| cited_owner == owner && less <= works);
                if is_carried && !self.entry[cited] && told.is_alive(cited) {
                    self.entry[cited] = true;
                    self.stack.push(cited as u32);
                }
            }
        }
    }

    /// Lists who cites each link: those of one link together.
    fn turn_round(&mut self, told: Told<'_>) {
        let reached = &self.reached;
        let citing = || {
            (0..told.len())
                .filter(|&at| reached[at] && told.can_work(at))
                .flat_map(move |at| {
                    told.story
                        .cites(at)
                        .iter()
                        .map(move |&cited| (at as u32, cited as usize))
                })
        };
        let start = &mut self.back_start;
        start.clear();
        start.resize(told.len() + 2, 0);
        for (_, cited) in citing() {
            start[cited + 2] += 1;
        }
        for at in 1..told.len() + 2 {
            start[at] += start[at - 1];
        }
        self.back.clear();
        self.back.resize(start[told.len() + 1] as usize, 0);
        // While they are filled in, each start moves on to the start of the next.
        for (at, cited) in citing() {
            self.back[start[cited + 1] as usize] = at;
            start[cited + 1] += 1;
        }
    }

    fn citing(&self, at: usize) -> &[u32] {
        &self.back[self.back_start[at] as usize..self.back_start[at + 1] as usize]
    }

    /// Marks the links that are open themselves or lead to an open end.
    fn mark_leading(&mut self, told: Told<'_>) {
        self.leads.clear();
        self.leads.resize(told.len(), false);
        self.stack.clear();
        for at in 0..told.len() {
            let sure = self.net.sure[at];
            let is_open_end = match told.weighed[at] {
                Weighed::Origin(_) => !sure,
                Weighed::Channel(works) => told.is_bare(at) && works > 0.0 && !(sure && works >= 1.0),
                Weighed::Claim => false,
            };
            if is_open_end && self.reached[at] {
                self.leads[at] = true;
                self.stack.push(at as u32);
            }
        }
        while let Some(at) = self.stack.pop() {
            // Who cites what needs no citation adds nothing by that.
            if self.entry[at as usize] {
                continue;
            }
            for index in self.back_start[at as usize]..self.back_start[at as usize + 1] {
                let citing = self.back[index as usize];
                let is_settled = self.net.sure[citing as usize] && told.always_works(citing as usize);
                if !self.leads[citing as usize] && !is_settled {
                    self.leads[citing as usize] = true;
                    self.stack.push(citing);
                }
            }
        }
    }

    /// Puts what is open into an order in which those who cite stand before what they cite, as far as there are no
    /// loops: the order in which a walk in depth leaves them, backwards.
    fn line_up(&mut self, told: Told<'_>) {
        self.line.clear();
        self.net.has_loops = false;
        let mut visits = std::mem::take(&mut self.visits);
        visits.clear();
        visits.resize(told.len(), Visit::Ahead);
        for start in (0..told.len()).rev() {
            if !self.leads[start] || visits[start] != Visit::Ahead {
                continue;
            }
            visits[start] = Visit::Underway;
            self.path.push((start as u32, 0));
            while let Some((at, next)) = self.path.last_mut() {
                let (at, cites) = (*at as usize, told.story.cites(*at as usize));
                let Some(&cited) = cites.get(*next as usize) else {
                    visits[at] = Visit::Done;
                    self.line.push(at as u32);
                    self.path.pop();
                    continue;
                };
                *next += 1;
                let cited = cited as usize;
                if !self.leads[cited] || self.entry[cited] {
                    continue;
                }
                match visits[cited] {
                    Visit::Ahead => {
                        visits[cited] = Visit::Underway;
                        self.path.push((cited as u32, 0));
                    }
                    Visit::Underway => self.net.has_loops = true,
                    Visit::Done => {}
                }
            }
        }
        self.line.reverse();
        self.visits = visits;
    }

    /// Numbers what is open, and lists the channels that lead there.
    fn number(&mut self, told: Told<'_>) {
        self.node_of.clear();
        self.node_of.resize(told.len(), NONE);
        self.net.nodes.clear();
        self.channels.clear();
        for index in 0..self.line.len() {
            let at = self.line[index] as usize;
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
                if !self.entry[at] {
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
        works >= 1.0 || (!self.entry[at] && self.citing(at).iter().all(by_less))
    }

    /// Lists where the nodes lead.
    fn connect(&mut self, told: Told<'_>) {
        let net = &mut self.net;
        net.targets.clear();
        net.targets_end.clear();
        for &at in &self.line {
            let at = at as usize;
            let node = self.node_of[at];
            if node == NONE || self.entry[at] && told.channel(at).is_some() {
                // The end of an entry that is a report without citations leads nowhere.
                if node != NONE {
                    net.targets_end.push(net.targets.len() as u32);
                }
                continue;
            }
            leads_to(told, &self.node_of, &self.entry, at, &mut net.targets);
            if told.is_bare(at) && net.nodes[node as usize] == Node::Channel {
                net.targets.push(node + 1);
                net.targets_end.push(net.targets.len() as u32);
            }
            net.targets_end.push(net.targets.len() as u32);
        }
    }

    /// Lists which nodes lead to each.
    fn connect_back(&mut self) {
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
                if !self.entry[at] {
                    owner.channels.push(node);
                } else if told.is_bare(at) {
                    owner.enter(node);
                } else {
                    let start = owner.entries.len();
                    leads_to(told, &self.node_of, &self.entry, at, &mut owner.entries);
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
