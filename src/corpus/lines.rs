//! `.jsonl` files, one record a line, read in blocks of whole lines.

use std::io::{self, Read};

use memchr::{memchr, memchr_iter, memrchr};

use crate::record::MAX_RECORD;

/// Bytes read at a time: some hundred records, enough to keep all cores at work.
const BLOCK: usize = 2 << 20;

/// Some whole lines of a file.
pub struct Block {
    bytes: Vec<u8>,
    /// The number of the first line, from 1.
    first_line: u32,
    /// Where it begins in the file, in bytes.
    offset: u64,
    /// Where the block is one line that was cut off: how long that line is in the file, in bytes.
    cut_from: Option<u64>,
}

/// One line of a block.
#[derive(Clone, Copy, Debug)]
pub struct Line<'b> {
    /// Its number, from 1.
    pub number: u32,
    /// Where it begins in the file, in bytes.
    pub offset: u64,
    /// Its bytes without the line feed, at most one more than [`MAX_RECORD`] of a line that is longer than a block.
    pub bytes: &'b [u8],
    /// How long it is in the file, in bytes.
    pub length: u64,
}

impl Block {
    /// The lines that are not blank. One that is longer than a record may be is never taken for blank: what stands
    /// at its end may have been cut off.
    pub fn lines(&self) -> Vec<Line<'_>> {
        self.each_line().collect()
    }

    /// The same, one after the other: a block can hold millions.
    pub fn each_line(&self) -> impl Iterator<Item = Line<'_>> {
        let ends = memchr_iter(b'\n', &self.bytes).chain(std::iter::once(self.bytes.len()));
        let mut start = 0;
        (self.first_line..)
            .zip(ends)
            .map(move |(number, end)| {
                let line = Line {
                    number,
                    offset: self.offset + start as u64,
                    bytes: &self.bytes[start..end],
                    length: self.cut_from.unwrap_or((end - start) as u64),
                };
                start = end + 1;
                line
            })
            .filter(|line| line.bytes.len() > MAX_RECORD || !line.bytes.trim_ascii().is_empty())
    }

    /// Where it begins in the file, in bytes.
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// All bytes, line feeds included.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// Reads a file as blocks of whole lines.
///
/// A line longer than [`MAX_RECORD`] comes cut off one byte behind that bound, so that it is seen to be too long and
/// costs no more.
pub struct LineBlocks<R> {
    input: R,
    rest: Vec<u8>,
    next_line: u32,
    consumed: u64,
    ended: bool,
}

impl<R: Read> LineBlocks<R> {
    /// Begins at the start of `input`.
    pub fn new(input: R) -> Self {
        Self {
            input,
            rest: Vec::new(),
            next_line: 1,
            consumed: 0,
            ended: false,
        }
    }

    /// Begins behind some lines that others have read: as many, of as many bytes.
    pub(super) fn behind(input: R, lines: u32, bytes: u64) -> Self {
        Self {
            next_line: lines + 1,
            consumed: bytes,
            ..Self::new(input)
        }
    }

    /// How many bytes were read so far, those of the lines that it began behind among them.
    pub fn consumed(&self) -> u64 {
        self.consumed
    }

    /// The next block, or `None` at the end.
    ///
    /// # Errors
    ///
    /// What reading gave.
    pub fn next_block(&mut self) -> io::Result<Option<Block>> {
        let mut bytes = std::mem::take(&mut self.rest);
        let offset = self.consumed - bytes.len() as u64;
        self.fill(&mut bytes)?;
        if bytes.is_empty() {
            return Ok(None);
        }
        let mut cut_from = None;
        match memrchr(b'\n', &bytes) {
            Some(last) => self.rest = bytes.split_off(last + 1),
            None if !self.ended => cut_from = Some(self.cut_line(&mut bytes)?),
            None => {}
        }
        let first_line = self.next_line;
        let breaks = memchr_iter(b'\n', &bytes).count();
        self.next_line = u32::try_from(breaks)
            .ok()
            .and_then(|breaks| first_line.checked_add(breaks))
            .ok_or_else(|| io::Error::other("the file has more than four thousand million lines"))?;
        Ok(Some(Block {
            bytes,
            first_line,
            offset,
            cut_from,
        }))
    }

    fn fill(&mut self, bytes: &mut Vec<u8>) -> io::Result<()> {
        let wanted = BLOCK.saturating_sub(bytes.len());
        bytes.reserve(wanted);
        let read = Read::by_ref(&mut self.input)
            .take(wanted as u64)
            .read_to_end(bytes)?;
        self.consumed += read as u64;
        self.ended |= read < wanted;
        Ok(())
    }

    /// Shortens a line that fills the block, and skips what is left of it in the file. Gives its whole length.
    fn cut_line(&mut self, bytes: &mut Vec<u8>) -> io::Result<u64> {
        let mut length = bytes.len() as u64;
        bytes.truncate(MAX_RECORD + 1);
        let mut skipped = Vec::new();
        while !self.ended {
            skipped.clear();
            self.fill(&mut skipped)?;
            if let Some(end) = memchr(b'\n', &skipped) {
                length += end as u64;
                self.rest = skipped.split_off(end + 1);
                break;
            }
            length += skipped.len() as u64;
        }
        bytes.push(b'\n');
        Ok(length)
    }
}
