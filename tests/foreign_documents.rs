//! Documents of others, held against the Data Integrity algorithm (vc-di-eddsa, section 3.3) by `--integrity`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod playground;

use std::fs;

use byline::json::{MAX_FOREIGN_DEPTH, canonical, parse};
use byline::record::Time;
use byline::seal::{SecretKey, decode_private};
use playground::{Folder, key, records, rules};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

fn hash(value: &Value) -> [u8; 32] {
    let text = value.to_string();
    let (document, _) = parse(&text, MAX_FOREIGN_DEPTH).unwrap();
    Sha256::digest(canonical(&document)).into()
}

/// A document with a proof of these options, made as the algorithm says.
fn signed(mut document: Value, options: &Value) -> Value {
    let seed = decode_private(&fs::read(key("harbour-author")).unwrap(), None).unwrap();
    let secret = SecretKey::from_seed(&seed);
    let mut proof = json!({
        "type": "DataIntegrityProof", "cryptosuite": "eddsa-jcs-2022", "proofPurpose": "assertionMethod",
        "verificationMethod": secret.verification_method()
    });
    for (name, value) in options.as_object().unwrap() {
        proof[name] = value.clone();
    }
    let mut hashed = document.clone();
    if let Some(context) = proof.get("@context") {
        hashed["@context"] = context.clone();
    }
    let message = [hash(&proof), hash(&hashed)].concat();
    let value = bs58::encode(secret.sign(&message)).into_string();
    proof["proofValue"] = format!("z{value}").into();
    document["proof"] = proof;
    document
}

/// Whether a document is intact, and the rules of what is wrong with it.
fn told(document: &Value) -> (bool, Vec<String>) {
    let folder = Folder::new();
    folder.put("document.json", document.to_string());
    let (_, verification) = folder.verify(&["--integrity", "document.json"]);
    let record = &records(&verification)[0];
    let rules = rules(record).iter().map(|rule| (*rule).to_owned()).collect();
    (record["holds"].as_bool().unwrap(), rules)
}

fn assert_intact(document: &Value) {
    assert_eq!(told(document), (true, vec![]), "{document:#}");
}

fn assert_fails(document: &Value, rule: &str) {
    assert_eq!(told(document), (false, vec![rule.to_owned()]), "{document:#}");
}

#[test]
fn times_have_offsets_and_any_fraction() {
    for created in [
        "2026-01-01T00:00:00Z",
        "2026-01-01T00:00:00+02:00",
        "2026-01-01T00:00:00-14:00",
        "2026-01-01T00:00:00.1234567891Z",
        "2026-01-01T00:00:00.5+00:00",
        "2025-12-31T24:00:00Z",
    ] {
        assert_intact(&signed(json!({"a": 1}), &json!({ "created": created })));
    }
    for created in [
        "2026-01-01T00:00:00",
        "2026-01-01T00:00:00+2:00",
        "2026-01-01T00:00:00+15:00",
        "2026-01-01T00:00:00.Z",
        "2026-01-01T00:00:00.1234567890xZ",
        "2026-01-01T24:00:01Z",
        "2026-02-30T00:00:00+01:00",
    ] {
        assert_fails(
            &signed(json!({"a": 1}), &json!({ "created": created })),
            "bad-value",
        );
    }
    // What expires does so by its offset: the time of the check is 2026-07-01T00:00:00Z.
    let expiring = |expires: &str| signed(json!({"a": 1}), &json!({ "expires": expires }));
    assert_intact(&expiring("2026-06-30T23:00:00-02:00"));
    assert_fails(&expiring("2026-07-01T01:00:00+02:00"), "bad-signature");
}

#[test]
fn a_time_with_an_offset_is_the_moment_that_it_says() {
    for (stamp, time) in [
        ("2026-01-01T00:00:00+02:00", "2025-12-31T22:00:00Z"),
        (
            "2026-01-01T00:00:00.1234567899-00:30",
            "2026-01-01T00:30:00.123456789Z",
        ),
        ("2026-02-28T24:00:00.000Z", "2026-03-01T00:00:00Z"),
    ] {
        assert_eq!(Time::parse_stamp(stamp), Time::parse(time), "{stamp}");
        // Records write times in one way only.
        assert_eq!(Time::parse(stamp), None, "{stamp}");
    }
}

#[test]
fn the_name_of_a_writer_makes_no_record() {
    for byline in [
        json!("By Jane Doe"),
        json!("claim"),
        json!("claim/"),
        json!("story/1"),
        json!("claim/1 by Jane"),
        json!(["claim/1"]),
        json!(1),
    ] {
        assert_intact(&signed(json!({ "a": 1, "byline": byline }), &json!({})));
    }
    for byline in ["claim/1", "trust/2"] {
        let (holds, rules) = told(&signed(json!({ "a": 1, "byline": byline }), &json!({})));
        assert!(!holds && !rules.is_empty(), "{byline}");
    }
}

#[test]
fn the_context_that_was_signed_is_the_one_of_the_proof() {
    let context = |document: Value, proof: Value| {
        let document = json!({ "@context": document, "a": 1 });
        signed(document, &json!({ "@context": proof }))
    };
    assert_intact(&context(json!(["u:x", "u:y"]), json!(["u:x", "u:y"])));
    // One entry may stand without a list, on either side.
    assert_intact(&context(json!("u:x"), json!(["u:x"])));
    assert_intact(&context(json!(["u:x"]), json!("u:x")));
    assert_fails(
        &context(json!(["u:x", "u:y"]), json!(["u:x"])),
        "context-not-signed",
    );
    assert_fails(&context(json!(["u:y"]), json!(["u:x"])), "bad-signature");
    let mut changed = context(json!(["u:x"]), json!(["u:x"]));
    changed["a"] = 2.into();
    assert_fails(&changed, "bad-signature");
}
