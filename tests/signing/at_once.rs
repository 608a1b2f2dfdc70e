//! Several that write one file at once, and writing that fails half-way.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::process::Child;
use std::time::{Duration, Instant};

use byline::corpus::{FileError, Step, Watched, replace_whole_with};

use super::playground::{CREATED, Folder, byline, claim, did, finish, key, start};
use super::signers::{AUTHOR, CHECKER, EDITOR};

/// So many lines that signing them takes a while.
const MANY: usize = 4_000;

/// Begins to sign many lines, and waits until it is at work: then a temporary file lies beside the file.
fn begin_to_sign(folder: &Folder, signer: &str) -> Child {
    let mut child = start(
        byline()
            .args(["sign", "--created", CREATED, "--key"])
            .arg(key(signer))
            .arg("many.jsonl")
            .current_dir(folder.path()),
    );
    let start = Instant::now();
    while folder.names("").len() == 1 {
        assert!(
            child.try_wait().unwrap().is_none(),
            "it was done before it was seen at work"
        );
        assert!(start.elapsed() < Duration::from_secs(20), "it does not begin");
    }
    child
}

fn many_lines() -> String {
    (0..MANY)
        .map(|number| claim(&format!("line-{number}")) + "\n")
        .collect()
}

#[test]
fn a_file_that_was_changed_meanwhile_is_not_overwritten() {
    type Change = fn(&Path);
    let changes: [(&str, Change); 3] = [
        ("appended to", |path| {
            OpenOptions::new()
                .append(true)
                .open(path)
                .unwrap()
                .write_all(b"\n")
                .unwrap();
        }),
        ("replaced", |path| {
            fs::write(path.with_extension("new"), "other").unwrap();
            fs::rename(path.with_extension("new"), path).unwrap();
        }),
        ("removed", |path| fs::remove_file(path).unwrap()),
    ];
    for (what, change) in changes {
        let folder = Folder::new();
        let path = folder.put("many.jsonl", many_lines());
        let child = begin_to_sign(&folder, AUTHOR);
        change(&path);
        let changed = fs::read(&path).ok();
        let run = finish(child, "sign");
        // On a busy machine the change may come before the first byte is read: then the new content is judged.
        let is_seen_as_change = run.status == Some(3) && run.stderr.contains("was not written");
        let is_judged_anew =
            what == "replaced" && run.status == Some(1) && run.stderr.contains("nothing was written");
        assert!(is_seen_as_change || is_judged_anew, "{what}: {run:#?}");
        assert!(!run.stdout.contains("signed"), "{what}: nothing was signed");
        assert!(fs::read(&path).ok() == changed, "{what}");
        assert_eq!(folder.names("").len(), usize::from(changed.is_some()), "{what}");
    }
}

/// Of two at once the second refuses, and nothing of the first is lost; afterwards it may sign.
#[test]
fn two_that_sign_at_once_do_not_undo_each_other() {
    let folder = Folder::new();
    folder.put("many.jsonl", many_lines());
    let first = begin_to_sign(&folder, AUTHOR);
    let second = folder.sign(EDITOR, &["many.jsonl"]);
    second.assert_status(3);
    assert!(
        second.stderr.contains("another byline is rewriting it"),
        "{second:#?}"
    );
    finish(first, "sign").assert_status(0);
    let signed = folder.read("many.jsonl");
    assert_eq!(signed.matches("proofValue").count(), MANY);
    folder.sign(EDITOR, &["many.jsonl"]).assert_status(0);
    assert_eq!(folder.read("many.jsonl").matches("proofValue").count(), 2 * MANY);
}

#[test]
fn only_who_would_change_a_file_waits_for_another() {
    let folder = Folder::new();
    for (name, content) in [
        ("wall.json", claim("wall")),
        ("walls.jsonl", format!(" {}\n", claim("wall"))),
    ] {
        let path = folder.put(name, content);
        let rewritten_elsewhere = || {
            let file = fs::File::open(&path).unwrap();
            file.lock().unwrap();
            file
        };
        let held = rewritten_elsewhere();
        folder.run(["fmt", "--check", name]).assert_status(1);
        let refused = folder.run(["fmt", name]);
        refused.assert_status(3);
        assert!(
            refused.stderr.contains("another byline is rewriting it"),
            "{refused:#?}"
        );
        // Not only dropped: a program that another test starts at this moment holds a copy of the file, and the lock.
        held.unlock().unwrap();
        folder.run(["fmt", name]).assert_status(0);
        let _held = rewritten_elsewhere();
        folder.run(["fmt", "--check", name]).assert_status(0);
        folder.run(["fmt", name]).assert_status(0);
    }
}

#[test]
fn of_many_that_sign_at_once_none_loses_a_proof() {
    let folder = Folder::new();
    let mut refused = 0;
    // Where they never meet, it shows nothing: then they go on until they do.
    for round in 0..1_000 {
        if round >= 60 && refused > 0 {
            break;
        }
        folder.put(
            "wall.json",
            claim(&format!("wall-{round}"))
                .replace("\"lang\"", &format!("\"by\":[\"{}\"],\"lang\"", did(AUTHOR))),
        );
        let children = [AUTHOR, EDITOR, CHECKER].map(|signer| {
            let child = start(
                byline()
                    .args(["sign", "--key"])
                    .arg(key(signer))
                    .arg("wall.json")
                    .current_dir(folder.path()),
            );
            (signer, child)
        });
        let mut signers = Vec::new();
        for (signer, child) in children {
            let run = finish(child, "sign");
            match run.assert_clean().status {
                Some(0) => signers.push(did(signer)),
                Some(3) => {
                    refused += 1;
                    let told = run.said();
                    let busy = told.contains("another byline is rewriting it");
                    assert!(busy || told.contains("it was changed"), "{run:#?}");
                }
                _ => panic!("{run:#?}"),
            }
        }
        let text = folder.read("wall.json");
        assert_eq!(
            text.matches("proofValue").count(),
            signers.len(),
            "{signers:?} {text}"
        );
        for signer in signers {
            assert!(
                text.contains(&format!("{signer}#")),
                "the proof of {signer} is lost: {text}"
            );
        }
        assert_eq!(folder.names(""), ["wall.json"]);
    }
    assert!(refused > 0, "they never met");
}

/// The same at each step of writing, for what `sign` and `fmt` use.
#[test]
fn a_change_before_the_last_step_stops_the_writing() {
    let folder = Folder::new();
    for at in Step::ALL {
        let path = folder.put("wall.json", "before");
        let watched = Watched::begin(&path).unwrap();
        assert!(
            matches!(Watched::begin(&path), Err(FileError::Busy)),
            "only one at a time"
        );
        let mut before = |step: Step| {
            if step == at {
                // Of the same size: only the times tell, and they have the grain of the kernel's clock.
                std::thread::sleep(std::time::Duration::from_millis(20));
                fs::write(&path, "change")?;
            }
            watched.still(step)
        };
        let written = replace_whole_with(&path, &mut |out| out.write_all(b"signed"), &mut before);
        if at == Step::FlushFolder {
            assert!(written.is_ok());
        } else {
            assert_eq!(written.unwrap_err().step, Step::Rename);
        }
        assert_eq!(folder.read("wall.json"), "change");
        assert_eq!(folder.names(""), ["wall.json"]);
        drop(watched);
        assert!(Watched::begin(&path).is_ok());
    }
}

#[test]
fn a_writer_that_fails_at_each_step_in_turn_loses_nothing() {
    let folder = Folder::new();
    let path = folder.put("wall.json", "before");
    for at in Step::ALL {
        let mut fail = |step: Step| {
            if step == at {
                Err(io::Error::other("no"))
            } else {
                Ok(())
            }
        };
        let error = replace_whole_with(&path, &mut |out| out.write_all(b"after"), &mut fail).unwrap_err();
        assert_eq!(error.step, at);
        // Before the last step the file is as it was; at the last it is whole, and may be lost only with the machine.
        let expected = if at == Step::FlushFolder {
            "after"
        } else {
            "before"
        };
        assert_eq!(folder.read("wall.json"), expected, "{at:?}");
        assert_eq!(folder.names(""), ["wall.json"], "{at:?}");
    }
    folder.put("wall.json", "before");
    let mut half = |out: &mut dyn Write| {
        out.write_all(b"aft")?;
        Err(io::Error::other("the disk is full"))
    };
    let error = replace_whole_with(&path, &mut half, &mut |_| Ok(())).unwrap_err();
    assert_eq!(error.step, Step::Write);
    assert_eq!(folder.read("wall.json"), "before");
    assert_eq!(folder.names(""), ["wall.json"]);
}
