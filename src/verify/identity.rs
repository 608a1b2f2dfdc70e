//! What records are called: by their ids, and by the files that they lie in.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use crate::corpus::Form;
use crate::json::Anchor;
use crate::record::{Digest, Kind};

use super::entry::Entry;
use super::finding::{Unplaced, names};
use super::verification::Verification;

impl Verification {
    /// The file, as it is shown, that a record has for itself; `None` where it is a line among others or came from
    /// standard input.
    pub fn own_file(&self, entry: &Entry) -> Option<&Path> {
        let file = &self.files[entry.file as usize];
        let is_own = file.form == Form::Document && file.belongs_to.is_none();
        is_own.then_some(file.shown.as_path())
    }

    /// The kind that belongs into the folder that a record lies in; `None` where it is none of the repository's folders
    /// of records.
    pub fn kind_of_folder(&self, entry: &Entry) -> Option<Kind> {
        let folder = self.inside(entry)?.iter().next()?;
        Kind::ALL.into_iter().find(|kind| folder == kind.folder())
    }

    /// The path of a record's file below the root of its repository, however it was named.
    pub fn inside(&self, entry: &Entry) -> Option<&Path> {
        let root = self.repository.as_ref()?.root();
        self.files[entry.file as usize].path.strip_prefix(root).ok()
    }

    /// The copies of a record, with their numbers, the one with the best seal first.
    pub fn copies(&self, digest: Digest) -> impl Iterator<Item = u32> {
        self.index.copies(&self.entries, digest)
    }
}

/// A finding for every record whose kind and id another record has too. Later revisions are not looked at: they share
/// their claim's id, and are held to the one before.
pub(super) fn duplicates(entries: &[Entry]) -> Vec<(u32, Unplaced)> {
    let mut named: Vec<(u64, u32)> = (0..)
        .zip(entries)
        .filter(|(_, entry)| is_first_of_its_name(entry))
        .map(|(number, entry)| (hash(entry), number))
        .collect();
    // Ids are compared where their hashes are the same, which is far cheaper than comparing all.
    let entry = |number: u32| &entries[number as usize];
    let name = |number: u32| (entry(number).kind, &*entry(number).id);
    named.sort_unstable_by(|a, b| (a.0, name(a.1), a.1).cmp(&(b.0, name(b.1), b.1)));
    named
        .chunk_by(|a, b| a.0 == b.0 && name(a.1) == name(b.1))
        .filter(|group| differ(group.iter().map(|&(_, number)| entry(number))))
        .flat_map(|group| {
            group
                .iter()
                .map(|&(_, number)| (number, duplicate(entry(number), group.len())))
        })
        .collect()
}

/// A record that lies there twice is one.
fn differ<'e>(mut entries: impl Iterator<Item = &'e Entry>) -> bool {
    let first = entries.next().and_then(|entry| entry.digest);
    entries.any(|entry| entry.digest != first)
}

fn is_first_of_its_name(entry: &Entry) -> bool {
    entry.digest.is_some() && entry.revision == 1 && matches!(entry.kind, Some(Kind::Claim | Kind::Source))
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
