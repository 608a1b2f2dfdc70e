//! Records of the fixtures, good and faulty: what the code takes, the schemas take.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use byline::corpus::gather;
use byline::record::Kind;
use jsonschema::Validator;
use serde_json::Value;

use super::schema::{errors, root, validator};

/// Faults that no schema can see. The files pass the schema of their kind, so that this list cannot rot.
const UNSEEN: &[(&str, &str)] = &[
    // What readers of JSON do not pass on, or what JSON Schema does not tell apart.
    (
        "duplicate-member-escaped.json",
        "a reader of JSON keeps one of the two",
    ),
    (
        "duplicate-member-nested.json",
        "a reader of JSON keeps one of the two",
    ),
    ("duplicate-member.json", "a reader of JSON keeps one of the two"),
    ("float-whole.json", "2.0 is an integer to JSON Schema"),
    ("integer-exponent.json", "2e0 is an integer to JSON Schema"),
    ("integer-negative-zero.json", "-0 is an integer to JSON Schema"),
    // What one member says of another.
    (
        "bad-duplicate-link-id.json",
        "ids of links are compared with one another",
    ),
    ("bad-event-to-before-from.json", "two dates are compared"),
    ("bad-signer-until-before-from.json", "two times are compared"),
    (
        "bad-trust-key-twice.json",
        "keys are compared, whatever else is in their entries",
    ),
    ("bad-trust-threshold-above-owners.json", "owners are counted"),
    (
        "dangling-citation.json",
        "ids of links are compared with what is cited",
    ),
    (
        "proof-same-key-twice.json",
        "keys are compared, whatever else is in the proofs",
    ),
    (
        "proof-fragment-not-key.json",
        "two halves of one text are compared",
    ),
    ("unheld-root.json", "ids of links are compared with what is cited"),
    (
        "unheld-root-cited-by-itself-alone.json",
        "ids of links are compared with what is cited",
    ),
];

/// The schemas of the four kinds.
pub fn kinds() -> BTreeMap<&'static str, Validator> {
    Kind::ALL
        .into_iter()
        .map(|kind| (kind.as_str(), validator(kind.as_str())))
        .collect()
}

/// The files with this ending in a folder and below it.
fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut waiting = vec![root().join(folder)];
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.to_str().unwrap().ends_with(ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

pub fn parsed(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap())
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Every record of the two repositories.
fn records() -> Vec<(PathBuf, Value)> {
    let records: Vec<(PathBuf, Value)> = ["fixtures/inference-chips", "fixtures/harbour-inquiry"]
        .iter()
        .flat_map(|folder| files(folder, ".json"))
        .map(|path| {
            let value = parsed(&path);
            (path, value)
        })
        .collect();
    assert!(records.len() > 50, "only {} records were found", records.len());
    records
}

/// `claim` of `claim/1`.
pub fn kind_of(record: &Value) -> Option<&str> {
    record.get("byline")?.as_str()?.strip_suffix("/1")
}

#[test]
fn every_record_of_the_repositories_is_valid() {
    let kinds = kinds();
    let mut seen = BTreeSet::new();
    for (path, record) in records() {
        let kind = kind_of(&record).unwrap_or_else(|| panic!("{} is no record", path.display()));
        assert_eq!(errors(&kinds[kind], &record), [""; 0], "{}", path.display());
        seen.insert(kind.to_owned());
    }
    assert_eq!(seen.len(), 4, "{seen:?}");
}

#[test]
fn every_fault_that_a_schema_can_see_is_refused() {
    let kinds = kinds();
    let faults: Vec<PathBuf> = files("fixtures/faults", ".json");
    assert!(faults.len() > 200, "only {} faults were found", faults.len());
    let unseen: BTreeSet<&str> = UNSEEN.iter().map(|(name, _)| *name).collect();
    let mut problems = Vec::new();
    let mut met = BTreeSet::new();
    for path in faults {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        // What no reader of JSON takes never gets as far as a schema.
        let Ok(value) = serde_json::from_slice::<Value>(&fs::read(&path).unwrap()) else {
            assert!(!unseen.contains(name.as_str()), "{name} is no JSON");
            continue;
        };
        let taken_by: Vec<&str> = kinds
            .iter()
            .filter(|(_, validator)| validator.is_valid(&value))
            .map(|(kind, _)| *kind)
            .collect();
        match (taken_by.as_slice(), unseen.contains(name.as_str())) {
            ([], false) => {}
            ([], true) => problems.push(format!("{name} is refused: it is no longer unseen")),
            (taken_by, false) => problems.push(format!("{name} is taken by {taken_by:?}")),
            (taken_by, true) => assert_eq!(taken_by, [kind_of(&value).unwrap()], "{name}"),
        }
        met.insert(name);
    }
    for name in unseen {
        if !met.contains(name) {
            problems.push(format!("{name} is listed as unseen and does not exist"));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn repositories_are_gathered_whole() {
    // Should a folder be left out, the tests above would compare less than they say.
    for (folder, least) in [("fixtures/inference-chips", 20), ("fixtures/harbour-inquiry", 38)] {
        let inputs = gather(&[root().join(folder)], None).unwrap();
        assert!(inputs.named.len() >= least, "{folder}: {}", inputs.named.len());
        assert_eq!(inputs.named.len(), files(folder, ".json").len(), "{folder}");
    }
}
