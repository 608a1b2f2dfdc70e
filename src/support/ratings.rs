//! The ratings of the claims of a run: which records each rests on, and which of those may be relied on.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use thiserror::Error;

use crate::chain::{Chain, Edit, EditError, NameId, Registry, SourceFacts, StoryTooLarge, Storyteller};
use crate::corpus::{Rounds, Stage, Workers};
use crate::record::{Kind, SourceKind};
use crate::score::{Brief, Offers, OverBudget, Rater, Settings, UnsealedSources, credibility_of};
use crate::seal::Integrity;
use crate::verify::{SourceOnFile, Verification};

use super::near_source::NearSources;

const ROUNDS: Rounds = Rounds {
    batch: 64,
    batches: 16,
};

/// Why a claim has no rating.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RatingError {
    /// Too much hangs below it.
    #[error(transparent)]
    TooLarge(#[from] StoryTooLarge),
    /// The claim cannot be changed so.
    #[error(transparent)]
    Edit(#[from] EditError),
    /// Only claims are rated.
    #[error("this is no claim, and only claims are rated")]
    NoClaim,
    /// It would take too long.
    #[error(transparent)]
    OverBudget(#[from] OverBudget),
    /// It was rated, but to rate it without each of its sources would take too long.
    #[error("its outlets and owners are too entangled to say what rests on whom")]
    RestsUntold,
}

/// What all ratings of a run are made with.
pub struct Ratings<'v> {
    verification: &'v Verification,
    settings: &'v Settings,
    registry: Registry,
    pub(super) sources: HashMap<NameId, u32>,
    outlets: Vec<(NameId, NameId)>,
    pub(super) near: NearSources,
    /// What was rated so far of the records that are reported on; `None` for what is beyond the budget.
    briefs: Vec<OnceLock<Option<Brief>>>,
}

/// One worker's memory.
pub struct RatingWorker<'r> {
    pub(super) ratings: &'r Ratings<'r>,
    pub(super) teller: Storyteller<'r>,
    pub(super) rater: Rater<'r>,
}

impl<'v> Ratings<'v> {
    /// What the claims of a run are rated with.
    pub fn new(verification: &'v Verification, settings: &'v Settings) -> Self {
        let mut registry = Registry::default();
        let mut sources: HashMap<NameId, u32> = HashMap::new();
        let mut contested: HashSet<NameId> = HashSet::new();
        for (number, entry) in verification.all() {
            let Some(source) = entry.source() else { continue };
            let id = source.name_id;
            let is_judged = is_judged(verification, number, settings.unsealed_sources);
            match sources.get(&id) {
                // Of two that differ, none is guessed to be the right one.
                Some(&before) if verification.entry(before).digest != entry.digest => {
                    contested.insert(id);
                    registry.remove(id);
                    continue;
                }
                // The same record twice is one source, and a copy without its proofs spoils nothing.
                Some(_) if contested.contains(&id) || !is_judged => continue,
                _ => {}
            }
            sources.insert(id, number);
            let facts = if is_judged {
                source.facts
            } else {
                source.facts.unjudged()
            };
            registry.insert(id, facts);
        }
        Self {
            outlets: outlets(verification, &sources, &registry, settings),
            verification,
            settings,
            registry,
            sources,
            near: NearSources::new(),
            briefs: verification.reported().map(|_| OnceLock::new()).collect(),
        }
    }

    /// The records that the ratings are of.
    pub const fn verification(&self) -> &'v Verification {
        self.verification
    }

    /// Keeps what a table shows of a rating, or that there is none: to find that out takes as long as any rating may.
    pub(super) fn note(&self, number: u32, brief: Option<Brief>) {
        if let Some(kept) = self.briefs.get(number as usize) {
            kept.get_or_init(|| brief);
        }
    }

    /// What a table shows of the rating of a claim, if that was rated; the inner `None` where it is beyond
    /// the budget.
    pub(super) fn noted(&self, number: u32) -> Option<Option<Brief>> {
        self.briefs.get(number as usize)?.get().copied()
    }

    /// The numbers that they are made with.
    pub const fn settings(&self) -> &'v Settings {
        self.settings
    }

    /// The sources at hand.
    pub const fn registry(&self) -> &Registry {
        &self.registry
    }

    /// The sources that there are records of, in the order of their ids.
    pub fn sources(&self) -> Vec<NameId> {
        let mut sources: Vec<NameId> = self.sources.keys().copied().collect();
        sources.sort_by_key(|&id| self.verification.name_of(id));
        sources
    }

    /// The other sources that a source owns, in the order of their ids.
    pub fn owned_by(&self, owner: NameId) -> Vec<NameId> {
        let is_theirs =
            |id: &NameId| *id != owner && self.source(*id).is_some_and(|source| source.facts.owner == owner);
        let mut theirs = self.sources();
        theirs.retain(is_theirs);
        theirs
    }

    /// What the record of a source says.
    pub fn source(&self, id: NameId) -> Option<&'v SourceOnFile> {
        let number = *self.sources.get(&id)?;
        self.verification.entry(number).source()
    }

    /// The claims that are reported on.
    pub fn claims(&self) -> Vec<u32> {
        self.verification
            .reported()
            .filter(|(_, entry)| entry.kind == Some(Kind::Claim) && entry.digest.is_some())
            .map(|(number, _)| number)
            .collect()
    }

    /// The number of a registry id that some record of the run names.
    pub fn name_id(&self, id: &str) -> Option<NameId> {
        let names = self.verification.names();
        let position = names.iter().position(|name| **name == *id)?;
        Some(NameId::new(position as u32))
    }

    /// A number that no registry id of the run has; another for each `nth`.
    pub fn unused_name_id(&self, nth: u32) -> NameId {
        NameId::new(self.verification.names().len() as u32 + nth)
    }

    /// The chain that a claim would have after changes, one after the other.
    ///
    /// # Errors
    ///
    /// [`RatingError::NoClaim`] and [`RatingError::Edit`]
    pub fn edited(&self, number: u32, edits: &[Edit]) -> Result<Chain, RatingError> {
        let chain = self.verification.entry(number).chain();
        let mut chain = chain.ok_or(RatingError::NoClaim)?.clone();
        for edit in edits {
            chain = chain.edited(edit)?;
        }
        Ok(chain)
    }

    /// What may be offered besides the links that are there.
    pub fn offers(&self) -> Offers<'_> {
        Offers {
            outlets: &self.outlets,
            nobody: self.unused_name_id(0),
        }
    }

    /// A worker, for one thread.
    pub fn worker(&self) -> RatingWorker<'_> {
        RatingWorker {
            ratings: self,
            teller: Storyteller::new(&self.registry),
            rater: Rater::new(&self.settings.table),
        }
    }

    /// Gives `each` the numbers of `claims` on all cores, and hands the results to `sink` in their order.
    ///
    /// # Errors
    ///
    /// What `sink` gave.
    pub fn each<T: Send, E>(
        &self,
        claims: &[u32],
        each: impl Fn(&mut RatingWorker<'_>, u32) -> T + Sync,
        mut sink: impl FnMut(T) -> Result<(), E>,
    ) -> Result<(), E> {
        let progress = self.verification.progress();
        progress.begin(Stage::Telling, Some(claims.len()));
        let make_worker = || self.worker();
        let workers = Workers::new(&make_worker);
        let batches = ROUNDS.of(claims, |batch| -> Vec<T> {
            workers.with(|worker| batch.iter().map(|&number| each(worker, number)).collect())
        });
        for batch in batches {
            let rated = batch.len();
            batch.into_iter().try_for_each(&mut sink)?;
            progress.add(rated);
        }
        Ok(())
    }
}

/// Outlets and agencies with their owners, the most credible first.
fn outlets(
    verification: &Verification,
    sources: &HashMap<NameId, u32>,
    registry: &Registry,
    settings: &Settings,
) -> Vec<(NameId, NameId)> {
    let mut outlets: Vec<(f64, &str, NameId, NameId)> = sources
        .iter()
        .filter_map(|(&id, &number)| {
            let source = verification.entry(number).source()?;
            let facts: &SourceFacts = registry.get(id)?;
            matches!(source.kind, SourceKind::Outlet | SourceKind::Agency).then(|| {
                (
                    credibility_of(&settings.table, facts),
                    verification.name_of(id),
                    id,
                    facts.owner,
                )
            })
        })
        .collect();
    outlets.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    outlets.into_iter().map(|(_, _, id, owner)| (id, owner)).collect()
}

/// Whether the letter of a source counts: its record is sealed, or its word is taken; and nobody took it back.
pub(super) fn is_judged(verification: &Verification, number: u32, unsealed: UnsealedSources) -> bool {
    match unsealed {
        UnsealedSources::CountAsF if verification.brings_lists() => verification.holds(number),
        _ => verification.entry(number).integrity != Integrity::Altered && !verification.is_retracted(number),
    }
}
