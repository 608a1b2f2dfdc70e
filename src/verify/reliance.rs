//! What rests on each source: which claims nothing would support without it, and which would be rated otherwise.

use std::collections::{HashMap, HashSet};

use crate::chain::{NameId, Story, on_ways, reached};
use crate::score::Rating;

use super::ratings::{RatingError, RatingWorker, Ratings};

/// What a claim owes to one source.
#[derive(Clone, Debug)]
pub struct Reliance {
    /// The source.
    pub source: NameId,
    /// Whether evidence that supports the claim passes through the source or comes from it.
    pub rests: bool,
    /// Whether nothing supports the claim without it, though something does with it.
    pub alone: bool,
    /// The rating without the links of that source.
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
    /// Claims whose story names it.
    pub named: usize,
    /// Claims that rest on it.
    pub rests: usize,
    /// Claims that rest on it alone.
    pub alone: usize,
    /// Claims whose grade or rating would be another without it.
    pub changes: usize,
}

/// What was looked at, and what was found.
#[derive(Clone, Debug)]
pub struct Reliances<T> {
    /// Claims that were looked at.
    pub claims: usize,
    /// Claims that were left aside: they were retracted, or have a later revision.
    pub aside: usize,
    /// Claims that could not be rated.
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
        let none = |source| SourceReliance {
            source,
            named: 0,
            rests: 0,
            alone: 0,
            changes: 0,
        };
        let mut sources: HashMap<NameId, SourceReliance> = self
            .sources
            .keys()
            .map(|&source| (source, none(source)))
            .collect();
        let all = self.on_each_claim(
            |_| true,
            |claim| {
                let of = claim.reliance;
                let sum = sources.entry(of.source).or_insert_with(|| none(of.source));
                sum.named += 1;
                sum.rests += usize::from(of.rests);
                sum.alone += usize::from(of.alone);
                sum.changes += usize::from(of.changes(&claim.now));
            },
        );
        let mut found: Vec<SourceReliance> = sources.into_values().collect();
        let name = |of: &SourceReliance| self.verification().name_of(of.source);
        found.sort_by(|a, b| {
            let most = |of: &SourceReliance| (of.rests, of.alone, of.changes, of.named);
            most(b).cmp(&most(a)).then_with(|| name(a).cmp(name(b)))
        });
        Reliances {
            claims: all.claims,
            aside: all.aside,
            unrated: all.unrated,
            found,
        }
    }

    /// The claims whose story names a source, with what they owe to it: those that rest on it alone first.
    pub fn reliances_on(&self, source: NameId) -> Reliances<ClaimReliance> {
        let mut found = Vec::new();
        let all = self.on_each_claim(|named| named == source, |claim| found.push(claim));
        found.sort_by_key(|claim: &ClaimReliance| {
            let of = &claim.reliance;
            (!of.alone, !of.rests, !of.changes(&claim.now))
        });
        Reliances {
            claims: all.claims,
            aside: all.aside,
            unrated: all.unrated,
            found,
        }
    }

    /// Gives `sink` what each claim owes to each of the sources that are `wanted`.
    fn on_each_claim(
        &self,
        wanted: impl Fn(NameId) -> bool + Sync,
        mut sink: impl FnMut(ClaimReliance),
    ) -> Reliances<()> {
        let mut claims = self.claims();
        let all = claims.len();
        let verification = self.verification();
        claims
            .retain(|&claim| !verification.is_retracted(claim) && verification.successors(claim).is_empty());
        let mut unrated = Vec::new();
        let each = |worker: &mut RatingWorker<'_>, claim: u32| (claim, worker.reliances(claim, &wanted));
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
    /// What a claim owes to each source that its story names and that is `wanted`. A claim whose story names none of
    /// them is not even rated.
    fn reliances(
        &mut self,
        claim: u32,
        wanted: &impl Fn(NameId) -> bool,
    ) -> Result<Vec<ClaimReliance>, RatingError> {
        let verification = self.ratings.verification();
        let chain = verification.entry(claim).chain().ok_or(RatingError::NoClaim)?;
        let story = self
            .teller
            .tell(chain, |digest| verification.open_claim(digest))?;
        let sources = sources(story, wanted);
        if sources.is_empty() {
            return Ok(Vec::new());
        }
        let now = self.rater.rate(story, &[], false)?;
        let supporting = self.rater.supporting();
        let on_ways = on_ways(story, &supporting);
        let mut found = Vec::with_capacity(sources.len());
        for source in sources {
            let gone: Vec<bool> = story
                .links()
                .iter()
                .map(|link| link.source == Some(source))
                .collect();
            let rests = gone.iter().zip(&on_ways).any(|(gone, on_way)| *gone && *on_way);
            found.push(ClaimReliance {
                claim,
                now: now.clone(),
                reliance: Reliance {
                    source,
                    rests,
                    alone: rests && !is_supported(story, &supporting, &gone),
                    without: self.rater.rate(story, &gone, false)?,
                },
            });
        }
        Ok(found)
    }
}

/// The sources that a story names and that are `wanted`, each once, in the order of its links.
fn sources(story: &Story, wanted: &impl Fn(NameId) -> bool) -> Vec<NameId> {
    let mut seen = HashSet::new();
    let named = story.links().iter().filter_map(|link| link.source);
    named
        .filter(|&source| wanted(source) && seen.insert(source))
        .collect()
}

fn is_supported(story: &Story, supporting: &[bool], gone: &[bool]) -> bool {
    let reached = reached(story, gone);
    reached
        .iter()
        .zip(supporting)
        .any(|(reached, supports)| *reached && *supports)
}
