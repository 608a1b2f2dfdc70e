//! git, asked through its own program: what a commit or the index holds of a repository of claims.
//!
//! Only commands that look objects up are run, and nothing that the checkout sets up runs with them: no hooks, filters,
//! external diffs, text conversions, file monitors, replaced objects, fetches or pagers. What lies in the work tree is
//! read and hashed here, since git may be told to look away from it.

mod base;
mod converted;
mod listing;
mod object;
mod program;
mod revision;
mod staged;
mod submodule;

use std::ffi::{OsStr, OsString};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::os::unix::ffi::OsStringExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

use thiserror::Error;

pub use base::{Base, LostRecord};
pub use object::ObjectId;
pub use staged::{Export, StagedCaptures, export_index};

/// What of git's own words is passed on, in characters: a sentence or two.
const MAX_SAID: usize = 400;

/// What git is told by its environment: objects are as they were committed, none is fetched, nothing is written and nobody
/// is asked; and it speaks English, so that what it says fits in here.
const QUIET: [(&str, &str); 5] = [
    ("GIT_NO_REPLACE_OBJECTS", "1"),
    ("GIT_NO_LAZY_FETCH", "1"),
    ("GIT_OPTIONAL_LOCKS", "0"),
    ("GIT_TERMINAL_PROMPT", "0"),
    ("LC_ALL", "C"),
];

/// Why git could not be asked.
#[derive(Debug, Error)]
pub enum GitError {
    /// The program could not be started.
    #[error("the program git could not be run: {0}")]
    NotRun(io::Error),
    /// What it gave could not be read.
    #[error("what git gave could not be read: {0}")]
    NotRead(io::Error),
    /// The folder is in no work tree.
    #[error("{} lies in no git checkout: {said}", folder.display())]
    NoCheckout {
        /// The folder.
        folder: PathBuf,
        /// What git said.
        said: String,
    },
    /// The folder is in a submodule, whose commits another repository's owner chooses.
    #[error("{} lies in a submodule, so that its commits are not those of the repository around it", .0.display())]
    Submodule(PathBuf),
    /// A part of the repository, or a folder around it, is a submodule.
    #[error("{} is a git submodule in {place}: what lies in it has another history, which a pull request can choose", path.display())]
    SubmoduleAmong {
        /// The folder, below the repository or below the top of the work tree.
        path: PathBuf,
        /// The commit that has it, or the index.
        place: String,
    },
    /// A name stands for several things.
    #[error("git takes {name:?} for one of several: {}", .meanings.join(", "))]
    Ambiguous {
        /// The name, as it was given.
        name: String,
        /// What it can stand for.
        meanings: Vec<String>,
    },
    /// No commit has this name.
    #[error("git knows no commit {0:?}")]
    NoCommit(String),
    /// An object is not there.
    #[error("git does not have the object {0}")]
    NoObject(String),
    /// The attributes of a file have git turn its contents into others.
    #[error("the attribute {attribute} in .gitattributes has git store {} otherwise than it lies here", path.display())]
    Converted {
        /// The file, below the repository.
        path: PathBuf,
        /// The attribute.
        attribute: String,
    },
    /// A trust list of the commit cannot be read.
    #[error("the trust list {} of {name} cannot be read: {why}", path.display())]
    UnreadList {
        /// The file, below the repository.
        path: PathBuf,
        /// The commit, as the user wrote it.
        name: String,
        /// Why.
        why: String,
    },
    /// Somebody is merging.
    #[error("the index holds files that are not merged yet")]
    Unmerged,
    /// An answer is not what it must be.
    #[error("git answered in a way that is not understood: {0}")]
    Answer(String),
    /// A file could not be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// git in one folder.
pub struct Git {
    program: PathBuf,
    folder: PathBuf,
    environment: Vec<(OsString, OsString)>,
    index_file: Option<PathBuf>,
}

impl Git {
    /// git in `folder`, with what the process has for an environment. Of git's own variables only the index that a hook
    /// is to look at is kept: others would lead elsewhere.
    ///
    /// # Errors
    ///
    /// [`GitError`] where the folder lies in no work tree, or in that of a submodule: a pull request can point a
    /// submodule, with all its branches, wherever it wants.
    pub fn at(
        folder: &Path,
        environment: impl IntoIterator<Item = (OsString, OsString)>,
    ) -> Result<Self, GitError> {
        let mut git = Self {
            program: PathBuf::new(),
            folder: folder.to_owned(),
            environment: Vec::new(),
            index_file: None,
        };
        for (name, value) in environment {
            if name == "GIT_INDEX_FILE" {
                git.index_file = std::path::absolute(value).ok();
            } else if !name.to_string_lossy().starts_with("GIT_") {
                git.environment.push((name, value));
            }
        }
        git.program = program::find(&git.environment)?;
        let inside = git.ask(["rev-parse", "--is-inside-work-tree"])?;
        if inside.as_deref().ok() != Some(b"true\n") {
            return Err(GitError::NoCheckout {
                folder: folder.to_owned(),
                said: inside.err().unwrap_or_else(|| "there is no work tree".to_owned()),
            });
        }
        match git.ask(["rev-parse", "--show-superproject-working-tree"])? {
            Ok(around) if around.trim_ascii().is_empty() => Ok(git),
            _ => Err(GitError::Submodule(folder.to_owned())),
        }
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command
            .env_clear()
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .envs(QUIET)
            .args(["--no-pager", "--literal-pathspecs"])
            .args(["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"])
            // A folder of the checkout that is laid out as a git repository, with settings of its own, is none.
            .args(["-c", "safe.bareRepository=explicit", "-c", "protocol.allow=never"])
            .args(["-c", "core.warnAmbiguousRefs=true"])
            .current_dir(&self.folder)
            .stdin(Stdio::null());
        if let Some(index) = &self.index_file {
            command.envs([("GIT_INDEX_FILE", index)]);
        }
        command
    }

    /// Asks git something. The inner error is what it said where it failed.
    fn ask<A: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = A>,
    ) -> Result<Result<Vec<u8>, String>, GitError> {
        let output = self
            .command()
            .args(arguments)
            .output()
            .map_err(GitError::NotRun)?;
        Ok(if output.status.success() {
            Ok(output.stdout)
        } else {
            let said = String::from_utf8_lossy(&output.stderr);
            let said = said.trim().trim_start_matches("fatal: ");
            Err(said.chars().take(MAX_SAID).collect())
        })
    }

    fn asked<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Result<Vec<u8>, GitError> {
        self.ask(arguments)?.map_err(GitError::Answer)
    }

    /// Whether the index has something of this name in the folder.
    ///
    /// # Errors
    ///
    /// [`GitError`]
    pub fn tracks(&self, name: &OsStr) -> Result<bool, GitError> {
        let arguments = ["ls-files", "-z", "--"].map(OsStr::new);
        let listed = self.asked(arguments.into_iter().chain([name]))?;
        Ok(!listed.is_empty())
    }

    /// The id of the object with a name; `None` where there is none.
    fn object(&self, name: &OsStr) -> Result<Option<String>, GitError> {
        let arguments = ["rev-parse", "--verify", "--quiet", "--end-of-options"];
        let asked = self.ask(arguments.into_iter().map(OsStr::new).chain([name]))?;
        Ok(asked.ok().and_then(|id| revision::id_in(&id)))
    }

    /// Gives `each` the contents of blobs, with their positions in `ids` and their sizes in bytes.
    fn each_blob(
        &self,
        ids: &[ObjectId],
        mut each: impl FnMut(usize, u64, &mut dyn Read) -> Result<(), GitError>,
    ) -> Result<(), GitError> {
        self.ask_of_each(ids, "--batch", |position, size, output| {
            let mut content = output.take(size);
            each(position, size, &mut content)?;
            io::copy(&mut content, &mut io::sink()).map_err(GitError::NotRead)?;
            let mut end = [0];
            output.read_exact(&mut end).map_err(GitError::NotRead)
        })
    }

    /// The sizes of blobs, in bytes.
    fn sizes(&self, ids: &[ObjectId]) -> Result<Vec<u64>, GitError> {
        let mut sizes = Vec::with_capacity(ids.len());
        self.ask_of_each(ids, "--batch-check", |_, size, _| {
            sizes.push(size);
            Ok(())
        })?;
        Ok(sizes)
    }

    /// Asks for blobs one after the other, and gives `each` their positions in `ids` and their sizes in bytes, with what
    /// git writes behind each.
    fn ask_of_each(
        &self,
        ids: &[ObjectId],
        what: &str,
        mut each: impl FnMut(usize, u64, &mut BufReader<ChildStdout>) -> Result<(), GitError>,
    ) -> Result<(), GitError> {
        if ids.is_empty() {
            return Ok(());
        }
        let mut child = self
            .command()
            .args(["cat-file", what, "--buffer"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(GitError::NotRun)?;
        let result = converse(&mut child, ids, &mut each);
        let ended = child.wait().map_err(GitError::NotRead);
        result.and(ended.map(|_| ()))
    }
}

fn converse(
    child: &mut Child,
    ids: &[ObjectId],
    each: &mut impl FnMut(usize, u64, &mut BufReader<ChildStdout>) -> Result<(), GitError>,
) -> Result<(), GitError> {
    let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(GitError::NotRead(io::ErrorKind::BrokenPipe.into()));
    };
    std::thread::scope(|scope| {
        scope.spawn(move || {
            for id in ids {
                // Where it has gone, reading says so.
                if writeln!(input, "{id}").is_err() {
                    return;
                }
            }
        });
        let mut output = BufReader::with_capacity(1 << 16, output);
        for (position, id) in ids.iter().enumerate() {
            let mut header = String::new();
            Read::by_ref(&mut output)
                .take(256)
                .read_line(&mut header)
                .map_err(GitError::NotRead)?;
            let size = header
                .trim_end()
                .strip_prefix(&format!("{id} blob "))
                .and_then(|size| size.parse::<u64>().ok())
                .ok_or_else(|| GitError::NoObject(id.to_string()))?;
            each(position, size, &mut output)?;
        }
        Ok(())
    })
}

/// The bytes of a path as git gives them.
fn os_string(bytes: &[u8]) -> OsString {
    OsString::from_vec(bytes.to_vec())
}
