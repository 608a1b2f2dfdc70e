//! What is asked about does not decide what is known of it: claims that speak against one are found beside it, and a copy
//! of a record without its proofs takes nothing from the record.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod playground;

use playground::{AT, Folder, claim, record, rules};
use serde_json::{Value, json};

/// A signed claim `a`, and beside it a signed claim in `other.json` that `change` makes of it.
fn beside_another(change: impl FnOnce(&mut Value, &str)) -> Folder {
    let folder = Folder::with_signed_claim();
    let mut other: Value = serde_json::from_str(&claim("a")).unwrap();
    change(&mut other, &folder.digest("claims/a.json"));
    folder.put("claims/deep/other.json", other.to_string());
    folder
        .sign("harbour-author", &["claims/deep/other.json"])
        .assert_status(0);
    folder
}

#[test]
fn another_claim_of_the_same_id_is_found_beside_the_one_that_is_asked_about() {
    let folder = beside_another(|other, _| other["statement"] = "The wall stands.".into());
    let (status, told) = folder.verify(&["claims/a.json"]);
    assert_eq!(status, Some(1));
    assert_eq!(rules(record(&told, "claims/a.json")), ["duplicate-id"]);
}

#[test]
fn a_claim_that_contradicts_is_found_beside_the_one_that_is_asked_about() {
    let folder = beside_another(|other, digest| {
        other["id"] = "other".into();
        other["contradicts"] = json!([digest]);
    });
    let dispute = |paths: &[&str]| {
        let (_, told) = folder.verify(paths);
        record(&told, "claims/a.json")["dispute"].clone()
    };
    assert_eq!(dispute(&["claims/a.json"]), json!(["contradicted"]));
    assert_eq!(dispute(&["claims"]), json!(["contradicted"]));
    // Of a copy the same is said.
    folder.put("claims/0/a.json", folder.read("claims/a.json"));
    assert_eq!(dispute(&["claims"]), json!(["contradicted"]));
}

/// Makes the next revision of the claim `a` in `claims/a.json`.
fn revise(folder: &Folder, number: u64) {
    let before = format!("claims/a.r{}.json", number - 1);
    std::fs::rename(folder.at("claims/a.json"), folder.at(&before)).unwrap();
    let mut next: Value = serde_json::from_str(&claim("a")).unwrap();
    next["revision"] = number.into();
    next["supersedes"] = folder.digest(&before).into();
    next["statement"] = format!("The wall slid, {number}.").into();
    folder.put("claims/a.json", next.to_string());
    folder.sign("harbour-author", &["claims/a.json"]).assert_status(0);
}

#[test]
fn nobody_revises_a_contradiction_away() {
    let folder = beside_another(|other, digest| {
        other["id"] = "other".into();
        other["contradicts"] = json!([digest]);
    });
    playground::git(folder.path(), &["init", "-q"]);
    for number in [2, 3] {
        playground::git(folder.path(), &["add", "."]);
        playground::git(folder.path(), &["commit", "-qm", "before"]);
        revise(&folder, number);
        for paths in [&["claims/a.json"][..], &["."]] {
            let (_, told) = folder.verify(paths);
            let dispute = &record(&told, "claims/a.json")["dispute"];
            assert_eq!(*dispute, json!(["contradicted"]), "{number} {paths:?}");
        }
        let (_, told) = folder.verify(&["."]);
        let other = record(&told, "claims/deep/other.json");
        assert_eq!(other["dispute"], json!(["contradicted"]), "{number}");
        let check = folder.run(["check", "--at", AT, "--since", "HEAD", "."]);
        let said = check.said_and_printed();
        assert!(said.contains("warning[contradicted]"), "{number}: {said}");
    }
}

#[test]
fn whom_nobody_vouches_for_contradicts_nobody() {
    let folder = beside_another(|other, digest| {
        other["id"] = "other".into();
        other["contradicts"] = json!([digest]);
    });
    let unsigned = folder.unsigned("claims/deep/other.json");
    folder.put("claims/deep/other.json", unsigned.to_string());
    let (status, told) = folder.verify(&["claims/a.json"]);
    assert_eq!(status, Some(0));
    assert_eq!(record(&told, "claims/a.json")["dispute"], json!([]));
    let shown = folder
        .run(["show", "--at", AT, "claims/a.json"])
        .said_and_printed();
    assert!(shown.contains("contradicted (changes nothing"), "{shown}");
}

#[test]
fn an_id_written_with_escapes_is_one() {
    let folder = beside_another(|other, _| other["statement"] = "The wall stands.".into());
    let escaped = folder
        .read("claims/deep/other.json")
        .replace("\"id\":\"a\"", "\"id\":\"\\u0061\"")
        .replace("\"id\": \"a\"", "\"id\": \"\\u0061\"");
    assert!(escaped.contains("\\u0061"), "{escaped}");
    folder.put("claims/deep/other.json", escaped);
    let (_, told) = folder.verify(&["claims/a.json"]);
    assert_eq!(rules(record(&told, "claims/a.json")), ["duplicate-id"]);
}

#[test]
fn a_claim_that_has_nothing_to_do_with_it_says_nothing() {
    let folder = beside_another(|other, _| other["id"] = "other".into());
    let (status, told) = folder.verify(&["claims/a.json"]);
    assert_eq!(status, Some(0), "{told:#}");
    assert_eq!(told["records"].as_array().unwrap().len(), 1);
}

#[test]
fn a_copy_of_a_source_without_its_proofs_changes_no_rating() {
    let folder = Folder::with_signed_claim();
    let source = json!({
        "byline": "source/1", "id": "courier.example", "name": "The Courier", "kind": "outlet", "reliability": "B",
        "rated": { "by": "house", "on": "2026-01-01" }
    });
    folder.put("sources/courier.example.json", source.to_string());
    let sealed = || {
        let run = folder.run([
            "source",
            "show",
            "--at",
            AT,
            "--format",
            "json",
            "courier.example",
            ".",
        ]);
        run.assert_clean();
        folder.run(["score", "--at", AT, "."]).said_and_printed()
    };
    assert!(sealed().contains("nobody vouches"), "{}", sealed());
    folder
        .sign("harbour-editor", &["sources/courier.example.json"])
        .assert_status(0);
    let told = sealed();
    assert!(!told.contains("nobody vouches"), "{told}");
    for copy in ["sources/0.json", "sources/z/courier.example.json"] {
        folder.put(copy, source.to_string());
        assert_eq!(sealed(), told, "{copy}");
        std::fs::remove_file(folder.at(copy)).unwrap();
    }
}
