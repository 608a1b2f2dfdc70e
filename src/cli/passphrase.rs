//! Passphrases: from a file, from the environment, or typed at the terminal without being shown.

use std::io::Read;
use std::path::Path;

use zeroize::Zeroizing;

use crate::corpus::{Reach, open_file};
use crate::seal::Passphrase;

use super::error::{CliError, Status, unreadable};
use super::output::shown;

/// The variable that a passphrase is taken from.
const VARIABLE: &str = "BYLINE_PASSPHRASE";

/// The variable that the passphrase is taken from that a key file gets instead of the one it has.
const NEW_VARIABLE: &str = "BYLINE_NEW_PASSPHRASE";

/// What to do where nobody can type.
const GIVE: &str = "give it with --passphrase-file FILE or in BYLINE_PASSPHRASE";
const GIVE_NEW: &str = "give the new one with --new-passphrase-file FILE or in BYLINE_NEW_PASSPHRASE, or none with --no-passphrase";

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
            None => typed(&format!("Passphrase of {}: ", shown(key)), GIVE),
        }
    }

    /// A new passphrase, typed twice where it is typed.
    pub fn new_one(&self) -> Result<Passphrase, CliError> {
        match self.given()? {
            Some(passphrase) => Ok(passphrase),
            None => typed_twice(GIVE),
        }
    }

    /// A new passphrase, or none where there shall be none.
    pub fn unless(&self, none: bool) -> Result<Option<Passphrase>, CliError> {
        if none {
            return Ok(None);
        }
        self.new_one().map(Some)
    }

    fn given(&self) -> Result<Option<Passphrase>, CliError> {
        given(self.passphrase_file.as_deref(), VARIABLE)
    }
}

/// Where the passphrase comes from that a key file gets instead of the one it has.
#[derive(clap::Args)]
pub(super) struct NewPassphraseArguments {
    /// Read the new passphrase from the first line of this file, instead of BYLINE_NEW_PASSPHRASE or the terminal
    #[arg(long, value_name = "FILE")]
    new_passphrase_file: Option<std::path::PathBuf>,
    /// Write the key without encrypting it
    #[arg(long, conflicts_with = "new_passphrase_file")]
    pub no_passphrase: bool,
}

impl NewPassphraseArguments {
    /// The new passphrase, where one is given in a file or in the environment.
    pub fn given(&self) -> Result<Option<Passphrase>, CliError> {
        given(self.new_passphrase_file.as_deref(), NEW_VARIABLE)
    }

    /// The new passphrase, typed twice where it is typed; `None` where there shall be none.
    pub fn new_one(&self) -> Result<Option<Passphrase>, CliError> {
        if self.no_passphrase {
            return Ok(None);
        }
        match self.given()? {
            Some(passphrase) => Ok(Some(passphrase)),
            None => typed_twice(GIVE_NEW).map(Some),
        }
    }
}

fn given(file: Option<&Path>, variable: &str) -> Result<Option<Passphrase>, CliError> {
    if let Some(path) = file {
        return from_file(path).map(Some);
    }
    match std::env::var(variable) {
        Ok(text) => Ok(Some(Passphrase::new(text))),
        Err(std::env::VarError::NotPresent) => Ok(None),
        Err(std::env::VarError::NotUnicode(_)) => {
            Err(CliError::usage(format!("{variable} is no UTF-8 text")).hint("save it as UTF-8"))
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

fn typed_twice(otherwise: &str) -> Result<Passphrase, CliError> {
    let first = typed("New passphrase: ", otherwise)?;
    let second = typed("The same again: ", otherwise)?;
    if first.as_bytes() != second.as_bytes() {
        return Err(CliError::refused("the two passphrases differ").hint("run the command again"));
    }
    Ok(first)
}

/// What is typed at the terminal; `otherwise` says what to do where there is none.
fn typed(prompt: &str, otherwise: &str) -> Result<Passphrase, CliError> {
    rpassword::prompt_password(prompt)
        .map(Passphrase::new)
        .map_err(|_| {
            CliError::new(
                Status::Usage,
                anyhow::anyhow!("a passphrase is needed, and there is no terminal to ask at"),
            )
            .hint(otherwise)
        })
}
