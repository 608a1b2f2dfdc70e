//! `key passwd`: the key is never lost, whatever comes of the change.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::foreign::{foreign, mode, opens_with, run_key};
use super::playground::{Folder, byline};

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
