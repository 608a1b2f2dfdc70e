//! `byline digest`

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use crate::corpus::{FileError, InputFile, Unit, survey};
use crate::json::{MAX_DEPTH, parse};
use crate::record::read;
use crate::report::visible;
use crate::seal;

use super::error::{CliError, Status};
use super::output::{to_raw_output, typed};
use super::paths::{gather_paths, is_called_a_record};

/// Print the digest of each record, as other records name it
#[derive(Args)]
#[command(
    after_help = "Example:\n  byline digest claims/chip-ban.json\n\nPrints DIGEST  PATH, and DIGEST  PATH:LINE for the lines of a .jsonl file."
)]
pub(super) struct Arguments {
    /// Files, folders, .jsonl files, or - for standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
}

/// What a record gave: a line to print, or what is wrong.
enum Line {
    Digest(String),
    Faulty(String),
    Unread(String),
}

pub(super) fn run(arguments: &Arguments) -> Result<Status, CliError> {
    let gathered = gather_paths(&arguments.paths)?;
    let files = &gathered.inputs.named;
    let mut status = Status::Done;
    let mut lines = Vec::new();
    survey(
        files,
        || (),
        |(), unit| line(files, &unit),
        |line| lines.push(line),
    );
    if lines.is_empty() {
        return Err(CliError::nothing());
    }
    to_raw_output(|out| {
        let mut errors = anstream::stderr().lock();
        for line in &lines {
            match line {
                Line::Digest(text) => writeln!(out, "{text}")?,
                Line::Faulty(text) => {
                    status = status.or_worse(Status::Failed);
                    writeln!(errors, "error: {text}")?;
                }
                Line::Unread(text) => {
                    status = status.or_worse(Status::Incomplete);
                    writeln!(errors, "error: {text}")?;
                }
            }
        }
        Ok(())
    })?;
    Ok(status)
}

fn line(files: &[InputFile], unit: &Unit<'_>) -> Line {
    let path = &files[unit.file].shown;
    let shown = path.to_string_lossy();
    let at = match unit.line {
        Some(line) => format!("{}:{line}", visible(&shown)),
        None => visible(&shown).into_owned(),
    };
    let bytes = match &unit.content {
        Ok(bytes) => *bytes,
        Err(error @ FileError::TooLarge { .. }) => return Line::Faulty(format!("{at}: {error}")),
        Err(error) => return Line::Unread(format!("{at}: {error}")),
    };
    match digest_of(bytes) {
        Ok(digest) => Line::Digest(format!("{digest}  {at}")),
        Err(message) if is_called_a_record(path) => Line::Faulty(format!(
            "{at}: {}; `byline verify {}` says where",
            visible(&message),
            typed(path)
        )),
        Err(_) => Line::Faulty(format!(
            "{at}: this is no record, and records alone have digests: they are .json and .jsonl files"
        )),
    }
}

fn digest_of(bytes: &[u8]) -> Result<crate::record::Digest, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "this is no UTF-8 text".to_owned())?;
    let (document, duplicates) = parse(text, MAX_DEPTH).map_err(|fault| fault.message.into_owned())?;
    let reading = read(&document);
    match duplicates.first().or(reading.faults.first()) {
        Some(fault) => Err(fault.message.to_string()),
        None => Ok(seal::digest(&document)),
    }
}
