//! The smallest set of owners and groups without which no supporting origin is left.
//!
//! That is a smallest set of labels that hits every way from a held link to a supporting origin. It is found by going
//! from one way that is left to the next: one of its labels must be in the set.

use super::story::{Role, Story};

/// An owner of channels or a group of origins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Label {
    /// The owner with this number in the story.
    Owner(u32),
    /// The group with this number in the story.
    Group(u32),
}

/// The largest set that is looked for. Whatever takes more owners and groups than that away has no weakest point.
pub const MOST_WEAK: usize = 4;

/// The most ways that are looked at for one story: enough for four labels on ways of eight.
const MOST_WAYS: usize = 8_192;

/// The smallest set of at most [`MOST_WEAK`] labels without which none of `supporting` is reached, in ascending order;
/// of several sets the first. `None` where there is no such set or it takes too long to find; empty where none of
/// `supporting` is reached at all.
pub fn weakest(story: &Story, supporting: &[bool]) -> Option<Vec<Label>> {
    let mut search = Search {
        story,
        supporting,
        removed: Vec::new(),
        ways: 0,
    };
    (0..=MOST_WEAK)
        .find_map(|size| search.hits_all(size))
        .map(|mut labels| {
            labels.sort_unstable();
            labels
        })
}

struct Search<'s> {
    story: &'s Story,
    supporting: &'s [bool],
    removed: Vec<Label>,
    ways: usize,
}

impl Search<'_> {
    /// A set of `size` more labels that leaves no way.
    fn hits_all(&mut self, size: usize) -> Option<Vec<Label>> {
        self.ways += 1;
        if self.ways > MOST_WAYS {
            return None;
        }
        let Some(mut labels) = self.way() else {
            return Some(self.removed.clone());
        };
        if size == 0 {
            return None;
        }
        labels.sort_unstable();
        labels.dedup();
        for label in labels {
            self.removed.push(label);
            let found = self.hits_all(size - 1);
            self.removed.pop();
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// The labels on a shortest way that is left.
    fn way(&self) -> Option<Vec<Label>> {
        let links = self.story.links();
        let is_left = |at: usize| {
            !links[at].withdrawn && self.label(at).is_none_or(|label| !self.removed.contains(&label))
        };
        let mut before = vec![u32::MAX; links.len()];
        let mut queue: Vec<usize> = Vec::new();
        for at in (0..links.len()).filter(|&at| links[at].held && is_left(at)) {
            before[at] = at as u32;
            queue.push(at);
        }
        let mut next = 0;
        while let Some(&at) = queue.get(next) {
            next += 1;
            if self.supporting[at] {
                return Some(self.labels_up(at, &before));
            }
            for &cited in self.story.cites(at) {
                let cited = cited as usize;
                if before[cited] == u32::MAX && is_left(cited) {
                    before[cited] = at as u32;
                    queue.push(cited);
                }
            }
        }
        None
    }

    fn labels_up(&self, from: usize, before: &[u32]) -> Vec<Label> {
        let mut labels = Vec::new();
        let mut at = from;
        loop {
            labels.extend(self.label(at));
            let up = before[at] as usize;
            if up == at {
                return labels;
            }
            at = up;
        }
    }

    fn label(&self, at: usize) -> Option<Label> {
        match self.story.links()[at].role {
            Role::Channel { owner, .. } => Some(Label::Owner(owner)),
            Role::Origin { group, .. } => Some(Label::Group(group)),
            Role::Claim => None,
        }
    }
}
