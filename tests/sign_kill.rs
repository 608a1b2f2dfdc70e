//! `sign`, killed at random moments: every file is as it was, or whole and signed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod playground;

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use playground::{CREATED, Folder, byline, claim, key, records, wait};

/// Kills of each kind of work.
const KILLS: usize = 100;

/// Kills that must have met each kind of work in its middle, and all together.
const IN_THE_MIDDLE: usize = 20;
const IN_THE_MIDDLE_OF_ALL: usize = 50;

/// Files before and after signing, by name.
type Contents = BTreeMap<String, String>;

/// What is signed, again and again.
struct Work {
    folder: Folder,
    unsigned: Contents,
    signed: Contents,
    /// How many records there are.
    records: usize,
}

/// What a kill found.
#[derive(PartialEq)]
enum Moment {
    /// Nothing had been written yet.
    Before,
    /// Some was written and some was not.
    Middle,
    /// All was written, though the program had not ended.
    After,
}

impl Work {
    /// The first run is not disturbed; it shows what signing makes of the files.
    fn new(unsigned: Contents, records: usize) -> Self {
        let mut work = Self {
            folder: Folder::new(),
            unsigned,
            signed: Contents::new(),
            records,
        };
        work.restore();
        let status = work.sign().status().unwrap();
        assert!(status.success());
        work.signed = work.contents();
        assert!(
            work.signed.keys().eq(work.unsigned.keys()),
            "nothing is left but the files"
        );
        work.verify(records);
        work
    }

    fn restore(&self) {
        for (name, text) in &self.unsigned {
            let path = self.folder.at(name);
            if fs::read(&path).ok().as_deref() != Some(text.as_bytes()) {
                fs::write(path, text).unwrap();
            }
        }
    }

    fn sign(&self) -> Command {
        let mut command = byline();
        command
            .args(["sign", "--created", CREATED, "--key"])
            .arg(key("harbour-author"));
        command.args(self.unsigned.keys());
        command
            .current_dir(self.folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
    }

    fn contents(&self) -> Contents {
        self.folder
            .names("")
            .into_iter()
            .map(|name| (name.clone(), self.folder.read(&name)))
            .collect()
    }

    /// All records are found, and nothing else; `intact` of them are signed and the rest is as it was.
    fn verify(&self, intact: usize) {
        let run = self
            .folder
            .run(["verify", "--integrity", "--format", "json", "."]);
        run.assert_clean();
        let verification = run.json();
        let records = records(&verification);
        let count = |state: &str| {
            records
                .iter()
                .filter(|record| record["integrity"] == state)
                .count()
        };
        assert_eq!(records.len(), self.records);
        assert_eq!(
            (count("intact"), count("unsigned")),
            (intact, self.records - intact)
        );
    }

    /// How long a run takes that is not disturbed.
    fn duration(&self) -> Duration {
        let start = Instant::now();
        wait(&mut self.sign().spawn().unwrap(), "sign");
        let duration = start.elapsed();
        self.restore();
        duration
    }

    /// Kills a run after `delay`; `None` where it had ended by itself.
    fn kill_after(&self, delay: Duration) -> Option<Moment> {
        let mut child = self.sign().spawn().unwrap();
        std::thread::sleep(delay);
        child.kill().unwrap();
        let status = child.wait().unwrap();
        let moment = self.look();
        self.restore();
        if status.signal().is_none() {
            assert!(status.success() && moment == Moment::After);
            return None;
        }
        Some(moment)
    }

    /// Looks at every file, and clears away what was left.
    fn look(&self) -> Moment {
        let mut left = 0;
        let mut signed = 0;
        let found = self.contents();
        for (name, text) in &found {
            if let (Some(before), Some(after)) = (self.unsigned.get(name), self.signed.get(name)) {
                assert!(
                    text == before || text == after,
                    "{name} is neither as it was nor whole"
                );
                signed += usize::from(text == after);
            } else {
                assert!(name.starts_with(".byline-") && name.ends_with(".tmp"), "{name}");
                left += 1;
            }
        }
        assert!(left <= 1, "one file is written at a time");
        assert_eq!(found.len(), self.unsigned.len() + left, "no file is lost");
        self.verify(signed * self.records / self.unsigned.len());
        for name in found.keys().filter(|name| !self.unsigned.contains_key(*name)) {
            fs::remove_file(self.folder.at(name)).unwrap();
        }
        if left > 0 || (signed > 0 && signed < self.unsigned.len()) {
            Moment::Middle
        } else if signed > 0 {
            Moment::After
        } else {
            Moment::Before
        }
    }

    /// Kills the work [`KILLS`] times; gives how often it was met in its middle.
    fn kill_often(&self, random: &mut Random) -> usize {
        let mut longest = (0..3).map(|_| self.duration()).max().unwrap();
        let mut shortest = Duration::ZERO;
        let (mut kills, mut middle) = (0, 0);
        for _ in 0..20 * KILLS {
            if kills == KILLS {
                break;
            }
            let delay = shortest + longest.saturating_sub(shortest).mul_f64(random.fraction());
            match self.kill_after(delay) {
                // It was faster than before: other work on the machine comes and goes.
                None => longest = longest.mul_f64(0.95).max(shortest + Duration::from_millis(1)),
                Some(moment) => {
                    kills += 1;
                    middle += usize::from(moment == Moment::Middle);
                    if moment == Moment::Before && middle < kills / 2 {
                        shortest = (shortest + delay) / 2;
                        longest = longest.max(shortest * 2);
                    }
                }
            }
        }
        assert_eq!(kills, KILLS);
        middle
    }
}

/// Numbers that look random and are the same in every run (Knuth's linear congruential generator).
struct Random(u64);

impl Random {
    fn fraction(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 40) as f64 / (1_u64 << 24) as f64
    }
}

#[test]
fn files_are_as_they_were_or_whole_whenever_signing_is_killed() {
    let mut random = Random(2026);
    const DOCUMENTS: usize = 24;
    let documents = (0..DOCUMENTS)
        .map(|number| {
            (
                format!("claim-{number:02}.json"),
                claim(&format!("claim-{number}")) + "\n",
            )
        })
        .collect();
    let of_documents = Work::new(documents, DOCUMENTS).kill_often(&mut random);

    const LINES: usize = 400;
    let lines = (0..LINES)
        .map(|number| claim(&format!("claim-{number}")) + "\n")
        .collect();
    let of_lines =
        Work::new(BTreeMap::from([("many.jsonl".to_owned(), lines)]), LINES).kill_often(&mut random);

    println!(
        "in the middle of its work: {of_documents} of {KILLS} with documents, {of_lines} of {KILLS} with lines"
    );
    assert!(of_documents >= IN_THE_MIDDLE, "{of_documents}");
    assert!(of_lines >= IN_THE_MIDDLE, "{of_lines}");
    assert!(
        of_documents + of_lines >= IN_THE_MIDDLE_OF_ALL,
        "{of_documents} + {of_lines}"
    );
}
