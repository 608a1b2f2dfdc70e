//! What verification says of the records of a run.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use crate::capture::QuoteState;
use crate::chain::{Chain, NameId};
use crate::corpus::{
    Bundle, InputFile, LineReader, Progress, Repository, Standing, Trust, TrustFault, read_file, typed,
};
use crate::json::{Anchor, Document, MAX_DEPTH, RuleName, parse};
use crate::record::{Digest, MAX_RECORD, PublicKey, Sha256Hex, Time};
use crate::seal::Integrity;

use super::again::bytes_of;
use super::captures::{CaptureState, Captures};
use super::entry::{Capture, Entry, SignerFact};
use super::finding::{Finding, Unplaced, place};
use super::malformed::faults_in;
use super::notices::{NoticeOnRecord, Subject, about_record, subject};
use super::reach::{NoticesByRecord, OnRecord};
use super::references::DigestIndex;
use super::seals::{self, STAYS_EARLIER, STAYS_LAPSED, STAYS_RETRACTED, Signers};
use super::since::Since;

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
    pub(super) since: Option<Since>,
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
    pub(super) lines: Mutex<LineReader>,
    pub(super) progress: Arc<Progress>,
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

    /// Whether the record with this number is reported on.
    pub fn is_reported(&self, number: u32) -> bool {
        (number as usize) < self.reported
    }

    /// What the records were held against, where only those are reported on that differ from a commit, with what rests
    /// on them.
    pub fn since(&self) -> Option<&Since> {
        self.since.as_ref()
    }

    /// The record with this number.
    pub fn entry(&self, number: u32) -> &Entry {
        &self.entries[number as usize]
    }

    /// What holding the record with this number against others has found.
    pub fn held_against_others(&self, number: u32) -> &[Unplaced] {
        self.late.get(&number).map_or(&[], Vec::as_slice)
    }

    /// The claim that a digest names, where its chain may hang in another: it is at hand, passes the seal rules and is
    /// not retracted.
    pub fn open_claim(&self, digest: Digest) -> Option<&Chain> {
        let number = self.find(digest)?;
        let chain = self.entry(number).chain();
        chain.filter(|_| self.is_sealed(number) && !self.is_retracted(number))
    }

    /// Whether a record passes the seal rules. Outside a repository its word is taken, unless it was altered.
    pub fn is_sealed(&self, number: u32) -> bool {
        let entry = self.entry(number);
        if self.brings_lists() {
            seals::holds(entry, self.trust.as_ref())
        } else {
            entry.integrity != Integrity::Altered
        }
    }

    /// The registry ids that records name, by their numbers.
    pub fn names(&self) -> &[Box<str>] {
        &self.names
    }

    /// The name of a registry id.
    pub fn name_of(&self, id: NameId) -> &str {
        self.names.get(id.position()).map_or("", |name| name)
    }

    /// How far the run has come.
    pub fn progress(&self) -> &Progress {
        &self.progress
    }

    /// The path of a record's file, as it is shown.
    pub fn path(&self, entry: &Entry) -> &Path {
        &self.files[entry.file as usize].shown
    }

    /// The path of a record's file as a shell takes it, for commands that people paste.
    pub fn typed_path(&self, entry: &Entry) -> String {
        typed(self.path(entry))
    }

    /// The path of a record's file for a command that signs it; empty where the record cannot be signed there.
    pub fn signable(&self, entry: &Entry) -> String {
        if self.is_bundle() || self.path(entry) == Path::new("-") {
            String::new()
        } else {
            self.typed_path(entry)
        }
    }

    /// Whether the records are those of a repository or a bundle, which bring their trust lists: one that is not signed
    /// as it must be does not count. Others are taken at their word.
    pub fn brings_lists(&self) -> bool {
        self.repository.is_some() || self.is_bundle()
    }

    /// Whether the records are those of a bundle.
    pub fn is_bundle(&self) -> bool {
        matches!(&*self.files, [file] if file.is_bundle())
    }

    /// The number of the record that a command is asked about that takes the file of one: the only one in the first
    /// file, or the claim that a bundle is made for. `None` where there are none or several.
    pub fn the_only_record(&self) -> Option<u32> {
        let in_first = |entry: &&Entry| entry.file == 0;
        let is_one = self.bundle().is_some() || self.entries.iter().filter(in_first).take(2).count() == 1;
        let mut reported = self.reported().filter(|(_, entry)| in_first(entry));
        reported.next().map(|(number, _)| number).filter(|_| is_one)
    }

    /// The bundle that the records are of, where they are of one that can be read.
    pub fn bundle(&self) -> Option<&Bundle> {
        match &*self.files {
            [file] => file.bundle(),
            _ => None,
        }
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

    /// What one of the notices on the record with this number is about.
    pub fn subject(&self, number: u32, on: &NoticeOnRecord) -> Subject {
        subject(&self.entries, &self.index, self.entry(number), on)
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

    /// The later revisions that follow the record with this number.
    pub fn successors(&self, number: u32) -> &[u32] {
        if self.successors.is_empty() {
            return &[];
        }
        let record = self.index.best_copy(&self.entries, number);
        self.successors.get(&record).map_or(&[], Vec::as_slice)
    }

    /// The revision before the record with this number, if it says which and that is at hand.
    pub fn predecessor(&self, number: u32) -> Option<u32> {
        let before = self.entry(number).supersedes()?;
        self.find(before.digest)
    }

    /// What `look` sees in a record, which is read again; `None` where it has gone or cannot be parsed any more.
    pub fn look_again<T>(&self, entry: &Entry, look: impl FnOnce(&Document<'_>) -> T) -> Option<T> {
        let text = self.text(entry)?;
        let (document, _) = parse(&text, MAX_DEPTH).ok()?;
        Some(look(&document))
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

    /// The keys that signed, by their numbers.
    pub fn keys(&self) -> &[PublicKey] {
        &self.keys
    }

    /// The key of a signer.
    pub fn key(&self, signer: &SignerFact) -> PublicKey {
        self.keys[signer.key as usize]
    }

    /// The name that the trust lists give a signer.
    pub fn signer_name(&self, signer: &SignerFact) -> Option<&str> {
        self.trust
            .as_ref()
            .filter(|_| signer.standing != Standing::Unknown)
            .and_then(|trust| trust.name_of(self.key(signer)))
    }

    /// Everything wrong with the record with this number, with its places. The record is read again for that; where
    /// it has changed or gone meanwhile, the findings point at its beginning.
    pub fn findings(&self, number: u32) -> Vec<Finding> {
        let entry = self.entry(number);
        if !entry.unread().is_empty() {
            return entry.unread().to_vec();
        }
        if let Some(name) = entry.malformed() {
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
            file: self.signable(entry),
            stays: self.stays(number),
        };
        let mut unplaced = signers.findings(entry);
        if let Some(on_record) = self.on_record(number) {
            unplaced.extend(about_record(&self.entries, &self.index, entry, on_record));
        }
        unplaced.extend_from_slice(self.held_against_others(number));
        unplaced
    }

    /// Why a record is not simply to be signed anew.
    fn stays(&self, number: u32) -> Option<&'static str> {
        if !self.successors(number).is_empty() {
            return Some(STAYS_EARLIER);
        }
        let on_record = self.on_record(number)?;
        match (on_record.retracts, on_record.lapsed) {
            (true, _) => Some(STAYS_RETRACTED),
            (false, true) => Some(STAYS_LAPSED),
            (false, false) => None,
        }
    }

    /// Gives findings on a record, which is read again, their places.
    pub fn placed(&self, entry: &Entry, unplaced: Vec<Unplaced>) -> Vec<Finding> {
        if unplaced.is_empty() {
            return Vec::new();
        }
        self.placed_with(entry, |_| unplaced)
    }

    /// Reads a record again, and gives what `find` finds in it its places. Where the record cannot be read any more,
    /// `find` is given none, and its findings point at the beginning.
    pub fn placed_with(
        &self,
        entry: &Entry,
        find: impl FnOnce(Option<&Document<'_>>) -> Vec<Unplaced>,
    ) -> Vec<Finding> {
        let text = self.text(entry);
        let document = text.as_deref().and_then(|text| parse(text, MAX_DEPTH).ok());
        match (&text, &document) {
            (Some(text), Some((document, _))) => {
                place(text, Some(document), entry.line.max(1), find(Some(document)))
            }
            _ => find(None)
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
