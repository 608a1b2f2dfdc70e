//! Ways around a retraction, and around who may revise a claim: none of them leads anywhere.

use serde_json::{Value, json};

use super::playground::{AT, Folder, claim, did, record, rules};
use super::said::{next_list, notice, retract, told_of_claim};

/// A notice that the checker wrote and an editor signed as well, and the same without the editor's proof.
fn counter_signed(folder: &Folder) -> (String, String) {
    let text = notice(&folder.digest("claims/a.json"), "retracts", "The wall stands.");
    folder.put("notices/n.json", text.to_string());
    let unlisted = ["--unlisted", "notices/n.json"];
    folder.sign("harbour-checker", &unlisted).assert_status(0);
    let one_proof = folder.read("notices/n.json");
    folder
        .sign("harbour-editor", &["notices/n.json"])
        .assert_status(0);
    let both = folder.read("notices/n.json");
    std::fs::remove_file(folder.at("notices/n.json")).unwrap();
    (one_proof, both)
}

#[test]
fn a_copy_without_a_counter_signature_takes_nothing_from_a_notice() {
    let folder = Folder::with_signed_claim();
    let (one_proof, both) = counter_signed(&folder);
    folder.put("notices/m.json", one_proof.clone());
    assert_eq!(told_of_claim(&folder), [""; 0], "a checker has no say");
    folder.put("notices/m.json", both);
    assert_eq!(told_of_claim(&folder), ["retracted"]);
    // It does not matter which of them is read first.
    for copy in ["notices/a.json", "notices/z.json"] {
        folder.put(copy, one_proof.clone());
        assert_eq!(told_of_claim(&folder), ["retracted"], "{copy}");
        std::fs::remove_file(folder.at(copy)).unwrap();
    }
}

/// The next revision of the claim in `claims/a.json` that says this of it.
fn revise(folder: &Folder, number: u64, change: impl Fn(&mut Value), signer: &str) {
    let before = format!("claims/a.r{}.json", number - 1);
    std::fs::rename(folder.at("claims/a.json"), folder.at(&before)).unwrap();
    let mut next: Value = serde_json::from_str(&claim("a")).unwrap();
    next["revision"] = number.into();
    next["supersedes"] = folder.digest(&before).into();
    change(&mut next);
    folder.put("claims/a.json", next.to_string());
    folder.sign(signer, &["claims/a.json"]).assert_status(0);
}

/// Adds somebody to the trust list.
fn add_signer(folder: &Folder, version: u64, name: &str, role: &str, scope: Option<&str>) {
    next_list(folder, version, |signers| {
        let mut signer = json!({ "key": did(name), "name": name, "roles": [role] });
        if let Some(scope) = scope {
            signer["scope"] = json!([scope]);
        }
        signers.push(signer);
    });
}

#[test]
fn no_editor_takes_a_claim_into_his_own_scope() {
    let folder = Folder::with_signed_claim();
    add_signer(&folder, 2, "chips-editor", "editor", Some("topic:sports"));
    let sports = |claim: &mut Value| claim["topics"] = json!(["sports"]);
    revise(&folder, 2, sports, "chips-editor");
    assert_eq!(told_of_claim(&folder), ["broken-revision"]);
    // Nor does he take it back that way.
    retract(&folder, "chips-editor");
    let (_, verification) = folder.verify(&["claims/a.r1.json"]);
    assert_eq!(record(&verification, "claims/a.r1.json")["holds"], true);
    // An editor of everything may do both.
    let folder = Folder::with_signed_claim();
    add_signer(&folder, 2, "chips-editor", "editor", None);
    revise(&folder, 2, sports, "chips-editor");
    assert_eq!(told_of_claim(&folder), [""; 0]);
}

#[test]
fn what_follows_a_broken_revision_is_broken_as_well() {
    let folder = Folder::with_signed_claim();
    add_signer(&folder, 2, "chips-author", "author", None);
    for number in [2, 3, 4] {
        revise(&folder, number, |_| {}, "chips-author");
        assert_eq!(told_of_claim(&folder), ["broken-revision"], "{number}");
    }
    let (_, verification) = folder.verify(&["claims/a.json"]);
    let message = &record(&verification, "claims/a.json")["findings"][0]["message"];
    assert!(
        message
            .as_str()
            .unwrap()
            .starts_with("the revision before does not follow")
    );
}

#[test]
fn a_waiver_of_what_was_retracted_hides_nothing_else_below() {
    let folder = Folder::with_signed_claim();
    folder.put("claims/c.json", claim("c"));
    folder.sign("harbour-author", &["claims/c.json"]).assert_status(0);
    let mut upper: Value = serde_json::from_str(&claim("b")).unwrap();
    for below in ["a", "c"] {
        let path = format!("claims/{below}.json");
        let link = json!({ "id": format!("on-{below}"), "kind": "claim", "claim": folder.digest(&path),
                           "statement": upper["statement"], "held": true });
        upper["chain"].as_array_mut().unwrap().push(link);
    }
    folder.put("claims/b.json", upper.to_string());
    folder.sign("harbour-author", &["claims/b.json"]).assert_status(0);
    retract(&folder, "harbour-author");
    let mut altered: Value = serde_json::from_str(&folder.read("claims/c.json")).unwrap();
    altered["proof"]["created"] = "2026-03-05T11:00:00Z".into();
    folder.put("claims/c.json", altered.to_string());
    folder.put(
        "byline.toml",
        "[[ignore]]\nrule = \"rests-on-retracted\"\nrecord = \"b\"\nreason = \"known\"\nuntil = \"2099-01-01\"\n",
    );
    let (_, verification) = folder.verify(&["claims/b.json"]);
    let told = rules(record(&verification, "claims/b.json"));
    assert_eq!(told, ["rests-on-retracted", "rests-on-unverified"]);
    let check = folder.run(["check", "--at", AT, "--format", "json", "claims/b.json"]);
    check.assert_status(1);
    let found = check.json();
    let rules: Vec<&str> = found["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|finding| finding["level"] == "deny")
        .map(|finding| finding["rule"].as_str().unwrap())
        .collect();
    assert_eq!(rules, ["rests-on-unverified"]);
}

#[test]
fn nine_notices_that_spare_a_revision_spare_it() {
    let folder = Folder::with_signed_claim();
    let first = folder.digest("claims/a.json");
    revise(&folder, 2, |_| {}, "harbour-author");
    for number in 0..9 {
        let mut notice = notice(
            &folder.digest("claims/a.json"),
            "retracts",
            &format!("No, {number}."),
        );
        notice["replacement"] = first.clone().into();
        let path = format!("notices/n{number}.json");
        folder.put(&path, notice.to_string());
        folder.sign("harbour-author", &[&path]).assert_status(0);
    }
    let (_, verification) = folder.verify(&["."]);
    assert_eq!(record(&verification, "claims/a.r1.json")["holds"], true);
    assert_eq!(rules(record(&verification, "claims/a.json"))[0], "retracted");
}

#[test]
fn no_correction_is_hidden_behind_disputes() {
    let folder = Folder::with_signed_claim();
    let about = folder.digest("claims/a.json");
    let mut notices: Vec<Value> = (0..80)
        .map(|number| notice(&about, "disputes", &format!("Not so, {number}.")))
        .collect();
    let mut last = notice(&about, "corrects", "It was Tuesday.");
    last["issued"] = "2026-03-06T10:00:00Z".into();
    notices.push(last);
    let lines: Vec<String> = notices.iter().map(|notice| format!("{notice}\n")).collect();
    folder.put("notices/n.jsonl", lines.concat());
    folder
        .sign("harbour-editor", &["notices/n.jsonl"])
        .assert_status(0);
    let (_, verification) = folder.verify(&["claims/a.json"]);
    let claim = record(&verification, "claims/a.json");
    assert_eq!(claim["dispute"], json!(["corrected", "disputed"]));
}

#[test]
fn a_bundle_has_the_proofs_of_all_copies() {
    let folder = Folder::with_signed_claim();
    let (one_proof, both) = counter_signed(&folder);
    folder.put("notices/a.json", one_proof);
    folder.put("notices/z.json", both);
    folder.run(["bundle", "claims/a.json", "-o", "a.bundle"]);
    let (status, verification) = folder.verify(&["a.bundle"]);
    assert_eq!(status, Some(1), "{verification:#}");
    assert_eq!(rules(record(&verification, "a.bundle")), ["retracted"]);
}

#[test]
fn a_record_that_fails_twice_is_told_of_twice_above_it() {
    let folder = Folder::with_signed_claim();
    let mut upper: Value = serde_json::from_str(&claim("b")).unwrap();
    let link = json!({ "id": "below", "kind": "claim", "claim": folder.digest("claims/a.json"),
                       "statement": upper["statement"], "held": true });
    upper["chain"].as_array_mut().unwrap().push(link);
    folder.put("claims/b.json", upper.to_string());
    folder.sign("harbour-author", &["claims/b.json"]).assert_status(0);
    retract(&folder, "harbour-author");
    let told = || {
        let (_, verification) = folder.verify(&["claims/b.json"]);
        let rules = rules(record(&verification, "claims/b.json"));
        rules.into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(told(), ["rests-on-retracted"]);
    folder.put("claims/a.json", folder.unsigned("claims/a.json").to_string());
    assert_eq!(told(), ["rests-on-retracted", "rests-on-unverified"]);
}

#[test]
fn no_lapsed_retraction_is_hidden_behind_lapsed_corrections() {
    let folder = Folder::with_signed_claim();
    revise(&folder, 2, |_| {}, "harbour-author");
    let about = folder.digest("claims/a.json");
    let mut notices: Vec<Value> = (0..60)
        .map(|number| {
            let mut earlier = notice(&about, "corrects", &format!("It was day {number}."));
            earlier["issued"] = "2026-03-05T09:00:00Z".into();
            earlier
        })
        .collect();
    notices.push(notice(&about, "retracts", "The wall stands."));
    let lines: Vec<String> = notices.iter().map(|notice| format!("{notice}\n")).collect();
    folder.put("notices/n.jsonl", lines.concat());
    folder
        .sign("harbour-editor", &["notices/n.jsonl"])
        .assert_status(0);
    next_list(&folder, 2, |signers| {
        signers[2]["revoked"] = json!({"at": "2026-06-01T00:00:00Z", "why": "compromised"});
    });
    let (_, verification) = folder.verify(&["."]);
    assert_eq!(record(&verification, "claims/a.r1.json")["holds"], false);
}

#[test]
fn what_is_taken_from_the_maker_of_a_revision_brings_back_no_claim() {
    let folder = Folder::with_signed_claim();
    add_signer(&folder, 2, "chips-editor", "editor", None);
    revise(&folder, 2, |_| {}, "chips-editor");
    retract(&folder, "harbour-editor");
    let first = |folder: &Folder| {
        let (_, verification) = folder.verify(&["."]);
        let rules = rules(record(&verification, "claims/a.r1.json"));
        rules.into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(first(&folder), ["retracted"]);
    // The next list does without that editor.
    next_list(&folder, 3, |_| {});
    assert_eq!(first(&folder), ["retracted"]);
    let (_, verification) = folder.verify(&["."]);
    let second = rules(record(&verification, "claims/a.json"));
    assert!(second.contains(&"broken-revision"), "{second:?}");
}

#[test]
fn a_broken_revision_further_back_is_seen_since_a_commit() {
    let folder = Folder::with_signed_claim();
    revise(&folder, 2, |_| {}, "harbour-author");
    let mut altered: Value = serde_json::from_str(&folder.read("claims/a.json")).unwrap();
    altered["proof"]["created"] = "2026-03-05T11:00:00Z".into();
    revise(&folder, 3, |_| {}, "harbour-author");
    folder.put("claims/a.r2.json", altered.to_string());
    super::playground::git(folder.path(), &["init", "-q"]);
    super::playground::git(folder.path(), &["add", "."]);
    super::playground::git(folder.path(), &["commit", "-qm", "before"]);
    revise(&folder, 4, |_| {}, "harbour-author");
    for arguments in [
        &["check", "--at", AT, "."][..],
        &["check", "--at", AT, "--since", "HEAD", "."],
    ] {
        let check = folder.run(arguments);
        check.assert_status(1);
        let said = check.said_and_printed();
        assert!(said.contains("claims/a.json:1:"), "{arguments:?}: {said}");
        assert!(said.contains("error[broken-revision]"), "{arguments:?}: {said}");
    }
}
