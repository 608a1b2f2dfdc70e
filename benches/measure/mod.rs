//! What the benchmarks share: the parts of the work on one record, measured in this process, and whole runs of a
//! program, measured from outside.

#![allow(dead_code, reason = "each benchmark uses a part of it")]

#[path = "../../examples/corpus/generator/mod.rs"]
pub mod generator;
pub mod parts;
pub mod process;
pub mod sample;

use std::time::Duration;

/// How often everything is measured; the best counts, since all that disturbs makes it slower.
pub const ROUNDS: usize = 5;

/// Microseconds for each of `count` things.
pub fn each(total: Duration, count: usize) -> f64 {
    total.as_secs_f64() * 1e6 / count.max(1) as f64
}
