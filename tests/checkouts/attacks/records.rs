//! Records, proofs and notices removed, changed, put back or dated back.

use std::collections::HashSet;
use std::fs;

use serde_json::Value;

use super::checkout::{Checkout, tells};
use super::playground::{AT, Run, byline, claim, did, git, run};

/// What the quay wall did, by the newest word.
const NEWER: &str = "Seventy metres of the quay wall slid into the water.";

#[test]
fn nothing_that_differs_passes_and_says_so() {
    let checkout = Checkout::new();
    let run = checkout.assert_passes();
    assert!(run.stdout.contains("nothing differs from base"), "{run:#?}");
}

#[test]
fn what_differs_is_told_and_what_rests_on_it() {
    let checkout = Checkout::new();
    checkout.put_signed("claims/new.json", &claim("new"));
    let run = checkout.assert_passes();
    assert!(run.stdout.contains("1 claim, 0 sources"), "{run:#?}");
    checkout.remove("claims/new.json");
    // The claim b rests on a.
    checkout.revise("a", NEWER);
    let run = checkout.check();
    assert!(tells(&run, "outdated-claim", "claims/b.json"), "{run:#?}");
    assert!(run.stdout.contains("3 claims, 0 sources"), "{run:#?}");
    // Whether it is committed does not matter.
    checkout.commit("a revision");
    assert_eq!(checkout.check().stdout, run.stdout);
}

#[test]
fn of_what_is_told_nothing_else_is_told_than_by_a_whole_check() {
    let checkout = Checkout::with_policy("[rules]\nduplicate-claim = \"warn\"\n");
    checkout.put_signed("claims/new.json", &claim("new"));
    checkout.put("claims/unsigned.json", &claim("unsigned"));
    checkout.put("claims/malformed.json", "{");
    checkout.revise("a", NEWER);
    let since = told(&checkout.check());
    let whole = told(&checkout.check_with(&[]));
    assert!(since.len() > 4, "{since:?}");
    let paths: HashSet<&String> = since.iter().map(|(_, path)| path).collect();
    let of_those: HashSet<(String, String)> = whole
        .iter()
        .filter(|(_, path)| paths.contains(path))
        .cloned()
        .collect();
    assert_eq!(since, of_those);
    // The rest is what the base had already.
    assert!(whole.len() > since.len(), "{whole:?}");
}

/// The findings of a run, as rules and files.
fn told(run: &Run) -> HashSet<(String, String)> {
    let mut rule = String::new();
    let mut told = HashSet::new();
    for line in run.stdout.lines() {
        if let Some((_, place)) = line.split_once("  --> ") {
            let path = place.split(':').next().unwrap_or_default();
            told.insert((rule.clone(), path.to_owned()));
        } else if let Some((head, _)) = line.split_once("]: ") {
            head.clone_into(&mut rule);
        }
    }
    told
}

#[test]
fn a_signed_claim_is_not_edited_in_place() {
    let checkout = Checkout::new();
    let edited = claim("a").replace("Sixty", "Seventy");
    checkout.put_signed("claims/a.json", &edited);
    checkout.assert_denied("edited-in-place", "claims/a.json");
    checkout.assert_denied("dangling-claim", "claims/b.json");
    // Neither by the side of another file, nor hidden from git.
    checkout.rename("claims/a.json", "claims/deeper/a.json");
    checkout.assert_denied("edited-in-place", "claims/deeper/a.json");
}

#[test]
fn git_told_to_look_away_hides_nothing() {
    for flag in ["--assume-unchanged", "--skip-worktree"] {
        let checkout = Checkout::new();
        git(
            checkout.folder.path(),
            &["update-index", flag, "desk/claims/a.json"],
        );
        checkout.put_signed("claims/a.json", &claim("a").replace("Sixty", "Seventy"));
        checkout.assert_denied("edited-in-place", "claims/a.json");
    }
    let checkout = Checkout::new();
    checkout.folder.put(".gitignore", "*.json\n");
    checkout.put("claims/ignored.json", &claim("ignored"));
    checkout.assert_denied("unsigned", "claims/ignored.json");
}

#[test]
fn a_record_is_not_removed() {
    for path in [
        "claims/a.json",
        "claims/other.json",
        "notices/c.json",
        "trust/1.json",
    ] {
        let checkout = Checkout::new();
        checkout.remove(path);
        checkout.assert_denied("record-removed", path);
        checkout.commit("nothing to see");
        checkout.assert_denied("record-removed", path);
        // Not even for somebody who looks at something else.
        checkout.assert_denied_with(&["--since", "base", "claims"], "record-removed", path);
    }
    // A hidden file is not read.
    let checkout = Checkout::new();
    checkout.rename("notices/c.json", "notices/.c.json");
    checkout.assert_denied("record-removed", "notices/c.json");
    checkout.rename("notices/.c.json", "notices/c.json.bak");
    checkout.assert_denied("record-removed", "notices/c.json");
}

#[test]
fn what_a_removed_notice_spoke_of_is_told_again() {
    let checkout = Checkout::new();
    checkout.remove("notices/c.json");
    let run = checkout.check();
    run.assert_status(1);
    assert!(run.stdout.contains("1 claim, 0 sources"), "{run:#?}");
}

#[test]
fn a_notice_is_not_changed_into_another() {
    let checkout = Checkout::new();
    let milder = checkout.notice("claims/c.json").replace("retracts", "disputes");
    checkout.put_signed("notices/c.json", &milder);
    checkout.assert_denied("record-removed", "notices/c.json");
}

#[test]
fn a_record_may_move() {
    let checkout = Checkout::new();
    checkout.rename("claims/other.json", "claims/2026/other.json");
    let run = checkout.assert_passes();
    assert!(run.stdout.contains("1 claim, 0 sources"), "{run:#?}");
}

#[test]
fn a_proof_is_not_removed() {
    let checkout = Checkout::new();
    checkout.sign("harbour-editor", "claims/a.json");
    checkout.commit("counter-signed");
    let signed: Value = serde_json::from_str(&checkout.read("claims/a.json")).unwrap();
    let since = ["--since", "HEAD"];
    for kept in 0..2 {
        let mut stripped = signed.clone();
        stripped["proof"] = signed["proof"][kept].clone();
        checkout.put("claims/a.json", &stripped.to_string());
        checkout.assert_denied_with(&since, "proof-removed", "claims/a.json");
    }
    let mut stripped = signed.clone();
    stripped.as_object_mut().unwrap().remove("proof");
    checkout.put("claims/a.json", &stripped.to_string());
    checkout.assert_denied_with(&since, "proof-removed", "claims/a.json");
    checkout.assert_denied_with(&since, "unsigned", "claims/a.json");
    // In another order and another layout they are the same.
    let mut turned = signed.clone();
    turned["proof"].as_array_mut().unwrap().reverse();
    checkout.put("claims/a.json", &format!("{turned:#}"));
    let run = checkout.check_with(&since);
    run.assert_status(0);
}

#[test]
fn an_old_revision_is_not_put_back() {
    let checkout = Checkout::new();
    checkout.revise("other", NEWER);
    checkout.commit("a revision");
    let since = ["--since", "HEAD"];
    checkout.check_with(&since).assert_status(0);
    let newer = checkout.read("claims/other.json");
    // Over the newer one, in its place, and with the newer one beside it.
    let older = checkout.read("claims/other.r1.json");
    checkout.put("claims/other.json", &older);
    checkout.assert_denied_with(&since, "revision-rollback", "claims/other.json");
    checkout.put("claims/other.r2.json", &newer);
    checkout.assert_denied_with(&since, "revision-rollback", "claims/other.json");
    checkout.remove("claims/other.r2.json");
    checkout.remove("claims/other.json");
    checkout.assert_denied_with(&since, "revision-rollback", "claims/other.r1.json");
    // Nor where the check is run from within a folder, however the claim is named there.
    checkout.put("claims/other.json", &older);
    checkout.put("claims/other.r2.json", &newer);
    checkout.remove("claims/other.r1.json");
    for path in [".", "other.json", "./other.json"] {
        let mut command = byline();
        command.args(["check", "--at", AT, "--since", "HEAD", path]);
        let run = run(command.current_dir(checkout.at("claims")));
        assert!(tells(&run, "revision-rollback", "other.json"), "{path}: {run:#?}");
    }
    checkout.remove("claims/other.r2.json");
    checkout.put("claims/other.r1.json", &older);
    // The history before it is kept as well.
    checkout.put("claims/other.json", &newer);
    checkout.remove("claims/other.r1.json");
    checkout.assert_denied_with(&since, "record-removed", "claims/other.r1.json");
    checkout.assert_denied_with(&since, "broken-revision", "claims/other.json");
}

#[test]
fn an_old_record_of_a_source_is_not_put_back() {
    let checkout = Checkout::new();
    let source = |reliability: &str| {
        format!(
            r#"{{"byline":"source/1","id":"courier.example","name":"The Courier","kind":"outlet","reliability":"{reliability}","rated":{{"by":"the desk","on":"2026-03-01"}}}}"#
        )
    };
    let at = "sources/courier.example.json";
    checkout.put(at, &source("B"));
    checkout.sign_at("harbour-editor", at, "2026-03-05T10:00:00Z");
    let better = checkout.read(at);
    checkout.put(at, &source("E"));
    checkout.sign_at("harbour-editor", at, "2026-04-05T10:00:00Z");
    let worse = checkout.read(at);
    checkout.commit("not so reliable after all");
    let since = ["--since", "HEAD"];
    checkout.put(at, &better);
    checkout.assert_denied_with(&since, "revision-rollback", at);
    checkout.remove(at);
    checkout.put("sources/other.json", &better);
    checkout.assert_denied_with(&since, "revision-rollback", "sources/other.json");
    // Somebody else who signs the old record and may not makes it no newer.
    checkout.remove("sources/other.json");
    checkout.put(at, &better);
    checkout.sign_at("harbour-author", at, "2026-05-05T10:00:00Z");
    checkout.assert_denied_with(&since, "revision-rollback", at);
    // Who signs it anew says it anew.
    checkout.put(at, &source("B"));
    checkout.sign_at("harbour-editor", at, "2026-05-05T10:00:00Z");
    checkout.check_with(&since).assert_status(0);
    checkout.put(at, &worse);
    checkout.check_with(&since).assert_status(0);
}

#[test]
fn a_line_is_not_dropped() {
    let checkout = Checkout::new();
    let line = |id: &str| {
        checkout.put_signed("claims/line.json", &claim(id));
        let record: Value = serde_json::from_str(&checkout.read("claims/line.json")).unwrap();
        checkout.remove("claims/line.json");
        record.to_string()
    };
    let lines = [line("one"), line("two"), line("three")];
    checkout.put("claims/many.jsonl", &(lines.join("\n") + "\n"));
    checkout.commit("many");
    let since = ["--since", "HEAD"];
    checkout.check_with(&since).assert_status(0);
    let without = format!("{}\n{}\n", lines[2], lines[0]);
    checkout.put("claims/many.jsonl", &without);
    checkout.assert_denied_with(&since, "record-removed", "claims/many.jsonl");
    // One more line is one record more.
    checkout.put("claims/many.jsonl", &(lines.join("\n") + "\n" + &claim("four")));
    checkout.assert_denied_with(&since, "unsigned", "claims/many.jsonl:4:1");
    let run = checkout.check_with(&since);
    assert!(run.stdout.contains("1 claim, 0 sources"), "{run:#?}");
    checkout.remove("claims/many.jsonl");
    checkout.assert_denied_with(&since, "record-removed", "claims/many.jsonl");
}

#[test]
#[cfg(unix)]
fn a_link_in_place_of_a_folder_hides_nothing() {
    let checkout = Checkout::new();
    let elsewhere = checkout.folder.at("elsewhere");
    for folder in ["claims", "notices", "trust"] {
        fs::rename(checkout.at(folder), &elsewhere).unwrap();
        std::os::unix::fs::symlink(&elsewhere, checkout.at(folder)).unwrap();
        checkout.assert_denied("record-removed", &format!("{folder}/"));
        checkout.assert_denied("unreadable", folder);
        fs::remove_file(checkout.at(folder)).unwrap();
        fs::rename(&elsewhere, checkout.at(folder)).unwrap();
    }
    checkout.assert_passes();
}

#[test]
fn a_touched_capture_is_told_of_the_claims_that_name_it() {
    let checkout = Checkout::new();
    let capture = "The wall gave way at noon.\n";
    let digest = sha256(capture);
    checkout.put(&format!("evidence/{digest}"), capture);
    let with_capture = claim("seen").replace(
        r#""held":true"#,
        &format!(r#""held":true,"evidence":{{"sha256":"{digest}"}}"#),
    );
    checkout.put_signed("claims/seen.json", &with_capture);
    checkout.commit("a capture");
    let since = ["--since", "HEAD"];
    checkout.check_with(&since).assert_status(0);
    checkout.put(&format!("evidence/{digest}"), &capture.replace("noon", "dawn"));
    checkout.assert_denied_with(&since, "evidence-altered", "claims/seen.json");
    checkout.remove(&format!("evidence/{digest}"));
    checkout.assert_denied_with(&since, "evidence-missing-file", "claims/seen.json");
}

fn sha256(text: &str) -> String {
    use sha2::Digest as _;
    let digest = sha2::Sha256::digest(text);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn nobody_dates_back() {
    let checkout = Checkout::new();
    // The author's key; the check is in July.
    assert_eq!(checkout.next_list()["signers"][1]["key"], did("harbour-author"));
    checkout.supersede(1);
    checkout.commit("the key is superseded");
    let since = ["--since", "HEAD"];
    checkout.check_with(&since).assert_status(0);
    // What it signed before stands, wherever it lies, and in whatever layout.
    checkout.rename("claims/other.json", "claims/moved.json");
    let record: Value = serde_json::from_str(&checkout.read("claims/moved.json")).unwrap();
    checkout.put("claims/moved.json", &format!("{record:#}"));
    checkout.check_with(&since).assert_status(0);
    // What says that it was signed before, and was not there, does not.
    checkout.put_signed("claims/late.json", &claim("late"));
    checkout.assert_denied_with(&since, "revoked-signer", "claims/late.json");
    checkout.put_signed("notices/late.json", &checkout.notice("claims/moved.json"));
    let run = checkout.check_with(&since);
    assert!(tells(&run, "revoked-signer", "notices/late.json"), "{run:#?}");
    assert!(tells(&run, "foreign-notice", "notices/late.json"), "{run:#?}");
    // Nor does a second proof on a record that was there.
    checkout.remove("claims/late.json");
    checkout.remove("notices/late.json");
    checkout.put("claims/a.json", &checkout.unsigned("claims/a.json").to_string());
    checkout.sign_at("harbour-author", "claims/a.json", "2026-04-01T00:00:00Z");
    checkout.assert_denied_with(&since, "revoked-signer", "claims/a.json");
}
