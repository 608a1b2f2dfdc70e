//! A command that is stopped while it works leaves nothing behind, and what it works on as it was.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod playground;

use std::fs;
use std::io::Write;
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use playground::{CREATED, Folder, PATIENCE, byline, claim, key, start, wait};

const SIGNALS: [(&str, i32); 2] = [("INT", 2), ("TERM", 15)];

/// Waits until the folder has so many files.
fn until_there_are(files: usize, folder: &Folder, child: &mut Child) {
    let start = Instant::now();
    while folder.names("").len() != files {
        assert!(child.try_wait().unwrap().is_none(), "it ended by itself");
        assert!(start.elapsed() < PATIENCE, "it does not begin");
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// Stops a child; it ends by that very signal.
fn stop(child: &mut Child, (name, number): (&str, i32)) {
    let sent = Command::new("sh")
        .args(["-c", &format!("kill -{name} {}", child.id())])
        .status();
    assert!(sent.unwrap().success());
    assert_eq!(wait(child, "stopped").signal(), Some(number), "{name}");
}

#[test]
fn no_spool_is_left() {
    for signal in SIGNALS {
        let spools = Folder::new();
        let mut command = byline();
        command
            .args(["verify", "-"])
            .env("TMPDIR", spools.path())
            .stdin(Stdio::piped());
        let mut child = start(&mut command);
        let mut input = child.stdin.take().unwrap();
        input.write_all(claim("a").as_bytes()).unwrap();
        until_there_are(1, &spools, &mut child);
        stop(&mut child, signal);
        assert_eq!(spools.names(""), [""; 0]);
    }
}

#[test]
fn no_half_written_file_is_left() {
    for signal in SIGNALS {
        let folder = Folder::new();
        let lines: String = (0..8_000)
            .map(|number| claim(&format!("line-{number}")) + "\n")
            .collect();
        folder.put("many.jsonl", &lines);
        let mut command = byline();
        command
            .args(["sign", "--created", CREATED, "--key"])
            .arg(key("harbour-author"))
            .arg("many.jsonl");
        let mut child = start(command.current_dir(folder.path()));
        until_there_are(2, &folder, &mut child);
        stop(&mut child, signal);
        assert_eq!(folder.names(""), ["many.jsonl"]);
        assert!(
            fs::read_to_string(folder.at("many.jsonl")).unwrap() == lines,
            "it was changed"
        );
    }
}

/// As where the disk is full: with a reason, and nothing of it left.
#[test]
fn a_file_that_grows_too_large_is_told() {
    let folder = Folder::new();
    let lines: String = (0..200)
        .map(|number| claim(&format!("line-{number}")) + "\n")
        .collect();
    folder.put("many.jsonl", &lines);
    let mut command = Command::new("sh");
    command
        .args(["-c", "ulimit -f 8 && exec \"$@\"", "sh"])
        .arg(byline().get_program());
    command
        .args(["sign", "--created", CREATED, "--key"])
        .arg(key("harbour-author"))
        .arg("many.jsonl");
    let run = playground::run(command.current_dir(folder.path()));
    assert_eq!(run.status, Some(3), "{run:#?}");
    assert!(run.said().contains("could not be written"), "{run:#?}");
    assert_eq!(folder.names(""), ["many.jsonl"]);
    assert!(folder.read("many.jsonl") == lines, "it was changed");
}
