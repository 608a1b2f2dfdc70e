//! Which links of a story are open.
//!
//! What is reached in any case is settled here. Links that lead from nothing held or to no open origin are pruned, and so
//! are citations of what is reached anyway: a repost of a held link thereby drops out. Channels of one owner share a draw,
//! so that one that is cited by a more probable one of the same owner needs nobody else to reach it.

use crate::chain::{Role, Story};

use super::super::weigh::Weighed;

/// The open links of one story after the other, found in the same memory.
#[derive(Default)]
pub struct Open {
    /// The links that are reached whatever works.
    pub sure: Vec<bool>,
    /// These, and the channels that are reached whenever they work.
    pub entry: Vec<bool>,
    /// The links that are open or lead to what is, those who cite before what they cite as far as there are no loops.
    pub line: Vec<u32>,
    /// Whether there are loops.
    pub has_loops: bool,
    reached: Vec<bool>,
    leads: Vec<bool>,
    back: Vec<u32>,
    back_start: Vec<u32>,
    stack: Vec<u32>,
    visits: Vec<Visit>,
    path: Vec<(u32, u32)>,
}

/// A story with the numbers of its links, without those that were taken out.
#[derive(Clone, Copy)]
pub struct Told<'s> {
    /// The story.
    pub story: &'s Story,
    /// What the table says of its links.
    pub weighed: &'s [Weighed],
    /// The links that were taken out; empty, or as long as the story.
    pub gone: &'s [bool],
}

impl Told<'_> {
    /// How many links there are.
    pub fn len(&self) -> usize {
        self.weighed.len()
    }

    /// Whether a link is there and was not taken back.
    pub fn is_alive(&self, at: usize) -> bool {
        !self.story.links()[at].withdrawn && !self.gone.get(at).copied().unwrap_or(false)
    }

    /// Whether a link passes on whatever it is reached by.
    pub fn always_works(&self, at: usize) -> bool {
        match self.weighed[at] {
            Weighed::Channel(works) => works >= 1.0,
            Weighed::Claim => true,
            Weighed::Origin(_) => false,
        }
    }

    /// Whether a link can pass on anything.
    pub fn can_work(&self, at: usize) -> bool {
        match self.weighed[at] {
            Weighed::Channel(works) => works > 0.0,
            Weighed::Claim => true,
            Weighed::Origin(_) => false,
        }
    }

    /// Whether a link is a report that cites nothing.
    pub fn is_bare(&self, at: usize) -> bool {
        matches!(self.weighed[at], Weighed::Channel(_)) && self.story.cites(at).is_empty()
    }

    /// The links that a link cites.
    pub fn cites(&self, at: usize) -> impl Iterator<Item = usize> {
        self.story.cites(at).iter().map(|&cited| cited as usize)
    }

    /// The owner of a channel and the probability that the channel works.
    pub fn channel(&self, at: usize) -> Option<(u32, f64)> {
        match (&self.story.links()[at].role, self.weighed[at]) {
            (Role::Channel { owner, .. }, Weighed::Channel(works)) => Some((*owner, works)),
            _ => None,
        }
    }
}

/// How far a walk in depth has come with a link.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Visit {
    Ahead,
    Underway,
    Done,
}

impl Open {
    /// Finds what is open.
    pub fn find(&mut self, told: Told<'_>) {
        self.settle(told);
        self.reach(told);
        self.enter(told);
        self.turn_round(told);
        self.mark_leading(told);
        self.line_up(told);
    }

    /// Finds what is reached whatever works.
    fn settle(&mut self, told: Told<'_>) {
        let sure = &mut self.sure;
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
        self.reached.clone_from(&self.sure);
        self.stack.clear();
        self.stack.extend(
            (0..)
                .zip(&self.sure)
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
        self.entry.clone_from(&self.sure);
        self.stack.clear();
        self.stack.extend(
            (0..)
                .zip(&self.sure)
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
        let start = &mut self.back_start;
        start.clear();
        start.resize(told.len() + 2, 0);
        for at in 0..told.len() {
            if self.reached[at] && told.can_work(at) {
                told.cites(at).for_each(|cited| start[cited + 2] += 1);
            }
        }
        for at in 1..told.len() + 2 {
            start[at] += start[at - 1];
        }
        self.back.clear();
        self.back.resize(start[told.len() + 1] as usize, 0);
        // While they are filled in, each start moves on to the start of the next.
        for at in 0..told.len() {
            if self.reached[at] && told.can_work(at) {
                for cited in told.cites(at) {
                    self.back[start[cited + 1] as usize] = at as u32;
                    start[cited + 1] += 1;
                }
            }
        }
    }

    /// Who cites a link.
    pub fn citing(&self, at: usize) -> &[u32] {
        &self.back[self.back_start[at] as usize..self.back_start[at + 1] as usize]
    }

    /// Marks the links that are open themselves or lead to an open end.
    fn mark_leading(&mut self, told: Told<'_>) {
        self.leads.clear();
        self.leads.resize(told.len(), false);
        self.stack.clear();
        for at in 0..told.len() {
            let sure = self.sure[at];
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
                let is_settled = self.sure[citing as usize] && told.always_works(citing as usize);
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
        self.has_loops = false;
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
                    Visit::Underway => self.has_loops = true,
                    Visit::Done => {}
                }
            }
        }
        self.line.reverse();
        self.visits = visits;
    }
}
