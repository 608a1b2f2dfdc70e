//! Files are written whole or not at all: whichever step fails, what was there is there, and nothing lies beside it.

use std::fs;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use byline::corpus::{Step, WriteError, create_whole, replace_whole, replace_whole_with};
use tempfile::TempDir;

const OLD: &[u8] = b"what was there";

/// More than the writer's buffer holds, so that some of it reaches the disk before the end.
fn new() -> Vec<u8> {
    b"what is new\n".repeat(100_000)
}

/// A folder with a file in it, or without.
fn folder(file: Option<&[u8]>) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    if let Some(contents) = file {
        fs::write(folder.path().join("claim.json"), contents).unwrap();
    }
    folder
}

/// Everything in a folder with its contents.
fn listing(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let entry = entry.unwrap();
            (
                entry.file_name().into_string().unwrap(),
                fs::read(entry.path()).unwrap(),
            )
        })
        .collect();
    files.sort();
    files
}

fn only(contents: Option<&[u8]>) -> Vec<(String, Vec<u8>)> {
    contents
        .map(|contents| ("claim.json".to_owned(), contents.to_vec()))
        .into_iter()
        .collect()
}

/// Writes with a failure before `failing`.
fn write_failing(folder: &TempDir, failing: Option<Step>) -> Result<Vec<Step>, WriteError> {
    let mut steps = Vec::new();
    replace_whole_with(
        &folder.path().join("claim.json"),
        &mut |file| file.write_all(&new()),
        &mut |step| {
            steps.push(step);
            match failing {
                Some(failing) if failing == step => Err(io::Error::other("the disk is gone")),
                _ => Ok(()),
            }
        },
    )
    .map(|()| steps)
}

#[test]
fn a_failure_at_any_step_leaves_what_was_there() {
    for old in [None, Some(OLD)] {
        for step in Step::ALL {
            let folder = folder(old);
            let error = write_failing(&folder, Some(step)).unwrap_err();
            assert_eq!(error.step, step);
            assert_eq!(error.path, folder.path().join("claim.json"));
            assert_eq!(error.source.to_string(), "the disk is gone");
            // Once it has its name the file is whole; that the folder might forget it is what is reported.
            let new = new();
            let expected = if step == Step::FlushFolder {
                Some(new.as_slice())
            } else {
                old
            };
            assert_eq!(listing(folder.path()), only(expected), "{step:?}");
        }
    }
}

#[test]
fn without_a_failure_all_steps_are_taken_in_their_order() {
    for old in [None, Some(OLD)] {
        let folder = folder(old);
        assert_eq!(write_failing(&folder, None).unwrap(), Step::ALL);
        assert_eq!(listing(folder.path()), only(Some(&new())));
    }
}

#[test]
fn contents_that_end_with_a_failure_leave_what_was_there() {
    let new = new();
    for written in [0, 1, OLD.len(), 1 << 18, (1 << 18) + 1, new.len()] {
        for panics in [false, true] {
            let folder = folder(Some(OLD));
            let outcome = catch_unwind(AssertUnwindSafe(|| {
                replace_whole_with(
                    &folder.path().join("claim.json"),
                    &mut |file| {
                        file.write_all(&new[..written])?;
                        assert!(!panics, "a fault of the program");
                        Err(io::Error::other("no more of it"))
                    },
                    &mut |_| Ok(()),
                )
            }));
            match outcome {
                Ok(outcome) => assert_eq!(outcome.unwrap_err().step, Step::Write),
                Err(_) => assert!(panics),
            }
            assert_eq!(listing(folder.path()), only(Some(OLD)), "after {written} bytes");
        }
    }
}

#[test]
fn a_reader_sees_the_old_contents_or_the_new_and_nothing_between() {
    let folder = folder(Some(&[b'0'; 300_000]));
    let path = folder.path().join("claim.json");
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut reads = 0;
            while !done.load(Ordering::Relaxed) || reads == 0 {
                let contents = fs::read(&path).unwrap();
                assert_eq!(contents.len(), 300_000);
                assert!(contents.iter().all(|byte| *byte == contents[0]));
                reads += 1;
            }
        });
        for number in 0..40 {
            replace_whole(&path, &[b'0' + number; 300_000]).unwrap();
        }
        done.store(true, Ordering::Relaxed);
        reader.join().unwrap();
    });
}

#[test]
fn a_folder_that_is_not_there_is_no_place_to_write() {
    let folder = folder(None);
    let error = replace_whole(&folder.path().join("none/claim.json"), b"x").unwrap_err();
    assert_eq!(error.step, Step::Create);
    assert_eq!(listing(folder.path()), only(None));
}

#[test]
fn a_file_that_is_made_overwrites_nothing() {
    let folder = folder(Some(OLD));
    let path = folder.path().join("claim.json");
    for private in [true, false] {
        let error = create_whole(&path, b"x", private).unwrap_err();
        assert_eq!(error.source.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(listing(folder.path()), only(Some(OLD)));
    }
}

#[cfg(unix)]
#[test]
fn the_mode_is_kept_and_private_files_are_private() {
    use std::os::unix::fs::PermissionsExt;
    let mode_of = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let folder = folder(Some(OLD));
    let path = folder.path().join("claim.json");
    for mode in [0o600, 0o640, 0o444, 0o755] {
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        replace_whole(&path, b"x").unwrap();
        assert_eq!(mode_of(&path), mode);
    }
    let new = folder.path().join("new");
    fs::write(&new, b"x").unwrap();
    for (name, private, mode) in [("key", true, 0o600), ("pub", false, mode_of(&new))] {
        create_whole(&folder.path().join(name), b"x", private).unwrap();
        assert_eq!(mode_of(&folder.path().join(name)), mode);
    }
}
