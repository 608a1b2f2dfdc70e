//! `byline key import`

use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::error::{CliError, Status};
use crate::cli::key_choice::name_at_hand;
use crate::cli::key_folder::{file_for, open_key_with, public_path, read_public, write_key};
use crate::cli::output::{shown, to_output};
use crate::cli::passphrase::{NewPassphraseArguments, PassphraseArguments, refuse_if_short};
use crate::record::PublicKey;

use super::tell;

/// Take in a key that OpenSSL or another program made
#[derive(Args)]
#[command(
    after_help = "Example:\n  openssl genpkey -algorithm ed25519 -out courts-desk.pem\n  byline key import courts-desk.pem --name \"Courts desk\"\n\n\
FILE is PKCS#8 in PEM with an Ed25519 key, encrypted or not. It stays as it is; the key is written to a new file, \
encrypted, with its public part in FILE.pub. A key that was encrypted keeps its passphrase unless a new one is given."
)]
pub(super) struct Arguments {
    /// The key file that another program made
    file: PathBuf,
    /// The key file to write [default: a file in the key folder]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Whose key it is [default: the name in FILE.pub, else that of the file]
    #[arg(long)]
    name: Option<String>,
    #[command(flatten)]
    passphrase: PassphraseArguments,
    #[command(flatten)]
    new: NewPassphraseArguments,
}

pub(super) fn run(arguments: &Arguments) -> Result<Status, CliError> {
    let opened = open_key_with(&arguments.file, &arguments.passphrase)?;
    let public = opened.key.public();
    let name = match &arguments.name {
        Some(name) => name.clone(),
        None => name_of(&arguments.file, public),
    };
    let path = match &arguments.out {
        Some(path) => path.clone(),
        None => {
            refuse_second(public)?;
            file_for(&name)?
        }
    };
    let was_plain = opened.passphrase.is_none();
    write_key(&path, &name, &opened.key, || {
        if arguments.new.no_passphrase {
            return Ok(None);
        }
        match (arguments.new.given()?, opened.passphrase) {
            (Some(new), _) => Ok(Some(new)),
            (None, Some(same)) => match refuse_if_short(&same) {
                Ok(()) => Ok(Some(same)),
                Err(error) => Err(error.hint(
                    "the key keeps its passphrase unless a new one is given, with --new-passphrase-file FILE or in \
                     BYLINE_NEW_PASSPHRASE",
                )),
            },
            (None, None) => arguments.passphrase.new_one().map(Some),
        }
    })?;
    to_output(|out| {
        tell(out, &path, public)?;
        if was_plain {
            writeln!(
                out,
                "{} still holds the key unencrypted: remove it, and every copy of it.",
                shown(&arguments.file)
            )?;
        }
        Ok(())
    })?;
    Ok(Status::Done)
}

/// Two names for one key would look like two people, and leave one of two files with an old passphrase.
fn refuse_second(key: PublicKey) -> Result<(), CliError> {
    match name_at_hand(key) {
        None => Ok(()),
        Some(name) => Err(CliError::refused(format!(
            "this key is in the key folder already, as {name}: nothing was written"
        ))
        .hint(format!(
            "sign with --key {name}; --out writes a second file elsewhere"
        ))),
    }
}

/// The name beside the key file, if it is the same key's; else what the file is called.
fn name_of(file: &Path, key: PublicKey) -> String {
    read_public(&public_path(file))
        .ok()
        .filter(|public| public.key == key && !public.name.is_empty())
        .map_or_else(
            || {
                let stem = file.file_stem().unwrap_or_default();
                stem.to_string_lossy().into_owned()
            },
            |public| public.name,
        )
}
