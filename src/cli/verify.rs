//! `byline verify`

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::record::Time;
use crate::report::{
    JsonForm, write_integrity_json, write_integrity_text, write_verification_json, write_verification_text,
};
use crate::support::Ratings;
use crate::verify::{Options, Verification, read_pin, verify_integrity, verify_with_rivals};

use super::error::{CliError, Status};
use super::output::{layout_of_output, to_output_under, to_raw_output_under};
use super::paths::{Gathered, gather_paths, parse_time, time_or_now};
use super::progress::ProgressLine;
use super::settings::settings_of;

/// Verify records: that nothing changed, who signed, and that what they rest on holds too
#[derive(Args)]
#[command(
    after_help = "Examples:\n  byline verify fixtures/inference-chips\n  byline verify --trust pinned.json claims/chip-ban.json\n  \
cat claims.jsonl | byline verify --format jsonl -\n\nA folder with a byline.toml is a repository: its trust list, sources and notices are always read. Without one, every \
signer is unknown unless --trust names a list."
)]
pub(super) struct Arguments {
    /// Files, folders, .jsonl files, or - for standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Pin this trust list: later lists must follow from it, and signers are then trusted
    #[arg(long, value_name = "FILE", conflicts_with = "integrity")]
    trust: Option<PathBuf>,
    /// Check seals and signatures alone, also of documents that are no byline records; says nothing of who signed
    #[arg(long)]
    integrity: bool,
    /// The time of the check, instead of the clock's
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    at: Option<Time>,
    /// How to write the result
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// A table, findings and a summary
    Text,
    /// One JSON object (verification/1)
    Json,
    /// One JSON object a record, the summary last
    Jsonl,
}

pub(super) fn run(arguments: &Arguments) -> Result<Status, CliError> {
    let at = time_or_now(arguments.at);
    let gathered = gather_paths(&arguments.paths)?;
    let line = &ProgressLine::of(&gathered.inputs.progress, false);
    if arguments.integrity {
        return run_integrity(arguments, gathered, at, line);
    }
    let pin = arguments.trust.as_deref().map(read_pin).transpose()?;
    let settings = settings_of(gathered.inputs.repository.as_ref())?;
    let options = Options {
        pin,
        ..Options::at(at)
    };
    let verification = verify_with_rivals(gathered.inputs, options)?;
    let ratings = Ratings::new(&verification, &settings);
    let layout = layout_of_output();
    match arguments.format {
        Format::Text => to_output_under(line, |out| write_verification_text(out, &ratings, layout))?,
        Format::Json => to_raw_output_under(line, |out| {
            write_verification_json(out, &ratings, JsonForm::Object)
        })?,
        Format::Jsonl => to_raw_output_under(line, |out| {
            write_verification_json(out, &ratings, JsonForm::Lines)
        })?,
    }
    Ok(status_of(&verification))
}

fn status_of(verification: &Verification) -> Status {
    let summary = verification.summary();
    let broken_lists = verification
        .trust
        .as_ref()
        .is_some_and(|trust| !trust.faults.is_empty());
    let mut status = if summary.records == 0 {
        Status::Nothing
    } else {
        Status::Done
    };
    if summary.fail > 0 || broken_lists {
        status = status.or_worse(Status::Failed);
    }
    if summary.unreadable > 0 {
        status = status.or_worse(Status::Incomplete);
    }
    status
}

fn run_integrity(
    arguments: &Arguments,
    gathered: Gathered,
    at: Time,
    line: &ProgressLine,
) -> Result<Status, CliError> {
    let report = verify_integrity(gathered.inputs.named, at, &gathered.inputs.progress);
    let layout = layout_of_output();
    match arguments.format {
        Format::Text => to_output_under(line, |out| write_integrity_text(out, &report, layout))?,
        Format::Json => {
            to_raw_output_under(line, |out| write_integrity_json(out, &report, JsonForm::Object))?
        }
        Format::Jsonl => {
            to_raw_output_under(line, |out| write_integrity_json(out, &report, JsonForm::Lines))?
        }
    }
    let mut status = if report.documents.is_empty() {
        Status::Nothing
    } else {
        Status::Done
    };
    for document in &report.documents {
        if document.unreadable {
            status = status.or_worse(Status::Incomplete);
        } else if !document.holds() {
            status = status.or_worse(Status::Failed);
        }
    }
    Ok(status)
}
