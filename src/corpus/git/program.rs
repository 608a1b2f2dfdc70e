//! Where the program git lies.

use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Path, PathBuf};

use super::{GitError, os_string};

/// The name of the program's file.
const NAME: &str = if cfg!(windows) { "git.exe" } else { "git" };

/// What stands between the folders of PATH.
const SEPARATOR: u8 = if cfg!(windows) { b';' } else { b':' };

/// Finds git by the variable PATH, once. A folder that is not named in full, "." say, would be one of the checkout that
/// is looked at, and what lies there is never run.
///
/// # Errors
///
/// [`GitError::NotRun`] where there is none.
pub(super) fn find(environment: &[(OsString, OsString)]) -> Result<PathBuf, GitError> {
    let path = environment.iter().find(|(name, _)| is_path(name));
    let folders = path.map_or(&b""[..], |(_, folders)| folders.as_encoded_bytes());
    folders
        .split(|byte| *byte == SEPARATOR)
        .filter_map(|folder| os_string(folder).map(PathBuf::from).ok())
        .filter(|folder| folder.is_absolute())
        .map(|folder| folder.join(NAME))
        .find(|program| may_run(program))
        .ok_or_else(|| GitError::NotRun(io::ErrorKind::NotFound.into()))
}

fn is_path(name: &OsStr) -> bool {
    if cfg!(windows) {
        name.eq_ignore_ascii_case("PATH")
    } else {
        name == "PATH"
    }
}

fn may_run(program: &Path) -> bool {
    let Ok(metadata) = program.metadata() else {
        return false;
    };
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        metadata.is_file() && metadata.permissions().mode() & 0o111 != 0
    }
    #[cfg(not(unix))]
    {
        metadata.is_file()
    }
}
