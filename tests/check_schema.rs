//! The committed schema of checks against what `check` really writes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod playground;

use std::fs;
use std::path::Path;

use jsonschema::Validator;
use playground::{byline, run};
use serde_json::{Value, json};

const AT: &str = "2026-11-24T00:00:00Z";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn validator() -> Validator {
    let text = fs::read_to_string(root().join("schemas/check.schema.json")).unwrap();
    jsonschema::draft202012::new(&serde_json::from_str(&text).unwrap()).unwrap()
}

fn errors(validator: &Validator, instance: &Value) -> Vec<String> {
    let told = |error: jsonschema::ValidationError<'_>| format!("{error} at {}", error.instance_path());
    validator.iter_errors(instance).map(told).collect()
}

/// What a check of these paths writes.
fn checked(arguments: &[&str]) -> Value {
    let arguments = [&["check", "--at", AT, "--format", "json"][..], arguments].concat();
    let run = run(byline().current_dir(root()).args(&arguments));
    run.assert_clean();
    assert_eq!(run.stderr, "", "{arguments:?}");
    run.json()
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
    let schema = validator();
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
    let schema = validator();
    let told = checked(&["--only", "single-origin", "fixtures/inference-chips"]);
    assert_eq!(errors(&schema, &told), [""; 0]);
    for (pointer, value) in [
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
    ] {
        let mut changed = told.clone();
        *changed.pointer_mut(pointer).unwrap() = value.clone();
        assert!(!schema.is_valid(&changed), "{pointer} = {value}");
    }
    for object in ["", "/findings/0", "/findings/0/record", "/summary"] {
        let members = told.pointer(object).unwrap().as_object().unwrap();
        for member in members.keys() {
            let mut changed = told.clone();
            let object_of = |value: &mut Value| {
                value
                    .pointer_mut(object)
                    .unwrap()
                    .as_object_mut()
                    .unwrap()
                    .clone()
            };
            let mut without = object_of(&mut changed);
            without.remove(member);
            *changed.pointer_mut(object).unwrap() = Value::Object(without);
            assert!(!schema.is_valid(&changed), "{object} without {member}");
        }
        let mut changed = told.clone();
        changed.pointer_mut(object).unwrap()["more"] = json!(1);
        assert!(!schema.is_valid(&changed), "{object} with another member");
    }
}
