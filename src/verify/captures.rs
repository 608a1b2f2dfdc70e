//! Captures: the files in `evidence`, held against the digests that name them.

use std::collections::{HashMap, HashSet};
use std::io::Read;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use crate::corpus::{FileError, InputFile, Reach, Repository, open_file};
use crate::record::{MAX_CAPTURE, Sha256Hex};

use super::entry::Entry;

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

/// The captures of a run. Those of a repository lie in its folder; without one, each record's are looked for from its
/// own file upwards, so that no record is held against the captures of another place.
#[derive(Default)]
pub(super) struct Captures {
    folders: Vec<PathBuf>,
    folder_of_file: HashMap<u32, usize>,
    states: HashMap<(usize, Sha256Hex), CaptureState>,
}

impl Captures {
    /// Looks at the captures of these entries.
    pub fn look_for<'e>(
        repository: Option<&Repository>,
        files: &[InputFile],
        entries: impl Iterator<Item = &'e Entry>,
    ) -> Self {
        let mut captures = Self::default();
        let mut known = HashMap::new();
        let mut numbers: HashMap<PathBuf, usize> = HashMap::new();
        let mut wanted: Vec<HashSet<Sha256Hex>> = Vec::new();
        for entry in entries.filter(|entry| !entry.captures().is_empty()) {
            let folder = *captures.folder_of_file.entry(entry.file).or_insert_with(|| {
                let folder = match repository {
                    Some(repository) => repository.root().to_owned(),
                    None => folder_with_evidence(&files[entry.file as usize], &mut known),
                };
                *numbers.entry(folder).or_insert_with_key(|folder| {
                    captures.folders.push(folder.clone());
                    captures.folders.len() - 1
                })
            });
            wanted.resize_with(captures.folders.len(), HashSet::new);
            wanted[folder].extend(entry.captures().iter().map(|capture| capture.sha256));
        }
        for (number, wanted) in wanted.into_iter().enumerate() {
            let states = look(&captures.folders[number], wanted);
            captures.states.extend(
                states
                    .into_iter()
                    .map(|(sha256, state)| ((number, sha256), state)),
            );
        }
        captures
    }

    /// The state of a capture of a record in the file with this number.
    pub fn state(&self, file: u32, sha256: Sha256Hex) -> Option<&CaptureState> {
        let folder = *self.folder_of_file.get(&file)?;
        self.states.get(&(folder, sha256))
    }
}

/// The nearest folder upwards from a file that has a folder of captures, else the file's own.
fn folder_with_evidence(file: &InputFile, known: &mut HashMap<PathBuf, PathBuf>) -> PathBuf {
    let own = file.belongs_to.as_deref().or(file.path.parent());
    let own = own.unwrap_or(Path::new("."));
    if let Some(folder) = known.get(own) {
        return folder.clone();
    }
    let folder = own
        .ancestors()
        .find(|folder| folder.join("evidence").is_dir())
        .unwrap_or(own);
    known.insert(own.to_owned(), folder.to_owned());
    folder.to_owned()
}

/// Looks at each capture once, on all cores.
fn look(folder: &Path, captures: HashSet<Sha256Hex>) -> HashMap<Sha256Hex, CaptureState> {
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
