//! `byline log`

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::record::Time;
use crate::report::{write_log_json, write_log_text};
use crate::verify::{Options, Verification, read_pin, verify_with_rivals};

use super::error::{CliError, Status};
use super::one_claim::{gather_claim, the_claim};
use super::output::{layout_of_output, to_output, to_raw_output};
use super::paths::{parse_time, record_file, time_or_now};
use super::unread::tell_unread;

/// Show the history of a claim: its revisions back to the first, what notices say of them, and who signed when
#[derive(Args)]
#[command(
    after_help = "Example:\n  byline log claims/chip-ban.json\n\nExit status: 0 the history was shown, 1 the file is no \
claim, 2 it holds several records, 3 it could not be read."
)]
pub(super) struct Arguments {
    /// The file of a claim, or its id in this repository
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Pin this trust list: later lists must follow from it, and signers are then trusted
    #[arg(long, value_name = "FILE")]
    trust: Option<PathBuf>,
    /// The time of the check, instead of the clock's
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    at: Option<Time>,
    /// How to show it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// In words
    Text,
    /// One JSON object (log/1)
    Json,
}

pub(super) fn run(arguments: &Arguments) -> Result<Status, CliError> {
    let file = record_file(&arguments.file)?;
    let (inputs, _spooled) = gather_claim(&file)?.into_parts();
    let options = Options {
        pin: arguments.trust.as_deref().map(read_pin).transpose()?,
        ..Options::at(time_or_now(arguments.at))
    };
    let verification = verify_with_rivals(inputs, options)?;
    let numbers = history(&verification, the_claim(&verification, &file)?);
    match arguments.format {
        Format::Text => {
            let layout = layout_of_output();
            to_output(|out| write_log_text(out, &verification, &numbers, layout))?;
        }
        Format::Json => to_raw_output(|out| write_log_json(out, &verification, &numbers))?,
    }
    Ok(tell_unread(&verification, numbers[0]))
}

/// A claim and the revisions before it, the newest first.
fn history(verification: &Verification, newest: u32) -> Vec<u32> {
    // Records name each other by digest, so that this ends.
    std::iter::successors(Some(newest), |&number| verification.predecessor(number)).collect()
}
