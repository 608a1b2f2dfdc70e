//! Making a bundle: the same contents give the same bytes.

use std::io::{self, Read, Write};
use std::path::PathBuf;

use sha2::{Digest as _, Sha256};
use thiserror::Error;

use crate::record::{Digest, Sha256Hex};

use super::super::file::{Reach, open_file};
use super::{CaptureHead, Head, MARKER, MAX_BUNDLE, MAX_HEAD, MAX_RECORDS, MAX_RECORDS_SIZE, Omitted};

/// A capture that a bundle takes along.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CarriedCapture {
    /// The hash of its bytes.
    pub sha256: Sha256Hex,
    /// How many they are.
    pub size: u64,
    /// The file that holds them.
    pub path: PathBuf,
}

/// Why there can be no such bundle: it would not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum BundleError {
    /// More records than are read.
    #[error("the bundle would have {0} records, and {MAX_RECORDS} are the most that are read")]
    Records(u64),
    /// Records of more bytes than are read.
    #[error(
        "the records of the bundle would have {0} bytes, and {MAX_RECORDS_SIZE} are the most that are read"
    )]
    RecordsSize(u64),
    /// A head that would be too long.
    #[error("the bundle would have to name more captures than fit into its first line")]
    Head,
    /// More bytes than are read.
    #[error("the bundle would have {0} bytes, and {MAX_BUNDLE} are the most that are read")]
    Size(u64),
}

/// A bundle that is ready to be written.
pub struct BundleFile {
    head: Vec<u8>,
    records: Vec<u8>,
    captures: Vec<CarriedCapture>,
    size: u64,
}

impl BundleFile {
    /// A bundle for `claim` of these records, a line each without its line feed, the claim first; of these captures,
    /// and with what it leaves out, both in order.
    ///
    /// # Errors
    ///
    /// [`BundleError`]
    pub fn new(
        claim: Digest,
        records: &[String],
        captures: Vec<CarriedCapture>,
        omits: Vec<Omitted>,
    ) -> Result<Self, BundleError> {
        let count = records.len() as u64;
        let length: u64 = records.iter().map(|record| record.len() as u64 + 1).sum();
        if count > MAX_RECORDS {
            return Err(BundleError::Records(count));
        }
        if length > MAX_RECORDS_SIZE {
            return Err(BundleError::RecordsSize(length));
        }
        let mut lines = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
        for record in records {
            lines.extend_from_slice(record.as_bytes());
            lines.push(b'\n');
        }
        let mut head = Head {
            byline: MARKER.to_owned(),
            claim: claim.to_string(),
            records: count,
            bytes: length,
            captures: captures.iter().map(in_head).collect(),
            omits,
            sha256: None,
        };
        let head = head.seal(&lines).ok_or(BundleError::Head)?;
        if head.len() as u64 > MAX_HEAD {
            return Err(BundleError::Head);
        }
        let of_captures: u64 = captures.iter().map(|capture| capture.size).sum();
        let size = head.len() as u64 + length + of_captures;
        if size > MAX_BUNDLE {
            return Err(BundleError::Size(size));
        }
        Ok(Self {
            head,
            records: lines,
            captures,
            size,
        })
    }

    /// How many bytes it has.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Writes it. The files of captures are read meanwhile, one block at a time.
    ///
    /// # Errors
    ///
    /// What writing gave, or that a capture is not any more what it was.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(&self.head)?;
        out.write_all(&self.records)?;
        self.captures.iter().try_for_each(|capture| copy(capture, out))
    }
}

impl Head {
    /// The line of the head with the hash of itself and of these records; `None` where it cannot be written, which no
    /// head of texts and numbers gives.
    pub(super) fn seal(&mut self, records: &[u8]) -> Option<Vec<u8>> {
        self.sha256 = None;
        let mut hash = Sha256::new();
        hash.update(self.line()?);
        hash.update(records);
        self.sha256 = Some(Sha256Hex(hash.finalize().into()).to_string());
        self.line()
    }

    /// As it is written, line feed included.
    pub(super) fn line(&self) -> Option<Vec<u8>> {
        let mut line = serde_json::to_vec(self).ok()?;
        line.push(b'\n');
        Some(line)
    }
}

fn in_head(capture: &CarriedCapture) -> CaptureHead {
    CaptureHead {
        sha256: capture.sha256.to_string(),
        size: capture.size,
    }
}

fn copy(capture: &CarriedCapture, out: &mut dyn Write) -> io::Result<()> {
    const BLOCK: usize = 1 << 16;
    let (file, _) = open_file(&capture.path, Reach::Walked).map_err(io::Error::other)?;
    let mut file = file.take(capture.size);
    let mut hash = Sha256::new();
    let mut block = vec![0; BLOCK];
    loop {
        match file.read(&mut block)? {
            0 => break,
            read => {
                hash.update(&block[..read]);
                out.write_all(&block[..read])?;
            }
        }
    }
    if Sha256Hex(hash.finalize().into()) == capture.sha256 {
        Ok(())
    } else {
        let path = capture.path.display();
        Err(io::Error::other(format!("{path} changed while it was read")))
    }
}
