//! Every refusal of the reader and of the seal: one file of `fixtures/faults` each, named for its fault, with the
//! exact diagnostic pinned.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use byline::corpus::gather;
use byline::record::{MAX_LINKS, MAX_RECORD, Time};
use byline::verify::{ClaimSeals, Finding, Level, Options, verify};

/// Which rule a file's name announces: the longest beginning that fits counts.
const FAMILIES: &[(&str, &str)] = &[
    ("bad-", "bad-value"),
    ("bad-escape", "malformed-json"),
    ("bad-literal", "malformed-json"),
    ("byline-not-text", "bad-value"),
    ("byte-order-mark", "malformed-json"),
    ("comment", "malformed-json"),
    ("control-character-in-string", "malformed-json"),
    ("dangling-citation", "dangling-citation"),
    ("duplicate-member", "duplicate-member"),
    ("empty-file", "malformed-json"),
    ("float", "bad-value"),
    ("hidden-", "hidden-characters"),
    ("integer-", "bad-value"),
    ("invalid-utf8", "malformed-json"),
    ("lone-surrogate-", "malformed-json"),
    ("missing-", "missing-member"),
    ("missing-colon", "malformed-json"),
    ("missing-comma", "malformed-json"),
    ("not-an-object", "bad-value"),
    ("number-leading-zero", "malformed-json"),
    ("number-negative", "bad-value"),
    ("number-out-of-range", "malformed-json"),
    ("proof-", "bad-value"),
    ("proof-missing-", "missing-member"),
    ("proof-previous-proof", "unknown-member"),
    ("proof-unknown-member", "unknown-member"),
    ("too-deep", "too-deep"),
    ("trailing-", "malformed-json"),
    ("unheld-root", "unheld-root"),
    ("unknown-kind", "bad-value"),
    ("unknown-member", "unknown-member"),
    ("unknown-version", "unsupported-version"),
    ("unresolved-merge", "malformed-json"),
    ("unterminated-", "malformed-json"),
    ("white-space-only", "malformed-json"),
];

fn announced(name: &str) -> &'static str {
    FAMILIES
        .iter()
        .filter(|(beginning, _)| name.starts_with(beginning))
        .max_by_key(|(beginning, _)| beginning.len())
        .unwrap_or_else(|| panic!("{name} begins like no family of faults"))
        .1
}

/// The files of `fixtures/faults`, by name.
fn faults() -> BTreeMap<String, PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/faults");
    let files: BTreeMap<String, PathBuf> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), path))
        .collect();
    assert!(
        files.len() > 200,
        "{} has {} files: faults are missing",
        folder.display(),
        files.len()
    );
    files
}

/// What verification says of the only record of a file.
fn findings(path: &Path) -> Vec<Finding> {
    let options = Options {
        at: Time::parse("2026-11-24T00:00:00Z").unwrap(),
        pin: None,
        seals: ClaimSeals::All,
        seeks_circles: true,
    };
    let verification = verify(gather(&[path.to_owned()], None).unwrap(), options).unwrap();
    let numbers: Vec<u32> = verification.reported().map(|(number, _)| number).collect();
    assert_eq!(numbers.len(), 1, "{}", path.display());
    assert!(!verification.holds(numbers[0]), "{} holds", path.display());
    verification.findings(numbers[0])
}

/// The findings of a text in a file of its own.
fn findings_of(name: &str, text: &[u8]) -> Vec<Finding> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, text).unwrap();
    findings(&path)
}

fn only(findings: Vec<Finding>, name: &str) -> Finding {
    let [finding] = <[Finding; 1]>::try_from(findings)
        .unwrap_or_else(|findings| panic!("{name} has {} findings: {findings:?}", findings.len()));
    finding
}

/// The rule, the place, what is wrong and what to do, as the snapshots hold them.
fn written(finding: &Finding) -> String {
    let place = &finding.place;
    let pointer = if place.pointer.is_empty() {
        "the document"
    } else {
        &place.pointer
    };
    format!(
        "{} at {}:{} ({}), {pointer}\n    {}\n    = {}",
        finding.name, place.line, place.column, place.length, finding.message, finding.help
    )
}

#[test]
fn each_file_has_the_one_fault_that_its_name_announces() {
    for (name, path) in faults() {
        let finding = only(findings(&path), &name);
        assert_eq!(finding.name.as_str(), announced(&name), "{name}");
        assert_eq!(finding.level, Level::Deny, "{name}");
    }
}

#[test]
fn every_family_has_a_file() {
    let files = faults();
    for (beginning, _) in FAMILIES {
        assert!(
            files.keys().any(|name| name.starts_with(beginning)),
            "no file begins with {beginning}"
        );
    }
}

#[test]
fn each_diagnostic_is_exact() {
    let mut by_rule: BTreeMap<&str, String> = BTreeMap::new();
    for (name, path) in faults() {
        let finding = only(findings(&path), &name);
        let text = by_rule.entry(finding.name.as_str()).or_default();
        writeln!(text, "{name}: {}", written(&finding)).unwrap();
    }
    for (rule, text) in by_rule {
        insta::assert_snapshot!(rule, text);
    }
}

#[test]
fn each_diagnostic_says_what_to_do_in_plain_words() {
    for (name, path) in faults() {
        let finding = only(findings(&path), &name);
        for text in [&finding.message, &finding.help] {
            assert!(!text.trim().is_empty(), "{name}");
            assert!(!text.ends_with('.'), "{name}: {text}");
            let first = text.chars().next().unwrap();
            assert!(
                !first.is_uppercase() || text.starts_with("JSON"),
                "{name}: {text}"
            );
            let hidden = text
                .chars()
                .find(|character| byline::record::is_hidden(*character));
            assert_eq!(hidden, None, "{name}: {text}");
        }
    }
}

#[test]
fn each_diagnostic_points_at_something() {
    for (name, path) in faults() {
        let finding = only(findings(&path), &name);
        let bytes = fs::read(&path).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        let place = &finding.place;
        let line = text
            .split('\n')
            .nth(place.line - 1)
            .unwrap_or_else(|| panic!("{name} has no line {}", place.line));
        let rest: String = line.chars().skip(place.column - 1).take(place.length).collect();
        // Nothing can be pointed at where a text is cut off, empty, or no text.
        let nothing = [
            "empty-file",
            "invalid-utf8",
            "unterminated-object",
            "white-space-only",
        ];
        if nothing.iter().any(|beginning| name.starts_with(beginning)) {
            assert_eq!(place.length, 0, "{name}");
            continue;
        }
        assert_eq!(
            rest.chars().count(),
            place.length,
            "{name} points behind its line"
        );
        // One file is about a tab that must not stand where it does.
        assert!(
            place.length > 0 && (rest == "\t" || !rest.trim().is_empty()),
            "{name} points at {rest:?}"
        );
        // The pointer leads to the node that is pointed at, or to the member whose name is; where no document could
        // be read there is none.
        if ["duplicate-member", "malformed-json", "too-deep"].contains(&finding.name.as_str()) {
            continue;
        }
        if let Ok(document) = serde_json::from_slice::<serde_json::Value>(&bytes) {
            let node = document
                .pointer(&place.pointer)
                .unwrap_or_else(|| panic!("{name} has no node {}", place.pointer));
            let opening = match node {
                serde_json::Value::Object(_) => "{".to_owned(),
                serde_json::Value::Array(_) => "[".to_owned(),
                other => other.to_string().chars().take(1).collect(),
            };
            let key = format!("\"{}\"", place.pointer.rsplit('/').next().unwrap());
            assert!(
                rest.starts_with(&opening) || rest == key,
                "{name} points at {rest:?}"
            );
        }
    }
}

/// A claim with this statement and chain, laid out over lines.
fn claim(statement: &str, chain: &str) -> String {
    format!(
        "{{\n  \"byline\": \"claim/1\",\n  \"id\": \"made\",\n  \"statement\": \"{statement}\",\n  \"lang\": \"en\",\n  \"chain\": {chain}\n}}\n"
    )
}

/// So many links, all of them held.
fn links(count: usize) -> String {
    let links: Vec<String> = (0..count)
        .map(|number| format!(r#"{{"id":"l{number}","kind":"report","source":"a.example","held":true}}"#))
        .collect();
    format!("[{}]", links.join(","))
}

/// A record that is right but for nobody having signed it.
fn is_only_unsigned(findings: Vec<Finding>) -> bool {
    only(findings, "a record without faults").name.as_str() == "unsigned"
}

/// What is said of a file that is one byte larger than what is read; one of just that size is read.
fn told_beyond_the_largest(ending: &str, filled: impl Fn(usize) -> String) -> String {
    let largest = findings_of(&format!("largest.{ending}"), filled(MAX_RECORD).as_bytes());
    assert!(is_only_unsigned(largest));
    let larger = format!("larger.{ending}");
    written(&only(
        findings_of(&larger, filled(MAX_RECORD + 1).as_bytes()),
        &larger,
    ))
}

#[test]
fn a_record_of_one_mebibyte_is_read_and_one_byte_more_is_not() {
    let record = claim("A ferry was late.", &links(1));
    let filled = |size: usize| format!("{record}{}", " ".repeat(size - record.len()));
    let told = told_beyond_the_largest("json", filled);
    insta::assert_snapshot!(told, @r"
    too-large at 1:1 (0), the document
        it has 1048577 bytes, and at most 1048576 are read
        = split it, or move what is no record elsewhere
    ");
}

#[test]
fn a_line_of_one_mebibyte_is_read_and_one_byte_more_is_not() {
    let record = claim("A ferry was late.", &links(1)).replace('\n', "");
    let filled = |size: usize| format!("{record}{}\n", " ".repeat(size - record.len()));
    let told = told_beyond_the_largest("jsonl", filled);
    insta::assert_snapshot!(told, @r"
    too-large at 1:1 (0), the document
        it has 1048577 bytes, and at most 1048576 are read
        = split it, or move what is no record elsewhere
    ");
}

#[test]
fn a_chain_of_1024_links_is_read_and_one_more_is_not() {
    let record = claim("A ferry was late.", &links(MAX_LINKS));
    assert!(is_only_unsigned(findings_of("longest.json", record.as_bytes())));
    let record = claim("A ferry was late.", &links(MAX_LINKS + 1));
    let finding = only(findings_of("longer.json", record.as_bytes()), "longer.json");
    insta::assert_snapshot!(written(&finding), @r"
    bad-value at 6:12 (64491), /chain
        this chain has 1025 links
        = a chain has 1 to 1024 links
    ");
}

#[test]
fn sixty_four_levels_are_read_and_one_more_is_not() {
    // The record itself is one level.
    let nested = |levels: usize| {
        let lists = levels - 1;
        claim("A ferry was late.", &links(1)).replace(
            "\"lang\"",
            &format!(
                "\"deep\": {}{},\n  \"lang\"",
                "[".repeat(lists),
                "]".repeat(lists)
            ),
        )
    };
    let finding = only(findings_of("deepest.json", nested(64).as_bytes()), "deepest.json");
    assert_eq!(finding.name.as_str(), "unknown-member");
    let finding = only(findings_of("deeper.json", nested(65).as_bytes()), "deeper.json");
    insta::assert_snapshot!(written(&finding), @r"
    too-deep at 5:74 (1), the document
        lists and objects nest more than 64 levels deep
        = flatten the structure
    ");
}

/// A record in one line, so that it can stand in a `.jsonl`; `None` where its text has no such form.
fn in_one_line(path: &Path) -> Option<String> {
    let bytes = fs::read(path).unwrap();
    serde_json::from_slice::<serde::de::IgnoredAny>(&bytes).ok()?;
    let text = String::from_utf8(bytes).ok()?;
    Some(text.lines().map(str::trim_start).collect())
}

#[test]
fn a_fault_in_a_line_has_the_line_of_the_file() {
    let good = in_one_line(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/harbour-inquiry/claims/pilots-warned.json"),
    )
    .unwrap();
    let mut compared = 0;
    for (name, path) in faults() {
        let Some(record) = in_one_line(&path) else {
            continue;
        };
        let alone = only(
            findings_of("alone.jsonl", format!("{record}\n").as_bytes()),
            &name,
        );
        let folder = tempfile::tempdir().unwrap();
        let lines = folder.path().join("many.jsonl");
        fs::write(&lines, format!("{good}\n\n{record}\r\n{good}")).unwrap();
        let verification = verify(
            gather(&[lines], None).unwrap(),
            Options {
                at: Time::parse("2026-11-24T00:00:00Z").unwrap(),
                pin: None,
                seals: ClaimSeals::All,
                seeks_circles: true,
            },
        )
        .unwrap();
        let numbers: Vec<u32> = verification.reported().map(|(number, _)| number).collect();
        assert_eq!(numbers.len(), 3, "{name}");
        let among = only(verification.findings(numbers[1]), &name);
        assert_eq!(among.place.line, 3, "{name}");
        assert_eq!(alone.place.line, 1, "{name}");
        let rest = |finding: &Finding| {
            let place = &finding.place;
            (
                finding.name,
                place.column,
                place.length,
                place.pointer.clone(),
                finding.message.clone(),
            )
        };
        assert_eq!(rest(&among), rest(&alone), "{name}");
        compared += 1;
    }
    assert!(compared > 150, "{compared}");
}

#[test]
fn all_faults_of_a_record_are_told_at_once_in_their_order() {
    let record = r#"{
  "byline": "claim/1",
  "statment": "A ferry was late.",
  "id": "Ferry",
  "lang": "en",
  "lang": "en",
  "revision": 0,
  "chain": [
    { "id": "a", "kind": "report", "source": "A", "cites": ["b"] },
    { "id": "b", "kind": "person" }
  ],
  "proof": null
}
"#;
    let told: Vec<String> = findings_of("many.json", record.as_bytes())
        .iter()
        .map(written)
        .collect();
    insta::assert_snapshot!(told.join("\n"));
}

/// The rules that find something do not depend on whether a fault stands before the chain or behind it.
#[test]
fn the_order_of_members_changes_no_finding() {
    let chain = "\"chain\":[{\"id\":\"a\",\"kind\":\"report\",\"source\":\"a.example\"}]";
    let rest = "\"byline\":\"claim/1\",\"id\":\"wall\",\"lang\":\"en\"";
    let faulty = "\"statement\":7";
    let rules_of = |members: [&str; 3]| {
        let text = format!("{{{}}}", members.join(","));
        let found = findings_of("wall.json", text.as_bytes());
        let mut rules: Vec<&str> = found.iter().map(|finding| finding.name.as_str()).collect();
        rules.sort_unstable();
        rules.join(" ")
    };
    assert_eq!(rules_of([rest, faulty, chain]), "bad-value unheld-root");
    assert_eq!(rules_of([chain, rest, faulty]), "bad-value unheld-root");
}
