//! `--since REV` and `--staged`: what records are held against, and where those lie.

use std::ffi::OsStr;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use tempfile::TempDir;

use crate::check::Policy;
use crate::corpus::{
    Base, CONFIG_FILE, Export, Git, GitError, InputFile, Inputs, Progress, Temporary, export_index, gather,
};
use crate::score::Settings;
use crate::verify::SinceError;

use super::error::{CliError, Status, unreadable};

/// What the user wants to be told of.
#[derive(Clone, Copy)]
pub(super) enum Wanted<'a> {
    /// What differs from a commit in the work tree.
    Since(&'a str),
    /// What differs from the last commit in the index.
    Staged,
}

/// Refuses paths that lead through a symbolic link in a git checkout: a pull request can put one in the place of the
/// repository, and git would be asked about what it leads to, which never differed from anything.
pub(super) fn refuse_links_in_checkouts(paths: &[PathBuf]) -> Result<(), CliError> {
    let here = [PathBuf::from(".")];
    let paths = if paths.is_empty() { &here } else { paths };
    match paths.iter().find_map(|path| link_in_checkout(path)) {
        None => Ok(()),
        Some(link) => Err(CliError::usage(format!(
            "{} is a symbolic link in a git checkout, and what it leads to has a history of its own",
            link.display()
        ))
        .hint("name the folder itself; where it was replaced by the link, put it back")),
    }
}

/// The first step of a path that is a symbolic link which belongs to a git checkout.
fn link_in_checkout(path: &Path) -> Option<PathBuf> {
    let mut walked = PathBuf::new();
    for step in working_folder_as_entered()?.join(path).components() {
        if step == Component::ParentDir {
            // Upwards from where a link leads to.
            walked = fs::canonicalize(&walked).unwrap_or(walked);
            walked.pop();
            continue;
        }
        let folder = walked.clone();
        walked.push(step);
        if walked.is_symlink() && is_tracked(&folder, step.as_os_str()) {
            return Some(walked);
        }
    }
    None
}

/// The working folder by the links through which it was entered, as shells keep it in `PWD`.
fn working_folder_as_entered() -> Option<PathBuf> {
    let real = std::env::current_dir().ok()?;
    let entered = std::env::var_os("PWD").map(PathBuf::from);
    entered
        .filter(|entered| {
            entered.is_absolute() && fs::canonicalize(entered).is_ok_and(|folder| folder == real)
        })
        .or(Some(real))
}

/// Whether git has a file or link of this name in the folder: others come with no pull request. Where that cannot be
/// known, it may.
fn is_tracked(folder: &Path, name: &OsStr) -> bool {
    match Git::at(folder, std::env::vars_os()) {
        Ok(git) => git.tracks(name).unwrap_or(true),
        Err(GitError::NoCheckout { .. }) => false,
        Err(_) => true,
    }
}

/// The commit that records are held against.
pub(super) struct Comparison {
    /// Absent where there is no commit yet.
    base: Option<Base>,
    inputs: Inputs,
    /// What the index holds; it is removed at the end.
    exported: Option<Temporary<TempDir>>,
}

impl Comparison {
    /// The inputs, what they are held against, and the folder that they lie in for as long as it is kept.
    pub fn into_parts(self) -> (Inputs, Option<Base>, Option<Temporary<TempDir>>) {
        (self.inputs, self.base, self.exported)
    }

    /// Finds the base of the repository that `inputs` are of, and what is held against it.
    pub fn of(wanted: Wanted<'_>, inputs: Inputs) -> Result<Self, CliError> {
        let Some(repository) = &inputs.repository else {
            let refused = |file: &InputFile| Some(unreadable(&file.shown, file.refused.as_ref()?));
            if let Some(error) = inputs.named.iter().find_map(refused) {
                return Err(error);
            }
            return Err(CliError::usage(
                "there is no byline.toml around these paths, so nothing says what they are held to",
            )
            .hint("--since and --staged look at a whole repository of claims: put its byline.toml back"));
        };
        let git = Git::at(repository.root(), std::env::vars_os())?;
        match wanted {
            Wanted::Since(name) => Ok(Self {
                base: Some(Base::of(git, name, repository.root())?),
                inputs,
                exported: None,
            }),
            Wanted::Staged => Self::of_index(git, repository.shown(), inputs.progress),
        }
    }

    fn of_index(git: Git, shown: &Path, progress: Arc<Progress>) -> Result<Self, CliError> {
        let folder = Temporary::new(|| TempDir::with_prefix("byline-"))?;
        // Paths are compared without links in them.
        let root = std::fs::canonicalize(folder.path())?;
        let head = match git.commit(HEAD) {
            Ok(head) => Some(head),
            Err(GitError::NoCommit(_)) => None,
            Err(error) => return Err(error.into()),
        };
        // Before the first commit everything is told, captures that no record names among it.
        let export = match head {
            Some(_) => Export::WithoutCaptures,
            None => Export::Whole,
        };
        let captures = export_index(&git, &root, export)?;
        let mut inputs = gather(std::slice::from_ref(&root), None)?;
        if inputs.repository.is_none() {
            return Err(CliError::usage("the index holds no byline.toml here")
                .hint("stage it with `git add`; --staged looks at a whole repository of claims"));
        }
        inputs.show_as(&root, shown);
        inputs.progress = progress;
        let base = match head {
            Some(_) => Some(Base::of(git, HEAD, &root)?.with_staged(captures)),
            None => None,
        };
        Ok(Self {
            base,
            inputs,
            exported: Some(folder),
        })
    }
}

const HEAD: &str = "HEAD";

/// What a base holds records to: its policy, and its settings of ratings. Without one nothing is set.
pub(super) fn terms_of(base: &Base, shown: &Path) -> Result<(Policy, Settings), CliError> {
    let Some(bytes) = base.policy()? else {
        return Ok((Policy::default(), Settings::default()));
    };
    let path = PathBuf::from(format!(
        "{} of {}",
        shown.join(CONFIG_FILE).display(),
        base.name()
    ));
    let text = String::from_utf8_lossy(&bytes);
    let settings = Settings::read(&text)
        .map_err(|message| CliError::usage(format!("{}: {message}", path.display())).hint(MEND_BASE))?;
    let policy = Policy::read(&path, &text).map_err(|error| CliError::from(error).hint(MEND_BASE))?;
    Ok((policy, settings))
}

const MEND_BASE: &str =
    "the commit's own byline.toml cannot be used: mend it there first, with `byline check` without --since";

impl From<GitError> for CliError {
    fn from(error: GitError) -> Self {
        let (status, hint) = match &error {
            GitError::NotRun(_) => (Status::Incomplete, "install git, and see that it is found"),
            GitError::NotRead(_) => (
                Status::Incomplete,
                "run the command again; `git fsck` tells whether the repository is whole",
            ),
            GitError::NoCheckout { .. } => (
                Status::Usage,
                "--since and --staged need a git checkout; `byline check` without them needs none",
            ),
            GitError::Submodule(_) => (
                Status::Usage,
                "check it in a checkout of its own: a pull request can point a submodule to any commit",
            ),
            GitError::SubmoduleAmong { .. } => (
                Status::Incomplete,
                "commit its files here and take the submodule out; where only the earlier commit has it, look at the change yourself and merge by hand",
            ),
            GitError::Ambiguous { .. } => (
                Status::Usage,
                "write which one is meant in full, as refs/heads/main or refs/remotes/origin/main, or give the commit's whole id",
            ),
            GitError::NoCommit(_) => (
                Status::Usage,
                "name a commit, a branch or a tag that is here; in CI, fetch the whole history first",
            ),
            GitError::NoObject(_) => (
                Status::Incomplete,
                "fetch the whole history first: in CI, with `fetch-depth: 0` and without a filter",
            ),
            GitError::Converted { .. } => (
                Status::Incomplete,
                "take the attribute away for this file: git must store records as they lie here, or what is committed is not what was checked",
            ),
            GitError::UnreadList { .. } => (
                Status::Incomplete,
                "mend it in that commit, or look at the change yourself and merge by hand: what the list says of keys is not known",
            ),
            GitError::Unmerged => (Status::Incomplete, "finish the merge, and stage what came of it"),
            GitError::Answer(_) => (
                Status::Incomplete,
                "`git fsck` says what is wrong with the checkout",
            ),
            GitError::File { .. } => (Status::Incomplete, "make room or mend the folder's rights"),
        };
        Self::new(status, error).hint(hint)
    }
}

impl From<SinceError> for CliError {
    fn from(error: SinceError) -> Self {
        match error {
            SinceError::Input(error) => error.into(),
            SinceError::Git(error) => error.into(),
            SinceError::NoRepository(_) => Self::new(Status::Usage, error)
                .hint("--since and --staged look at a whole repository of claims: put its byline.toml back"),
        }
    }
}
