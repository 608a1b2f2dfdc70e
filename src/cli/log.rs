//! `byline log`

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::record::{Kind, Time};
use crate::report::{write_log_json, write_log_text};
use crate::verify::{ClaimSeals, Options, Verification, read_pin, verify};

use super::error::{CliError, Status};
use super::output::{layout_of_output, to_output, to_raw_output, typed};
use super::paths::{gather_paths, parse_time, record_file, time_or_now};
use super::unread::tell_unread;

/// Show the history of a claim: its revisions back to the first, what notices say of them, and who signed when
#[derive(Args)]
#[command(
    after_help = "Example:\n  byline log claims/chip-ban.json\n\nExit status: 0 the history was shown, 1 the file is no \
claim that can be read, 3 it could not be read."
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
    let gathered = gather_paths(std::slice::from_ref(&file))?;
    let (inputs, _spooled) = gathered.into_parts();
    let options = Options {
        at: time_or_now(arguments.at),
        pin: arguments.trust.as_deref().map(read_pin).transpose()?,
        seals: ClaimSeals::All,
        seeks_circles: true,
    };
    let is_one_file = inputs.named.len() == 1;
    let verification = verify(inputs, options)?;
    let numbers = history(&verification, is_one_file, &file)?;
    match arguments.format {
        Format::Text => {
            let layout = layout_of_output();
            to_output(|out| write_log_text(out, &verification, &numbers, layout))?;
        }
        Format::Json => to_raw_output(|out| write_log_json(out, &verification, &numbers))?,
    }
    Ok(tell_unread(&verification, numbers[0]))
}

/// The claim in the file and the revisions before it, the newest first.
fn history(verification: &Verification, is_one_file: bool, file: &Path) -> Result<Vec<u32>, CliError> {
    let (typed, file) = (typed(file), file.display());
    let Some(number) = verification.the_only_record().filter(|_| is_one_file) else {
        return Err(CliError::refused(format!("{file} holds no single claim")).hint(
            "name the file of one claim; the history of one in a .jsonl begins where that line is a file",
        ));
    };
    let entry = verification.entry(number);
    if entry.is_unreadable() {
        let unread = entry.unread().first();
        let why = unread.map_or("", |finding| &finding.message);
        let help = unread.map_or("", |finding| &finding.help);
        return Err(CliError::incomplete(format!("{file}: {why}")).hint(help));
    }
    if entry.kind != Some(Kind::Claim) || entry.digest.is_none() {
        return Err(
            CliError::refused(format!("{file} is no valid claim")).hint(format!(
                "`byline verify {typed}` says what it is, and what is wrong with it"
            )),
        );
    }
    let mut numbers = vec![number];
    // Records name each other by digest, so that this ends.
    let mut next = verification.predecessor(number);
    while let Some(number) = next {
        numbers.push(number);
        next = verification.predecessor(number);
    }
    Ok(numbers)
}
