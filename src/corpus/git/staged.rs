//! What the index holds of a repository of claims, as files: what a commit would have.

use std::collections::{HashMap, HashSet};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use crate::corpus::evidence::capture_in;
use crate::corpus::repository::{EVIDENCE, PARTS};
use crate::record::Sha256Hex;

use super::listing::{Listed, Mode, lines};
use super::submodule::{INDEX, refuse_among};
use super::{Git, GitError, ObjectId, os_string};

/// What is written of the captures that the index holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Export {
    /// All.
    Whole,
    /// None: those that some record names are written once that is known.
    WithoutCaptures,
}

/// The captures that the index holds and that were not written.
#[derive(Debug, Default)]
pub struct StagedCaptures(pub(super) HashMap<Sha256Hex, ObjectId>);

/// Writes what the index holds of the repository of claims that `git` looks at into the empty folder `to`. A link comes
/// as a link, so that it is refused as it would be in the work tree; a submodule is refused. Gives the captures that were
/// left out.
///
/// # Errors
///
/// [`GitError`]
pub fn export_index(git: &Git, to: &Path, export: Export) -> Result<StagedCaptures, GitError> {
    let arguments = ["ls-files", "--stage", "-z", "--"];
    let listed = git.asked(arguments.into_iter().chain(PARTS))?;
    refuse_among(&listed, INDEX)?;
    let mut entries = Vec::new();
    let mut left_out = StagedCaptures::default();
    for line in lines(&listed) {
        let listed = Listed::parse(line)?;
        let [mode, id, stage] = listed.words;
        if stage != "0" {
            return Err(GitError::Unmerged);
        }
        let mode = Mode::parse(mode);
        if mode != Mode::Other {
            let id = listed.id(id)?;
            let path = listed.path()?;
            match capture(&path).filter(|_| mode == Mode::File && export == Export::WithoutCaptures) {
                Some(capture) => _ = left_out.0.insert(capture, id),
                None => entries.push((path, mode, id)),
            }
        }
    }
    if entries.iter().any(|(_, _, id)| id.is_of(b"")) {
        let committed = committed(git)?;
        entries.retain(|(path, _, id)| !id.is_of(b"") || committed.contains(path));
    }
    let ids: Vec<ObjectId> = entries.iter().map(|(_, _, id)| *id).collect();
    git.each_blob(&ids, |position, _, content| {
        let (path, mode, _) = &entries[position];
        let path = to.join(path);
        write(&path, *mode, content).map_err(|source| GitError::File { path, source })
    })?;
    Ok(left_out)
}

/// The files that a commit would have. Those that are only announced (`git add --intent-to-add`) it leaves out, while the
/// index lists them as empty. They are asked for as what differs from nothing, which runs no filters.
fn committed(git: &Git) -> Result<HashSet<PathBuf>, GitError> {
    let nothing = git.asked(["hash-object", "-t", "tree", "--stdin"])?;
    let nothing = String::from_utf8_lossy(nothing.trim_ascii()).into_owned();
    let arguments = [
        "diff-index",
        "--cached",
        "--ita-invisible-in-index",
        "--no-renames",
        "--name-only",
        "--relative",
        "-z",
        &nothing,
        "--",
    ];
    let listed = git.asked(arguments.into_iter().chain(PARTS))?;
    let paths = lines(&listed).map(|path| PathBuf::from(os_string(path)));
    Ok(paths.collect())
}

/// The capture that lies at a path below the repository.
pub(super) fn capture(path: &Path) -> Option<Sha256Hex> {
    let name = path.strip_prefix(EVIDENCE).ok()?.to_str()?;
    Sha256Hex::parse(name)
}

impl StagedCaptures {
    /// Writes those of `wanted` that the index holds into the folder of captures below `to`.
    pub(super) fn write(
        &self,
        git: &Git,
        to: &Path,
        wanted: impl Iterator<Item = Sha256Hex>,
    ) -> Result<(), GitError> {
        let held = wanted.filter_map(|capture| Some((capture, *self.0.get(&capture)?)));
        let (captures, ids): (Vec<Sha256Hex>, Vec<ObjectId>) = held.unzip();
        git.each_blob(&ids, |position, _, content| {
            let path = capture_in(to, captures[position]);
            write(&path, Mode::File, content).map_err(|source| GitError::File { path, source })
        })
    }
}

fn write(path: &Path, mode: Mode, content: &mut dyn io::Read) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    if mode == Mode::Link {
        return link(path);
    }
    io::copy(content, &mut File::create_new(path)?).map(|_| ())
}

/// A link is told whatever it leads to, so this one leads nowhere.
fn link(path: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink("nowhere", path)
}
