//! The verification of a run: all records examined, then held against one another.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use crate::capture::QuoteState;
use crate::corpus::{
    FileError, InputError, InputFile, Inputs, LineReader, Repository, Trust, TrustFault, TrustSource, Unit,
    other_claims, read_file, survey,
};
use crate::json::{Anchor, Document, MAX_DEPTH, RuleName, parse};
use crate::record::{Digest, Kind, MAX_RECORD, PublicKey, Sha256Hex, Time};
use crate::seal::Integrity;

use super::captures::{CaptureState, Captures};
use super::entry::{Capture, Entry, Relation, SignerFact};
use super::examine::{ClaimSeals, Examiner, Inspect, NoInspection, Worker, faults_in};
use super::finding::{Finding, Unplaced, place};
use super::intern::Interner;
use super::lists::lists_of;
use super::notices::{NoticeOnRecord, about_record};
use super::reach::{NoticesByRecord, OnRecord};
use super::references::DigestIndex;
use super::seals::Signers;

/// How to verify.
#[derive(Debug)]
pub struct Options {
    /// The time of the check.
    pub at: Time,
    /// The trust list that the user pins.
    pub pin: Option<TrustSource>,
    /// Which claims' proofs are verified.
    pub seals: ClaimSeals,
}

/// All records of a run and what verification says of them.
pub struct Verification {
    /// The time of the check.
    pub at: Time,
    /// The repository around the paths.
    pub repository: Option<Repository>,
    /// The trust list in force.
    pub trust: Option<Trust>,
    /// Files that should be trust lists and cannot be read, where no list could be.
    pub unread_lists: Vec<TrustFault>,
    pub(super) files: Vec<InputFile>,
    pub(super) entries: Vec<Entry>,
    pub(super) reported: usize,
    pub(super) holds: Vec<bool>,
    pub(super) late: HashMap<u32, Vec<Unplaced>>,
    pub(super) notices: NoticesByRecord,
    pub(super) contradicted: HashMap<u32, Vec<u32>>,
    pub(super) successors: HashMap<u32, Vec<u32>>,
    pub(super) captures: Captures,
    pub(super) index: DigestIndex,
    pub(super) keys: Vec<PublicKey>,
    pub(super) names: Vec<Box<str>>,
    /// Records are read again for their findings.
    lines: Mutex<LineReader>,
}

/// Verifies the records of `inputs`.
///
/// # Errors
///
/// [`InputError`] where the repository's other claims are needed and cannot be taken together.
pub fn verify(inputs: Inputs, options: Options) -> Result<Verification, InputError> {
    verify_all(inputs, options, &NoInspection, false)
}

/// Verifies the records of `inputs` and has `inspect` look at each while it is at hand. All claims of the repository
/// are read, for questions that only all together answer.
///
/// # Errors
///
/// [`InputError`] where the repository's other claims are needed and cannot be taken together.
pub fn verify_and_inspect(
    inputs: Inputs,
    options: Options,
    inspect: &dyn Inspect,
) -> Result<Verification, InputError> {
    verify_all(inputs, options, inspect, true)
}

fn verify_all(
    inputs: Inputs,
    options: Options,
    inspect: &dyn Inspect,
    takes_all_claims: bool,
) -> Result<Verification, InputError> {
    let Inputs {
        repository,
        named,
        context,
    } = inputs;
    let (trust, unread_lists) = consult(repository.as_ref(), &named, &context, &options);
    let keys = Interner::new();
    let topics = Interner::new();
    let names = Interner::new();
    let examiner = Examiner {
        trust: trust.as_ref(),
        at: options.at,
        keys: &keys,
        topics: &topics,
        names: &names,
        seals: options.seals,
        inspect,
    };
    let mut files = Vec::new();
    let mut entries = Vec::new();
    read_more(&examiner, &mut files, named, &mut entries);
    let named = entries.len();
    read_more(&examiner, &mut files, context, &mut entries);
    let doubtful = named + put_first(&mut entries[named..], is_doubtful);
    if let Some(repository) = repository.as_ref().filter(|_| {
        takes_all_claims || options.seals == ClaimSeals::Below || entries[..named].iter().any(names_others)
    }) {
        let claims = other_claims(repository, &files)?;
        read_more(&examiner, &mut files, claims, &mut entries);
    }
    // A malformed claim that was not asked for speaks of nothing that was; one that may not be read could be named.
    let reported = doubtful + put_first(&mut entries[doubtful..], Entry::is_unreadable);
    if options.seals == ClaimSeals::Below {
        let thorough = Examiner {
            seals: ClaimSeals::All,
            ..examiner
        };
        verify_below(&thorough, &files, &mut entries);
    }
    let (keys, topics, names) = (keys.into_values(), topics.into_values(), names.into_values());
    let mut verification = Verification {
        at: options.at,
        repository,
        trust,
        unread_lists,
        files,
        entries,
        reported,
        holds: Vec::new(),
        late: HashMap::new(),
        notices: NoticesByRecord::default(),
        contradicted: HashMap::new(),
        successors: HashMap::new(),
        captures: Captures::default(),
        index: DigestIndex::default(),
        keys,
        names,
        lines: Mutex::default(),
    };
    verification.resolve(&topics);
    Ok(verification)
}

/// Puts what may hide something before the rest, and says how much it is: it might have spoken against a record that
/// is reported on, so it is reported as well.
fn put_first(context: &mut [Entry], may_hide: fn(&Entry) -> bool) -> usize {
    context.sort_by_key(|entry| !may_hide(entry));
    context.partition_point(may_hide)
}

/// What could not be read, and notices that are not as all of their authors signed them.
fn is_doubtful(entry: &Entry) -> bool {
    let is_notice = entry.kind == Some(Kind::Notice);
    let is_sealed = entry.integrity == Integrity::Intact && entry.is_signed_by_its_authors();
    entry.digest.is_none() || (is_notice && !is_sealed)
}

/// Whether a record can be judged only together with claims that may not have been read.
pub(super) fn names_others(entry: &Entry) -> bool {
    !entry.references().is_empty() || entry.notice().is_some()
}

fn consult(
    repository: Option<&Repository>,
    named: &[InputFile],
    context: &[InputFile],
    options: &Options,
) -> (Option<Trust>, Vec<TrustFault>) {
    let (lists, unread) = match repository {
        Some(repository) => lists_of(repository, named.iter().chain(context)),
        None => (Vec::new(), Vec::new()),
    };
    match Trust::follow(lists, unread.clone(), options.pin.clone(), options.at) {
        Some(trust) => (Some(trust), Vec::new()),
        None => (None, unread),
    }
}

/// Reads `more` files and puts them behind the others.
fn read_more(
    examiner: &Examiner<'_>,
    files: &mut Vec<InputFile>,
    more: Vec<InputFile>,
    entries: &mut Vec<Entry>,
) {
    let base = files.len();
    files.extend(more);
    survey(
        &files[base..],
        Worker::default,
        |worker, mut unit| {
            unit.file += base;
            examiner.examine(worker, &unit)
        },
        |entry| entries.push(entry),
    );
}

/// Verifies the claims that hang below others, which were only read so far.
fn verify_below(examiner: &Examiner<'_>, files: &[InputFile], entries: &mut [Entry]) {
    if !entries.iter().any(names_others) {
        return;
    }
    let index = DigestIndex::new(entries, None);
    let mut below: Vec<u32> = entries
        .iter()
        .flat_map(Entry::references)
        .filter(|reference| reference.relation == Relation::Claim)
        .flat_map(|reference| index.copies(entries, reference.digest))
        .filter(|&number| entries[number as usize].integrity == Integrity::Unverified)
        .collect();
    below.sort_unstable();
    below.dedup();
    let again: Vec<Vec<(u32, Entry)>> = below
        .par_chunks(BELOW_BATCH)
        .map(|batch| {
            let mut worker = Worker::default();
            let examine = |&number: &u32| {
                (
                    number,
                    examine_again(examiner, &mut worker, files, &entries[number as usize]),
                )
            };
            batch.iter().map(examine).collect()
        })
        .collect();
    for (number, entry) in again.into_iter().flatten() {
        entries[number as usize] = entry;
    }
}

/// Claims below others that one worker verifies at a time.
const BELOW_BATCH: usize = 64;

fn examine_again(examiner: &Examiner<'_>, worker: &mut Worker, files: &[InputFile], entry: &Entry) -> Entry {
    let bytes = bytes_of(&files[entry.file as usize], entry, &mut worker.lines);
    let unit = Unit {
        file: entry.file as usize,
        line: (entry.line > 0).then_some(entry.line),
        offset: entry.offset,
        content: bytes.as_deref().map_err(FileError::clone),
    };
    examiner.examine(worker, &unit)
}

fn bytes_of(file: &InputFile, entry: &Entry, lines: &mut LineReader) -> Result<Vec<u8>, FileError> {
    if entry.line == 0 {
        read_file(&file.path, MAX_RECORD as u64, file.reach)
    } else {
        lines.line_at(&file.path, entry.offset, MAX_RECORD as u64, file.reach)
    }
}

impl Verification {
    /// The records that are reported on, with their numbers.
    pub fn reported(&self) -> impl ExactSizeIterator<Item = (u32, &Entry)> {
        self.entries[..self.reported]
            .iter()
            .enumerate()
            .map(|(number, entry)| (number as u32, entry))
    }

    /// All records at hand, with their numbers; those that are reported on come first.
    pub fn all(&self) -> impl ExactSizeIterator<Item = (u32, &Entry)> {
        let numbered = self.entries.iter().enumerate();
        numbered.map(|(number, entry)| (number as u32, entry))
    }

    /// The record with this number.
    pub fn entry(&self, number: u32) -> &Entry {
        &self.entries[number as usize]
    }

    /// The path of a record's file, as it is shown.
    pub fn path(&self, entry: &Entry) -> &Path {
        &self.files[entry.file as usize].shown
    }

    /// Whether the record with this number holds.
    pub fn holds(&self, number: u32) -> bool {
        self.holds[number as usize]
    }

    /// Whether a notice in force retracts the record.
    pub fn is_retracted(&self, number: u32) -> bool {
        self.on_record(number).is_some_and(|on| on.retracts)
    }

    /// The notices on the record with this number, the weightiest first.
    pub fn notices(&self, number: u32) -> &[NoticeOnRecord] {
        self.on_record(number).map_or(&[], |on| &on.kept)
    }

    /// How many more notices there are on the record with this number.
    pub fn more_notices(&self, number: u32) -> usize {
        self.on_record(number).map_or(0, |on| on.more)
    }

    /// What is said of a record is said of all its copies.
    pub(super) fn on_record(&self, number: u32) -> Option<&OnRecord> {
        if self.notices.is_empty() {
            return None;
        }
        self.notices.on(self.index.best_copy(&self.entries, number))
    }

    /// The records that contradict the one with this number, or that it contradicts.
    pub fn contradicting(&self, number: u32) -> &[u32] {
        self.contradicted.get(&number).map_or(&[], Vec::as_slice)
    }

    /// The later revisions that follow the record with this number.
    pub fn successors(&self, number: u32) -> &[u32] {
        if self.successors.is_empty() {
            return &[];
        }
        let record = self.index.best_copy(&self.entries, number);
        self.successors.get(&record).map_or(&[], Vec::as_slice)
    }

    /// The number of the record with a digest, if it is at hand.
    pub fn find(&self, digest: Digest) -> Option<u32> {
        self.index.find(&self.entries, digest)
    }

    /// The state of a capture of a record.
    pub fn capture(&self, entry: &Entry, sha256: Sha256Hex) -> Option<&CaptureState> {
        self.captures.state(entry.file, sha256)
    }

    /// What became of the quote beside a capture; `None` where there is none, or the capture is not intact.
    pub fn quote(&self, entry: &Entry, capture: &Capture) -> Option<QuoteState> {
        self.captures.quote(entry.file, capture)
    }

    /// The key of a signer.
    pub fn key(&self, signer: &SignerFact) -> PublicKey {
        self.keys[signer.key as usize]
    }

    /// The name that the trust list gives a signer.
    pub fn signer_name(&self, signer: &SignerFact) -> Option<&str> {
        self.trust
            .as_ref()
            .and_then(|trust| trust.signer(self.key(signer)))
            .map(|listed| listed.name.as_str())
    }

    /// Everything wrong with the record with this number, with its places. The record is read again for that; where
    /// it has changed or gone meanwhile, the findings point at its beginning.
    pub fn findings(&self, number: u32) -> Vec<Finding> {
        let entry = self.entry(number);
        if !entry.unread().is_empty() {
            return entry.unread().to_vec();
        }
        if let Some(name) = entry.malformed {
            return self.faults_of(entry, name);
        }
        self.placed(entry, self.unplaced(number))
    }

    /// Everything wrong with the record with this number if it is well-formed, without places.
    pub fn unplaced(&self, number: u32) -> Vec<Unplaced> {
        let entry = self.entry(number);
        let signers = Signers {
            trust: self.trust.as_ref(),
            keys: &self.keys,
        };
        let mut unplaced = signers.findings(entry);
        if let Some(on_record) = self.on_record(number) {
            unplaced.extend(about_record(&self.entries, entry, on_record));
        }
        unplaced.extend(self.late.get(&number).into_iter().flatten().cloned());
        unplaced
    }

    /// Gives findings on a record, which is read again, their places.
    pub(super) fn placed(&self, entry: &Entry, unplaced: Vec<Unplaced>) -> Vec<Finding> {
        if unplaced.is_empty() {
            return Vec::new();
        }
        self.placed_with(entry, unplaced, |_| Vec::new())
    }

    /// Reads a record again, and gives findings on it their places: `unplaced`, and what `more` finds in its text.
    /// Where the record has changed or gone meanwhile, they point at its beginning.
    pub fn placed_with(
        &self,
        entry: &Entry,
        mut unplaced: Vec<Unplaced>,
        more: impl FnOnce(&Document<'_>) -> Vec<Unplaced>,
    ) -> Vec<Finding> {
        let text = self.text(entry);
        let document = text.as_deref().and_then(|text| parse(text, MAX_DEPTH).ok());
        match (&text, &document) {
            (Some(text), Some((document, _))) => {
                unplaced.extend(more(document));
                place(text, Some(document), entry.line.max(1), unplaced)
            }
            _ => unplaced
                .into_iter()
                .map(|finding| finding.at_beginning(entry.line))
                .collect(),
        }
    }

    /// What is wrong with a malformed record, the first of which had this name when it was read.
    fn faults_of(&self, entry: &Entry, name: RuleName) -> Vec<Finding> {
        let mut findings = match self.bytes(entry) {
            Some(bytes) => faults_in(&bytes, entry.line),
            None => Vec::new(),
        };
        if findings.is_empty() {
            let changed = Unplaced::deny(
                name,
                Anchor::Whole,
                "this was no valid record when it was read, and has changed since",
                "run the command again once nothing writes to it",
            );
            findings.push(changed.at_beginning(entry.line));
        }
        findings
    }

    pub(super) fn text(&self, entry: &Entry) -> Option<String> {
        self.bytes(entry).and_then(|bytes| String::from_utf8(bytes).ok())
    }

    fn bytes(&self, entry: &Entry) -> Option<Vec<u8>> {
        let file = &self.files[entry.file as usize];
        if entry.line == 0 {
            // Nothing is shared then, and nobody need wait.
            return read_file(&file.path, MAX_RECORD as u64, file.reach).ok();
        }
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        bytes_of(file, entry, &mut lines).ok()
    }
}
