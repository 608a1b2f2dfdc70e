//! Files that change while they are read.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use byline::corpus::{FileError, Reach, gather, read_file};

use super::batch::{MIB, many_lines, signed, verified, with_good_claim};
use super::playground::{AT, Folder, PATIENCE, claim, record, records, rules};

/// Writes to a file again and again, in place, until the flag is lowered.
fn disturb(go_on: &AtomicBool, mut step: impl FnMut(usize)) {
    let mut round = 0;
    while go_on.load(Ordering::Relaxed) {
        step(round);
        round += 1;
    }
}

/// Lowers a flag at the end, also where a test fails, so that no thread is waited for in vain.
struct Lowered<'f>(&'f AtomicBool);

impl Drop for Lowered<'_> {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Relaxed);
    }
}

/// How long a file is disturbed at least, and how often it is read meanwhile at least.
const DISTURBED: Duration = Duration::from_millis(1_500);
const RUNS: usize = 3;

#[test]
fn a_file_that_changes_while_it_is_read_is_read_whole_or_told() {
    let folder = Folder::new();
    let path = folder.put("changing.json", "");
    let go_on = AtomicBool::new(true);
    std::thread::scope(|scope| {
        let _lowered = Lowered(&go_on);
        scope.spawn(|| {
            disturb(&go_on, |round| match round % 4 {
                0 => fs::write(&path, vec![b'a'; 300_000]).unwrap(),
                1 => OpenOptions::new()
                    .write(true)
                    .open(&path)
                    .unwrap()
                    .set_len(100)
                    .unwrap(),
                2 => fs::write(&path, vec![b'a'; 900_000]).unwrap(),
                _ => fs::remove_file(&path).unwrap(),
            });
        });
        let start = Instant::now();
        let (mut whole, mut changed, mut missing) = (0, 0, 0);
        while start.elapsed() < DISTURBED
            || ([whole, changed, missing].contains(&0) && start.elapsed() < PATIENCE)
        {
            match read_file(&path, MIB as u64, Reach::Walked) {
                Ok(bytes) => {
                    whole += 1;
                    assert!(bytes.iter().all(|byte| *byte == b'a' || *byte == 0));
                }
                Err(FileError::Changed) => changed += 1,
                Err(FileError::NotFound) => missing += 1,
                Err(error) => panic!("{error}"),
            }
        }
        assert!(
            whole > 0 && changed > 0 && missing > 0,
            "{whole} {changed} {missing}"
        );
    });
}

/// Runs `verify` on a file that another thread disturbs; every run ends by itself and says what it found.
fn verify_disturbed(folder: &Folder, path: &str, step: impl Fn(usize) + Send + Sync, may_be_told: &[&str]) {
    let go_on = AtomicBool::new(true);
    let mut runs = 0;
    std::thread::scope(|scope| {
        let _lowered = Lowered(&go_on);
        scope.spawn(|| disturb(&go_on, &step));
        let start = Instant::now();
        while start.elapsed() < DISTURBED || runs < RUNS {
            let (status, verification) = folder.verify(&["claims/good.json", path]);
            assert_eq!(record(&verification, "claims/good.json")["holds"], true);
            let mut told = Vec::new();
            for record in records(&verification) {
                told.extend(rules(record).into_iter().map(str::to_owned));
            }
            let expected = match told.as_slice() {
                [] => 0,
                told if told.iter().any(|rule| rule == "unreadable") => 3,
                _ => 1,
            };
            assert_eq!(status, Some(expected), "{verification:#}");
            for rule in told {
                assert!(may_be_told.contains(&rule.as_str()), "{rule}: {verification:#}");
            }
            runs += 1;
        }
    });
}

#[test]
fn a_record_that_changes_while_it_is_verified_gives_a_clean_answer() {
    let folder = with_good_claim();
    let path = folder.at("claims/changing.json");
    let small = signed(&folder, "changing");
    let altered = small.replace("Sixty", "Ninety");
    let mut large = altered.clone().into_bytes();
    large.resize(700_000, b'\n');
    verify_disturbed(
        &folder,
        "claims/changing.json",
        |round| match round % 5 {
            0 => fs::write(&path, &small).unwrap(),
            1 => fs::write(&path, &large).unwrap(),
            2 => OpenOptions::new()
                .write(true)
                .open(&path)
                .unwrap()
                .set_len(50)
                .unwrap(),
            3 => fs::write(&path, &altered).unwrap(),
            _ => fs::remove_file(&path).unwrap(),
        },
        &["unreadable", "malformed-json", "bad-signature"],
    );
}

#[test]
fn lines_that_change_while_they_are_verified_give_a_clean_answer() {
    let folder = with_good_claim();
    let path = folder.at("claims/changing.jsonl");
    let lines = many_lines(&folder, 200);
    fs::write(&path, &lines).unwrap();
    verify_disturbed(
        &folder,
        "claims/changing.jsonl",
        |round| match round % 4 {
            0 => fs::write(&path, &lines).unwrap(),
            1 => {
                let mut file = OpenOptions::new().append(true).open(&path).unwrap();
                file.write_all(lines.replace("claim-", "later-").as_bytes())
                    .unwrap();
            }
            2 => File::options()
                .write(true)
                .open(&path)
                .unwrap()
                .set_len(30_000)
                .unwrap(),
            _ => fs::remove_file(&path).unwrap(),
        },
        &["unreadable", "malformed-json", "bad-signature", "duplicate-id"],
    );
}

/// A file that ends before its size said, or goes on after it: what was read of it is told not to be all.
#[test]
fn lines_that_were_cut_off_meanwhile_are_told() {
    let folder = with_good_claim();
    let path = folder.at("claims/changing.jsonl");
    let lines = many_lines(&folder, 400);
    let go_on = AtomicBool::new(true);
    let mut told = 0;
    std::thread::scope(|scope| {
        let _lowered = Lowered(&go_on);
        fs::write(&path, &lines).unwrap();
        scope.spawn(|| {
            disturb(&go_on, |_| {
                let mut file = OpenOptions::new().append(true).open(&path).unwrap();
                file.write_all(b"\n\n\n\n\n\n\n\n\n\n").unwrap();
            });
        });
        let start = Instant::now();
        while told == 0 && start.elapsed() < PATIENCE {
            let run = folder.run(["verify", "--at", AT, "--format", "jsonl", "claims/changing.jsonl"]);
            run.assert_clean();
            if run.stdout.contains("it changed while it was read") {
                run.assert_status(3);
                told += 1;
            }
        }
    });
    assert!(told > 0, "no run met a change");
}

#[test]
fn a_malformed_record_that_changed_meanwhile_is_told_at_its_beginning() {
    let folder = Folder::new();
    let lines = folder.put("lines.jsonl", "{\n{\n");
    let verification = verified(gather(&[lines], None).unwrap());
    let second = verification.reported().nth(1).unwrap().0;
    folder.put("lines.jsonl", format!("{{\n{}\n", claim("a")));
    let findings = verification.findings(second);
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].name.as_str(), "malformed-json");
    assert_eq!((findings[0].place.line, findings[0].place.column), (2, 1));
    assert!(findings[0].message.contains("has changed since"));
    fs::remove_file(folder.at("lines.jsonl")).unwrap();
    assert_eq!(verification.findings(second).len(), 1);
}
