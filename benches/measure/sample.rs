//! Some claims in memory.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use anyhow::ensure;

/// The first claims of a `.jsonl`.
pub struct Sample {
    /// The file.
    pub path: PathBuf,
    /// The lines, without line feeds.
    pub lines: Vec<Vec<u8>>,
    /// How many bytes they have in the file.
    pub bytes: u64,
}

impl Sample {
    /// Reads at most `most` lines.
    pub fn read(path: &Path, most: usize) -> anyhow::Result<Self> {
        let lines: Vec<Vec<u8>> = BufReader::new(File::open(path)?)
            .split(b'\n')
            .take(most)
            .collect::<Result<_, _>>()?;
        ensure!(!lines.is_empty(), "{} holds no lines", path.display());
        Ok(Self {
            path: path.to_owned(),
            bytes: lines.iter().map(|line| line.len() as u64 + 1).sum(),
            lines,
        })
    }

    /// The same bytes from the file.
    pub fn open(&self) -> anyhow::Result<impl Read> {
        Ok(File::open(&self.path)?.take(self.bytes))
    }
}
