//! Signing the records of a `.jsonl`: all lines, or none.

use std::cell::Cell;
use std::io::{self, Read, Write};
use std::path::Path;

use rayon::prelude::*;

use crate::cli::error::{CliError, unreadable, warn};
use crate::corpus::{FileError, Line, LineBlocks, Reach, Step, Watched, open_file, replace_whole_with};
use crate::record::MAX_RECORD;
use crate::seal::Verifier;

use super::{Lines, Outcome, Place, Signing, at};

pub(super) fn sign_lines(
    watched: &Watched,
    signing: &Signing<'_>,
    place: &Place<'_>,
) -> Result<Lines, CliError> {
    let path = place.path;
    let mut lines = Lines::new();
    let mut refused: Option<CliError> = None;
    let mut warnings: Vec<String> = Vec::new();
    let changes = Cell::new(false);
    let mut write = |out: &mut dyn Write| -> io::Result<()> {
        let (file, size) =
            open_file(path, Reach::Walked).map_err(|error| io::Error::other(error.to_string()))?;
        let mut blocks = LineBlocks::new(file.take(size));
        while let Some(block) = blocks.next_block()? {
            let records = block.lines();
            let mut done = 0;
            for (record, outcome) in records.iter().zip(sign_block(&records, signing, place)) {
                let outcome = match outcome {
                    Ok(outcome) => outcome,
                    Err(error) => {
                        refused = Some(error);
                        return Err(io::Error::other("a line was refused"));
                    }
                };
                warnings.extend(outcome.warnings);
                lines.push(outcome.told);
                changes.set(changes.get() || outcome.text.is_some());
                // What stands between records is copied as it is.
                let start = (record.offset - block.offset()) as usize;
                out.write_all(&block.bytes()[done..start])?;
                let text = outcome.text.as_deref();
                out.write_all(text.map_or(record.bytes, str::as_bytes))?;
                done = start + record.bytes.len();
            }
            out.write_all(&block.bytes()[done..])?;
        }
        Ok(())
    };
    let mut stop = |step: Step| {
        if step == Step::Rename && !changes.get() {
            return Err(io::Error::other("there is nothing to write"));
        }
        watched.still(step)
    };
    let written = if signing.dry_run {
        write(&mut io::sink()).map_err(CliError::from)
    } else {
        match replace_whole_with(path, &mut write, &mut stop) {
            Err(error) if error.step == Step::Rename && !changes.get() => Ok(()),
            written => written.map_err(CliError::from),
        }
    };
    match (refused, written) {
        (Some(error), _) => Err(error.hint_also("all lines of a .jsonl are signed, or none")),
        (None, written) => {
            written?;
            warnings.iter().for_each(|warning| warn(warning));
            Ok(lines)
        }
    }
}

/// Lines that one worker signs at a time.
const BATCH: usize = 64;

fn sign_block(
    records: &[Line<'_>],
    signing: &Signing<'_>,
    place: &Place<'_>,
) -> Vec<Result<Outcome, CliError>> {
    if signing.one_by_one {
        return sign_in_turn(records, signing, place);
    }
    records
        .par_chunks(BATCH)
        .flat_map_iter(|batch| {
            let mut verifier = Verifier::default();
            batch
                .iter()
                .map(|line| sign_line(line, signing, place, &mut verifier))
                .collect::<Vec<_>>()
        })
        .collect()
}

/// Up to the first line that is refused: the file is lost then, and nobody is asked in vain.
fn sign_in_turn(
    records: &[Line<'_>],
    signing: &Signing<'_>,
    place: &Place<'_>,
) -> Vec<Result<Outcome, CliError>> {
    let mut verifier = Verifier::default();
    let mut outcomes = Vec::with_capacity(records.len());
    for line in records {
        let outcome = sign_line(line, signing, place, &mut verifier);
        let is_refused = outcome.is_err();
        outcomes.push(outcome);
        if is_refused {
            break;
        }
    }
    outcomes
}

fn sign_line(
    line: &Line<'_>,
    signing: &Signing<'_>,
    place: &Place<'_>,
    verifier: &mut Verifier,
) -> Result<Outcome, CliError> {
    let number = Some(line.number);
    if line.bytes.len() > MAX_RECORD {
        let error = FileError::TooLarge {
            size: line.length,
            limit: MAX_RECORD as u64,
        };
        return Err(unreadable(Path::new(&at(place.path, number)), &error));
    }
    signing.sign(line.bytes, place, number, verifier)
}
