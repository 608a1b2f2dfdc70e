//! Text that could act on a terminal, in every member, name and path, and in every report.

use std::fs;
use std::path::Path;

use byline::corpus::{Progress, gather};
use byline::json::{MAX_DEPTH, parse};
use byline::record::{is_hidden, read};
use byline::report::{
    JsonForm, Layout, LinkMarks, SourceNames, visible, write_claim_tree, write_integrity_json,
    write_integrity_text, write_record_lines,
};
use byline::verify::verify_integrity;
use serde_json::Value;

use super::full_records::{full_records, pointers};
use super::written::{
    HARBOUR, at, json_of, plain, ratings_json_of, ratings_of, sources_json_of, sources_of, text_of, verified,
    written,
};

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
    let seals = verify_integrity(
        gather(&[path.to_owned()], None).unwrap().named,
        at(),
        &Progress::default(),
    );
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
fn texts(record: &Value) -> Vec<String> {
    let is_text = |pointer: &String| record.pointer(pointer).is_some_and(Value::is_string);
    pointers(record).into_iter().filter(is_text).collect()
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
