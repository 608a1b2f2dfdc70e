//! Which key is meant: a file, or the name of a key in the key folder, in every command alike.

use std::path::{Component, Path, PathBuf};

use crate::corpus::Trust;
use crate::record::{PublicKey, Time, nearest, quoted};

use super::before_signing::Surroundings;
use super::error::CliError;
use super::first_few::first_few;
use super::key_folder::{PublicFile, file_for, key_folder, keys_at_hand, public_path, read_public};
use super::output::shown;

/// What to do where no key is found.
const LIST: &str = "`byline key list` shows the keys at hand";

/// The key file that is meant: a file that is there, else a key of the key folder by the name of its file, with or
/// without `.pem`, or by the name that it was made with.
pub(super) fn key_file(meant: &Path) -> Result<PathBuf, CliError> {
    let is_name = is_name(meant);
    match meant.symlink_metadata() {
        // What else is wrong with it is told when it is opened. A folder may have the name of a key.
        Ok(metadata) if !(is_name && metadata.is_dir()) => return Ok(meant.to_owned()),
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Ok(meant.to_owned()),
        _ => {}
    }
    if !is_name {
        let message = format!("there is no key file {}", meant.display());
        return Err(CliError::incomplete(message).hint(format!("check the path; {LIST}")));
    }
    let folder = key_folder()?;
    let name = meant.to_string_lossy();
    let candidates = [
        folder.join(meant),
        folder.join(format!("{name}.pem")),
        file_for(&name)?,
    ];
    if let Some(found) = candidates.into_iter().find(|candidate| candidate.is_file()) {
        return Ok(found);
    }
    let names = names_of(&keys_at_hand());
    let known: Vec<&str> = names.iter().map(String::as_str).collect();
    let hint = match nearest(&name, &known) {
        Some(near) => format!("do you mean {near}? {LIST}"),
        None => LIST.to_owned(),
    };
    let message = format!(
        "there is neither a key file {} here nor a key of that name in {}",
        quoted(&name),
        folder.display()
    );
    Err(CliError::incomplete(message).hint(hint))
}

/// Whether this is one word without folders.
fn is_name(path: &Path) -> bool {
    let mut components = path.components();
    matches!(
        (components.next(), components.next()),
        (Some(Component::Normal(_)), None)
    )
}

/// The public key that is meant: a did:key, a public key file, or a key by its file or name.
pub(super) fn public_key_of(meant: &str) -> Result<PublicKey, CliError> {
    if meant.starts_with("did:") {
        return PublicKey::from_did(meant).map_err(|error| {
            CliError::usage(format!("{meant}: {error}")).hint(
                "`byline key export` prints the did:key of a key, also of a public key that OpenSSL wrote",
            )
        });
    }
    let path = key_file(Path::new(meant))?;
    let beside = public_path(&path);
    let public = if beside.is_file() { beside } else { path };
    Ok(read_public(&public)?.key)
}

/// What a key is chosen for.
pub(super) struct ToSign<'a> {
    /// The first file to sign.
    pub file: &'a Path,
    /// The repository around it.
    pub around: Option<&'a Surroundings>,
    pub at: Time,
}

/// The key file that was named, else `BYLINE_KEY`, else the only key in the key folder: of several, the only one that
/// the trust list where it is to sign has in force.
pub(super) fn choose_key(named: Option<&Path>, to_sign: &ToSign<'_>) -> Result<PathBuf, CliError> {
    if let Some(path) = named {
        return key_file(path);
    }
    // Scripts empty a variable where they mean to take it away.
    if let Some(path) = std::env::var_os("BYLINE_KEY").filter(|path| !path.is_empty()) {
        return key_file(Path::new(&path));
    }
    let keys = keys_at_hand();
    let list = to_sign.around.and_then(|around| around.list.as_ref());
    let listed: Vec<&PublicFile> = keys
        .iter()
        .filter(|key| list.is_some_and(|list| list.is_in_force(key.key, to_sign.at)))
        .collect();
    match (keys.as_slice(), listed.as_slice()) {
        ([], _) => Err(CliError::usage("there is no key to sign with")
            .hint("make one with `byline key new --name NAME`")),
        ([only], _) => Ok(only.private_path()),
        (_, [only]) => Ok(only.private_path()),
        (several, _) => {
            let who_may = told_who_may(several, to_sign);
            let choice = CliError::usage(format!(
                "there are {} keys to choose from: {}{who_may}",
                several.len(),
                first_few(&names_of(several)),
            ));
            Err(choice.hint(match who_may.contains(NONE_OF_THEM) {
                true => "have an owner of the trust list let yours sign: `byline new trust --add KEY --name NAME --role ROLE` for one that is not in it, or its entry in the next list",
                false => "name one with --key NAME or in BYLINE_KEY; `byline key list` shows them",
            }))
        }
    }
}

const NONE_OF_THEM: &str = "none of them";

/// Which of several keys may sign, where not all of them may.
fn told_who_may(keys: &[PublicFile], to_sign: &ToSign<'_>) -> String {
    let all: Vec<PublicKey> = keys.iter().map(|key| key.key).collect();
    let who = |around: &Surroundings| around.who_may_sign(to_sign.file, &all, to_sign.at);
    let Some((kind, may)) = to_sign
        .around
        .and_then(who)
        .filter(|(_, may)| may.len() < all.len())
    else {
        return String::new();
    };
    let names: Vec<String> = keys
        .iter()
        .filter(|key| may.contains(&key.key))
        .map(|key| name_of(&key.private_path()))
        .collect();
    let names = match names.as_slice() {
        [] => NONE_OF_THEM.to_owned(),
        [only] => format!("only {only}"),
        several => format!("only {}", first_few(several)),
    };
    format!("; the trust list lets {names} sign this {}", kind.as_str())
}

/// The keys at hand that `list` has in force at the time `at`, as `--key` takes them.
pub(super) fn listed_at_hand(list: &Trust, at: Time) -> Option<String> {
    let keys: Vec<PublicFile> = keys_at_hand()
        .into_iter()
        .filter(|key| list.is_in_force(key.key, at))
        .collect();
    (!keys.is_empty()).then(|| first_few(&names_of(&keys)))
}

/// The key of the key folder that has this public key already, as `--key` takes it.
pub(super) fn name_at_hand(key: PublicKey) -> Option<String> {
    let same: Vec<PublicFile> = keys_at_hand()
        .into_iter()
        .filter(|known| known.key == key)
        .collect();
    names_of(&same).into_iter().next()
}

/// The names of the key files.
fn names_of(keys: &[PublicFile]) -> Vec<String> {
    keys.iter().map(|key| name_of(&key.private_path())).collect()
}

/// The name of a file in the key folder as `--key` takes it, without `.pem`.
pub(super) fn name_of(file: &Path) -> String {
    let is_pem = file.extension().is_some_and(|extension| extension == "pem");
    let name = if is_pem {
        file.file_stem()
    } else {
        file.file_name()
    };
    shown(Path::new(name.unwrap_or_default()))
}
