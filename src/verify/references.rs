//! What records say of other records: claim links and revisions.

use std::collections::HashMap;

use crate::chain::ClaimGraph;
use crate::corpus::Trust;
use crate::json::Anchor;
use crate::record::{Digest, Kind};
use crate::seal::Integrity;

use super::entry::{Entry, Reference, Relation, SignerFact};
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

    /// The revisions that follow another as they must, signed by those who may, each with the one before. That there
    /// are rivals takes nothing from one of them.
    pub fn follows(&self) -> Vec<(u32, u32)> {
        let mut follows = Vec::new();
        for (&before, later) in &self.successors {
            let proper = later.iter().filter(|&&number| {
                let entry = &self.entries[number as usize];
                entry.integrity == Integrity::Intact
                    && entry.is_signed_by_its_authors()
                    && self.break_before(entry).is_none()
            });
            follows.extend(proper.map(|&number| (number, before)));
        }
        follows
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

    /// What is wrong with the references of each entry by themselves.
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
            if entry.kind == Some(Kind::Claim) && entry.digest.is_some() {
                self.check_revision(entry).into_iter().for_each(&mut report);
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

    fn check_revision(&self, entry: &Entry) -> Option<Unplaced> {
        self.break_before(entry).or_else(|| self.rivalry(entry))
    }

    /// What keeps a revision from following the one before.
    fn break_before(&self, entry: &Entry) -> Option<Unplaced> {
        let Some(reference) = entry.supersedes() else {
            return (entry.revision > 1).then(|| {
                Unplaced::deny(
                    names::BROKEN_REVISION,
                    Anchor::Whole,
                    format!(
                        "revision {} does not say which record it supersedes",
                        entry.revision
                    ),
                    "put the digest of the revision before into \"supersedes\"; `byline digest` prints it",
                )
            });
        };
        let broken = |message: String, help| Some(broken(reference, message, help));
        let Some(number) = self.index.find(self.entries, reference.digest) else {
            return broken(
                format!("the revision before, {}, is not at hand", reference.digest),
                "earlier revisions stay beside the claim as ID.r1.json, ID.r2.json and so on: restore it",
            );
        };
        let before = &self.entries[number as usize];
        if before.kind != Some(Kind::Claim) || before.id != entry.id {
            return broken(
                "the record that this supersedes is another claim".to_owned(),
                "a revision keeps the id of its claim",
            );
        }
        if before.revision.checked_add(1) != Some(entry.revision) {
            return broken(
                format!(
                    "revision {} supersedes revision {}",
                    entry.revision, before.revision
                ),
                "revisions count up by one",
            );
        }
        if let Some(flaw) = flaw_of_predecessor(before) {
            return broken(
                format!("the revision before {flaw}, so nothing vouches for what this one follows"),
                "restore that revision as its authors signed it, or have each of them sign it",
            );
        }
        if !entry.signers.is_empty() && !is_entitled(entry, before) {
            return broken(
                "neither an author of the revision before nor an editor has signed this one".to_owned(),
                if entry
                    .signers
                    .iter()
                    .filter(|signer| signer.author)
                    .all(SignerFact::counts)
                {
                    "have one of them sign it too, with `byline sign`"
                } else {
                    "have one of them sign it as theirs, with `byline sign --anew`: whoever is its author now may not sign claims here"
                },
            );
        }
        None
    }

    fn rivalry(&self, entry: &Entry) -> Option<Unplaced> {
        let reference = entry.supersedes()?;
        let rivals = self.successors.get(&self.before(entry)?).map_or(0, Vec::len);
        (rivals > 1).then(|| {
            broken(
                reference,
                format!("{rivals} records supersede the same revision"),
                "keep one as the next revision, and make the other a revision of that one",
            )
        })
    }
}

fn broken(supersedes: &Reference, message: String, help: &'static str) -> Unplaced {
    Unplaced::deny(
        names::BROKEN_REVISION,
        Anchor::Value(supersedes.node),
        message,
        help,
    )
}

/// Who may make the next revision is said by those who signed the one before, so that one must be theirs.
fn flaw_of_predecessor(before: &Entry) -> Option<&'static str> {
    match before.integrity {
        Integrity::Unverified => None,
        Integrity::Unsigned => Some("is unsigned"),
        Integrity::Altered => Some("was altered after signing"),
        Integrity::Intact if before.is_signed_by_its_authors() => None,
        Integrity::Intact => Some("is not signed by each of its authors"),
    }
}

fn is_entitled(revision: &Entry, before: &Entry) -> bool {
    revision
        .signers
        .iter()
        .filter(|signer| signer.holds)
        .any(|signer| {
            let is_author = before.has_author(signer.key) && signer.is_in_time();
            is_author || (signer.counts() && signer.editor)
        })
}
