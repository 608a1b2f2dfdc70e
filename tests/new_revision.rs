//! `byline new revision`: the revision before stays whole, and the next one follows it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod playground;

use std::fs;

use playground::{Folder, claim};

const HEAD: &str = "claims/a.json";
const BEFORE: &str = "claims/a.r1.json";

fn with_signed_claim() -> Folder {
    let folder = Folder::repository();
    folder.put(HEAD, claim("a"));
    folder.sign("harbour-author", &[HEAD]).assert_status(0);
    folder
}

#[test]
fn the_next_revision_follows_the_one_before_which_stays_as_it_was() {
    let folder = with_signed_claim();
    let signed = folder.read(HEAD);
    let run = folder.run(["new", "revision", HEAD, "--statement", "It is otherwise."]);
    run.assert_clean().assert_status(0);
    assert_eq!(folder.read(BEFORE), signed);
    folder.sign("harbour-author", &[HEAD]).assert_status(0);
    let (status, verification) = folder.verify(&[HEAD, BEFORE]);
    assert_eq!(status, Some(0), "{verification:#}");
    assert!(folder.read(HEAD).contains("It is otherwise."));
}

#[test]
fn nothing_is_overwritten_and_a_dry_run_writes_nothing() {
    let folder = with_signed_claim();
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
fn what_has_no_revisions_is_refused() {
    let folder = with_signed_claim();
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
