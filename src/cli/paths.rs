//! Paths from the command line, `-` among them, and times.

use std::path::{Path, PathBuf};

use chrono::Utc;
use tempfile::NamedTempFile;

use crate::corpus::{Inputs, Reach, StandardInput, gather, read_file, spool};
use crate::record::{MAX_RECORD, Time};

use super::error::{CliError, Status, unreadable};

/// The inputs of a run. The spooled standard input lives as long as this does.
pub(super) struct Gathered {
    pub inputs: Inputs,
    spooled: Option<NamedTempFile>,
}

impl Gathered {
    /// The inputs, and the spool that must be kept for as long as they are read.
    pub fn into_parts(self) -> (Inputs, Option<NamedTempFile>) {
        (self.inputs, self.spooled)
    }
}

/// Finds the files that `paths` name; `-` is standard input.
pub(super) fn gather_paths(paths: &[PathBuf]) -> Result<Gathered, CliError> {
    let named: Vec<PathBuf> = paths
        .iter()
        .filter(|path| !is_standard_input(path))
        .cloned()
        .collect();
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

pub(super) fn is_standard_input(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// The largest document that is no record, in bytes: what `canon` and `digest` take.
pub(super) const MAX_DOCUMENT: u64 = 64 << 20;

/// Reads one document as text, from a file or standard input.
pub(super) fn read_document(path: &Path, limit: u64) -> Result<String, CliError> {
    let bytes = if is_standard_input(path) {
        let (file, _) = spool(&mut std::io::stdin().lock())?;
        read_file(file.path(), limit, Reach::Named)
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
