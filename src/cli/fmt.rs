//! `byline fmt`

use std::cell::Cell;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use crate::corpus::{FileError, Form, LineBlocks, Reach, Watched, open_file, read_file, replace_whole_with};
use crate::json::{Document, MAX_DEPTH, canonical, parse};
use crate::record::{Kind, MAX_RECORD, compact, pretty, read};
use crate::seal::read_proofs;

use super::error::{CliError, Status, refuse_if_grown, unreadable};
use super::output::{shown, to_output};
use super::paths::{gather_paths, is_standard_input};

/// Lay records out: members in the order of the schema, two spaces a level; the lines of a .jsonl compact
#[derive(Args)]
#[command(
    after_help = "Example:\n  byline fmt claims/chip-ban.json\n\nNever changes what a record says, nor its digest. What cannot be read is left alone."
)]
pub(super) struct Arguments {
    /// Files, folders or .jsonl files
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Change nothing; list the files that would change, and end with 1 if there are any
    #[arg(long)]
    check: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<Status, CliError> {
    if arguments.paths.iter().any(|path| is_standard_input(path)) {
        return Err(
            CliError::usage("standard input cannot be laid out in place").hint("name files or folders")
        );
    }
    let gathered = gather_paths(&arguments.paths)?;
    let files = &gathered.inputs.named;
    if files.is_empty() {
        return Err(CliError::nothing());
    }
    let mut status = Status::Done;
    let mut changed = Vec::new();
    for file in files {
        let outcome = match &file.refused {
            Some(reason) => Err(unreadable(&file.shown, reason)),
            // Its head holds the hash of what follows.
            None if file.is_bundle() => Ok(false),
            None if file.form == Form::Lines => format_lines(&file.path, &file.shown, arguments.check),
            None => format_document(&file.path, &file.shown, file.reach, arguments.check),
        };
        match outcome {
            Ok(true) => changed.push(&file.shown),
            Ok(false) => {}
            Err(error) => status = status.or_worse(error.report_and_go_on()),
        }
    }
    to_output(|out| {
        let word = if arguments.check {
            "would change"
        } else {
            "changed"
        };
        changed
            .iter()
            .try_for_each(|path| writeln!(out, "{word}  {}", shown(path)))
    })?;
    if arguments.check && !changed.is_empty() {
        status = status.or_worse(Status::Failed);
    }
    Ok(status)
}

/// Reads one record and lays it out.
fn laid_out(bytes: &[u8], at: &str, layout: fn(&Document<'_>, Kind) -> String) -> Result<String, CliError> {
    let refused = |message: String| {
        CliError::refused(format!("{at}: {message}")).hint("`byline verify` on the file says where")
    };
    if bytes.len() > MAX_RECORD {
        return Err(refused("this record is larger than 1 MiB".to_owned()));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| refused("this is no UTF-8 text".to_owned()))?;
    let (document, duplicates) =
        parse(text, MAX_DEPTH).map_err(|fault| refused(fault.message.into_owned()))?;
    let reading = read(&document);
    let (_, in_proofs) = read_proofs(document.root(), &[]);
    let mut faults = duplicates.iter().chain(&reading.faults).chain(&in_proofs);
    if let Some(fault) = faults.next() {
        return Err(refused(fault.message.to_string()));
    }
    let Some(kind) = reading.kind else {
        return Err(refused("this is no record".to_owned()));
    };
    let new = layout(&document, kind);
    // A layout that changed what the record says would be a fault of this program: rather stop than write it.
    let same = parse(&new, MAX_DEPTH).is_ok_and(|(again, _)| canonical(&again) == canonical(&document));
    if !same {
        return Err(refused(
            "this record cannot be laid out without changing it".to_owned(),
        ));
    }
    refuse_if_grown(&new, at)?;
    Ok(new)
}

pub(super) fn format_document(
    path: &Path,
    shown: &Path,
    reach: Reach,
    check: bool,
) -> Result<bool, CliError> {
    let unread = |error: FileError| unreadable(shown, &error);
    let new_layout = || -> Result<Option<(Vec<u8>, String)>, CliError> {
        let bytes = read_file(path, MAX_RECORD as u64, reach).map_err(unread)?;
        let new = laid_out(&bytes, &shown.display().to_string(), pretty)?;
        Ok((new.as_bytes() != bytes).then_some((bytes, new)))
    };
    let changes = new_layout()?.is_some();
    if check || !changes {
        return Ok(changes);
    }
    // Locked only now: two that change nothing do not disturb each other. So it is read once more.
    let watched = Watched::begin(path).map_err(unread)?;
    let Some((before, new)) = new_layout()? else {
        return Ok(false);
    };
    watched.replace(&before, new.as_bytes())?;
    Ok(true)
}

pub(super) fn format_lines(path: &Path, shown: &Path, check: bool) -> Result<bool, CliError> {
    let changes = Cell::new(false);
    let mut refused = None;
    let mut lay_out = |out: &mut dyn Write| -> std::io::Result<()> {
        let (file, size) = open_file(path, Reach::Walked).map_err(std::io::Error::other)?;
        let mut blocks = LineBlocks::new(file.take(size));
        while let Some(block) = blocks.next_block()? {
            let mut written = 0;
            for line in block.lines() {
                match laid_out(
                    line.bytes,
                    &format!("{}:{}", shown.display(), line.number),
                    compact,
                ) {
                    Ok(new) => {
                        changes.set(changes.get() || new.as_bytes() != line.bytes);
                        writeln!(out, "{new}")?;
                        written += new.len() + 1;
                    }
                    Err(error) => {
                        refused = Some(error);
                        return Err(std::io::Error::other("a line was refused"));
                    }
                }
            }
            // Blank lines go, and a last line without its end gets one.
            changes.set(changes.get() || written != block.bytes().len());
        }
        Ok(())
    };
    // Once to see, so that a file that needs no change is not touched; then to write.
    let seen = lay_out(&mut std::io::sink());
    let written = match seen {
        Ok(()) if changes.get() && !check => {
            let watched = Watched::begin(path).map_err(|error| unreadable(shown, &error))?;
            replace_whole_with(path, &mut lay_out, &mut |step| watched.still(step)).map_err(CliError::from)
        }
        Ok(()) => Ok(()),
        Err(error) => Err(error.into()),
    };
    match (refused, written) {
        (Some(error), _) => Err(error),
        (None, Err(error)) => Err(error),
        (None, Ok(())) => Ok(changes.get()),
    }
}
