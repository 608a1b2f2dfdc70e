//! Records that are read and examined once more.

use rayon::prelude::*;

use crate::corpus::{FileError, InputFile, LineReader, Unit, read_file};
use crate::record::MAX_RECORD;

use super::entry::Entry;
use super::examine::{Examiner, Worker};

/// Examines the records with these numbers once more, on all cores.
pub(super) fn examine_all_again(
    examiner: &Examiner<'_>,
    files: &[InputFile],
    entries: &mut [Entry],
    numbers: &[u32],
) {
    let again: Vec<Vec<(u32, Entry)>> = numbers
        .par_chunks(AGAIN_BATCH)
        .map(|batch| {
            let mut worker = Worker::default();
            let examine = |&number: &u32| {
                (
                    number,
                    examine_again(examiner, &mut worker, files, &entries[number as usize]),
                )
            };
            batch.iter().map(examine).collect()
        })
        .collect();
    for (number, entry) in again.into_iter().flatten() {
        let before = &mut entries[number as usize];
        *before = Entry {
            change: before.change,
            ..entry
        };
    }
}

/// Records that one worker examines again at a time.
const AGAIN_BATCH: usize = 64;

fn examine_again(examiner: &Examiner<'_>, worker: &mut Worker, files: &[InputFile], entry: &Entry) -> Entry {
    let bytes = bytes_of(&files[entry.file as usize], entry, &mut worker.lines);
    let unit = Unit {
        file: entry.file as usize,
        line: (entry.line > 0).then_some(entry.line),
        offset: entry.offset,
        content: bytes.as_deref().map_err(FileError::clone),
    };
    examiner.examine(worker, &unit)
}

pub(super) fn bytes_of(
    file: &InputFile,
    entry: &Entry,
    lines: &mut LineReader,
) -> Result<Vec<u8>, FileError> {
    if entry.line == 0 {
        read_file(&file.path, MAX_RECORD as u64, file.reach)
    } else {
        lines.line_at(&file.path, entry.offset, MAX_RECORD as u64, file.reach)
    }
}
