//! `byline bundle`

use std::path::PathBuf;

use clap::Args;

use crate::corpus::{MAX_BUNDLE, Omitted, bundle, create_whole};
use crate::record::Kind;
use crate::verify::{ClaimSeals, Options, verify_with_all_claims};

use super::error::{CliError, Status};
use super::output::to_raw_output;
use super::paths::{gather_paths, is_standard_input, time_or_now};
use super::score::settings_of;

/// Put a claim and all that it rests on into one file, which can be verified anywhere
#[derive(Args)]
#[command(
    after_help = "Example:\n  byline bundle claims/chip-ban.json -o chip-ban.bundle\n  byline verify chip-ban.bundle\n\nThe \
file holds the claim, the claims that it rests on or follows, their sources, the notices on them and the trust lists. \
Captures stay where they are; the first line of the file names them."
)]
pub(super) struct Arguments {
    /// The file of a claim
    #[arg(value_name = "CLAIM")]
    claim: PathBuf,
    /// The file to write, which must not exist, or - for standard output
    #[arg(short = 'o', long = "out", value_name = "FILE")]
    out: PathBuf,
}

pub(super) fn run(arguments: &Arguments) -> Result<Status, CliError> {
    let (inputs, _spooled) = gather_paths(std::slice::from_ref(&arguments.claim))?.into_parts();
    let file = arguments.claim.display();
    settings_of(inputs.repository.as_ref())?;
    let options = Options {
        at: time_or_now(None),
        pin: None,
        seals: ClaimSeals::All,
    };
    let verification = verify_with_all_claims(inputs, options)?;
    let mut claims = verification.reported().filter(|(_, entry)| entry.file == 0);
    let (Some((number, entry)), None) = (claims.next(), claims.next()) else {
        return Err(CliError::refused(format!("{file} holds no single claim"))
            .hint("name the file of one claim; what it rests on is found by itself"));
    };
    if entry.is_unreadable() {
        let why = entry.unread().first().map_or("", |finding| &finding.message);
        return Err(CliError::incomplete(format!("{file}: {why}")));
    }
    let (Some(Kind::Claim), Some(digest)) = (entry.kind, entry.digest) else {
        return Err(
            CliError::refused(format!("{file} is no valid claim")).hint(format!(
                "`byline verify {file}` says what it is, and what is wrong with it"
            )),
        );
    };
    let mut bundled = verification.bundled(number).ok_or_else(|| {
        CliError::incomplete(format!("a record that {file} rests on changed while it was read"))
            .hint("run the command again once nothing writes to it")
    })?;
    let has_settings = |policy: &str| policy.lines().any(|line| line.trim_start().starts_with("[score"));
    if verification
        .repository
        .as_ref()
        .is_some_and(|here| has_settings(here.policy()))
    {
        bundled.omits.push(Omitted {
            what: "settings".to_owned(),
            id: "score".to_owned(),
            why: "the repository rates with settings of its own; a bundle is rated with the usual ones"
                .to_owned(),
        });
    }
    let bytes = bundle(digest.to_string(), bundled.omits, &bundled.records)
        .map_err(|error| CliError::incomplete(error.to_string()))?;
    if bytes.len() as u64 > MAX_BUNDLE {
        return Err(CliError::refused(format!(
            "the bundle would have {} bytes, and {MAX_BUNDLE} are the most that are read",
            bytes.len()
        ))
        .hint("hand over the repository itself"));
    }
    if is_standard_input(&arguments.out) {
        to_raw_output(|out| out.write_all(&bytes))?;
    } else {
        create_whole(&arguments.out, &bytes, false)?;
    }
    Ok(Status::Done)
}
