//! `byline canon`

use std::path::PathBuf;

use clap::Args;

use crate::json::{Canonical, Document, MAX_FOREIGN_DEPTH, canonical, locate, parse};

use super::error::{CliError, Status};
use super::output::to_raw_output;
use super::paths::{MAX_DOCUMENT, read_document};

/// Print the canonical form (RFC 8785) of a JSON document, without a line feed
#[derive(Args)]
#[command(after_help = "Example:\n  byline canon --no-proof claims/chip-ban.json | sha256sum")]
pub(super) struct Arguments {
    /// A JSON document of any kind, or - for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Leave the outermost member "proof" out, as digests do
    #[arg(long)]
    no_proof: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<Status, CliError> {
    let text = read_document(&arguments.file, MAX_DOCUMENT)?;
    let document = parse_foreign(&text, &arguments.file)?;
    let bytes = if arguments.no_proof {
        let mut bytes = Vec::with_capacity(text.len());
        Canonical::of(document.root()).without("proof").write(&mut bytes);
        bytes
    } else {
        canonical(&document)
    };
    to_raw_output(|out| out.write_all(&bytes))?;
    Ok(Status::Done)
}

/// Parses a document of any kind; what is wrong with it is told with its place.
pub(super) fn parse_foreign<'t>(text: &'t str, path: &std::path::Path) -> Result<Document<'t>, CliError> {
    let (document, fault) = match parse(text, MAX_FOREIGN_DEPTH) {
        Ok((document, duplicates)) if duplicates.is_empty() => return Ok(document),
        Ok((document, mut duplicates)) => (Some(document), duplicates.swap_remove(0)),
        Err(fault) => (None, fault),
    };
    let places = locate(text, document.as_ref(), std::slice::from_ref(&fault.at));
    let (line, column) = places.first().map_or((1, 1), |place| (place.line, place.column));
    let message = format!(
        "{}:{line}:{column}: {} [{}]",
        path.display(),
        fault.message,
        fault.name
    );
    Err(CliError::refused(message).hint(fault.help.unwrap_or_default()))
}
