//! What `check` writes.

use std::fs;

use serde_json::{Value, json};

use super::schema::{
    AT, assert_refuses_other_members, assert_refuses_values, errors, parsed, root, validator, written,
};

/// What a check of these paths writes.
fn checked(arguments: &[&str]) -> Value {
    let arguments = [&["check", "--at", AT, "--format", "json"][..], arguments].concat();
    parsed(&written(&arguments))
}

/// The folders with this file in them, below a folder.
fn folders_with(file: &str, below: &str) -> Vec<String> {
    let mut found: Vec<String> = fs::read_dir(root().join(below))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.join(file).exists())
        .map(|path| path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned())
        .collect();
    found.sort();
    found
}

#[test]
fn what_check_writes_is_valid_and_counts_what_it_lists() {
    let schema = validator("check");
    let mut inputs: Vec<String> = [
        "fixtures/inference-chips",
        "fixtures/harbour-inquiry",
        "fixtures/faults",
        "no-such-file.json",
    ]
    .map(str::to_owned)
    .to_vec();
    inputs.extend(folders_with("byline.toml", "fixtures/faulty-repositories/seal"));
    inputs.extend(folders_with("byline.toml", "fixtures/faulty-repositories/trust"));
    assert!(inputs.len() > 30, "{inputs:?}");
    for input in &inputs {
        let told = checked(&[input]);
        assert_eq!(errors(&schema, &told), [""; 0], "{input}");
        let listed = |level: &str| {
            let findings = told["findings"].as_array().unwrap();
            findings
                .iter()
                .filter(|finding| finding["level"] == level)
                .count()
        };
        for level in ["deny", "warn", "info"] {
            assert_eq!(told["summary"][level], listed(level), "{input}");
        }
    }
}

#[test]
fn the_schema_refuses_what_check_never_writes() {
    let schema = validator("check");
    let told = checked(&["--only", "single-origin", "fixtures/inference-chips"]);
    let values = [
        ("/byline", json!("check/2")),
        ("/at", json!("2026-11-24")),
        ("/table", json!("")),
        ("/findings/0/rule", json!("No Rule")),
        ("/findings/0/level", json!("error")),
        ("/findings/0/family", json!("rules")),
        ("/findings/0/path", json!("")),
        ("/findings/0/line", json!(0)),
        ("/findings/0/column", json!(0)),
        ("/findings/0/length", json!(-1)),
        ("/findings/0/pointer", json!("chain")),
        ("/findings/0/message", json!("")),
        ("/findings/0/record/kind", json!("rumour")),
        ("/findings/0/record/id", json!("")),
        ("/findings/0/record/digest", json!("sha1:00")),
        ("/summary/deny", json!(-1)),
        ("/not_applied", json!(["single-origin", "single-origin"])),
    ];
    assert_refuses_values(&schema, &told, &values);
    let objects = ["", "/findings/0", "/findings/0/record", "/summary"];
    assert_refuses_other_members(&schema, &told, &objects);
}
