//! Data Integrity proofs by [eddsa-jcs-2022](https://www.w3.org/TR/vc-di-eddsa/#eddsa-jcs-2022): the vector of the W3C
//! (appendix B.3 there), and a proof that another library made.

use byline::json::{Canonical, MAX_FOREIGN_DEPTH, RuleName, canonical, parse};
use byline::record::{Digest, PublicKey, Time};
use byline::seal::{
    BAD_SIGNATURE, CONTEXT_NOT_SIGNED, SecretKey, Verifier, digest, proof_signature, verify_foreign,
};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::{hex, text_of};

const W3C: &str = "vc-di-eddsa/TestVectors/eddsa-jcs-2022";
const AFFINIDI: &str = "affinidi-fixtures/affinidi-ssi-dart-eddsa-jcs-2022-nonce.json";

fn w3c(file: &str) -> String {
    text_of(&format!("{W3C}/{file}"))
}

/// The keys whose proofs hold, and the names of the faults.
fn verify(text: &str) -> (Vec<PublicKey>, Vec<RuleName>) {
    let (document, duplicates) = parse(text, MAX_FOREIGN_DEPTH).unwrap();
    assert_eq!(duplicates, []);
    let at = Time::parse("2026-11-23T10:00:00Z").unwrap();
    let (good, faults) = verify_foreign(&document, at, &mut Verifier::default());
    (
        good.into_iter().map(|proof| proof.key).collect(),
        faults.into_iter().map(|fault| fault.name).collect(),
    )
}

fn published_key() -> SecretKey {
    let pair: Value = serde_json::from_str(&text_of("vc-di-eddsa/TestVectors/keyPair.json")).unwrap();
    let multibase = pair["privateKeyMultibase"].as_str().unwrap();
    let bytes = bs58::decode(multibase.strip_prefix('z').unwrap())
        .into_vec()
        .unwrap();
    // The multicodec prefix of an Ed25519 private key: 0x1300 as a varint.
    let seed = bytes.strip_prefix(&[0x80, 0x26]).unwrap();
    let key = SecretKey::from_seed(seed.try_into().unwrap());
    assert_eq!(pair["publicKeyMultibase"], key.public().multibase());
    key
}

#[test]
fn the_w3c_vector_verifies() {
    let (good, faults) = verify(&w3c("signedJCS.json"));
    assert_eq!(good, [published_key().public()]);
    assert_eq!(faults, []);
}

#[test]
fn the_steps_to_the_w3c_vector_are_those_published() {
    let text = w3c("signedJCS.json");
    let (document, _) = parse(&text, MAX_FOREIGN_DEPTH).unwrap();
    let proof = document.root().member("proof").unwrap();
    let (mut canonical_document, mut canonical_proof) = (Vec::new(), Vec::new());
    Canonical::of(document.root())
        .without("proof")
        .write(&mut canonical_document);
    Canonical::of(proof)
        .without("proofValue")
        .write(&mut canonical_proof);
    assert_eq!(
        String::from_utf8_lossy(&canonical_document),
        w3c("canonDocJCS.txt")
    );
    assert_eq!(
        String::from_utf8_lossy(&canonical_proof),
        w3c("proofCanonJCS.txt")
    );
    let (document_hash, proof_hash) = (
        Sha256::digest(&canonical_document),
        Sha256::digest(&canonical_proof),
    );
    assert_eq!(hex(&document_hash), w3c("docHashJCS.txt"));
    assert_eq!(hex(&digest(&document).0), w3c("docHashJCS.txt"));
    assert_eq!(hex(&proof_hash), w3c("proofHashJCS.txt"));
    assert_eq!(
        hex(&[proof_hash, document_hash].concat()),
        w3c("combinedHashJCS.txt")
    );
    // The same from the documents that were signed.
    for (unsigned, expected) in [
        (
            text_of("vc-di-eddsa/TestVectors/unsigned.json"),
            "canonDocJCS.txt",
        ),
        (w3c("proofConfigJCS.json"), "proofCanonJCS.txt"),
    ] {
        let (unsigned, _) = parse(&unsigned, MAX_FOREIGN_DEPTH).unwrap();
        assert_eq!(String::from_utf8_lossy(&canonical(&unsigned)), w3c(expected));
    }
}

#[test]
fn the_w3c_signature_is_made_again_byte_for_byte() {
    let document: [u8; 32] = super::unhex(&w3c("docHashJCS.txt")).try_into().unwrap();
    let options = w3c("proofCanonJCS.txt");
    let value = proof_signature(&published_key(), options.as_bytes(), Digest(document)).unwrap();
    assert_eq!(value, w3c("sigBTC58JCS.txt"));
    let bytes = bs58::decode(&value[1..]).into_vec().unwrap();
    assert_eq!(hex(&bytes), w3c("sigHexJCS.txt"));
    let signed: Value = serde_json::from_str(&w3c("signedJCS.json")).unwrap();
    assert_eq!(signed["proof"]["proofValue"], value);
}

#[test]
fn the_proof_of_another_library_verifies() {
    let (good, faults) = verify(&text_of(AFFINIDI));
    let key = PublicKey::from_did("did:key:z6MkkUq2bYs6F1hvtQjEserTT75q121S4G3NMquUuQWwftAB").unwrap();
    assert_eq!(good, [key]);
    assert_eq!(faults, []);
}

#[test]
fn white_space_and_order_change_nothing() {
    for text in [w3c("signedJCS.json"), text_of(AFFINIDI)] {
        let value: Value = serde_json::from_str(&text).unwrap();
        for other in [value.to_string(), format!("\r\n{value:#}\t ")] {
            assert_ne!(other, text);
            let (good, faults) = verify(&other);
            assert_eq!((good.len(), faults), (1, vec![]), "{other}");
        }
    }
}

#[test]
fn every_change_of_a_value_is_refused() {
    for (text, at_least) in [(w3c("signedJCS.json"), 250), (text_of(AFFINIDI), 200)] {
        let document: Value = serde_json::from_str(&text).unwrap();
        let changes = changes_below(&document);
        assert!(changes.len() >= at_least, "{} changes", changes.len());
        for (what, changed) in changes {
            assert_ne!(changed, document, "{what}");
            let (good, faults) = verify(&changed.to_string());
            assert_eq!(good, [], "{what}: {changed}");
            if changed.get("proof").is_some() {
                assert_eq!(faults.len(), 1, "{what}: {changed}");
            } else {
                // No proof at all is neither good nor bad.
                assert_eq!(faults, [], "{what}");
            }
        }
    }
}

#[test]
fn every_bit_of_a_signature_counts() {
    for text in [w3c("signedJCS.json"), text_of(AFFINIDI)] {
        let mut document: Value = serde_json::from_str(&text).unwrap();
        let value = document["proof"]["proofValue"].as_str().unwrap().to_owned();
        let signature = bs58::decode(&value[1..]).into_vec().unwrap();
        assert_eq!(signature.len(), 64);
        for bit in 0..512 {
            let mut changed = signature.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            document["proof"]["proofValue"] = format!("z{}", bs58::encode(&changed).into_string()).into();
            assert_eq!(
                verify(&document.to_string()),
                (vec![], vec![BAD_SIGNATURE]),
                "bit {bit}"
            );
        }
    }
}

#[test]
fn an_entry_appended_to_the_context_was_not_signed() {
    let signed: Value = serde_json::from_str(&w3c("signedJCS.json")).unwrap();
    for entry in [
        json!("https://www.w3.org/ns/credentials/v2"),
        json!("https://evil.example/v1"),
        json!({ "issuer": "https://evil.example/issuer" }),
        json!({}),
        json!(null),
    ] {
        let mut changed = signed.clone();
        let context = changed["@context"].as_array_mut().unwrap();
        context.push(entry.clone());
        assert_eq!(
            verify(&changed.to_string()),
            (vec![], vec![CONTEXT_NOT_SIGNED]),
            "{entry}"
        );
        // Several are no better than one.
        let context = changed["@context"].as_array_mut().unwrap();
        context.push(entry.clone());
        assert_eq!(
            verify(&changed.to_string()),
            (vec![], vec![CONTEXT_NOT_SIGNED]),
            "{entry}"
        );
        // Put in front, it is no longer the context that was signed; put into the proof as well, no longer the proof.
        changed["@context"] = json!([entry, signed["@context"][0], signed["@context"][1]]);
        assert_eq!(
            verify(&changed.to_string()),
            (vec![], vec![BAD_SIGNATURE]),
            "{entry}"
        );
        changed["@context"] = json!([signed["@context"][0], signed["@context"][1], entry]);
        changed["proof"]["@context"] = changed["@context"].clone();
        assert_eq!(
            verify(&changed.to_string()),
            (vec![], vec![BAD_SIGNATURE]),
            "{entry}"
        );
    }
    // A document that was signed without any context has none of it signed.
    let mut changed: Value = serde_json::from_str(&text_of(AFFINIDI)).unwrap();
    changed["@context"] = json!(["https://www.w3.org/ns/credentials/v2"]);
    assert_eq!(verify(&changed.to_string()), (vec![], vec![BAD_SIGNATURE]));
}

/// Every document that differs from `value` in one place, with a word on what differs.
fn changes_below(value: &Value) -> Vec<(String, Value)> {
    let mut changes = Vec::new();
    collect(value, "", &mut changes);
    changes
}

fn collect(value: &Value, at: &str, changes: &mut Vec<(String, Value)>) {
    let mut other = |what: &str, changed: Value| {
        if &changed != value {
            changes.push((format!("{at}: {what}"), changed));
        }
    };
    match value {
        Value::Null => other("false for null", json!(false)),
        Value::Bool(it) => other("the opposite", json!(!it)),
        Value::Number(number) => other("another number", json!(number.as_f64().unwrap() + 1.0)),
        Value::String(text) => {
            for changed in [
                String::new(),
                format!("{text} "),
                format!(" {text}"),
                format!("{text}\u{0}"),
                text.to_uppercase(),
                text.chars().skip(1).collect(),
                text.chars().rev().collect(),
                text.replacen('a', "\u{430}", 1),
            ] {
                other("another text", json!(changed));
            }
        }
        Value::Array(items) => {
            other("turned round", items.iter().rev().cloned().collect());
            other("emptied", json!([]));
            for new in [json!("added"), json!({ "added": 1 }), json!(null)] {
                other("an item appended", items.iter().chain([&new]).cloned().collect());
                other(
                    "an item put in front",
                    [&new].into_iter().chain(items).cloned().collect(),
                );
            }
        }
        Value::Object(members) => {
            other("emptied", json!({}));
            for (name, new) in [("added", json!("x")), ("", json!(null)), ("\u{1f4a5}", json!({}))] {
                let mut changed = members.clone();
                changed.insert(name.to_owned(), new);
                other("a member added", Value::Object(changed));
            }
        }
    }
    for changed in [
        json!(null),
        json!(true),
        json!(0),
        json!("x"),
        json!({ "x": value }),
    ] {
        other("another type", changed);
    }
    // One proof may as well stand in a list.
    if at != "/proof" {
        other("put into a list", json!([value]));
    }
    match value {
        Value::Array(items) => {
            for (position, item) in items.iter().enumerate() {
                let with = |new: Option<Value>| {
                    let mut items = items.clone();
                    items.splice(position..=position, new);
                    Value::Array(items)
                };
                collect_within(item, &format!("{at}/{position}"), with, changes);
            }
        }
        Value::Object(members) => {
            for (name, member) in members {
                let with = |new: Option<Value>| {
                    let mut members = members.clone();
                    members.remove(name);
                    members.extend(new.map(|new| (name.clone(), new)));
                    Value::Object(members)
                };
                let mut renamed = members.clone();
                renamed.remove(name);
                renamed.insert(format!("{name} "), member.clone());
                changes.push((format!("{at}/{name}: renamed"), Value::Object(renamed)));
                collect_within(member, &format!("{at}/{name}"), with, changes);
            }
        }
        _ => {}
    }
}

/// The changes of a part, each put back into the whole by `with`, and the whole without the part.
fn collect_within(
    part: &Value,
    at: &str,
    with: impl Fn(Option<Value>) -> Value,
    changes: &mut Vec<(String, Value)>,
) {
    changes.push((format!("{at}: removed"), with(None)));
    let mut below = Vec::new();
    collect(part, at, &mut below);
    changes.extend(
        below
            .into_iter()
            .map(|(what, changed)| (what, with(Some(changed)))),
    );
}
