//! What both benchmarks share: the parts of the work on one record, measured in this process, and whole runs of a
//! program, measured from outside.

// Each of the two uses a part of it.
#![allow(dead_code)]

pub mod enumeration;
pub mod parts;
pub mod process;
pub mod reading;
pub mod sample;
pub mod story;

use std::path::Path;
use std::time::Duration;

#[path = "../../examples/corpus/generator/mod.rs"]
mod generator;

pub use generator::{Place, Plan, generate};

/// How often everything is measured; the best counts, since all that disturbs makes it slower.
pub const ROUNDS: usize = 5;

/// The seed of every corpus that is measured.
const SEED: u64 = 1;

/// Microseconds for each of `count` things.
pub fn each(total: Duration, count: usize) -> f64 {
    total.as_secs_f64() * 1e6 / count.max(1) as f64
}

/// Makes a corpus where there is none yet. One that was not finished is in the way, and said to be.
pub fn ensure_corpus(root: &Path, claims: usize, signatures: usize, place: Place) -> anyhow::Result<()> {
    let plan = Plan {
        claims,
        signatures,
        seed: SEED,
    };
    let done = root.with_extension("done");
    if done.exists() {
        return Ok(());
    }
    if root.exists() {
        anyhow::bail!("{} was begun and not finished: remove it", root.display());
    }
    generate(&plan, &place)?;
    std::fs::write(done, "")?;
    Ok(())
}
