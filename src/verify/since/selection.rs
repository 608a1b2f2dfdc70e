//! Which records rest on something that differs from a commit, and whose proofs must be known to judge those.

use std::collections::{HashMap, HashSet};

use crate::chain::{Chain, NameId, Part};
use crate::record::{Digest, Effect, Kind};
use crate::seal::Integrity;

use super::super::entry::{Change, Entry, Relation};
use super::super::references::DigestIndex;
use super::super::taken_back::revisions_retracted;
use super::before::Before;
use super::numbers;

/// Marks every record that rests on one that differs, through any number of steps: the claims above it, the revisions
/// after it, what a notice speaks of, the claims that name a source, those whose captures were touched. On a trust list
/// all records rest.
pub(super) fn rests_on_changes(entries: &mut [Entry], before: &Before) {
    let lists_differ = before.lost.iter().any(|lost| lost.kind == Kind::Trust)
        || entries
            .iter()
            .any(|entry| entry.change == Change::Differs && is_list(entry));
    if lists_differ {
        for entry in entries.iter_mut().filter(|entry| entry.change == Change::None) {
            entry.change = Change::RestsOn;
        }
        return;
    }
    let sources = changed_sources(entries, before);
    // Records whose meaning may be another now.
    let mut changed: Vec<Digest> = Vec::new();
    // Records that a notice speaks of.
    let mut spoken_of: HashSet<Digest> = HashSet::new();
    // Those of which one may take the claim back.
    let mut retracted: Vec<Digest> = Vec::new();
    for lost in &before.lost {
        changed.push(lost.digest);
        changed.extend(lost.about);
        if lost.kind == Kind::Notice {
            spoken_of.extend(lost.about);
            retracted.extend(lost.about);
        }
    }
    for entry in entries.iter().filter(|entry| entry.change == Change::Differs) {
        changed.extend(entry.digest);
        changed.extend(entry.supersedes().map(|before| before.digest));
        if let Some(notice) = entry.notice() {
            changed.push(notice.record);
            spoken_of.insert(notice.record);
            if notice.effect == Effect::Retracts {
                retracted.push(notice.record);
            }
            spoken_of.extend(notice.replacement);
        }
    }
    spoken_of.extend(revisions_before(entries, before, retracted));
    for entry in entries.iter_mut().filter(|entry| entry.change == Change::None) {
        let is_touched = entry.digest.is_some_and(|digest| spoken_of.contains(&digest))
            || entry
                .captures()
                .iter()
                .any(|capture| before.captures.contains(&capture.sha256))
            || entry.chain().is_some_and(|chain| names_one_of(chain, &sources));
        if is_touched {
            entry.change = Change::RestsOn;
            changed.extend(entry.digest);
        }
    }
    let mut above: HashMap<Digest, Vec<u32>> = HashMap::new();
    for (number, entry) in (0..).zip(&*entries) {
        for reference in entry.references() {
            if matches!(reference.relation, Relation::Claim | Relation::Supersedes) {
                above.entry(reference.digest).or_default().push(number);
            }
        }
    }
    while let Some(digest) = changed.pop() {
        for &number in above.get(&digest).into_iter().flatten() {
            let entry = &mut entries[number as usize];
            if entry.change == Change::None {
                entry.change = Change::RestsOn;
                changed.extend(entry.digest);
            }
        }
    }
}

fn is_list(entry: &Entry) -> bool {
    entry.kind == Some(Kind::Trust)
}

/// The sources whose records differ or are gone.
fn changed_sources(entries: &[Entry], before: &Before) -> HashSet<NameId> {
    let differing = entries.iter().filter(|entry| entry.change == Change::Differs);
    let named = differing.filter_map(Entry::source).map(|source| source.name_id);
    named.chain(before.sources.iter().copied()).collect()
}

fn names_one_of(chain: &Chain, sources: &HashSet<NameId>) -> bool {
    if sources.is_empty() {
        return false;
    }
    chain.links().any(|link| {
        let affiliation = match link.part {
            Part::Origin(origin) => origin.affiliation,
            Part::Report | Part::Repost | Part::Claim(_) => None,
        };
        let mut named = link.source.into_iter().chain(affiliation);
        named.any(|source| sources.contains(&source))
    })
}

/// The revisions before these: with the newest, the whole claim is taken back.
fn revisions_before(entries: &[Entry], before: &Before, mut waiting: Vec<Digest>) -> HashSet<Digest> {
    if waiting.is_empty() {
        return HashSet::new();
    }
    let lost = before.lost.iter().filter(|lost| lost.kind == Kind::Claim);
    let lost = lost.filter_map(|lost| Some((lost.digest, lost.about?)));
    let at_hand = entries
        .iter()
        .filter_map(|entry| Some((entry.digest?, entry.supersedes()?.digest)));
    let before_each: HashMap<Digest, Digest> = lost.chain(at_hand).collect();
    let mut found = HashSet::new();
    while let Some(revision) = waiting.pop() {
        waiting.extend(before_each.get(&revision).filter(|before| found.insert(**before)));
    }
    found
}

/// The records whose proofs were not looked at and are needed: those that are reported on, what they name and what
/// hangs below that, those that contradict them or a revision before, those that retractions bear on, and copies of what is gone, which may
/// lack a proof that it had. Of each record all copies are looked at.
pub(super) fn to_be_verified(entries: &[Entry], before: &Before) -> Vec<u32> {
    let is_selected = |entry: &Entry| entry.change != Change::None;
    let mut next: Vec<u32> = numbers(entries, is_selected);
    if next.is_empty() && before.lost.is_empty() {
        return Vec::new();
    }
    let index = DigestIndex::new(entries, None);
    let lost = before.lost.iter();
    next.extend(lost.flat_map(|lost| index.copies(entries, lost.digest)));
    let selected = entries.iter().filter(|entry| is_selected(entry));
    let selected: Vec<Digest> = selected.filter_map(|entry| entry.digest).collect();
    let mut said_of_one = revisions_before(entries, before, selected.clone());
    said_of_one.extend(selected);
    let contradicts_one = |entry: &Entry| {
        let mut references = entry.references().iter();
        references.any(|reference| {
            reference.relation == Relation::Contradicts && said_of_one.contains(&reference.digest)
        })
    };
    next.extend(numbers(entries, contradicts_one));
    next.extend(revisions_retracted(entries, &index));
    let mut wanted: HashSet<u32> = next.iter().copied().collect();
    while let Some(number) = next.pop() {
        let entry = &entries[number as usize];
        let below = entry
            .references()
            .iter()
            // A revision is as good as those before it.
            .filter(|reference| {
                is_selected(entry) || matches!(reference.relation, Relation::Claim | Relation::Supersedes)
            })
            .map(|reference| reference.digest);
        for digest in below.chain(entry.digest) {
            for copy in index.copies(entries, digest) {
                if wanted.insert(copy) {
                    next.push(copy);
                }
            }
        }
    }
    let mut again: Vec<u32> = wanted
        .into_iter()
        .filter(|&number| entries[number as usize].integrity == Integrity::Unverified)
        .collect();
    again.sort_unstable();
    again
}
