//! What records say of other records: claim links, and which record they follow.

use std::collections::HashMap;

use crate::chain::ClaimGraph;
use crate::corpus::Trust;
use crate::json::Anchor;
use crate::record::{Digest, Kind};
use crate::seal::Integrity;

use super::entry::{Entry, Reference, Relation};
use super::finding::{Unplaced, names};
use super::seals;

/// Entries by digest. Of entries with one digest, which are the same record twice, the one with the best seal is found:
/// a copy that somebody puts there without its proofs spoils nothing.
///
/// Only the beginning of each digest is kept; the rest of it is in the entry.
#[derive(Default)]
pub(super) struct DigestIndex(Vec<([u8; 8], u32)>);

impl DigestIndex {
    /// Indexes the entries that could be read.
    pub fn new(entries: &[Entry], trust: Option<&Trust>) -> Self {
        let mut digests: Vec<([u8; 8], u32)> = (0..)
            .zip(entries)
            .filter_map(|(number, entry)| entry.digest.map(|digest| (beginning(digest), number)))
            .collect();
        let rank = |number: u32| flaws_of_seal(&entries[number as usize], trust);
        digests.sort_unstable_by(|a, b| {
            let begins = a.0.cmp(&b.0);
            begins.then_with(|| (rank(a.1), a.1).cmp(&(rank(b.1), b.1)))
        });
        Self(digests)
    }

    /// The entry that stands for all with the digest of this one.
    pub fn best_copy(&self, entries: &[Entry], number: u32) -> u32 {
        let digest = entries.get(number as usize).and_then(|entry| entry.digest);
        digest
            .and_then(|digest| self.find(entries, digest))
            .unwrap_or(number)
    }

    /// The number of the entry with this digest, among the entries that were indexed.
    pub fn find(&self, entries: &[Entry], digest: Digest) -> Option<u32> {
        self.copies(entries, digest).next()
    }

    /// The numbers of all entries with this digest, the one with the best seal first.
    pub fn copies(&self, entries: &[Entry], digest: Digest) -> impl Iterator<Item = u32> {
        let start = self.0.partition_point(|(other, _)| *other < beginning(digest));
        self.0[start..]
            .iter()
            .take_while(move |(other, _)| *other == beginning(digest))
            .map(|(_, number)| *number)
            .filter(move |number| entries[*number as usize].digest == Some(digest))
    }
}

/// How much is wrong with a seal: 0 where nothing is.
fn flaws_of_seal(entry: &Entry, trust: Option<&Trust>) -> u8 {
    let is_intact = entry.integrity == Integrity::Intact;
    match (is_intact, entry.is_signed_by_its_authors()) {
        _ if seals::holds(entry, trust) => 0,
        (true, true) => 1,
        (true, false) => 2,
        (false, _) if entry.integrity != Integrity::Altered => 3,
        (false, _) => 4,
    }
}

fn beginning(digest: Digest) -> [u8; 8] {
    let [a, b, c, d, e, f, g, h, ..] = digest.0;
    [a, b, c, d, e, f, g, h]
}

/// The references of all entries, resolved.
pub(super) struct References<'a> {
    entries: &'a [Entry],
    index: &'a DigestIndex,
    successors: HashMap<u32, Vec<u32>>,
}

impl<'a> References<'a> {
    /// Finds out which entries follow which as revisions.
    pub fn new(entries: &'a [Entry], index: &'a DigestIndex) -> Self {
        let mut successors: HashMap<u32, Vec<u32>> = HashMap::new();
        for (number, entry) in (0..).zip(entries) {
            let predecessor = entry
                .supersedes()
                .and_then(|reference| index.find(entries, reference.digest));
            // A file that lies there twice is one successor.
            let is_first =
                |_: &u32| entry.digest.and_then(|digest| index.find(entries, digest)) == Some(number);
            if let Some(predecessor) = predecessor.filter(is_first) {
                successors.entry(predecessor).or_default().push(number);
            }
        }
        Self {
            entries,
            index,
            successors,
        }
    }

    /// Which entries have later revisions, and which those are. Of copies the best stands for all.
    pub fn successors(&self) -> &HashMap<u32, Vec<u32>> {
        &self.successors
    }

    /// Which entries have later revisions, and which those are.
    pub fn into_successors(self) -> HashMap<u32, Vec<u32>> {
        self.successors
    }

    /// The revision that an entry says it supersedes, if that is at hand.
    pub fn before(&self, entry: &Entry) -> Option<u32> {
        entry
            .supersedes()
            .and_then(|reference| self.index.find(self.entries, reference.digest))
    }

    /// The graph of claim links.
    pub fn claim_graph(&self) -> ClaimGraph {
        let mut steps = Vec::new();
        for (upper, entry) in (0..).zip(self.entries) {
            for (position, reference) in (0..).zip(entry.references()) {
                if reference.relation == Relation::Claim
                    && let Some(lower) = self.index.find(self.entries, reference.digest)
                {
                    steps.push((upper, lower, position));
                }
            }
        }
        ClaimGraph::new(steps)
    }

    /// The entries that are referred to by one another.
    pub const fn entries(&self) -> &'a [Entry] {
        self.entries
    }

    /// All copies of an entry, the one with the best seal first.
    pub fn copies(&self, entry: &Entry) -> impl Iterator<Item = &'a Entry> {
        let copies = entry.digest.map(|digest| self.index.copies(self.entries, digest));
        copies
            .into_iter()
            .flatten()
            .map(|number| &self.entries[number as usize])
    }

    /// What is wrong with the claim links of each entry by themselves.
    /// `is_retracted` says which were taken back.
    pub fn findings(&self, is_retracted: impl Fn(u32) -> bool) -> Vec<(u32, Unplaced)> {
        let mut findings = Vec::new();
        for (number, entry) in (0..).zip(self.entries) {
            let mut report = |finding: Unplaced| findings.push((number, finding));
            for reference in entry.references() {
                if reference.relation == Relation::Claim {
                    self.check_claim(reference).into_iter().for_each(&mut report);
                    self.check_revision_of(reference, &is_retracted)
                        .into_iter()
                        .for_each(&mut report);
                }
            }
        }
        findings
    }

    fn check_claim(&self, reference: &Reference) -> Option<Unplaced> {
        let dangling = |message: String, help| {
            Some(Unplaced::deny(
                names::DANGLING_CLAIM,
                Anchor::Value(reference.node),
                message,
                help,
            ))
        };
        let Some(target) = self
            .index
            .find(self.entries, reference.digest)
            .map(|number| &self.entries[number as usize])
        else {
            return dangling(
                format!("no record at hand has the digest {}", reference.digest),
                "put the claim that is meant into this repository (outside of one, name its file too where this one is named), or mend the digest; a record that was changed has another one",
            );
        };
        if target.kind != Some(Kind::Claim) {
            return dangling(
                format!("{} is no claim", reference.digest),
                "a claim link names a claim",
            );
        }
        if target.statement != reference.statement {
            return dangling(
                format!(
                    "the claim {:?} says something else than is quoted here",
                    target.id
                ),
                "put exactly that claim's statement here",
            );
        }
        None
    }

    /// A claim link to a revision that has a later one.
    fn check_revision_of(
        &self,
        reference: &Reference,
        is_retracted: &impl Fn(u32) -> bool,
    ) -> Option<Unplaced> {
        let target = self.index.find(self.entries, reference.digest)?;
        let later = *self.successors.get(&target)?.first()?;
        Some(Unplaced::warn(
            names::OUTDATED_CLAIM,
            Anchor::Value(reference.node),
            format!(
                "the claim {:?} has a later revision {} than the one that hangs here",
                self.entries[target as usize].id, self.entries[later as usize].revision
            ),
            if is_retracted(later) {
                "the later revision was taken back: read why before you rely on either"
            } else {
                "read the later revision; if the chain still holds, name it in a revision of this claim"
            },
        ))
    }
}
