//! Records that git stores otherwise than they lie in the work tree.
//!
//! The attributes of a pull request (`.gitattributes`) can have git turn what it stores into other bytes when it checks
//! them out. What lies in the work tree then looks as it always did, while the next commit holds it in a form in which
//! nobody finds it again: a retraction could go without a trace. Line ends are turned too, and change no record.

use std::path::{Path, PathBuf};

use crate::corpus::file::{Reach, open_file};
use crate::corpus::repository::{CONFIG_FILE, EVIDENCE, PARTS};
use crate::corpus::walk::form_of;

use super::base::Base;
use super::listing::Mode;
use super::{Git, GitError, ObjectId, os_string};

/// The attributes that turn contents into others, as [gitattributes](https://git-scm.com/docs/gitattributes) names them.
const CONVERTING: [&str; 3] = ["working-tree-encoding", "filter", "ident"];

/// So many paths are asked about at a time: a command line has its bounds.
const PATHS: usize = 256;

impl Base {
    /// Refuses records and policies whose bytes git turns into others.
    ///
    /// # Errors
    ///
    /// [`GitError::Converted`]
    pub fn refuse_converted(&self) -> Result<(), GitError> {
        let mut suspects = self.differing();
        for (path, id) in self.git.changed_in_index(&self.commit)? {
            if is_stored_otherwise(&self.root.join(&path), id) {
                suspects.push(path);
            }
        }
        suspects.retain(|path| {
            let is_record = form_of(path).is_some() && !path.starts_with(EVIDENCE);
            is_record || path == Path::new(CONFIG_FILE)
        });
        suspects.sort_unstable();
        suspects.dedup();
        suspects
            .chunks(PATHS)
            .try_for_each(|paths| self.git.refuse_converting(paths))
    }
}

/// Whether other bytes lie in a place than git has for it.
fn is_stored_otherwise(path: &Path, id: ObjectId) -> bool {
    match open_file(path, Reach::Walked) {
        Ok((mut input, size)) => !id.is_of_all(size, &mut input).unwrap_or(false),
        Err(_) => false,
    }
}

impl Git {
    /// The files that the index has and the commit has not, or not so.
    fn changed_in_index(&self, commit: &str) -> Result<Vec<(PathBuf, ObjectId)>, GitError> {
        let arguments = [
            "diff-index",
            "--cached",
            "--raw",
            "--no-renames",
            "--no-abbrev",
            "--relative",
            "-z",
        ];
        let arguments = arguments.into_iter().chain([commit, "--"]).chain(PARTS);
        let listed = self.asked(arguments)?;
        let mut parts = listed.split(|byte| *byte == 0).filter(|part| !part.is_empty());
        let mut changed = Vec::new();
        while let (Some(change), Some(path)) = (parts.next(), parts.next()) {
            let words = std::str::from_utf8(change).unwrap_or_default();
            let [_, mode, _, id, _] = words.split(' ').collect::<Vec<_>>()[..] else {
                return Err(GitError::Answer(String::from_utf8_lossy(change).into_owned()));
            };
            if Mode::parse(mode) == Mode::File
                && let Some(id) = ObjectId::parse(id)
            {
                changed.push((PathBuf::from(os_string(path)), id));
            }
        }
        Ok(changed)
    }

    /// Refuses paths to which the attributes in the index give one that turns contents into others. Those in the work
    /// tree may have been turned into others themselves.
    fn refuse_converting(&self, paths: &[PathBuf]) -> Result<(), GitError> {
        let arguments = ["check-attr", "--cached", "-z"];
        let arguments = arguments
            .into_iter()
            .chain(CONVERTING)
            .chain(["--"])
            .map(Path::new);
        let listed = self.asked(arguments.chain(paths.iter().map(PathBuf::as_path)))?;
        let mut parts = listed.split(|byte| *byte == 0);
        while let (Some(path), Some(attribute), Some(value)) = (parts.next(), parts.next(), parts.next()) {
            if !matches!(value, b"unspecified" | b"unset") {
                return Err(GitError::Converted {
                    path: PathBuf::from(os_string(path)),
                    attribute: String::from_utf8_lossy(attribute).into_owned(),
                });
            }
        }
        Ok(())
    }
}
