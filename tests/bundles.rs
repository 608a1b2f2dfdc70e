//! Bundles: that one says of its claim what the repository says, and that nothing in it can be changed unseen.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

const AT: [&str; 2] = ["--at", "2026-06-01T00:00:00Z"];

fn byline(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_byline"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(arguments)
        .output()
        .unwrap()
}

fn bundle_of(claim: &Path) -> Vec<u8> {
    let made = byline(&["bundle", claim.to_str().unwrap(), "-o", "-"]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    made.stdout
}

fn claims() -> Vec<PathBuf> {
    let mut found = Vec::new();
    for repository in ["harbour-inquiry", "inference-chips"] {
        let folder = Path::new("fixtures").join(repository).join("claims");
        let entries = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(&folder)).unwrap();
        found.extend(entries.map(|entry| folder.join(entry.unwrap().file_name())));
    }
    found.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    found.sort();
    assert!(found.len() > 12, "only {} claims were found", found.len());
    found
}

fn without_places(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(without_places),
        Value::Object(members) => {
            for place in [
                "path", "line", "column", "offset", "findings", "evidence", "captures",
            ] {
                members.remove(place);
            }
            members.values_mut().for_each(without_places);
        }
        _ => {}
    }
}

/// What is said of each claim, by digest and without where it lies.
fn said_of_claims(command: &str, path: &Path) -> BTreeMap<String, Value> {
    let said = byline(&[&[command, path.to_str().unwrap(), "--format", "json"], &AT[..]].concat());
    let said: Value = serde_json::from_slice(&said.stdout).unwrap();
    let list = if command == "verify" { "records" } else { "ratings" };
    let records = said[list].as_array().unwrap().iter().cloned();
    let by_digest = records.map(|mut record| {
        without_places(&mut record);
        assert!(record.as_object().unwrap().len() > 3, "{record}");
        (record["digest"].as_str().unwrap().to_owned(), record)
    });
    by_digest.collect()
}

#[test]
fn a_bundle_says_of_its_claim_what_the_repository_says() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("claim.bundle");
    for command in ["verify", "score"] {
        for claim in claims() {
            let repository = said_of_claims(command, claim.parent().unwrap().parent().unwrap());
            let bytes = bundle_of(&claim);
            assert_eq!(bytes, bundle_of(&claim), "the same bytes each time");
            fs::write(&path, &bytes).unwrap();
            let head = bytes.split(|byte| *byte == b'\n').next().unwrap();
            let head: Value = serde_json::from_slice(head).unwrap();
            let digest = head["claim"].as_str().unwrap();
            let bundle = said_of_claims(command, &path);
            assert_eq!(
                repository[digest],
                bundle[digest],
                "{command} {}",
                claim.display()
            );
        }
    }
}

fn status_of(folder: &Path, bytes: &[u8]) -> (Option<i32>, String) {
    let path = folder.join("changed.bundle");
    fs::write(&path, bytes).unwrap();
    let said = byline(&[&["verify", path.to_str().unwrap()], &AT[..]].concat());
    (said.status.code(), String::from_utf8(said.stdout).unwrap())
}

fn good() -> Vec<u8> {
    bundle_of(Path::new("fixtures/harbour-inquiry/claims/quay-wall-slid.json"))
}

#[test]
fn whatever_line_is_changed_left_out_or_cut_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let whole = good();
    let (status, said) = status_of(folder.path(), &whole);
    assert_eq!(status, Some(0), "{said}");
    let lines: Vec<&[u8]> = whole.split_inclusive(|byte| *byte == b'\n').collect();
    for number in 0..lines.len() {
        let mut without = lines.clone();
        without.remove(number);
        assert_ne!(
            status_of(folder.path(), &without.concat()).0,
            Some(0),
            "without line {number}"
        );
        let mut twice = lines.clone();
        twice.insert(number, lines[number]);
        assert_ne!(
            status_of(folder.path(), &twice.concat()).0,
            Some(0),
            "line {number} twice"
        );
        let mut changed = whole.clone();
        let start: usize = lines[..number].iter().map(|line| line.len()).sum();
        let at = start + lines[number].len() / 2;
        changed[at] ^= 1;
        let (status, said) = status_of(folder.path(), &changed);
        // What the head omits and the claim it names is in no hash.
        assert!(number == 0 || status == Some(3), "line {number} changed: {said}");
        assert_ne!(
            status_of(folder.path(), &whole[..at]).0,
            Some(0),
            "cut in line {number}"
        );
    }
}

#[test]
fn a_hundred_thousand_lines_of_junk_are_told_in_one_finding() {
    let folder = tempfile::tempdir().unwrap();
    let mut bytes = good();
    bytes.extend(b"{\"byline\":\"trust/1\"}\n".repeat(100_000));
    let (status, said) = status_of(folder.path(), &bytes);
    assert_eq!(status, Some(3));
    assert!(said.contains("this bundle is not whole"), "{said}");
    assert!(said.lines().count() < 30, "{said}");
}

#[test]
fn a_bundle_is_neither_overwritten_nor_read_among_others() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("there.bundle");
    fs::write(&path, good()).unwrap();
    let claim = "fixtures/harbour-inquiry/claims/quay-wall-slid.json";
    let made = byline(&["bundle", claim, "-o", path.to_str().unwrap()]);
    assert_eq!(made.status.code(), Some(1));
    assert_eq!(fs::read(&path).unwrap(), good());
    let both = byline(&["verify", claim, path.to_str().unwrap()]);
    assert_eq!(
        both.status.code(),
        Some(2),
        "{}",
        String::from_utf8_lossy(&both.stderr)
    );
}
