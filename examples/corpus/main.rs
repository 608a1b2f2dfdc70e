//! Makes a corpus of invented claims for measurements and load tests:
//!
//! ```text
//! cargo run --release --example corpus -- --claims 100000 OUT
//! ```
//!
//! The keys are derived from the seed, so that anyone can make them again: they are for tests only.

#![allow(clippy::print_stdout, reason = "an example says what it made")]

mod generator;

use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::{Parser, ValueEnum};

use generator::{MAX_SIGNATURES, Place, Plan, generate};

/// Make a corpus of invented claims, signed for real, the same for the same seed.
#[derive(Parser)]
#[command(
    name = "corpus",
    after_help = "Example: corpus --claims 1000 --form jsonl claims-of-news"
)]
struct Arguments {
    /// How many claims, of about 3 KB each
    #[arg(long, value_name = "N")]
    claims: usize,
    /// How many signatures each has: its author's, then checkers'
    #[arg(long, value_name = "K", default_value_t = 1, value_parser = signatures, conflicts_with = "unsigned")]
    signatures: usize,
    /// Leave the claims unsigned, and write the key to sign them with beside OUT
    #[arg(long)]
    unsigned: bool,
    /// Where all chance comes from
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// One file a claim, or one line a claim; lines where OUT ends in .jsonl
    #[arg(long)]
    form: Option<Form>,
    /// A new repository; or a .jsonl, in the folder `claims` of a new repository or with its trust list beside it
    #[arg(value_name = "OUT")]
    out: PathBuf,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Form {
    Folder,
    Jsonl,
}

fn signatures(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(count @ 1..=MAX_SIGNATURES) => Ok(count),
        _ => Err(format!("write a number from 1 to {MAX_SIGNATURES}")),
    }
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let place = place(&arguments)?;
    let plan = Plan {
        claims: arguments.claims,
        signatures: if arguments.unsigned {
            0
        } else {
            arguments.signatures
        },
        seed: arguments.seed,
    };
    let made = generate(&plan, &place)?;
    let mean = |total: f64| {
        if made.claims == 0 {
            0.0
        } else {
            total / made.claims as f64
        }
    };
    println!(
        "{} claims of {:.0} bytes and {:.1} links as a mean, {} of them below another claim; {} sources",
        made.claims,
        mean(made.bytes as f64),
        mean(made.links as f64),
        made.hanging,
        made.sources,
    );
    if let Some(key) = &made.key {
        println!("the key to sign them with is in {}", key.display());
    }
    Ok(())
}

fn place(arguments: &Arguments) -> anyhow::Result<Place> {
    let out = &arguments.out;
    if out.extension().is_none_or(|extension| extension != "jsonl") {
        let root = out.clone();
        return Ok(match arguments.form {
            None | Some(Form::Folder) => Place::Folder(root),
            Some(Form::Jsonl) => Place::Lines {
                root,
                name: "all.jsonl".into(),
            },
        });
    }
    if arguments.form == Some(Form::Folder) {
        bail!("{} names a .jsonl; name a folder instead", out.display());
    }
    let claims = out.parent().filter(|parent| parent.ends_with("claims"));
    Ok(match (claims, out.file_name()) {
        (Some(claims), Some(name)) => Place::Lines {
            root: claims.parent().unwrap_or(Path::new("")).to_owned(),
            name: name.into(),
        },
        _ => Place::Bare(out.clone()),
    })
}
