//! Conformance, from vectors that others made: one file a format, each linking its specification.
//!
//! The vectors lie beside the repository and not in it, so that `cargo test` leaves this target out. It is run as
//! `cargo test --test vectors`, by `.ci/run` among others, and data that is missing then is a failure.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod ed25519;
mod eddsa_jcs;
mod independence;
mod jcs;
mod rfc8032;
mod sarif;
mod score;
mod score_records;
mod speccheck;
mod wycheproof;

#[path = "../stories/mod.rs"]
mod stories;

use std::fs;
use std::path::PathBuf;

/// A file or folder below `shared/vectors`.
fn path_of(name: &str) -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/vectors")).join(name)
}

fn bytes_of(name: &str) -> Vec<u8> {
    let path = path_of(name);
    fs::read(&path).unwrap_or_else(|error| panic!("the vectors in {} are missing: {error}", path.display()))
}

fn text_of(name: &str) -> String {
    String::from_utf8(bytes_of(name)).unwrap()
}

/// The files in a folder, by name.
fn files_in(name: &str) -> Vec<String> {
    let path = path_of(name);
    let entries = fs::read_dir(&path)
        .unwrap_or_else(|error| panic!("the vectors in {} are missing: {error}", path.display()));
    let mut files: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    files
}

/// Bytes from hexadecimal digits, white space left aside.
fn unhex(text: &str) -> Vec<u8> {
    let digits: Vec<u32> = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| c.to_digit(16).unwrap())
        .collect();
    assert_eq!(digits.len() % 2, 0, "half a byte in {text}");
    digits
        .chunks_exact(2)
        .map(|pair| u8::try_from(pair[0] << 4 | pair[1]).unwrap())
        .collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
