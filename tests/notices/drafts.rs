//! Notices on what is not signed, and notices that are not.

use std::fs;
use std::os::unix::fs::symlink;

use super::playground::{AT, Folder, claim, record, records, rules, words};
use super::said::notice;

/// A revision that nobody has signed yet.
fn with_draft() -> Folder {
    let folder = Folder::with_signed_claim();
    folder
        .new_revision("claims/a.json", "It is otherwise.")
        .assert_status(0);
    folder
}

#[test]
fn a_notice_is_about_what_is_signed_and_as_it_was_signed() {
    let folder = with_draft();
    let retract = |path: &str| folder.new_notice(path, "retracts", "No.");
    let run = retract("claims/a.json");
    run.assert_status(1);
    assert!(run.stderr.contains("is not signed yet"), "{}", run.stderr);
    assert!(
        run.said().contains("`byline sign claims/a.json`"),
        "{}",
        run.stderr
    );
    // Nor does it name such a record as the one to use instead.
    let instead = [
        "new",
        "notice",
        "claims/a.r1.json",
        "--effect",
        "retracts",
        "--reason",
        "No.",
        "--replacement",
        "claims/a.json",
    ];
    folder.run(instead).assert_clean().assert_status(1);
    let signed = folder.read("claims/a.r1.json");
    folder.put(
        "claims/a.r1.json",
        signed.replace("Sixty metres", "Ninety metres"),
    );
    let run = retract("claims/a.r1.json");
    run.assert_status(1);
    assert!(
        run.stderr.contains("changed after it was signed"),
        "{}",
        run.stderr
    );
    assert!(!folder.at("notices").exists());
    folder.put("claims/a.r1.json", signed);
    retract("claims/a.r1.json").assert_status(0);
}

#[test]
fn a_notice_on_a_draft_that_was_signed_since_is_told_as_one_on_nothing() {
    let folder = with_draft();
    let draft = folder.digest("claims/a.json");
    folder.put("notices/n.json", notice(&draft, "retracts", "No.").to_string());
    let files = ["claims/a.json", "notices/n.json"];
    folder.sign("harbour-author", &files).assert_status(0);
    for paths in [".", "notices/n.json"] {
        let (status, verification) = folder.verify(&[paths]);
        assert_eq!(status, Some(0));
        assert_eq!(
            rules(record(&verification, "notices/n.json")),
            ["dangling-notice"],
            "{paths}"
        );
    }
    let check = folder.run(["check", "--at", AT, "."]);
    assert!(
        check.stdout.contains("warning[dangling-notice]"),
        "{}",
        check.said()
    );
    // Where not everything is at hand, or something cannot be read, it may be about that.
    let alone = Folder::new();
    alone.put("n.json", folder.read("notices/n.json"));
    let (_, verification) = alone.verify(&["n.json"]);
    assert!(!rules(record(&verification, "n.json")).contains(&"dangling-notice"));
    folder.put("claims/b.json", "{");
    let (_, verification) = folder.verify(&["notices/n.json"]);
    assert_eq!(rules(record(&verification, "notices/n.json")), [""; 0]);
}

#[test]
fn a_notice_that_is_not_signed_yet_is_not_told_as_one_on_nothing_while_one_claim_is_looked_at() {
    let folder = Folder::with_signed_claim();
    folder.put("claims/b.json", claim("b"));
    folder.sign("harbour-author", &["claims/b.json"]).assert_status(0);
    folder
        .new_notice("claims/a.json", "retracts", "No.")
        .assert_status(0);
    let (_, verification) = folder.verify(&["claims/b.json"]);
    let told = records(&verification).iter().flat_map(rules).collect::<Vec<_>>();
    assert!(!told.contains(&"dangling-notice"), "{told:?}");
}

#[test]
fn a_notice_that_nobody_has_signed_yet_is_told_as_such() {
    let folder = Folder::with_signed_claim();
    folder
        .new_notice("claims/a.json", "retracts", "No.")
        .assert_status(0);
    let said = folder.run(["verify", "--at", AT, "."]).said_and_printed();
    for told in [
        "retracted (changes nothing yet: nobody has signed the notice, which `byline sign` does): No.",
        "nobody has signed this notice yet, so it changes nothing",
        "sign it: `byline sign notices/retracts-",
    ] {
        assert!(said.contains(told), "{told}: {said}");
    }
    assert!(!said.contains("has no say"), "{said}");
}

/// Three revisions of a claim, on the first of which `claims/b.json` rests.
fn with_three_revisions() -> Folder {
    let folder = Folder::with_signed_claim();
    folder
        .run([
            "new",
            "claim",
            "--id",
            "b",
            "--statement",
            "The harbour is closed.",
            "--topic",
            "harbour",
            "--link",
            "courier report source=courier.example held cites=wall",
            "--link",
            "wall claim claim=claims/a.json",
        ])
        .assert_status(0);
    folder.sign("harbour-author", &["claims/b.json"]).assert_status(0);
    for statement in ["Fifty metres slid.", "Fifty-five metres slid."] {
        folder.new_revision("claims/a.json", statement).assert_status(0);
        folder.sign("harbour-author", &["claims/a.json"]).assert_status(0);
    }
    folder
}

#[test]
fn what_falls_with_any_revision_of_a_claim_is_told_beside_the_notice() {
    let folder = with_three_revisions();
    for revision in ["claims/a.r1.json", "claims/a.r2.json", "claims/a.json", "a"] {
        let retract = [
            "new", "notice", revision, "--effect", "retracts", "--reason", "No.",
        ];
        let run = folder.run(retract.iter().chain(&["--dry-run"]));
        run.assert_clean().assert_status(0);
        let told = format!("these rest on {revision}, and fall with it");
        assert!(words(&run.stderr).contains(&told), "{run:#?}");
        assert!(words(&run.stderr).contains("does without it: b"), "{run:#?}");
        assert_eq!(run.json()["effect"], "retracts");
        // The first revision is used instead, and what rests on it stands.
        if revision != "claims/a.r1.json" {
            let run = folder.run(
                retract
                    .iter()
                    .chain(&["--dry-run", "--replacement", "claims/a.r1.json"]),
            );
            assert_eq!((run.status, run.stderr.as_str()), (Some(0), ""));
        }
    }
    let run = folder.new_notice("claims/a.json", "corrects", "It was a Tuesday.");
    assert_eq!(run.stderr, "");
    let run = folder.new_notice("claims/b.json", "retracts", "It is open.");
    assert_eq!(run.stderr, "");
}

#[test]
fn a_notice_is_about_no_notice() {
    let folder = Folder::with_signed_claim();
    let run = folder.new_notice("claims/a.json", "disputes", "It was less.");
    run.assert_status(0);
    let path = run.stdout.lines().next().unwrap();
    folder.sign("harbour-author", &[path]).assert_status(0);
    for named in [path, &folder.digest(path)] {
        let run = folder.new_notice(named, "retracts", "It was not less.");
        run.assert_clean().assert_status(1);
        assert!(run.said().contains(&format!("{path} is a notice")), "{run:#?}");
    }
    let run = folder.new_notice(path, "retracts", "It was not less.");
    let about = format!("`byline new notice {}`", folder.digest("claims/a.json"));
    assert!(run.said().contains(&about), "{run:#?}");
    let retraction = folder.new_notice("claims/a.json", "retracts", "It was not so.");
    let path = retraction.stdout.lines().next().unwrap();
    folder.sign("harbour-author", &[path]).assert_status(0);
    let run = folder.new_notice(path, "corrects", "It was so after all.");
    run.assert_clean().assert_status(1);
    assert!(run.said().contains("nothing takes a retraction back"), "{run:#?}");
    assert_eq!(folder.names("notices").len(), 2);
}

#[test]
fn a_second_notice_with_the_same_effect_is_numbered() {
    let folder = Folder::with_signed_claim();
    for (nth, end) in ["", "-2", "-3"].iter().enumerate() {
        let reason = format!("Reason {nth}.");
        let run = folder.new_notice("claims/a.json", "corrects", &reason);
        run.assert_clean().assert_status(0);
        let digest = folder.digest("claims/a.json");
        let path = format!("notices/corrects-{}{end}.json", &digest["sha256:".len()..][..16]);
        assert!(run.stdout.starts_with(&format!("{path}\n")), "{}", run.stdout);
        assert!(folder.read(&path).contains(&reason));
    }
    assert_eq!(folder.names("notices").len(), 3);
}

/// A retraction that cannot be read may not be overlooked by who looks at one claim.
#[test]
fn a_notice_that_cannot_be_read_is_told_beside_the_claim() {
    let folder = Folder::with_signed_claim();
    folder.put("notices/n.json", "\u{feff}{}");
    let what_if = [
        "what-if",
        "claims/a.json",
        "--add-origin",
        "document",
        "--via",
        "courier.example",
    ];
    for arguments in [
        &["show", "claims/a.json"][..],
        &["log", "claims/a.json"],
        &what_if,
    ] {
        let run = folder.run(arguments);
        run.assert_status(1);
        let said = run.said();
        assert!(
            said.contains("notices/n.json could not be read, and may speak against"),
            "{run:#?}"
        );
    }
    fs::remove_file(folder.at("notices/n.json")).unwrap();
    symlink("elsewhere", folder.at("notices/n.json")).unwrap();
    folder.run(["show", "claims/a.json"]).assert_status(3);
}
