//! Passphrases: from a file, from the environment, or typed at the terminal without being shown.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::corpus::FileError;
use crate::seal::Passphrase;

use super::error::{CliError, Status, unreadable};
use super::output::shown;

/// The variable that a passphrase is taken from.
const VARIABLE: &str = "BYLINE_PASSPHRASE";

/// The variable that the passphrase is taken from that a key file gets instead of the one it has.
const NEW_VARIABLE: &str = "BYLINE_NEW_PASSPHRASE";

/// What to do where nobody can type.
const GIVE: &str = "give it with --passphrase-file FILE or in BYLINE_PASSPHRASE";
const GIVE_OR_NONE: &str =
    "give it with --passphrase-file FILE or in BYLINE_PASSPHRASE, or none with --no-passphrase";
const GIVE_NEW: &str = "give the new one with --new-passphrase-file FILE or in BYLINE_NEW_PASSPHRASE, or none with --no-passphrase";

/// The longest passphrase, in bytes: a page of text. No more of a file is read, which may be a pipe without an end.
const MAX_PASSPHRASE: usize = 4_096;

/// The fewest characters of a passphrase that a key file is given, as NIST SP 800-63B asks at least. Each try costs some
/// 40 ms of a core (scrypt with 16 MiB): all of four lower-case letters take five hours, all of eight 250 years. Files
/// that have a shorter one still open.
const MIN_PASSPHRASE: usize = 8;

/// Where passphrases come from.
#[derive(clap::Args)]
pub(super) struct PassphraseArguments {
    /// Read the passphrase from the first line of this file, instead of BYLINE_PASSPHRASE or the terminal
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<std::path::PathBuf>,
}

impl PassphraseArguments {
    /// The passphrase of the key file `key`, and where it comes from.
    pub fn existing(&self, key: &Path) -> Result<(Passphrase, Origin), CliError> {
        let origin = match &self.passphrase_file {
            Some(path) => Origin::File(path.clone()),
            None => Origin::Variable,
        };
        match self.given()? {
            Some(passphrase) => Ok((passphrase, origin)),
            None => {
                let typed = typed(&format!("Passphrase of {}: ", shown(key)), GIVE)?;
                Ok((typed, Origin::Typed))
            }
        }
    }

    /// A new passphrase, typed twice where it is typed.
    pub fn new_one(&self) -> Result<Passphrase, CliError> {
        match self.given()? {
            Some(passphrase) => Ok(passphrase),
            None => typed_twice(GIVE_OR_NONE),
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

/// Where a passphrase was taken from.
pub(super) enum Origin {
    /// `--passphrase-file`
    File(PathBuf),
    /// `BYLINE_PASSPHRASE`
    Variable,
    /// The terminal.
    Typed,
}

impl Origin {
    /// The passphrase does not open `key`.
    pub fn refuse(&self, key: &Path) -> CliError {
        const RESTORE: &str = "if it is the right one, restore the key file from a backup";
        let (passphrase, hint) = match self {
            Origin::File(path) => (
                format!("the first line of {} (--passphrase-file)", path.display()),
                "put the right one there",
            ),
            Origin::Variable => (
                format!("what stands in {VARIABLE}"),
                "set it to the right one, or unset it to be asked at the terminal",
            ),
            Origin::Typed => ("the passphrase".to_owned(), "try again"),
        };
        CliError::refused(format!(
            "{}: {passphrase} does not open the key file",
            key.display()
        ))
        .hint(format!("{hint}; {RESTORE}"))
    }
}

/// Refuses a passphrase that would only look like protection.
pub(super) fn refuse_if_short(passphrase: &Passphrase) -> Result<(), CliError> {
    let characters = String::from_utf8_lossy(passphrase.as_bytes()).chars().count();
    if characters >= MIN_PASSPHRASE {
        return Ok(());
    }
    let message = format!("the passphrase has fewer than {MIN_PASSPHRASE} characters");
    Err(CliError::refused(message).hint(
        "take a few words: whoever gets a copy of the key file can try all short ones, one after the other",
    ))
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

/// A file, or a pipe such as a shell makes of a command.
fn from_file(path: &Path) -> Result<Passphrase, CliError> {
    let file = File::open(path).map_err(|error| unreadable(path, &FileError::from(error)))?;
    if file.metadata().is_ok_and(|metadata| metadata.is_dir()) {
        return Err(CliError::usage(format!("{} is a folder", path.display()))
            .hint("name a file or a pipe whose first line is the passphrase"));
    }
    // Room for all of it, so that nothing is copied while it grows and a copy left behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(MAX_PASSPHRASE + 64));
    let read = file.take(MAX_PASSPHRASE as u64 + 1).read_to_end(&mut bytes);
    read.map_err(|error| unreadable(path, &FileError::from(error)))?;
    let line = bytes.split(|&byte| byte == b'\n').next().unwrap_or_default();
    if line.len() > MAX_PASSPHRASE {
        return Err(CliError::refused(format!(
            "the first line of {} has more than {MAX_PASSPHRASE} bytes, so it is no passphrase",
            path.display()
        ))
        .hint("check the path"));
    }
    let line = std::str::from_utf8(line).map_err(|_| {
        CliError::refused(format!("the first line of {} is no UTF-8 text", path.display()))
            .hint("check the path, or save it as UTF-8")
    })?;
    Ok(Passphrase::new(line.trim_end_matches('\r').to_owned()))
}

/// How often a new passphrase is asked for. Whoever gets it wrong as often should look at the keyboard first.
const MOST_TRIES: usize = 3;

fn typed_twice(otherwise: &str) -> Result<Passphrase, CliError> {
    let mut tries = 1;
    loop {
        let refused = match typed_pair(otherwise)? {
            Ok(passphrase) => return Ok(passphrase),
            Err(refused) => refused,
        };
        if tries == MOST_TRIES {
            return Err(refused.hint_also("run the command again"));
        }
        refused.hint_also("it is asked for again").report_and_go_on();
        tries += 1;
    }
}

/// A new passphrase typed twice, or why it cannot be taken.
fn typed_pair(otherwise: &str) -> Result<Result<Passphrase, CliError>, CliError> {
    let prompt = format!("New passphrase ({MIN_PASSPHRASE} characters or more): ");
    let first = typed(&prompt, otherwise)?;
    if let Err(refused) = refuse_if_short(&first) {
        return Ok(Err(refused));
    }
    let second = typed("The same again: ", otherwise)?;
    Ok(match first.as_bytes() == second.as_bytes() {
        true => Ok(first),
        false => Err(CliError::refused("the two passphrases differ")),
    })
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
