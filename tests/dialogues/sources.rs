//! Sources that are told of, by themselves or in the middle of a claim.

use serde_json::{Value, json};

use super::dialogue::{DOWN, Dialogue, ESCAPE};
use super::newsroom::{claim_in, dam_leaks, newsroom};

#[test]
fn a_source_that_is_new_is_asked_about_and_kept_even_when_the_claim_is_not() {
    let folder = newsroom();
    let mut terminal = dam_leaks(&folder, 100);
    terminal.answers("Who published it?", "صحيفة الميناء");
    terminal.sees("is new here");
    terminal.answers("What is it?", "");
    terminal.answers("A short name for صحيفة الميناء", "mina.example");
    terminal.sees("How reliable").types(&format!("{DOWN}{DOWN}\r"));
    terminal.answers("Who owns it?", "");
    terminal.answers("into the registry?", "y");
    terminal.sees("When did").leaves();
    let told = terminal.ends(130);
    assert!(told.contains("were kept: sources/mina.example.json"), "{told}");
    let source: Value = serde_json::from_str(&folder.read("sources/mina.example.json")).unwrap();
    assert_eq!(source["name"], "صحيفة الميناء");
    assert_eq!(source["reliability"], "B");
    assert!(!folder.at("claims/dam-leaks.json").exists());
}

#[test]
fn a_source_that_is_called_by_its_domain_is_asked_for_its_name() {
    let folder = newsroom();
    let mut terminal = Dialogue::start(&folder, 100, &["new", "source"]);
    terminal.answers("Its name", "mina.example");
    terminal.answers("mina.example is new here. Its name", "صحيفة الميناء");
    terminal.accepts(&["What is it?", "A short name for", "How reliable"]);
    // The owner is offered by its name, and one that nobody has told of yet is asked about in turn.
    terminal.sees("Who owns it?").types("Mina House");
    terminal
        .sees("no source here is called so: Enter adds it")
        .types("\r");
    terminal.accepts(&[
        "Mina House is new here. What is it?",
        "A short name for Mina House",
        "How reliable",
        "Put Mina House",
        "Put صحيفة الميناء",
    ]);
    let told = terminal.ends(0);
    assert!(
        told.contains("byline sign sources/mina-house.json sources/mina.example.json"),
        "{told}"
    );
    let source: Value = serde_json::from_str(&folder.read("sources/mina.example.json")).unwrap();
    assert_eq!(source["name"], "صحيفة الميناء");
    assert_eq!(source["owner"], "mina-house");
}

#[test]
fn whoever_types_a_part_of_a_known_name_is_asked_whether_that_is_meant() {
    let folder = newsroom();
    let mut terminal = dam_leaks(&folder, 100);
    terminal.answers("Who published it?", "Courier");
    terminal.sees("Do you mean The Courier?").types(ESCAPE);
    terminal.sees("Who published it? Courier").types("\r");
    terminal.answers("Do you mean The Courier?", "");
    terminal.sees("When did The Courier publish it?").types(ESCAPE);
    // It is known by now who is meant.
    terminal.sees("Who published it? courier.example").types("\r");
    terminal.accepts(&["When did The Courier publish it?", "Its web address?"]);
    terminal.answers("Whom does The Courier", "another outlet");
    terminal.answers("Which outlet does The Courier cite?", "Courier");
    terminal.answers("Do you mean The Courier?", "n");
    terminal.answers("Courier is new here. What is it?", "agency");
    terminal.accepts(&[
        "A short name for Courier",
        "How reliable",
        "Who owns it?",
        "into the registry?",
    ]);
    // That is the whole name of one by now.
    terminal.sees("When did Courier publish it?").types(ESCAPE);
    terminal
        .sees("Which outlet does The Courier cite? courier")
        .types("\r");
    terminal.accepts(&[
        "When did Courier publish it?",
        "Its web address?",
        "Have you read",
    ]);
    terminal.answers("Whom does Courier", "does not say");
    terminal.accepts(&[
        "Whom else does The Courier",
        "Does The Courier only pass on",
        "What next?",
    ]);
    terminal.ends(0);
    let claim = claim_in(&folder, "dam-leaks");
    assert_eq!(claim["chain"][0]["source"], "courier.example");
    assert_eq!(claim["chain"][1]["source"], "courier");
}

#[test]
fn a_part_of_several_known_names_begins_a_source_of_its_own() {
    let folder = newsroom();
    folder.put(
        "sources/evening.example.json",
        json!({ "byline": "source/1", "id": "evening.example", "name": "Evening Courier", "kind": "outlet" })
            .to_string(),
    );
    let mut terminal = dam_leaks(&folder, 100);
    terminal.answers("Who published it?", "Courier Press");
    terminal.sees("Courier Press is new here.").types(ESCAPE);
    terminal
        .sees("Who published it? Courier Press")
        .types("\x7f\x7f\x7f\x7f\x7f\x7f\r");
    terminal.sees("Courier is new here.").leaves();
    terminal.ends(130);
}

#[test]
fn the_known_name_that_begins_with_what_was_typed_is_offered_first() {
    let folder = newsroom();
    for (id, name) in [
        ("acme.example", "Acme Daily"),
        ("metro.example", "Metro"),
        ("big-mercury.example", "Big Mercury"),
    ] {
        let source = json!({ "byline": "source/1", "id": id, "name": name, "kind": "outlet" });
        folder.put(&format!("sources/{id}.json"), source.to_string());
    }
    let mut terminal = dam_leaks(&folder, 100);
    terminal.sees("Who published it?").types("me");
    terminal.sees("Acme Daily").types("\t\r");
    terminal.sees("When did Metro publish it?").leaves();
    terminal.ends(130);
}

/// Answers to all that is asked of The Ledger, a new outlet of a new owner.
fn the_ledger(terminal: &mut Dialogue) {
    terminal.answers("Its name", "The Ledger");
    terminal.answers("What is it?", "");
    terminal.answers("A short name for The Ledger", "ledger.example");
    terminal.answers("How reliable has The Ledger", "");
    terminal.answers("Who owns it?", "Quay Holding");
    terminal.answers("What is it?", "company");
    terminal.answers("A short name for Quay Holding", "quay.example");
    terminal.answers("How reliable has Quay Holding", "");
    terminal.answers("Put Quay Holding into the registry?", "y");
    terminal.answers("Put The Ledger into the registry?", "y");
}

#[test]
fn a_source_that_is_asked_for_goes_where_it_is_said_and_its_owner_into_the_registry() {
    let folder = newsroom();
    let mut terminal = Dialogue::start(&folder, 100, &["new", "source", "--out", "ledger.json"]);
    the_ledger(&mut terminal);
    let told = terminal.ends(0);
    assert!(
        told.contains("`byline sign sources/quay.example.json ledger.json`"),
        "{told}"
    );
    let source: Value = serde_json::from_str(&folder.read("ledger.json")).unwrap();
    assert_eq!(source["owner"], "quay.example");
    assert_eq!(
        folder.names("sources"),
        ["courier.example.json", "quay.example.json"]
    );
}

#[test]
fn a_dry_run_shows_what_was_told_and_writes_nothing() {
    let folder = newsroom();
    let arguments = ["new", "source", "--dry-run", "--out", "ledger.json"];
    let mut terminal = Dialogue::start(&folder, 100, &arguments);
    the_ledger(&mut terminal);
    let told = terminal.ends(0);
    assert!(told.contains(r#""id": "quay.example""#), "{told}");
    assert!(told.contains(r#""owner": "quay.example""#), "{told}");
    assert!(!told.contains("byline sign"), "{told}");
    assert_eq!(folder.names("sources"), ["courier.example.json"]);
    assert!(!folder.at("ledger.json").exists());
}
