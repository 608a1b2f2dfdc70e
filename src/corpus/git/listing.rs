//! What `ls-tree` and `ls-files` list, taken apart.

use std::path::{Component, PathBuf};

use super::{GitError, ObjectId, os_string};

/// A path with what it stands for.
pub(super) struct Listed<'l> {
    line: &'l [u8],
    /// `ls-tree` gives mode, kind and id, `ls-files --stage` mode, id and stage.
    pub words: [&'l str; 3],
    path: &'l [u8],
}

/// What a path stands for in a tree or the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    File,
    Link,
    /// A submodule.
    Other,
}

/// The lines of a listing that was asked for with `-z`.
pub(super) fn lines(listing: &[u8]) -> impl Iterator<Item = &[u8]> {
    listing.split(|byte| *byte == 0).filter(|line| !line.is_empty())
}

impl<'l> Listed<'l> {
    pub fn parse(line: &'l [u8]) -> Result<Self, GitError> {
        let (words, path) = words_and_path(line).ok_or_else(|| not_understood(line))?;
        Ok(Self { line, words, path })
    }

    /// The id that one of the words is.
    pub fn id(&self, word: &str) -> Result<ObjectId, GitError> {
        ObjectId::parse(word).ok_or_else(|| not_understood(self.line))
    }

    /// The path as it is listed.
    pub fn any_path(&self) -> PathBuf {
        PathBuf::from(os_string(self.path))
    }

    /// The path, if it stays below the folder: git refuses others, and so does this.
    pub fn path(&self) -> Result<PathBuf, GitError> {
        let path = self.any_path();
        let stays = path.components().all(|part| matches!(part, Component::Normal(_)));
        if stays {
            Ok(path)
        } else {
            Err(GitError::Answer(format!(
                "the path {} leads elsewhere",
                path.display()
            )))
        }
    }
}

fn words_and_path(line: &[u8]) -> Option<([&str; 3], &[u8])> {
    let tab = memchr::memchr(b'\t', line)?;
    let mut words = std::str::from_utf8(&line[..tab]).ok()?.split(' ');
    let three = [words.next()?, words.next()?, words.next()?];
    words.next().is_none().then(|| (three, &line[tab + 1..]))
}

fn not_understood(line: &[u8]) -> GitError {
    GitError::Answer(String::from_utf8_lossy(line).into_owned())
}

impl Mode {
    pub fn parse(mode: &str) -> Self {
        match mode {
            "100644" | "100755" | "100664" => Self::File,
            "120000" => Self::Link,
            _ => Self::Other,
        }
    }
}
