//! `byline new`: one file for each kind of record.

mod ask;
mod claim;
mod language;
mod named;
mod notice;
mod revision;
mod revoked;
mod sealed;
mod source;
mod standing;
mod target;
mod trust;
mod uncaptured;

use clap::{Args, Subcommand};

use super::error::{CliError, Status};

use ask::ask_claim;
pub(super) use target::laid_out;
use target::{Target, can_ask, missing};

/// Write a new claim, source, notice or trust list: by flags, or asked for on a terminal
#[derive(Args)]
#[command(
    after_help = "Examples:\n  byline new claim\n  byline new source --id ft.com --name \"Financial Times\" --kind outlet \\\n    --reliability A"
)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    Claim(claim::NewClaim),
    Source(source::NewSource),
    Revision(revision::NewRevision),
    Notice(notice::NewNotice),
    Trust(trust::NewTrust),
}

pub(super) fn run(arguments: &Arguments) -> Result<Status, CliError> {
    match &arguments.command {
        Some(Command::Claim(arguments)) => claim::run(arguments),
        Some(Command::Source(arguments)) => source::run(arguments),
        Some(Command::Revision(arguments)) => revision::run(arguments),
        Some(Command::Notice(arguments)) => notice::run(arguments),
        Some(Command::Trust(arguments)) => trust::run(arguments),
        None if can_ask() => ask_claim(&Target::default()),
        None => Err(missing("the kind of record, and its flags,")),
    }
}
