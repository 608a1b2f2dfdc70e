//! The committed schemas against the code: what one takes, the other takes, as far as a schema can see.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod full_records;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use byline::corpus::gather;
use byline::json::{Fault, MAX_DEPTH, parse};
use byline::record::{Kind, is_hidden, read};
use byline::seal::read_proofs;
use full_records::full_records;
use jsonschema::Validator;
use serde_json::{Map, Value, json};

/// Faults that no schema can see. The files pass the schema of their kind, so that this list cannot rot.
const UNSEEN: &[(&str, &str)] = &[
    // What readers of JSON do not pass on, or what JSON Schema does not tell apart.
    (
        "duplicate-member-escaped.json",
        "a reader of JSON keeps one of the two",
    ),
    (
        "duplicate-member-nested.json",
        "a reader of JSON keeps one of the two",
    ),
    ("duplicate-member.json", "a reader of JSON keeps one of the two"),
    ("float-whole.json", "2.0 is an integer to JSON Schema"),
    ("integer-exponent.json", "2e0 is an integer to JSON Schema"),
    ("integer-negative-zero.json", "-0 is an integer to JSON Schema"),
    // What one member says of another.
    (
        "bad-duplicate-link-id.json",
        "ids of links are compared with one another",
    ),
    ("bad-event-to-before-from.json", "two dates are compared"),
    ("bad-signer-until-before-from.json", "two times are compared"),
    (
        "bad-trust-key-twice.json",
        "keys are compared, whatever else is in their entries",
    ),
    ("bad-trust-threshold-above-owners.json", "owners are counted"),
    (
        "dangling-citation.json",
        "ids of links are compared with what is cited",
    ),
    (
        "proof-same-key-twice.json",
        "keys are compared, whatever else is in the proofs",
    ),
    (
        "proof-fragment-not-key.json",
        "two halves of one text are compared",
    ),
    ("unheld-root.json", "ids of links are compared with what is cited"),
    (
        "unheld-root-cited-by-itself-alone.json",
        "ids of links are compared with what is cited",
    ),
];

/// All committed schemas.
const SCHEMAS: [&str; 9] = [
    "claim",
    "source",
    "notice",
    "trust",
    "verification",
    "check",
    "ratings",
    "what-if",
    "reliance",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The text of a committed schema.
fn schema_text(name: &str) -> String {
    fs::read_to_string(root().join(format!("schemas/{name}.schema.json"))).unwrap()
}

fn schema(name: &str) -> Value {
    serde_json::from_str(&schema_text(name)).unwrap()
}

fn validator(schema: &Value) -> Validator {
    jsonschema::draft202012::new(schema).unwrap()
}

/// The schemas of the four kinds.
fn kinds() -> BTreeMap<&'static str, Validator> {
    Kind::ALL
        .into_iter()
        .map(|kind| (kind.as_str(), validator(&schema(kind.as_str()))))
        .collect()
}

/// The schema of one form of a verification: `whole`, `record` or `last`.
fn verification_form(form: &str) -> Validator {
    form_of("verification", form)
}

/// One of the forms that a schema takes.
fn form_of(name: &str, form: &str) -> Validator {
    let mut schema = schema(name);
    let object = schema.as_object_mut().unwrap();
    object.remove("oneOf").unwrap();
    object.insert("$ref".to_owned(), format!("#/$defs/{form}").into());
    validator(&schema)
}

/// The files with this ending in a folder and below it.
fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut waiting = vec![root().join(folder)];
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.to_str().unwrap().ends_with(ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn parsed(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap())
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Every record of the two repositories.
fn records() -> Vec<(PathBuf, Value)> {
    let records: Vec<(PathBuf, Value)> = ["fixtures/inference-chips", "fixtures/harbour-inquiry"]
        .iter()
        .flat_map(|folder| files(folder, ".json"))
        .map(|path| {
            let value = parsed(&path);
            (path, value)
        })
        .collect();
    assert!(records.len() > 50, "only {} records were found", records.len());
    records
}

/// `claim` of `claim/1`.
fn kind_of(record: &Value) -> Option<&str> {
    record.get("byline")?.as_str()?.strip_suffix("/1")
}

fn errors(validator: &Validator, instance: &Value) -> Vec<String> {
    validator
        .iter_errors(instance)
        .map(|error| format!("{} at {:?}", error, error.instance_path().to_string()))
        .collect()
}

#[test]
fn each_schema_is_a_schema() {
    for name in SCHEMAS {
        let schema = schema(name);
        assert_eq!(
            schema["$schema"], "https://json-schema.org/draft/2020-12/schema",
            "{name}"
        );
        if let Err(error) = jsonschema::draft202012::meta::validate(&schema) {
            panic!("{name}: {error} at {}", error.instance_path());
        }
    }
}

#[test]
fn the_command_prints_the_committed_schemas() {
    for name in SCHEMAS {
        let output = Command::new(env!("CARGO_BIN_EXE_byline"))
            .args(["schema", name])
            .output()
            .unwrap();
        assert!(output.status.success(), "{name}");
        assert!(output.stderr.is_empty(), "{name}");
        assert_eq!(
            String::from_utf8(output.stdout).unwrap(),
            schema_text(name),
            "{name}"
        );
    }
}

#[test]
fn every_record_of_the_repositories_is_valid() {
    let kinds = kinds();
    let mut seen = BTreeSet::new();
    for (path, record) in records() {
        let kind = kind_of(&record).unwrap_or_else(|| panic!("{} is no record", path.display()));
        assert_eq!(errors(&kinds[kind], &record), [""; 0], "{}", path.display());
        seen.insert(kind.to_owned());
    }
    assert_eq!(seen.len(), 4, "{seen:?}");
}

#[test]
fn every_fault_that_a_schema_can_see_is_refused() {
    let kinds = kinds();
    let faults: Vec<PathBuf> = files("fixtures/faults", ".json");
    assert!(faults.len() > 200, "only {} faults were found", faults.len());
    let unseen: BTreeSet<&str> = UNSEEN.iter().map(|(name, _)| *name).collect();
    let mut problems = Vec::new();
    let mut met = BTreeSet::new();
    for path in faults {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        // What no reader of JSON takes never gets as far as a schema.
        let Ok(value) = serde_json::from_slice::<Value>(&fs::read(&path).unwrap()) else {
            assert!(!unseen.contains(name.as_str()), "{name} is no JSON");
            continue;
        };
        let taken_by: Vec<&str> = kinds
            .iter()
            .filter(|(_, validator)| validator.is_valid(&value))
            .map(|(kind, _)| *kind)
            .collect();
        match (taken_by.as_slice(), unseen.contains(name.as_str())) {
            ([], false) => {}
            ([], true) => problems.push(format!("{name} is refused: it is no longer unseen")),
            (taken_by, false) => problems.push(format!("{name} is taken by {taken_by:?}")),
            (taken_by, true) => assert_eq!(taken_by, [kind_of(&value).unwrap()], "{name}"),
        }
        met.insert(name);
    }
    for name in unseen {
        if !met.contains(name) {
            problems.push(format!("{name} is listed as unseen and does not exist"));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

// What follows changes good records in many ways and asks both.

/// What the code says of a record: the faults of the record and of its proofs.
fn faults_of(record: &Value) -> Vec<Fault> {
    let text = record.to_string();
    let (document, mut faults) = match parse(&text, MAX_DEPTH) {
        Ok(parsed) => parsed,
        Err(fault) => return vec![fault],
    };
    faults.extend(read(&document).faults);
    faults.extend(read_proofs(document.root(), &[]).1);
    faults
}

/// Whether all that the code finds is something that no schema can see.
fn is_beyond_a_schema(faults: &[Fault]) -> bool {
    const WORDS: &[&str] = &[
        "two links have the id",
        "the event ends before it begins",
        "this key ends before it begins",
        "this key has an entry already",
        "this key has signed the record twice",
        "owners must sign, but the list has",
    ];
    faults.iter().all(|fault| {
        ["dangling-citation", "unheld-root"].contains(&fault.name.as_str())
            || WORDS.iter().any(|words| fault.message.contains(words))
            // A key or signature of the right form that stands for no point or too few bytes.
            || fault.message.contains("is not of the form expected here") && fault.message.contains("did:key:z6Mk")
    })
}

/// Whether the schema asks for something that the reader leaves to verification, which has findings of its own for
/// it: a signed claim or notice names its authors (`no-author`), and a revision what it supersedes (`broken-revision`).
fn is_left_to_verification(record: &Value) -> bool {
    let has = |member: &str| record.get(member).is_some();
    let revision = record.get("revision").and_then(Value::as_u64).unwrap_or(1);
    has("proof") && !has("by") && matches!(kind_of(record), Some("claim" | "notice"))
        || kind_of(record) == Some("claim") && (revision > 1) != has("supersedes")
}

/// The pointers of all nodes of a value, the outermost included.
fn pointers(value: &Value) -> Vec<String> {
    fn below(value: &Value, pointer: &str, found: &mut Vec<String>) {
        found.push(pointer.to_owned());
        match value {
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

/// What is put in the place of every value.
fn replacements() -> Vec<Value> {
    let mut values = vec![
        Value::Null,
        json!(true),
        json!(false),
        json!([]),
        json!({}),
        json!([[]]),
    ];
    values.extend(
        [
            -1_i64,
            0,
            1,
            2,
            63,
            64,
            65,
            100_000,
            100_001,
            1_000_000,
            1_000_001,
            52_428_800,
            52_428_801,
            (1 << 53) - 1,
        ]
        .map(Value::from),
    );
    values.push(json!(0.5));
    values.extend(
        [
            "",
            " ",
            "\u{a0}",
            "x",
            "X",
            "é",
            "-x",
            "x-",
            "x.y",
            ".x",
            "x y",
            "x_y",
            "*",
            "several",
            "owner",
            "denies",
            "direct",
            "verified",
            "authoritative",
            "claim",
            "claim/1",
            "compromised",
            "F",
            "person",
            "retracts",
            "Text with a full stop.",
            "a\nb and so on",
            "a\tb and so on",
            "a\rb and so on",
            "a\u{7f}b and so on",
            "a\u{85}b and so on",
            "a\u{ad}b and so on",
            "a\u{200b}b and so on",
            "a\u{200d}b and so on",
            "a\u{202e}b and so on",
            "a\u{2028}b and so on",
            "a\u{feff}b and so on",
            "a\u{e0041}b and so on",
            "a\u{fe0f}b and so on",
            "a\u{1f600}b and so on",
            "2026-03-04",
            "2026-3-4",
            "2026-02-29",
            "2024-02-29",
            "2000-02-29",
            "1900-02-29",
            "0000-01-01",
            "2026-04-31",
            "2026-12-31",
            "2026-13-01",
            "2026-00-10",
            "2026-01-00",
            "2026-03-04T00:00:00Z",
            "2026-03-04T23:59:59Z",
            "2026-03-04T23:59:60Z",
            "2026-03-04T24:00:00Z",
            "2026-03-04T08:00Z",
            "2026-03-04t08:00:00z",
            "2026-03-04T08:00:00.123456789Z",
            "2026-03-04T08:00:00.1234567890Z",
            "2026-03-04T08:00:00.Z",
            "2026-03-04T08:00:00+00:00",
            "2026-03-04 08:00:00Z",
            " 2026-03-04",
            "https://a",
            "http://a",
            "https://",
            "HTTPS://a",
            "ftp://a",
            "https://a b",
            "https://a\u{200b}b",
            "https://a\u{a0}b",
            "https://ä.example/ö",
            "https://a\n",
            "en",
            "e",
            "el",
            "zh-Hant",
            "zh-Hant-TW",
            "en-",
            "-en",
            "en--GB",
            "e1",
            "en_GB",
            "EN",
            "deu",
            "abcdefgh",
            "abcdefghi",
            "en-abcdefgh",
            "en-abcdefghi",
            "x-klingon",
            "a.example",
            "A.example",
            "a..example",
            "-a.example",
            "a-.example",
            "example",
            "a.example.",
            "topic:a",
            "topic:A",
            "topic:",
            "topic:*",
            "id:*",
            "id:a.b-*",
            "id:",
            "id:A",
            "text/html",
            "text",
            "text/",
            "/html",
            "text/html; q=1",
            "application/vnd.a+json",
            "text/ht ml",
            "supports",
            "no-comment",
            "DataIntegrityProof",
            "eddsa-jcs-2022",
            "assertionMethod",
            "zABC",
            "sha256:",
            "sha1:0f",
            "did:key:z6Mki6mkLMz47rMRZGxTf2srP7PtBj6HKHhVYfpsSQ1X5DGN",
            "did:key:z6LSbysY2xFMRpGMhb7tFTLMpeuPRaqaWM1yECx2AtzE3KCc",
            "did:key:z6Mki6mkLMz47rMRZGxTf2srP7PtBj6HKHhVYfpsSQ1X5DG",
            "did:web:a.example",
        ]
        .map(Value::from),
    );
    for length in [
        7, 8, 35, 36, 62, 63, 64, 65, 128, 129, 200, 201, 253, 254, 500, 501, 2_000, 2_001,
    ] {
        values.push("a".repeat(length).into());
        values.push("漢".repeat(length).into());
    }
    values.push(format!("sha256:{}", "ab".repeat(32)).into());
    values.push(format!("sha256:{}", "AB".repeat(32)).into());
    values.push(format!("sha256:{}0", "ab".repeat(32)).into());
    values.push("ab".repeat(32).into());
    values.push("AB".repeat(32).into());
    values.push(format!("https://{}", "a".repeat(2_040)).into());
    values.push(format!("https://{}", "a".repeat(2_041)).into());
    values.push(format!("text/{}", "a".repeat(127)).into());
    values.push(format!("text/{}", "a".repeat(128)).into());
    values.push(format!("id:{}", "a".repeat(128)).into());
    values.push(format!("id:{}", "a".repeat(129)).into());
    values.push(format!("{}.example", "a".repeat(63)).into());
    values.push(format!("{}.example", "a".repeat(64)).into());
    values.push(format!("z{}", "2".repeat(88)).into());
    values
}

/// `record` with the node at `pointer` changed; `None` where nothing is left to change.
fn changed(record: &Value, pointer: &str, change: impl FnOnce(&mut Value)) -> Value {
    let mut record = record.clone();
    change(record.pointer_mut(pointer).unwrap());
    record
}

/// `record` with every change that is tried on it.
fn changes(record: &Value) -> Vec<(String, Value)> {
    let replacements = replacements();
    let mut all = Vec::new();
    for pointer in pointers(record) {
        for (number, replacement) in replacements.iter().enumerate() {
            let told = format!("{pointer} = {}", shortened(&replacement.to_string()));
            // Of the outermost object a few are enough.
            if !pointer.is_empty() || number < 12 {
                all.push((
                    told,
                    changed(record, &pointer, |node| *node = replacement.clone()),
                ));
            }
        }
        match record.pointer(&pointer).unwrap() {
            Value::Object(members) => {
                for name in members.keys() {
                    let told = format!("{pointer} without {name}");
                    all.push((
                        told,
                        changed(record, &pointer, |node| {
                            node.as_object_mut().unwrap().remove(name);
                        }),
                    ));
                }
                for name in MEMBERS {
                    if !members.contains_key(*name) {
                        let told = format!("{pointer} with {name}");
                        all.push((
                            told,
                            changed(record, &pointer, |node| {
                                node.as_object_mut()
                                    .unwrap()
                                    .insert((*name).to_owned(), "a".into());
                            }),
                        ));
                    }
                }
            }
            Value::Array(items) => {
                for copies in [2, 3, 4, 16, 17, 32, 33, 64, 65] {
                    let told = format!("{pointer} with {copies} copies of its first item");
                    let item = items[0].clone();
                    all.push((
                        told,
                        changed(record, &pointer, |node| *node = Value::Array(vec![item; copies])),
                    ));
                }
                // As many, all different, where the items are names.
                for count in [16, 17, 32, 33, 64, 65] {
                    let names = |prefix: &str| (0..count).map(|n| format!("{prefix}{n}").into()).collect();
                    for prefix in ["n", "topic:n", "a.n"] {
                        let told = format!("{pointer} with {count} names that begin with {prefix}");
                        all.push((
                            told,
                            changed(record, &pointer, |node| *node = Value::Array(names(prefix))),
                        ));
                    }
                    let digests = (0..count).map(|n| format!("sha256:{n:064x}").into()).collect();
                    all.push((
                        format!("{pointer} with {count} digests"),
                        changed(record, &pointer, |node| *node = Value::Array(digests)),
                    ));
                }
            }
            _ => {}
        }
    }
    all
}

fn shortened(text: &str) -> String {
    text.chars().take(60).collect()
}

/// Names that stand somewhere in some record, and one that stands nowhere.
const MEMBERS: &[&str] = &[
    "affiliation",
    "archived",
    "basis",
    "by",
    "cites",
    "claim",
    "count",
    "described",
    "distinct",
    "domains",
    "effect",
    "evidence",
    "expires",
    "held",
    "id",
    "interest",
    "issued",
    "kind",
    "lang",
    "nonsense",
    "note",
    "owner",
    "previous",
    "proof",
    "published",
    "quote",
    "reason",
    "reliability",
    "revision",
    "role",
    "said",
    "scope",
    "source",
    "stance",
    "statement",
    "supersedes",
    "threshold",
    "title",
    "topics",
    "url",
    "version",
    "withdrawn",
];

#[test]
fn full_records_are_valid_and_have_every_member_and_every_link() {
    let kinds = kinds();
    for record in full_records() {
        let kind = kind_of(&record).unwrap().to_owned();
        assert_eq!(faults_of(&record), [], "{kind}");
        assert_eq!(errors(&kinds[kind.as_str()], &record), [""; 0], "{kind}");
        let schema = schema(&kind);
        let names = |properties: &Value| -> BTreeSet<String> {
            properties.as_object().unwrap().keys().cloned().collect()
        };
        assert_eq!(names(&record), names(&schema["properties"]), "{kind}");
    }
}

#[test]
fn the_schemas_and_the_code_agree_on_every_change_of_a_record() {
    let kinds = kinds();
    let mut problems = Vec::new();
    let (mut taken, mut refused, mut beyond) = (0, 0, 0);
    for record in full_records() {
        let kind = kind_of(&record).unwrap().to_owned();
        for (change, record) in changes(&record) {
            let valid = kinds[kind.as_str()].is_valid(&record);
            let faults = faults_of(&record);
            match (valid, faults.is_empty()) {
                (true, true) => taken += 1,
                (false, false) => refused += 1,
                (true, false) if is_beyond_a_schema(&faults) => beyond += 1,
                (false, true) if is_left_to_verification(&record) => beyond += 1,
                (true, false) => problems.push(format!(
                    "{kind}{change}: only the code refuses it: {}",
                    faults[0].message
                )),
                (false, true) => problems.push(format!(
                    "{kind}{change}: only the schema refuses it: {}",
                    shortened(&errors(&kinds[kind.as_str()], &record)[0])
                )),
            }
        }
    }
    assert!(
        problems.is_empty(),
        "{} of {}:\n{}",
        problems.len(),
        taken + refused,
        problems.join("\n")
    );
    assert!(
        taken > 500 && refused > 10_000 && beyond > 10,
        "{taken} {refused} {beyond}"
    );
}

/// The words that the code lists in its help where a word is none of those that may stand there.
fn words_of_the_code(record: &Value, pointer: &str) -> BTreeSet<String> {
    let record = changed(record, pointer, |node| *node = "no such word at all".into());
    let faults = faults_of(&record);
    let help = faults
        .iter()
        .filter_map(|fault| fault.help.as_deref())
        .find_map(|help| help.strip_prefix("write one of "))
        .unwrap_or_else(|| panic!("{pointer}: {faults:?}"));
    help.split(", ").map(str::to_owned).collect()
}

#[test]
fn enumerations_are_those_of_the_code() {
    let records: BTreeMap<String, Value> = full_records()
        .into_iter()
        .map(|record| (kind_of(&record).unwrap().to_owned(), record))
        .collect();
    let claim = |link: &str, member: &str| {
        let chain = records["claim"]["chain"].as_array().unwrap();
        let position = chain.iter().position(|item| item["kind"] == link).unwrap();
        (
            "claim",
            format!("/chain/{position}/{member}"),
            format!("/$defs/{link}/properties/{member}"),
        )
    };
    let own = |kind: &'static str, pointer: &str, schema: &str| (kind, pointer.to_owned(), schema.to_owned());
    let mut asked = vec![
        own("claim", "/chain/0/kind", "/$defs/link/properties/kind"),
        own("source", "/kind", "/properties/kind"),
        own("source", "/reliability", "/properties/reliability"),
        own("notice", "/effect", "/properties/effect"),
        own(
            "trust",
            "/signers/1/roles/0",
            "/$defs/signer/properties/roles/items",
        ),
        own(
            "trust",
            "/signers/1/revoked/why",
            "/$defs/signer/properties/revoked/properties/why",
        ),
    ];
    for link in ["statement", "person", "anonymous", "document", "observation"] {
        asked.extend(["basis", "stance", "interest"].map(|member| claim(link, member)));
    }
    for (kind, pointer, in_schema) in asked {
        let schema = schema(kind);
        let words: BTreeSet<String> = schema
            .pointer(&in_schema)
            .and_then(|node| node.get("enum"))
            .and_then(Value::as_array)
            .unwrap_or_else(|| panic!("{kind}: nothing is enumerated at {in_schema}"))
            .iter()
            .map(|word| word.as_str().unwrap().to_owned())
            .collect();
        assert_eq!(
            words,
            words_of_the_code(&records[kind], &pointer),
            "{kind}{pointer}"
        );
    }
}

#[test]
fn hidden_characters_are_those_of_the_code() {
    let kinds = kinds();
    let with = |member: &str, character: char| {
        let text = format!("https://a{character}b");
        let mut record = json!({ "byline": "source/1", "id": "a", "name": "A", "kind": "outlet" });
        record[member] = text.into();
        record
    };
    // Wherever hidden characters begin or end.
    let edges: Vec<char> = ('\0'..char::MAX)
        .zip('\u{1}'..=char::MAX)
        .filter(|(before, after)| is_hidden(*before) != is_hidden(*after))
        .flat_map(|(before, after)| [before, after])
        .collect();
    assert!(edges.len() > 40, "{}", edges.len());
    for character in edges {
        for member in ["name", "note", "url"] {
            let record = with(member, character);
            assert_eq!(
                kinds["source"].is_valid(&record),
                faults_of(&record).is_empty(),
                "{member} with U+{:04X}",
                u32::from(character)
            );
        }
    }
}

// What `verify` writes.

const AT: &str = "2026-11-24T00:00:00Z";

/// Times of the check and arguments of `verify`: good and failing records, lists that are pinned, foreign and expired,
/// faults of every kind, what cannot be read, seals alone.
const RUNS: &[(&str, &[&str])] = &[
    (AT, &["fixtures/inference-chips"]),
    (AT, &["fixtures/harbour-inquiry"]),
    (AT, &["fixtures/harbour-inquiry/claims/months-to-act.json"]),
    (
        AT,
        &[
            "--trust",
            "fixtures/harbour-inquiry/trust/1.json",
            "fixtures/harbour-inquiry",
        ],
    ),
    (
        AT,
        &[
            "--trust",
            "fixtures/inference-chips/trust/1.json",
            "fixtures/harbour-inquiry",
        ],
    ),
    ("2099-12-31T00:00:00Z", &["fixtures/inference-chips"]),
    ("2020-01-01T00:00:00Z", &["fixtures/inference-chips"]),
    (AT, &["fixtures/faults"]),
    (AT, &["no-such-file.json"]),
    (AT, &["--integrity", "fixtures/inference-chips"]),
    (AT, &["--integrity", "fixtures/harbour-inquiry"]),
    (AT, &["--integrity", "fixtures/faults"]),
    (
        AT,
        &["--integrity", "no-such-file.json", "fixtures/faults/bad-id.json"],
    ),
];

/// The standard output of `byline verify` in the repository's folder.
fn run_verify(at: &str, arguments: &[&str], format: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_byline"))
        .current_dir(root())
        .args(["verify", "--at", at, "--format", format])
        .args(arguments)
        .output()
        .unwrap();
    assert!(
        output.stderr.is_empty(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn what_verify_writes_is_valid() {
    let any = validator(&schema("verification"));
    let (whole, record, last) = (
        verification_form("whole"),
        verification_form("record"),
        verification_form("last"),
    );
    for (at, input) in RUNS {
        let written = run_verify(at, input, "json");
        let run: Value = serde_json::from_str(&written).unwrap();
        assert_eq!(errors(&whole, &run), [""; 0], "{input:?}");
        assert!(any.is_valid(&run), "{input:?}");

        let written = run_verify(at, input, "jsonl");
        assert!(written.ends_with('\n'), "{input:?}");
        let lines: Vec<Value> = written
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        let (end, records) = lines.split_last().unwrap();
        assert_eq!(errors(&last, end), [""; 0], "{input:?}");
        assert!(any.is_valid(end), "{input:?}");
        for line in records {
            assert_eq!(errors(&record, line), [""; 0], "{input:?}: {line}");
            assert!(any.is_valid(line), "{input:?}");
        }
        // Both forms say the same.
        assert_eq!(run["records"].as_array().unwrap(), records, "{input:?}");
        for member in ["byline", "at", "trust", "summary"] {
            assert_eq!(run[member], end[member], "{input:?}: {member}");
        }
        agrees_with_its_records(&run);
    }
}

/// The summary counts what the records say.
fn agrees_with_its_records(run: &Value) {
    let records = run["records"].as_array().unwrap();
    let summary = &run["summary"];
    let count = |test: &dyn Fn(&Value) -> bool| records.iter().filter(|record| test(record)).count();
    let unreadable = |record: &Value| {
        let findings = record["findings"].as_array().unwrap();
        findings.iter().any(|finding| finding["rule"] == "unreadable")
    };
    assert_eq!(summary["unreadable"], count(&unreadable));
    assert_eq!(summary["records"], records.len() - count(&unreadable));
    assert_eq!(summary["hold"], count(&|record| record["holds"] == true));
    assert_eq!(
        summary["fail"],
        count(&|record| record["holds"] == false && !unreadable(record))
    );
    assert_eq!(
        summary["malformed"],
        count(&|record| record["digest"].is_null() && !unreadable(record))
    );
    for (member, kind) in [
        ("claims", "claim"),
        ("sources", "source"),
        ("notices", "notice"),
        ("trust", "trust"),
    ] {
        assert_eq!(
            summary[member],
            count(&|record| record["kind"] == kind && !record["digest"].is_null()),
            "{member}"
        );
    }
}

#[test]
fn the_schema_of_verifications_refuses_what_verify_never_writes() {
    let record = verification_form("record");
    let written = run_verify(AT, &["fixtures/harbour-inquiry"], "json");
    let run: Value = serde_json::from_str(&written).unwrap();
    let whole = verification_form("whole");
    let refused = |change: &str, pointer: &str, value: Value| {
        let changed = changed(&run, pointer, |node| *node = value);
        assert!(!whole.is_valid(&changed), "{change}");
    };
    refused("another version", "/byline", json!("verification/2"));
    refused("no trust state", "/trust/state", json!("fine"));
    refused(
        "faults of good lists",
        "/trust/faults",
        json!([{ "rule": "a", "path": "b", "message": "c", "help": "d" }]),
    );
    refused("a negative count", "/summary/hold", json!(-1));
    let records = run["records"].as_array().unwrap();
    let holding = records.iter().position(|record| record["holds"] == true).unwrap();
    let failing = records
        .iter()
        .position(|record| record["holds"] == false)
        .unwrap();
    refused(
        "an altered record that holds",
        &format!("/records/{holding}/integrity"),
        json!("altered"),
    );
    refused(
        "a record without digest that holds",
        &format!("/records/{holding}/digest"),
        Value::Null,
    );
    refused(
        "a denied record that holds",
        &format!("/records/{failing}/holds"),
        json!(true),
    );
    refused(
        "an unknown standing",
        &format!("/records/{holding}/signers/0/standing"),
        json!("friendly"),
    );
    // Every member is required, and there are no others.
    for (position, original) in records.iter().enumerate() {
        let mut removed: Map<String, Value> = original.as_object().unwrap().clone();
        let name = removed.keys().nth(position % removed.len()).unwrap().clone();
        removed.remove(&name);
        assert!(!record.is_valid(&Value::Object(removed)), "without {name}");
        let mut added = original.as_object().unwrap().clone();
        added.insert("support".to_owned(), Value::Null);
        assert!(!record.is_valid(&Value::Object(added)));
    }
}

/// Every object in every schema says what it is, names its members' meaning, and takes no others.
#[test]
fn every_member_in_a_schema_is_described() {
    fn check(name: &str, pointer: &str, node: &Value, problems: &mut Vec<String>) {
        if let Some(properties) = node.get("properties").and_then(Value::as_object) {
            // Conditions repeat members without describing them anew.
            let is_condition = ["/if", "/then", "/else", "/not", "/items/properties"]
                .iter()
                .any(|part| pointer.contains(part));
            if !is_condition {
                for (member, property) in properties {
                    let referred = property["$ref"].as_str().unwrap_or_default();
                    if property.get("description").is_none() && referred.is_empty() {
                        problems.push(format!("{name}{pointer}/{member} has no description"));
                    }
                }
                if node.get("additionalProperties") != Some(&Value::Bool(false))
                    && !pointer.ends_with("/link")
                {
                    problems.push(format!("{name}{pointer} takes any member"));
                }
            }
        }
        match node {
            Value::Object(members) => {
                for (key, member) in members {
                    check(name, &format!("{pointer}/{key}"), member, problems);
                }
            }
            Value::Array(items) => {
                for (position, item) in items.iter().enumerate() {
                    check(name, &format!("{pointer}/{position}"), item, problems);
                }
            }
            _ => {}
        }
    }
    let mut problems = Vec::new();
    for name in SCHEMAS {
        check(name, "", &schema(name), &mut problems);
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn repositories_are_gathered_whole() {
    // Should a folder be left out, the tests above would compare less than they say.
    for (folder, least) in [("fixtures/inference-chips", 20), ("fixtures/harbour-inquiry", 38)] {
        let inputs = gather(&[root().join(folder)], None).unwrap();
        assert!(inputs.named.len() >= least, "{folder}: {}", inputs.named.len());
        assert_eq!(inputs.named.len(), files(folder, ".json").len(), "{folder}");
    }
}
