//! `byline key`: one file a command below it.

mod export;
mod import;
mod list;
mod new;
mod passwd;

use std::io::{self, Write};
use std::path::Path;

use clap::{Args, Subcommand};

use crate::record::PublicKey;

use super::error::{CliError, Status};
use super::key_folder::public_path;
use super::output::shown;

/// Make, list, export and import keys, and change their passphrases
#[derive(Args)]
#[command(after_help = "Example:\n  byline key new --name \"News desk\"")]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    New(new::Arguments),
    List(list::Arguments),
    Export(export::Arguments),
    Import(import::Arguments),
    Passwd(passwd::Arguments),
}

pub(super) fn run(arguments: &Arguments) -> Result<Status, CliError> {
    match &arguments.command {
        Command::New(arguments) => new::run(arguments),
        Command::List(_) => list::run(),
        Command::Export(arguments) => export::run(arguments),
        Command::Import(arguments) => import::run(arguments),
        Command::Passwd(arguments) => passwd::run(arguments),
    }
}

/// Tells of a key file that was written.
fn tell(out: &mut dyn Write, path: &Path, key: PublicKey) -> io::Result<()> {
    writeln!(out, "key     {}", shown(path))?;
    writeln!(out, "public  {key}")?;
    writeln!(
        out,
        "Keep the key file to yourself; {} is for everybody.",
        shown(&public_path(path))
    )
}
