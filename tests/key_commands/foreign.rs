//! A key that another program wrote, and what opens it.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use byline::seal::{Encryption, Passphrase, decode_private, encode_private, is_encrypted};

use super::playground::{Folder, Run, byline, key, run};

/// The seed of the key that these tests are about.
pub fn seed() -> [u8; 32] {
    *decode_private(&fs::read(key("harbour-author")).unwrap(), None).unwrap()
}

pub fn pass(text: &str) -> Passphrase {
    Passphrase::new(text.to_owned())
}

/// The key as another program writes it, encrypted with a passphrase or not.
pub fn foreign(passphrase: Option<&str>) -> String {
    let passphrase = passphrase.map(pass);
    let encryption = match &passphrase {
        None => Encryption::None,
        Some(passphrase) => Encryption::Scrypt {
            passphrase,
            salt: [1; 16],
            iv: [2; 16],
        },
    };
    encode_private(&seed(), encryption).unwrap().to_string()
}

/// What opens a key file: a passphrase of these, or none.
pub fn opens_with(folder: &Folder, path: &str, passphrases: &[&'static str]) -> Option<&'static str> {
    let pem = fs::read(folder.at(path)).unwrap();
    if !is_encrypted(&pem).unwrap() {
        assert_eq!(*decode_private(&pem, None).unwrap(), seed());
        return None;
    }
    let found = passphrases
        .iter()
        .find(|text| decode_private(&pem, Some(&pass(text))).is_ok_and(|found| *found == seed()));
    Some(found.expect("a passphrase opens the file"))
}

/// Runs a command of `key`, with the passphrases that its surroundings give.
pub fn run_key(folder: &Folder, arguments: &[&str], old: Option<&str>, new: Option<&str>) -> Run {
    let mut command = byline();
    command.arg("key").args(arguments).current_dir(folder.path());
    for (name, value) in [("BYLINE_PASSPHRASE", old), ("BYLINE_NEW_PASSPHRASE", new)] {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    run(&mut command)
}

pub fn mode(folder: &Folder, path: &str) -> u32 {
    fs::metadata(folder.at(path)).unwrap().permissions().mode() & 0o777
}
