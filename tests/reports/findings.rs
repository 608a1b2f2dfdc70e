//! Single findings: the place that they show, and the carets below it.

use std::fs;

use super::written::{claim_in_one_line, finding_at, verified};

#[test]
fn a_caret_stands_below_what_follows_tabs() {
    insta::assert_snapshot!(finding_at(100, "{\n\t\"byline\":\t\"claim/9\"\n}\n"), @r#"
    error[unsupported-version]: this program does not read "claim/9"
      --> record.json:2:12 at /byline
       |
     2 |     "byline":    "claim/9"
       |                  ^^^^^^^^^
      = help: the version it reads is "claim/1"; a newer program may read this one
    "#);
}

#[test]
fn a_caret_stands_below_what_follows_wide_characters() {
    insta::assert_snapshot!(finding_at(
        100,
        "{ \"byline\": \"source/1\", \"name\": \"港湾新聞\", \"id\": \"Ａ\", \"kind\": \"outlet\" }"
    ), @r#"
    error[bad-value]: "Ａ" is not of the form expected here
      --> record.json:1:47 at /id
       |
     1 | { "byline": "source/1", "name": "港湾新聞", "id": "Ａ", "kind": "outlet" }
       |                                                   ^^^^
      = help: write the id of a source: 1 to 64 letters from a to z, digits, hyphens and dots, beginning
              with a letter or digit
    "#);
}

#[test]
fn a_line_that_ends_with_a_carriage_return_shows_none() {
    let text = "{\r\n  \"byline\": \"clam/1\"\r\n}\r\n";
    let told = finding_at(100, text);
    assert!(!told.contains('\r') && !told.contains("\\u{d}"), "{told}");
    insta::assert_snapshot!(told, @r#"
    error[bad-value]: "clam/1" is no kind of record
      --> record.json:2:13 at /byline
       |
     2 |   "byline": "clam/1"
       |             ^^^^^^^^
      = help: did you mean "claim/1"?
    "#);
}

#[test]
fn a_long_line_is_shown_around_the_place() {
    let statement = format!("\"statement\": \"{}\",", "Το πλοίο άργησε. ".repeat(12));
    insta::assert_snapshot!(finding_at(60, &claim_in_one_line(&statement)));
}

#[test]
fn hostile_text_is_shown_visibly() {
    // An escape sequence that would colour or clear the screen, and a control that turns the reading order.
    let text = "{\n  \"byline\": \"source/1\",\n  \"id\": \"a\",\n  \"kind\": \"outlet\",\n  \"name\": \"\u{202e}rebmun \u{9b}2Jtset\u{7f}\"\n}\n";
    insta::assert_snapshot!(finding_at(100, text), @r#"
    error[hidden-characters]: character 1 of this text is U+202E, which a reader cannot see
      --> record.json:5:11 at /name
       |
     5 |   "name": "\u{202e}rebmun \u{9b}2Jtset\u{7f}"
       |           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      = help: remove the character: hidden and direction-changing characters can make a text say
              something else than it shows
    "#);
    let text = "{ \"byline\": \"source/1\", \"id\": \"a\", \"kind\": \"outlet\", \"name\": \"A\", \"\\u001b[2J\\u202e\": 1 }";
    insta::assert_snapshot!(finding_at(100, text), @r#"
    error[unknown-member]: "\u{1b}[2J\u{202e}" is no member of this
      --> record.json:1:67 at /\u{1b}[2J\u{202e}
       |
     1 | { "byline": "source/1", "id": "a", "kind": "outlet", "name": "A", "\u001b[2J\u202e": 1 }
       |                                                                   ^^^^^^^^^^^^^^^^^
      = help: the members here are byline, id, name, kind, owner, affiliation, reliability, rated,
              track, domains, url, note, proof
    "#);
}

#[test]
fn a_very_long_name_or_value_is_cut_in_messages() {
    let long = "x".repeat(100_000);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("record.json");
    for text in [
        format!("{{ \"byline\": \"{long}\" }}"),
        format!("{{ \"byline\": \"claim/{long}\" }}"),
        format!(
            "{{ \"byline\": \"source/1\", \"id\": \"a\", \"name\": \"A\", \"kind\": \"outlet\", \"{long}\": 1 }}"
        ),
        format!("{{ \"byline\": \"source/1\", \"id\": \"a\", \"name\": \"A\", \"kind\": \"{long}\" }}"),
        format!("{{ \"byline\": \"source/1\", \"id\": \"{long}\", \"name\": \"A\", \"kind\": \"outlet\" }}"),
        claim_in_one_line(&format!("\"statement\": \"S.\", \"proof\": {{ \"{long}\": 1 }},")),
        claim_in_one_line("\"statement\": \"S.\",")
            .replace("\"held\": true", &format!("\"cites\": [\"{long}\"]")),
    ] {
        fs::write(&path, &text).unwrap();
        for finding in verified(&path).findings(0) {
            assert!(
                finding.message.len() < 200,
                "{} has {} bytes",
                finding.name,
                finding.message.len()
            );
            assert!(
                finding.help.len() < 300,
                "{} has {} bytes",
                finding.name,
                finding.help.len()
            );
        }
    }
}
