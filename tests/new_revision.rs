//! `byline new revision`: the revision before stays whole, and the next one follows it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod playground;

use std::fs;

use playground::{Folder, claim};

const HEAD: &str = "claims/a.json";
const BEFORE: &str = "claims/a.r1.json";

#[test]
fn the_next_revision_follows_the_one_before_which_stays_as_it_was() {
    let folder = Folder::with_signed_claim();
    let signed = folder.read(HEAD);
    let run = folder.new_revision(HEAD, "It is otherwise.");
    run.assert_clean().assert_status(0);
    assert_eq!(folder.read(BEFORE), signed);
    folder.sign("harbour-author", &[HEAD]).assert_status(0);
    let (status, verification) = folder.verify(&[HEAD, BEFORE]);
    assert_eq!(status, Some(0), "{verification:#}");
    assert!(folder.read(HEAD).contains("It is otherwise."));
}

#[test]
fn whose_counter_signature_stays_on_the_revision_before_is_told() {
    let folder = Folder::with_signed_claim();
    folder.sign("harbour-checker", &[HEAD]).assert_status(0);
    let run = folder.new_revision(HEAD, "It is otherwise.");
    let told = "stays on the revision before; ask for a new one.";
    assert!(run.stdout.contains(told), "{}", run.stdout);
    folder.sign("harbour-author", &[HEAD]).assert_status(0);
    let run = folder.new_revision(HEAD, "It is otherwise again.");
    assert!(!run.stdout.contains(told), "{}", run.stdout);
}

#[test]
fn nothing_is_overwritten_and_a_dry_run_writes_nothing() {
    let folder = Folder::with_signed_claim();
    let signed = folder.read(HEAD);
    let run = folder.run(["new", "revision", HEAD, "--dry-run"]);
    assert!(run.stdout.contains("\"revision\": 2"), "{}", run.stdout);
    folder.put(BEFORE, "something of mine");
    folder
        .run(["new", "revision", HEAD])
        .assert_clean()
        .assert_status(1);
    assert_eq!(folder.read(BEFORE), "something of mine");
    assert_eq!(folder.read(HEAD), signed);
}

#[test]
fn a_revision_whose_copy_alone_was_written_is_begun_again() {
    let folder = Folder::with_signed_claim();
    let signed = folder.read(HEAD);
    folder.put(BEFORE, &signed);
    let run = folder.new_revision(HEAD, "It is otherwise.");
    run.assert_clean().assert_status(0);
    assert_eq!(folder.read(BEFORE), signed);
    assert!(folder.read(HEAD).contains("It is otherwise."));
}

#[test]
fn an_earlier_revision_has_no_second_one_after_it() {
    let folder = Folder::with_signed_claim();
    folder.new_revision(HEAD, "It is otherwise.").assert_status(0);
    let refused = |file: &str, hint: &str| {
        let before = folder.names("claims");
        let run = folder.new_revision(file, "It is something else.");
        run.assert_clean().assert_status(1);
        assert!(
            run.said().contains("is not the newest revision of its claim"),
            "{run:#?}"
        );
        assert!(run.said().contains(hint), "{run:#?}");
        assert_eq!(folder.names("claims"), before);
    };
    refused(BEFORE, "`byline new revision claims/a.json`");
    folder.sign("harbour-author", &[HEAD]).assert_status(0);
    refused(BEFORE, "`byline new revision claims/a.json`");
    // However it is called.
    fs::rename(folder.at(BEFORE), folder.at("claims/old.json")).unwrap();
    refused("claims/old.json", "`byline new revision claims/a.json`");
    fs::rename(folder.at("claims/old.json"), folder.at(BEFORE)).unwrap();
    fs::remove_file(folder.at(HEAD)).unwrap();
    refused(BEFORE, "put the newest back as claims/a.json");
}

#[test]
fn what_has_no_revisions_is_refused() {
    let folder = Folder::with_signed_claim();
    folder.put("claims/b.json", claim("b"));
    folder.put("claims/c.json", "{}");
    std::os::unix::fs::symlink(folder.at(HEAD), folder.at("claims/link.json")).unwrap();
    for (file, why) in [
        ("claims/b.json", "is not signed yet"),
        ("claims/c.json", "is missing"),
        ("trust/1.json", "is no claim"),
        ("claims/link.json", "is a symbolic link"),
    ] {
        let run = folder.run(["new", "revision", file]);
        run.assert_clean().assert_status(1);
        assert!(run.stderr.contains(why), "{file}: {}", run.stderr);
    }
    let mut names = folder.names("claims");
    names.sort();
    assert_eq!(names, ["a.json", "b.json", "c.json", "link.json"]);
    assert_eq!(fs::read_dir(folder.at("claims")).unwrap().count(), 4);
}

#[test]
fn what_was_changed_after_it_was_signed_is_no_revision_to_keep() {
    let folder = Folder::with_signed_claim();
    let signed = folder.read(HEAD);
    let changed = signed.replace("Sixty metres", "Ninety metres");
    folder.put(HEAD, &changed);
    let said = folder.run(["verify", HEAD]).said_and_printed();
    assert!(
        said.contains("put it back as it was, and make what you want to say its next revision"),
        "{said}"
    );
    let run = folder.run(["new", "revision", HEAD]);
    run.assert_clean().assert_status(1);
    assert!(
        run.said().contains("put back what was signed first"),
        "{}",
        run.said()
    );
    assert_eq!(folder.read(HEAD), changed);
    assert_eq!(folder.names("claims"), ["a.json"]);
    folder.put(HEAD, signed);
    folder
        .run(["new", "revision", HEAD])
        .assert_clean()
        .assert_status(0);
}

#[test]
fn links_are_replaced_added_and_left_out_with_what_cites_them() {
    let folder = Folder::with_signed_claim();
    let links = [
        "courier report source=courier.example published=2026-03-04 held cites=police,divers",
        "police statement source=harbour-police basis=other",
        "divers anonymous count=2 described=\"two divers\" basis=direct",
    ];
    let mut arguments = vec!["new", "revision", HEAD, "--note", "The police said so."];
    for link in links {
        arguments.extend(["--link", link]);
    }
    folder.run(&arguments).assert_status(0);
    // Nobody has signed that revision yet, so it is changed as it is.
    let run = folder.run([
        "new",
        "revision",
        HEAD,
        "--drop",
        "divers",
        "--lang",
        "de",
        "--topic",
        "quay",
        "--from",
        "2026-03-03",
    ]);
    run.assert_status(0);
    assert_eq!(run.stdout, format!("{HEAD}\nNext: `byline sign {HEAD}`\n"));
    let claim: serde_json::Value = serde_json::from_str(&folder.read(HEAD)).unwrap();
    assert_eq!(claim["revision"], 2);
    assert_eq!(claim["chain"][0]["cites"], serde_json::json!(["police"]));
    assert_eq!(claim["chain"].as_array().unwrap().len(), 2);
    assert_eq!(claim["note"], "The police said so.");
    assert_eq!(claim["lang"], "de");
    assert_eq!(claim["topics"], serde_json::json!(["quay"]));
    assert_eq!(claim["event"]["from"], "2026-03-03");
    assert_eq!(folder.names("claims"), ["a.json", "a.r1.json"]);
    for (flag, value, why) in [
        ("--drop", "polise", "did you mean police?"),
        ("--lang", "enel", "no language has this code"),
        (
            "--link",
            "police statement basis=nonsense source=x",
            "this would be no valid claim",
        ),
        ("--to", "yesterday", "this would be no valid claim"),
    ] {
        let before = folder.read(HEAD);
        let run = folder.run(["new", "revision", HEAD, flag, value]);
        run.assert_clean();
        assert!(run.said().contains(why), "{flag} {value}: {}", run.stderr);
        assert_ne!(run.status, Some(0));
        assert_eq!(folder.read(HEAD), before);
    }
}

#[test]
fn a_claim_is_named_by_its_file_once_it_is_signed() {
    let folder = Folder::with_signed_claim();
    folder.put("claims/b.json", claim("b"));
    let above = |file: &str| {
        let link = format!("below claim claim={file} held");
        folder.run([
            "new",
            "claim",
            "--id",
            "c",
            "--statement",
            "So it was.",
            "--link",
            &link,
            "--dry-run",
        ])
    };
    let run = above(HEAD);
    run.assert_status(0);
    let claim: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(
        claim["chain"][0]["statement"],
        "Sixty metres of the quay wall slid into the water."
    );
    let (_, verification) = folder.verify(&[HEAD]);
    assert_eq!(claim["chain"][0]["claim"], verification["records"][0]["digest"]);
    for (file, why) in [
        ("claims/b.json", "`byline sign claims/b.json` first"),
        ("trust/1.json", "this is no claim"),
        ("claims/none.json", "claims/none.json"),
    ] {
        let run = above(file);
        run.assert_clean();
        assert_ne!(run.status, Some(0));
        assert!(run.said().contains(why), "{file}: {}", run.stderr);
    }
}

/// A repository in which one claim rests on another that was retracted.
fn resting_on_retracted() -> Folder {
    let folder = Folder::copy_of(&playground::fixture("rules/rests-on-retracted/fires"));
    let run = folder.run(["check", "--at", playground::AT, "."]);
    run.assert_status(1);
    assert!(run.stdout.contains("rests-on-retracted"), "{}", run.stdout);
    folder
}

fn assert_mended(folder: &Folder) {
    let run = folder.run(["check", "--at", playground::AT, "."]);
    assert!(!run.stdout.contains("rests-on-retracted"), "{}", run.stdout);
    run.assert_status(0);
}

#[test]
fn a_revision_without_what_was_retracted_mends_a_claim() {
    let folder = resting_on_retracted();
    let closed = "claims/basin-closed.json";
    folder
        .run(["new", "revision", closed, "--drop", "wall"])
        .assert_status(0);
    folder.sign("harbour-author", &[closed]).assert_status(0);
    assert_mended(&folder);
}

#[test]
fn a_retraction_of_its_own_mends_a_claim_that_rests_on_a_retracted_one() {
    let folder = resting_on_retracted();
    let run = folder.run([
        "new",
        "notice",
        "claims/basin-closed.json",
        "--effect",
        "retracts",
        "--reason",
        "The wall stands.",
        "--issued",
        playground::CREATED,
    ]);
    run.assert_status(0);
    let notice = run.stdout.lines().next().unwrap();
    folder.sign("harbour-author", &[notice]).assert_status(0);
    assert_mended(&folder);
}

#[test]
fn a_note_that_stays_is_told_with_how_to_replace_it() {
    let folder = Folder::repository();
    let noted = claim("a").replace(r#""lang":"#, r#""note":"By one witness alone.","lang":"#);
    folder.put(HEAD, noted);
    folder.sign("harbour-author", &[HEAD]).assert_status(0);
    let revise = |flags: &[&str]| folder.run([&["new", "revision", HEAD, "--dry-run"], flags].concat());
    let run = revise(&["--statement", "It is otherwise."]);
    run.assert_status(0);
    assert_eq!(run.json()["note"], "By one witness alone.");
    let told = r#"the note of the revision before stays: "By one witness alone."; --note puts another"#;
    assert!(run.said().contains(told), "{run:#?}");
    let run = revise(&["--note", "By two witnesses."]);
    run.assert_status(0);
    assert_eq!(
        (&run.json()["note"], run.stderr.as_str()),
        (&"By two witnesses.".into(), "")
    );
}
