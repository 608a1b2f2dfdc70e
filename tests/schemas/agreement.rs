//! What one takes, the other takes: changed records are shown to the schemas and to the code.

use std::collections::{BTreeMap, BTreeSet};

use byline::json::{Fault, MAX_DEPTH, parse};
use byline::record::{is_hidden, read};
use byline::seal::read_proofs;
use serde_json::{Value, json};

use super::changes::{changed, changes, shortened};
use super::full_records::full_records;
use super::records::{kind_of, kinds};
use super::schema::{errors, schema};

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
