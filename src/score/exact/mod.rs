//! The exact expectation of the opinion over all states of the channels.
//!
//! [`open`] finds what is open of a story, and [`build`] makes a [`net`] of it. Where every owner stands at one step,
//! [`downstream`] asks them from step to step; else [`order`] decides in which order they are asked, and [`frontier`] asks
//! them. [`reciprocal`] makes 1/z a sum of exponentials where a sum over all outcomes would be too long.

mod build;
mod downstream;
mod frontier;
mod net;
mod open;
mod order;
mod reciprocal;
mod states;

pub use frontier::MAX_STATES;

use thiserror::Error;

use crate::chain::Story;

use super::opinion::{Evidence, Opinion};
use super::table::PRIOR_WEIGHT;
use super::weigh::Weighed;
use build::NetBuilder;
use downstream::Downstream;
use frontier::{Memory, Walk, walk};
use net::{Net, Node};

/// The budget of states did not suffice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error(
    "its outlets and owners are too entangled: more than {MAX_STATES} states of them would have to be told apart; hold \
     those that you have read yourself, or leave out those that only repeat others"
)]
pub struct OverBudget;

/// How many states may still be visited. Looking for the order of dense stories counts as well.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    left: usize,
}

impl Budget {
    /// For one rating.
    pub const fn of_a_rating() -> Self {
        Self { left: MAX_STATES }
    }

    /// For all that is tried with one claim beyond its own rating: without each source, with each offer, without each who
    /// is trusted. These are hundreds of ratings where a claim has hundreds of links, and each alone may take
    /// [`MAX_STATES`], a quarter of a second: together that is minutes for one small record. With twice as many for all of
    /// them, a claim takes no more than three times what its rating alone may take. It is a count and no time, so that the
    /// answer is the same on every machine.
    pub const fn of_attempts() -> Self {
        Self { left: 2 * MAX_STATES }
    }

    /// Whether nothing is left.
    pub const fn is_spent(&self) -> bool {
        self.left == 0
    }
}

/// Up to so many amounts of open evidence every outcome is summed by itself; there are at most 2 to their number. Beyond,
/// the reciprocal is taken apart.
const WHOLE: usize = 8;

/// Computes expectations, one after the other, in the same memory.
#[derive(Default)]
pub struct Expecter {
    nets: NetBuilder,
    order: Vec<u32>,
    walk: Walk,
    downstream: Downstream,
    attribution: Vec<f64>,
}

/// What an expectation comes to.
#[derive(Clone, Copy, Debug)]
pub struct Expectation<'e> {
    /// The opinion.
    pub opinion: Opinion,
    /// How probable it is that each link is reached, if it is an origin, and that it is reached and works, if it is a
    /// report that cites nothing; 0 for all others.
    pub attribution: &'e [f64],
}

impl Expecter {
    /// The expectation over a story without the links in `gone`, which is empty or as long as the story. No more than
    /// [`MAX_STATES`] are visited, and no more than the budget has left.
    ///
    /// # Errors
    ///
    /// [`OverBudget`]
    pub fn over(
        &mut self,
        story: &Story,
        weighed: &[Weighed],
        gone: &[bool],
        budget: &mut Budget,
    ) -> Result<Expectation<'_>, OverBudget> {
        let net = self.nets.build(story, weighed, gone);
        let memory = if net.amounts.len() <= WHOLE {
            Memory::Whole
        } else {
            Memory::Open
        };
        let most = MAX_STATES.min(budget.left);
        let mut ordered = 0;
        let (net, walked) = if memory == Memory::Whole && downstream::suits(net) {
            (net, self.downstream.walk(net, most, &mut self.walk))
        } else {
            let net = self.nets.connect_back();
            ordered = order::put_in_order(net, &mut self.order, most);
            (net, walk(net, &self.order, memory, most, &mut self.walk))
        };
        budget.left = budget.left.saturating_sub(self.walk.visited + ordered);
        walked.map_err(|_| OverBudget)?;
        self.attribution.clear();
        self.attribution
            .extend(net.sure.iter().zip(weighed).map(|(sure, weighed)| match weighed {
                Weighed::Origin(_) if *sure => 1.0,
                Weighed::Channel(probability) if *sure && *probability >= 1.0 => 1.0,
                _ => 0.0,
            }));
        for (node, reached) in net.nodes.iter().zip(&self.walk.reached) {
            if let Node::End { link, .. } = node {
                self.attribution[*link as usize] = reached.min(1.0);
            }
        }
        let opinion = match memory {
            Memory::Whole => sum(&self.walk, net.base),
            Memory::Open => integrate(&self.walk, net),
        };
        Ok(Expectation {
            opinion,
            attribution: &self.attribution,
        })
    }
}

/// The expectation where each last state has one amount of evidence.
fn sum(walk: &Walk, base: Evidence) -> Opinion {
    let (mut belief, mut disbelief) = (0.0, 0.0);
    for &(mass, (supports, denies)) in &walk.last {
        let opinion = base.fuse(Evidence { supports, denies }).opinion();
        belief += mass * opinion.belief;
        disbelief += mass * opinion.disbelief;
    }
    Opinion::new(belief, disbelief)
}

/// How many terms are carried through the states at a time: they fill two vector registers.
const LANES: usize = 8;

/// Of the states of one round, E\[e^(−rate·z)\] and the same times r and times s, by term.
type Carried = [[f64; LANES]; 3];

/// The expectation term by term of the reciprocal.
fn integrate(walk: &Walk, net: &Net) -> Opinion {
    let base = net.base;
    let fixed = base.supports + base.denies + PRIOR_WEIGHT;
    let terms = reciprocal::terms(net.most_evidence() + PRIOR_WEIGHT);
    let mut now: Vec<Carried> = Vec::with_capacity(walk.widest);
    let mut next: Vec<Carried> = Vec::with_capacity(walk.widest);
    let mut falls = vec![[0.0; LANES]; walk.heard.len()];
    let (mut belief, mut disbelief) = (0.0, 0.0);
    for terms in terms.chunks(LANES) {
        for (fall, (supports, denies)) in falls.iter_mut().zip(&walk.heard) {
            for (fall, term) in fall.iter_mut().zip(terms) {
                *fall = (-term.rate * (supports + denies)).exp();
            }
        }
        now.clear();
        now.push([[1.0; LANES], [base.supports; LANES], [base.denies; LANES]]);
        let mut start = 0;
        for &end in &walk.rounds {
            carry(walk, &walk.steps[start..end], &falls, &now, &mut next);
            std::mem::swap(&mut now, &mut next);
            start = end;
        }
        for [_, supports, denies] in &now {
            for (lane, term) in terms.iter().enumerate() {
                let weight = term.weight * (-term.rate * fixed).exp();
                belief += weight * supports[lane];
                disbelief += weight * denies[lane];
            }
        }
    }
    Opinion::new(belief, disbelief)
}

/// Carries the terms of all states over the steps of one round.
fn carry(
    walk: &Walk,
    steps: &[frontier::Step],
    falls: &[[f64; LANES]],
    now: &[Carried],
    next: &mut Vec<Carried>,
) {
    let states = steps.iter().map(|step| step.to + 1).max().unwrap_or(0);
    next.clear();
    next.resize(states as usize, [[0.0; LANES]; 3]);
    for step in steps {
        let [mass, supports, denies] = &now[step.from as usize];
        let (more_support, more_denial) = walk.heard[step.heard as usize];
        let fall = &falls[step.heard as usize];
        let to = &mut next[step.to as usize];
        for lane in 0..LANES {
            let factor = step.probability * fall[lane];
            to[0][lane] += factor * mass[lane];
            to[1][lane] += factor * (more_support * mass[lane] + supports[lane]);
            to[2][lane] += factor * (more_denial * mass[lane] + denies[lane]);
        }
    }
}
