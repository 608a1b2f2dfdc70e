//! What is said of a record depends on the records and the trust list alone: not on threads, nor on the order of paths,
//! files and lines, nor on where the repository lies, nor on what else is asked for.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod playground;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use playground::{AT, Folder, byline, claim, copy, fixture, record, records, run};
use serde_json::Value;

/// The repositories of the fixtures, those with faults among them.
fn repositories() -> Vec<PathBuf> {
    let mut found = vec![fixture("harbour-inquiry"), fixture("inference-chips")];
    for family in ["faulty-repositories/seal", "faulty-repositories/trust"] {
        for entry in fs::read_dir(fixture(family)).unwrap() {
            found.push(entry.unwrap().path());
        }
    }
    found.sort();
    assert!(found.len() > 70);
    found
}

/// The files of records below a folder, as paths from there.
fn files_below(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut next = ["claims", "notices", "sources", "trust"]
        .map(PathBuf::from)
        .to_vec();
    while let Some(path) = next.pop() {
        let Ok(entries) = fs::read_dir(folder.join(&path)) else {
            continue;
        };
        for entry in entries {
            let path = path.join(entry.unwrap().file_name());
            if folder.join(&path).is_dir() {
                next.push(path);
            } else {
                found.push(path.to_str().unwrap().to_owned());
            }
        }
    }
    found.sort();
    assert!(!found.is_empty(), "{}", folder.display());
    found
}

fn verify_in(folder: &Path, arguments: &[&str], threads: Option<&str>) -> String {
    let mut command = byline();
    command
        .current_dir(folder)
        .args(["verify", "--at", AT])
        .args(arguments);
    if let Some(threads) = threads {
        command.env("RAYON_NUM_THREADS", threads);
    }
    let run = run(&mut command);
    run.assert_clean();
    assert_eq!(run.stderr, "");
    format!("status {:?}\n{}", run.status, run.stdout)
}

/// Numbers below a bound that look random and are the same in every run (Knuth's linear congruential generator).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for end in (1..items.len()).rev() {
            items.swap(end, self.below(end + 1));
        }
    }
}

/// Some hundred lines, of which some were altered, some are no records and some hang below others: more than one
/// worker takes at a time.
fn lines() -> Vec<String> {
    const COUNT: usize = 600;
    let folder = Folder::repository();
    let base: String = (0..COUNT)
        .map(|number| claim(&format!("claim-{number:03}")) + "\n")
        .collect();
    folder.put("base.jsonl", base);
    folder.sign("harbour-author", &["base.jsonl"]).assert_status(0);
    let base: Vec<String> = folder.read("base.jsonl").lines().map(str::to_owned).collect();
    let digests = folder.run(["digest", "base.jsonl"]);
    let digests: Vec<&str> = digests
        .stdout
        .lines()
        .map(|line| line.split(' ').next().unwrap())
        .collect();
    let upper: String = (0..COUNT / 4)
        .map(|number| {
            let mut upper: Value = serde_json::from_str(&claim(&format!("upper-{number:03}"))).unwrap();
            upper["chain"][0]["cites"] = serde_json::json!(["below"]);
            upper["chain"].as_array_mut().unwrap().push(serde_json::json!({
                "id": "below", "kind": "claim", "claim": digests[number * 3],
                "statement": "Sixty metres of the quay wall slid into the water."
            }));
            format!("{upper}\n")
        })
        .collect();
    folder.put("upper.jsonl", upper);
    folder.sign("harbour-editor", &["upper.jsonl"]).assert_status(0);
    let mut lines: Vec<String> = folder.read("upper.jsonl").lines().map(str::to_owned).collect();
    lines.extend(
        base.into_iter()
            .enumerate()
            .map(|(number, line)| match number % 30 {
                7 => line.replace("Sixty", "Ninety"),
                // The proof alone: the digest stays, so that what rests on it is reached.
                9 => line.replace(playground::CREATED, "2026-03-05T11:00:00Z"),
                11 => line.replace("\"lang\"", "\"lnag\""),
                13 => line[..200].to_owned(),
                _ => line,
            }),
    );
    lines
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let folder = Folder::repository();
    folder.put("claims/many.jsonl", lines().join("\n"));
    let mut compared = 0;
    for (root, formats) in [
        (folder.path().to_owned(), &["json", "jsonl", "text"][..]),
        (fixture("harbour-inquiry"), &["json", "jsonl", "text"]),
        (fixture("inference-chips"), &["json"]),
        (
            fixture("faulty-repositories/seal/rests-on-retracted-four-steps-down"),
            &["json"],
        ),
    ] {
        for format in formats {
            for mode in [&[][..], &["--integrity"]] {
                let arguments = [&["--format", *format, "."][..], mode].concat();
                let one = verify_in(&root, &arguments, Some("1"));
                for threads in ["2", "8", "8"] {
                    assert!(
                        one == verify_in(&root, &arguments, Some(threads)),
                        "{threads}: {arguments:?}"
                    );
                }
                compared += 1;
            }
        }
    }
    assert_eq!(compared, 16);
}

#[test]
fn the_order_of_paths_changes_nothing() {
    let mut random = Random(7);
    for root in repositories() {
        let mut files = files_below(&root);
        let arguments = |files: &[String]| -> String {
            let paths: Vec<&str> = ["--format", "json"]
                .into_iter()
                .chain(files.iter().map(String::as_str))
                .collect();
            verify_in(&root, &paths, None)
        };
        let sorted = arguments(&files);
        // All at once, as folders.
        let folders = verify_in(&root, &["--format", "json", "."], None);
        assert_eq!(sorted, folders, "{}", root.display());
        files.reverse();
        assert_eq!(sorted, arguments(&files), "{}", root.display());
        for _ in 0..2 {
            random.shuffle(&mut files);
            assert_eq!(sorted, arguments(&files), "{}", root.display());
        }
    }
}

/// A file that is named in several ways is one file, shown in one way.
#[test]
fn what_is_named_twice_is_read_once() {
    let root = fixture("harbour-inquiry");
    let absolute = root.join("claims").canonicalize().unwrap();
    let absolute = absolute.to_str().unwrap();
    let ways = [
        "claims",
        "./claims",
        "claims/../claims",
        "claims/months-to-act.json",
        "./trust/2.json",
        "trust",
        absolute,
    ];
    let mut random = Random(11);
    let mut order = ways.to_vec();
    let expected = verify_in(&root, &["--format", "json", "claims", "trust"], None);
    for _ in 0..12 {
        random.shuffle(&mut order);
        let arguments = [&["--format", "json"][..], &order].concat();
        assert_eq!(expected, verify_in(&root, &arguments, None), "{order:?}");
    }
}

/// The repository is that of the paths which lie in one, whichever comes first.
#[test]
fn paths_outside_a_repository_may_come_first_or_last() {
    let folder = Folder::repository();
    let outside = Folder::new();
    folder.put("claims/inside.json", claim("inside"));
    outside.put("outside.json", claim("outside"));
    folder
        .sign("harbour-author", &["claims/inside.json"])
        .assert_status(0);
    outside.sign("harbour-author", &["outside.json"]).assert_status(0);
    let outside = outside.at("outside.json");
    let outside = outside.to_str().unwrap();
    let first = verify_in(
        folder.path(),
        &["--format", "json", outside, "claims/inside.json"],
        None,
    );
    let last = verify_in(
        folder.path(),
        &["--format", "json", "claims/inside.json", outside],
        None,
    );
    assert_eq!(first, last);
    assert!(first.starts_with("status Some(0)"), "{first}");
    // Two repositories remain two.
    let other = Folder::repository();
    other.put("claims/other.json", claim("other"));
    let other = other.at("claims/other.json");
    for paths in [
        [other.to_str().unwrap(), "claims"],
        ["claims", other.to_str().unwrap()],
    ] {
        folder.run(["verify"].iter().chain(&paths)).assert_status(2);
    }
}

/// What is said of each record by its id, its place in the file left out.
fn by_id(verification: &Value) -> BTreeMap<String, Value> {
    let told: BTreeMap<String, Value> = records(verification)
        .iter()
        .filter(|record| record["id"].is_string())
        .map(|record| {
            let mut record = record.clone();
            record["line"] = Value::Null;
            for finding in record["findings"].as_array_mut().unwrap() {
                finding["line"] = Value::Null;
            }
            (record["id"].as_str().unwrap().to_owned(), record)
        })
        .collect();
    assert!(told.len() > 500);
    told
}

#[test]
fn the_order_of_lines_changes_nothing_but_their_numbers() {
    let folder = Folder::repository();
    let mut lines = lines();
    let mut random = Random(13);
    let mut told = Vec::new();
    for _ in 0..3 {
        folder.put("claims/many.jsonl", lines.join("\n"));
        let (status, verification) = folder.verify(&["claims"]);
        assert_eq!(status, Some(1));
        told.push((by_id(&verification), verification["summary"].clone()));
        random.shuffle(&mut lines);
    }
    assert!(told[0] == told[1] && told[0] == told[2]);
    let (records, summary) = &told[0];
    assert_eq!(summary["malformed"], 40);
    let rules = |id: &str| playground::rules(&records[id]).join(" ");
    assert_eq!(rules("claim-007"), "bad-signature");
    assert_eq!(rules("claim-009"), "bad-signature");
    assert_eq!(rules("upper-003"), "rests-on-unverified");
    assert_eq!(rules("claim-008"), "");
    // As files instead of lines: the verdicts are the same.
    for line in &lines {
        if let Ok(value) = serde_json::from_str::<Value>(line) {
            folder.put(&format!("claims/{}.json", value["id"].as_str().unwrap()), line);
        }
    }
    fs::remove_file(folder.at("claims/many.jsonl")).unwrap();
    let (_, verification) = folder.verify(&["claims"]);
    for (id, record) in by_id(&verification) {
        let places = |record: &Value| record["findings"].clone();
        assert_eq!(record["holds"], records[&id]["holds"], "{id}");
        assert_eq!(record["digest"], records[&id]["digest"], "{id}");
        assert_eq!(
            places(&record).as_array().unwrap().len(),
            places(&records[&id]).as_array().unwrap().len(),
            "{id}"
        );
    }
}

/// A signature is good or bad by itself: no batch equation, no memory of others.
#[test]
fn a_verdict_does_not_depend_on_the_neighbours() {
    let folder = Folder::repository();
    let lines = lines();
    folder.put("claims/many.jsonl", lines.join("\n"));
    let (_, together) = folder.verify(&["claims/many.jsonl"]);
    let mut compared = Vec::new();
    for at in (0..lines.len()).step_by(41).chain([157, 159]) {
        let beside = &records(&together)[at];
        assert_eq!(beside["line"], at as u64 + 1);
        if beside["digest"].is_null() {
            continue;
        }
        folder.put("alone/one.jsonl", &lines[at]);
        let (_, alone) = folder.verify(&["--integrity", "alone/one.jsonl"]);
        let alone = &records(&alone)[0];
        assert_eq!(alone["digest"], beside["digest"]);
        assert_eq!(alone["integrity"], beside["integrity"]);
        compared.push(beside["integrity"].as_str().unwrap());
    }
    assert!(
        compared.contains(&"intact") && compared.contains(&"altered"),
        "{compared:?}"
    );
}

/// What lies around a record is known, whether it was named or not.
#[test]
fn what_else_is_named_changes_nothing() {
    for root in repositories() {
        // Asked for one record, a large repository is not searched for others of its name.
        if root.ends_with("duplicate-id") {
            continue;
        }
        let whole: Value = json(&verify_in(&root, &["--format", "json", "."], None));
        for file in files_below(&root) {
            let alone: Value = json(&verify_in(&root, &["--format", "json", &file], None));
            let (alone, among) = (record(&alone, &file), record(&whole, &file));
            let told = |record: &Value| {
                let mut record = record.clone();
                // That another claim contradicts this one is told where that claim is read.
                record["dispute"] = Value::Null;
                record
            };
            assert_eq!(told(alone), told(among), "{}: {file}", root.display());
        }
    }
}

fn json(told: &str) -> Value {
    serde_json::from_str(told.split_once('\n').unwrap().1).unwrap()
}

/// A draft that nobody asked for fails nobody else's claim; a notice that cannot be read might.
#[test]
fn a_malformed_claim_that_was_not_named_changes_nothing() {
    for name in ["holds-with-evidence", "holds-second-revision"] {
        let folder = Folder::copy_of(&fixture("faulty-repositories/seal").join(name));
        let alone = verify_in(
            folder.path(),
            &["--format", "json", "claims/wall-slid.json"],
            None,
        );
        assert!(alone.starts_with("status Some(0)"), "{alone}");
        folder.put("claims/draft.json", "{");
        let beside = verify_in(
            folder.path(),
            &["--format", "json", "claims/wall-slid.json"],
            None,
        );
        assert_eq!(alone, beside, "{name}");
        folder.put("notices/cut-off.json", "{");
        let (status, verification) = folder.verify(&["claims/wall-slid.json"]);
        assert_eq!(status, Some(1), "{name}");
        assert_eq!(record(&verification, "notices/cut-off.json")["holds"], false);
    }
}

#[test]
fn where_a_repository_lies_changes_nothing() {
    for name in [
        "harbour-inquiry",
        "faulty-repositories/seal/retracted-by-its-author",
        "faulty-repositories/trust/holds-two-lists",
    ] {
        let root = fixture(name);
        let folder = Folder::new();
        // In folders with the names of a repository's own.
        for place in ["elsewhere", "claims/copy", "trust", "évidence/ 漢 字/notices"] {
            let there = folder.at(place);
            copy(&root, &there);
            for arguments in [&["--format", "json", "."][..], &["--format", "json", "claims"]] {
                assert_eq!(
                    verify_in(&root, arguments, None),
                    verify_in(&there, arguments, None),
                    "{name} in {place}"
                );
            }
            for file in files_below(&root) {
                let arguments = ["--format", "json", &file];
                assert_eq!(
                    verify_in(&root, &arguments, None),
                    verify_in(&there, &arguments, None),
                    "{name} in {place}: {file}"
                );
            }
        }
    }
}
