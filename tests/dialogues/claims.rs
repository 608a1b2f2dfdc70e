//! Claims that are told from the first question to the last.

use serde_json::{Value, json};

use super::dialogue::{DOWN, Dialogue};
use super::newsroom::{begin, claim_in, dam_leaks, newsroom, published_by_the_courier};

#[test]
fn a_claim_is_told_and_written_on_narrow_and_wide_terminals() {
    for columns in [60, 120] {
        let folder = newsroom();
        let mut terminal = Dialogue::start(&folder, columns, &["new"]);
        begin(
            &mut terminal,
            "The old bridge will close for two years.",
            "bridge-closed",
        );
        // A known source is taken as soon as enough of its name stands there.
        terminal.sees("Who published it?").types("couri");
        terminal.sees("The Courier").types("\t\r");
        terminal.answers("When did The Courier publish it?", "2026-03-06");
        terminal.answers("Its web address?", "https://courier.example/bridge");
        terminal
            .sees("Whom does The Courier have it from?")
            .types(&format!("{DOWN}\r"));
        terminal.answers("How are they described", "two people in the road office");
        terminal.sees("How many are they?").types("\x7f2\r");
        terminal.answers("What could they know?", "first hand");
        terminal.accepts(&[
            "Do they say that it is so?",
            "Do they gain or lose",
            "Whom else does The Courier",
        ]);
        terminal.sees("2 unnamed people (direct)");
        terminal.sees("support index");
        terminal.answers("What next?", "");
        let told = terminal.ends(0);
        let capture = "`byline capture claims/bridge-closed.json --link courier-example PATH`";
        let (before, after) = told.split_once(capture).expect(&told);
        assert!(before.contains("Keep it before you sign"), "{told}");
        assert!(
            after.contains("Next: `byline sign claims/bridge-closed.json`"),
            "{told}"
        );
        let claim = claim_in(&folder, "bridge-closed");
        assert_eq!(claim["event"]["from"], "2026-03-05");
        assert_eq!(claim["chain"][0]["source"], "courier.example");
        assert_eq!(claim["chain"][0]["held"], true);
        assert_eq!(claim["chain"][0]["cites"], json!(["unnamed"]));
        assert_eq!(claim["chain"][1]["count"], 2);
        assert_eq!(claim["chain"][1]["basis"], "direct");
        let (_, verification) = folder.verify(&["claims/bridge-closed.json"]);
        assert_eq!(verification["records"][0]["integrity"], "unsigned");
    }
}

#[test]
fn what_was_told_of_one_party_is_taken_back_whole() {
    let folder = newsroom();
    let mut terminal = dam_leaks(&folder, 100);
    published_by_the_courier(&mut terminal);
    terminal.answers("Whom does The Courier", "not named");
    terminal.answers("How are they described", "two divers");
    terminal.answers("How many are they?", "several");
    terminal.answers("What could they know?", "");
    terminal.answers("Do they say that it is so?", "yes");
    terminal.accepts(&["Do they gain", "Whom else does The Courier"]);
    terminal.answers("What next?", "take back");
    published_by_the_courier(&mut terminal);
    terminal.answers("Whom does The Courier", "does not say");
    terminal.answers("What next?", "");
    terminal.ends(0);
    let chain = &claim_in(&folder, "dam-leaks")["chain"];
    assert_eq!(chain.as_array().unwrap().len(), 1, "{chain:#}");
}

#[test]
fn an_outlet_that_would_cite_itself_is_told_so() {
    let folder = newsroom();
    folder.put(
        "sources/ledger.json",
        json!({ "byline": "source/1", "id": "ledger", "name": "The Ledger", "kind": "outlet" }).to_string(),
    );
    let mut terminal = dam_leaks(&folder, 100);
    published_by_the_courier(&mut terminal);
    terminal.answers("Whom does The Courier", "another outlet");
    terminal.answers("Which outlet does The Courier cite?", "The Ledger");
    terminal.accepts(&[
        "When did The Ledger publish it?",
        "Its web address?",
        "Have you read, heard or seen",
    ]);
    terminal.answers("Whom does The Ledger", "another outlet");
    terminal.answers("Which outlet does The Ledger cite?", "The Courier");
    terminal.sees("would in the end cite itself");
    terminal.answers("Whom does The Ledger", "does not say");
    terminal.answers("Whom else does The Courier", "");
    terminal.answers("Does The Courier only pass on", "y");
    terminal.answers("What next?", "");
    terminal.ends(0);
    assert_eq!(
        claim_in(&folder, "dam-leaks")["chain"][0]["cites"],
        json!(["ledger"])
    );
}

#[test]
fn what_would_make_no_valid_claim_is_taken_back_and_nothing_else_is_lost() {
    let folder = newsroom();
    let mut terminal = dam_leaks(&folder, 100);
    terminal.answers("Who published it?", "The Courier");
    terminal.answers("When did The Courier publish it?", "");
    terminal
        .sees("Its web address?")
        .types("https://courier.example/a b\r");
    terminal.sees("holds no spaces").types("\x7f\x7f\r");
    terminal.answers("Whom does The Courier", "does not say");
    terminal.answers("What next?", "add a quote");
    terminal.answers("To what", "the claim itself");
    terminal.answers("What?", "ended");
    // It began on 5 March.
    terminal.answers("When did it end?", "2026-03-01");
    terminal.answers("To what else", "");
    terminal.sees("the event ends before it begins");
    terminal.answers("What next?", "write");
    terminal.ends(0);
    let claim = claim_in(&folder, "dam-leaks");
    assert_eq!(claim["event"], json!({ "from": "2026-03-05" }));
    assert_eq!(claim["chain"][0]["url"], "https://courier.example/a");
}

/// Whoever only presses Enter claims the least, and invents neither a silence nor a denial.
#[test]
fn what_enter_takes_says_no_more_than_is_known_and_invents_nothing() {
    let folder = newsroom();
    folder.put(
        "sources/road-office.json",
        json!({ "byline": "source/1", "id": "road-office", "name": "Road office", "kind": "government" })
            .to_string(),
    );
    let mut terminal = dam_leaks(&folder, 100);
    published_by_the_courier(&mut terminal);
    terminal.answers("Whom does The Courier", "not named");
    terminal.answers("How are they described", "two divers");
    for question in [
        "How many are they?",
        "What could they know?",
        "Do they say that it is so?",
        "Do they gain or lose if they are believed?",
    ] {
        terminal.answers(question, "");
    }
    terminal.answers("Whom else does The Courier", "official");
    terminal.answers("Which body is it?", "Road office");
    terminal.accepts(&[
        "What does it speak about?",
        "Does it say that it is so?",
        "Does it gain or lose if it is believed?",
        "When did it say so?",
        "Whom else does The Courier",
        "What next?",
    ]);
    terminal.ends(0);
    let claim = claim_in(&folder, "dam-leaks");
    let (unnamed, body) = (&claim["chain"][1], &claim["chain"][2]);
    assert_eq!(
        (&unnamed["basis"], &unnamed["count"]),
        (&json!("unspecified"), &json!("several"))
    );
    for party in [unnamed, body] {
        assert!(party.get("stance").is_none(), "{party:#}");
    }
    assert_eq!(body["basis"], "other");
    // Where nothing is said of its gain, an official statement counts as one in its own cause.
    assert!(body.get("interest").is_none(), "{body:#}");
}

#[test]
fn whoever_adds_a_denial_or_somebody_below_an_outlet_is_asked_for_that() {
    let folder = newsroom();
    for (id, name, kind) in [
        ("ledger", "The Ledger", "outlet"),
        ("road-office", "Road office", "government"),
    ] {
        let source = json!({ "byline": "source/1", "id": id, "name": name, "kind": kind });
        folder.put(&format!("sources/{id}.json"), source.to_string());
    }
    let mut terminal = dam_leaks(&folder, 100);
    published_by_the_courier(&mut terminal);
    terminal.answers("Whom does The Courier", "does not say");
    terminal.answers("What next?", "a denial");
    terminal.answers("Who published the denial?", "The Ledger");
    terminal.accepts(&["When did The Ledger publish it?", "Its web address?"]);
    terminal.answers("Whom does The Ledger", "official");
    terminal.answers("Which body is it?", "Road office");
    terminal.accepts(&[
        "What does it speak about?",
        "Does it say that it is so?",
        "Does it gain or lose",
        "When did it say so?",
        "Whom else does The Ledger",
    ]);
    terminal.answers("What next?", "somebody else from whom");
    terminal.answers("Who has it from somebody else, too?", "courier");
    terminal.answers("Whom does The Courier", "not named");
    terminal.answers("How are they described", "two divers");
    terminal.accepts(&[
        "How many are they?",
        "What could they know?",
        "Do they say that it is so?",
        "Do they gain",
        "Whom else does The Courier",
        "What next?",
    ]);
    terminal.ends(0);
    let chain = &claim_in(&folder, "dam-leaks")["chain"];
    assert_eq!(chain[2]["stance"], "denies");
    assert_eq!(chain[0]["cites"], json!(["unnamed"]));
    assert_eq!(chain[3].get("stance"), None, "{chain:#}");
}

#[test]
fn a_number_stays_one_in_the_short_name_that_is_offered() {
    let folder = newsroom();
    let mut terminal = Dialogue::start(&folder, 100, &["new", "claim"]);
    terminal.answers(
        "What is claimed",
        "The Harbour Clinic paid 2.4 million to the U.S. army.",
    );
    terminal.sees("(the-harbour-clinic-paid-2-4-million)").leaves();
    terminal.ends(130);
}

#[test]
fn a_claim_that_is_asked_for_goes_where_it_is_said() {
    let folder = newsroom();
    let mut terminal = Dialogue::start(&folder, 100, &["new", "claim", "--out", "draft.json"]);
    begin(&mut terminal, "The dam leaks.", "dam-leaks");
    published_by_the_courier(&mut terminal);
    terminal.answers("Whom does The Courier have it from?", "does not say");
    terminal.answers("What next?", "write the claim");
    let told = terminal.ends(0);
    assert!(told.contains("Next: `byline sign draft.json`"), "{told}");
    let claim: Value = serde_json::from_str(&folder.read("draft.json")).unwrap();
    assert_eq!(claim["statement"], "The dam leaks.");
    assert!(!folder.at("claims").exists());
}

#[test]
fn a_dry_run_of_a_claim_shows_it_with_its_new_sources_and_writes_nothing() {
    let folder = newsroom();
    let mut terminal = Dialogue::start(&folder, 100, &["new", "claim", "--dry-run"]);
    begin(&mut terminal, "The dam leaks.", "dam-leaks");
    terminal.answers("Who published it?", "The Ledger");
    terminal.answers("What is it?", "");
    terminal.answers("A short name for The Ledger", "ledger.example");
    terminal.accepts(&["How reliable", "Who owns it?", "into the registry?"]);
    terminal.accepts(&["When did The Ledger publish it?", "Its web address?"]);
    terminal.answers("Whom does The Ledger have it from?", "does not say");
    terminal.sees("count as in no registry yet");
    terminal.answers("What next?", "write the claim");
    let told = terminal.ends(0);
    for shown in [r#""name": "The Ledger""#, r#""id": "dam-leaks""#] {
        assert!(told.contains(shown), "{told}");
    }
    assert_eq!(folder.names("sources"), ["courier.example.json"]);
    assert!(!folder.at("claims").exists());
}

#[test]
fn what_no_question_takes_is_not_dropped_unsaid() {
    let folder = newsroom();
    for (kind, flag, value) in [
        ("claim", "--lang", "ru"),
        ("claim", "--topic", "dam"),
        ("claim", "--from", "2026-03-05"),
        ("claim", "--note", "Seen by two."),
        ("source", "--reliability", "B"),
        ("source", "--owner", "quay.example"),
        ("source", "--domain", "ledger.example"),
        ("source", "--note", "A weekly."),
    ] {
        let terminal = Dialogue::start(&folder, 100, &["new", kind, flag, value]);
        let told = terminal.ends(2);
        assert!(told.contains("--id <ID>"), "{kind} {flag}: {told}");
    }
}
