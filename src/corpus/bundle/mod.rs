//! Bundles: one file with a claim, the records it rests on, and captures.
//!
//! The first line is the head, in JSON. Then comes a line for each record, the claim first, and then the bytes of the
//! captures, one after the other: the head says where each lies. A bundle is read in place; nothing is taken out of it
//! into files.

mod read;
mod write;

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Take};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::record::{Digest, Sha256Hex};

use super::file::{FileError, Reach, open_file};
use super::lines::LineBlocks;

pub(super) use read::bundle_among;
pub use read::read_bundle;
pub use write::{BundleError, BundleFile, CarriedCapture};

/// What every bundle begins with.
const BEGINNING: &[u8] = b"{\"byline\":\"bundle/1\",";

/// What the head says it is.
const MARKER: &str = "bundle/1";

/// The largest bundle, in bytes: some twenty of the largest captures. It is hashed as it is read, in seconds.
pub const MAX_BUNDLE: u64 = 1 << 30;

/// The longest head, in bytes: it names fifty thousand captures, and takes a few times as much memory.
const MAX_HEAD: u64 = 4 << 20;

/// The most bytes that the records of a bundle take: what is kept of each in memory grows with them.
const MAX_RECORDS_SIZE: u64 = 256 << 20;

/// The most records of a bundle: a hundred times as many as the largest stories have.
const MAX_RECORDS: u64 = 100_000;

/// The longest reason for leaving something out, in characters: a sentence or two.
const MAX_WHY: usize = 300;

/// The first line of a bundle, with its members in the order in which they are written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    byline: String,
    claim: String,
    records: u64,
    bytes: u64,
    captures: Vec<CaptureHead>,
    omits: Vec<Omitted>,
    /// Of the head without this member, with its line feed, and of the records. Each capture has its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    sha256: Option<String>,
}

/// A capture as the head names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CaptureHead {
    sha256: String,
    size: u64,
}

/// What sort of thing a bundle leaves out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OmittedKind {
    /// A capture that a record names, by the hash of its bytes.
    Capture,
    /// A record that another names, by its digest.
    Record,
    /// The section of `byline.toml` that ratings depend on, by its name.
    Settings,
    /// The record of a source that a claim names, or that owns one of them, by its id.
    Source,
}

impl OmittedKind {
    /// As written in the head.
    pub const fn as_str(self) -> &'static str {
        match self {
            OmittedKind::Capture => "capture",
            OmittedKind::Record => "record",
            OmittedKind::Settings => "settings",
            OmittedKind::Source => "source",
        }
    }

    /// Whether an id is one of such a thing.
    fn takes(self, id: &str) -> bool {
        match self {
            OmittedKind::Capture => Sha256Hex::parse(id).is_some(),
            OmittedKind::Record => Digest::parse(id).is_some(),
            OmittedKind::Settings => id == SCORE,
            OmittedKind::Source => crate::record::SourceId::parse(id).is_some(),
        }
    }
}

/// Why a capture is left out that nobody wanted to have along. Any other reason says that it was not to be had.
pub const NOT_ASKED_FOR: &str = "not asked for when the bundle was made";

/// The only section of a policy that a bundle would need: by it claims are rated.
pub const SCORE: &str = "score";

/// Things of one sort that a bundle leaves out, for one reason.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Omitted {
    /// What sort of thing.
    pub what: OmittedKind,
    /// Their digests or ids, in order.
    pub ids: Vec<String>,
    /// Why they are not there.
    pub why: String,
}

/// A bundle that is whole, as far as its head says: what it is for, what it leaves out, and where all lies in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bundle {
    /// The claim that it is made for, which is its first record.
    pub claim: Digest,
    /// How many records it holds.
    pub records: u64,
    /// What a reader might look for and does not find.
    pub omits: Vec<Omitted>,
    path: PathBuf,
    records_start: u64,
    records_end: u64,
    /// Their hashes in order, where they begin in the file, and their sizes.
    captures: Vec<(Sha256Hex, u64, u64)>,
}

impl Bundle {
    /// Where its records end in the file, in bytes.
    pub fn records_end(&self) -> u64 {
        self.records_end
    }

    /// Its records, a line each.
    ///
    /// # Errors
    ///
    /// [`FileError`]
    pub fn open_records(&self) -> Result<LineBlocks<Take<File>>, FileError> {
        let part = self.open(self.records_start, self.records_end - self.records_start)?;
        Ok(LineBlocks::behind(part, 1, self.records_start))
    }

    /// The hashes of the captures that it holds, in order.
    pub fn captures(&self) -> impl ExactSizeIterator<Item = Sha256Hex> {
        self.captures.iter().map(|(sha256, _, _)| *sha256)
    }

    /// Whether it holds a capture.
    pub fn has_capture(&self, sha256: Sha256Hex) -> bool {
        self.find(sha256).is_some()
    }

    /// Why it does not hold a capture, as its head says.
    pub fn why_left_out(&self, sha256: Sha256Hex) -> Option<&str> {
        let captures = self
            .omits
            .iter()
            .filter(|omitted| omitted.what == OmittedKind::Capture);
        let name = sha256.to_string();
        // They are in order, which is seen to when it is opened.
        let mut of_it = captures.filter(|omitted| omitted.ids.binary_search(&name).is_ok());
        of_it.next().map(|omitted| &*omitted.why)
    }

    /// The bytes of a capture that it holds, and how many they are.
    ///
    /// # Errors
    ///
    /// [`FileError`], with [`FileError::NotFound`] where it does not hold it.
    pub fn open_capture(&self, sha256: Sha256Hex) -> Result<(Take<File>, u64), FileError> {
        let (_, start, size) = self.find(sha256).ok_or(FileError::NotFound)?;
        Ok((self.open(start, size)?, size))
    }

    fn find(&self, sha256: Sha256Hex) -> Option<(Sha256Hex, u64, u64)> {
        let at = self
            .captures
            .binary_search_by_key(&sha256.0, |capture| capture.0.0);
        at.ok().map(|at| self.captures[at])
    }

    fn open(&self, start: u64, size: u64) -> Result<Take<File>, FileError> {
        let (mut file, _) = open_file(&self.path, Reach::Named)?;
        file.seek(SeekFrom::Start(start))?;
        Ok(file.take(size))
    }
}
