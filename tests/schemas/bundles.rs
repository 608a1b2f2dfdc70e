//! What is written of bundles and histories: by `bundle`, by `log`, and by what reads a bundle.

use std::fs;

use serde_json::{Value, json};

use super::playground::{AT, Folder, byline, fixture, run};
use super::schema::{assert_refuses_other_members, assert_refuses_values, errors, validator};

/// Bundles of all sorts in a folder, with what was said of them where they come from.
fn bundles() -> (Folder, Vec<String>) {
    let folder = Folder::new();
    let mut names = Vec::new();
    for (claim, options) in [
        ("quay-wall-slid", &["--captures"][..]),
        ("authority-was-warned", &[]),
        ("inspection-put-off", &["--captures"]),
        ("storm-brought-down-wall", &[]),
    ] {
        let name = format!("{claim}.bundle");
        let path = fixture(&format!("harbour-inquiry/claims/{claim}.json"));
        let made = run(byline()
            .arg("bundle")
            .args(options)
            .arg(path)
            .arg("-o")
            .arg(folder.at(&name)));
        made.assert_status(0);
        names.push(name);
    }
    // A claim by itself, of a folder that rates by a table of its own, lacks its sources.
    folder.put("alone/byline.toml", "[score]\nbase-rate = 0.25\n");
    let claim = fs::read(fixture("harbour-inquiry/claims/quay-wall-slid.json")).unwrap();
    let path = folder.put("alone/claims/quay-wall-slid.json", claim);
    run(byline()
        .arg("bundle")
        .arg(path)
        .arg("-o")
        .arg(folder.at("alone.bundle")))
    .assert_status(0);
    names.push("alone.bundle".to_owned());
    (folder, names)
}

fn head(folder: &Folder, name: &str) -> Value {
    let bytes = fs::read(folder.at(name)).unwrap();
    serde_json::from_slice(bytes.split(|byte| *byte == b'\n').next().unwrap()).unwrap()
}

#[test]
fn the_head_of_every_bundle_is_valid_and_is_what_readers_tell() {
    let schema_of_head = validator("bundle");
    let (folder, names) = bundles();
    let mut sorts = Vec::new();
    for name in &names {
        let head = head(&folder, name);
        assert_eq!(errors(&schema_of_head, &head), [""; 0], "{name}");
        let omits = head["omits"].as_array().unwrap().iter();
        sorts.extend(omits.map(|omitted| omitted["what"].as_str().unwrap().to_owned()));
        for (command, of) in [
            ("verify", "verification"),
            ("score", "ratings"),
            ("log", "log"),
            ("check", "check"),
        ] {
            let mut arguments = vec![command, "--at", AT, "--format", "json", name];
            let told = run(byline().current_dir(folder.path()).args(&arguments)).json();
            assert_eq!(errors(&validator(of), &told), [""; 0], "{arguments:?}");
            let bundle = &told["bundle"];
            for member in ["claim", "records", "omits"] {
                assert_eq!(bundle[member], head[member], "{name}: {member}");
            }
            assert_eq!(bundle["captures"], head["captures"].as_array().unwrap().len());
            if matches!(command, "verify" | "score") {
                arguments[4] = "jsonl";
                let lines = run(byline().current_dir(folder.path()).args(&arguments)).stdout;
                let last: Value = serde_json::from_str(lines.lines().last().unwrap()).unwrap();
                assert_eq!(errors(&validator(of), &last), [""; 0], "{arguments:?}");
                assert_eq!(last["bundle"], *bundle);
            }
        }
    }
    sorts.sort();
    sorts.dedup();
    assert_eq!(sorts, ["capture", "settings", "source"]);
}

#[test]
fn the_schema_of_bundles_refuses_what_bundle_never_writes() {
    let schema = validator("bundle");
    let (folder, _) = bundles();
    let mut whole = head(&folder, "quay-wall-slid.bundle");
    whole["omits"] = json!([{ "what": "source", "ids": ["a.example"], "why": "missing" }]);
    let values = [
        ("/byline", json!("bundle/2")),
        ("/claim", json!("sha1:00")),
        ("/records", json!(0)),
        ("/records", json!(100_001)),
        ("/bytes", json!(-1)),
        ("/captures/0/sha256", json!("sha256:00")),
        ("/captures/0/size", json!(52_428_801)),
        ("/omits/0/what", json!("rumour")),
        ("/omits/0/what", json!("capture")),
        ("/omits/0/ids", json!([])),
        ("/omits/0/ids", json!(["a.example", "a.example"])),
        ("/omits/0/ids/0", json!("No Source")),
        ("/omits/0/why", json!("x".repeat(301))),
        ("/sha256", json!("")),
    ];
    assert_refuses_values(&schema, &whole, &values);
    assert_refuses_other_members(&schema, &whole, &["", "/captures/0", "/omits/0"]);
}

/// What `log` writes of a claim of the harbour inquiry.
fn log(claim: &str) -> Value {
    let path = fixture(&format!("harbour-inquiry/claims/{claim}.json"));
    let told = run(byline().args(["log", "--at", AT, "--format", "json"]).arg(path));
    told.assert_status(0);
    told.json()
}

#[test]
fn what_log_writes_is_valid() {
    let schema = validator("log");
    let mut revisions = 0;
    for claim in [
        "inspection-put-off",
        "inspection-put-off.r1",
        "storm-brought-down-wall",
        "one-worker-hurt",
    ] {
        let told = log(claim);
        assert_eq!(errors(&schema, &told), [""; 0], "{claim}");
        revisions += told["revisions"].as_array().unwrap().len();
    }
    assert_eq!(revisions, 5);
    // The one before is not at hand.
    let folder = Folder::new();
    folder.put(
        "a.json",
        fs::read(fixture("harbour-inquiry/claims/inspection-put-off.json")).unwrap(),
    );
    let told = folder
        .run(["log", "--at", AT, "--format", "json", "a.json"])
        .json();
    assert_eq!(errors(&schema, &told), [""; 0]);
    assert_eq!(told["whole"], false);
}

#[test]
fn the_schema_of_logs_refuses_what_log_never_writes() {
    let schema = validator("log");
    let whole = log("inspection-put-off");
    let values = [
        ("/byline", json!("log/2")),
        ("/id", json!("No Id")),
        ("/whole", json!(1)),
        ("/revisions", json!([])),
        ("/revisions/0/path", json!("")),
        ("/revisions/0/line", json!(0)),
        ("/revisions/0/revision", json!(0)),
        ("/revisions/0/digest", json!("sha256:00")),
        ("/revisions/0/statement", json!("")),
        ("/revisions/0/changes/0/member", json!("")),
        ("/revisions/0/integrity", json!("good")),
        ("/revisions/0/signers/0/standing", json!("known")),
        ("/revisions/0/holds", Value::Null),
    ];
    assert_refuses_values(&schema, &whole, &values);
    let mut without_changes = whole;
    assert_refuses_other_members(&schema, &without_changes, &["/revisions/0/changes/0"]);
    // They are left out where no revision before is at hand.
    for revision in without_changes["revisions"].as_array_mut().unwrap() {
        revision.as_object_mut().unwrap().remove("changes");
    }
    let places = ["", "/revisions/0", "/revisions/0/signers/0"];
    assert_refuses_other_members(&schema, &without_changes, &places);
}
