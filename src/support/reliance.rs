//! What rests on each source: which claims nothing would support without it, and which would be rated otherwise.

use std::collections::{HashMap, HashSet};

use crate::chain::{NameId, Story, on_ways, reached};
use crate::score::{Budget, Rating};

use super::ratings::{RatingError, RatingWorker, Ratings};

/// What a claim owes to one source.
#[derive(Clone, Debug)]
pub struct Reliance {
    /// The source.
    pub source: NameId,
    /// Whether all that it owns is meant as well.
    pub with_owned: bool,
    /// Whether evidence that supports the claim passes through the source or comes from it.
    pub rests: bool,
    /// Whether nothing supports the claim without it, though something does with it.
    pub alone: bool,
    /// The rating without those links.
    pub without: Rating,
}

/// A claim whose story names a source.
#[derive(Clone, Debug)]
pub struct ClaimReliance {
    /// The number of the claim.
    pub claim: u32,
    /// The rating now.
    pub now: Rating,
    /// What it owes to that source.
    pub reliance: Reliance,
}

/// How many claims rest on a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SourceReliance {
    /// The source.
    pub source: NameId,
    /// On the source itself.
    pub own: Counts,
    /// On the source and all that it owns; `None` where it owns nothing.
    pub with_owned: Option<Counts>,
}

/// Claims by what they owe.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Claims whose story names it.
    pub named: usize,
    /// Claims that rest on it.
    pub rests: usize,
    /// Claims that rest on it alone.
    pub alone: usize,
    /// Claims whose grade or rating would be another without it.
    pub changes: usize,
}

impl Counts {
    fn add(&mut self, claim: &ClaimReliance) {
        let of = &claim.reliance;
        self.named += 1;
        self.rests += usize::from(of.rests);
        self.alone += usize::from(of.alone);
        self.changes += usize::from(of.changes(&claim.now));
    }
}

impl SourceReliance {
    /// Nothing yet.
    fn none(source: NameId, owners: &Owners) -> Self {
        Self {
            source,
            own: Counts::default(),
            with_owned: owners.own_others.contains(&source).then(Counts::default),
        }
    }

    fn add(&mut self, claim: &ClaimReliance) {
        if claim.reliance.with_owned {
            self.with_owned.get_or_insert_default().add(claim);
        } else {
            self.own.add(claim);
        }
    }
}

/// Who owns whom.
struct Owners {
    of: HashMap<NameId, NameId>,
    own_others: HashSet<NameId>,
}

/// Whom a claim may rest on.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Party {
    Source(NameId),
    /// An owner with all that it owns.
    House(NameId),
}

impl Party {
    const fn name(self) -> NameId {
        match self {
            Self::Source(name) | Self::House(name) => name,
        }
    }

    fn includes(self, source: NameId, owners: &Owners) -> bool {
        match self {
            Self::Source(name) => source == name,
            Self::House(name) => source == name || owners.of.get(&source) == Some(&name),
        }
    }
}

/// What was looked at, and what was found.
#[derive(Clone, Debug)]
pub struct Reliances<T> {
    /// Claims that were looked at.
    pub claims: usize,
    /// Claims that were left aside: they were retracted, or have a later revision.
    pub aside: usize,
    /// Claims that could not be rated, now or without one of those.
    pub unrated: Vec<(u32, RatingError)>,
    /// What was found.
    pub found: Vec<T>,
}

impl Reliance {
    /// Whether grade or rating would be another without the source.
    pub fn changes(&self, now: &Rating) -> bool {
        self.without.reads_otherwise_than(now)
    }
}

impl Ratings<'_> {
    /// How many claims rest on each source of the registry and on each other source that they name: the source on
    /// which most rest first.
    pub fn reliances(&self) -> Reliances<SourceReliance> {
        let owners = self.owners();
        let none = |source| SourceReliance::none(source, &owners);
        let mut sources: HashMap<NameId, SourceReliance> = self
            .sources
            .keys()
            .map(|&source| (source, none(source)))
            .collect();
        // An owner of whom there is no record, and whom no link names, has no row.
        let known: HashSet<NameId> = sources.keys().copied().collect();
        let wanted = |party| match party {
            Party::Source(_) => true,
            Party::House(owner) => known.contains(&owner),
        };
        let all = self.on_each_claim(&owners, wanted, |claim| {
            let source = claim.reliance.source;
            sources.entry(source).or_insert_with(|| none(source)).add(&claim);
        });
        let mut found: Vec<SourceReliance> = sources.into_values().collect();
        let name = |of: &SourceReliance| self.verification().name_of(of.source);
        found.sort_by(|a, b| {
            let most = |of: &SourceReliance| (of.own.rests, of.own.alone, of.own.changes, of.own.named);
            most(b).cmp(&most(a)).then_with(|| name(a).cmp(name(b)))
        });
        Reliances {
            claims: all.claims,
            aside: all.aside,
            unrated: all.unrated,
            found,
        }
    }

    /// The claims whose story names a source or what it owns, with what they owe to the source, and to both together
    /// where it owns others: those that rest on it alone first. And how many there are.
    pub fn reliances_on(&self, source: NameId) -> (SourceReliance, Reliances<ClaimReliance>) {
        let owners = self.owners();
        let mut sum = SourceReliance::none(source, &owners);
        let mut found = Vec::new();
        let all = self.on_each_claim(
            &owners,
            |party| party.name() == source,
            |claim| {
                sum.add(&claim);
                found.push(claim);
            },
        );
        found.sort_by_key(|claim: &ClaimReliance| {
            let of = &claim.reliance;
            (of.with_owned, !of.alone, !of.rests, !of.changes(&claim.now))
        });
        let claims = Reliances {
            claims: all.claims,
            aside: all.aside,
            unrated: all.unrated,
            found,
        };
        (sum, claims)
    }

    fn owners(&self) -> Owners {
        let owner = |&source: &NameId| Some((source, self.source(source)?.facts.owner));
        let of: HashMap<NameId, NameId> = self.sources.keys().filter_map(owner).collect();
        let own_others = of.iter().filter(|(source, owner)| source != owner);
        Owners {
            own_others: own_others.map(|(_, owner)| *owner).collect(),
            of,
        }
    }

    /// Gives `sink` what each claim owes to each of those that are `wanted`.
    fn on_each_claim(
        &self,
        owners: &Owners,
        wanted: impl Fn(Party) -> bool + Sync,
        mut sink: impl FnMut(ClaimReliance),
    ) -> Reliances<()> {
        let mut claims = self.claims();
        let all = claims.len();
        let verification = self.verification();
        claims.retain(|&claim| verification.speaks(claim));
        let mut unrated = Vec::new();
        let each =
            |worker: &mut RatingWorker<'_>, claim: u32| (claim, worker.reliances(claim, owners, &wanted));
        let Ok(()) = self.each(&claims, each, |(claim, found)| {
            match found {
                Ok(found) => found.into_iter().for_each(&mut sink),
                Err(error) => unrated.push((claim, error)),
            }
            Ok::<(), std::convert::Infallible>(())
        });
        Reliances {
            claims: claims.len(),
            aside: all - claims.len(),
            unrated,
            found: Vec::new(),
        }
    }
}

impl RatingWorker<'_> {
    /// What a claim owes to each of those whom its story names and who are `wanted`. A claim whose story names none of
    /// them is not even rated.
    fn reliances(
        &mut self,
        claim: u32,
        owners: &Owners,
        wanted: &impl Fn(Party) -> bool,
    ) -> Result<Vec<ClaimReliance>, RatingError> {
        let verification = self.ratings.verification();
        let chain = verification.entry(claim).chain().ok_or(RatingError::NoClaim)?;
        let story = self
            .teller
            .tell(chain, |digest| verification.open_claim(digest))?;
        let parties = parties(story, owners, wanted);
        if parties.is_empty() {
            return Ok(Vec::new());
        }
        let now = self.rater.rate(story, &[], false)?;
        let supporting = self.rater.supporting();
        let on_ways = on_ways(story, &supporting);
        let mut budget = Budget::of_attempts();
        let mut found = Vec::with_capacity(parties.len());
        for party in parties {
            let is_theirs = |source| party.includes(source, owners);
            let links = story.links().iter();
            let gone: Vec<bool> = links.map(|link| link.source.is_some_and(is_theirs)).collect();
            let rests = gone.iter().zip(&on_ways).any(|(gone, on_way)| *gone && *on_way);
            let without = self
                .rater
                .rate_within(story, &gone, false, &mut budget)
                .map_err(|_| RatingError::RestsUntold)?;
            found.push(ClaimReliance {
                claim,
                now: now.clone(),
                reliance: Reliance {
                    source: party.name(),
                    with_owned: matches!(party, Party::House(_)),
                    rests,
                    alone: rests && !is_supported(story, &supporting, &gone),
                    without,
                },
            });
        }
        Ok(found)
    }
}

/// The sources that a story names, and the owners who are or own one of them and own others, as far as they are `wanted`:
/// each once, in the order of its links.
fn parties(story: &Story, owners: &Owners, wanted: &impl Fn(Party) -> bool) -> Vec<Party> {
    let mut seen = HashSet::new();
    let named = story.links().iter().filter_map(|link| link.source);
    let parties = named.flat_map(|source| {
        let houses = [Some(source), owners.of.get(&source).copied()];
        let houses = houses
            .into_iter()
            .flatten()
            .filter(|house| owners.own_others.contains(house));
        [Party::Source(source)]
            .into_iter()
            .chain(houses.map(Party::House))
    });
    parties
        .filter(|&party| wanted(party) && seen.insert(party))
        .collect()
}

fn is_supported(story: &Story, supporting: &[bool], gone: &[bool]) -> bool {
    let reached = reached(story, gone);
    reached
        .iter()
        .zip(supporting)
        .any(|(reached, supports)| *reached && *supports)
}
