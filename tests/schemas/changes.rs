//! Good records changed in many ways.

use serde_json::{Value, json};

use super::full_records::pointers;

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
pub fn changed(record: &Value, pointer: &str, change: impl FnOnce(&mut Value)) -> Value {
    let mut record = record.clone();
    change(record.pointer_mut(pointer).unwrap());
    record
}

/// `record` with every change that is tried on it.
pub fn changes(record: &Value) -> Vec<(String, Value)> {
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

pub fn shortened(text: &str) -> String {
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
