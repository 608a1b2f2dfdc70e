//! Submodules among the records. What lies in one belongs to another history, which a pull request can point anywhere:
//! nothing says what was there before.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use crate::corpus::repository::PARTS;

use super::listing::{Listed, lines};
use super::{Git, GitError, os_string};

/// How a listing begins the line of a submodule.
const SUBMODULE: &[u8] = b"160000 ";

impl Git {
    /// Refuses submodules among the parts of the repository of claims, and around it, in the commit that is checked out
    /// and in the index. The commit `looked_at` is looked at elsewhere: listing many files takes a while.
    ///
    /// # Errors
    ///
    /// [`GitError::SubmoduleAmong`]
    pub(super) fn refuse_submodules(&self, looked_at: &str) -> Result<(), GitError> {
        let head = self.object(OsStr::new("HEAD^{commit}"))?;
        if let Some(head) = head.filter(|head| head != looked_at)
            && let Some(tree) = self.tree(&head, "HEAD")?
        {
            let listing = ["ls-tree", "-r", "-z", "--full-tree", &tree, "--"];
            refuse_among(&self.asked(listing.into_iter().chain(PARTS))?, "HEAD")?;
        }
        let staged = self.asked(["ls-files", "--stage", "-z", "--"].into_iter().chain(PARTS))?;
        refuse_among(&staged, INDEX)?;
        let prefix = self.prefix()?;
        // Where something of the repository is in the index, no folder around it is a submodule there.
        if staged.is_empty() && !prefix.as_os_str().is_empty() {
            let to_top: PathBuf = prefix.iter().map(|_| "..").collect();
            let arguments = ["ls-files", "--stage", "-z", "--full-name", "--"].map(OsString::from);
            let around = upwards(&prefix).map(|folder| to_top.join(folder).into_os_string());
            refuse_among(&self.asked(arguments.into_iter().chain(around))?, INDEX)?;
        }
        Ok(())
    }

    /// The tree of this folder in a commit, which is known as `name`; `None` where the commit has no such folder.
    pub(super) fn tree(&self, commit: &str, name: &str) -> Result<Option<String>, GitError> {
        let prefix = self.prefix()?;
        if prefix.as_os_str().is_empty() {
            return self.object(OsStr::new(&format!("{commit}^{{tree}}")));
        }
        let arguments = ["ls-tree", "-z", "--full-tree", commit, "--"].map(OsString::from);
        let around = upwards(&prefix).map(|folder| folder.as_os_str().to_owned());
        let listed = self.asked(arguments.into_iter().chain(around))?;
        refuse_among(&listed, name)?;
        for line in lines(&listed) {
            let listed = Listed::parse(line)?;
            // A file in its place is no folder.
            if let ["040000", "tree", id] = listed.words
                && listed.path()? == prefix
            {
                return Ok(Some(id.to_owned()));
            }
        }
        Ok(None)
    }

    /// The folder, below the top of the work tree.
    fn prefix(&self) -> Result<PathBuf, GitError> {
        let prefix = self.asked(["rev-parse", "--show-prefix"])?;
        let prefix = prefix.strip_suffix(b"\n").unwrap_or(&prefix);
        let prefix = prefix.strip_suffix(b"/").unwrap_or(prefix);
        Ok(PathBuf::from(os_string(prefix)))
    }
}

/// As the index is called in messages.
pub(super) const INDEX: &str = "the index";

/// Refuses submodules in what `ls-tree` or `ls-files --stage` listed of `place`.
pub(super) fn refuse_among(listed: &[u8], place: &str) -> Result<(), GitError> {
    match lines(listed).find(|line| line.starts_with(SUBMODULE)) {
        Some(line) => Err(GitError::SubmoduleAmong {
            path: Listed::parse(line)?.any_path(),
            place: place.to_owned(),
        }),
        None => Ok(()),
    }
}

/// A folder and those around it, the empty path left out.
fn upwards(folder: &Path) -> impl Iterator<Item = &Path> {
    folder.ancestors().filter(|folder| !folder.as_os_str().is_empty())
}
