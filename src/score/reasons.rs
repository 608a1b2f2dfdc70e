//! The reasons for a rating that matter most, as facts; `report` puts them into words.

use crate::chain::{Label, NameId, OriginKind, Role, Story, StoryLink, on_ways};
use crate::record::{Interest, Reliability};

use super::explain::weakest_point;
use super::letter::letter_of;
use super::rate::{Rater, Rating, Word};
use super::weigh::Weighed;

/// Why a claim is rated as it is. Links are named by their positions in the story, or otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason<L = u32> {
    /// Nobody is named who knows: only reports that cite nothing.
    NoSource,
    /// No held link leads to an origin that weighs anything.
    NothingCounts,
    /// All support passes through one owner, whose outlets these are; `None` for all outlets that no registry holds.
    PassesThrough(Option<NameId>, Vec<L>),
    /// All support comes from one witness: these links of the story.
    OneWitness(Vec<L>),
    /// These unnamed origins may be the same person.
    MayBeSame(Vec<L>),
    /// All that counts gains if it is believed.
    OnlyInterested,
    /// Nobody who counts is named.
    OnlyUnnamed,
    /// These origins deny it.
    Denied(Vec<L>),
    /// The best way to an origin passes a link of this letter: one of these.
    WeakestLetter(Reliability, Vec<L>),
    /// These outlets of the story are in no registry: how many.
    Unregistered(usize),
    /// So many outlets only repeat what is at hand anyway.
    Repeats(usize),
    /// These claim links lead to claims that may not be relied on.
    ClosedClaims(Vec<L>),
}

impl<L> Reason<L> {
    /// The same with other names for links.
    pub fn named<M>(self, name: impl Fn(L) -> M) -> Reason<M> {
        let all = |links: Vec<L>| links.into_iter().map(&name).collect();
        match self {
            Self::NoSource => Reason::NoSource,
            Self::NothingCounts => Reason::NothingCounts,
            Self::PassesThrough(owner, links) => Reason::PassesThrough(owner, all(links)),
            Self::OneWitness(links) => Reason::OneWitness(all(links)),
            Self::MayBeSame(links) => Reason::MayBeSame(all(links)),
            Self::OnlyInterested => Reason::OnlyInterested,
            Self::OnlyUnnamed => Reason::OnlyUnnamed,
            Self::Denied(links) => Reason::Denied(all(links)),
            Self::WeakestLetter(letter, links) => Reason::WeakestLetter(letter, all(links)),
            Self::Unregistered(count) => Reason::Unregistered(count),
            Self::Repeats(count) => Reason::Repeats(count),
            Self::ClosedClaims(links) => Reason::ClosedClaims(all(links)),
        }
    }
}

/// The reasons, the weightiest first.
pub fn reasons(rater: &Rater<'_>, story: &Story, rating: &Rating) -> Vec<Reason> {
    let links = story.links();
    let which = |is: &dyn Fn(usize) -> bool| -> Vec<u32> {
        (0..links.len())
            .filter(|&at| is(at))
            .map(|at| at as u32)
            .collect()
    };
    let counting = which(&|at| rater.counts()[at]);
    let mut reasons = Vec::new();
    let closed = which(&|at| links[at].role == Role::Claim && story.cites(at).is_empty());
    if !closed.is_empty() {
        reasons.push(Reason::ClosedClaims(closed));
    }
    if counting.is_empty() {
        let has_origin = links.iter().any(|link| matches!(link.role, Role::Origin { .. }));
        reasons.push(if has_origin {
            Reason::NothingCounts
        } else {
            Reason::NoSource
        });
    } else {
        reasons.extend(bottleneck(rater, story, rating, &counting));
        reasons.extend(about_origins(story, &counting));
        if rating.letter > Reliability::C {
            let on_ways = on_ways(story, rater.counts());
            let weakest = which(&|at| on_ways[at] && letter_of(&links[at]) == rating.letter);
            reasons.push(Reason::WeakestLetter(rating.letter, weakest));
        }
    }
    let denying =
        which(&|at| matches!(rater.weighed()[at], Weighed::Origin(evidence) if evidence.denies > 0.0));
    if !denying.is_empty() && rating.disputed {
        reasons.push(Reason::Denied(denying));
    }
    let is_channel = |at: usize| matches!(links[at].role, Role::Channel { .. });
    let unregistered = which(&|at| is_channel(at) && links[at].known.is_none());
    if !unregistered.is_empty() {
        reasons.push(Reason::Unregistered(unregistered.len()));
    }
    let is_held = |&cited: &u32| links[cited as usize].held;
    let repeats = which(&|at| {
        matches!(links[at].role, Role::Channel { copies: true, .. }) && story.cites(at).iter().all(is_held)
    });
    if !repeats.is_empty() {
        reasons.push(Reason::Repeats(repeats.len()));
    }
    reasons
}

/// What everything passes through.
fn bottleneck(rater: &Rater<'_>, story: &Story, rating: &Rating, counting: &[u32]) -> Option<Reason> {
    let weakest = weakest_point(rater, story)?;
    let [only] = weakest.as_slice() else { return None };
    match *only {
        // A single outlet with a single source passes through both; the source is told of by itself.
        Label::Owner(of) => {
            let is_theirs =
                |link: &StoryLink| matches!(link.role, Role::Channel { owner, .. } if owner == of);
            let theirs = (0..).zip(story.links()).filter(|(_, link)| is_theirs(link));
            let theirs = theirs.map(|(at, _)| at).collect();
            Some(Reason::PassesThrough(story.owners()[of as usize], theirs))
        }
        // Of a strong claim of one link it goes without saying.
        Label::Group(_) if counting.len() == 1 && story.own() == 1 && rating.word == Word::Strong => None,
        // Of several unnamed people it is told below that they may be one.
        Label::Group(_) if counting.len() > 1 && counting.iter().all(|&at| is_unnamed(story, at)) => None,
        Label::Group(_) => Some(Reason::OneWitness(counting.to_vec())),
    }
}

fn is_unnamed(story: &Story, at: u32) -> bool {
    matches!(
        story.links()[at as usize].role,
        Role::Origin { unnamed: true, .. }
    )
}

fn about_origins(story: &Story, counting: &[u32]) -> Vec<Reason> {
    let origin = |at: &u32| match story.links()[*at as usize].role {
        Role::Origin { origin, .. } => Some(origin),
        _ => None,
    };
    let all = |is: &dyn Fn(OriginKind, Interest) -> bool| {
        counting
            .iter()
            .filter_map(origin)
            .all(|origin| is(origin.kind, origin.interest))
    };
    let mut reasons = Vec::new();
    let unnamed: Vec<u32> = counting
        .iter()
        .copied()
        .filter(|&at| is_unnamed(story, at))
        .collect();
    if unnamed.len() > 1 {
        reasons.push(Reason::MayBeSame(unnamed));
    }
    if all(&|kind, _| kind == OriginKind::Anonymous) {
        reasons.push(Reason::OnlyUnnamed);
    }
    if all(&|_, interest| interest == Interest::Beneficiary) {
        reasons.push(Reason::OnlyInterested);
    }
    reasons
}
