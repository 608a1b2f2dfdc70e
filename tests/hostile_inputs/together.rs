//! Many faults at once, or none: what is told, and with which exit status.

use std::fs;
use std::os::unix::fs::symlink;
use std::time::{Duration, Instant};

use super::batch::{
    MIB, make_pipe, only_finding, place, signed, signed_lines, verify_claims, with_good_claim,
};
use super::playground::{Folder, claim, records};

#[test]
fn two_records_of_one_name_are_told() {
    let folder = with_good_claim();
    let other = signed(&folder, "twin");
    folder.put("claims/twin.json", &other);
    folder.put("claims/a/twin.json", {
        folder.put("scratch.json", claim("twin").replace("Sixty", "Ninety"));
        folder.sign("harbour-author", &["scratch.json"]).assert_status(0);
        folder.read("scratch.json")
    });
    let (status, verification) = verify_claims(&folder);
    assert_eq!(status, Some(1));
    for path in ["claims/twin.json", "claims/a/twin.json"] {
        assert_eq!(
            place(only_finding(&verification, path)),
            ("duplicate-id", 1, 26, "/id")
        );
    }
    // The same record twice is one record.
    folder.put("claims/a/twin.json", other);
    assert_eq!(verify_claims(&folder).0, Some(0));
}

#[test]
fn many_records_of_one_name_take_no_longer_than_others() {
    let folder = Folder::new();
    let lines: String = (0..20_000)
        .map(|number| claim("same").replace("Sixty", &number.to_string()) + "\n")
        .collect();
    folder.put("same.jsonl", lines);
    let start = Instant::now();
    let run = folder.run(["verify", "--format", "jsonl", "same.jsonl"]);
    run.assert_status(1);
    assert_eq!(run.stdout.matches("duplicate-id").count(), 20_000);
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
}

#[test]
fn where_nothing_is_found_nothing_passes() {
    let folder = Folder::new();
    fs::create_dir(folder.at("empty")).unwrap();
    folder.put("blank.jsonl", "\n \n\r\n");
    folder.put("empty.jsonl", "");
    folder.put("notes/readme.txt", "no record");
    for path in ["empty", "blank.jsonl", "empty.jsonl", "notes"] {
        folder.run(["verify", path]).assert_status(4);
        folder.run(["digest", path]).assert_status(4);
    }
    folder.put("empty.json", "");
    folder.run(["verify", "empty.json"]).assert_status(1);
    folder.run(["verify"]).assert_status(2);
    folder.run(["verify", "--no-such-option", "."]).assert_status(2);
    folder.run(["verify", "--at", "yesterday", "."]).assert_status(2);
}

#[test]
fn the_heaviest_status_is_given() {
    let folder = with_good_claim();
    folder.put("claims/bad.json", "{");
    fs::create_dir(folder.at("empty")).unwrap();
    let status = |paths: &[&str]| folder.verify(paths).0;
    assert_eq!(status(&["claims/good.json", "empty"]), Some(0));
    assert_eq!(status(&["claims", "empty"]), Some(1));
    assert_eq!(status(&["claims/bad.json", "none.json"]), Some(3));
    assert_eq!(status(&["empty", "none.json"]), Some(3));
    folder.put("byline.toml", "no = [");
    folder
        .run(["verify", "claims/bad.json", "none.json"])
        .assert_status(2);
    folder.put("byline.toml", "unknown = 1");
    folder.run(["verify", "claims/good.json"]).assert_status(2);
}

#[test]
fn every_fault_of_a_batch_is_told_and_the_rest_holds() {
    let folder = with_good_claim();
    let lines = signed_lines(&folder, &["line-one", "line-two"]);
    folder.put("claims/a-mark.json", format!("\u{FEFF}{}", claim("a-mark")));
    folder.put("claims/bytes.json", b"{\"byline\":\"\xff\"}");
    folder.put("claims/empty.json", "");
    folder.put("claims/large.json", vec![b' '; MIB + 1]);
    folder.put("claims/lines.jsonl", format!("{}\n{{\n{}\n", lines[0], lines[1]));
    folder.put(
        "claims/version.json",
        claim("version").replace("claim/1", "claim/9"),
    );
    symlink("good.json", folder.at("claims/link.json")).unwrap();
    make_pipe(&folder.at("claims/pipe.json"));
    let (status, verification) = verify_claims(&folder);
    assert_eq!(status, Some(3));
    let summary = &verification["summary"];
    assert_eq!(
        (
            &summary["records"],
            &summary["hold"],
            &summary["malformed"],
            &summary["unreadable"]
        ),
        (&9.into(), &3.into(), &6.into(), &2.into())
    );
    // In the order of paths and lines.
    let places: Vec<(&str, Option<u64>)> = records(&verification)
        .iter()
        .map(|record| (record["path"].as_str().unwrap(), record["line"].as_u64()))
        .collect();
    assert!(places.is_sorted(), "{places:?}");
}
