//! Paths that lead nowhere, in a circle, too deep, or twice to the same.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use byline::corpus::{FileError, Reach, gather, read_file};

use super::batch::{make_pipe, only_finding, place, signed, verified, verify_claims, with_good_claim};
use super::playground::{AT, Folder, byline, claim, fixture, record, records, rules, run};

#[test]
fn a_path_with_a_nul_is_a_path_that_cannot_be_read() {
    let path = PathBuf::from(OsStr::from_bytes(b"claims/a\0b.json"));
    assert!(matches!(
        read_file(&path, 10, Reach::Named),
        Err(FileError::Io(_))
    ));
    let folder = with_good_claim();
    let good = folder.at("claims/good.json");
    let inputs = gather(&[path, good], None).unwrap();
    assert_eq!(inputs.named.len(), 2);
    let verification = verified(inputs);
    let summary = verification.summary();
    assert_eq!((summary.unreadable, summary.records, summary.hold), (1, 1, 1));
    let (unread, _) = verification
        .reported()
        .find(|(_, entry)| entry.is_unreadable())
        .unwrap();
    let findings = verification.findings(unread);
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].name.as_str(), "unreadable");
}

#[test]
fn links_that_lead_in_a_circle_end() {
    let folder = with_good_claim();
    symlink("b.json", folder.at("claims/a.json")).unwrap();
    symlink("a.json", folder.at("claims/b.json")).unwrap();
    // A folder that holds itself.
    symlink("../claims", folder.at("claims/again")).unwrap();
    let (status, verification) = verify_claims(&folder);
    assert_eq!(status, Some(3));
    for path in ["claims/a.json", "claims/b.json", "claims/again"] {
        assert_eq!(place(only_finding(&verification, path)), ("unreadable", 1, 1, ""));
    }
    assert_eq!(records(&verification).len(), 4);
    // Named by the user, it is looked at, and found to lead nowhere.
    let (status, verification) = folder.verify(&["claims/a.json", "claims/good.json"]);
    assert_eq!(status, Some(3));
    let finding = only_finding(&verification, "claims/a.json");
    assert!(finding["message"].as_str().unwrap().contains("leads in a circle"));
    assert_eq!(record(&verification, "claims/good.json")["holds"], true);
}

#[test]
fn links_in_a_folder_are_not_followed_and_named_ones_are() {
    let folder = with_good_claim();
    let elsewhere = Folder::new();
    let outside = elsewhere.put("outside.json", signed(&folder, "outside"));
    symlink(&outside, folder.at("claims/linked.json")).unwrap();
    symlink(elsewhere.path(), folder.at("claims/linked")).unwrap();
    let (status, verification) = verify_claims(&folder);
    assert_eq!(status, Some(3));
    for path in ["claims/linked.json", "claims/linked"] {
        let finding = only_finding(&verification, path);
        assert_eq!(
            finding["message"],
            "it is a symbolic link, and links are not followed"
        );
    }
    assert_eq!(
        records(&verification).len(),
        3,
        "nothing of what lies outside was read"
    );
    // Outside a repository a link may be named.
    elsewhere.put("below/empty.json", "{}");
    symlink(&outside, elsewhere.at("below/linked.json")).unwrap();
    let linked = elsewhere.at("below/linked.json");
    let run = folder.run(["verify".as_ref(), "--integrity".as_ref(), linked.as_os_str()]);
    run.assert_status(0);
}

#[test]
fn a_repository_whose_folder_is_a_link_is_not_read_through_it() {
    let folder = with_good_claim();
    let elsewhere = Folder::new();
    elsewhere.put("outside.json", signed(&folder, "outside"));
    symlink(elsewhere.path(), folder.at("sources")).unwrap();
    let (status, verification) = folder.verify(&["."]);
    assert_eq!(status, Some(3));
    assert_eq!(
        place(only_finding(&verification, "sources")),
        ("unreadable", 1, 1, "")
    );
    assert_eq!(records(&verification).len(), 3);
    // Nor is it as context: what it would say of the claim is not known.
    let (status, verification) = folder.verify(&["claims/good.json"]);
    assert_eq!(status, Some(3));
    assert_eq!(record(&verification, "claims/good.json")["holds"], true);
    assert_eq!(rules(record(&verification, "sources")), ["unreadable"]);
}

#[test]
fn evidence_behind_a_link_is_not_looked_at() {
    let folder = Folder::new();
    let from = fixture("faulty-repositories/seal/holds-with-evidence");
    let capture = fs::read_dir(from.join("evidence"))
        .unwrap()
        .next()
        .unwrap()
        .unwrap();
    for path in ["byline.toml", "trust/1.json", "claims/wall-slid.json"] {
        folder.put(path, fs::read(from.join(path)).unwrap());
    }
    let name = capture.file_name();
    folder.put(
        &format!("elsewhere/{}", name.display()),
        fs::read(capture.path()).unwrap(),
    );
    symlink("elsewhere", folder.at("evidence")).unwrap();
    let (status, verification) = folder.verify(&["claims"]);
    assert_eq!(status, Some(1));
    let finding = only_finding(&verification, "claims/wall-slid.json");
    assert_eq!(
        place(finding),
        ("evidence-missing-file", 15, 7, "/chain/0/evidence")
    );
    fs::remove_file(folder.at("evidence")).unwrap();
    fs::rename(folder.at("elsewhere"), folder.at("evidence")).unwrap();
    assert_eq!(folder.verify(&["claims"]).0, Some(0));
}

#[test]
fn a_pipe_without_a_writer_is_not_waited_for() {
    let folder = with_good_claim();
    make_pipe(&folder.at("claims/pipe.json"));
    make_pipe(&folder.at("claims/pipe.jsonl"));
    let (status, verification) = verify_claims(&folder);
    assert_eq!(status, Some(3));
    for path in ["claims/pipe.json", "claims/pipe.jsonl"] {
        assert_eq!(
            only_finding(&verification, path)["message"],
            "it is no regular file"
        );
    }
    let pipe = "claims/pipe.json";
    for arguments in [
        &["verify", pipe][..],
        &["verify", "--integrity", pipe],
        &["verify", "--trust", pipe, "claims/good.json"],
        &["digest", pipe],
        &["fmt", pipe],
        &["fmt", "claims/pipe.jsonl"],
        &["canon", pipe],
        &["show", pipe],
        &["sign", "--key", pipe, "claims/good.json"],
    ] {
        folder.run(arguments).assert_status(3);
    }
    folder.sign("harbour-author", &[pipe]).assert_status(3);
    folder
        .sign("harbour-author", &["claims/pipe.jsonl"])
        .assert_status(3);
}

#[test]
fn a_path_that_does_not_exist_is_told_and_the_rest_goes_on() {
    let folder = with_good_claim();
    let (status, verification) = folder.verify(&["claims/none.json", "claims/good.json", "nowhere/at/all"]);
    assert_eq!(status, Some(3));
    for path in ["claims/none.json", "nowhere/at/all"] {
        assert_eq!(
            only_finding(&verification, path)["message"],
            "there is no such file or folder"
        );
    }
    assert_eq!(record(&verification, "claims/good.json")["holds"], true);
}

#[test]
fn a_path_named_a_hundred_thousand_times_is_read_once() {
    let folder = Folder::repository();
    folder.put("c.json", signed(&folder, "c"));
    let start = Instant::now();
    let mut command = byline();
    command
        .current_dir(folder.path())
        .args(["verify", "--at", AT, "--format", "json"]);
    command.args(std::iter::repeat_n("c.json", 100_000));
    let run = run(&mut command);
    run.assert_status(0);
    assert_eq!(records(&run.json()).len(), 1);
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
}

#[test]
fn folders_within_folders_are_walked_as_deep_as_the_system_goes() {
    let folder = with_good_claim();
    let deep: String = (0..300).map(|_| "deep/").collect();
    folder.put(
        &format!("claims/{deep}far-down.json"),
        signed(&folder, "far-down"),
    );
    let (status, verification) = verify_claims(&folder);
    assert_eq!(status, Some(0));
    assert_eq!(records(&verification).len(), 2);

    // Deeper than a path may be long: half of it is moved there, as no path leads so far.
    let half: String = (0..15).map(|_| format!("{:0200}/", 0)).collect();
    folder.put(&format!("claims/upper/{half}here.json"), signed(&folder, "here"));
    folder.put(&format!("lower/{half}lost.json"), claim("lost"));
    fs::rename(
        folder.at("lower"),
        folder.at(&format!("claims/upper/{half}lower")),
    )
    .unwrap();
    let (status, verification) = verify_claims(&folder);
    assert_eq!(status, Some(3), "what cannot be reached is told");
    assert_eq!(verification["summary"]["unreadable"], 1);
    assert_eq!(verification["summary"]["hold"], 3);
    fs::remove_dir_all(folder.at("claims")).unwrap();
}
