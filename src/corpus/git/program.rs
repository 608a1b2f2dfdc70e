//! Where the program git lies.

use std::ffi::OsString;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::{GitError, os_string};

/// Finds git by the variable PATH, once. A folder that is not named in full, "." say, would be one of the checkout that
/// is looked at, and what lies there is never run.
///
/// # Errors
///
/// [`GitError::NotRun`] where there is none.
pub(super) fn find(environment: &[(OsString, OsString)]) -> Result<PathBuf, GitError> {
    let path = environment.iter().find(|(name, _)| name == "PATH");
    let folders = path.map_or(&b""[..], |(_, folders)| folders.as_encoded_bytes());
    folders
        .split(|byte| *byte == b':')
        .map(|folder| PathBuf::from(os_string(folder)))
        .filter(|folder| folder.is_absolute())
        .map(|folder| folder.join("git"))
        .find(|program| may_run(program))
        .ok_or_else(|| GitError::NotRun(io::ErrorKind::NotFound.into()))
}

fn may_run(program: &Path) -> bool {
    program
        .metadata()
        .is_ok_and(|metadata| metadata.is_file() && metadata.permissions().mode() & 0o111 != 0)
}
