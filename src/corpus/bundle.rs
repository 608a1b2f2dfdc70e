//! Bundles: one file with a claim and the records it rests on. The first line is the head, each other line a record.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::record::MAX_RECORD;

use super::file::{FileError, Reach, open_file};
use super::inputs::{Form, InputError, InputFile, StandardInput};

/// What every bundle begins with.
const BEGINNING: &[u8] = b"{\"byline\":\"bundle/1\",";

/// The largest bundle, in bytes: a thousand of the largest records. It is hashed before it is read, in a second or two.
pub const MAX_BUNDLE: u64 = 1 << 30;

/// The first line of a bundle.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BundleHead {
    byline: String,
    /// The digest of the claim that the bundle is made for.
    pub claim: String,
    /// What a reader might look for and does not find.
    pub omits: Vec<Omitted>,
    records: u64,
    sha256: String,
}

/// Something that a bundle leaves out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Omitted {
    /// What sort of thing: `capture`, `claim`, `settings`.
    pub what: String,
    /// Its digest or name.
    pub id: String,
    /// Why it is not there.
    pub why: String,
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a text cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The bytes of a bundle for the claim with the digest `claim`, of records that are a line each without a line feed.
///
/// # Errors
///
/// What the head could not be written for; a head of texts always can.
pub fn bundle(claim: String, omits: Vec<Omitted>, records: &[String]) -> Result<Vec<u8>, serde_json::Error> {
    let mut body = Vec::new();
    for record in records {
        body.extend_from_slice(record.as_bytes());
        body.push(b'\n');
    }
    let head = BundleHead {
        byline: "bundle/1".to_owned(),
        claim,
        omits,
        records: records.len() as u64,
        sha256: hex(&Sha256::digest(&body)),
    };
    let mut bytes = serde_json::to_vec(&head)?;
    bytes.push(b'\n');
    bytes.append(&mut body);
    Ok(bytes)
}

/// Whether a file begins as a bundle does.
fn is_bundle(path: &Path) -> bool {
    let mut start = Vec::new();
    open_file(path, Reach::Named).is_ok_and(|(file, _)| {
        let read = file.take(BEGINNING.len() as u64).read_to_end(&mut start);
        read.is_ok() && start == BEGINNING
    })
}

/// Reads the head of a bundle, and holds all that follows against it: a line that is missing, added or changed is found.
///
/// # Errors
///
/// [`FileError`], with [`FileError::BrokenBundle`] where the file is not as it was written.
pub fn read_bundle_head(path: &Path) -> Result<BundleHead, FileError> {
    let broken = |why: &str| FileError::BrokenBundle(why.to_owned());
    let (file, size) = open_file(path, Reach::Named)?;
    if size > MAX_BUNDLE {
        let limit = MAX_BUNDLE;
        return Err(FileError::TooLarge { size, limit });
    }
    let mut reader = BufReader::with_capacity(1 << 16, file.take(size));
    let mut line = Vec::new();
    Read::by_ref(&mut reader)
        .take(MAX_RECORD as u64)
        .read_until(b'\n', &mut line)?;
    let head: BundleHead = serde_json::from_slice(&line)
        .map_err(|_| broken("its first line does not say what is in it, as that of a bundle does"))?;
    let mut hash = Sha256::new();
    let mut lines = 0_u64;
    loop {
        let bytes = reader.fill_buf()?;
        if bytes.is_empty() {
            break;
        }
        hash.update(bytes);
        lines += memchr::memchr_iter(b'\n', bytes).count() as u64;
        let length = bytes.len();
        reader.consume(length);
    }
    if lines != head.records {
        return Err(FileError::BrokenBundle(format!(
            "it holds {lines} whole lines of records, and its first line says {}",
            head.records
        )));
    }
    if hex(&hash.finalize()) != head.sha256 {
        return Err(broken("its records are not those that were put into it"));
    }
    Ok(head)
}

/// The bundle that is named, if one is. What lies around it is not looked at: it says the same everywhere.
pub(super) fn bundle_among(
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
    Ok(Some(InputFile {
        shown: shown.to_owned(),
        path: path.to_owned(),
        belongs_to: None,
        form: Form::Bundle,
        reach: Reach::Named,
        refused: read_bundle_head(path).err(),
    }))
}
