//! Seals and signatures alone: whether documents are as they were when they were signed, whoever signed them.

use crate::corpus::{FileError, InputFile, Progress, Stage, UNREADABLE, Unit, survey};
use crate::json::{Anchor, Document, MAX_DEPTH, MAX_FOREIGN_DEPTH, RuleName, parse};
use crate::record::{Kind, PublicKey, Record, TOO_LARGE, Time, read};
use crate::seal::{Integrity, Verifier, digest, verify_foreign};

use super::finding::{Finding, Unplaced, names, place};
use super::seals::mend_altered;

/// What is said of one document without asking who signed it.
#[derive(Debug)]
pub struct SealedDocument {
    /// The position of its file among the files of the run.
    pub file: usize,
    /// Its line in a `.jsonl`, from 1.
    pub line: Option<u32>,
    /// Whether it is a byline record.
    pub is_record: bool,
    /// Its digest without `proof`; `None` where it could not be read.
    pub digest: Option<crate::record::Digest>,
    /// Whether it is as it was when it was signed.
    pub integrity: Integrity,
    /// The keys whose proofs hold, and when each says it signed.
    pub signers: Vec<(PublicKey, Option<Time>)>,
    /// What is wrong.
    pub findings: Vec<Finding>,
    /// Whether its bytes could not be had at all.
    pub unreadable: bool,
}

impl SealedDocument {
    /// Whether it is intact and nothing else is wrong with it.
    pub fn holds(&self) -> bool {
        self.integrity == Integrity::Intact && self.findings.is_empty()
    }
}

/// All documents of a run.
pub struct IntegrityReport {
    /// The time of the check.
    pub at: Time,
    /// The files of the run.
    pub files: Vec<InputFile>,
    /// The documents in their order.
    pub documents: Vec<SealedDocument>,
}

/// Verifies seals and signatures alone. Documents that are no byline records are verified as Data Integrity says.
pub fn verify_integrity(files: Vec<InputFile>, at: Time, progress: &Progress) -> IntegrityReport {
    progress.begin(Stage::Reading, None);
    let mut documents = Vec::new();
    survey(
        &files,
        Verifier::default,
        |verifier, unit| examine(verifier, &unit, at),
        |document| {
            documents.push(document);
            progress.add(1);
        },
    );
    IntegrityReport { at, files, documents }
}

fn examine(verifier: &mut Verifier, unit: &Unit<'_>, at: Time) -> SealedDocument {
    let mut sealed = SealedDocument {
        file: unit.file,
        line: unit.line,
        is_record: false,
        digest: None,
        integrity: Integrity::Unsigned,
        signers: Vec::new(),
        findings: Vec::new(),
        unreadable: false,
    };
    let line = unit.line.unwrap_or(1);
    let bytes = match &unit.content {
        Ok(bytes) => *bytes,
        Err(error) => {
            sealed.unreadable = !matches!(error, FileError::TooLarge { .. });
            let name: RuleName = if sealed.unreadable { UNREADABLE } else { TOO_LARGE };
            let finding = Unplaced::deny(name, Anchor::Whole, error.to_string(), error.help());
            sealed.findings = place("", None, line, [finding]);
            return sealed;
        }
    };
    match super::malformed::text_of(bytes, line) {
        Ok(text) => examine_text(&mut sealed, verifier, text, line, at),
        Err(findings) => sealed.findings = findings,
    }
    sealed
}

fn examine_text(sealed: &mut SealedDocument, verifier: &mut Verifier, text: &str, line: u32, at: Time) {
    let (document, duplicates) = match parse(text, MAX_FOREIGN_DEPTH) {
        Ok(parsed) => parsed,
        Err(fault) => {
            sealed.findings = place(text, None, line, [fault.into()]);
            return;
        }
    };
    let mut findings: Vec<Unplaced> = duplicates.into_iter().map(Unplaced::from).collect();
    sealed.is_record = is_record(&document);
    if findings.is_empty() {
        sealed.digest = Some(digest(&document));
        if sealed.is_record {
            examine_record(sealed, verifier, &document, at, &mut findings);
        } else {
            examine_foreign(sealed, verifier, &document, at, &mut findings);
        }
        if findings.is_empty() && sealed.integrity == Integrity::Unsigned {
            let help = "there is no proof to check: sign it, or leave it out";
            findings.push(Unplaced::deny(
                names::UNSIGNED,
                Anchor::Whole,
                "nobody has signed this document",
                help,
            ));
        }
    }
    sealed.findings = place(text, Some(&document), line, findings);
}

/// Whether a document says that it is a record. Others use the member "byline" too, for the names of writers.
fn is_record(document: &Document<'_>) -> bool {
    let marker = document.root().member("byline").and_then(|node| node.as_str());
    marker
        .and_then(|marker| marker.split_once('/'))
        .is_some_and(|(kind, version)| {
            let is_kind = Kind::ALL.iter().any(|known| known.as_str() == kind);
            is_kind && !version.is_empty() && version.bytes().all(|byte| byte.is_ascii_graphic())
        })
}

fn examine_record(
    sealed: &mut SealedDocument,
    verifier: &mut Verifier,
    document: &Document<'_>,
    at: Time,
    findings: &mut Vec<Unplaced>,
) {
    // A record is held to the bounds of records here too.
    if let Err(fault) = parse(document.text(), MAX_DEPTH) {
        findings.push(fault.into());
        return;
    }
    let reading = read(document);
    let authors = reading.record.as_ref().map(Record::authors).unwrap_or_default();
    let seal = verifier.examine(document, authors);
    sealed.integrity = seal.integrity();
    for (proof, holds) in &seal.proofs {
        if let Some(expires) = proof.expires.filter(|expires| *expires <= at) {
            findings.push(Unplaced::deny(
                names::EXPIRED_SIGNER,
                Anchor::Value(proof.node.index()),
                format!("this proof expired at {expires}"),
                "have the record signed again",
            ));
        }
        if *holds {
            sealed.signers.push((proof.key, Some(proof.created)));
        } else {
            findings.push(Unplaced::deny(
                crate::seal::BAD_SIGNATURE,
                Anchor::Value(proof.node.index()),
                format!("the signature of {} does not belong to this record", proof.key),
                format!(
                    "the record or the proof was changed after signing: {}",
                    mend_altered(reading.kind)
                ),
            ));
        }
    }
    findings.extend(reading.faults.into_iter().chain(seal.faults).map(Unplaced::from));
}

fn examine_foreign(
    sealed: &mut SealedDocument,
    verifier: &mut Verifier,
    document: &Document<'_>,
    at: Time,
    findings: &mut Vec<Unplaced>,
) {
    let (proofs, faults) = verify_foreign(document, at, verifier);
    sealed.integrity = match (proofs.is_empty(), faults.is_empty()) {
        (_, false) => Integrity::Altered,
        (true, true) => Integrity::Unsigned,
        (false, true) => Integrity::Intact,
    };
    sealed.signers = proofs.iter().map(|proof| (proof.key, proof.created)).collect();
    findings.extend(faults.into_iter().map(Unplaced::from));
}
