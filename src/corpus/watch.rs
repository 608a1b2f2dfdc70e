//! Files that a command rewrites: a change that somebody else makes meanwhile must not get lost.

use std::fs::{File, Metadata, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::file::{FileError, Reach, open_file, read_file};
use super::write::{Step, WriteError, replace_whole_with};

/// A file as it was when its rewriting began. Until this is dropped, no other byline begins to rewrite it.
pub struct Watched {
    path: PathBuf,
    before: Fingerprint,
    /// Holds the lock. It is on the file, not its name: who waits for the name finds another file there.
    file: File,
}

/// What tells whether a file is still the one that was read.
#[derive(PartialEq)]
struct Fingerprint {
    file: (u64, u64),
    size: u64,
    modified: (i64, i64),
    changed: (i64, i64),
}

impl From<Metadata> for Fingerprint {
    fn from(metadata: Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        Self {
            file: (metadata.dev(), metadata.ino()),
            size: metadata.size(),
            modified: (metadata.mtime(), metadata.mtime_nsec()),
            changed: (metadata.ctime(), metadata.ctime_nsec()),
        }
    }
}

impl Watched {
    /// Begins to watch a file, before it is read.
    ///
    /// # Errors
    ///
    /// [`FileError`]: it is no regular file, or a link, or [`FileError::Busy`].
    pub fn begin(path: &Path) -> Result<Self, FileError> {
        let (file, _) = open_file(path, Reach::Walked)?;
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => return Err(FileError::Busy),
            // Some network file systems have no locks; the fingerprint is looked at there all the same.
            Ok(()) | Err(TryLockError::Error(_)) => {}
        }
        Ok(Self {
            path: path.to_owned(),
            before: file.metadata()?.into(),
            file,
        })
    }

    /// Puts `new` into the file, which must still hold `before`.
    ///
    /// # Errors
    ///
    /// [`WriteError`]; the file is then as it was, unless only the last step failed.
    pub fn replace(&self, before: &[u8], new: &[u8]) -> Result<(), WriteError> {
        let mut stop = |step: Step| {
            self.still(step)?;
            // A change within one tick of the clock, to a file of the same size, leaves no other trace.
            let is_same = step != Step::Rename
                || read_file(&self.path, before.len() as u64, Reach::Walked).is_ok_and(|now| now == before);
            if is_same { Ok(()) } else { Err(changed()) }
        };
        replace_whole_with(&self.path, &mut |out| out.write_all(new), &mut stop)
    }

    /// Refuses to put a new file in the place of one that was changed: to be asked before each step of writing.
    ///
    /// # Errors
    ///
    /// An error that says so.
    pub fn still(&self, step: Step) -> io::Result<()> {
        if step != Step::Rename {
            return Ok(());
        }
        let now: Fingerprint = self.path.symlink_metadata()?.into();
        if now == self.before {
            return Ok(());
        }
        Err(changed())
    }
}

fn changed() -> io::Error {
    io::Error::other("it was changed meanwhile; look at it and run the command again")
}

impl Drop for Watched {
    fn drop(&mut self) {
        // Closing the file is not enough: a program that is being started holds a copy of it until it runs, and the
        // lock with it. Where there are no locks, there is none to give back.
        let _ = self.file.unlock();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_one_may_begin_although_a_program_being_started_holds_a_copy_of_the_file()
    -> Result<(), FileError> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("wall.json");
        std::fs::write(&path, "before")?;
        let watched = Watched::begin(&path)?;
        let _copy = watched.file.try_clone()?;
        drop(watched);
        Watched::begin(&path).map(drop)
    }
}
