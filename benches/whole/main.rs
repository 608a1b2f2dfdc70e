//! Whole runs of `byline`, as ratios to what they cannot do without:
//!
//! ```text
//! benches/run.sh [--million]
//! ```
//!
//! Everything is the best of five rounds, all runs in turn in each. Nothing is asserted: the goals stand beside the
//! figures.

#![allow(clippy::print_stdout, reason = "a benchmark says what it measured")]

#[path = "../measure/mod.rs"]
mod measure;

mod checkout;
mod corpora;
mod reading;
mod runs;
mod told;

use std::path::PathBuf;

use clap::Parser;

use corpora::Corpora;
use measure::ROUNDS;
use measure::process::{AROUND, around};
use runs::Measured;

#[derive(Parser)]
struct Arguments {
    /// Set by `cargo bench`, and by nobody else
    #[arg(long, hide = true)]
    bench: bool,
    /// The program `naive`, built with the flags that everyone has
    #[arg(long)]
    naive: Option<PathBuf>,
    /// Where the corpora are kept from one run to the next: 2 GB, and 3 GB more for the large one
    #[arg(long, default_value = concat!(env!("CARGO_TARGET_TMPDIR"), "/corpora"))]
    corpora: PathBuf,
    /// Measure a million claims too
    #[arg(long)]
    million: bool,
}

fn main() -> anyhow::Result<()> {
    let mut raw = std::env::args_os().skip(1);
    if raw.next().is_some_and(|first| first == AROUND) {
        println!("{}", around(raw)?);
        return Ok(());
    }
    let arguments = Arguments::parse();
    if !arguments.bench {
        println!("run this with benches/run.sh");
        return Ok(());
    }
    let corpora = Corpora::prepare(&arguments)?;
    let mut best = Measured::default();
    for round in 1..=ROUNDS {
        eprint_progress(round);
        best.measure(&arguments, &corpora)?;
    }
    best.print(arguments.million);
    Ok(())
}

#[allow(clippy::print_stderr, reason = "rounds take a minute each")]
fn eprint_progress(round: usize) {
    eprintln!("round {round} of {ROUNDS}");
}
