//! `key import` and `key passwd`: what is written, what is refused, and that no key is ever lost.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod playground;

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use byline::seal::{Encryption, KeyFileError, Passphrase, decode_private, decode_public, encode_private};
use byline::seal::{encode_public, is_encrypted, is_public};
use playground::{Folder, Run, byline, did, key, run};

/// The seed of the key that these tests are about.
fn seed() -> [u8; 32] {
    *decode_private(&fs::read(key("harbour-author")).unwrap(), None).unwrap()
}

fn pass(text: &str) -> Passphrase {
    Passphrase::new(text.to_owned())
}

/// The key as another program writes it, encrypted with a passphrase or not.
fn foreign(passphrase: Option<&str>) -> String {
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
fn opens_with(folder: &Folder, path: &str, passphrases: &[&'static str]) -> Option<&'static str> {
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
fn run_key(folder: &Folder, arguments: &[&str], old: Option<&str>, new: Option<&str>) -> Run {
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

fn mode(folder: &Folder, path: &str) -> u32 {
    fs::metadata(folder.at(path)).unwrap().permissions().mode() & 0o777
}

#[test]
fn an_imported_key_is_encrypted_private_and_the_same() {
    // What is given, and what opens the file afterwards.
    for (passphrase, old, new, option, opens) in [
        (None, Some("the first one"), None, None, Some("the first one")),
        (None, None, Some("the second one"), None, Some("the second one")),
        (
            None,
            Some("the first one"),
            Some("the second one"),
            None,
            Some("the second one"),
        ),
        (None, None, None, Some("--no-passphrase"), None),
        (
            Some("theirs, as it was"),
            Some("theirs, as it was"),
            None,
            None,
            Some("theirs, as it was"),
        ),
        (
            Some("theirs, as it was"),
            Some("theirs, as it was"),
            Some("the second one"),
            None,
            Some("the second one"),
        ),
        (
            Some("theirs, as it was"),
            Some("theirs, as it was"),
            Some("the second one"),
            Some("--no-passphrase"),
            None,
        ),
    ] {
        let case = format!("{passphrase:?} {old:?} {new:?} {option:?}");
        let folder = Folder::new();
        let before = foreign(passphrase);
        let source = folder.put("theirs.pem", &before);
        fs::set_permissions(source, Permissions::from_mode(0o600)).unwrap();
        let mut arguments = vec!["import", "theirs.pem", "--out", "ours.pem", "--name", "News desk"];
        arguments.extend(option);
        let told = run_key(&folder, &arguments, old, new);
        told.assert_status(0);
        assert_eq!(told.stderr, "", "{case}");
        assert_eq!(
            opens_with(
                &folder,
                "ours.pem",
                &["the first one", "the second one", "theirs, as it was"]
            ),
            opens,
            "{case}"
        );
        assert_eq!(mode(&folder, "ours.pem"), 0o600, "{case}");
        assert_eq!(
            folder.read("ours.pem.pub"),
            format!("{} News desk\n", did("harbour-author"))
        );
        assert_eq!(folder.read("theirs.pem"), before, "{case}");
        let warned = told.stdout.contains("theirs.pem still holds the key unencrypted");
        assert_eq!(warned, passphrase.is_none(), "{case}");
        assert_eq!(
            folder.names(""),
            ["ours.pem", "ours.pem.pub", "theirs.pem"],
            "{case}"
        );
    }
}

#[test]
fn an_imported_key_is_named_after_what_is_there() {
    let folder = Folder::new();
    folder.put("night desk.pem", foreign(None));
    let import = |arguments: &[&str]| {
        run_key(
            &folder,
            &[&["import", "night desk.pem", "--out", "ours.pem"], arguments].concat(),
            Some("the first one"),
            None,
        )
        .assert_status(0);
        let name = folder
            .read("ours.pem.pub")
            .split_once(' ')
            .unwrap()
            .1
            .trim_end()
            .to_owned();
        fs::remove_file(folder.at("ours.pem")).unwrap();
        fs::remove_file(folder.at("ours.pem.pub")).unwrap();
        name
    };
    assert_eq!(import(&[]), "night desk");
    folder.put(
        "night desk.pem.pub",
        format!("{} Maren Voß\n", did("harbour-author")),
    );
    assert_eq!(import(&[]), "Maren Voß");
    assert_eq!(import(&["--name", "Other"]), "Other");
    // The name of another key is not this one's.
    folder.put(
        "night desk.pem.pub",
        format!("{} Ruud Haan\n", did("harbour-editor")),
    );
    assert_eq!(import(&[]), "night desk");
}

#[test]
fn nothing_is_overwritten_and_nothing_is_half_imported() {
    let folder = Folder::new();
    folder.put("theirs.pem", foreign(Some("theirs, as it was")));
    folder.put("there.pem", "a");
    folder.put("public.pem.pub", "b");
    folder.put("repository/byline.toml", "");
    folder.put("noise.pem", "no key\n");
    let public = folder.run([
        "key",
        "export",
        "--format",
        "pem",
        key("harbour-author").to_str().unwrap(),
    ]);
    folder.put("only-public.pem", public.stdout);
    let names = folder.names("");
    for (arguments, old, status, words) in [
        (
            &["theirs.pem", "--out", "there.pem"][..],
            Some("theirs, as it was"),
            1,
            "there.pem exists already",
        ),
        (
            &["theirs.pem", "--out", "public.pem"],
            Some("theirs, as it was"),
            1,
            "public.pem.pub exists already",
        ),
        (
            &["theirs.pem", "--out", "repository/a.pem"],
            Some("theirs, as it was"),
            1,
            "lies inside a repository",
        ),
        (
            &["theirs.pem", "--out", "a.pem"],
            Some("quite another"),
            1,
            "what stands in BYLINE_PASSPHRASE does not open the key file",
        ),
        (
            &["theirs.pem", "--out", "a.pem"],
            None,
            2,
            "there is no terminal to ask at",
        ),
        (
            &["theirs.pem", "--out", "a.pem", "--name", ""],
            Some("theirs, as it was"),
            2,
            "a name has 1 to 200",
        ),
        (
            &["noise.pem", "--out", "a.pem"],
            Some("theirs, as it was"),
            1,
            "so it is no PEM key file",
        ),
        (
            &["only-public.pem", "--out", "a.pem"],
            Some("theirs, as it was"),
            1,
            "labelled \"PUBLIC KEY\"",
        ),
        (
            &["no-such.pem", "--out", "a.pem"],
            Some("theirs, as it was"),
            3,
            "there is no such file",
        ),
    ] {
        let told = run_key(&folder, &[&["import"], arguments].concat(), old, None);
        told.assert_status(status);
        assert!(told.said().contains(words), "{words:?} in {told:#?}");
        assert_eq!(folder.names(""), names, "{arguments:?}");
    }
    assert_eq!(
        (folder.read("there.pem"), folder.read("public.pem.pub")),
        ("a".into(), "b".into())
    );
    let told = run_key(
        &folder,
        &["import", "theirs.pem", "--out", "a.pem"],
        Some("theirs, as it was"),
        Some(""),
    );
    told.assert_status(1);
    assert!(
        told.said().contains("the passphrase has fewer than 8"),
        "{told:#?}"
    );
    assert_eq!(folder.names(""), names);
}

#[test]
fn a_passphrase_is_changed_given_and_taken_away() {
    let folder = Folder::new();
    folder.put("desk.pem", foreign(Some("the first one")));
    let known = &["the first one", "the second one", "the third one"];
    folder.put("third", "the third one\nsecond line\n");
    for (old, new, options, words, opens) in [
        (
            Some("the first one"),
            Some("the second one"),
            &[][..],
            "desk.pem has a new passphrase\n",
            Some("the second one"),
        ),
        (
            Some("the second one"),
            None,
            &["--new-passphrase-file", "third"],
            "desk.pem has a new passphrase\n",
            Some("the third one"),
        ),
        (
            Some("the third one"),
            Some("the third one"),
            &[],
            "desk.pem has a new passphrase\n",
            Some("the third one"),
        ),
        (
            Some("the third one"),
            Some("the second one"),
            &["--no-passphrase"],
            "desk.pem is no longer encrypted\n",
            None,
        ),
        (
            None,
            None,
            &["--no-passphrase"],
            "desk.pem is not encrypted, as before\n",
            None,
        ),
        (
            None,
            Some("the first one"),
            &[],
            "desk.pem has a passphrase now\n",
            Some("the first one"),
        ),
    ] {
        fs::set_permissions(folder.at("desk.pem"), Permissions::from_mode(0o400)).unwrap();
        let told = run_key(&folder, &[&["passwd", "desk.pem"], options].concat(), old, new);
        told.assert_status(0);
        assert_eq!((told.stdout.as_str(), told.stderr.as_str()), (words, ""));
        assert_eq!(opens_with(&folder, "desk.pem", known), opens);
        assert_eq!(mode(&folder, "desk.pem"), 0o400);
        assert_eq!(folder.names(""), ["desk.pem", "third"]);
    }
}

#[test]
fn a_refused_change_leaves_the_key_as_it_was() {
    let folder = Folder::new();
    let before = foreign(Some("the first one"));
    folder.put("desk.pem", &before);
    symlink("desk.pem", folder.at("link.pem")).unwrap();
    for (arguments, old, new, status, words) in [
        (
            &["desk.pem"][..],
            Some("the second one"),
            Some("the third one"),
            1,
            "what stands in BYLINE_PASSPHRASE does not open the key file",
        ),
        (
            &["desk.pem"],
            Some("the first one"),
            Some(""),
            1,
            "the passphrase has fewer than 8",
        ),
        (
            &["desk.pem"],
            Some("the first one"),
            None,
            2,
            "give the new one with --new-passphrase-file",
        ),
        (
            &["desk.pem"],
            None,
            Some("the second one"),
            2,
            "give it with --passphrase-file",
        ),
        (
            &["desk.pem", "--new-passphrase-file", "no-such"],
            Some("the first one"),
            None,
            3,
            "no-such: there is no such file",
        ),
        (
            &["link.pem"],
            Some("the first one"),
            Some("the second one"),
            3,
            "it is a symbolic link",
        ),
        (
            &["no-such.pem"],
            Some("the first one"),
            Some("the second one"),
            3,
            "there is neither a key file \"no-such.pem\" here",
        ),
    ] {
        let told = run_key(&folder, &[&["passwd"], arguments].concat(), old, new);
        told.assert_status(status);
        assert!(told.said().contains(words), "{words:?} in {told:#?}");
        assert_eq!(folder.read("desk.pem"), before, "{arguments:?}");
        assert_eq!(folder.names(""), ["desk.pem", "link.pem"]);
    }
}

/// Killed at many moments of its work: the file opens with the old passphrase or with the new one.
#[test]
fn no_key_is_lost_whenever_the_change_is_killed() {
    const KILLS: u32 = 40;
    let folder = Folder::new();
    let before = foreign(Some("the first one"));
    let change = || {
        let mut command: Command = byline();
        command
            .args(["key", "passwd", "desk.pem"])
            .env("BYLINE_PASSPHRASE", "the first one")
            .env("BYLINE_NEW_PASSPHRASE", "the second one")
            .current_dir(folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
    };
    let desk = folder.put("desk.pem", &before);
    fs::set_permissions(desk, Permissions::from_mode(0o600)).unwrap();
    let start = Instant::now();
    let unhindered = |_| {
        folder.put("desk.pem", &before);
        let start = Instant::now();
        assert!(change().status().unwrap().success());
        start.elapsed()
    };
    let whole = (0..3).map(unhindered).min().unwrap();
    let (mut killed, mut old, mut new) = (0, 0, 0);
    for number in 0..KILLS {
        folder.put("desk.pem", &before);
        let mut child = change().spawn().unwrap();
        std::thread::sleep(whole.mul_f64(1.1 * f64::from(number) / f64::from(KILLS)));
        child.kill().unwrap();
        killed += u32::from(child.wait().unwrap().signal().is_some());
        match opens_with(&folder, "desk.pem", &["the first one", "the second one"]) {
            Some("the first one") => old += 1,
            _ => new += 1,
        }
        for name in folder.names("").iter().filter(|name| *name != "desk.pem") {
            assert!(name.starts_with(".byline-") && name.ends_with(".tmp"), "{name}");
            assert_eq!(mode(&folder, name), 0o600, "{name}");
            fs::remove_file(folder.at(name)).unwrap();
        }
    }
    assert!(
        killed >= KILLS / 4 && old > 0,
        "{killed} killed, {old} old, {new} new"
    );
    assert!(start.elapsed() < Duration::from_secs(300));
}

#[test]
fn public_keys_are_read_as_they_are_written() {
    let public = [9; 32];
    let text = encode_public(&public);
    assert!(is_public(text.as_bytes()) && !is_public(foreign(None).as_bytes()));
    assert_eq!(decode_public(text.as_bytes()).unwrap(), public);
    let crlf = format!("a comment\r\n{}", text.replace('\n', "\r\n"));
    assert!(is_public(crlf.as_bytes()));
    assert_eq!(decode_public(crlf.as_bytes()).unwrap(), public);
    let rest = &text["-----BEGIN PUBLIC KEY-----\n".len()..];
    for (wrong, error) in [
        (rest.to_owned(), KeyFileError::NotPem),
        (format!("{text}{text}"), KeyFileError::SeveralBlocks),
        (text.replace("MCow", "MCox"), KeyFileError::Malformed),
        (text.replace("AyEA", "AyEB"), KeyFileError::Malformed),
        (text.replace("CQk", "CQ"), KeyFileError::Malformed),
        (text.replace("-----END", "-----EN"), KeyFileError::Malformed),
    ] {
        assert_ne!(wrong, text);
        assert_eq!(decode_public(wrong.as_bytes()).unwrap_err(), error, "{wrong}");
    }
    // X25519 (1.3.101.110), which differs in one byte.
    let other = decode_public(text.replace("K2VwAyEA", "K2VuAyEA").as_bytes()).unwrap_err();
    assert!(matches!(other, KeyFileError::Algorithm { oid } if oid.to_string() == "1.3.101.110"));
    assert!(matches!(
        decode_public(foreign(None).as_bytes()),
        Err(KeyFileError::Label { .. })
    ));
    // No byte of it can be changed so that it panics.
    for at in 0..text.len() {
        for byte in 0..=255 {
            let mut wrong = text.clone().into_bytes();
            wrong[at] = byte;
            let _ = decode_public(&wrong);
        }
    }
}

#[test]
fn a_repository_that_gets_no_key_leaves_no_folder_behind() {
    let (folder, config) = (Folder::new(), Folder::new());
    folder.put("mine/note.txt", "mine");
    let init = |path: &str| {
        let mut command = byline();
        command
            .args(["init", path, "--name", "News desk"])
            .current_dir(folder.path())
            .env("XDG_CONFIG_HOME", config.path())
            .env("HOME", config.path());
        run(&mut command).assert_clean();
    };
    init("new/desk");
    assert_eq!(folder.names("."), ["mine"]);
    init("mine/desk");
    assert_eq!(folder.names("mine"), ["note.txt"]);
    init("mine");
    assert_eq!(folder.names("mine"), ["note.txt"]);
    assert_eq!(folder.names("."), ["mine"]);
}
