//! How many independent ways lead from what is held to those who know.
//!
//! The number is the maximum flow from the held links to the groups of the origins that count, with capacity one on every
//! owner, every claim link and every group (Menger's theorem; augmenting paths after Ford and Fulkerson, 1956). All links
//! of one owner are merged into one node, so that it is an upper bound of owner-disjoint ways.
//!
//! What a held repost shows of held links is no way: each of those is where a way begins. So a repost of what is held is
//! on no way, and a denial that it cites besides makes it none.

use super::story::{Role, Story, StoryLink};

/// Counts independent origins, one story after the other, in the same memory.
#[derive(Default)]
pub struct Independence {
    relevant: Vec<bool>,
    leads: Vec<bool>,
    stack: Vec<u32>,
    network: Network,
}

/// Independent origins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Independent {
    /// If all unnamed people who may be the same are the same.
    pub established: u32,
    /// If they are all different.
    pub possible: u32,
}

impl Independence {
    /// How many independent origins the story has. `counts` says of each link whether it is an origin that counts,
    /// `gone` which links are left out of the story; it is empty or as long as the story.
    pub fn count(&mut self, story: &Story, counts: &[bool], gone: &[bool]) -> Independent {
        let groups = Groups::of(story, counts);
        if groups == Groups::None {
            return Independent::default();
        }
        // An origin counts only if it is reached, so one group is one way.
        if groups == Groups::One {
            return Independent {
                established: 1,
                possible: 1,
            };
        }
        self.find_relevant(story, counts, gone);
        let established = self.flow(story, counts, false);
        let unnamed = |link: &StoryLink| matches!(link.role, Role::Origin { unnamed: true, .. });
        let may_be_more = story
            .links()
            .iter()
            .zip(counts)
            .any(|(link, counts)| *counts && unnamed(link));
        Independent {
            established,
            possible: if may_be_more {
                self.flow(story, counts, true)
            } else {
                established
            },
        }
    }

    /// Finds the links that lie on a way from a held link to an origin that counts.
    fn find_relevant(&mut self, story: &Story, counts: &[bool], gone: &[bool]) {
        let links = story.links();
        let is_left_out = |at: usize| links[at].withdrawn || gone.get(at).copied().unwrap_or(false);
        self.relevant.clear();
        self.relevant.resize(links.len(), false);
        self.stack.clear();
        for (at, link) in links.iter().enumerate() {
            if link.held && !is_left_out(at) {
                self.relevant[at] = true;
                self.stack.push(at as u32);
            }
        }
        while let Some(at) = self.stack.pop() {
            for &cited in story.cites(at as usize) {
                if !self.relevant[cited as usize] && !is_left_out(cited as usize) {
                    self.relevant[cited as usize] = true;
                    self.stack.push(cited);
                }
            }
        }
        self.leads.clear();
        self.leads.extend_from_slice(counts);
        // What leads to an origin is found from there backwards, as often as that finds more.
        loop {
            let mut changed = false;
            for at in (0..links.len()).rev() {
                if self.relevant[at]
                    && !self.leads[at]
                    && story
                        .cites(at)
                        .iter()
                        .any(|&cited| self.leads[cited as usize] && !repeats(story, at, cited as usize))
                {
                    self.leads[at] = true;
                    changed = true;
                }
            }
            if !changed {
                break;
            }
        }
        for (relevant, leads) in self.relevant.iter_mut().zip(&self.leads) {
            *relevant &= *leads;
        }
    }

    fn flow(&mut self, story: &Story, counts: &[bool], unnamed_apart: bool) -> u32 {
        let links = story.links();
        let owners = story.owners().len();
        let groups = story.groups().len();
        // Owners first, then groups, then a node for each claim link and each unnamed origin by itself.
        let node = |at: usize| match links[at].role {
            Role::Channel { owner, .. } => owner as usize,
            Role::Origin { unnamed: true, .. } if unnamed_apart => owners + groups + at,
            Role::Origin { group, .. } => owners + group as usize,
            Role::Claim => owners + groups + at,
        };
        self.network.reset(owners + groups + links.len());
        for (at, link) in links.iter().enumerate() {
            if !self.relevant[at] {
                continue;
            }
            if link.held {
                self.network.lead(Network::SOURCE, Network::into(node(at)));
            }
            if counts[at] {
                self.network.lead(Network::out_of(node(at)), Network::SINK);
            }
            for &cited in story.cites(at) {
                let cited = cited as usize;
                if self.relevant[cited] && node(cited) != node(at) {
                    self.network
                        .lead(Network::out_of(node(at)), Network::into(node(cited)));
                }
            }
        }
        self.network.flow()
    }
}

/// How many groups count.
#[derive(PartialEq, Eq)]
enum Groups {
    None,
    One,
    Several,
}

impl Groups {
    /// Unnamed origins are taken apart here, as where they are counted as possibly different.
    fn of(story: &Story, counts: &[bool]) -> Self {
        let mut first = None;
        for (link, _) in story.links().iter().zip(counts).filter(|(_, counts)| **counts) {
            let Role::Origin { group, unnamed, .. } = link.role else {
                continue;
            };
            match first {
                None => first = Some(group),
                Some(first) if first == group && !unnamed => {}
                Some(_) => return Self::Several,
            }
        }
        match first {
            None => Self::None,
            Some(_) => Self::One,
        }
    }
}

/// Whether a link repeats one that it cites, while both are held, be it in a claim below.
fn repeats(story: &Story, at: usize, cited: usize) -> bool {
    let link = &story.links()[at];
    let copies = matches!(link.role, Role::Channel { copies: true, .. });
    copies && link.held_there && story.links()[cited].held_there
}

/// A flow network in which every node has an entrance and an exit and lets one unit through.
#[derive(Default)]
struct Network {
    /// The first arc of each entrance and exit.
    first: Vec<u32>,
    /// (where it leads, whether it is free, the next arc from the same place); the arc back is the one beside it.
    arcs: Vec<(u32, bool, u32)>,
    seen: Vec<u32>,
    round: u32,
    stack: Vec<(u32, u32)>,
}

const NO_ARC: u32 = u32::MAX;

impl Network {
    const SOURCE: u32 = 0;
    const SINK: u32 = 1;

    const fn into(node: usize) -> u32 {
        2 + 2 * node as u32
    }

    const fn out_of(node: usize) -> u32 {
        3 + 2 * node as u32
    }

    fn reset(&mut self, nodes: usize) {
        self.first.clear();
        self.first.resize(2 + 2 * nodes, NO_ARC);
        self.seen.clear();
        self.seen.resize(2 + 2 * nodes, 0);
        self.round = 0;
        self.arcs.clear();
    }

    fn arc(&mut self, from: u32, to: u32, free: bool) {
        self.arcs.push((to, free, self.first[from as usize]));
        self.first[from as usize] = self.arcs.len() as u32 - 1;
    }

    /// Lets one unit lead from one place to another; the nodes on both sides let one unit through.
    fn lead(&mut self, from: u32, to: u32) {
        for place in [from, to] {
            // The first arc of a node's entrance is the one through the node.
            let entrance = place & !1;
            if place > Self::SINK && self.first[entrance as usize] == NO_ARC {
                self.arc(entrance, entrance + 1, true);
                self.arc(entrance + 1, entrance, false);
            }
        }
        self.arc(from, to, true);
        self.arc(to, from, false);
    }

    fn flow(&mut self) -> u32 {
        let mut flow = 0;
        while self.augment() {
            flow += 1;
        }
        flow
    }

    /// Finds one more way from the source to the sink and takes it.
    fn augment(&mut self) -> bool {
        self.round += 1;
        self.seen[Self::SOURCE as usize] = self.round;
        self.stack.clear();
        self.stack.push((Self::SOURCE, self.first[Self::SOURCE as usize]));
        while let Some((place, arc)) = self.stack.last_mut() {
            if *place == Self::SINK {
                self.take();
                return true;
            }
            let Some(&(to, free, next)) = self.arcs.get(*arc as usize) else {
                self.stack.pop();
                if let Some((_, arc)) = self.stack.last_mut() {
                    *arc = self.arcs[*arc as usize].2;
                }
                continue;
            };
            if free && self.seen[to as usize] != self.round {
                self.seen[to as usize] = self.round;
                self.stack.push((to, self.first[to as usize]));
            } else {
                *arc = next;
            }
        }
        false
    }

    /// Turns the arcs of the way that was found.
    fn take(&mut self) {
        let (_, way) = self.stack.split_last().unwrap_or((&(0, 0), &[]));
        for &(_, arc) in way {
            self.arcs[arc as usize].1 = false;
            self.arcs[(arc ^ 1) as usize].1 = true;
        }
    }
}
