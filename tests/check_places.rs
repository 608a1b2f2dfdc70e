//! Where a check says that something is: the line and column that a person counts, and carets under it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod playground;

use playground::{AT, Folder};
use unicode_width::UnicodeWidthStr;

/// One finding as the text output shows it.
struct Shown {
    line: usize,
    column: usize,
    excerpt: String,
    carets: String,
}

/// The only finding of this rule on a file, in a folder with these files.
fn finding(rule: &str, files: &[(&str, String)], on: &str) -> Shown {
    let folder = Folder::new();
    for (path, text) in files {
        folder.put(path, text);
    }
    let run = folder.run(["check", "--at", AT, "--only", rule, "."]);
    run.assert_clean();
    let lines: Vec<&str> = run.stdout.lines().collect();
    let places: Vec<usize> = (0..lines.len())
        .filter(|&at| lines[at].starts_with(&format!("  --> {on}:")))
        .collect();
    let [at] = places[..] else {
        panic!("{rule} is not found once on {on}:\n{}", run.stdout);
    };
    let place = lines[at].rsplit_once(&format!("{on}:")).unwrap().1;
    let mut numbers = place.split([':', ' ']).map(|number| number.parse().unwrap());
    let after_margin = |line: &str| line.split_once("| ").unwrap().1.to_owned();
    Shown {
        line: numbers.next().unwrap(),
        column: numbers.next().unwrap(),
        excerpt: after_margin(lines[at + 2]),
        carets: after_margin(lines[at + 3]),
    }
}

/// The line and column at which a text stands that occurs once, counted by hand.
fn place_of(text: &str, wanted: &str) -> (usize, usize) {
    assert_eq!(text.matches(wanted).count(), 1, "{wanted} in {text}");
    let mut place = (1, 1);
    for character in text[..text.find(wanted).unwrap()].chars() {
        if character == '\n' {
            place = (place.0 + 1, 1);
        } else {
            place.1 += 1;
        }
    }
    place
}

/// The finding is where the text stands, and the carets are under it and nothing else.
fn assert_is_at(shown: &Shown, text: &str, wanted: &str) {
    assert_eq!((shown.line, shown.column), place_of(text, wanted), "{text}");
    let before = shown.excerpt.split(wanted).next().unwrap().width();
    assert_eq!(
        shown.carets,
        format!("{}{}", " ".repeat(before), "^".repeat(wanted.width())),
        "{}",
        shown.excerpt
    );
}

/// A claim of one outlet and one person whom it cites before she spoke, laid out in a way.
fn claim(layout: Layout) -> String {
    let text = r#"{
  "byline": "claim/1",
  "id": "pier",
  "statement": "港の岸壁が崩れた。",
  "lang": "ja",
  "chain": [
    { "id": "post", "kind": "report", "source": "post.example", "note": "港の新聞 🚢 é", "published": "2026-03-04", "held": true, "cites": ["clerk"] },
    { "id": "clerk", "kind": "person", "source": "jane-doe", "said": "2026-03-09" }
  ]
}
"#;
    match layout {
        Layout::Spaces => text.to_owned(),
        Layout::Tabs => text.replace("  ", "\t"),
        Layout::CarriageReturns => text.replace('\n', "\r\n"),
        Layout::OneLine => text.lines().map(str::trim_start).collect::<String>() + "\n",
    }
}

#[derive(Clone, Copy, Debug)]
enum Layout {
    Spaces,
    Tabs,
    CarriageReturns,
    OneLine,
}

const LAYOUTS: [Layout; 4] = [
    Layout::Spaces,
    Layout::Tabs,
    Layout::CarriageReturns,
    Layout::OneLine,
];

#[test]
fn what_a_rule_finds_in_a_record_is_where_a_person_counts() {
    for layout in LAYOUTS {
        let text = claim(layout);
        let shown = finding(
            "time-travel",
            &[("claims/pier.json", text.clone())],
            "claims/pier.json",
        );
        assert_is_at(&shown, &text, "\"2026-03-04\"");
    }
}

#[test]
fn what_a_rule_finds_among_records_is_where_a_person_counts() {
    for layout in LAYOUTS {
        let text = claim(layout);
        let other = text.replace("崩れた", "残った");
        let files = [
            ("claims/pier.json", text.clone()),
            ("claims/old/pier.json", other),
        ];
        let shown = finding("duplicate-id", &files, "claims/pier.json");
        assert_is_at(&shown, &text, "\"pier\"");
    }
}

#[test]
fn what_a_rule_finds_in_a_link_of_a_claim_is_where_a_person_counts() {
    for layout in LAYOUTS {
        let text = claim(layout);
        let other = text.replace("\"pier\"", "\"mole\"").replace("post.", "p0st.");
        let files = [("claims/pier.json", text.clone()), ("claims/mole.json", other)];
        let shown = finding("confusable-source", &files, "claims/pier.json");
        assert_is_at(&shown, &text, "\"post.example\"");
    }
}

#[test]
fn what_is_wrong_with_a_text_is_where_a_person_counts() {
    for layout in LAYOUTS {
        let text = claim(layout).replace("2026-03-09", "9 March");
        let shown = finding(
            "bad-value",
            &[("claims/pier.json", text.clone())],
            "claims/pier.json",
        );
        assert_is_at(&shown, &text, "\"9 March\"");
    }
}
