//! Reports as people see them: their layout at several widths, and hostile text in all of them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod full_records;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use byline::corpus::gather;
use byline::json::{MAX_DEPTH, parse};
use byline::record::{Time, is_hidden, read};
use byline::report::{
    BAD, DIM, GOOD, HEAD, JsonForm, Layout, LinkMarks, SourceNames, WARN, visible, write_claim_tree,
    write_finding, write_integrity_json, write_integrity_text, write_rating_lines, write_ratings_json,
    write_ratings_text, write_record_lines, write_seal_lines, write_source_json, write_source_text,
    write_sources_json, write_sources_text, write_verification_json, write_verification_text,
};
use byline::score::Settings;
use byline::verify::{ClaimSeals, Options, Verification, verify, verify_integrity};
use full_records::full_records;
use serde_json::Value;
use unicode_width::UnicodeWidthStr;

fn at() -> Time {
    Time::parse("2026-11-24T00:00:00Z").unwrap()
}

fn verified(path: impl Into<PathBuf>) -> Verification {
    let inputs = gather(&[path.into()], None).unwrap();
    verify(
        inputs,
        Options {
            at: at(),
            pin: None,
            seals: ClaimSeals::All,
        },
    )
    .unwrap()
}

/// What `write` writes.
fn written(write: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) -> String {
    let mut out = Vec::new();
    write(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// A report without its own colours, and nothing else taken away.
fn plain(report: &str) -> String {
    let mut report = report.to_owned();
    for style in [BAD, WARN, GOOD, HEAD, DIM] {
        report = report.replace(&style.render().to_string(), "");
        report = report.replace(&style.render_reset().to_string(), "");
    }
    report
}

fn text_of(verification: &Verification, width: usize) -> String {
    let settings = Settings::default();
    let ratings = verification.ratings(&settings);
    plain(&written(|out| {
        write_verification_text(out, &ratings, Layout { width })
    }))
}

fn json_of(verification: &Verification, form: JsonForm) -> String {
    let settings = Settings::default();
    let ratings = verification.ratings(&settings);
    written(|out| write_verification_json(out, &ratings, form))
}

fn ratings_of(verification: &Verification, width: usize, explain: bool) -> String {
    let settings = Settings::default();
    let ratings = verification.ratings(&settings);
    plain(&written(|out| {
        write_ratings_text(out, &ratings, Layout { width }, explain).map(|_| ())
    }))
}

fn ratings_json_of(verification: &Verification) -> String {
    let settings = Settings::default();
    let ratings = verification.ratings(&settings);
    written(|out| write_ratings_json(out, &ratings, JsonForm::Object, true).map(|_| ()))
}

fn sources_json_of(verification: &Verification) -> String {
    let settings = Settings::default();
    let ratings = verification.ratings(&settings);
    written(|out| {
        write_sources_json(out, &ratings, &ratings.reliances())?;
        let mut sources = ratings.sources().into_iter();
        sources.try_for_each(|source| write_source_json(out, &ratings, source, &ratings.reliances_on(source)))
    })
}

fn sources_of(verification: &Verification, width: usize) -> String {
    let settings = Settings::default();
    let ratings = verification.ratings(&settings);
    let mut text = plain(&written(|out| {
        write_sources_text(out, &ratings, &ratings.reliances(), Layout { width })
    }));
    for source in ratings.sources() {
        text.push_str(&plain(&written(|out| {
            write_source_text(
                out,
                &ratings,
                source,
                &ratings.reliances_on(source),
                Layout { width },
            )
        })));
    }
    text
}

// Paths below are as a user would type them: tests run in the folder of the crate.
const HARBOUR: &str = "fixtures/harbour-inquiry";

#[test]
fn a_repository_at_60_columns() {
    insta::assert_snapshot!(text_of(&verified(HARBOUR), 60));
}

#[test]
fn a_repository_at_100_columns() {
    insta::assert_snapshot!(text_of(&verified(HARBOUR), 100));
}

#[test]
fn a_repository_at_200_columns() {
    insta::assert_snapshot!(text_of(&verified(HARBOUR), 200));
}

#[test]
fn ratings_at_60_columns() {
    insta::assert_snapshot!(ratings_of(&verified(HARBOUR), 60, false));
}

#[test]
fn ratings_at_100_columns() {
    insta::assert_snapshot!(ratings_of(&verified(HARBOUR), 100, false));
}

#[test]
fn ratings_at_200_columns() {
    insta::assert_snapshot!(ratings_of(&verified(HARBOUR), 200, false));
}

#[test]
fn ratings_explained_at_100_columns() {
    insta::assert_snapshot!(ratings_of(&verified(HARBOUR), 100, true));
}

#[test]
fn seals_alone_at_100_columns() {
    // Three that are intact, one that is no record, one that was cut off, one that nobody signed.
    let paths = [
        "fixtures/harbour-inquiry/notices",
        "fixtures/faults/missing-byline.json",
        "fixtures/faults/unterminated-object.json",
        "fixtures/faults/bad-id.json",
    ];
    let paths: Vec<PathBuf> = paths.map(PathBuf::from).into();
    let seals = |path: &PathBuf| gather(std::slice::from_ref(path), None).unwrap().named;
    let report = verify_integrity(paths.iter().flat_map(seals).collect(), at());
    insta::assert_snapshot!(plain(&written(|out| {
        write_integrity_text(out, &report, Layout { width: 100 })
    })));
}

#[test]
fn a_claim_as_a_person_would_tell_it_at_60_columns() {
    let path = Path::new(HARBOUR).join("claims/authority-was-warned.json");
    let text = fs::read_to_string(&path).unwrap();
    let document = parse(&text, MAX_DEPTH).unwrap().0;
    let record = read(&document).record.unwrap();
    let byline::record::Record::Claim(claim) = &record else {
        panic!("{} is no claim", path.display());
    };
    let names: SourceNames = [("pilots-guild".to_owned(), "Pilots' Guild".to_owned())].into();
    let layout = Layout { width: 60 };
    let verification = verified(&path);
    let settings = Settings::default();
    let ratings = verification.ratings(&settings);
    let mut worker = ratings.worker();
    let breakdown = worker.break_down(0);
    let marks = LinkMarks::of(&mut worker, &ratings, 0, breakdown.as_ref().ok());
    insta::assert_snapshot!(plain(&written(|out| {
        write_record_lines(out, &record, layout)?;
        write_seal_lines(out, &verification, 0, layout)?;
        write_rating_lines(out, &ratings, breakdown.as_ref(), layout)?;
        write_claim_tree(out, claim, &names, &marks, layout)
    })));
}

/// Where a line may be wider than it should: it cannot be broken, or it is a place to copy.
fn may_be_wide(line: &str, width: usize) -> bool {
    let words = line.trim_start();
    line.trim_start().starts_with("-->") || words.split(' ').any(|word| word.width() + 24 > width)
}

#[test]
fn lines_are_no_wider_than_the_screen() {
    for folder in [HARBOUR, "fixtures/inference-chips", "fixtures/faults"] {
        let verification = verified(folder);
        for width in [40, 60, 79, 91, 92, 100, 120, 200, 240] {
            let texts = [
                text_of(&verification, width),
                ratings_of(&verification, width, false),
                ratings_of(&verification, width, true),
                sources_of(&verification, width),
            ];
            for line in texts.iter().flat_map(|text| text.lines()) {
                assert!(
                    line.width() <= width || may_be_wide(line, width),
                    "{folder} at {width}: {line:?} is {} wide",
                    line.width()
                );
                // A line that is quoted from a record ends as it does there.
                let ends_in_spaces = line.trim_end() != line && !line.contains(" | ");
                assert!(!ends_in_spaces, "{folder} at {width}: {line:?} ends in spaces");
            }
        }
    }
}

/// The finding of the only record in a file, told at a width.
fn finding_at(width: usize, text: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("record.json");
    fs::write(&path, text).unwrap();
    let findings = verified(path).findings(0);
    findings
        .iter()
        .map(|finding| {
            plain(&written(|out| {
                write_finding(out, Path::new("record.json"), finding, Layout { width })
            }))
        })
        .collect()
}

/// A claim whose one line holds `before`, then a link without `kind`.
fn claim_in_one_line(before: &str) -> String {
    format!(
        "{{ \"byline\": \"claim/1\", \"id\": \"made\", \"lang\": \"el\", {before} \"chain\": [{{ \"id\": \"A\", \"kind\": \"report\", \"source\": \"a.example\", \"held\": true }}] }}"
    )
}

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
      = help: write the id of a source: 1 to 64 lower-case letters, digits, hyphens and dots, beginning
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

/// What could move the cursor, colour the screen, or show something else than there is.
const HOSTILE: &[&str] = &[
    "\u{1b}[2J\u{1b}[31m",
    "\u{1b}]0;title\u{7}",
    "\u{9b}31m",
    "\0",
    "\u{8}\u{8}\u{8}",
    "\r",
    "\u{7f}",
    "\u{85}",
    "\u{ad}",
    "\u{200b}",
    "\u{200e}",
    "\u{202e}",
    "\u{2066}",
    "\u{2028}",
    "\u{feff}",
    "\u{fff9}",
    "\u{e0041}",
    "\u{1d173}",
];

/// Every form of report on the records of a path.
fn all_reports(path: &Path) -> Vec<(&'static str, String)> {
    let verification = verified(path);
    let seals = verify_integrity(gather(&[path.to_owned()], None).unwrap().named, at());
    let width = Layout { width: 60 };
    vec![
        ("text", text_of(&verification, 60)),
        ("wide text", text_of(&verification, 200)),
        ("json", json_of(&verification, JsonForm::Object)),
        ("jsonl", json_of(&verification, JsonForm::Lines)),
        ("ratings", ratings_of(&verification, 60, false)),
        ("wide ratings", ratings_of(&verification, 200, true)),
        ("ratings json", ratings_json_of(&verification)),
        ("sources", sources_of(&verification, 100)),
        ("sources json", sources_json_of(&verification)),
        (
            "integrity text",
            plain(&written(|out| write_integrity_text(out, &seals, width))),
        ),
        (
            "integrity json",
            written(|out| write_integrity_json(out, &seals, JsonForm::Object)),
        ),
    ]
}

fn assert_nothing_is_hidden(reports: &[(&str, String)], told: &str) {
    for (report, text) in reports {
        let hidden = text
            .chars()
            .find(|&character| character != '\n' && is_hidden(character));
        assert_eq!(hidden, None, "{told}: {report}: {text:?}");
    }
}

/// The pointers of all texts of a record.
fn texts(value: &Value) -> Vec<String> {
    fn below(value: &Value, pointer: &str, found: &mut Vec<String>) {
        match value {
            Value::String(_) => found.push(pointer.to_owned()),
            Value::Array(items) => {
                for (position, item) in items.iter().enumerate() {
                    below(item, &format!("{pointer}/{position}"), found);
                }
            }
            Value::Object(members) => {
                for (name, member) in members {
                    below(member, &format!("{pointer}/{name}"), found);
                }
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    below(value, "", &mut found);
    found
}

#[test]
fn hostile_text_in_any_member_is_refused_and_nowhere_shown_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("record.json");
    let mut tried = 0;
    for record in full_records() {
        for pointer in texts(&record) {
            for hostile in HOSTILE {
                let mut record = record.clone();
                let node = record.pointer_mut(&pointer).unwrap();
                *node = format!("{}{hostile}", node.as_str().unwrap()).into();
                // serde_json escapes little: most of these stand in the file as they are.
                fs::write(&path, serde_json::to_string_pretty(&record).unwrap()).unwrap();
                let told = format!("{pointer} with {hostile:?}");
                let verification = verified(&path);
                assert!(!verification.holds(0), "{told}");
                let findings = verification.findings(0);
                let rules: Vec<&str> = findings.iter().map(|finding| finding.name.as_str()).collect();
                let is_fixed = ["/proof", "/byline", "/cites/", "/count"];
                if is_fixed.iter().any(|part| pointer.contains(part)) {
                    // Fixed words, keys and names of links; what is wrong with them is that they are others.
                    assert!(!rules.is_empty(), "{told}");
                } else {
                    assert!(rules.contains(&"hidden-characters"), "{told}: {rules:?}");
                }
                assert_nothing_is_hidden(&all_reports(&path), &told);
                tried += 1;
            }
        }
    }
    assert!(tried > 2_000, "{tried}");
}

#[test]
fn hostile_names_of_members_are_nowhere_shown_as_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("record.json");
    for record in full_records() {
        for hostile in HOSTILE {
            let mut record = record.clone();
            let members = record.as_object_mut().unwrap();
            members.insert(format!("a{hostile}b"), Value::Null);
            if let Some(link) = record.pointer_mut("/chain/0").and_then(Value::as_object_mut) {
                link.insert(format!("{hostile}/~"), hostile.to_string().into());
            }
            fs::write(&path, serde_json::to_string_pretty(&record).unwrap()).unwrap();
            assert!(!verified(&path).holds(0), "{hostile:?}");
            assert_nothing_is_hidden(&all_reports(&path), &format!("a member named {hostile:?}"));
        }
    }
}

#[test]
fn hostile_bytes_that_are_no_record_are_nowhere_shown_as_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("record.json");
    for hostile in HOSTILE {
        for text in [
            hostile.to_string(),
            format!("{{ \"byline\": {hostile} }}"),
            format!("{{ \"byline\": \"claim/1\" }} {hostile}"),
            format!("\"{hostile}"),
            format!("{{ \"proof\": {{ \"type\": {} }} }}", Value::from(*hostile)),
            format!("{{ \"byline\": \"claim/1\", \"a{hostile}\": 1, \"a{hostile}\": 1 }}"),
        ] {
            fs::write(&path, &text).unwrap();
            assert_nothing_is_hidden(&all_reports(&path), &format!("{text:?}"));
        }
    }
}

#[cfg(unix)]
#[test]
fn hostile_file_names_are_nowhere_shown_as_they_are() {
    let good = fs::read(Path::new(HARBOUR).join("claims/pilots-warned.json")).unwrap();
    for hostile in HOSTILE.iter().filter(|hostile| **hostile != "\0") {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(format!("a{hostile}.json")), &good).unwrap();
        fs::write(folder.path().join(format!("b{hostile}.json")), "{").unwrap();
        fs::write(
            folder.path().join(format!("c{hostile}.jsonl")),
            [good.as_slice(), b"\n{\n"].concat(),
        )
        .unwrap();
        assert_nothing_is_hidden(&all_reports(folder.path()), &format!("a file named {hostile:?}"));
    }
}

#[test]
fn json_says_what_stands_in_the_file_although_it_shows_escapes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("record.json");
    let name = "a\u{202e}\u{1b}\u{e0041}\"\\";
    fs::write(
        &path,
        format!("{{ \"byline\": \"claim/1\", {}: 1 }}", Value::from(name)),
    )
    .unwrap();
    let json = json_of(&verified(&path), JsonForm::Object);
    assert!(json.contains("a\\u202e\\u001b\\udb40\\udc41\\\"\\\\"), "{json}");
    let run: Value = serde_json::from_str(&json).unwrap();
    let pointers: Vec<&str> = run["records"][0]["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| finding["pointer"].as_str().unwrap())
        .collect();
    assert!(pointers.contains(&format!("/{name}").as_str()), "{pointers:?}");
}

#[test]
fn several_lines_of_a_note_are_told_as_lines_that_fit() {
    for record in full_records() {
        let mut record = record;
        for member in ["note", "reason"] {
            if record.get(member).is_some() {
                record[member] = "First line.\n\n\tSecond line, after a tab.".into();
            }
        }
        let text = record.to_string();
        let document = parse(&text, MAX_DEPTH).unwrap().0;
        let reading = read(&document);
        let record = reading.record.unwrap_or_else(|| panic!("{:?}", reading.faults));
        let told = plain(&written(|out| {
            write_record_lines(out, &record, Layout { width: 60 })?;
            match &record {
                byline::record::Record::Claim(claim) => write_claim_tree(
                    out,
                    claim,
                    &SourceNames::new(),
                    &LinkMarks::default(),
                    Layout { width: 60 },
                ),
                _ => Ok(()),
            }
        }));
        assert!(!told.contains("\\u{a}") && !told.contains("\\u{9}"), "{told}");
        assert_nothing_is_hidden(&[("show", told)], "several lines");
    }
}

#[test]
fn joiners_and_other_scripts_are_shown_as_they_are() {
    for text in [
        "Η εφημερίδα του λιμανιού",
        "港湾新聞",
        "روزنامه‌های بندر",
        "क्‍ष",
        "👩‍🔧 ☀️",
        "e\u{301}",
    ] {
        assert_eq!(visible(text), text);
    }
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
