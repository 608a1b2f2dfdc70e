//! `byline key new`

use std::path::PathBuf;

use clap::Args;

use crate::cli::error::{CliError, Status};
use crate::cli::key_folder::{file_for, new_key, write_key};
use crate::cli::output::to_output;
use crate::cli::passphrase::PassphraseArguments;

use super::tell;

/// Make a new key, with its public part in FILE.pub
#[derive(Args)]
#[command(
    after_help = "Example:\n  byline key new --name \"News desk\"\n\nThe file is PKCS#8 in PEM and opens in OpenSSL 3. Its \
passphrase has 8 characters or more: whoever gets a copy of the file can try all shorter ones."
)]
pub(super) struct Arguments {
    /// Whose key it is
    #[arg(long)]
    name: String,
    /// The key file [default: a file in the key folder]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Write the key without encrypting it
    #[arg(long, conflicts_with = "passphrase_file")]
    no_passphrase: bool,
    #[command(flatten)]
    passphrase: PassphraseArguments,
}

pub(super) fn run(arguments: &Arguments) -> Result<Status, CliError> {
    let path = match &arguments.out {
        Some(path) => path.clone(),
        None => file_for(&arguments.name)?,
    };
    let key = new_key()?;
    write_key(&path, &arguments.name, &key, || {
        arguments.passphrase.unless(arguments.no_passphrase)
    })?;
    to_output(|out| tell(out, &path, key.public()))?;
    Ok(Status::Done)
}
