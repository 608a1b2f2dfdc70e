//! Key files and the folder in which they live, outside every repository.

use std::fs;
use std::io::Read;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;
use zeroize::Zeroizing;

use crate::corpus::{FileError, InputError, Reach, Repository, create_whole, open_file, read_file};
use crate::record::{PublicKey, is_hidden};
use crate::seal::{
    Encryption, KeyFileError, MAX_KEY_FILE, Passphrase, SecretKey, decode_private, decode_public,
    encode_private, is_encrypted, is_public,
};

use super::error::{CliError, Status, unreadable, warn};
use super::passphrase::{PassphraseArguments, refuse_if_short};
use super::paths::nearest_folder;

/// The longest name of a key: it is also that of a signer in a trust list.
const MAX_NAME: usize = 200;

/// The folder of keys: `byline/keys` in the platform's configuration folder.
pub(super) fn key_folder() -> Result<PathBuf, CliError> {
    let base = etcetera::choose_base_strategy().map_err(|_| {
        CliError::usage("there is no home folder to keep keys in").hint("name the file with --out")
    })?;
    Ok(base.config_dir().join("byline").join("keys"))
}

/// A public key file: `did:key:…` and a name, or what OpenSSL writes, which has none.
pub(super) struct PublicFile {
    pub path: PathBuf,
    pub key: PublicKey,
    pub name: String,
}

impl PublicFile {
    /// The key file that this lies beside.
    pub fn private_path(&self) -> PathBuf {
        self.path.with_extension("")
    }
}

/// The path of the public part that lies beside a key file.
pub(super) fn public_path(key_file: &Path) -> PathBuf {
    let mut name = key_file.as_os_str().to_owned();
    name.push(".pub");
    PathBuf::from(name)
}

/// Reads a public key file.
pub(super) fn read_public(path: &Path) -> Result<PublicFile, CliError> {
    let bytes =
        read_file(path, MAX_KEY_FILE as u64, Reach::Named).map_err(|error| unreadable(path, &error))?;
    let malformed = || {
        CliError::refused(format!("{} is no public key file", path.display()))
            .hint("it holds one line (the did:key, a space, the name), or a PEM block that OpenSSL wrote")
    };
    if is_public(&bytes) {
        let key = decode_public(&bytes).map_err(|error| refused(path, error))?;
        return Ok(PublicFile {
            path: path.to_owned(),
            key: PublicKey(key),
            name: String::new(),
        });
    }
    let text = std::str::from_utf8(&bytes).map_err(|_| malformed())?;
    let (did, name) = text.trim_end().split_once(' ').unwrap_or((text.trim_end(), ""));
    let key = PublicKey::from_did(did).map_err(|_| malformed())?;
    Ok(PublicFile {
        path: path.to_owned(),
        key,
        name: name.to_owned(),
    })
}

/// The public key files of the key folder, by name of file, and what kept others from being read.
pub(super) fn list_keys() -> Result<(Vec<PublicFile>, Vec<CliError>), CliError> {
    let folder = key_folder()?;
    let entries = match fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Ok((Vec::new(), Vec::new()));
        }
        Err(error) => return Err(unreadable(&folder, &FileError::from(error))),
    };
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "pub") {
            paths.push(path);
        }
    }
    paths.sort();
    let mut keys = Vec::with_capacity(paths.len());
    let mut unread = Vec::new();
    for path in &paths {
        match read_public(path) {
            Ok(key) => keys.push(key),
            // One that is none of ours, an SSH key say, must not hide the others.
            Err(error) => unread.push(error),
        }
    }
    Ok((keys, unread))
}

/// The keys of the key folder that can sign: a public part alone is somebody else's.
pub(super) fn keys_at_hand() -> Vec<PublicFile> {
    let keys = list_keys().map_or_else(|_| Vec::new(), |(keys, _)| keys);
    keys.into_iter()
        .filter(|key| key.private_path().is_file())
        .collect()
}

/// An opened key file.
pub(super) struct OpenedKey {
    pub key: SecretKey,
    /// The passphrase that opened it; `None` where the key lies there unencrypted.
    pub passphrase: Option<Passphrase>,
}

/// Opens a key file.
pub(super) fn open_key(path: &Path, passphrase: &PassphraseArguments) -> Result<SecretKey, CliError> {
    open_key_with(path, passphrase).map(|opened| opened.key)
}

/// Opens a key file, and gives the passphrase as well.
pub(super) fn open_key_with(path: &Path, passphrase: &PassphraseArguments) -> Result<OpenedKey, CliError> {
    let bytes = read_key_file(path)?;
    let encrypted = is_encrypted(&bytes).map_err(|error| {
        if error == KeyFileError::NotPem && read_public(path).is_ok() {
            let message = format!("{} is the public part of a key, and cannot sign", path.display());
            return CliError::refused(message)
                .hint("name the key file beside it, which has no .pub at its end");
        }
        refused(path, error)
    })?;
    warn_if_shared(path);
    let given = if encrypted {
        Some(passphrase.existing(path)?)
    } else {
        None
    };
    let (passphrase, origin) = given.unzip();
    let seed = decode_private(&bytes, passphrase.as_ref()).map_err(|error| match (&error, origin) {
        (KeyFileError::WrongPassphrase, Some(origin)) => origin.refuse(path),
        _ => refused(path, error),
    })?;
    Ok(OpenedKey {
        key: SecretKey::from_seed(&seed),
        passphrase,
    })
}

/// The bytes of a key file, wiped when dropped.
pub(super) fn read_key_file(path: &Path) -> Result<Zeroizing<Vec<u8>>, CliError> {
    let (file, size) = open_file(path, Reach::Named).map_err(|error| {
        let told = unreadable(path, &error);
        match error {
            FileError::NotRegular => told.hint("name a key file; `byline key list` shows the keys at hand"),
            _ => told,
        }
    })?;
    if size > MAX_KEY_FILE as u64 {
        return Err(unreadable(
            path,
            &FileError::TooLarge {
                size,
                limit: MAX_KEY_FILE as u64,
            },
        ));
    }
    // Room for all of it, so that nothing is copied while it grows and a copy left behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(MAX_KEY_FILE + 64));
    file.take(MAX_KEY_FILE as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn refused(path: &Path, error: KeyFileError) -> CliError {
    CliError::new(
        Status::Failed,
        anyhow::Error::new(error).context(path.display().to_string()),
    )
}

/// A key that others can read is theirs too.
fn warn_if_shared(path: &Path) {
    let mode = fs::metadata(path).map_or(0, |metadata| metadata.permissions().mode());
    if mode & 0o077 != 0 && !is_marked_as_test(path) {
        warn(&format!(
            "others on this machine may read {}: run `chmod 600` on it",
            path.display()
        ));
    }
}

/// Keys for tests lie in repositories, where modes are not kept; their public part says what they are.
fn is_marked_as_test(path: &Path) -> bool {
    read_public(&public_path(path)).is_ok_and(|public| public.name.starts_with("TEST KEY"))
}

/// Makes a key file and the public part beside it. Nothing is overwritten. The passphrase, `None` for a key that is
/// not encrypted, is asked for once nothing else stands against the file.
pub(super) fn write_key(
    path: &Path,
    name: &str,
    key: &SecretKey,
    passphrase: impl FnOnce() -> Result<Option<Passphrase>, CliError>,
) -> Result<(), CliError> {
    check_name(name)?;
    refuse_inside_repository(path)?;
    let public = public_path(path);
    for path in [path, &public] {
        if path.symlink_metadata().is_ok() {
            return Err(CliError::refused(format!("{} exists already", path.display()))
                .hint("a key is never overwritten: choose another name with --out"));
        }
    }
    if let Some(folder) = path.parent() {
        make_private_folder(folder)?;
    }
    let text = encoded(key, passphrase()?.as_ref())?;
    create_whole(path, text.as_bytes(), true)?;
    create_whole(&public, format!("{} {name}\n", key.public()).as_bytes(), false)?;
    Ok(())
}

/// The text of a key file that this passphrase opens; without one, of a key that is not encrypted.
pub(super) fn encoded(
    key: &SecretKey,
    passphrase: Option<&Passphrase>,
) -> Result<Zeroizing<String>, CliError> {
    let encryption = match passphrase {
        None => Encryption::None,
        Some(passphrase) => {
            refuse_if_short(passphrase)?;
            Encryption::Scrypt {
                passphrase,
                salt: random()?,
                iv: random()?,
            }
        }
    };
    encode_private(&key.seed(), encryption)
        .map_err(|error| CliError::new(Status::Failed, anyhow::Error::new(error)))
}

/// Refuses what is no name of a key.
pub(super) fn check_name(name: &str) -> Result<(), CliError> {
    if name.trim().is_empty() || name.chars().count() > MAX_NAME || name.chars().any(is_hidden) {
        return Err(CliError::usage(format!(
            "a name has 1 to {MAX_NAME} characters, none of them hidden"
        )));
    }
    Ok(())
}

fn refuse_inside_repository(path: &Path) -> Result<(), CliError> {
    let Some(resolved) = path.parent().and_then(nearest_folder) else {
        return Ok(());
    };
    match Repository::around(&resolved).map_err(InputError::from)? {
        Some(_) => Err(CliError::refused(format!(
            "{} lies inside a repository of claims",
            path.display()
        ))
        .hint(
            "keys live outside, so that they are never published by mistake: choose another place with --out",
        )),
        None => Ok(()),
    }
}

fn make_private_folder(folder: &Path) -> Result<(), CliError> {
    if folder.as_os_str().is_empty() || folder.is_dir() {
        return Ok(());
    }
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(|error| CliError::incomplete(format!("{} could not be made: {error}", folder.display())))
}

/// Random bytes of the operating system.
pub(super) fn random<const N: usize>() -> Result<[u8; N], CliError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)
        .map_err(|error| CliError::incomplete(format!("the system gives no random bytes: {error}")))?;
    Ok(bytes)
}

/// A new key.
pub(super) fn new_key() -> Result<SecretKey, CliError> {
    let seed = Zeroizing::new(random::<32>()?);
    Ok(SecretKey::from_seed(&seed))
}

/// The file for a key of this name in the key folder.
pub(super) fn file_for(name: &str) -> Result<PathBuf, CliError> {
    Ok(key_folder()?.join(format!("{}.pem", slug(name))))
}

/// A file name out of a person's name.
fn slug(name: &str) -> String {
    let plain: String = name
        .to_lowercase()
        .chars()
        .map(|character| {
            if character.is_alphanumeric() {
                character
            } else {
                '-'
            }
        })
        .collect();
    let parts: Vec<&str> = plain.split('-').filter(|part| !part.is_empty()).collect();
    if parts.is_empty() {
        "key".to_owned()
    } else {
        parts.join("-")
    }
}
