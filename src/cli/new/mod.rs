//! `byline new`: one file for each kind of record.

mod claim;
mod notice;
mod source;
mod target;
mod trust;

use clap::{Args, Subcommand};

use super::error::{CliError, Status};

pub(super) use target::laid_out;

/// Write a new claim, source, notice or trust list
#[derive(Args)]
#[command(
    after_help = "Example:\n  byline new source --id ft.com --name \"Financial Times\" --kind outlet --reliability A"
)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Claim(claim::NewClaim),
    Source(source::NewSource),
    Notice(notice::NewNotice),
    Trust(trust::NewTrust),
}

pub(super) fn run(arguments: &Arguments) -> Result<Status, CliError> {
    match &arguments.command {
        Command::Claim(arguments) => claim::run(arguments),
        Command::Source(arguments) => source::run(arguments),
        Command::Notice(arguments) => notice::run(arguments),
        Command::Trust(arguments) => trust::run(arguments),
    }
}
