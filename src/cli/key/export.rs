//! `byline key export`

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::cli::error::{CliError, Status};
use crate::cli::key_choice::key_file;
use crate::cli::key_folder::{open_key, public_path, read_key_file, read_public};
use crate::cli::output::to_output;
use crate::cli::passphrase::PassphraseArguments;
use crate::record::PublicKey;
use crate::seal::{encode_public, is_public};

/// Print the public key of a key file
#[derive(Args)]
#[command(after_help = "Example:\n  byline key export news-desk")]
pub(super) struct Arguments {
    /// The key: FILE or NAME in the key folder; or its public part, FILE.pub, or a public key that OpenSSL wrote
    #[arg(value_name = "KEY")]
    file: PathBuf,
    /// How to write it
    #[arg(long, value_enum, default_value_t = Format::Did)]
    format: Format,
    #[command(flatten)]
    passphrase: PassphraseArguments,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// did:key:z6Mk…, as records and trust lists name it
    Did,
    /// A PEM block that OpenSSL reads
    Pem,
    /// 64 hexadecimal digits
    Hex,
}

pub(super) fn run(arguments: &Arguments) -> Result<Status, CliError> {
    let key = public_key(&key_file(&arguments.file)?, &arguments.passphrase)?;
    to_output(|out| match arguments.format {
        Format::Did => writeln!(out, "{key}"),
        Format::Pem => write!(out, "{}", encode_public(&key.0)),
        Format::Hex => {
            let digits: String = key.0.iter().map(|byte| format!("{byte:02x}")).collect();
            writeln!(out, "{digits}")
        }
    })?;
    Ok(Status::Done)
}

/// The public part beside a key file saves opening it.
fn public_key(file: &Path, passphrase: &PassphraseArguments) -> Result<PublicKey, CliError> {
    if file.extension().is_some_and(|extension| extension == "pub") {
        return Ok(read_public(file)?.key);
    }
    let beside = public_path(file);
    if file.is_file() && beside.is_file() {
        return Ok(read_public(&beside)?.key);
    }
    if is_public(&read_key_file(file)?) {
        return Ok(read_public(file)?.key);
    }
    Ok(open_key(file, passphrase)?.public())
}
