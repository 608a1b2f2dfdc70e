//! What `check --format sarif` writes, against the schema of SARIF 2.1.0.
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html>

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use super::text_of;

/// The log that a check of these paths writes.
fn checked(arguments: &[&str]) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_byline"))
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")))
        .args(["check", "--at", "2026-11-24T00:00:00Z", "--format", "sarif"])
        .args(arguments)
        .output()
        .unwrap();
    assert!(
        output.stderr.is_empty(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn what_check_writes_is_valid_sarif() {
    let schema: Value = serde_json::from_str(&text_of("sarif-schema/sarif-schema-2.1.0.json")).unwrap();
    let validator = jsonschema::draft4::new(&schema).unwrap();
    let empty = tempfile::tempdir().unwrap();
    let mut results = 0;
    for arguments in [
        &["fixtures/inference-chips"][..],
        &["fixtures/harbour-inquiry", "--deny-warnings"],
        &["fixtures/faults"],
        &["fixtures/faults", "--quiet"],
        &["fixtures/inference-chips", "no-such-file.json"],
        &["no-such-file.json"],
        &[empty.path().to_str().unwrap()],
    ] {
        let log = checked(arguments);
        let errors: Vec<String> = validator
            .iter_errors(&log)
            .map(|error| format!("{error} at {}", error.instance_path()))
            .collect();
        assert_eq!(errors, [""; 0], "{arguments:?}");
        let run = &log["runs"][0];
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        for result in run["results"].as_array().unwrap() {
            results += 1;
            // Where a result points at a rule, it is the rule that it names.
            if let Some(index) = result.get("ruleIndex").and_then(Value::as_u64) {
                let index = usize::try_from(index).unwrap();
                assert_eq!(rules[index]["id"], result["ruleId"]);
            }
        }
        for rule in rules {
            for text in ["shortDescription", "fullDescription", "help"] {
                assert!(rule[text]["text"].as_str().unwrap().len() > 10, "{rule}");
            }
            assert!(
                rule["help"]["markdown"]
                    .as_str()
                    .unwrap()
                    .starts_with("## What it finds\n")
            );
        }
    }
    assert!(results > 300, "{results}");
    // The schema refuses something.
    let mut log = checked(&["fixtures/inference-chips"]);
    log["runs"][0]["results"][0]["level"] = json!("deny");
    assert!(!validator.is_valid(&log));
}
