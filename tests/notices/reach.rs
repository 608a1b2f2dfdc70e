//! Which records a notice reaches: copies, revisions, replacements.

use std::fmt::Write;

use serde_json::{Value, json};

use super::playground::{AT, Folder, claim, record, records, rules, run};
use super::said::{notice, retract, revise};

#[test]
fn a_notice_reaches_every_copy_of_a_record() {
    let folder = Folder::with_signed_claim();
    retract(&folder, "harbour-author");
    folder.put("claims/b.json", folder.read("claims/a.json"));
    let line: Value = serde_json::from_str(&folder.read("claims/a.json")).unwrap();
    folder.put("claims/more.jsonl", format!("{line}\n{line}\n"));
    let (_, verification) = folder.verify(&["."]);
    let claims: Vec<&Value> = records(&verification)
        .iter()
        .filter(|record| record["kind"] == "claim")
        .collect();
    assert_eq!(claims.len(), 4);
    for claim in claims {
        assert_eq!(rules(claim), ["retracted"], "{claim:#}");
        assert_eq!(claim["dispute"], json!(["retracted"]));
    }
    // Also where only one of them is named.
    let (_, verification) = folder.verify(&["claims/b.json"]);
    assert_eq!(rules(record(&verification, "claims/b.json")), ["retracted"]);
}

#[test]
fn a_copy_without_its_proofs_spoils_nothing() {
    let folder = Folder::with_signed_claim();
    let mut upper: Value = serde_json::from_str(&claim("upper")).unwrap();
    upper["chain"][0]["cites"] = json!(["below"]);
    let statement = upper["statement"].clone();
    upper["chain"].as_array_mut().unwrap().push(json!({
        "id": "below", "kind": "claim", "claim": folder.digest("claims/a.json"),
        "statement": statement
    }));
    folder.put("claims/upper.json", upper.to_string());
    folder
        .sign("harbour-author", &["claims/upper.json"])
        .assert_status(0);
    // Before the good one in the order of paths.
    folder.put("claims/0.json", folder.unsigned("claims/a.json").to_string());
    let (_, verification) = folder.verify(&["."]);
    assert_eq!(record(&verification, "claims/upper.json")["holds"], true);
    assert_eq!(record(&verification, "claims/a.json")["holds"], true);
    assert_eq!(rules(record(&verification, "claims/0.json")), ["unsigned"]);
}

/// Many notices on a claim of many revisions.
#[test]
fn many_notices_on_many_revisions_take_no_longer_than_as_many_of_each() {
    const COUNT: usize = 2_000;
    let folder = Folder::with_signed_claim();
    let first = folder.digest("claims/a.json");
    let mut revisions = String::new();
    let mut notices = String::new();
    for number in 0..COUNT {
        let mut next: Value = serde_json::from_str(&claim("a")).unwrap();
        next["revision"] = 2.into();
        next["supersedes"] = first.clone().into();
        next["note"] = number.to_string().into();
        writeln!(revisions, "{next}").unwrap();
        let reason = format!("{number} {}", "reason ".repeat(200));
        let effect = ["disputes", "corrects"][number % 2];
        writeln!(notices, "{}", notice(&first, effect, &reason)).unwrap();
    }
    folder.put("claims/more.jsonl", revisions);
    folder.put("notices/n.jsonl", notices);
    folder
        .sign("harbour-editor", &["notices/n.jsonl"])
        .assert_status(0);
    // The last of them takes the claim back.
    retract(&folder, "harbour-author");
    for format in ["text", "jsonl"] {
        let script = format!(
            "ulimit -v 700000; exec {} verify --at {AT} --format {format} .",
            env!("CARGO_BIN_EXE_byline")
        );
        let mut command = std::process::Command::new("sh");
        command
            .args(["-c", &script])
            .env("RAYON_NUM_THREADS", "2")
            .current_dir(folder.path());
        let told = run(&mut command);
        told.assert_status(1);
        assert!(told.stdout.contains("this record was retracted"));
        assert!(
            told.stdout
                .contains("an earlier revision of this record was retracted")
        );
        if format == "text" {
            assert!(told.stdout.contains("and 1997 more notices"));
        } else {
            let line = told.stdout.lines().next().unwrap();
            let claim: Value = serde_json::from_str(line).unwrap();
            assert_eq!(claim["notices"].as_array().unwrap().len(), 56);
            assert_eq!(claim["notices"][0]["effect"], "retracts");
            assert_eq!(claim["more_notices"], 1_945);
        }
    }
}

/// One notice that lies there many times is one.
#[test]
fn copies_of_a_notice_count_once() {
    let folder = Folder::with_signed_claim();
    retract(&folder, "harbour-author");
    let notice: Value = serde_json::from_str(&folder.read("notices/n.json")).unwrap();
    folder.put("notices/more.jsonl", format!("{notice}\n").repeat(500));
    let (_, verification) = folder.verify(&["claims/a.json"]);
    let claim = record(&verification, "claims/a.json");
    assert_eq!(claim["notices"].as_array().unwrap().len(), 1);
    assert_eq!(rules(claim), ["retracted"]);
}

/// What replaces a record is not reached by the notice that names it, nor is what follows; other revisions are, and
/// so are those again that another notice reaches.
#[test]
fn a_notice_ends_where_its_replacement_begins() {
    let folder = Folder::with_signed_claim();
    let first = folder.digest("claims/a.json");
    revise(&folder);
    let second = folder.digest("claims/a.json");
    let mut notice = notice(&first, "retracts", "The wall stands.");
    notice["replacement"] = second.into();
    folder.put("notices/n.json", notice.to_string());
    folder
        .sign("harbour-author", &["notices/n.json"])
        .assert_status(0);
    let (_, verification) = folder.verify(&["."]);
    assert_eq!(rules(record(&verification, "claims/a.r1.json")), ["retracted"]);
    assert_eq!(record(&verification, "claims/a.json")["holds"], true);
    notice.as_object_mut().unwrap().remove("replacement");
    folder.put("notices/m.json", notice.to_string());
    folder
        .sign("harbour-author", &["notices/m.json"])
        .assert_status(0);
    let (_, verification) = folder.verify(&["."]);
    assert_eq!(rules(record(&verification, "claims/a.json")), ["retracted"]);
}
