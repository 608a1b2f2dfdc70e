//! What a bundle says of itself, held against its records: each is there once, and what they name and it does not hold
//! is what it says that it leaves out.

use std::collections::{HashMap, HashSet};
use std::fmt::Display;
use std::hash::Hash;

use crate::chain::NameId;
use crate::corpus::{Bundle, FileError, OmittedKind, Unit};
use crate::record::{Digest, Sha256Hex};

use super::entry::Entry;
use super::intern::Interner;

/// Where a bundle and its records say different things.
///
/// Whoever makes a bundle by other means could leave out the record of a source, an earlier revision or a capture, and
/// say nothing of it. Such a bundle is refused. That a notice was left out cannot be seen: nothing names it.
pub(super) fn contradiction(
    bundle: &Bundle,
    entries: &[Entry],
    names: &Interner<Box<str>>,
) -> Option<String> {
    if let Some(entry) = entries.iter().find(|entry| entry.digest.is_none()) {
        return Some(format!("its line {} is no valid record", entry.line.max(1)));
    }
    if entries.len() as u64 != bundle.records {
        return Some(format!(
            "it holds {} records, and its first line says {}",
            entries.len(),
            bundle.records
        ));
    }
    let mut records = HashSet::new();
    let mut sources = HashSet::new();
    for entry in entries {
        if let Some(digest) = entry.digest.filter(|digest| !records.insert(*digest)) {
            return Some(format!("the record {digest} is in it twice"));
        }
        sources.extend(entry.source().map(|source| source.name_id));
    }
    let ids = |sort| ids_of(bundle, sort);
    let mut lacks_record: Said<Digest> = Said::of(ids(OmittedKind::Record).filter_map(Digest::parse));
    let mut lacks_source: Said<Box<str>> = Said::of(ids(OmittedKind::Source).map(Box::from));
    let mut lacks_capture: Said<Sha256Hex> = Said::of(ids(OmittedKind::Capture).filter_map(Sha256Hex::parse));
    let mut holds_capture: Said<Sha256Hex> = Said::of(bundle.captures());
    let silent = |what: &str, id: &dyn Display| {
        format!(
            "{what} {id} is named in it and not there, and its first line does not say that it is left out"
        )
    };
    for entry in entries {
        let missing = |digest: &Digest| !records.contains(digest);
        if let Some(digest) = records_named(entry)
            .filter(missing)
            .find(|digest| !lacks_record.meet(digest))
        {
            return Some(silent("the record", &digest));
        }
        for source in sources_named(entry).filter(|source| !sources.contains(source)) {
            let id = names.text(source.position());
            if !lacks_source.meet(&id) {
                return Some(silent("the source", &id));
            }
        }
        for capture in entry.captures() {
            if !holds_capture.meet(&capture.sha256) && !lacks_capture.meet(&capture.sha256) {
                return Some(silent("the capture", &capture.sha256));
            }
        }
    }
    let idle = |what: &str, id: &dyn Display| {
        format!("its first line says that {what} {id} is left out, and it is there, or nothing names it")
    };
    let held = |id: &dyn Display| format!("it holds the capture {id}, which none of its records names");
    None.or(lacks_record.unmet().map(|id| idle("the record", id)))
        .or(lacks_source.unmet().map(|id| idle("the source", id)))
        .or(lacks_capture.unmet().map(|id| idle("the capture", id)))
        .or(holds_capture.unmet().map(|id| held(id)))
}

/// What stands for a bundle that contradicts itself: one path that cannot be read.
pub(super) fn instead_of_bundle(why: String) -> Unit<'static> {
    Unit {
        file: 0,
        line: None,
        offset: 0,
        content: Err(FileError::BrokenBundle(why)),
    }
}

/// The records that one names by digest, whatever it says of them.
pub(super) fn records_named(entry: &Entry) -> impl Iterator<Item = Digest> {
    let references = entry.references().iter().map(|reference| reference.digest);
    let notice = entry.notice().into_iter();
    references
        .chain(notice.flat_map(|notice| [Some(notice.record), notice.replacement].into_iter().flatten()))
}

/// The sources that a record names and a rating asks for: those of its links, or whoever owns a source.
pub(super) fn sources_named(entry: &Entry) -> impl Iterator<Item = NameId> {
    let chain = entry.chain().into_iter();
    let owner = entry.source().into_iter();
    chain
        .flat_map(|chain| chain.links().filter_map(|link| link.source))
        .chain(owner.flat_map(|source| std::iter::once(source.facts.owner).chain(source.facts.affiliation)))
}

fn ids_of(bundle: &Bundle, sort: OmittedKind) -> impl Iterator<Item = &str> {
    let groups = bundle.omits.iter().filter(move |omitted| omitted.what == sort);
    groups.flat_map(|omitted| omitted.ids.iter().map(String::as_str))
}

/// What the head of a bundle says that there is or is not, and whether it was met with in a record.
struct Said<K>(HashMap<K, bool>);

impl<K: Eq + Hash + Ord> Said<K> {
    fn of(ids: impl Iterator<Item = K>) -> Self {
        Self(ids.map(|id| (id, false)).collect())
    }

    /// Whether the head says it.
    fn meet(&mut self, id: &K) -> bool {
        let met = self.0.get_mut(id);
        met.map(|met| *met = true).is_some()
    }

    /// The first that no record names.
    fn unmet(&self) -> Option<&K> {
        self.0.iter().filter(|(_, met)| !**met).map(|(id, _)| id).min()
    }
}
