//! The command line: one file a command, with its arguments and its run.

mod before_signing;
mod bundle;
mod canon;
mod capture;
mod check;
mod completions;
mod digest;
mod error;
#[cfg(test)]
mod examples;
mod explain;
mod first_few;
mod fix;
mod fmt;
mod init;
mod interrupted;
mod key;
mod key_choice;
mod key_folder;
mod link_words;
mod log;
mod man;
mod new;
mod one_claim;
mod output;
mod outside;
mod passphrase;
mod paths;
mod progress;
mod schema;
mod score;
mod settings;
mod show;
mod sign;
mod sign_anew;
mod sign_refused;
mod signer;
mod since;
mod source;
mod suggested;
mod timings;
mod unread;
mod usage;
mod verify;
mod what_if;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use error::{CliError, Status};

/// Record claims with their sourcing chains, seal and sign them, and verify who says so.
#[derive(Parser)]
#[command(name = "byline", version = version(), max_term_width = 100, arg_required_else_help = true)]
#[command(
    after_help = "Exit status: 0 all is well, 1 something does not hold, 2 usage, 3 something could not be \
read or written, 4 nothing to do.\n\nExample:\n  byline verify fixtures/inference-chips"
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Check(check::Arguments),
    Explain(explain::Arguments),
    Verify(verify::Arguments),
    Score(score::Arguments),
    WhatIf(what_if::Arguments),
    Source(source::Arguments),
    Sign(sign::Arguments),
    Show(show::Arguments),
    Log(log::Arguments),
    New(new::Arguments),
    Capture(capture::Arguments),
    Bundle(bundle::Arguments),
    Init(init::Arguments),
    Key(key::Arguments),
    Fmt(fmt::Arguments),
    Digest(digest::Arguments),
    Canon(canon::Arguments),
    Schema(schema::Arguments),
    Completions(completions::Arguments),
    Man(man::Arguments),
}

/// The version, and which arithmetic signatures are computed with on this machine.
fn version() -> &'static str {
    static VERSION: std::sync::LazyLock<String> = std::sync::LazyLock::new(|| {
        format!(
            "{} (curve25519 arithmetic: {})",
            env!("CARGO_PKG_VERSION"),
            crate::seal::arithmetic_backend()
        )
    });
    &VERSION
}

/// Runs the command that `arguments` name and gives the exit status.
pub fn run(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    if let Err(error) = interrupted::leave_nothing_behind() {
        return CliError::incomplete(error.to_string()).report();
    }
    let outcome = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => dispatch(arguments.command),
        Err(error) => return usage::tell(error),
    };
    match outcome {
        Ok(status) => status.into(),
        Err(error) => error.report(),
    }
}

fn dispatch(command: Command) -> Result<Status, CliError> {
    match command {
        Command::Check(arguments) => check::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Verify(arguments) => verify::run(&arguments),
        Command::Score(arguments) => score::run(&arguments),
        Command::WhatIf(arguments) => what_if::run(&arguments),
        Command::Source(arguments) => source::run(&arguments),
        Command::Sign(arguments) => sign::run(&arguments),
        Command::Show(arguments) => show::run(&arguments),
        Command::Log(arguments) => log::run(&arguments),
        Command::New(arguments) => new::run(&arguments),
        Command::Capture(arguments) => capture::run(arguments),
        Command::Bundle(arguments) => bundle::run(&arguments),
        Command::Init(arguments) => init::run(&arguments),
        Command::Key(arguments) => key::run(&arguments),
        Command::Fmt(arguments) => fmt::run(&arguments),
        Command::Digest(arguments) => digest::run(&arguments),
        Command::Canon(arguments) => canon::run(&arguments),
        Command::Schema(arguments) => schema::run(&arguments),
        Command::Completions(arguments) => completions::run(&arguments, Arguments::command()),
        Command::Man(arguments) => man::run(&arguments, Arguments::command()),
    }
}
