//! What `verify` writes.

use jsonschema::Validator;
use serde_json::{Map, Value, json};

use super::changes::changed;
use super::schema::{AT, errors, form_of, parsed, validator, written};

/// The schema of one form of a verification: `whole`, `record` or `last`.
fn verification_form(form: &str) -> Validator {
    form_of("verification", form)
}

/// Times of the check and arguments of `verify`: good and failing records, lists that are pinned, foreign and expired,
/// faults of every kind, what cannot be read, seals alone.
const RUNS: &[(&str, &[&str])] = &[
    (AT, &["fixtures/inference-chips"]),
    (AT, &["fixtures/harbour-inquiry"]),
    (AT, &["fixtures/harbour-inquiry/claims/months-to-act.json"]),
    (
        AT,
        &[
            "--trust",
            "fixtures/harbour-inquiry/trust/1.json",
            "fixtures/harbour-inquiry",
        ],
    ),
    (
        AT,
        &[
            "--trust",
            "fixtures/inference-chips/trust/1.json",
            "fixtures/harbour-inquiry",
        ],
    ),
    ("2099-12-31T00:00:00Z", &["fixtures/inference-chips"]),
    ("2020-01-01T00:00:00Z", &["fixtures/inference-chips"]),
    (AT, &["fixtures/faults"]),
    (AT, &["no-such-file.json"]),
    (AT, &["--integrity", "fixtures/inference-chips"]),
    (AT, &["--integrity", "fixtures/harbour-inquiry"]),
    (AT, &["--integrity", "fixtures/faults"]),
    (
        AT,
        &["--integrity", "no-such-file.json", "fixtures/faults/bad-id.json"],
    ),
];

fn verified(at: &str, arguments: &[&str], format: &str) -> String {
    written(&[&["verify", "--at", at, "--format", format][..], arguments].concat())
}

#[test]
fn what_verify_writes_is_valid() {
    let any = validator("verification");
    let (whole, record, last) = (
        verification_form("whole"),
        verification_form("record"),
        verification_form("last"),
    );
    for (at, input) in RUNS {
        let written = verified(at, input, "json");
        let run: Value = parsed(&written);
        assert_eq!(errors(&whole, &run), [""; 0], "{input:?}");
        assert!(any.is_valid(&run), "{input:?}");

        let written = verified(at, input, "jsonl");
        assert!(written.ends_with('\n'), "{input:?}");
        let lines: Vec<Value> = written.lines().map(parsed).collect();
        let (end, records) = lines.split_last().unwrap();
        assert_eq!(errors(&last, end), [""; 0], "{input:?}");
        assert!(any.is_valid(end), "{input:?}");
        for line in records {
            assert_eq!(errors(&record, line), [""; 0], "{input:?}: {line}");
            assert!(any.is_valid(line), "{input:?}");
        }
        // Both forms say the same.
        assert_eq!(run["records"].as_array().unwrap(), records, "{input:?}");
        for member in ["byline", "at", "trust", "summary"] {
            assert_eq!(run[member], end[member], "{input:?}: {member}");
        }
        agrees_with_its_records(&run);
    }
}

/// The summary counts what the records say.
fn agrees_with_its_records(run: &Value) {
    let records = run["records"].as_array().unwrap();
    let summary = &run["summary"];
    let count = |test: &dyn Fn(&Value) -> bool| records.iter().filter(|record| test(record)).count();
    let unreadable = |record: &Value| {
        let findings = record["findings"].as_array().unwrap();
        findings.iter().any(|finding| finding["rule"] == "unreadable")
    };
    assert_eq!(summary["unreadable"], count(&unreadable));
    assert_eq!(summary["records"], records.len() - count(&unreadable));
    assert_eq!(summary["hold"], count(&|record| record["holds"] == true));
    assert_eq!(
        summary["fail"],
        count(&|record| record["holds"] == false && !unreadable(record))
    );
    assert_eq!(
        summary["malformed"],
        count(&|record| record["digest"].is_null() && !unreadable(record))
    );
    for (member, kind) in [
        ("claims", "claim"),
        ("sources", "source"),
        ("notices", "notice"),
        ("trust", "trust"),
    ] {
        assert_eq!(
            summary[member],
            count(&|record| record["kind"] == kind && !record["digest"].is_null()),
            "{member}"
        );
    }
}

#[test]
fn the_schema_of_verifications_refuses_what_verify_never_writes() {
    let record = verification_form("record");
    let written = verified(AT, &["fixtures/harbour-inquiry"], "json");
    let run: Value = parsed(&written);
    let whole = verification_form("whole");
    let refused = |change: &str, pointer: &str, value: Value| {
        let changed = changed(&run, pointer, |node| *node = value);
        assert!(!whole.is_valid(&changed), "{change}");
    };
    refused("another version", "/byline", json!("verification/2"));
    refused("no trust state", "/trust/state", json!("fine"));
    refused(
        "faults of good lists",
        "/trust/faults",
        json!([{ "rule": "a", "path": "b", "message": "c", "help": "d" }]),
    );
    refused("a negative count", "/summary/hold", json!(-1));
    let records = run["records"].as_array().unwrap();
    let holding = records.iter().position(|record| record["holds"] == true).unwrap();
    let failing = records
        .iter()
        .position(|record| record["holds"] == false)
        .unwrap();
    refused(
        "an altered record that holds",
        &format!("/records/{holding}/integrity"),
        json!("altered"),
    );
    refused(
        "a record without digest that holds",
        &format!("/records/{holding}/digest"),
        Value::Null,
    );
    refused(
        "a denied record that holds",
        &format!("/records/{failing}/holds"),
        json!(true),
    );
    refused(
        "an unknown standing",
        &format!("/records/{holding}/signers/0/standing"),
        json!("friendly"),
    );
    // Every member is required, and there are no others.
    for (position, original) in records.iter().enumerate() {
        let mut removed: Map<String, Value> = original.as_object().unwrap().clone();
        let name = removed.keys().nth(position % removed.len()).unwrap().clone();
        removed.remove(&name);
        assert!(!record.is_valid(&Value::Object(removed)), "without {name}");
        let mut added = original.as_object().unwrap().clone();
        added.insert("support".to_owned(), Value::Null);
        assert!(!record.is_valid(&Value::Object(added)));
    }
}
