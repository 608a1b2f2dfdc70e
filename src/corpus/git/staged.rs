//! What the index holds of a repository of claims, as files: what a commit would have.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use super::{Git, GitError, Mode, ObjectId, inside};

/// The parts of a repository of claims, by the first step of their paths.
const PARTS: [&str; 6] = ["byline.toml", "trust", "claims", "sources", "notices", "evidence"];

/// Writes what the index holds of the repository of claims that `git` looks at into the empty folder `to`. A link comes
/// as a link, so that it is refused as it would be in the work tree; of a submodule the index holds nothing.
///
/// # Errors
///
/// [`GitError`]
pub fn export_index(git: &Git, to: &Path) -> Result<(), GitError> {
    let arguments = ["ls-files", "--stage", "-z", "--"];
    let listed = git.asked(arguments.into_iter().chain(PARTS))?;
    let mut entries = Vec::new();
    for line in listed.split(|byte| *byte == 0).filter(|line| !line.is_empty()) {
        let not_understood = || GitError::Answer(String::from_utf8_lossy(line).into_owned());
        let tab = memchr::memchr(b'\t', line).ok_or_else(not_understood)?;
        let words = std::str::from_utf8(&line[..tab]).map_err(|_| not_understood())?;
        let [mode, id, stage] = words.split(' ').collect::<Vec<_>>()[..] else {
            return Err(not_understood());
        };
        if stage != "0" {
            return Err(GitError::Unmerged);
        }
        let mode = Mode::parse(mode);
        if mode != Mode::Other {
            let id = ObjectId::parse(id).ok_or_else(not_understood)?;
            entries.push((inside(&line[tab + 1..])?, mode, id));
        }
    }
    let ids: Vec<ObjectId> = entries.iter().map(|(_, _, id)| *id).collect();
    git.each_blob(&ids, |position, _, content| {
        let (path, mode, _) = &entries[position];
        let path = to.join(path);
        write(&path, *mode, content).map_err(|source| GitError::File { path, source })
    })
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
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("nowhere", path)
    }
    #[cfg(not(unix))]
    {
        Err(io::Error::other(format!("{} is a symbolic link", path.display())))
    }
}
