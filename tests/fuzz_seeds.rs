//! Every seed of the fuzz targets, and every input that once failed, through the same functions as in `fuzz`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../fuzz/bodies/bundle.rs"]
mod bundle;
#[path = "../fuzz/bodies/canonical_form.rs"]
mod canonical_form;
#[path = "../fuzz/bodies/capture_search.rs"]
mod capture_search;
#[path = "../fuzz/bodies/key_reader.rs"]
mod key_reader;
#[path = "../fuzz/bodies/proof_reader.rs"]
mod proof_reader;
#[path = "../fuzz/bodies/record_reader.rs"]
mod record_reader;
#[path = "../fuzz/bodies/trust_list.rs"]
mod trust_list;

use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

use byline::json::{MAX_DEPTH, parse};
use byline::record::{Record, read};
use byline::seal::{Integrity, Verifier};

const FUZZ: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz");

type Body = fn(&[u8]);

const TARGETS: [(&str, Body); 7] = [
    ("bundle", bundle::run),
    ("canonical_form", canonical_form::run),
    ("capture_search", capture_search::run),
    ("key_reader", key_reader::run),
    ("proof_reader", proof_reader::run),
    ("record_reader", record_reader::run),
    ("trust_list", trust_list::run),
];

fn files_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn replay(target: &str) {
    let (_, body) = TARGETS.iter().find(|(name, _)| *name == target).unwrap();
    let fuzz = Path::new(FUZZ);
    let mut files = files_in(&fuzz.join("seeds").join(target));
    assert!(!files.is_empty(), "{target} has no seeds");
    // Inputs that once failed; there may be none.
    let regressions = fuzz.join("regressions").join(target);
    if regressions.is_dir() {
        files.extend(files_in(&regressions));
    }
    for file in files {
        let data = fs::read(&file).unwrap();
        assert!(
            catch_unwind(|| body(&data)).is_ok(),
            "{target} fails with {}",
            file.display()
        );
    }
}

#[test]
fn bundle_holds_on_its_seeds() {
    replay("bundle");
}

#[test]
fn canonical_form_holds_on_its_seeds() {
    replay("canonical_form");
}

#[test]
fn capture_search_holds_on_its_seeds() {
    replay("capture_search");
}

#[test]
fn key_reader_holds_on_its_seeds() {
    replay("key_reader");
}

#[test]
fn proof_reader_holds_on_its_seeds() {
    replay("proof_reader");
}

#[test]
fn record_reader_holds_on_its_seeds() {
    replay("record_reader");
}

#[test]
fn trust_list_holds_on_its_seeds() {
    replay("trust_list");
}

#[test]
fn every_target_is_replayed() {
    let names: Vec<String> = files_in(&Path::new(FUZZ).join("fuzz_targets"))
        .iter()
        .map(|file| file.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    assert_eq!(names, TARGETS.map(|(name, _)| name));
}

/// A seed that is refused at the door teaches a fuzzer nothing of what lies behind: these must stay valid when the
/// format changes.
#[test]
fn the_seeds_reach_what_they_are_for() {
    let integrity = |text: &str| {
        let (document, duplicates) = parse(text, MAX_DEPTH).unwrap();
        let reading = read(&document);
        assert_eq!((duplicates, reading.faults), (vec![], vec![]), "{text}");
        let authors = reading.record.as_ref().map(Record::authors).unwrap();
        Verifier::default().examine(&document, authors).integrity()
    };
    let seed = |name: &str| fs::read_to_string(Path::new(FUZZ).join("seeds").join(name)).unwrap();
    for name in ["claim", "notice", "source", "trust"] {
        assert_eq!(
            integrity(&seed(&format!("record_reader/{name}.json"))),
            Integrity::Unsigned
        );
    }
    for name in ["claim", "claim-two-proofs", "notice"] {
        assert_eq!(
            integrity(&seed(&format!("proof_reader/{name}.json"))),
            Integrity::Intact
        );
    }
    assert_eq!(integrity(&seed("proof_reader/altered.json")), Integrity::Altered);
    for name in ["captures", "omits", "revisions"] {
        let path = Path::new(FUZZ).join(format!("seeds/bundle/{name}.bundle"));
        assert!(byline::corpus::read_bundle(&path).is_ok(), "{name}");
    }
    for line in seed("trust_list/history.jsonl").lines() {
        assert_eq!(integrity(line), Integrity::Intact);
    }
}
