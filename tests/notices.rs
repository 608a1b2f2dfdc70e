//! Who has a say in a record, for how long, and what a notice or a copy can and cannot bring about.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod playground;

use std::fmt::Write;
use std::fs;
use std::os::unix::fs::symlink;

use playground::{AT, Folder, claim, did, record, records, rules, run};
use serde_json::{Value, json};

fn notice(about: &str, effect: &str, reason: &str) -> Value {
    json!({
        "byline": "notice/1", "record": about, "effect": effect, "reason": reason,
        "issued": "2026-03-05T10:00:00Z"
    })
}

/// A notice that takes the claim back, signed with this key.
fn retract(folder: &Folder, signer: &str) {
    let notice = notice(&folder.digest("claims/a.json"), "retracts", "The wall stands.");
    folder.put("notices/n.json", notice.to_string());
    folder.sign(signer, &["notices/n.json"]).assert_status(0);
}

type Change = fn(&mut Vec<Value>);

/// The next trust list: the first one with what `change` does to its entry of the editor.
fn next_list(folder: &Folder, version: u64, change: impl Fn(&mut Vec<Value>)) {
    let path = format!("trust/{version}.json");
    let mut list = folder.next_list("trust", version);
    change(list["signers"].as_array_mut().unwrap());
    folder.put(&path, list.to_string());
    folder.sign("harbour-owner-one", &[&path]).assert_status(0);
}

/// The rules of what is said of the claim, whether it was named or not.
fn told_of_claim(folder: &Folder) -> Vec<String> {
    let told = |path: &str| {
        let (_, verification) = folder.verify(&[path]);
        let claim = record(&verification, "claims/a.json");
        let rules: Vec<String> = rules(claim).iter().map(|rule| (*rule).to_owned()).collect();
        assert_eq!(claim["holds"], rules.is_empty(), "{path}: {claim:#}");
        rules
    };
    let rules = told("claims/a.json");
    assert_eq!(rules, told("."));
    rules
}

#[test]
fn what_a_later_list_takes_from_an_editor_brings_back_no_record() {
    let folder = Folder::with_signed_claim();
    retract(&folder, "harbour-editor");
    assert_eq!(told_of_claim(&folder), ["retracted"]);
    let changes: [(&str, Change); 3] = [
        ("dropped", |signers| signers.truncate(2)),
        ("narrowed", |signers| {
            signers[2]["scope"] = json!(["topic:elsewhere"]);
        }),
        ("another role", |signers| {
            signers[2]["roles"] = json!(["checker"]);
        }),
    ];
    for (name, change) in changes {
        next_list(&folder, 2, change);
        assert_eq!(told_of_claim(&folder), ["retracted"], "{name}");
        // Nor does a list after that, or a pin on the last.
        next_list(&folder, 3, change);
        assert_eq!(told_of_claim(&folder), ["retracted"], "{name}");
        let (_, pinned) = folder.verify(&["--trust", "trust/3.json", "claims/a.json"]);
        assert_eq!(rules(record(&pinned, "claims/a.json")), ["retracted"], "{name}");
        std::fs::remove_file(folder.at("trust/3.json")).unwrap();
    }
}

#[test]
fn a_compromised_editor_leaves_a_lapsed_notice_whatever_else_is_taken_from_him() {
    let folder = Folder::with_signed_claim();
    retract(&folder, "harbour-editor");
    let changes: [fn(&mut Value); 3] = [
        |_| {},
        |editor| editor["scope"] = json!(["topic:elsewhere"]),
        |editor| editor["roles"] = json!(["checker"]),
    ];
    for change in changes {
        next_list(&folder, 2, |signers| {
            signers[2]["revoked"] = json!({"at": "2026-06-01T00:00:00Z", "why": "compromised"});
            change(&mut signers[2]);
        });
        assert_eq!(told_of_claim(&folder), ["notice-lapsed"]);
    }
    // Nor does it count again once the key is in no list.
    next_list(&folder, 3, |signers| signers.truncate(2));
    assert_eq!(told_of_claim(&folder), ["notice-lapsed"]);
}

#[test]
fn a_notice_that_not_all_of_its_authors_signed_is_told_beside_another_record() {
    let folder = Folder::with_signed_claim();
    let mut notice = notice(&folder.digest("claims/a.json"), "retracts", "The wall stands.");
    notice["by"] = json!([did("harbour-author")]);
    folder.put("notices/n.json", notice.to_string());
    folder
        .sign("harbour-checker", &["--unlisted", "notices/n.json"])
        .assert_status(0);
    let (status, verification) = folder.verify(&["claims/a.json"]);
    assert_eq!(status, Some(1));
    assert!(rules(record(&verification, "notices/n.json")).contains(&"no-author"));
}

#[test]
fn a_foreign_notice_says_what_keeps_it_from_counting() {
    let said = |created: &str, change: &dyn Fn(&mut Vec<Value>)| {
        let folder = Folder::with_signed_claim();
        let notice = notice(&folder.digest("claims/a.json"), "retracts", "The wall stands.");
        folder.put("notices/n.json", notice.to_string());
        folder
            .sign_at("harbour-editor", created, &["notices/n.json"])
            .assert_status(0);
        next_list(&folder, 2, change);
        let (_, verification) = folder.verify(&["."]);
        assert_eq!(record(&verification, "claims/a.json")["holds"], true);
        let findings = record(&verification, "notices/n.json")["findings"].clone();
        findings
            .as_array()
            .unwrap()
            .iter()
            .find(|finding| finding["rule"] == "foreign-notice")
            .unwrap()["message"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let message = said("2027-01-01T00:00:00Z", &|_| {});
    assert!(message.contains("still to come"), "{message}");
    let message = said("2026-03-05T10:00:00Z", &|signers| {
        signers[2]["until"] = "2026-02-01T00:00:00Z".into();
    });
    assert!(message.contains("not valid then"), "{message}");
    let message = said("2026-03-05T10:00:00Z", &|signers| {
        signers[2]["revoked"] = json!({"at": "2026-02-01T00:00:00Z", "why": "superseded"});
    });
    assert!(message.contains("revoked"), "{message}");
}

/// A revision of the claim in `claims/a.json`, which becomes `claims/a.r1.json`.
fn revise(folder: &Folder) {
    std::fs::rename(folder.at("claims/a.json"), folder.at("claims/a.r1.json")).unwrap();
    let mut next: Value = serde_json::from_str(&claim("a")).unwrap();
    next["revision"] = 2.into();
    next["supersedes"] = folder.digest("claims/a.r1.json").into();
    folder.put("claims/a.json", next.to_string());
    folder.sign("harbour-author", &["claims/a.json"]).assert_status(0);
}

#[test]
fn a_revision_of_what_its_authors_did_not_sign_is_broken() {
    let broken = |change: &dyn Fn(&mut Value)| {
        let folder = Folder::with_signed_claim();
        revise(&folder);
        assert_eq!(folder.verify(&["claims/a.json"]).0, Some(0));
        let mut before: Value = serde_json::from_str(&folder.read("claims/a.r1.json")).unwrap();
        change(&mut before);
        folder.put("claims/a.r1.json", before.to_string());
        let (_, verification) = folder.verify(&["claims/a.json"]);
        let claim = record(&verification, "claims/a.json");
        assert_eq!(rules(claim), ["broken-revision"]);
        claim["findings"][0]["message"].as_str().unwrap().to_owned()
    };
    let message = broken(&|before| {
        before.as_object_mut().unwrap().remove("proof");
    });
    assert!(
        message.starts_with("the revision before is unsigned"),
        "{message}"
    );
    let message = broken(&|before| before["proof"]["created"] = "2026-03-05T11:00:00Z".into());
    assert!(
        message.starts_with("the revision before was altered"),
        "{message}"
    );
    // With another author, who has not signed.
    let folder = Folder::with_signed_claim();
    let mut two: Value = serde_json::from_str(&claim("a")).unwrap();
    two["by"] = json!([did("harbour-author"), did("harbour-editor")]);
    folder.put("claims/a.json", two.to_string());
    folder.sign("harbour-author", &["claims/a.json"]).assert_status(0);
    revise(&folder);
    let (_, verification) = folder.verify(&["claims/a.json"]);
    let claim = record(&verification, "claims/a.json");
    let message = claim["findings"][0]["message"].as_str().unwrap();
    assert!(message.contains("not signed by each of its authors"), "{message}");
}

#[test]
fn a_notice_reaches_every_copy_of_a_record() {
    let folder = Folder::with_signed_claim();
    retract(&folder, "harbour-author");
    folder.put("claims/b.json", folder.read("claims/a.json"));
    let line: Value = serde_json::from_str(&folder.read("claims/a.json")).unwrap();
    folder.put("claims/more.jsonl", format!("{line}\n{line}\n"));
    let (_, verification) = folder.verify(&["."]);
    let claims: Vec<&Value> = records(&verification)
        .iter()
        .filter(|record| record["kind"] == "claim")
        .collect();
    assert_eq!(claims.len(), 4);
    for claim in claims {
        assert_eq!(rules(claim), ["retracted"], "{claim:#}");
        assert_eq!(claim["dispute"], json!(["retracted"]));
    }
    // Also where only one of them is named.
    let (_, verification) = folder.verify(&["claims/b.json"]);
    assert_eq!(rules(record(&verification, "claims/b.json")), ["retracted"]);
}

#[test]
fn a_copy_without_its_proofs_spoils_nothing() {
    let folder = Folder::with_signed_claim();
    let mut upper: Value = serde_json::from_str(&claim("upper")).unwrap();
    upper["chain"][0]["cites"] = json!(["below"]);
    let statement = upper["statement"].clone();
    upper["chain"].as_array_mut().unwrap().push(json!({
        "id": "below", "kind": "claim", "claim": folder.digest("claims/a.json"),
        "statement": statement
    }));
    folder.put("claims/upper.json", upper.to_string());
    folder
        .sign("harbour-author", &["claims/upper.json"])
        .assert_status(0);
    // Before the good one in the order of paths.
    folder.put("claims/0.json", folder.unsigned("claims/a.json").to_string());
    let (_, verification) = folder.verify(&["."]);
    assert_eq!(record(&verification, "claims/upper.json")["holds"], true);
    assert_eq!(record(&verification, "claims/a.json")["holds"], true);
    assert_eq!(rules(record(&verification, "claims/0.json")), ["unsigned"]);
}

/// Many notices on a claim of many revisions.
#[test]
fn many_notices_on_many_revisions_take_no_longer_than_as_many_of_each() {
    const COUNT: usize = 2_000;
    let folder = Folder::with_signed_claim();
    let first = folder.digest("claims/a.json");
    let mut revisions = String::new();
    let mut notices = String::new();
    for number in 0..COUNT {
        let mut next: Value = serde_json::from_str(&claim("a")).unwrap();
        next["revision"] = 2.into();
        next["supersedes"] = first.clone().into();
        next["note"] = number.to_string().into();
        writeln!(revisions, "{next}").unwrap();
        let reason = format!("{number} {}", "reason ".repeat(200));
        let effect = ["disputes", "corrects"][number % 2];
        writeln!(notices, "{}", notice(&first, effect, &reason)).unwrap();
    }
    folder.put("claims/more.jsonl", revisions);
    folder.put("notices/n.jsonl", notices);
    folder
        .sign("harbour-editor", &["notices/n.jsonl"])
        .assert_status(0);
    // The last of them takes the claim back.
    retract(&folder, "harbour-author");
    for format in ["text", "jsonl"] {
        let script = format!(
            "ulimit -v 700000; exec {} verify --at {AT} --format {format} .",
            env!("CARGO_BIN_EXE_byline")
        );
        let mut command = std::process::Command::new("sh");
        command
            .args(["-c", &script])
            .env("RAYON_NUM_THREADS", "2")
            .current_dir(folder.path());
        let told = run(&mut command);
        told.assert_status(1);
        assert!(told.stdout.contains("this record was retracted"));
        assert!(
            told.stdout
                .contains("an earlier revision of this record was retracted")
        );
        if format == "text" {
            assert!(told.stdout.contains("and 1997 more notices"));
        } else {
            let line = told.stdout.lines().next().unwrap();
            let claim: Value = serde_json::from_str(line).unwrap();
            assert_eq!(claim["notices"].as_array().unwrap().len(), 64);
            assert_eq!(claim["notices"][0]["effect"], "retracts");
            assert_eq!(claim["more_notices"], 1_937);
        }
    }
}

/// One notice that lies there many times is one.
#[test]
fn copies_of_a_notice_count_once() {
    let folder = Folder::with_signed_claim();
    retract(&folder, "harbour-author");
    let notice: Value = serde_json::from_str(&folder.read("notices/n.json")).unwrap();
    folder.put("notices/more.jsonl", format!("{notice}\n").repeat(500));
    let (_, verification) = folder.verify(&["claims/a.json"]);
    let claim = record(&verification, "claims/a.json");
    assert_eq!(claim["notices"].as_array().unwrap().len(), 1);
    assert_eq!(rules(claim), ["retracted"]);
}

/// What replaces a record is not reached by the notice that names it, nor is what follows; other revisions are, and
/// so are those again that another notice reaches.
#[test]
fn a_notice_ends_where_its_replacement_begins() {
    let folder = Folder::with_signed_claim();
    let first = folder.digest("claims/a.json");
    revise(&folder);
    let second = folder.digest("claims/a.json");
    let mut notice = notice(&first, "retracts", "The wall stands.");
    notice["replacement"] = second.into();
    folder.put("notices/n.json", notice.to_string());
    folder
        .sign("harbour-author", &["notices/n.json"])
        .assert_status(0);
    let (_, verification) = folder.verify(&["."]);
    assert_eq!(rules(record(&verification, "claims/a.r1.json")), ["retracted"]);
    assert_eq!(record(&verification, "claims/a.json")["holds"], true);
    notice.as_object_mut().unwrap().remove("replacement");
    folder.put("notices/m.json", notice.to_string());
    folder
        .sign("harbour-author", &["notices/m.json"])
        .assert_status(0);
    let (_, verification) = folder.verify(&["."]);
    assert_eq!(rules(record(&verification, "claims/a.json")), ["retracted"]);
}

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
