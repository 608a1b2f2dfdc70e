//! Files written whole or not at all: a temporary file beside the target, flushed to disk, then renamed over it.

use std::fs::{self, File, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;
use thiserror::Error;

/// The steps of writing a file, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The temporary file is made.
    Create,
    /// The contents are written.
    Write,
    /// They are flushed to disk.
    Flush,
    /// The temporary file takes the name of the target.
    Rename,
    /// The folder is flushed to disk.
    FlushFolder,
}

impl Step {
    /// All steps.
    pub const ALL: [Step; 5] = [
        Step::Create,
        Step::Write,
        Step::Flush,
        Step::Rename,
        Step::FlushFolder,
    ];

    const fn described(self) -> &'static str {
        match self {
            Step::Create => "a temporary file beside it could not be made",
            Step::Write => "its contents could not be written",
            Step::Flush => "its contents could not be flushed to disk",
            Step::Rename => "the finished file could not be put in its place",
            Step::FlushFolder => "the file is whole, but its folder could not be flushed to disk",
        }
    }
}

/// A file was not written.
#[derive(Debug, Error)]
#[error("{} was not written: {}", path.display(), step.described())]
pub struct WriteError {
    /// The target.
    pub path: PathBuf,
    /// The step that failed.
    pub step: Step,
    /// What the system says.
    pub source: io::Error,
}

/// Puts `contents` into the file at `path`, which keeps its mode if it exists.
///
/// # Errors
///
/// [`WriteError`]; the file is then as it was, unless only the last step failed.
pub fn replace_whole(path: &Path, contents: &[u8]) -> Result<(), WriteError> {
    replace_whole_with(path, &mut |file| file.write_all(contents), &mut |_| Ok(()))
}

/// Makes a new file at `path` with `contents`, readable by its owner alone where `private` is set. What exists is
/// never overwritten.
///
/// # Errors
///
/// [`WriteError`], of the kind `AlreadyExists` where there is a file of that name.
pub fn create_whole(path: &Path, contents: &[u8], private: bool) -> Result<(), WriteError> {
    let mode = if private {
        None
    } else {
        Some(default_permissions())
    };
    create(path, mode, &mut |file| file.write_all(contents))
}

/// As [`create_whole`], with contents that are written bit by bit, readable by all.
///
/// # Errors
///
/// [`WriteError`], of the kind `AlreadyExists` where there is a file of that name.
pub fn create_whole_with(
    path: &Path,
    write: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>,
) -> Result<(), WriteError> {
    create(path, Some(default_permissions()), write)
}

fn create(
    path: &Path,
    mode: Option<Permissions>,
    write: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>,
) -> Result<(), WriteError> {
    let file = finished(path, mode, write, &mut |_| Ok(()))?;
    file.persist_noclobber(path)
        .map_err(|error| failed(path, Step::Rename)(error.error))?;
    flush_folder(path, &mut |_| Ok(()))
}

/// As [`replace_whole`], with contents that are written bit by bit. `before` is asked before each step, and may
/// stop the work there.
///
/// # Errors
///
/// [`WriteError`] for the step that failed.
pub fn replace_whole_with(
    path: &Path,
    write: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>,
    before: &mut dyn FnMut(Step) -> io::Result<()>,
) -> Result<(), WriteError> {
    let mode = fs::metadata(path).ok().map(|metadata| metadata.permissions());
    let file = finished(
        path,
        Some(mode.unwrap_or_else(default_permissions)),
        write,
        before,
    )?;
    before(Step::Rename).map_err(failed(path, Step::Rename))?;
    file.persist(path)
        .map_err(|error| failed(path, Step::Rename)(error.error))?;
    flush_folder(path, before)
}

fn failed(path: &Path, step: Step) -> impl FnOnce(io::Error) -> WriteError {
    let path = path.to_owned();
    move |source| WriteError { path, step, source }
}

/// What the system gives new files on most machines: written by the owner, read by all.
fn default_permissions() -> Permissions {
    Permissions::from_mode(0o644)
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

fn finished(
    path: &Path,
    mode: Option<Permissions>,
    write: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>,
    before: &mut dyn FnMut(Step) -> io::Result<()>,
) -> Result<NamedTempFile, WriteError> {
    before(Step::Create).map_err(failed(path, Step::Create))?;
    let file = tempfile::Builder::new()
        .prefix(".byline-")
        .suffix(".tmp")
        .tempfile_in(folder_of(path))
        .map_err(failed(path, Step::Create))?;
    before(Step::Write).map_err(failed(path, Step::Write))?;
    let mut writer = io::BufWriter::with_capacity(1 << 18, file.as_file());
    write(&mut writer)
        .and_then(|()| writer.flush())
        .map_err(failed(path, Step::Write))?;
    drop(writer);
    if let Some(mode) = mode {
        file.as_file()
            .set_permissions(mode)
            .map_err(failed(path, Step::Write))?;
    }
    before(Step::Flush).map_err(failed(path, Step::Flush))?;
    file.as_file().sync_all().map_err(failed(path, Step::Flush))?;
    Ok(file)
}

fn flush_folder(path: &Path, before: &mut dyn FnMut(Step) -> io::Result<()>) -> Result<(), WriteError> {
    before(Step::FlushFolder).map_err(failed(path, Step::FlushFolder))?;
    File::open(folder_of(path))
        .and_then(|folder| folder.sync_all())
        .map_err(failed(path, Step::FlushFolder))
}
