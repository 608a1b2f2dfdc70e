//! `byline init`

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::corpus::{CONFIG_FILE, EVIDENCE, FOLDERS, InputError, Repository, create_whole};
use crate::record::{PublicKey, Sha256Hex, Time};
use crate::seal::{Existing, SecretKey, SignOptions, Verifier, sign};

use super::error::{CliError, Status};
use super::key_choice::{key_file, name_of};
use super::key_folder::{
    check_name, file_for, new_key, open_key, public_path, random, read_public, write_key,
};
use super::output::{shown, to_output, typed};
use super::passphrase::PassphraseArguments;
use super::paths::{nearest_folder, time_or_now};

/// Begin a repository of claims: its folders, a policy, and a trust list signed by a first key
#[derive(Args)]
#[command(after_help = "Example:\n  byline init newsroom --name \"News desk\"")]
pub(super) struct Arguments {
    /// The folder to make or to use
    #[arg(default_value = ".", value_name = "DIR")]
    folder: PathBuf,
    /// Whose the first key is, as the trust list says [default: the name of the key of --key, else Owner]
    #[arg(long)]
    name: Option<String>,
    /// Use this key instead of making one: FILE or NAME in the key folder
    #[arg(long, value_name = "KEY")]
    key: Option<PathBuf>,
    /// Write the key without encrypting it
    #[arg(long, conflicts_with = "passphrase_file")]
    no_passphrase: bool,
    #[command(flatten)]
    passphrase: PassphraseArguments,
}

/// How long the first trust list holds: an owner has to look at the keys once a year.
const VALIDITY: chrono::TimeDelta = chrono::TimeDelta::days(365);

const CONFIG: &str = "# This file marks a repository of claims. Rule levels and thresholds go here.\n";

const README: &str = "# A repository of claims

Each claim in `claims/` says what is claimed and through whom it is known. `sources/` holds the outlets, bodies and
people that claims name, `notices/` corrections and retractions, `evidence/` captures named by their SHA-256, and
`trust/` every version of the list of keys that may sign.

    byline new source --id example.org --name \"Example\" --kind outlet --reliability C
    byline new claim --id first --statement \"Something happened.\" --link \"site report source=example.org held\"
    byline sign claims/first.json sources/example.org.json
    byline check
";

pub(super) fn run(arguments: &Arguments) -> Result<Status, CliError> {
    let folder = &arguments.folder;
    // Asked before anything is made.
    if let Some(name) = &arguments.name {
        check_name(name)?;
    }
    let nearest = nearest_folder(folder);
    let around = nearest.as_deref().map(Repository::around).transpose();
    if let Some(repository) = around.map_err(InputError::from)?.flatten() {
        let already = if folder.is_dir() && nearest.as_deref() == Some(repository.root()) {
            "is a repository of claims already"
        } else {
            "lies inside a repository of claims"
        };
        return Err(CliError::refused(format!("{} {already}", folder.display()))
            .hint("a repository begins in a folder that is in none"));
    }
    let is_missing = |part: &&Path| !part.as_os_str().is_empty() && !part.exists();
    let missing: Vec<&Path> = folder.ancestors().take_while(is_missing).collect();
    fs::create_dir_all(folder).map_err(|error| cannot_make(folder, &error))?;
    begin(arguments).inspect_err(|_| remove_empty(&missing))
}

/// Takes away the folders that were made for nothing, the innermost first. What is in use meanwhile stays.
fn remove_empty(made: &[&Path]) {
    for folder in made {
        if fs::remove_dir(folder).is_err() {
            break;
        }
    }
}

/// Makes the repository in its folder.
fn begin(arguments: &Arguments) -> Result<Status, CliError> {
    let folder = &arguments.folder;
    refuse_existing(folder)?;
    let (key_file, name, key) = first_key(arguments)?;
    let now = time_or_now(None);
    let expires = Time::from_utc(now.moment() + VALIDITY);
    let trust = trust_list(&name, &key, now, expires)?;
    for part in FOLDERS.iter().chain(&[EVIDENCE]) {
        let path = folder.join(part);
        fs::create_dir_all(&path).map_err(|error| cannot_make(&path, &error))?;
    }
    create_whole(&folder.join("trust/1.json"), trust.as_bytes(), false)?;
    if !folder.join("README.md").exists() {
        create_whole(&folder.join("README.md"), README.as_bytes(), false)?;
    }
    // Last: with it the folder is a repository.
    create_whole(&folder.join(CONFIG_FILE), CONFIG.as_bytes(), false)?;
    to_output(|out| {
        writeln!(out, "repository  {}", shown(folder))?;
        writeln!(out, "key         {}", shown(&key_file))?;
        writeln!(out, "signer      {name}, {}", key.public())?;
        writeln!(
            out,
            "valid until {expires}: have a next trust list signed before then"
        )?;
        writeln!(
            out,
            "Next: {}`byline new source` and `byline new claim`; {} shows how.",
            go_there(folder),
            shown(&folder.join("README.md"))
        )
    })?;
    Ok(Status::Done)
}

/// What to do first to be in the repository.
fn go_there(folder: &Path) -> String {
    let is_here = fs::canonicalize(folder).ok() == std::env::current_dir().ok();
    if is_here {
        String::new()
    } else {
        format!("`cd {}`, ", typed(folder))
    }
}

fn cannot_make(path: &Path, error: &std::io::Error) -> CliError {
    CliError::incomplete(format!("{} could not be made: {error}", path.display()))
}

/// Nothing that is there is taken over, so that no old trust list slips in.
fn refuse_existing(folder: &Path) -> Result<(), CliError> {
    for part in FOLDERS {
        let path = folder.join(part);
        let is_used = fs::read_dir(&path).is_ok_and(|mut entries| entries.next().is_some());
        if is_used {
            return Err(CliError::refused(format!("{} is not empty", path.display()))
                .hint("begin in an empty folder, or move that one away"));
        }
    }
    Ok(())
}

/// Whose the first key is where nothing says it.
const OWNER: &str = "Owner";

fn first_key(arguments: &Arguments) -> Result<(PathBuf, String, SecretKey), CliError> {
    if let Some(meant) = &arguments.key {
        let path = key_file(meant)?;
        let key = open_key(&path, &arguments.passphrase)?;
        let name = match &arguments.name {
            Some(name) => name.clone(),
            None => name_beside(&path, key.public()),
        };
        return Ok((path, name, key));
    }
    let name = arguments.name.as_deref().unwrap_or(OWNER);
    let path = file_for(name)?;
    if path.exists() {
        return Err(
            CliError::refused(format!("there is a key {} already", path.display())).hint(format!(
                "use it with --key {}, or choose another --name",
                name_of(&path)
            )),
        );
    }
    let key = new_key()?;
    write_key(&path, name, &key, || {
        arguments.passphrase.unless(arguments.no_passphrase)
    })?;
    Ok((path, name.to_owned(), key))
}

/// The name in the public key file beside a key, if that is the same key's: a file that OpenSSL wrote has no name in it.
fn name_beside(file: &Path, key: PublicKey) -> String {
    read_public(&public_path(file))
        .ok()
        .filter(|public| public.key == key && !public.name.is_empty())
        .map_or_else(|| OWNER.to_owned(), |public| public.name)
}

/// The first trust list: one key that may do everything, for a year.
fn trust_list(name: &str, key: &SecretKey, now: Time, expires: Time) -> Result<String, CliError> {
    let list = serde_json::json!({
        "byline": "trust/1",
        "repository": Sha256Hex(random()?).to_string(),
        "version": 1,
        "expires": expires.to_string(),
        "threshold": 1,
        "signers": [{
            "key": key.public().to_string(),
            "name": name,
            "roles": ["owner", "editor", "author"],
            "from": now.to_string(),
        }],
    });
    let text = super::new::laid_out(&list.to_string(), crate::record::Kind::Trust)?;
    let options = SignOptions {
        created: now,
        existing: Existing::Keep,
    };
    let signed = sign(&text, key, options, &mut Verifier::default())
        .map_err(|error| CliError::refused(format!("the trust list could not be signed: {error}")))?;
    Ok(signed.text.unwrap_or(text))
}
