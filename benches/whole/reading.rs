//! Reading a folder of claims: as the library does it, and as plainly as it can be done.

use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use byline::corpus::{gather, survey};

/// The files below `root/claims`, walked, opened, read and closed one by one.
pub fn plainly(root: &Path, claims: usize) -> anyhow::Result<Duration> {
    let start = Instant::now();
    let mut folders = vec![root.join("claims")];
    let mut files = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                folders.push(entry.path());
            } else {
                black_box(fs::read(entry.path())?);
                files += 1;
            }
        }
    }
    let time = start.elapsed();
    ensure!(files == claims, "{files} files were found");
    Ok(time)
}

/// The same files through the library, on one thread, with nothing done to them.
pub fn by_library(root: &Path, claims: usize) -> anyhow::Result<Duration> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build()?;
    let folder = root.join("claims");
    pool.install(|| {
        let start = Instant::now();
        let inputs = gather(&[folder], None).context("the folder cannot be read")?;
        let mut read = 0;
        survey(
            &inputs.named,
            || (),
            |(), unit| usize::from(unit.content.is_ok_and(|bytes| !bytes.is_empty())),
            |good| read += good,
        );
        let time = start.elapsed();
        ensure!(read == claims, "{read} files were read");
        Ok(time)
    })
}
