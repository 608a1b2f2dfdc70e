//! Records that were altered, or are to be of another key.

use serde_json::Value;

use super::playground::{CREATED, Folder, Run, claim, did, record, words};
use super::signers::{AUTHOR, CHECKER, EDITOR, assert_refused, parsed};

/// Changes what a record says after it was signed.
fn alter(folder: &Folder, path: &str) {
    let text = folder.read(path);
    folder.put(path, text.replace("Sixty", "Ninety"));
}

#[test]
fn an_altered_record_is_signed_anew_only_when_asked_to() {
    let folder = Folder::new();
    folder.put("wall.json", claim("wall"));
    folder.sign(AUTHOR, &["wall.json"]).assert_status(0);
    alter(&folder, "wall.json");
    assert_refused(&folder, "wall.json", 1, "your own proof no longer holds", || {
        folder.sign(AUTHOR, &["wall.json"])
    });
    // Another's proof is not his to drop.
    for option in [None, Some("--replace")] {
        assert_refused(
            &folder,
            "wall.json",
            1,
            "a proof of another key no longer hold",
            || {
                let arguments: Vec<&str> = option.into_iter().chain(["wall.json"]).collect();
                folder.sign(EDITOR, &arguments)
            },
        );
    }
    folder.sign(AUTHOR, &["--replace", "wall.json"]).assert_status(0);
    folder
        .run(["verify", "--integrity", "wall.json"])
        .assert_status(0);
    assert!(parsed(&folder.read("wall.json"))["proof"].is_object());

    folder.sign(EDITOR, &["wall.json"]).assert_status(0);
    folder.put("wall.json", folder.read("wall.json").replace("Ninety", "Eighty"));
    assert_refused(
        &folder,
        "wall.json",
        1,
        "your own proof and a proof of another key",
        || folder.sign(AUTHOR, &["--replace", "wall.json"]),
    );
    folder.sign(AUTHOR, &["--force", "wall.json"]).assert_status(0);
    folder
        .run(["verify", "--integrity", "wall.json"])
        .assert_status(0);
    let proof = parsed(&folder.read("wall.json"))["proof"].clone();
    assert!(
        proof["verificationMethod"]
            .as_str()
            .unwrap()
            .starts_with(&did(AUTHOR))
    );
}

#[test]
fn replacing_keeps_the_proofs_of_others() {
    let folder = Folder::new();
    folder.put("wall.json", claim("wall"));
    for signer in [AUTHOR, EDITOR, CHECKER] {
        folder.sign(signer, &["wall.json"]).assert_status(0);
    }
    let before = parsed(&folder.read("wall.json"))["proof"]
        .as_array()
        .unwrap()
        .clone();
    for option in ["--replace", "--force"] {
        folder
            .sign_at(EDITOR, "2026-03-09T00:00:00Z", &[option, "wall.json"])
            .assert_status(0);
        let after = parsed(&folder.read("wall.json"))["proof"]
            .as_array()
            .unwrap()
            .clone();
        let made = |proofs: &[Value], created: &str| {
            proofs.iter().filter(|proof| proof["created"] == created).count()
        };
        assert_eq!(
            (
                after.len(),
                made(&after, CREATED),
                made(&after, "2026-03-09T00:00:00Z")
            ),
            (3, 2, 1)
        );
        assert!(after.contains(&before[0]) && after.contains(&before[2]));
        folder
            .run(["verify", "--integrity", "wall.json"])
            .assert_status(0);
    }
}

#[test]
fn a_record_that_is_signed_anew_is_of_the_new_key_alone_and_what_names_it_is_told() {
    let folder = Folder::with_signed_claim();
    let by_author = folder.read("claims/a.json");
    folder
        .new_notice("claims/a.json", "corrects", "No.")
        .assert_status(0);
    let run = folder.sign("harbour-editor", &["--anew", "claims/a.json"]);
    run.assert_status(0);
    let told = "It is still named by the old one in notices/corrects-";
    assert!(run.said_and_printed().contains(told), "{}", run.stderr);
    let signed = folder.read("claims/a.json");
    assert!(!signed.contains(&did("harbour-author")), "{signed}");
    let (_, verification) = folder.verify(&["claims/a.json"]);
    assert_eq!(record(&verification, "claims/a.json")["holds"], true);
    // Whoever signs it as at first gets what was there at first: no other byte was changed.
    folder
        .sign("harbour-author", &["--anew", "claims/a.json"])
        .assert_status(0);
    assert_eq!(folder.read("claims/a.json"), by_author);
}

#[test]
fn a_notice_that_names_a_record_in_the_place_of_another_is_told_too() {
    let folder = Folder::with_signed_claim();
    folder.put("claims/b.json", claim("b").replace("courier", "ledger"));
    folder.sign(AUTHOR, &["claims/b.json"]).assert_status(0);
    let notice = [
        "new",
        "notice",
        "claims/a.json",
        "--effect",
        "corrects",
        "--reason",
        "No.",
        "--replacement",
        "claims/b.json",
    ];
    folder.run(notice).assert_status(0);
    let run = folder.sign(EDITOR, &["--anew", "claims/b.json"]);
    run.assert_status(0);
    let told = "It is still named by the old one in notices/corrects-";
    assert!(words(&run.stderr).contains(told), "{}", run.stderr);
}

#[test]
fn whose_signatures_a_record_loses_is_told_before_it_is_signed_anew() {
    let folder = Folder::with_signed_claim();
    let loses = |run: &Run| {
        let told = words(&run.assert_status(0).stderr);
        let (_, told) = told.split_once("loses ").unwrap_or_default();
        told.to_owned()
    };
    folder.sign(EDITOR, &["claims/a.json"]).assert_status(0);
    folder
        .sign("harbour-owner-two", &["claims/a.json"])
        .assert_status(0);
    let dry = folder.sign(AUTHOR, &["--anew", "--dry-run", "claims/a.json"]);
    let run = folder.sign(AUTHOR, &["--anew", "claims/a.json"]);
    // By name where the list has one; what nobody else has signed nobody else loses.
    let told = format!(
        "the signatures of {}, {}: whoever still stands by it has to sign it again",
        "Ruud Haan",
        did("harbour-owner-two")
    );
    assert_eq!((loses(&dry), loses(&run)), (told.clone(), told));
    assert_eq!(loses(&folder.sign(AUTHOR, &["--anew", "claims/a.json"])), "");
    let told = "the signature of Maren Voss: whoever still stands by it has to sign it again";
    assert_eq!(loses(&folder.sign(EDITOR, &["--anew", "claims/a.json"])), told);
}

/// Only its old proof tells which digest a record had that was changed since.
#[test]
fn what_names_a_changed_record_by_its_old_digest_is_told_when_its_proof_is_made_anew() {
    for option in ["--replace", "--force"] {
        let folder = Folder::with_signed_claim();
        let old = folder.digest("claims/a.json");
        folder.put("claims/b.json", claim("b").replace("courier", "ledger"));
        let mut on_it: Value = parsed(&claim("c"));
        on_it["chain"] = serde_json::json!([{
            "id": "a", "kind": "claim", "claim": old, "statement": on_it["statement"], "held": true
        }]);
        folder.put("claims/c.json", on_it.to_string());
        // Its own proof made anew over the same words changes nothing.
        let run = folder.sign_at(AUTHOR, "2026-03-09T00:00:00Z", &[option, "claims/a.json"]);
        run.assert_status(0);
        assert_eq!(run.stderr, "");
        alter(&folder, "claims/a.json");
        let run = folder.sign(AUTHOR, &[option, "claims/a.json"]);
        run.assert_status(0);
        let new = folder.digest("claims/a.json");
        let told = format!(
            "warning: claims/a.json gets another digest: {new} instead of {old}. It is still named by the old one in \
             claims/c.json: put the new one there, and have those signed anew as well"
        );
        assert_eq!(words(&run.stderr), told);
        // Where nobody names it, nobody need know.
        folder.sign(AUTHOR, &["claims/b.json"]).assert_status(0);
        alter(&folder, "claims/b.json");
        let run = folder.sign(AUTHOR, &[option, "claims/b.json"]);
        run.assert_status(0);
        assert_eq!(run.stderr, "");
    }
}

#[test]
fn what_must_keep_its_digest_is_not_signed_anew() {
    let folder = Folder::repository();
    folder.put("claims/a.json", claim("a"));
    folder.put("claims/b.jsonl", format!("{}\n", claim("b")));
    folder
        .sign("harbour-author", &["claims/a.json", "claims/b.jsonl"])
        .assert_status(0);
    folder
        .new_revision("claims/a.json", "It is otherwise.")
        .assert_status(0);
    for (path, why) in [
        ("claims/a.r1.json", "names it by its digest"),
        ("claims/b.jsonl", "a line is not signed anew"),
        ("trust/1.json", "is a trust list"),
    ] {
        let before = folder.read(path);
        let run = folder.sign("harbour-editor", &["--anew", path]);
        run.assert_clean().assert_status(1);
        assert!(run.said().contains(why), "{}", run.said());
        assert_eq!(folder.read(path), before);
    }
}
