//! The records that ratings are tested with: every one is read without a fault.

use byline::json::{MAX_DEPTH, parse};
use byline::record::{Kind, read};
use byline::seal::{Integrity, Verifier};

use super::{files_in, text_of};

#[test]
fn every_record_is_read_without_a_fault() {
    assert_eq!(records("claims", Kind::Claim), 214);
    assert_eq!(records("sources", Kind::Source), 30);
}

/// How many records of a kind there are, after each was read.
fn records(folder: &str, kind: Kind) -> usize {
    let mut count = 0;
    for part in ["worked", "random"] {
        let folder = format!("score/{part}/{folder}");
        for file in files_in(&folder) {
            let text = text_of(&format!("{folder}/{file}"));
            let (document, faults) = parse(&text, MAX_DEPTH).unwrap();
            assert_eq!(faults, [], "{folder}/{file}");
            let reading = read(&document);
            assert_eq!(reading.faults, [], "{folder}/{file}");
            let record = reading.record.unwrap();
            assert_eq!(record.kind(), kind, "{folder}/{file}");
            let seal = Verifier::default().examine(&document, record.authors());
            assert_eq!(seal.integrity(), Integrity::Unsigned, "{folder}/{file}");
            count += 1;
        }
    }
    count
}
