//! What the retraction of a claim's newest revision makes of those before it.
//!
//! Who takes back what a claim says in the end takes back the claim: else what rests on an earlier revision would go on
//! saying it. A notice that names an earlier revision as its replacement ends there. A retraction that has lapsed is
//! carried back as well: it un-retracts nothing in silence.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use crate::record::{Digest, Effect};

use super::entry::Entry;
use super::notices::{Force, NoticeOnRecord};
use super::reach::{NoticesByRecord, SharedLists};
use super::references::{DigestIndex, References};

/// The most retractions of one revision that are carried back, of those that end with one revision the first. Where there
/// are more, they reach all revisions before: nobody can end one earlier by burying it under others.
pub(super) const MAX_CARRIED: usize = 8;

/// The retractions that reach a revision from those after it.
#[derive(Clone, Default)]
struct Carried {
    retractions: Vec<Retraction>,
    /// There are more than are carried.
    is_overfull: bool,
}

/// A retraction, and the record that it ends with, if any.
#[derive(Clone, Copy)]
struct Retraction {
    on: NoticeOnRecord,
    replacement: Option<Digest>,
}

impl Carried {
    /// Those of a newest revision, in force or lapsed.
    fn of(revision: u32, entries: &[Entry], notices: &NoticesByRecord) -> Self {
        let mut carried = Self::default();
        let Some(on_record) = notices.on(revision) else {
            return carried;
        };
        let retracts = |on: &&NoticeOnRecord| counts(on) && on.effect == Effect::Retracts;
        on_record.kept.iter().filter(retracts).for_each(|&on| {
            let fact = entries[on.notice as usize].notice();
            let replacement = fact.and_then(|fact| fact.replacement);
            carried.add(Retraction { on, replacement });
        });
        carried.is_overfull |= on_record.cuts_retractions && !carried.retractions.is_empty();
        carried
    }

    fn add(&mut self, retraction: Retraction) {
        let does_the_same = |known: &Retraction| {
            (known.on.force, known.replacement) == (retraction.on.force, retraction.replacement)
        };
        if self.retractions.iter().any(does_the_same) {
            return;
        }
        if self.retractions.len() < MAX_CARRIED {
            self.retractions.push(retraction);
        } else {
            self.is_overfull = true;
        }
    }
}

fn counts(on: &NoticeOnRecord) -> bool {
    !matches!(on.force, Force::Foreign(_))
}

/// Carries the retractions of newest revisions back to those before. `follows` are the revisions that follow another as
/// they must, with the one before: a record that merely says that it does takes nobody's claim back.
pub(super) fn carry_back(entries: &[Entry], mut follows: Vec<(u32, u32)>, notices: &mut NoticesByRecord) {
    let newest_first = |&(revision, _): &(u32, u32)| (Reverse(entries[revision as usize].revision), revision);
    follows.sort_unstable_by_key(newest_first);
    // What reaches each revision that has a later one, from that.
    let mut carried: HashMap<u32, Carried> = HashMap::new();
    // A revision counts up by one, so that all that follow it come before it here.
    for (revision, before) in follows {
        let from_later = carried.get(&revision).cloned();
        let later = from_later.unwrap_or_else(|| Carried::of(revision, entries, notices));
        let digest = entries[before as usize].digest;
        let here = carried.entry(before).or_default();
        here.is_overfull |= later.is_overfull;
        for retraction in later.retractions {
            if later.is_overfull || retraction.replacement != digest {
                here.add(retraction);
            }
        }
    }
    let mut shared = SharedLists::new();
    for (revision, carried) in carried {
        if !carried.retractions.is_empty() {
            let of_later: Vec<NoticeOnRecord> =
                carried.retractions.iter().map(|carried| carried.on).collect();
            notices.add_retractions(revision, &of_later, &mut shared);
        }
    }
}

/// The records on whose seals it depends which claims are taken back: revisions that retractions are about, all before
/// them and all behind. Of each record all copies are meant.
pub(super) fn revisions_retracted(entries: &[Entry], index: &DigestIndex) -> Vec<u32> {
    let retracting = entries.iter().filter_map(Entry::notice);
    let mut waiting: Vec<u32> = retracting
        .filter(|fact| fact.effect == Effect::Retracts)
        .filter_map(|fact| index.find(entries, fact.record))
        .collect();
    if waiting.is_empty() {
        return waiting;
    }
    let references = References::new(entries, index);
    let mut seen: HashSet<u32> = waiting.iter().copied().collect();
    while let Some(revision) = waiting.pop() {
        let later = references
            .successors()
            .get(&revision)
            .into_iter()
            .flatten()
            .copied();
        let before = references.before(&entries[revision as usize]);
        waiting.extend(later.chain(before).filter(|&number| seen.insert(number)));
    }
    let digests = seen
        .into_iter()
        .filter_map(|number| entries[number as usize].digest);
    digests.flat_map(|digest| index.copies(entries, digest)).collect()
}
