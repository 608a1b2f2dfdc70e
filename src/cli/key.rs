//! `byline key`

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};

use crate::record::PublicKey;
use crate::report::visible;
use crate::seal::encode_public;

use super::error::{CliError, Status};
use super::key_folder::{file_for, list_keys, new_key, open_key, public_path, read_public, write_key};
use super::output::{shown, to_output};
use super::passphrase::PassphraseArguments;

/// Make, list and export keys
#[derive(Args)]
#[command(after_help = "Example:\n  byline key new --name \"News desk\"")]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    New(New),
    List(List),
    Export(Export),
}

/// Make a new key, with its public part in FILE.pub
#[derive(Args)]
#[command(
    after_help = "Example:\n  byline key new --name \"News desk\"\n\nThe file is PKCS#8 in PEM and opens in OpenSSL 3."
)]
struct New {
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

/// List the keys in the key folder
#[derive(Args)]
#[command(after_help = "Example:\n  byline key list")]
struct List {}

/// Print the public key of a key file
#[derive(Args)]
#[command(after_help = "Example:\n  byline key export --format did news-desk.pem")]
struct Export {
    /// A key file, or its public part (FILE.pub)
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
    match &arguments.command {
        Command::New(arguments) => run_new(arguments),
        Command::List(_) => run_list(),
        Command::Export(arguments) => run_export(arguments),
    }
}

fn run_new(arguments: &New) -> Result<Status, CliError> {
    let path = match &arguments.out {
        Some(path) => path.clone(),
        None => file_for(&arguments.name)?,
    };
    let key = new_key()?;
    let passphrase = (!arguments.no_passphrase).then_some(&arguments.passphrase);
    write_key(&path, &arguments.name, &key, passphrase)?;
    to_output(|out| {
        writeln!(out, "key     {}", shown(&path))?;
        writeln!(out, "public  {}", key.public())?;
        writeln!(
            out,
            "Keep the key file to yourself; {} is for everybody.",
            shown(&public_path(&path))
        )
    })?;
    Ok(Status::Done)
}

fn run_list() -> Result<Status, CliError> {
    let (keys, status) = list_keys()?;
    to_output(|out| {
        for key in &keys {
            writeln!(
                out,
                "{}  {}  {}",
                key.key,
                visible(&key.name),
                shown(&key.path.with_extension(""))
            )?;
        }
        Ok(())
    })?;
    if keys.is_empty() {
        let folder = super::key_folder::key_folder()?;
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

fn run_export(arguments: &Export) -> Result<Status, CliError> {
    let key = public_key(&arguments.file, &arguments.passphrase)?;
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
    Ok(open_key(file, passphrase)?.public())
}
