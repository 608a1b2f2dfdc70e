//! A claim that holds, beside whatever else is there, and what is said of both.

use std::fs;
use std::path::Path;
use std::process::Command;

use byline::corpus::Inputs;
use byline::record::Time;
use byline::verify::{ClaimSeals, Options, Verification, verify};
use serde_json::Value;

use super::playground::{AT, Folder, claim, record};

pub const MIB: usize = 1 << 20;

/// A claim that the author has signed, in one line without a line feed.
pub fn signed(folder: &Folder, id: &str) -> String {
    folder.put("scratch.json", claim(id));
    folder.sign("harbour-author", &["scratch.json"]).assert_status(0);
    let text = folder.read("scratch.json");
    fs::remove_file(folder.at("scratch.json")).unwrap();
    text
}

/// A repository with one claim that holds.
pub fn with_good_claim() -> Folder {
    let folder = Folder::repository();
    let good = signed(&folder, "good");
    folder.put("claims/good.json", good);
    folder
}

/// Verifies the claims; the good one holds whatever else is there.
pub fn verify_claims(folder: &Folder) -> (Option<i32>, Value) {
    let (status, verification) = folder.verify(&["claims"]);
    assert_eq!(record(&verification, "claims/good.json")["holds"], true);
    // What the text says ends with the same status.
    let text = folder.run(["verify", "--at", AT, "claims"]);
    text.assert_status(status.unwrap());
    (status, verification)
}

/// What the library makes of inputs.
pub fn verified(inputs: Inputs) -> Verification {
    let options = Options {
        at: Time::parse(AT).unwrap(),
        pin: None,
        seals: ClaimSeals::All,
        seeks_circles: true,
    };
    verify(inputs, options).unwrap()
}

/// The only finding of a record, which has exactly one.
pub fn only_finding<'v>(verification: &'v Value, path: &str) -> &'v Value {
    let record = record(verification, path);
    assert_eq!(record["holds"], false, "{record:#}");
    let findings = record["findings"].as_array().unwrap();
    assert_eq!(findings.len(), 1, "{record:#}");
    for member in ["message", "help"] {
        assert!(!findings[0][member].as_str().unwrap().is_empty(), "{record:#}");
    }
    &findings[0]
}

/// Where a finding is: rule, line, column, pointer.
pub fn place(finding: &Value) -> (&str, u64, u64, &str) {
    (
        finding["rule"].as_str().unwrap(),
        finding["line"].as_u64().unwrap(),
        finding["column"].as_u64().unwrap(),
        finding["pointer"].as_str().unwrap(),
    )
}

pub fn make_pipe(path: &Path) {
    let made = Command::new("mkfifo").arg(path).status().unwrap();
    assert!(made.success());
}

/// Signed lines, one for each id.
pub fn signed_lines(folder: &Folder, ids: &[&str]) -> Vec<String> {
    let text: String = ids.iter().map(|id| claim(id) + "\n").collect();
    folder.put("scratch.jsonl", text);
    folder.sign("harbour-author", &["scratch.jsonl"]).assert_status(0);
    let lines = folder.read("scratch.jsonl").lines().map(str::to_owned).collect();
    fs::remove_file(folder.at("scratch.jsonl")).unwrap();
    lines
}

/// Some thousand signed lines: more text than a pipe holds.
pub fn many_lines(folder: &Folder, count: usize) -> String {
    let ids: Vec<String> = (0..count).map(|number| format!("claim-{number}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    signed_lines(folder, &ids).join("\n") + "\n"
}
