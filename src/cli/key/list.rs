//! `byline key list`

use std::io::Write;

use clap::Args;

use crate::cli::error::{CliError, Status};
use crate::cli::key_folder::{key_folder, list_keys};
use crate::cli::output::{shown, to_output};
use crate::report::visible;

/// List the keys in the key folder
#[derive(Args)]
#[command(after_help = "Example:\n  byline key list")]
pub(super) struct Arguments {}

pub(super) fn run() -> Result<Status, CliError> {
    let (keys, unread) = list_keys()?;
    let mut status = Status::Done;
    for error in unread {
        // What is no key of ours is told, and is no failure.
        if error.report_and_go_on() == Status::Incomplete {
            status = Status::Incomplete;
        }
    }
    to_output(|out| {
        for key in &keys {
            writeln!(
                out,
                "{}  {}  {}",
                key.key,
                visible(&key.name),
                shown(&key.private_path())
            )?;
        }
        Ok(())
    })?;
    if keys.is_empty() {
        let folder = key_folder()?;
        // Nobody is left to tell if standard error is closed.
        let _ = writeln!(
            anstream::stderr(),
            "no keys in {}; make one with `byline key new --name NAME`",
            shown(&folder)
        );
    }
    Ok(if keys.is_empty() {
        status.or_worse(Status::Nothing)
    } else {
        status
    })
}
