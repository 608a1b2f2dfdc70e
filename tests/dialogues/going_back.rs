//! Escape goes back, one question at a time.

use serde_json::{Value, json};

use super::dialogue::{CTRL_C, Dialogue, ESCAPE};
use super::newsroom::{claim_in, dam_leaks, newsroom, published_by_the_courier};

#[test]
fn escape_goes_back_a_question_with_the_answer_still_there() {
    let folder = newsroom();
    let mut terminal = Dialogue::start(&folder, 100, &["new", "claim"]);
    terminal.answers("What is claimed", "The dam leaks.");
    terminal.sees("A short name").types(ESCAPE);
    terminal.sees("The dam leaks.").types(" Badly.\r");
    terminal.accepts(&["A short name", "In which language", "When did it happen"]);
    terminal.sees("Who published it?").leaves();
    terminal.ends(130);
    assert!(!folder.at("claims").exists());
}

/// One question at a time, with all that was answered offered again, and the word for it is plain.
#[test]
fn escape_goes_back_through_the_questions_of_a_party_one_by_one() {
    let folder = newsroom();
    let mut terminal = dam_leaks(&folder, 100);
    terminal.answers("Who published it?", "The Courier");
    terminal.answers("When did The Courier publish it?", "2026-03-06");
    terminal.sees("Its web address?").types(ESCAPE);
    let told = terminal
        .sees("When did The Courier publish it? 2026-03-06")
        .fresh();
    assert!(told.contains("Its web address? back"), "{told}");
    assert!(
        !told.contains("canceled") && !told.contains("What is claimed"),
        "{told}"
    );
    // What is typed is added to the day that stands there, and what came before that is still told.
    terminal.types("\x7f7\r");
    terminal.answers("Its web address?", "https://courier.example/dam");
    terminal.answers("Whom does The Courier", "not named");
    terminal.answers("How are they described", "two divers");
    terminal.sees("How many are they?").types("2\r");
    terminal.sees("What could they know?").types(ESCAPE);
    terminal.sees("How many are they? (2)").types(ESCAPE);
    terminal.sees("How are they described").types(" of the navy\r");
    terminal.answers("How many are they? (2)", "");
    terminal.answers("What could they know?", "told of it");
    terminal.sees("Do they say that it is so?").types(ESCAPE);
    // The choice that was made stands first.
    terminal.answers("What could they know?", "");
    terminal.answers("Do they say that it is so?", "yes");
    terminal.sees("Do they gain").types("\r");
    terminal.accepts(&["Whom else does The Courier", "What next?"]);
    terminal.ends(0);
    let claim = claim_in(&folder, "dam-leaks");
    assert_eq!(claim["event"]["from"], "2026-03-05");
    assert_eq!(claim["chain"][0]["published"], "2026-03-07");
    assert_eq!(claim["chain"][1]["described"], "two divers of the navy");
    assert_eq!(claim["chain"][1]["count"], 2);
    assert_eq!(claim["chain"][1]["basis"], "briefed");
}

#[test]
fn escape_goes_back_from_the_registry_one_question_and_keeps_what_was_put_there() {
    let folder = newsroom();
    let mut terminal = dam_leaks(&folder, 100);
    terminal.answers("Who published it?", "Mina Post");
    terminal.answers("Mina Post is new here. What is it?", "news agency");
    terminal.answers("A short name for Mina Post", "mina.example");
    terminal.answers("How reliable has", "C:");
    terminal.answers("Who owns it?", "");
    terminal.sees("Put Mina Post into the registry?").types(ESCAPE);
    terminal.sees("Who owns it?").types(ESCAPE);
    terminal.sees("How reliable has").types(ESCAPE);
    terminal
        .sees("A short name for Mina Post, best the web domain? (mina.example)")
        .types("\r");
    terminal.accepts(&[
        "How reliable has",
        "Who owns it?",
        "Put Mina Post into the registry?",
    ]);
    // What is written stays: going back from here asks once more who it was.
    terminal.sees("When did Mina Post publish it?").types(ESCAPE);
    terminal.sees("Who published it? mina.example").types("\r");
    terminal.accepts(&["When did Mina Post publish it?", "Its web address?"]);
    terminal.answers("Whom does Mina Post", "does not say");
    terminal.answers("What next?", "");
    terminal.ends(0);
    assert_eq!(
        claim_in(&folder, "dam-leaks")["chain"][0]["source"],
        "mina.example"
    );
    let source: Value = serde_json::from_str(&folder.read("sources/mina.example.json")).unwrap();
    assert_eq!(
        (&source["kind"], &source["reliability"]),
        (&json!("agency"), &json!("C"))
    );
}

/// What was said of a paper that is not in the registry is said again of one that is by now.
#[test]
fn escape_goes_back_one_question_after_a_source_was_put_aside_and_then_into_the_registry() {
    let folder = newsroom();
    let mut terminal = dam_leaks(&folder, 100);
    for (is_kept, then) in [("n", "Who published it?"), ("", "When did Foo Paper publish it?")] {
        terminal.answers("Who published it?", "Foo Paper");
        terminal.accepts(&[
            "Foo Paper is new here. What is it?",
            "A short name for Foo Paper",
            "How reliable has",
            "Who owns it?",
        ]);
        terminal.answers("Put Foo Paper into the registry?", is_kept);
        terminal.sees(then);
    }
    terminal.answers("When did Foo Paper publish it?", "2026-03-07");
    terminal.answers("Its web address?", "https://foo.example/1");
    terminal.answers("Whom does Foo Paper", "not named");
    terminal.answers("How are they described", "two clerks");
    terminal.answers("How many are they?", "2");
    terminal.sees("What could they know?").types(ESCAPE);
    terminal.sees("How many are they? (2)").types("\r");
    terminal.accepts(&[
        "What could they know?",
        "Do they say that it is so?",
        "Do they gain",
        "Whom else does Foo Paper",
        "What next?",
    ]);
    terminal.ends(0);
    let chain = &claim_in(&folder, "dam-leaks")["chain"];
    assert_eq!(
        (&chain[0]["source"], &chain[0]["published"], &chain[0]["url"]),
        (
            &json!("foo-paper"),
            &json!("2026-03-07"),
            &json!("https://foo.example/1")
        )
    );
    assert_eq!(chain[1]["described"], "two clerks");
}

/// An owner who is added in the midst of a source is called as the source begins.
#[test]
fn escape_goes_back_one_question_after_an_owner_of_nearly_the_same_name_was_added() {
    let folder = newsroom();
    let mut terminal = dam_leaks(&folder, 100);
    terminal.answers("Who published it?", "Mina Post");
    terminal.answers("Mina Post is new here. What is it?", "news agency");
    terminal.answers("A short name for Mina Post", "mina.example");
    terminal.answers("How reliable has", "C:");
    terminal.answers("Who owns it?", "Mina Post Holding");
    terminal.accepts(&[
        "Mina Post Holding is new here. What is it?",
        "A short name for Mina Post Holding",
        "How reliable has",
        "Put Mina Post Holding into the registry?",
    ]);
    terminal.sees("Put Mina Post into the registry?").types(ESCAPE);
    terminal.sees("Who owns it? mina-post-holding").types("\r");
    terminal.answers("Put Mina Post into the registry?", "");
    terminal.sees("When did Mina Post publish it?").leaves();
    terminal.ends(130);
    let source: Value = serde_json::from_str(&folder.read("sources/mina.example.json")).unwrap();
    assert_eq!(
        (&source["owner"], &source["reliability"]),
        (&json!("mina-post-holding"), &json!("C"))
    );
}

#[test]
fn a_day_before_it_happened_is_told_at_once_and_changed_or_kept() {
    let folder = newsroom();
    let mut terminal = dam_leaks(&folder, 120);
    terminal.answers("Who published it?", "The Courier");
    terminal.answers("When did The Courier publish it?", "2026-02-28");
    let told = "The Courier would have reported on 2026-02-28 what happened only on 2026-03-05";
    terminal.answers(told, "");
    terminal
        .sees("When did The Courier publish it? 2026-02-28")
        .types("\x7f7\r");
    terminal.answers("reported on 2026-02-27 what happened only", "y");
    terminal.sees("Its web address?").types(ESCAPE);
    terminal.accepts(&["reported on 2026-02-27 what happened only", "Its web address?"]);
    terminal.answers("Whom does The Courier", "does not say");
    terminal.answers("What next?", "");
    terminal.ends(0);
    assert_eq!(
        claim_in(&folder, "dam-leaks")["chain"][0]["published"],
        "2026-02-27"
    );
}

#[test]
fn whoever_stops_by_mistake_loses_no_answer() {
    let folder = newsroom();
    let mut terminal = Dialogue::start(&folder, 100, &["new", "claim"]);
    terminal.sees("What is claimed").types(CTRL_C);
    assert!(terminal.ends(130).contains("the claim was not written"));
    let mut terminal = dam_leaks(&folder, 100);
    terminal.sees("Who published it?").types(CTRL_C);
    terminal.answers("Leave without writing?", "");
    terminal.sees("Who published it?").types(CTRL_C);
    terminal.sees("Leave without writing?").types(ESCAPE);
    published_by_the_courier(&mut terminal);
    terminal.answers("Whom does The Courier have it from?", "does not say");
    terminal.answers("What next?", "write the claim");
    terminal.ends(0);
    assert_eq!(claim_in(&folder, "dam-leaks")["statement"], "The dam leaks.");
    // Twice is meant.
    let mut terminal = Dialogue::start(&folder, 100, &["new", "claim"]);
    terminal.answers("What is claimed", "The dam holds.");
    terminal.sees("A short name").types(CTRL_C);
    terminal.sees("Leave without writing?").types(CTRL_C);
    assert!(terminal.ends(130).contains("the claim was not written"));
}
