//! Paths from the command line, `-` among them, and times.

use std::io::Read;
use std::path::{Component, Path, PathBuf};

use chrono::Utc;
use tempfile::NamedTempFile;

use crate::corpus::{
    FOLDERS, FileError, InputError, Inputs, Reach, Repository, StandardInput, Temporary, gather, read_file,
    spool,
};
use crate::record::{MAX_RECORD, Time, nearest};

use super::error::{CliError, Status, unreadable, warn};

/// The inputs of a run. The spooled standard input lives as long as this does.
pub(super) struct Gathered {
    pub inputs: Inputs,
    spooled: Option<Temporary<NamedTempFile>>,
}

impl Gathered {
    /// The inputs, and the spool that must be kept for as long as they are read.
    pub fn into_parts(self) -> (Inputs, Option<Temporary<NamedTempFile>>) {
        (self.inputs, self.spooled)
    }
}

/// Finds the files that `paths` name, or that hold the records of these ids; `-` is standard input.
pub(super) fn gather_paths(paths: &[PathBuf]) -> Result<Gathered, CliError> {
    let named: Vec<PathBuf> = paths
        .iter()
        .filter(|path| !is_standard_input(path))
        .map(|path| record_file_among_others(path))
        .collect::<Result<_, _>>()?;
    let mut spooled = None;
    let mut standard_input = None;
    if named.len() < paths.len() {
        let (file, form) = spool(&mut std::io::stdin().lock())?;
        standard_input = Some(StandardInput {
            file: file.path().to_owned(),
            form,
            folder: std::env::current_dir()?,
        });
        spooled = Some(file);
    }
    let inputs = gather(&named, standard_input)?;
    Ok(Gathered { inputs, spooled })
}

/// The nearest folder that exists, from this one upwards, without links and dots: folders that are still to be made
/// lie where it does.
pub(super) fn nearest_folder(folder: &Path) -> Option<PathBuf> {
    let here = Path::new(".");
    folder
        .ancestors()
        .map(|folder| {
            if folder.as_os_str().is_empty() {
                here
            } else {
                folder
            }
        })
        .find_map(|folder| std::fs::canonicalize(folder).ok())
}

/// The file of one record that is meant: a file, or a record of the repository around the working directory by its id. What
/// can only be a mistyped id is refused.
pub(super) fn record_file(meant: &Path) -> Result<PathBuf, CliError> {
    match resolve(meant)? {
        Meant::File(path) => Ok(path),
        Meant::NoRecord(guess) => {
            let message = match guess.is_in_repository {
                true => format!(
                    "{}: there is no such file, and none that a record of this id would lie in",
                    meant.display()
                ),
                false => format!("{}: {}", meant.display(), FileError::NotFound),
            };
            Err(CliError::incomplete(message).hint(guess.hint()))
        }
    }
}

/// The same among others: it is told beside them that there is no such file, and here what may be meant.
pub(super) fn record_file_among_others(meant: &Path) -> Result<PathBuf, CliError> {
    match resolve(meant)? {
        Meant::File(path) => Ok(path),
        Meant::NoRecord(guess) => {
            if guess.near.is_some() {
                warn(&format!("{}: {}", meant.display(), guess.hint()));
            }
            Ok(meant.to_owned())
        }
    }
}

/// What a word of the command line means.
enum Meant {
    /// A file, which there need not be.
    File(PathBuf),
    /// It looks like an id, and no record is called so.
    NoRecord(Guess),
}

/// What a word may mean that is no file, and no id of a record in the repository around the working directory.
struct Guess {
    /// The id that is nearest to it.
    near: Option<String>,
    is_in_repository: bool,
}

impl Guess {
    fn of(word: &Path, repository: Option<&Repository>, files: &[PathBuf]) -> Self {
        let ids: Vec<&str> = files.iter().filter_map(|file| id_in_name(file)).collect();
        Self {
            near: nearest(&word.to_string_lossy(), &ids).map(str::to_owned),
            is_in_repository: repository.is_some(),
        }
    }

    /// What to do.
    fn hint(&self) -> String {
        match &self.near {
            Some(near) => format!("do you mean {near}?"),
            None if self.is_in_repository => {
                "check the path; a record in a .jsonl, or in a file called otherwise than by its id, is found by its path alone"
                    .to_owned()
            }
            None => "check the path; the id of a record is understood inside its repository only".to_owned(),
        }
    }
}

fn resolve(meant: &Path) -> Result<Meant, CliError> {
    let is_there = is_standard_input(meant) || meant.symlink_metadata().is_ok();
    // What is no plain word leads elsewhere.
    let is_word = meant.components().count() == 1 && !meant.as_os_str().is_empty();
    if is_there || !is_word {
        return Ok(Meant::File(meant.to_owned()));
    }
    let here = std::env::current_dir()?;
    let repository = Repository::around(&here).map_err(InputError::from)?;
    let name = format!("{}.json", meant.display());
    let found = repository.as_ref().and_then(|repository| {
        let paths = FOLDERS
            .iter()
            .map(|folder| repository.root().join(folder).join(&name));
        paths.into_iter().find(|path| path.is_file())
    });
    if let Some(found) = found {
        return Ok(Meant::File(from_here(found)));
    }
    if is_called_a_record(meant) {
        return Ok(Meant::File(meant.to_owned()));
    }
    // Most lie at the top of their folder: only now all folders are looked through.
    let files = match &repository {
        Some(repository) => files_of(repository)?,
        None => Vec::new(),
    };
    let below = files.iter().find(|file| file.ends_with(&name));
    Ok(match below {
        Some(found) => Meant::File(from_here(found.clone())),
        None => Meant::NoRecord(Guess::of(meant, repository.as_ref(), &files)),
    })
}

/// The files of the records of a repository, by their paths, so that of two that will do the same one is taken each time.
fn files_of(repository: &Repository) -> Result<Vec<PathBuf>, CliError> {
    let inputs = gather(&[repository.root().to_owned()], None)?;
    Ok(inputs.named.into_iter().map(|file| file.path).collect())
}

/// The id of the record in a file that is called by it.
fn id_in_name(file: &Path) -> Option<&str> {
    file.file_name()?.to_str()?.strip_suffix(".json")
}

/// A path as a person would type it from the working directory.
pub(super) fn from_here(path: PathBuf) -> PathBuf {
    let here = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(&here).map(Path::to_owned).unwrap_or(path)
}

/// Whether a file, or standard input, is called as those are that hold records.
pub(super) fn is_called_a_record(path: &Path) -> bool {
    let ending = path.extension();
    is_standard_input(path)
        || ending
            .is_some_and(|ending| ending.eq_ignore_ascii_case("json") || ending.eq_ignore_ascii_case("jsonl"))
}

/// The root of the repository around the working directory, as a path from there.
pub(super) fn root_from_here() -> Result<Option<PathBuf>, CliError> {
    let here = std::env::current_dir()?;
    let Some(repository) = Repository::around(&here).map_err(InputError::from)? else {
        return Ok(None);
    };
    // The root is known without links, and what leads up from here leads up from where links lead.
    let here = std::fs::canonicalize(here)?;
    let below = here.strip_prefix(repository.root()).unwrap_or(Path::new(""));
    let up: PathBuf = below.components().map(|_| Component::ParentDir).collect();
    Ok(Some(if up.as_os_str().is_empty() {
        PathBuf::from(".")
    } else {
        up
    }))
}

pub(super) fn is_standard_input(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// The largest document that is no record, in bytes: what `canon` takes.
pub(super) const MAX_DOCUMENT: u64 = 64 << 20;

/// Reads one document as text, from a file or standard input.
pub(super) fn read_document(path: &Path, limit: u64) -> Result<String, CliError> {
    let bytes = if is_standard_input(path) {
        read_standard_input(limit)
    } else {
        read_file(path, limit, Reach::Named)
    };
    let bytes = bytes.map_err(|error| unreadable(path, &error))?;
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        CliError::new(
            Status::Failed,
            anyhow::anyhow!("{}: byte {at} is no UTF-8 text", path.display()),
        )
        .hint("save the file as UTF-8")
    })
}

fn read_standard_input(limit: u64) -> Result<Vec<u8>, FileError> {
    let mut bytes = Vec::new();
    std::io::stdin().lock().take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Err(FileError::Io(format!(
            "it has more than {limit} bytes, which are the most that are read"
        )));
    }
    Ok(bytes)
}

/// Reads the text of one record.
pub(super) fn read_record(path: &Path) -> Result<String, CliError> {
    read_document(path, MAX_RECORD as u64)
}

/// Reads a time of the command line.
pub(super) fn parse_time(text: &str) -> Result<Time, String> {
    Time::parse(text).ok_or_else(|| "write a time in UTC as YYYY-MM-DDThh:mm:ssZ".to_owned())
}

/// The time that was given, else the clock's, in whole seconds.
pub(super) fn time_or_now(given: Option<Time>) -> Time {
    given.unwrap_or_else(|| {
        let now = Utc::now();
        let whole = chrono::DateTime::from_timestamp(now.timestamp(), 0);
        Time::from_utc(whole.unwrap_or(now))
    })
}
