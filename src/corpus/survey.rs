//! Reading every record of many files once, on all cores, with results in the order of the files.

use std::fs::File;
use std::io::{Read, Take};

use crate::record::MAX_RECORD;

use super::file::{FileError, open_file, read_file};
use super::inputs::{Form, InputFile};
use super::lines::{Line, LineBlocks};
use super::rounds::Rounds;
use super::workers::Workers;

const ROUNDS: Rounds = Rounds {
    batch: 32,
    batches: 128,
};

/// One record's bytes, or why there are none.
pub struct Unit<'b> {
    /// The position of the file in the list that is surveyed.
    pub file: usize,
    /// The line in a `.jsonl`, from 1.
    pub line: Option<u32>,
    /// Where the record begins in the file, in bytes.
    pub offset: u64,
    /// The bytes of the record.
    pub content: Result<&'b [u8], FileError>,
}

/// Gives every record of `files` to `each`, together with the worker of the thread, and hands the results to `sink` in
/// the order of the files and lines. What `each` says of a record must not depend on what the worker met before.
pub fn survey<W, T, M, E>(files: &[InputFile], make_worker: M, each: E, mut sink: impl FnMut(T))
where
    W: Send,
    T: Send,
    M: Fn() -> W + Sync,
    E: Fn(&mut W, Unit<'_>) -> T + Sync,
{
    let workers = Workers::new(&make_worker);
    let mut next = 0;
    while next < files.len() {
        if files[next].form != Form::Document && files[next].refused.is_none() {
            survey_lines(next, &files[next], &workers, &each, &mut sink);
            next += 1;
        } else {
            let end = files[next..]
                .iter()
                .position(|file| file.form != Form::Document)
                .map_or(files.len(), |offset| next + offset.max(1));
            survey_documents(files, next..end, &workers, &each, &mut sink);
            next = end;
        }
    }
}

fn survey_documents<W, T, M, E>(
    files: &[InputFile],
    range: std::ops::Range<usize>,
    workers: &Workers<'_, W, M>,
    each: &E,
    sink: &mut impl FnMut(T),
) where
    W: Send,
    T: Send,
    M: Fn() -> W + Sync,
    E: Fn(&mut W, Unit<'_>) -> T + Sync,
{
    let indices: Vec<usize> = range.collect();
    let batches = ROUNDS.of(&indices, |batch| -> Vec<T> {
        workers.with(|worker| {
            let documents = batch.iter();
            documents
                .map(|&index| each_document(index, &files[index], worker, each))
                .collect()
        })
    });
    batches.flatten().for_each(sink);
}

fn each_document<W, T>(
    index: usize,
    file: &InputFile,
    worker: &mut W,
    each: &impl Fn(&mut W, Unit<'_>) -> T,
) -> T {
    let read = match &file.refused {
        Some(reason) => Err(reason.clone()),
        None => read_file(&file.path, MAX_RECORD as u64, file.reach),
    };
    let content = read.as_deref().map_err(FileError::clone);
    each(
        worker,
        Unit {
            file: index,
            line: None,
            offset: 0,
            content,
        },
    )
}

fn survey_lines<W, T, M, E>(
    index: usize,
    file: &InputFile,
    workers: &Workers<'_, W, M>,
    each: &E,
    sink: &mut impl FnMut(T),
) where
    W: Send,
    T: Send,
    M: Fn() -> W + Sync,
    E: Fn(&mut W, Unit<'_>) -> T + Sync,
{
    let outcome = open_lines(file).and_then(|(mut blocks, size)| {
        while let Some(block) = blocks.next_block()? {
            let mut lines = block.each_line();
            loop {
                let round: Vec<Line<'_>> = lines.by_ref().take(ROUNDS.items()).collect();
                if round.is_empty() {
                    break;
                }
                let batches = ROUNDS.of(&round, |batch| {
                    workers.with(|worker| each_line(index, batch, worker, each))
                });
                batches.flatten().for_each(&mut *sink);
            }
        }
        // Lines that came or went meanwhile may be missing above, or may have been read in part.
        if blocks.consumed() == size {
            Ok(())
        } else {
            Err(FileError::Changed)
        }
    });
    if let Err(error) = outcome {
        let content = Err(error);
        let whole = Unit {
            file: index,
            line: None,
            offset: 0,
            content,
        };
        sink(workers.with(|worker| each(worker, whole)));
    }
}

/// The lines of a file, and where the last of them ends in it, in bytes.
fn open_lines(file: &InputFile) -> Result<(LineBlocks<Take<File>>, u64), FileError> {
    if let Some(bundle) = file.bundle() {
        return Ok((bundle.open_records()?, bundle.records_end()));
    }
    let (opened, size) = open_file(&file.path, file.reach)?;
    // One byte more tells that it grew; who goes on writing would be read for ever.
    Ok((LineBlocks::new(opened.take(size.saturating_add(1))), size))
}

fn each_line<W, T>(
    index: usize,
    batch: &[Line<'_>],
    worker: &mut W,
    each: &impl Fn(&mut W, Unit<'_>) -> T,
) -> Vec<T> {
    batch
        .iter()
        .map(|line| {
            let content = if line.bytes.len() > MAX_RECORD {
                Err(FileError::TooLarge {
                    size: line.length,
                    limit: MAX_RECORD as u64,
                })
            } else {
                Ok(line.bytes)
            };
            each(
                worker,
                Unit {
                    file: index,
                    line: Some(line.number),
                    offset: line.offset,
                    content,
                },
            )
        })
        .collect()
}
