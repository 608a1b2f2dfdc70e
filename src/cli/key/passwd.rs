//! `byline key passwd`

use std::path::PathBuf;

use clap::Args;

use crate::cli::error::{CliError, Status, unreadable};
use crate::cli::key_choice::key_file;
use crate::cli::key_folder::{encoded, open_key_with};
use crate::cli::output::{shown, to_output};
use crate::cli::passphrase::{NewPassphraseArguments, PassphraseArguments};
use crate::corpus::{Watched, replace_whole_with};
use crate::seal::decode_private;

/// Change the passphrase of a key file, give it one, or take it away
#[derive(Args)]
#[command(
    after_help = "Example:\n  byline key passwd news-desk\n\nThe key stays the same, and what it signed stays good. \
The new file takes the place of the old one once it is whole. Copies of the old file still open with the old passphrase."
)]
pub(super) struct Arguments {
    /// The key: FILE or NAME in the key folder
    #[arg(value_name = "KEY")]
    file: PathBuf,
    #[command(flatten)]
    passphrase: PassphraseArguments,
    #[command(flatten)]
    new: NewPassphraseArguments,
}

pub(super) fn run(arguments: &Arguments) -> Result<Status, CliError> {
    let path = key_file(&arguments.file)?;
    let watched = Watched::begin(&path).map_err(|error| unreadable(&path, &error))?;
    let opened = open_key_with(&path, &arguments.passphrase)?;
    let new = arguments.new.new_one()?;
    let text = encoded(&opened.key, new.as_ref())?;
    // There may be no other copy of the key: the old file goes only for one that was seen to open.
    let opens = decode_private(text.as_bytes(), new.as_ref());
    if !opens.is_ok_and(|seed| *seed == *opened.key.seed()) {
        return Err(
            CliError::incomplete(format!("the new {} does not open", shown(&path)))
                .hint("nothing was changed; please report this as a fault of byline"),
        );
    }
    replace_whole_with(&path, &mut |out| out.write_all(text.as_bytes()), &mut |step| {
        watched.still(step)
    })?;
    let now = match (opened.passphrase.is_some(), new.is_some()) {
        (true, true) => "has a new passphrase",
        (false, true) => "has a passphrase now",
        (true, false) => "is no longer encrypted",
        (false, false) => "is not encrypted, as before",
    };
    to_output(|out| writeln!(out, "{} {now}", shown(&path)))?;
    Ok(Status::Done)
}
