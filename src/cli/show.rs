//! `byline show`

use std::path::{Path, PathBuf};

use clap::Args;

use crate::corpus::{Inputs, Reach, read_file};
use crate::json::{MAX_DEPTH, parse};
use crate::record::{MAX_RECORD, Record, Time, read};
use crate::report::{SourceNames, write_claim_tree, write_record_lines, write_seal_lines};
use crate::verify::{ClaimSeals, Options, verify};

use super::error::{CliError, Status};
use super::output::{layout_of_output, to_output};
use super::paths::{gather_paths, parse_time, read_record, time_or_now};

/// Show a record as a person would tell it: what is claimed, and who says so
#[derive(Args)]
#[command(after_help = "Example:\n  byline show fixtures/inference-chips/claims/inference-chip-ban.json")]
pub(super) struct Arguments {
    /// The file of a record
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The time of the check, instead of the clock's
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    at: Option<Time>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Status, CliError> {
    let path = &arguments.file;
    let text = read_record(path)?;
    let document = super::canon::parse_foreign(&text, path)?;
    let reading = read(&document);
    let Some(record) = reading.record else {
        let fault = reading
            .faults
            .first()
            .map(|fault| fault.message.to_string())
            .unwrap_or_default();
        return Err(
            CliError::refused(format!("{} is no valid record: {fault}", path.display())).hint(format!(
                "`byline verify {}` says everything that is wrong, and where",
                path.display()
            )),
        );
    };
    let gathered = gather_paths(std::slice::from_ref(path))?;
    let names = source_names(&gathered.inputs);
    let at = time_or_now(arguments.at);
    let verification = verify(
        gathered.inputs,
        Options {
            at,
            pin: None,
            seals: ClaimSeals::All,
        },
    )?;
    let layout = layout_of_output();
    to_output(|out| {
        write_record_lines(out, &record, layout)?;
        if let Some((number, _)) = verification.reported().next() {
            write_seal_lines(out, &verification, number, layout)?;
        }
        match &record {
            Record::Claim(claim) => {
                writeln!(out)?;
                write_claim_tree(out, claim, &names, layout)
            }
            _ => Ok(()),
        }
    })?;
    Ok(Status::Done)
}

/// The names of the sources at hand.
fn source_names(inputs: &Inputs) -> SourceNames {
    inputs
        .context
        .iter()
        .chain(&inputs.named)
        .filter_map(|file| source_name(&file.path))
        .collect()
}

fn source_name(path: &Path) -> Option<(String, String)> {
    let bytes = read_file(path, MAX_RECORD as u64, Reach::Walked).ok()?;
    let text = String::from_utf8(bytes).ok()?;
    let (document, _) = parse(&text, MAX_DEPTH).ok()?;
    match read(&document).record? {
        Record::Source(source) => Some((source.id.to_string(), source.name.to_owned())),
        _ => None,
    }
}
