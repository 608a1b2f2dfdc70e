//! Reading one file, whole and within bounds.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use thiserror::Error;

/// Why a file could not be read.
#[derive(Clone, Debug, Error)]
pub enum FileError {
    /// There is no such file.
    #[error("there is no such file or folder")]
    NotFound,
    /// It may not be read.
    #[error("it may not be read: permission is denied")]
    NoPermission,
    /// It is a symbolic link that leads back to itself.
    #[error("it is a symbolic link that leads in a circle")]
    LinksInACircle,
    /// It is a symbolic link in a folder that is walked.
    #[error("it is a symbolic link, and links are not followed")]
    SymbolicLink,
    /// It is a folder that is called like one of a repository's but for capital letters.
    #[error("it is called like the folder {0} but for capital letters, and nothing in it is looked at")]
    NearlyNamed(&'static str),
    /// It is a pipe, a device, a socket or a folder.
    #[error("it is no regular file")]
    NotRegular,
    /// It is larger than what is read.
    #[error("it has {size} bytes, and at most {limit} are read")]
    TooLarge {
        /// Its size in bytes.
        size: u64,
        /// The bound in bytes.
        limit: u64,
    },
    /// It was written to, or cut off, while it was read.
    #[error("it changed while it was read")]
    Changed,
    /// Another byline is rewriting it.
    #[error("another byline is rewriting it")]
    Busy,
    /// A bundle that is not as it was written.
    #[error("this bundle is not whole: {0}")]
    BrokenBundle(String),
    /// Anything else that the system says.
    #[error("{0}")]
    Io(String),
}

impl From<io::Error> for FileError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => FileError::NotFound,
            io::ErrorKind::PermissionDenied => FileError::NoPermission,
            _ if error.raw_os_error() == Some(libc::ELOOP) => FileError::LinksInACircle,
            _ => FileError::Io(error.to_string()),
        }
    }
}

impl FileError {
    /// What to do about it.
    pub const fn help(&self) -> &'static str {
        match self {
            FileError::NotFound => "check the path",
            FileError::NoPermission => "give yourself the right to read it, or leave it out",
            FileError::LinksInACircle => "put the file itself there, or remove the link",
            FileError::SymbolicLink => "put the file itself there: a link could lead out of the repository",
            FileError::NearlyNamed(_) => "rename it in small letters, or give it another name",
            FileError::NotRegular => "only regular files hold records",
            FileError::TooLarge { .. } => "split it, or move what is no record elsewhere",
            FileError::Changed => "run the command again once nothing writes to it",
            FileError::Busy => "wait until that is done, and run the command again",
            FileError::BrokenBundle(_) => "get it again, or have it made again with `byline bundle`",
            FileError::Io(_) => "mend what the system says and run the command again",
        }
    }
}

/// Whether a symbolic link is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// The path was named by the user, who may name a link.
    Named,
    /// The path was found in a folder.
    Walked,
}

/// Opens a regular file. A pipe is not waited for, and its kind is looked at only once it is open, so that nothing
/// can be put in its place meanwhile.
///
/// Gives the file and its size in bytes.
///
/// # Errors
///
/// [`FileError`], with [`FileError::NotRegular`] for anything but a regular file.
pub fn open_file(path: &Path, reach: Reach) -> Result<(File, u64), FileError> {
    let no_follow = match reach {
        Reach::Named => 0,
        Reach::Walked => libc::O_NOFOLLOW,
    };
    let mut options = OpenOptions::new();
    options.read(true).custom_flags(libc::O_NONBLOCK | no_follow);
    let file = options.open(path).map_err(|error| {
        // O_NOFOLLOW answers with ELOOP; so do links that lead in a circle.
        if error.raw_os_error() == Some(libc::ELOOP) {
            FileError::SymbolicLink
        } else {
            error.into()
        }
    })?;
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Err(FileError::NotRegular);
    }
    Ok((file, metadata.len()))
}

/// Reads a file of at most `limit` bytes into an owned buffer.
///
/// # Errors
///
/// [`FileError`]; a file that has more or fewer bytes than its size said is [`FileError::Changed`].
pub fn read_file(path: &Path, limit: u64, reach: Reach) -> Result<Vec<u8>, FileError> {
    let (file, size) = open_file(path, reach)?;
    if size > limit {
        return Err(FileError::TooLarge { size, limit });
    }
    read_open_file(file, size)
}

/// Reads a file that [`open_file`] opened, or a part of one, with the size that it has, into an owned buffer.
///
/// # Errors
///
/// [`FileError`]; a file that has more or fewer bytes than its size said is [`FileError::Changed`].
pub fn read_open_file(mut file: impl Read, size: u64) -> Result<Vec<u8>, FileError> {
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0) + 1);
    Read::by_ref(&mut file).take(size + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 != size {
        return Err(FileError::Changed);
    }
    Ok(bytes)
}

/// Reads single lines of files again. The last file is kept open: who tells of one line tells of the next ones too.
#[derive(Debug, Default)]
pub struct LineReader {
    last: Option<(PathBuf, BufReader<File>, u64)>,
}

impl LineReader {
    /// Reads the line that begins at `offset`, without its line feed and at most `limit` bytes of it.
    ///
    /// # Errors
    ///
    /// [`FileError`].
    pub fn line_at(
        &mut self,
        path: &Path,
        offset: u64,
        limit: u64,
        reach: Reach,
    ) -> Result<Vec<u8>, FileError> {
        // Most lines are short, and there may be millions to read again.
        const FIRST: usize = 1 << 12;
        let (path, mut reader, at) = match self.last.take() {
            Some(last) if last.0 == path => last,
            _ => {
                let (file, _) = open_file(path, reach)?;
                (path.to_owned(), BufReader::with_capacity(FIRST, file), 0)
            }
        };
        // What is in the buffer already is not read again.
        match offset.checked_signed_diff(at) {
            Some(distance) => reader.seek_relative(distance)?,
            None => _ = reader.seek(SeekFrom::Start(offset))?,
        }
        let mut bytes = Vec::new();
        let read = Read::by_ref(&mut reader)
            .take(limit)
            .read_until(b'\n', &mut bytes)?;
        if bytes.last() == Some(&b'\n') {
            bytes.pop();
        }
        self.last = Some((path, reader, offset + read as u64));
        Ok(bytes)
    }
}
