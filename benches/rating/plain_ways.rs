//! What of a rating is no expectation, in the plainest way: independent origins and the best letter.

use byline::chain::{OriginKind, Role, Story};
use byline::record::{Basis, Reliability};

/// The links on a way from one that is held to an origin that counts, as parties.
pub struct Counted<'s> {
    story: &'s Story,
    counts: &'s [bool],
    on_a_way: Vec<bool>,
}

impl<'s> Counted<'s> {
    /// Of a story in which these origins count.
    pub fn of(story: &'s Story, counts: &'s [bool]) -> Self {
        let links = story.links();
        let mut on_a_way = reachable(story, |at| !links[at].withdrawn);
        let mut leads = counts.to_vec();
        let mut waiting: Vec<usize> = (0..links.len()).filter(|&at| counts[at]).collect();
        let mut citing = vec![Vec::new(); links.len()];
        for at in (0..links.len()).filter(|&at| on_a_way[at]) {
            // What a held repost shows of held links is no way.
            let repeats =
                links[at].held_there && matches!(links[at].role, Role::Channel { copies: true, .. });
            for cited in story.cites(at).iter().map(|&cited| cited as usize) {
                if !(repeats && links[cited].held_there) {
                    citing[cited].push(at);
                }
            }
        }
        while let Some(at) = waiting.pop() {
            for &above in &citing[at] {
                if !leads[above] {
                    leads[above] = true;
                    waiting.push(above);
                }
            }
        }
        for (on_a_way, leads) in on_a_way.iter_mut().zip(leads) {
            *on_a_way &= leads;
        }
        Self {
            story,
            counts,
            on_a_way,
        }
    }
}

/// Which links are reached from those that are held, through those that may be passed.
fn reachable(story: &Story, may_be_passed: impl Fn(usize) -> bool) -> Vec<bool> {
    let links = story.links();
    let mut reached = vec![false; links.len()];
    let mut waiting: Vec<usize> = (0..links.len()).filter(|&at| links[at].held).collect();
    while let Some(at) = waiting.pop() {
        if !reached[at] && may_be_passed(at) {
            reached[at] = true;
            waiting.extend(story.cites(at).iter().map(|&cited| cited as usize));
        }
    }
    reached
}

/// The maximum flow through owners, claim links and groups that let one unit through each: augmenting paths over lists of
/// arcs.
pub fn independent(counted: &Counted<'_>, unnamed_apart: bool) -> u32 {
    let Counted {
        story,
        counts,
        on_a_way,
    } = counted;
    let links = story.links();
    let (owners, groups) = (story.owners().len(), story.groups().len());
    let party = |at: usize| match links[at].role {
        Role::Channel { owner, .. } => owner as usize,
        Role::Origin { group, unnamed, .. } if !(unnamed && unnamed_apart) => owners + group as usize,
        Role::Origin { .. } | Role::Claim => owners + groups + at,
    };
    // Each party is an entrance and an exit; the source and the sink come after them.
    let parties = owners + groups + links.len();
    let (source, sink) = (2 * parties, 2 * parties + 1);
    let mut flow = Flow {
        arcs: vec![Vec::new(); 2 * parties + 2],
        seen: vec![false; 2 * parties + 2],
    };
    for number in 0..parties {
        flow.lead(2 * number, 2 * number + 1);
    }
    for at in (0..links.len()).filter(|&at| on_a_way[at]) {
        if links[at].held {
            flow.lead(source, 2 * party(at));
        }
        if counts[at] {
            flow.lead(2 * party(at) + 1, sink);
        }
        for cited in story.cites(at).iter().map(|&cited| cited as usize) {
            if on_a_way[cited] {
                flow.lead(2 * party(at) + 1, 2 * party(cited));
            }
        }
    }
    let mut units = 0;
    while flow.augment(source, sink) {
        units += 1;
        flow.seen.fill(false);
    }
    units
}

/// Arcs from each place: where each leads, and whether it is free.
struct Flow {
    arcs: Vec<Vec<(usize, bool)>>,
    seen: Vec<bool>,
}

impl Flow {
    fn lead(&mut self, from: usize, to: usize) {
        self.set(from, to, true);
        self.set(to, from, false);
    }

    /// Sets whether an arc is free, and adds it where there is none yet.
    fn set(&mut self, from: usize, to: usize, is_free: bool) {
        match self.arcs[from].iter_mut().find(|arc| arc.0 == to) {
            Some(arc) => arc.1 |= is_free,
            None => self.arcs[from].push((to, is_free)),
        }
    }

    fn augment(&mut self, from: usize, sink: usize) -> bool {
        if from == sink {
            return true;
        }
        self.seen[from] = true;
        for at in 0..self.arcs[from].len() {
            let (to, is_free) = self.arcs[from][at];
            if is_free && !self.seen[to] && self.augment(to, sink) {
                self.arcs[from][at].1 = false;
                self.set(to, from, true);
                return true;
            }
        }
        false
    }
}

/// The best letter such that some way to an origin that counts has none that is weaker; F where there is none.
pub fn best_letter(story: &Story, counts: &[bool]) -> Reliability {
    let links = story.links();
    let letter = |at: usize| match (&links[at].role, links[at].known) {
        (Role::Claim, _) => Reliability::A,
        (Role::Origin { origin, .. }, _) if origin.kind == OriginKind::Anonymous => Reliability::A,
        (_, Some((letter, _))) => letter,
        (Role::Channel { .. }, None) => Reliability::E,
        (Role::Origin { origin, .. }, None) if origin.basis == Basis::Verified => Reliability::A,
        (Role::Origin { .. }, None) => Reliability::F,
    };
    [
        Reliability::A,
        Reliability::B,
        Reliability::C,
        Reliability::D,
        Reliability::E,
    ]
    .into_iter()
    .find(|weakest| {
        let reached = reachable(story, |at| !links[at].withdrawn && letter(at) <= *weakest);
        reached
            .iter()
            .zip(counts)
            .any(|(reached, counts)| *reached && *counts)
    })
    .unwrap_or(Reliability::F)
}
