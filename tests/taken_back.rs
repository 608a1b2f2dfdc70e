//! A claim whose newest revision was taken back is taken back in all of them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod playground;

use playground::{AT, Folder, record, rules};
use serde_json::{Value, json};

/// A revision of the claim "a" that says this.
fn revision(number: u64, statement: &str, before: Option<&str>) -> String {
    let mut claim: Value = serde_json::from_str(&playground::claim("a")).unwrap();
    claim["statement"] = statement.into();
    if let Some(before) = before {
        claim["revision"] = number.into();
        claim["supersedes"] = before.into();
    }
    claim.to_string()
}

/// The claim "a" in three revisions, and the claim "b" that rests on the first.
fn with_revisions() -> Folder {
    let folder = Folder::repository();
    folder.put("claims/a.r1.json", revision(1, "One.", None));
    folder
        .sign("harbour-author", &["claims/a.r1.json"])
        .assert_status(0);
    let mut before = folder.digest("claims/a.r1.json");
    let mut upper: Value = serde_json::from_str(&playground::claim("b")).unwrap();
    let link = json!({"id": "below", "kind": "claim", "claim": before, "statement": "One.", "held": true});
    upper["chain"].as_array_mut().unwrap().push(link);
    folder.put("claims/b.json", upper.to_string());
    for (number, path) in [(2, "claims/a.r2.json"), (3, "claims/a.json")] {
        folder.put(path, revision(number, "Otherwise.", Some(&before)));
        folder.sign("harbour-author", &[path]).assert_status(0);
        before = folder.digest(path);
    }
    folder.sign("harbour-author", &["claims/b.json"]).assert_status(0);
    folder
}

/// A notice that takes this record back, signed with this key.
fn retract(folder: &Folder, record: &str, instead: Option<&str>, signer: &str) {
    let mut notice = json!({
        "byline": "notice/1", "record": folder.digest(record), "effect": "retracts", "reason": "No.",
        "issued": "2026-03-05T10:00:00Z"
    });
    if let Some(instead) = instead {
        notice["replacement"] = folder.digest(instead).into();
    }
    folder.put("notices/n.json", notice.to_string());
    let unlisted = ["--unlisted", "notices/n.json"];
    folder.sign(signer, &unlisted).assert_status(0);
}

/// The rules that deny something of the first revision and of the claim that rests on it.
fn denied(folder: &Folder) -> [Vec<String>; 2] {
    let (_, verification) = folder.verify(&["."]);
    ["claims/a.r1.json", "claims/b.json"].map(|path| {
        let found = record(&verification, path);
        let denied: Vec<String> = rules(found)
            .into_iter()
            .filter(|rule| *rule != "outdated-claim")
            .map(str::to_owned)
            .collect();
        assert_eq!(found["holds"], denied.is_empty(), "{found:#}");
        denied
    })
}

fn taken_back() -> [Vec<String>; 2] {
    [
        vec!["retracted".to_owned()],
        vec!["rests-on-retracted".to_owned()],
    ]
}

#[test]
fn all_that_rests_on_an_earlier_revision_is_told_and_rated_so() {
    let folder = with_revisions();
    let score = |path: &str| folder.run(["score", "--at", AT, path]).said_and_printed();
    let before = score("claims/b.json");
    assert_eq!(denied(&folder), [vec![""; 0], vec![""; 0]]);
    retract(&folder, "claims/a.json", None, "harbour-author");
    assert_eq!(denied(&folder), taken_back());
    assert!(!before.contains("brings nothing"), "{before}");
    let after = score("claims/b.json");
    assert!(after.contains("brings nothing"), "{after}");
    assert!(score("claims/a.r1.json").contains("retracted"));
    let told = "whose later revision 3 was retracted: link below -> a";
    for command in [
        ["verify", "--at", AT],
        ["check", "--at", AT],
        ["score", "--at", AT],
    ] {
        let said = folder
            .run(command.iter().chain(&["claims/b.json"]))
            .said_and_printed();
        assert!(said.contains(told), "{said}");
    }
    for command in ["verify", "show"] {
        let said = folder
            .run([command, "--at", AT, "claims/a.r1.json"])
            .said_and_printed();
        assert!(said.contains("its later revision 3 was retracted"), "{said}");
    }
    let log = folder
        .run(["log", "--at", AT, "claims/a.json"])
        .said_and_printed();
    assert_eq!(
        log.matches("its later revision 3 was retracted").count(),
        2,
        "{log}"
    );
}

#[test]
fn a_retraction_in_the_middle_reaches_all_revisions_through_the_newest() {
    let folder = with_revisions();
    retract(&folder, "claims/a.r2.json", None, "harbour-editor");
    assert_eq!(denied(&folder), taken_back());
    // The newest revision stands in its place, so the claim was not taken back.
    retract(
        &folder,
        "claims/a.r2.json",
        Some("claims/a.json"),
        "harbour-editor",
    );
    assert_eq!(denied(&folder), [vec![""; 0], vec![""; 0]]);
}

#[test]
fn a_retraction_goes_back_no_further_than_to_its_replacement() {
    for instead in ["claims/a.r1.json", "claims/a.r2.json"] {
        let folder = with_revisions();
        retract(&folder, "claims/a.json", Some(instead), "harbour-author");
        assert_eq!(denied(&folder), [vec![""; 0], vec![""; 0]], "{instead}");
    }
}

#[test]
fn a_notice_of_nobody_who_has_a_say_takes_no_earlier_revision_back() {
    let folder = with_revisions();
    retract(&folder, "claims/a.json", None, "harbour-checker");
    assert_eq!(denied(&folder), [vec![""; 0], vec![""; 0]]);
}

#[test]
fn who_may_not_revise_a_claim_cannot_take_it_back_by_a_revision() {
    let folder = with_revisions();
    let newest = folder.digest("claims/a.json");
    folder.put("claims/a.r4.json", revision(4, "Mine.", Some(&newest)));
    let forged = |path| folder.sign("harbour-checker", &["--unlisted", path]);
    forged("claims/a.r4.json").assert_status(0);
    let mut notice = json!({
        "byline": "notice/1", "record": folder.digest("claims/a.r4.json"), "effect": "retracts",
        "reason": "No.", "issued": "2026-03-05T10:00:00Z"
    });
    notice["by"] = json!([playground::did("harbour-checker")]);
    folder.put("notices/n.json", notice.to_string());
    forged("notices/n.json").assert_status(0);
    let (_, verification) = folder.verify(&["."]);
    assert!(rules(record(&verification, "claims/a.r4.json")).contains(&"retracted"));
    assert_eq!(denied(&folder), [vec![""; 0], vec![""; 0]]);
    // Nor can he bring it back by a rival of the revision that was taken back.
    let before = folder.digest("claims/a.r2.json");
    retract(&folder, "claims/a.json", None, "harbour-author");
    folder.put("claims/a.r4.json", revision(3, "Mine.", Some(&before)));
    forged("claims/a.r4.json").assert_status(0);
    assert_eq!(denied(&folder), taken_back());
}

#[test]
fn what_to_use_instead_is_told_where_a_notice_names_it() {
    let folder = with_revisions();
    retract(&folder, "claims/a.r2.json", None, "harbour-author");
    let help = |folder: &Folder| {
        let (_, verification) = folder.verify(&["claims/a.r2.json"]);
        let findings = record(&verification, "claims/a.r2.json")["findings"].clone();
        findings[0]["help"].as_str().unwrap().to_owned()
    };
    assert_eq!(help(&folder), "do not rely on it");
    retract(
        &folder,
        "claims/a.r2.json",
        Some("claims/a.json"),
        "harbour-author",
    );
    assert_eq!(
        help(&folder),
        "do not rely on it; the notice names revision 3 of the claim a to use instead"
    );
}

/// The claim "a" with a quote that its capture does not say, and the next revision, which says it as the page does.
fn with_a_quote_mended() -> Folder {
    let folder = Folder::repository();
    folder.put("page.txt", "The wall fell at seven.");
    folder.put("claims/a.json", revision(1, "It fell.", None));
    let quote = ["--quote", "The wall fell at nine."];
    let capture = ["capture", "claims/a.json", "--link", "courier", "page.txt"];
    folder.run(capture.iter().chain(&quote)).assert_clean();
    let text = std::fs::read_to_string(folder.at("claims/a.json")).unwrap();
    folder.put("claims/a.r1.json", &text);
    folder
        .sign("harbour-author", &["claims/a.r1.json"])
        .assert_status(0);
    let mut next: Value = serde_json::from_str(&text).unwrap();
    next["revision"] = 2.into();
    next["supersedes"] = folder.digest("claims/a.r1.json").into();
    next["chain"][0]["quote"]["text"] = "The wall fell at seven.".into();
    folder.put("claims/a.json", next.to_string());
    folder
}

#[test]
fn a_wrong_quote_is_told_until_a_revision_mends_it() {
    let folder = with_a_quote_mended();
    let of_the_first = |folder: &Folder| {
        let (_, verification) = folder.verify(&["."]);
        let found = record(&verification, "claims/a.r1.json").clone();
        (rules(&found).join(" "), found["holds"] == true)
    };
    let wrong = ("quote-not-found".to_owned(), false);
    // A draft mends nothing.
    assert_eq!(of_the_first(&folder), wrong);
    folder.sign("harbour-author", &["claims/a.json"]).assert_status(0);
    assert_eq!(of_the_first(&folder), (String::new(), true));
    folder
        .run(["check", "--at", AT, "--only", "quote-not-found", "."])
        .assert_status(0);
    // Whoever rests on what was said first rests on the wrong quote.
    let mut upper: Value = serde_json::from_str(&playground::claim("b")).unwrap();
    let first = folder.digest("claims/a.r1.json");
    let link = json!({"id": "below", "kind": "claim", "claim": first, "statement": "It fell.", "held": true});
    upper["chain"].as_array_mut().unwrap().push(link);
    folder.put("claims/b.json", upper.to_string());
    assert_eq!(of_the_first(&folder), wrong);
}

#[test]
fn of_a_claim_that_was_taken_back_no_quote_is_asked_for() {
    let folder = with_a_quote_mended();
    std::fs::remove_file(folder.at("claims/a.json")).unwrap();
    retract(&folder, "claims/a.r1.json", None, "harbour-author");
    let (_, verification) = folder.verify(&["."]);
    assert_eq!(rules(record(&verification, "claims/a.r1.json")), ["retracted"]);
}

/// Whoever wrote a claim buries the retraction of an editor under many of his own, each of which takes less back.
#[test]
fn no_retraction_is_buried_under_others() {
    for many in [7, 8, 9, 64, 70] {
        let folder = with_revisions();
        retract(
            &folder,
            "claims/a.json",
            Some("claims/a.r1.json"),
            "harbour-editor",
        );
        let rests_on_second = rests_on(&folder, "claims/a.r2.json");
        assert!(!rests_on_second(&folder), "{many}");
        let mut notice = folder.unsigned("notices/n.json");
        notice["replacement"] = folder.digest("claims/a.r2.json").into();
        for number in 0..many {
            notice["reason"] = format!("No, number {number}.").into();
            notice["issued"] = "2020-01-01T00:00:00Z".into();
            let path = format!("notices/of-the-author-{number}.json");
            folder.put(&path, notice.to_string());
            folder
                .sign("harbour-author", &["--unlisted", &path])
                .assert_status(0);
        }
        assert!(!rests_on_second(&folder), "{many}");
    }
}

/// Adds a claim that rests on the revision in a file; gives whether it holds.
fn rests_on(folder: &Folder, path: &str) -> impl Fn(&Folder) -> bool + use<> {
    let mut upper: Value = serde_json::from_str(&playground::claim("up")).unwrap();
    let link = json!({
        "id": "below", "kind": "claim", "claim": folder.digest(path), "statement": "Otherwise.", "held": true
    });
    upper["chain"].as_array_mut().unwrap().push(link);
    folder.put("claims/up.json", upper.to_string());
    folder
        .sign("harbour-author", &["claims/up.json"])
        .assert_status(0);
    |folder| {
        let (_, verification) = folder.verify(&["claims/up.json"]);
        record(&verification, "claims/up.json")["holds"] == true
    }
}
