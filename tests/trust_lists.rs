//! What lies in the folder of trust lists is read as one, or told.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod playground;

use std::fs;
use std::time::{Duration, Instant};

use playground::{Folder, Run, record};
use serde_json::Value;

fn with_claim() -> Folder {
    let folder = Folder::with_signed_claim();
    assert_eq!(folder.verify(&["."]).0, Some(0));
    folder
}

/// The rules and messages of what is wrong with the lists.
fn faults(verification: &Value) -> Vec<(&str, &str)> {
    let faults = verification["trust"]["faults"].as_array().unwrap();
    let text = |fault: &'_ Value, member: &str| fault[member].as_str().unwrap().to_owned();
    faults
        .iter()
        .map(|fault| {
            assert_eq!(text(fault, "rule"), "trust-list-unsanctioned");
            (
                fault["path"].as_str().unwrap(),
                fault["message"].as_str().unwrap(),
            )
        })
        .collect()
}

#[test]
fn what_lies_below_trust_and_is_no_list_there_is_told() {
    for stray in [
        "trust/2.jsonl",
        "trust/later/2.json",
        "trust/2.json.bak",
        "trust/NOTES",
    ] {
        let folder = with_claim();
        folder.put(stray, "{}");
        for path in [".", "claims/a.json"] {
            let (status, verification) = folder.verify(&[path]);
            assert_eq!(status, Some(1), "{stray}");
            assert_eq!(record(&verification, "claims/a.json")["holds"], false);
            assert_eq!(
                faults(&verification),
                [(
                    stray,
                    "this lies in the folder of trust lists and is none that is read"
                )],
            );
        }
    }
    // Hidden files are nobody's lists.
    let folder = with_claim();
    folder.put("trust/.gitkeep", "");
    assert_eq!(folder.verify(&["."]).0, Some(0));
}

#[test]
fn an_owner_whose_time_is_to_come_admits_nobody_before_it() {
    let folder = with_claim();
    let mut list = folder.unsigned("trust/1.json");
    list["signers"][0]["from"] = "2098-01-01T00:00:00Z".into();
    folder.put("trust/1.json", list.to_string());
    folder
        .sign_at("harbour-owner-one", "2098-06-01T00:00:00Z", &["trust/1.json"])
        .assert_status(0);
    let (status, verification) = folder.verify(&["."]);
    assert_eq!(status, Some(1));
    let faults = faults(&verification);
    assert!(
        faults[0]
            .1
            .contains("2098-06-01T00:00:00Z, which is still to come"),
        "{faults:?}"
    );
    assert_eq!(record(&verification, "claims/a.json")["holds"], false);
}

#[test]
fn many_lists_that_cannot_be_read_take_no_longer_than_others() {
    const COUNT: usize = 8_000;
    let time = |folder: &Folder| {
        let start = Instant::now();
        folder.run(["verify", "."]).assert_status(1);
        start.elapsed()
    };
    let lists = with_claim();
    let claims = with_claim();
    for number in 0..COUNT {
        fs::write(lists.at(&format!("trust/z{number}.json")), "x").unwrap();
        fs::write(claims.at(&format!("claims/z{number}.json")), "x").unwrap();
    }
    let (lists, claims) = (time(&lists), time(&claims));
    assert!(
        lists < claims * 5 + Duration::from_secs(2),
        "{lists:?} against {claims:?}"
    );
}

#[test]
fn a_list_that_would_end_before_it_counts_is_not_made() {
    let folder = Folder::repository();
    let new = |arguments: &[&str]| folder.run([&["new", "trust", "--dry-run"], arguments].concat());
    for (arguments, words) in [
        (
            &["--at", "9999-12-31T23:59:59Z", "--threshold", "1"][..],
            "until after the year 9999",
        ),
        (
            &["--expires", "2020-01-01T00:00:00Z"],
            "would have ended when it is made",
        ),
        (
            &[
                "--at",
                "2026-07-01T00:00:00Z",
                "--expires",
                "2026-07-01T00:00:00Z",
            ],
            "would have ended when it is made",
        ),
    ] {
        let run = new(arguments);
        run.assert_status(2);
        assert!(run.said().contains(words), "{run:#?}");
        assert!(run.said().contains("--expires"), "{run:#?}");
        assert_eq!(run.stdout, "");
    }
    let latest = ["--at", "9998-12-31T00:00:00Z", "--threshold", "1"];
    new(&latest).assert_status(0);
    new(&["--expires", "9999-12-31T23:59:59Z"]).assert_status(0);
}

#[test]
fn a_key_that_is_not_at_hand_is_revoked_by_the_name_of_its_signer() {
    let folder = Folder::repository();
    let list: serde_json::Value = serde_json::from_str(&folder.read("trust/1.json")).unwrap();
    let signer = list["signers"].as_array().unwrap().last().unwrap().clone();
    let revoke = |name: &str| {
        let arguments = ["new", "trust", "--dry-run", "--why", "compromised", "--revoke"];
        folder.run([&arguments[..], &[name]].concat())
    };
    let run = revoke(signer["name"].as_str().unwrap());
    run.assert_status(0);
    let next: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let signers = next["signers"].as_array().unwrap().iter();
    let revoked: Vec<_> = signers.filter(|signer| signer.get("revoked").is_some()).collect();
    assert_eq!(revoked.len(), 1);
    assert_eq!(revoked[0]["key"], signer["key"]);

    let run = revoke("Nobody There");
    assert_ne!(run.status, Some(0));
    assert!(
        run.said().contains("by the whole name in the newest trust list"),
        "{run:#?}"
    );
    assert!(!run.said().contains("do you mean"), "{run:#?}");
}

#[test]
fn a_name_of_several_keys_revokes_none_of_them() {
    let folder = Folder::repository();
    let mut list: serde_json::Value = serde_json::from_str(&folder.read("trust/1.json")).unwrap();
    for signer in list["signers"].as_array_mut().unwrap() {
        signer["name"] = "Desk".into();
    }
    folder.put("trust/1.json", list.to_string());
    let run = folder.run([
        "new",
        "trust",
        "--dry-run",
        "--why",
        "compromised",
        "--revoke",
        "Desk",
    ]);
    run.assert_status(2);
    assert!(
        run.said().contains("several keys may be meant by Desk"),
        "{run:#?}"
    );
}

/// Has the next list revoke a key, and gives what became of it.
fn revoke(folder: &Folder, key: &str, why: &str, at: &str) -> Run {
    folder.run(["new", "trust", "--revoke", key, "--why", why, "--at", at])
}

#[test]
fn a_revocation_is_neither_softened_nor_moved() {
    for (first, second, told) in [
        ("compromised", "superseded", "nothing that it signed is good"),
        ("compromised", "compromised", "there is nothing more to do"),
        ("superseded", "superseded", "--why compromised takes that from it"),
    ] {
        let folder = Folder::repository();
        let key = playground::did("harbour-author");
        revoke(&folder, &key, first, "2026-08-01T00:00:00Z").assert_status(0);
        let run = revoke(&folder, &key, second, "2026-09-01T00:00:00Z");
        run.assert_status(1);
        assert!(run.said().contains("is revoked already, as"), "{run:#?}");
        assert!(run.said().contains("since 2026-08-01T00:00:00Z"), "{run:#?}");
        assert!(run.said().contains(told), "{run:#?}");
        assert_eq!(folder.names("trust"), ["1.json", "2.json"]);
    }
}

#[test]
fn a_key_that_was_superseded_may_come_out_as_stolen() {
    let folder = Folder::repository();
    let list: Value = serde_json::from_str(&folder.read("trust/1.json")).unwrap();
    let name = list["signers"][1]["name"].as_str().unwrap();
    revoke(&folder, name, "superseded", "2026-08-01T00:00:00Z").assert_status(0);
    revoke(&folder, name, "compromised", "2026-09-01T00:00:00Z").assert_status(0);
    let list: Value = serde_json::from_str(&folder.read("trust/3.json")).unwrap();
    assert_eq!(
        list["signers"][1]["revoked"],
        serde_json::json!({ "at": "2026-09-01T00:00:00Z", "why": "compromised" })
    );
}

#[test]
fn a_part_of_a_name_or_a_misspelt_one_is_told_what_may_be_meant() {
    let folder = Folder::copy_of(&playground::fixture("harbour-inquiry"));
    for (typed, told) in [
        ("voss", r#"do you mean "Maren Voss", "Maren Voss, old key"?"#),
        ("Rud Haan", r#"do you mean "Ruud Haan"?"#),
    ] {
        let run = revoke(&folder, typed, "compromised", "2026-09-01T00:00:00Z");
        assert_ne!(run.status, Some(0));
        assert!(run.said().contains(told), "{run:#?}");
    }
}

#[test]
fn the_next_list_holds_as_long_as_the_one_before_and_says_when_it_ends() {
    let at = "2026-08-01T00:00:00Z";
    for (before, expected) in [
        ("2099-01-01T00:00:00Z", "2099-01-01T00:00:00Z"),
        ("2026-12-01T00:00:00Z", "2027-08-01T00:00:00Z"),
    ] {
        let folder = Folder::repository();
        let mut list = folder.unsigned("trust/1.json");
        list["expires"] = before.into();
        folder.put("trust/1.json", list.to_string());
        let run = revoke(&folder, &playground::did("harbour-author"), "superseded", at);
        run.assert_status(0);
        assert!(
            run.said_and_printed()
                .contains(&format!("It ends on {expected}.")),
            "{run:#?}"
        );
        assert_eq!(folder.unsigned("trust/2.json")["expires"], expected);
    }
}

#[test]
fn a_list_ends_at_the_beginning_of_a_day() {
    let folder = Folder::repository();
    let new = |end: &str| folder.run(["new", "trust", "--dry-run", "--expires", end]);
    let run = new("2127-12-31");
    run.assert_status(0);
    assert_eq!(run.json()["expires"], "2127-12-31T00:00:00Z");
    let run = new("2127-02-30");
    run.assert_status(2);
    assert!(run.said().contains("write a day as YYYY-MM-DD"), "{run:#?}");
}
