//! What is taken for an answer, what is offered for one, and what is said of what is none.

use serde_json::{Value, json};

use super::dialogue::{CTRL_C, Dialogue, ESCAPE};
use super::newsroom::{begin, claim_in, dam_leaks, newsroom, published_by_the_courier};

#[test]
fn an_answer_that_is_far_too_long_or_hides_something_is_not_taken() {
    let folder = newsroom();
    let mut terminal = Dialogue::start(&folder, 80, &["new", "claim"]);
    terminal.answers("What is claimed", &"x".repeat(2_010));
    terminal.sees("2000 are the most").types(ESCAPE);
    assert!(terminal.ends(130).contains("was not written"));
    let mut terminal = Dialogue::start(&folder, 80, &["new", "claim"]);
    terminal.answers("What is claimed", "safe\u{202e}evil");
    terminal.sees("nobody sees").types(CTRL_C);
    terminal.ends(130);
    assert!(!folder.at("claims").exists());
}

#[test]
fn what_is_offered_gives_way_to_what_is_typed_and_no_unknown_language_is_taken() {
    let folder = newsroom();
    let mut terminal = Dialogue::start(&folder, 100, &["new", "claim"]);
    terminal.answers("What is claimed", "The dam leaks.");
    terminal.answers("A short name", "");
    for (typed, told) in [
        ("enel", "no language has this code"),
        ("greek", "did you mean el (Greek)?"),
    ] {
        terminal.answers("In which language", typed);
        terminal.sees(told).types(&"\x7f".repeat(typed.len()));
    }
    terminal.answers("In which language", "el");
    terminal.answers("When did it happen", "");
    published_by_the_courier(&mut terminal);
    terminal.answers("Whom does The Courier", "does not say");
    terminal.answers("What next?", "");
    terminal.ends(0);
    assert_eq!(claim_in(&folder, "the-dam-leaks")["lang"], "el");
}

#[test]
fn a_date_is_no_name_a_question_mark_no_claim_and_an_address_names_its_host() {
    let folder = newsroom();
    let mut terminal = Dialogue::start(&folder, 100, &["new", "claim"]);
    terminal.answers("What is claimed", "?");
    terminal.sees("say it in a sentence of some words").types("\x7f");
    begin(&mut terminal, "The dam leaks.", "dam-leaks");
    for (answer, told) in [
        ("2026-03-05", "that is a date"),
        ("???", "a name has letters in it"),
    ] {
        terminal.answers("Who published it?", answer);
        terminal.sees(told).types(&"\x7f".repeat(answer.len()));
    }
    terminal.answers("Who published it?", "https://www.mina.example/2026/dam");
    terminal.answers("mina.example is new here. Its name", "https://mina.example/");
    terminal.sees("that is a web address").types(&"\x7f".repeat(21));
    terminal.types("Mina Post\r");
    terminal.answers("What is it?", "news agency");
    terminal.answers(
        "A short name for Mina Post, best the web domain? (mina.example)",
        "",
    );
    terminal.accepts(&["How reliable has", "Who owns it?", "into the registry?"]);
    terminal.sees("When did Mina Post publish it?").leaves();
    terminal.ends(130);
    // And whoever is known by a domain is meant by each address there.
    let mut terminal = Dialogue::start(&folder, 100, &["new", "source"]);
    terminal.answers("Its name", "mina.example/about");
    terminal
        .sees("Mina Post (mina.example) is in the registry already")
        .types(CTRL_C);
    terminal.ends(130);
}

#[test]
fn a_menu_says_that_nothing_fits_and_help_is_broken_at_words() {
    let folder = newsroom();
    let mut terminal = dam_leaks(&folder, 60);
    published_by_the_courier(&mut terminal);
    terminal.sees("Whom does The Courier").types("astrologer");
    terminal.sees("nothing here has these letters in it").types("\r");
    terminal.sees("Whom does The Courier have it from? (nothing was chosen)");
    // The menu stands there again, as a whole.
    terminal.sees("people who are not named").leaves();
    terminal.ends(130);
    let mut terminal = Dialogue::start(&folder, 60, &["new", "claim"]);
    terminal.answers("What is claimed", "The dam leaks.");
    terminal.accepts(&["A short name", "In which language"]);
    let asked = terminal.sees("When did it happen").sees("Ctrl-C stops]").fresh();
    let help = "[as 2026-03-05; it may stay empty; Enter takes the answer, Esc goes back, Ctrl-C stops]";
    let words: Vec<&str> = asked.split_whitespace().collect();
    assert!(words.join(" ").contains(help), "{asked}");
    let is_narrow = |line: &str| line.trim_end().chars().count() <= 60;
    assert!(asked.lines().all(is_narrow), "{asked}");
    terminal.leaves();
    terminal.ends(130);
}

#[test]
fn letters_take_the_choice_that_begins_with_them_before_those_that_have_them_somewhere() {
    let folder = newsroom();
    let mut terminal = dam_leaks(&folder, 100);
    published_by_the_courier(&mut terminal);
    terminal.answers("Whom does The Courier", "official");
    for (name, id, typed) in [
        ("Dam office", "dam-office", "b"),
        ("Road office", "road-office", "D"),
    ] {
        terminal.answers("Which body is it?", name);
        terminal.answers("is new here. What is it?", "gov");
        terminal.answers("A short name for", id);
        terminal.answers("How reliable has", typed);
        terminal.accepts(&[
            "What larger body",
            "into the registry?",
            "What does it speak about?",
        ]);
        terminal.answers("Does it say that it is so?", "no");
        terminal.answers("Does it gain or lose", "ne");
        terminal.answers("When did it say so?", "");
        let source: Value = serde_json::from_str(&folder.read(&format!("sources/{id}.json"))).unwrap();
        assert_eq!(source["reliability"], typed.to_uppercase());
        terminal.answers(
            "Whom else does The Courier",
            if typed == "b" { "official" } else { "" },
        );
    }
    terminal.answers("What next?", "write");
    terminal.ends(0);
    let claim = claim_in(&folder, "dam-leaks");
    for body in [&claim["chain"][1], &claim["chain"][2]] {
        assert_eq!(
            (&body["stance"], &body["interest"]),
            (&json!("denies"), &json!("neutral"))
        );
    }
}

#[test]
fn one_is_no_number_of_people_who_are_described_as_several() {
    let folder = newsroom();
    let mut terminal = dam_leaks(&folder, 100);
    published_by_the_courier(&mut terminal);
    terminal.answers("Whom does The Courier", "not named");
    let described = "two aides of the minister";
    terminal.answers("How are they described", described);
    terminal.answers("How many are they? (several)", "1");
    terminal
        .sees("they are described as several: write the number")
        .types("\x7f\r");
    terminal.sees("What could they know?").types(ESCAPE);
    terminal.sees("How many are they? (several)").types(ESCAPE);
    terminal
        .sees("How are they described")
        .types(&"\x7f".repeat(described.len()));
    terminal.types("an aide of the minister\r");
    // The answer before is still offered, and one is a number of one.
    terminal.answers("How many are they? (several)", "1");
    terminal.sees("What could they know?").leaves();
    terminal.ends(130);
}

#[test]
fn without_a_terminal_nothing_is_asked() {
    let folder = newsroom();
    for kind in ["claim", "source", "notice"] {
        let run = folder.run(["new", kind]);
        run.assert_clean().assert_status(2);
        assert!(run.stderr.contains("no terminal to ask on"), "{}", run.stderr);
    }
}

#[test]
fn no_language_is_offered_for_a_statement_in_another_script() {
    let folder = newsroom();
    let mut terminal = Dialogue::start(&folder, 100, &["new", "claim"]);
    terminal.answers("What is claimed", "Мост закроют на два года.");
    terminal.answers("A short name", "most");
    terminal.answers("In which language", "");
    terminal.sees("write a language as the web does").types("ru\r");
    terminal.sees("When did it happen").leaves();
    terminal.ends(130);
    let link = "courier report source=courier.example held";
    let named = [
        "new",
        "claim",
        "--id",
        "most",
        "--link",
        link,
        "--dry-run",
        "--statement",
    ];
    let told = folder.run(named.iter().chain(&["Мост закроют."]));
    told.assert_status(0);
    let warning = "the statement is not written in Latin letters; give --lang, such as ru";
    assert!(told.stderr.contains(warning), "{}", told.stderr);
    for said in [
        ["Мост закроют.", "--lang", "ru"],
        ["The bridge closes.", "--note", "soon"],
    ] {
        folder.run(named.iter().chain(&said)).assert_clean();
    }
}
