//! Where findings are, and that they are found again there.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::checked::{WARN, check, early};
use super::playground::{AT, Folder, byline, run};

/// The fingerprints of a run, in its order.
fn fingerprints(folder: &Folder) -> Vec<(String, String)> {
    let run = check(folder, &["--format", "sarif", "."]);
    let told: Value = serde_json::from_str(&run.stdout).unwrap();
    let results = told["runs"][0]["results"].as_array().unwrap();
    let mut found: Vec<(String, String)> = results
        .iter()
        .map(|result| {
            let prints = &result["partialFingerprints"];
            assert_eq!(prints["byline/v1"], prints["primaryLocationLineHash"]);
            let text = |value: &Value| value.as_str().unwrap().to_owned();
            (text(&result["ruleId"]), text(&prints["byline/v1"]))
        })
        .collect();
    found.sort();
    found
}

#[test]
fn fingerprints_survive_unrelated_edits_and_are_unique() {
    let folder = Folder::new();
    let policy =
        "[[ignore]]\nrule = \"time-travel\"\nrecord = \"a\"\nreason = \"known\"\nuntil = \"2020-01-01\"\n";
    let one = early("one");
    folder.put("byline.toml", policy);
    folder.put("claims/one.json", one.to_string());
    folder.put("claims/two.json", early("two").to_string());
    folder.put("claims/broken.jsonl", "{\n{\n");
    let before = fingerprints(&folder);
    assert!(before.len() > 6, "{before:?}");
    let unique: BTreeSet<&String> = before.iter().map(|(_, print)| print).collect();
    assert_eq!(unique.len(), before.len(), "{before:?}");

    // Another statement, laid out over many lines, in another file; a comment in the policy; one more record.
    let mut changed = one.clone();
    changed["statement"] = "The wall slid and fell.".into();
    std::fs::remove_file(folder.at("claims/one.json")).unwrap();
    folder.put("claims/moved/one.json", format!("\n\n{changed:#}"));
    folder.put("byline.toml", format!("# A line more.\n\n{policy}"));
    assert_eq!(fingerprints(&folder), before);

    // A link before all others.
    let zero = json!({ "id": "zero", "kind": "report", "source": "a.example", "published": "2026-02-03", "held": true });
    changed["chain"].as_array_mut().unwrap().insert(0, zero);
    folder.put("claims/moved/one.json", changed.to_string());
    let after: BTreeSet<(String, String)> = fingerprints(&folder).into_iter().collect();
    for print in &before {
        assert!(after.contains(print), "{print:?} is lost with a link before it");
    }

    folder.put("claims/three.json", early("three").to_string());
    let after: BTreeSet<(String, String)> = fingerprints(&folder).into_iter().collect();
    for print in &before {
        assert!(after.contains(print), "{print:?} is lost");
    }
    assert!(after.len() > before.len());
}

#[test]
fn files_below_the_working_folder_are_told_from_there() {
    let folder = Folder::new();
    folder.put("byline.toml", WARN);
    folder.put("claims/a b.json", early("one").to_string());
    let here = std::fs::canonicalize(folder.path()).unwrap();
    let whole = here.join("claims");
    for path in [".", "claims", "./claims/", whole.to_str().unwrap()] {
        let told = |format| {
            run(byline().current_dir(&here).args([
                "check",
                "--at",
                AT,
                "--only",
                "time-travel",
                "--format",
                format,
                path,
            ]))
            .stdout
        };
        assert!(
            told("sarif").contains("\"uri\":\"claims/a%20b.json\""),
            "{path}: {}",
            told("sarif")
        );
        assert!(
            told("github").contains(" file=claims/a b.json,"),
            "{path}: {}",
            told("github")
        );
    }
    // What lies elsewhere is told by its whole path.
    let elsewhere = Folder::new();
    let arguments = ["--format", "sarif", whole.to_str().unwrap()];
    let told = check(&elsewhere, &arguments).stdout;
    assert!(told.contains("\"uri\":\"file:///"), "{told}");
    assert!(told.contains("/claims/a%20b.json\""), "{told}");
}

#[test]
fn a_folder_of_many_records_is_several_suites() {
    let folder = Folder::new();
    folder.put("byline.toml", WARN);
    let lines: String = (0..5_000)
        .map(|number| format!("{}\n", early(&format!("c{number}"))))
        .collect();
    folder.put("claims/all.jsonl", lines);
    let run = check(&folder, &["--only", "time-travel", "--format", "junit", "."]);
    run.assert_status(0);
    assert_eq!(run.stdout.matches("<testcase ").count(), 5_000);
    assert_eq!(run.stdout.matches("warning[time-travel]").count(), 5_000);
    assert!(run.stdout.contains("tests=\"4096\"") && run.stdout.contains("tests=\"904\""));
    assert!(
        run.stdout.contains("classname=\"claims/all.jsonl:5000\""),
        "{}",
        &run.stdout[..900]
    );
}
