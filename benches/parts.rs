//! The parts of the work on one claim, in microseconds on one thread:
//!
//! ```text
//! cargo bench --bench parts -- [CLAIMS.jsonl]
//! ```
//!
//! The best of five rounds, all parts in turn in each. Without a file, 20,000 claims are made for it.

#![allow(clippy::print_stdout, reason = "a benchmark says what it measured")]

mod measure;

use std::path::PathBuf;

use byline::seal::arithmetic_backend;
use clap::Parser;

use measure::generator::{Place, Plan, generate};
use measure::parts::{Part, Times, measure};
use measure::sample::Sample;
use measure::{ROUNDS, each};

/// More claims than this say nothing new.
const MOST: usize = 100_000;

#[derive(Parser)]
struct Arguments {
    /// Set by `cargo bench`, and by nobody else
    #[arg(long, hide = true)]
    bench: bool,
    /// Signed claims, one a line
    file: Option<PathBuf>,
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    if !arguments.bench {
        println!("run this with `cargo bench --bench parts`");
        return Ok(());
    }
    let folder = tempfile::tempdir()?;
    let path = match arguments.file {
        Some(path) => path,
        None => {
            let path = folder.path().join("claims.jsonl");
            let plan = Plan {
                claims: 20_000,
                signatures: 1,
                seed: 1,
            };
            generate(&plan, &Place::Bare(path.clone()))?;
            path
        }
    };
    let sample = Sample::read(&path, MOST)?;
    let count = sample.lines.len();
    let mut best = Times::worst();
    for _ in 0..ROUNDS {
        best.keep_best(&measure(&sample)?);
    }
    println!(
        "{count} claims of {} bytes as a mean, best of {ROUNDS} rounds, one thread; arithmetic: {}\n",
        sample.bytes / count as u64,
        arithmetic_backend(),
    );
    println!("{:<28} {:>9}  {:<6} {:<4}", "part", "µs/claim", "verify", "sign");
    for part in Part::ALL {
        let mark = |parts: &[Part]| if parts.contains(&part) { "x" } else { "" };
        println!(
            "{:<28} {:>9.2}  {:<6} {:<4}",
            part.name(),
            each(best.of(part), count),
            mark(&Part::OF_VERIFY),
            mark(&Part::OF_SIGN),
        );
    }
    println!();
    for (name, parts) in [
        ("sum for verify", Part::OF_VERIFY),
        ("sum for sign", Part::OF_SIGN),
    ] {
        println!("{name:<28} {:>9.2}", each(best.sum(&parts), count));
    }
    Ok(())
}
