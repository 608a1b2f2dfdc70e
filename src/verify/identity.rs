//! Two records of one name.

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::json::Anchor;
use crate::record::Kind;

use super::entry::Entry;
use super::finding::{Unplaced, names};

/// A finding for every record whose kind and id another record has too. Later revisions are not looked at: they share
/// their claim's id, and are held to the one before.
pub(super) fn duplicates(entries: &[Entry]) -> Vec<(u32, Unplaced)> {
    let mut named: Vec<(u64, u32)> = (0..)
        .zip(entries)
        .filter(|(_, entry)| is_first_of_its_name(entry))
        .map(|(number, entry)| (hash(entry), number))
        .collect();
    named.sort_unstable();
    named
        .chunk_by(|a, b| a.0 == b.0)
        .filter(|group| group.len() > 1)
        .flat_map(|group| {
            group.iter().filter_map(|&(_, number)| {
                let entry = &entries[number as usize];
                let rivals = group
                    .iter()
                    .filter(|(_, other)| same_name(entry, &entries[*other as usize]))
                    .count();
                (rivals > 1).then(|| (number, duplicate(entry, rivals)))
            })
        })
        .collect()
}

fn is_first_of_its_name(entry: &Entry) -> bool {
    entry.digest.is_some() && entry.revision == 1 && matches!(entry.kind, Some(Kind::Claim | Kind::Source))
}

fn same_name(a: &Entry, b: &Entry) -> bool {
    a.kind == b.kind && a.id == b.id
}

fn hash(entry: &Entry) -> u64 {
    let mut hasher = DefaultHasher::new();
    (entry.kind, &entry.id).hash(&mut hasher);
    hasher.finish()
}

fn duplicate(entry: &Entry, rivals: usize) -> Unplaced {
    let kind = entry.kind.map_or("record", Kind::as_str);
    Unplaced::deny(
        names::DUPLICATE_ID,
        Anchor::Named("id"),
        format!("{rivals} records at hand are the {kind} {:?}", entry.id),
        "give each an id of its own, or make the later one a revision of the earlier",
    )
}
