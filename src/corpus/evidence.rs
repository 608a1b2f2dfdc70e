//! The folder `evidence` of a repository, as far as its names go.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::record::Sha256Hex;

use super::file::FileError;
use super::repository::{EVIDENCE, Repository};

/// Something in the folder `evidence`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaptureFile {
    /// Its path, as it is shown.
    pub path: PathBuf,
    /// What its name says; `None` where it is no file that is called by a digest.
    pub sha256: Option<Sha256Hex>,
}

/// A folder that could not be looked through.
#[derive(Clone, Debug)]
pub struct FolderError {
    /// The folder, as it is shown.
    pub path: PathBuf,
    /// Why.
    pub source: FileError,
}

/// Where the capture with this digest lies in the repository, or other folder, `root`.
pub fn capture_in(root: &Path, sha256: Sha256Hex) -> PathBuf {
    root.join(EVIDENCE).join(sha256.to_string())
}

/// What lies in the folder `evidence` of a repository, in the order of its names; hidden files are left out. Links are
/// not followed.
///
/// # Errors
///
/// [`FolderError`] where there is such a folder that cannot be read, or where it is a link.
pub fn captures_of(repository: &Repository) -> Result<Vec<CaptureFile>, FolderError> {
    let folder = repository.evidence();
    let shown = repository.shown().join(EVIDENCE);
    let failed = |source: FileError| FolderError {
        path: shown.clone(),
        source,
    };
    if folder.is_symlink() {
        return Err(failed(FileError::SymbolicLink));
    }
    let entries = match fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed(error.into())),
    };
    let mut files = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|error| failed(error.into()))?;
        let (name, kind) = (entry.file_name(), entry.file_type());
        if name.as_encoded_bytes().starts_with(b".") {
            continue;
        }
        let is_file = kind.is_ok_and(|kind| kind.is_file());
        files.push(CaptureFile {
            path: shown.join(&name),
            sha256: name.to_str().filter(|_| is_file).and_then(Sha256Hex::parse),
        });
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}
