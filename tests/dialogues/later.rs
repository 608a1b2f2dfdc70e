//! What comes after a claim: its revision, a notice about it, another trust list, another key.

use std::process::Command;

use serde_json::{Value, json};

use super::dialogue::{CTRL_C, DOWN, Dialogue, ESCAPE, UP};
use super::newsroom::{claim_in, newsroom};
use super::playground::{self, Folder, byline, fixture};

#[test]
fn a_revision_is_asked_for_with_the_chain_and_the_rating_before_and_after() {
    let folder = newsroom();
    let claim = json!({
        "byline": "claim/1", "id": "dam-leaks", "statement": "The dam leaks.", "topics": ["dam"], "lang": "en",
        "event": { "from": "2026-03-01", "to": "2026-03-05" }, "chain": [
            { "id": "courier", "kind": "report", "source": "courier.example", "held": true, "cites": ["ledger"] },
            { "id": "ledger", "kind": "report", "source": "ledger.example", "cites": ["divers"] },
            { "id": "divers", "kind": "anonymous", "described": "two divers", "count": 2, "basis": "direct" },
        ],
    });
    folder.put("claims/dam-leaks.json", claim.to_string());
    folder
        .sign("harbour-author", &["claims/dam-leaks.json"])
        .assert_status(0);
    let signed = folder.read("claims/dam-leaks.json");
    let start = || Dialogue::start(&folder, 100, &["new", "revision", "claims/dam-leaks.json"]);
    let mut terminal = start();
    terminal
        .sees("It says: The dam leaks.")
        .sees("As it is:")
        .sees("support index");
    terminal.sees("What changes?").types(ESCAPE);
    assert!(terminal.ends(130).contains("the claim is as it was"));
    assert_eq!(folder.read("claims/dam-leaks.json"), signed);
    let mut terminal = start();
    terminal.answers("What changes?", "what is claimed");
    terminal
        .sees("What is claimed now? The dam leaks.")
        .types("\x7f badly.\r");
    terminal
        .sees("It says: The dam leaks badly.")
        .sees("With what was changed");
    terminal.answers("What else changes?", "take somebody out");
    terminal.answers("Which one?", "ledger");
    terminal.answers("What else changes?", "somebody else, too");
    terminal.answers("Who has it from somebody else, too?", "");
    terminal.answers("Whom does The Courier have it from?", "not named");
    terminal.answers("How are they described", "two divers of the navy");
    terminal.answers("How many are they?", "2");
    terminal.answers("What could they know?", "first hand");
    terminal.answers("Do they say that it is so?", "yes");
    terminal.accepts(&["Do they gain", "Whom else does The Courier"]);
    terminal.sees("2 unnamed people (direct)");
    terminal.answers("What else changes?", "a remark");
    terminal.answers("What is there to remark", "The navy has said more.");
    terminal.answers("What else changes?", "");
    let told = terminal.ends(0);
    assert!(told.contains("claims/dam-leaks.r1.json"), "{told}");
    assert!(
        told.contains("Next: `byline sign claims/dam-leaks.json`"),
        "{told}"
    );
    assert_eq!(folder.read("claims/dam-leaks.r1.json"), signed);
    let next = claim_in(&folder, "dam-leaks");
    assert_eq!(next["statement"], "The dam leaks badly.");
    assert_eq!((&next["revision"], &next["topics"]), (&json!(2), &json!(["dam"])));
    assert_eq!(next["event"], json!({ "from": "2026-03-01", "to": "2026-03-05" }));
    assert_eq!(next["note"], "The navy has said more.");
    let chain = next["chain"].as_array().unwrap();
    let ids: Vec<&str> = chain.iter().map(|link| link["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["courier", "unnamed"]);
    assert_eq!(chain[0]["cites"], json!(["unnamed"]));
    folder
        .sign("harbour-author", &["claims/dam-leaks.json"])
        .assert_status(0);
    let (status, verification) = folder.verify(&["claims"]);
    assert_eq!(status, Some(0), "{verification:#}");
}

#[test]
fn a_revision_is_begun_with_nothing_changed_so_that_a_capture_can_be_kept() {
    let folder = Folder::with_signed_claim();
    folder.put(
        "sources/courier.example.json",
        newsroom().read("sources/courier.example.json"),
    );
    folder.put("page.html", "<p>The wall slid.</p>");
    let signed = folder.read("claims/a.json");
    let mut terminal = Dialogue::start(&folder, 100, &["new", "revision", "a"]);
    terminal.sees("As it is:");
    terminal.answers("What changes?", "nothing yet");
    let told = terminal.ends(0);
    let capture = "`byline capture claims/a.json --link courier PATH`";
    let next = "Next: change it (--help names the flags), then `byline sign claims/a.json`";
    let (_, after) = told.split_once(capture).expect(&told);
    assert!(after.contains(next), "{told}");
    assert_eq!(folder.read("claims/a.r1.json"), signed);
    let (mut begun, before) = (claim_in(&folder, "a"), claim_in(&folder, "a.r1"));
    assert_eq!(
        (&begun["revision"], &begun["chain"]),
        (&json!(2), &before["chain"])
    );
    folder
        .run(["capture", "a", "--link", "courier", "page.html"])
        .assert_status(0);
    begun["chain"][0]["evidence"] = claim_in(&folder, "a")["chain"][0]["evidence"].take();
    assert_eq!(begun, claim_in(&folder, "a"));
    // What nobody has signed yet is begun already, and changed as it is.
    let mut terminal = Dialogue::start(&folder, 100, &["new", "revision", "a"]);
    terminal.sees("As it is, once this and its sources are signed:");
    terminal.sees("What changes?").types("nothing yet");
    terminal
        .sees("nothing here has these letters in it")
        .types(CTRL_C);
    terminal.ends(130);
}

#[test]
fn only_signed_claims_are_named_by_others() {
    let folder = newsroom();
    folder.put("claims/unsigned.json", playground::claim("unsigned"));
    let mut terminal = Dialogue::start(&folder, 100, &["new", "notice"]);
    terminal.sees("Which claim is it about?");
    terminal
        .sees("unsigned is not signed yet: `byline sign` first")
        .types(ESCAPE);
    terminal.ends(130);
    assert!(!folder.at("notices").exists());
}

#[test]
fn a_notice_is_about_a_claim_that_is_chosen() {
    let folder = newsroom();
    let wall = fixture("harbour-inquiry").join("claims/quay-wall-slid.json");
    folder.put("claims/quay-wall-slid.json", std::fs::read(wall).unwrap());
    let mut terminal = Dialogue::start(&folder, 100, &["new", "notice"]);
    terminal.answers("Which claim is it about?", "");
    terminal.answers("What becomes of it?", "taken back");
    terminal.answers("Why, in a sentence?", "The outlet withdrew the story.");
    terminal.answers("Is there a claim that stands in its place", "");
    let told = terminal.ends(0);
    let names = folder.names("notices");
    assert_eq!(names.len(), 1, "{told}");
    assert!(names[0].starts_with("retracts-"), "{names:?}");
}

#[test]
fn retracted_claims_and_old_revisions_stand_marked_behind_the_others() {
    let folder = Folder::copy_of(&fixture("harbour-inquiry"));
    let mut terminal = Dialogue::start(&folder, 200, &["new", "notice"]);
    let asked = terminal
        .sees("Which claim is it about?")
        .sees("Ctrl-C stops]")
        .fresh();
    let old = "inspection-put-off, revision 1 (there is a later one): The board";
    let (before, _) = asked.split_once(old).expect(&asked);
    assert!(before.contains("wall-leaned-before: The quay wall"), "{asked}");
    // Up from the first goes to the last.
    terminal.types(UP);
    terminal
        .sees("> dredger-paid-harbour-master (retracted): ")
        .types("\r");
    terminal.sees("What becomes of it?").leaves();
    terminal.ends(130);
}

#[test]
fn a_notice_asks_for_what_is_not_given_and_tells_what_falls_with_the_claim() {
    let folder = Folder::copy_of(&fixture("harbour-inquiry"));
    let before = folder.names("notices");
    let mut terminal = Dialogue::start(&folder, 100, &["new", "notice", "quay-wall-slid"]);
    terminal.answers("What becomes of it?", "taken back");
    terminal.sees("These rest on it").sees("months-to-act");
    terminal.answers("Why, in a sentence?", "It leans.");
    terminal.answers("Is there a claim that stands in its place", "");
    terminal.ends(0);
    let names = folder.names("notices");
    let new = names.iter().find(|name| !before.contains(name)).unwrap();
    let notice: Value = serde_json::from_str(&folder.read(&format!("notices/{new}"))).unwrap();
    assert_eq!(
        (&notice["effect"], &notice["reason"], &notice["record"]),
        (
            &json!("retracts"),
            &json!("It leans."),
            &json!(folder.digest("claims/quay-wall-slid.json"))
        )
    );
    let run = folder.run(["new", "notice", "quay-wall-slid"]);
    run.assert_status(2);
    assert!(run.stderr.contains("no terminal to ask on"), "{}", run.stderr);
}

#[test]
fn a_retracted_claim_is_told_to_be_retracted_already_whatever_is_made_of_it() {
    const DREDGER: &str = "dredger-paid-harbour-master";
    let folder = Folder::copy_of(&fixture("harbour-inquiry"));
    let retracts = ["new", "notice", DREDGER, "--effect", "retracts"];
    let run = folder.run(retracts.iter().chain(&["--reason", "Forged.", "--dry-run"]));
    run.assert_status(0);
    let already = "is retracted already, by notices/retracts-";
    assert!(run.stderr.contains(already), "{}", run.stderr);
    let mut terminal = Dialogue::start(&folder, 200, &retracts);
    terminal.sees("this is retracted already, by notices/retracts-");
    terminal.sees("Why, in a sentence?").types(CTRL_C);
    terminal.ends(130);
    let run = folder.run(["new", "revision", DREDGER, "--note", "Forged.", "--dry-run"]);
    run.assert_status(0);
    let told: Vec<&str> = run.stderr.split_whitespace().collect();
    let told = told.join(" ");
    assert!(
        told.contains("master.json was retracted by notices/retracts-"),
        "{told}"
    );
    assert!(
        told.contains("it reaches every later revision. Record the claim anew under another id"),
        "{told}"
    );
    let mut terminal = Dialogue::start(&folder, 100, &["new", "revision", DREDGER]);
    let told = terminal
        .sees("every later revision")
        .sees("support index")
        .sees("What changes?")
        .fresh();
    assert!(!told.contains("  + "), "{told}");
    terminal.types(CTRL_C);
    terminal.ends(130);
    folder
        .run([
            "new",
            "revision",
            "quay-wall-slid",
            "--note",
            "It slid.",
            "--dry-run",
        ])
        .assert_clean();
}

#[test]
fn the_same_words_again_are_no_change() {
    let folder = Folder::copy_of(&fixture("harbour-inquiry"));
    let mut terminal = Dialogue::start(&folder, 100, &["new", "revision", "wall-leaned-before"]);
    terminal.sees("  + ");
    terminal.answers("What changes?", "what is claimed");
    terminal.answers("What is claimed now?", "");
    terminal.sees("nothing has changed by it").sees("As it is:");
    terminal.sees("What changes?").leaves();
    terminal.ends(130);
}

#[test]
fn the_next_trust_list_lets_somebody_in() {
    let folder = newsroom();
    let key = playground::did("chips-author");
    let mut terminal = Dialogue::start(&folder, 100, &["new", "trust"]);
    terminal.sees("What changes?").types(&format!("{DOWN}{DOWN}\r"));
    terminal.ends(0);
    let list: Value = serde_json::from_str(&folder.read("trust/2.json")).unwrap();
    assert_eq!(list["version"], 2);
    assert!(list.get("proof").is_none());
    std::fs::remove_file(folder.at("trust/2.json")).unwrap();
    let mut terminal = Dialogue::start(&folder, 100, &["new", "trust"]);
    terminal.answers("What changes?", "");
    terminal.answers("Their key?", "did:key:nonsense");
    terminal.sees("a key is written").types(&"\x7f".repeat(20));
    let is_listed = folder.read("trust/1.json").contains(&key);
    terminal.types(&format!("{key}\r"));
    terminal.answers("Whose is it?", "Fact desk");
    // Nothing is ticked at first.
    terminal.answers("What may they do?", "");
    terminal
        .sees("the space bar takes")
        .types(&format!("{DOWN} {DOWN} \r"));
    terminal.answers("What may they sign?", "harbour");
    terminal
        .sees("neither topic:NAME nor id:GLOB")
        .types(&"\x7f".repeat(7));
    terminal.types(ESCAPE);
    terminal.sees("[x] checker").sees("[x] editor").types("\r");
    terminal.answers("What may they sign?", "topic:harbour, id:port-*");
    terminal.ends(if is_listed { 1 } else { 0 });
    assert_eq!(folder.at("trust/2.json").exists(), !is_listed);
    let list: Value = serde_json::from_str(&folder.read("trust/2.json")).unwrap();
    let added = list["signers"].as_array().unwrap().last().unwrap();
    assert_eq!(added["roles"], json!(["checker", "editor"]));
    assert_eq!(added["scope"], json!(["topic:harbour", "id:port-*"]));
}

/// A passphrase is read from the terminal itself, which a session of one's own is needed for: `setsid` makes it.
#[cfg(target_os = "linux")]
#[test]
fn a_new_passphrase_that_is_short_or_mistyped_is_asked_for_again() {
    const PROMPT: &str = "New passphrase (8 characters or more):";
    let folder = Folder::new();
    let start = |name: &str| {
        let byline = byline();
        let mut command = Command::new("setsid");
        command.arg("--ctty").arg(byline.get_program());
        command.args(["key", "new", "--name", "Desk", "--out", name]);
        command.env_remove("BYLINE_PASSPHRASE");
        Dialogue::run(&folder, 100, &mut command)
    };
    let mut terminal = start("kept.pem");
    terminal.answers(PROMPT, "short");
    terminal.sees("fewer than 8 characters");
    terminal.answers(PROMPT, "a long walk along the quay");
    terminal.answers("The same again:", "a long walk along the key");
    terminal.sees("the two passphrases differ");
    terminal.answers(PROMPT, "a long walk along the quay");
    terminal.answers("The same again:", "a long walk along the quay");
    terminal.ends(0);
    assert!(folder.at("kept.pem").exists());
    let mut terminal = start("none.pem");
    for _ in 0..3 {
        terminal.answers(PROMPT, "short");
    }
    let told = terminal.ends(1);
    assert!(told.contains("run the command again"), "{told}");
    assert!(!folder.at("none.pem").exists());
}

#[test]
fn a_trust_list_that_is_asked_for_goes_where_it_is_said_and_counts_from_then() {
    let folder = newsroom();
    let arguments = [
        "new",
        "trust",
        "--at",
        "2126-03-05T10:00:00Z",
        "--out",
        "next.json",
    ];
    let mut terminal = Dialogue::start(&folder, 100, &arguments);
    terminal.sees("What changes?").types(&format!("{DOWN}{DOWN}\r"));
    assert!(terminal.ends(0).contains("next.json"));
    let list: Value = serde_json::from_str(&folder.read("next.json")).unwrap();
    assert!(
        list["expires"].as_str().unwrap().starts_with("2127-03-05"),
        "{list}"
    );
    assert!(!folder.at("trust/2.json").exists());
    // Nobody is asked for what would not be written.
    let terminal = Dialogue::start(&folder, 100, &arguments);
    let told = terminal.ends(1);
    assert!(told.contains("next.json exists already"), "{told}");
    assert!(!told.contains("What changes?"), "{told}");
}
