//! Reading a bundle: what its head says is held against the file before anything else looks at it.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use crate::json::{MAX_DEPTH, parse};
use crate::record::{Digest, Kind, MAX_CAPTURE, MAX_RECORD, Sha256Hex, is_hidden, read};
use crate::seal::Verifier;

use super::super::file::{FileError, Reach, open_file};
use super::super::inputs::{Form, InputError, InputFile, StandardInput};
use super::{
    BEGINNING, Bundle, Head, MARKER, MAX_BUNDLE, MAX_HEAD, MAX_RECORDS, MAX_RECORDS_SIZE, MAX_WHY, Omitted,
};

/// Whether a file begins as a bundle does.
fn is_bundle(path: &Path) -> bool {
    let mut start = Vec::new();
    open_file(path, Reach::Named).is_ok_and(|(file, _)| {
        let read = file.take(BEGINNING.len() as u64).read_to_end(&mut start);
        read.is_ok() && start == BEGINNING
    })
}

fn broken(why: impl Into<String>) -> FileError {
    FileError::BrokenBundle(why.into())
}

/// Reads the head of a bundle and holds it against the file: its own bytes, those of the records, where the captures
/// begin and end, and that its first record is the claim that it names. Captures are looked at when they are needed.
///
/// # Errors
///
/// [`FileError`], with [`FileError::BrokenBundle`] where the file is not as it was written.
pub fn read_bundle(path: &Path) -> Result<Bundle, FileError> {
    let (file, size) = open_file(path, Reach::Named)?;
    if size > MAX_BUNDLE {
        let limit = MAX_BUNDLE;
        return Err(FileError::TooLarge { size, limit });
    }
    let mut reader = BufReader::with_capacity(1 << 16, file.take(size));
    let mut line = Vec::new();
    Read::by_ref(&mut reader)
        .take(MAX_HEAD)
        .read_until(b'\n', &mut line)?;
    let mut head: Head = serde_json::from_slice(&line)
        .map_err(|_| broken("its first line does not say what is in it, as that of a bundle does"))?;
    if head.byline != MARKER || head.line().as_deref() != Some(&line) {
        return Err(broken("its first line is not laid out as that of a bundle is"));
    }
    let bundle = laid_out(path, &head, line.len() as u64, size)?;
    let (hash, first) = read_records(&mut reader, &mut head, bundle.records_end - bundle.records_start)?;
    if head.sha256.as_deref() != Some(&hash) {
        return Err(broken(
            "its first line or its records are not what was put into it",
        ));
    }
    if claim_in(&first) != Some(bundle.claim) {
        return Err(broken(
            "its first record is not the claim that its first line names",
        ));
    }
    Ok(bundle)
}

/// Where all lies, by what the head says, if the file can be so.
fn laid_out(path: &Path, head: &Head, records_start: u64, size: u64) -> Result<Bundle, FileError> {
    if head.records > MAX_RECORDS {
        let records = head.records;
        return Err(broken(format!(
            "its first line says that it holds {records} records, and {MAX_RECORDS} are the most that are read"
        )));
    }
    if head.bytes > MAX_RECORDS_SIZE {
        let bytes = head.bytes;
        return Err(broken(format!(
            "its first line says that its records have {bytes} bytes, and {MAX_RECORDS_SIZE} are the most that are read"
        )));
    }
    let claim = Digest::parse(&head.claim).ok_or_else(|| broken("its first line names no claim"))?;
    let mut captures: Vec<(Sha256Hex, u64, u64)> = Vec::with_capacity(head.captures.len());
    let mut end = records_start + head.bytes;
    for capture in &head.captures {
        let sha256 = Sha256Hex::parse(&capture.sha256)
            .filter(|sha256| captures.last().is_none_or(|last| last.0.0 < sha256.0))
            .ok_or_else(|| broken("its first line does not name each of its captures once, in order"))?;
        if capture.size > MAX_CAPTURE {
            return Err(broken(format!(
                "its first line says that the capture {sha256} has {} bytes, more than the {MAX_CAPTURE} that a \
                 capture may have",
                capture.size
            )));
        }
        captures.push((sha256, end, capture.size));
        // A head has too few captures for that to overflow.
        end += capture.size;
    }
    if end != size {
        return Err(broken(format!(
            "it has {size} bytes, and by its first line it should have {end}"
        )));
    }
    if !head.omits.iter().all(is_well_formed) {
        return Err(broken("its first line does not say plainly what is left out"));
    }
    Ok(Bundle {
        claim,
        records: head.records,
        omits: head.omits.clone(),
        path: path.to_owned(),
        records_start,
        records_end: records_start + head.bytes,
        captures,
    })
}

/// Whether it is written as this program writes it: nothing is named twice, and nothing hides in it.
fn is_well_formed(omitted: &Omitted) -> bool {
    !omitted.ids.is_empty()
        && omitted.ids.is_sorted_by(|a, b| a < b)
        && omitted.ids.iter().all(|id| omitted.what.takes(id))
        && omitted.why.chars().count() <= MAX_WHY
        && !omitted.why.chars().any(is_hidden)
}

/// The hash of the head and its records, and the first of them.
fn read_records(
    reader: &mut impl BufRead,
    head: &mut Head,
    length: u64,
) -> Result<(String, Vec<u8>), FileError> {
    let sealed = head.sha256.take();
    let mut hash = Sha256::new();
    hash.update(head.line().unwrap_or_default());
    head.sha256 = sealed;
    let mut part = reader.take(length);
    let mut first = Vec::new();
    // What is longer is no record.
    Read::by_ref(&mut part)
        .take(MAX_RECORD as u64 + 1)
        .read_until(b'\n', &mut first)?;
    hash.update(&first);
    let mut lines = u64::from(first.last() == Some(&b'\n'));
    let mut last = first.last().copied();
    loop {
        let bytes = part.fill_buf()?;
        if bytes.is_empty() {
            break;
        }
        hash.update(bytes);
        lines += memchr::memchr_iter(b'\n', bytes).count() as u64;
        last = bytes.last().copied();
        let length = bytes.len();
        part.consume(length);
    }
    if part.limit() > 0 {
        return Err(FileError::Changed);
    }
    if lines != head.records || last != Some(b'\n') {
        return Err(broken(format!(
            "it holds {lines} whole lines of records, and its first line says {}",
            head.records
        )));
    }
    Ok((Sha256Hex(hash.finalize().into()).to_string(), first))
}

/// The digest of a claim; `None` where the line is none.
fn claim_in(line: &[u8]) -> Option<Digest> {
    let text = std::str::from_utf8(line).ok()?;
    let (document, _) = parse(text, MAX_DEPTH).ok()?;
    let is_claim = read(&document).kind == Some(Kind::Claim);
    is_claim.then(|| Verifier::default().digest(&document).digest)
}

/// The bundle that is named, if one is. What lies around it is not looked at: it says the same everywhere.
pub(in crate::corpus) fn bundle_among(
    paths: &[PathBuf],
    standard_input: Option<&StandardInput>,
) -> Result<Option<InputFile>, InputError> {
    let spooled = standard_input.map(|input| (Path::new("-"), input.file.as_path()));
    let mut files = paths
        .iter()
        .map(|path| (path.as_path(), path.as_path()))
        .chain(spooled);
    let Some((shown, path)) = files.find(|(_, path)| is_bundle(path)) else {
        return Ok(None);
    };
    if paths.len() + usize::from(standard_input.is_some()) > 1 {
        return Err(InputError::BundleAmongOthers(shown.to_owned()));
    }
    let (bundle, refused) = match read_bundle(path) {
        Ok(bundle) => (Some(Arc::new(bundle)), None),
        Err(error) => (None, Some(error)),
    };
    Ok(Some(InputFile {
        shown: shown.to_owned(),
        path: path.to_owned(),
        belongs_to: None,
        form: Form::Bundle(bundle),
        reach: Reach::Named,
        refused,
    }))
}
