//! Captures: the files in `evidence`, held against the digests that name them.

use std::collections::{HashMap, HashSet};
use std::io::Read;
use std::path::Path;

use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use crate::corpus::{FileError, Reach, open_file};
use crate::record::{MAX_CAPTURE, Sha256Hex};

/// What a look at a capture gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CaptureState {
    /// The file is what its digest says; its size in bytes.
    Intact(u64),
    /// The file is something else.
    Altered(String),
    /// There is no such file.
    Missing,
    /// The file could not be read.
    Unreadable(String),
}

impl CaptureState {
    /// As written in outputs.
    pub const fn as_str(&self) -> &'static str {
        match self {
            CaptureState::Intact(_) => "intact",
            CaptureState::Altered(_) => "altered",
            CaptureState::Missing => "missing",
            CaptureState::Unreadable(_) => "unreadable",
        }
    }
}

/// Looks at each capture once, on all cores.
pub(super) fn look(folder: &Path, captures: HashSet<Sha256Hex>) -> HashMap<Sha256Hex, CaptureState> {
    let folder = folder.join("evidence");
    let captures: Vec<Sha256Hex> = captures.into_iter().collect();
    if folder.is_symlink() {
        let state = CaptureState::Unreadable("the folder evidence is a symbolic link".to_owned());
        return captures
            .into_iter()
            .map(|capture| (capture, state.clone()))
            .collect();
    }
    captures
        .into_par_iter()
        .map(|capture| (capture, look_at(&folder, capture)))
        .collect()
}

fn look_at(folder: &Path, capture: Sha256Hex) -> CaptureState {
    let path = folder.join(capture.to_string());
    // A capture is a regular file of its own; its size is looked at before it is hashed.
    match open_file(&path, Reach::Walked) {
        Ok((_, size)) if size > MAX_CAPTURE => CaptureState::Altered(format!(
            "it has {size} bytes, more than the {MAX_CAPTURE} that a capture may have"
        )),
        Ok((file, size)) => match hash(file) {
            Ok(hash) if hash == capture => CaptureState::Intact(size),
            Ok(_) => CaptureState::Altered("its contents have another digest than its name says".to_owned()),
            Err(error) => CaptureState::Unreadable(error.to_string()),
        },
        Err(FileError::NotFound) => CaptureState::Missing,
        Err(error) => CaptureState::Unreadable(error.to_string()),
    }
}

fn hash(file: impl Read) -> std::io::Result<Sha256Hex> {
    const BLOCK: usize = 1 << 16;
    let mut hasher = Sha256::new();
    // A file that grows while it is hashed costs no more than the largest capture.
    let mut file = file.take(MAX_CAPTURE + 1);
    let mut block = vec![0; BLOCK];
    loop {
        match file.read(&mut block)? {
            0 => return Ok(Sha256Hex(hasher.finalize().into())),
            read => hasher.update(&block[..read]),
        }
    }
}
