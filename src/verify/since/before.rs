//! The records that a commit has and that do not lie there as they lay: what they said, and who had signed them.

use std::collections::HashSet;
use std::path::PathBuf;

use crate::chain::NameId;
use crate::corpus::{Base, GitError, LostRecord, Repository};
use crate::json::{MAX_DEPTH, parse};
use crate::record::{Digest, Kind, PublicKey, Record, Sha256Hex, Time, read};
use crate::seal::{Integrity, Seal, Verifier};

use super::super::examine::KnownProofs;
use super::super::run::Interners;

/// A well-formed record of a commit that does not lie where it lay, or not as it was.
#[derive(Debug)]
pub struct BaseRecord {
    /// Its file, as it is shown.
    pub path: PathBuf,
    /// Its file below the root of the repository.
    pub inside: PathBuf,
    /// Its line in a `.jsonl`, from 1; 0 where it filled the file.
    pub line: u32,
    /// Its kind.
    pub kind: Kind,
    /// Its id; empty for kinds that have none.
    pub id: String,
    /// For a claim, from 1.
    pub revision: u64,
    /// Its digest.
    pub digest: Digest,
    /// Whether it was as it was when it was signed.
    pub was_intact: bool,
    /// Those who had signed it, and when their proofs say that they did.
    pub signers: Vec<(PublicKey, Time)>,
    /// For a claim, what it says.
    pub statement: Option<Box<str>>,
    /// For a claim, the revision before; for a notice, the record that it is about.
    pub(super) about: Option<Digest>,
}

/// What a commit has.
pub(super) struct Before {
    pub lost: Vec<BaseRecord>,
    /// The proofs of those records.
    pub proofs: KnownProofs,
    /// The ids of the sources among them.
    pub sources: HashSet<NameId>,
    /// Captures that are not as they were.
    pub captures: HashSet<Sha256Hex>,
}

/// Reads what a commit has and was not met as it was.
pub(super) fn read_before(
    base: &Base,
    repository: &Repository,
    interners: &Interners,
) -> Result<Before, GitError> {
    let mut before = Before {
        lost: Vec::new(),
        proofs: KnownProofs::new(),
        sources: HashSet::new(),
        captures: base.lost_captures(),
    };
    let mut verifier = Verifier::default();
    base.lost(|lost| {
        let Some(record) = read_lost(&lost, repository, &mut verifier, &mut before.proofs) else {
            return;
        };
        if record.kind == Kind::Source {
            let number = interners.names.number_of(&record.id);
            before.sources.insert(NameId::new(number));
        }
        before.lost.push(record);
    })?;
    Ok(before)
}

/// What is malformed says nothing, and nothing is lost with it.
fn read_lost(
    lost: &LostRecord<'_>,
    repository: &Repository,
    verifier: &mut Verifier,
    proofs: &mut KnownProofs,
) -> Option<BaseRecord> {
    let text = std::str::from_utf8(lost.bytes).ok()?;
    let (document, duplicates) = parse(text, MAX_DEPTH).ok()?;
    let reading = read(&document);
    if !duplicates.is_empty() || !reading.faults.is_empty() {
        return None;
    }
    let record = reading.record?;
    let seal = verifier.examine(&document, record.authors());
    if !seal.faults.is_empty() {
        return None;
    }
    proofs.extend(held(&seal));
    let holding = seal.proofs.iter().filter(|(_, holds)| *holds);
    let (revision, about, statement) = match &record {
        Record::Claim(claim) => (claim.revision, claim.supersedes, Some(claim.statement.into())),
        Record::Notice(notice) => (1, Some(notice.record), None),
        Record::Source(_) | Record::Trust(_) => (1, None, None),
    };
    Some(BaseRecord {
        path: repository.shown().join(lost.path),
        inside: lost.path.to_owned(),
        line: lost.line,
        kind: record.kind(),
        id: reading.id.unwrap_or_default().to_owned(),
        revision,
        digest: seal.digest,
        was_intact: seal.integrity() == Integrity::Intact,
        signers: holding.map(|(proof, _)| (proof.key, proof.created)).collect(),
        statement,
        about,
    })
}

/// The proofs of a record that hold.
fn held(seal: &Seal<'_>) -> impl Iterator<Item = (Digest, [u8; 64])> {
    let holding = seal.proofs.iter().filter(|(_, holds)| *holds);
    holding.map(|(proof, _)| (seal.digest, proof.signature))
}

impl Before {
    /// Adds the proofs of a record that lies there as it lay: a copy of it has no newer ones.
    pub fn add_proofs(&mut self, bytes: &[u8], verifier: &mut Verifier) {
        let Ok(text) = std::str::from_utf8(bytes) else {
            return;
        };
        let Ok((document, _)) = parse(text, MAX_DEPTH) else {
            return;
        };
        if let Some(record) = read(&document).record {
            self.proofs
                .extend(held(&verifier.examine(&document, record.authors())));
        }
    }
}
