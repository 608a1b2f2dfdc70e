//! `byline score`

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::record::Time;
use crate::report::{JsonForm, write_ratings_json, write_ratings_text};
use crate::support::Ratings;
use crate::verify::{ClaimSeals, Options, verify};

use super::error::{CliError, Status};
use super::output::{layout_of_output, to_output_under, to_raw_output_under};
use super::paths::{gather_paths, parse_time, time_or_now};
use super::progress::ProgressLine;
use super::settings::{settings_of, status_of_reading};

/// Rate claims: how strongly the chain of each attests it, and why
#[derive(Args)]
#[command(
    after_help = "Examples:\n  byline score fixtures/inference-chips\n  byline score --explain claims/chip-ban.json\n  \
byline score --format jsonl claims.jsonl\n\nA rating says how strongly a claim is attested, by the numbers of a stated table; it never says that a claim is \
true, and not that it is as it was signed, which `byline verify` tells. Without a byline.toml the records are taken at their word."
)]
pub(super) struct Arguments {
    /// Files, folders, .jsonl files, or - for standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Say what each rating comes from, what it hangs on, and what would raise it
    #[arg(long)]
    explain: bool,
    /// The time of the check, instead of the clock's
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    at: Option<Time>,
    /// How to write the result
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// A table, and why
    Text,
    /// One JSON object (ratings/1)
    Json,
    /// One JSON object a claim, the run last
    Jsonl,
}

pub(super) fn run(arguments: &Arguments) -> Result<Status, CliError> {
    let gathered = gather_paths(&arguments.paths)?;
    let line = &ProgressLine::of(&gathered.inputs.progress, false);
    let settings = settings_of(gathered.inputs.repository.as_ref())?;
    let options = Options {
        seals: ClaimSeals::Below,
        seeks_circles: true,
        ..Options::at(time_or_now(arguments.at))
    };
    let verification = verify(gathered.inputs, options)?;
    let ratings = Ratings::new(&verification, &settings);
    let explain = arguments.explain;
    let layout = layout_of_output();
    let unrated = match arguments.format {
        Format::Text => to_output_under(line, |out| write_ratings_text(out, &ratings, layout, explain)),
        Format::Json => to_raw_output_under(line, |out| {
            write_ratings_json(out, &ratings, JsonForm::Object, explain)
        }),
        Format::Jsonl => to_raw_output_under(line, |out| {
            write_ratings_json(out, &ratings, JsonForm::Lines, explain)
        }),
    }?;
    let mut status = if ratings.claims().is_empty() {
        Status::Nothing
    } else {
        Status::Done
    };
    if unrated > 0 {
        status = status.or_worse(Status::Failed);
    }
    Ok(status.or_worse(status_of_reading(&verification)))
}
