//! Whoever reads the output goes away, or has no room for it.

use std::fs::OpenOptions;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

use super::batch::{many_lines, signed};
use super::playground::{Folder, byline, finish, start};

#[test]
fn a_reader_that_goes_away_ends_the_run_silently() {
    let folder = Folder::repository();
    folder.put("claims/many.jsonl", many_lines(&folder, 3_000));
    let file = "claims/many.jsonl";
    for arguments in [
        &["verify", file][..],
        &["verify", "--format", "json", file],
        &["verify", "--format", "jsonl", file],
        &["verify", "--integrity", file],
        &["digest", file],
    ] {
        for lines in [0, 1] {
            let mut child = start(byline().args(arguments).current_dir(folder.path()));
            let mut head = BufReader::with_capacity(64, child.stdout.take().unwrap());
            for _ in 0..lines {
                let mut line = String::new();
                assert!(head.read_line(&mut line).unwrap() > 0);
            }
            drop(head);
            let run = finish(child, &arguments.join(" "));
            // What a shell shows for a program that a closed pipe ends.
            run.assert_status(141);
            assert_eq!(run.stderr, "", "{arguments:?}");
        }
    }
}

#[test]
fn a_disk_that_is_full_is_a_failed_write() {
    let folder = Folder::repository();
    folder.put("claims/many.jsonl", many_lines(&folder, 300));
    folder.put("claims/one.json", signed(&folder, "one"));
    let (many, one) = ("claims/many.jsonl", "claims/one.json");
    for arguments in [
        &["verify", many][..],
        &["verify", one],
        &["verify", "--format", "json", many],
        &["verify", "--format", "jsonl", one],
        &["verify", "--integrity", one],
        &["digest", many],
        &["digest", one],
        &["canon", one],
        &["show", one],
        &["schema", "claim"],
    ] {
        let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
        let child = byline()
            .args(arguments)
            .current_dir(folder.path())
            .stdout(full)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let run = finish(child, &arguments.join(" "));
        run.assert_status(3);
        assert!(run.stderr.starts_with("error: "), "{arguments:?}: {run:?}");
        assert!(
            run.stderr.contains("could not be written"),
            "{arguments:?}: {run:?}"
        );
        assert!(run.stderr.contains("No space left"), "{arguments:?}: {run:?}");
    }
}
