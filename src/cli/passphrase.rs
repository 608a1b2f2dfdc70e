//! Passphrases: from a file, from the environment, or typed at the terminal without being shown.

use std::io::Read;
use std::path::Path;

use zeroize::Zeroizing;

use crate::corpus::{Reach, open_file};
use crate::seal::Passphrase;

use super::error::{CliError, Status, unreadable};

/// The variable that a passphrase is taken from.
const VARIABLE: &str = "BYLINE_PASSPHRASE";

/// The longest passphrase file, in bytes: a page of text.
const MAX_PASSPHRASE_FILE: u64 = 4_096;

/// Where passphrases come from.
#[derive(clap::Args)]
pub(super) struct PassphraseArguments {
    /// Read the passphrase from the first line of this file, instead of BYLINE_PASSPHRASE or the terminal
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<std::path::PathBuf>,
}

impl PassphraseArguments {
    /// The passphrase of the key file `key`.
    pub fn existing(&self, key: &Path) -> Result<Passphrase, CliError> {
        match self.given()? {
            Some(passphrase) => Ok(passphrase),
            None => typed(&format!("Passphrase of {}: ", key.display())),
        }
    }

    /// A new passphrase, typed twice where it is typed.
    pub fn new_one(&self) -> Result<Passphrase, CliError> {
        if let Some(passphrase) = self.given()? {
            return Ok(passphrase);
        }
        let first = typed("New passphrase: ")?;
        let second = typed("The same again: ")?;
        if first.as_bytes() != second.as_bytes() {
            return Err(CliError::refused("the two passphrases differ").hint("run the command again"));
        }
        Ok(first)
    }

    fn given(&self) -> Result<Option<Passphrase>, CliError> {
        if let Some(path) = &self.passphrase_file {
            return from_file(path).map(Some);
        }
        match std::env::var(VARIABLE) {
            Ok(text) => Ok(Some(Passphrase::new(text))),
            Err(std::env::VarError::NotPresent) => Ok(None),
            Err(std::env::VarError::NotUnicode(_)) => {
                Err(CliError::usage(format!("{VARIABLE} is no UTF-8 text")))
            }
        }
    }
}

fn from_file(path: &Path) -> Result<Passphrase, CliError> {
    let (file, _) = open_file(path, Reach::Named).map_err(|error| unreadable(path, &error))?;
    // Room for all of it, so that nothing is copied while it grows and a copy left behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(MAX_PASSPHRASE_FILE as usize + 64));
    file.take(MAX_PASSPHRASE_FILE).read_to_end(&mut bytes)?;
    let text = std::str::from_utf8(&bytes)
        .map_err(|_| CliError::refused(format!("{} is no UTF-8 text", path.display())))?;
    let line = text.split('\n').next().unwrap_or_default();
    Ok(Passphrase::new(line.trim_end_matches('\r').to_owned()))
}

fn typed(prompt: &str) -> Result<Passphrase, CliError> {
    rpassword::prompt_password(prompt)
        .map(Passphrase::new)
        .map_err(|_| {
            CliError::new(
                Status::Usage,
                anyhow::anyhow!("a passphrase is needed, and there is no terminal to ask at"),
            )
            .hint("give it with --passphrase-file FILE or in BYLINE_PASSPHRASE")
        })
}
