//! Who has a say in a record, and for how long.

use byline::json::{MAX_DEPTH, canonical, parse};
use byline::seal::{SecretKey, decode_private};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::playground::{Folder, claim, did, key, record, rules};
use super::said::{Change, next_list, notice, retract, revise, told_of_claim};

#[test]
fn what_a_later_list_takes_from_an_editor_brings_back_no_record() {
    let folder = Folder::with_signed_claim();
    retract(&folder, "harbour-editor");
    assert_eq!(told_of_claim(&folder), ["retracted"]);
    let changes: [(&str, Change); 3] = [
        ("dropped", |signers| signers.truncate(2)),
        ("narrowed", |signers| {
            signers[2]["scope"] = json!(["topic:elsewhere"]);
        }),
        ("another role", |signers| {
            signers[2]["roles"] = json!(["checker"]);
        }),
    ];
    for (name, change) in changes {
        next_list(&folder, 2, change);
        assert_eq!(told_of_claim(&folder), ["retracted"], "{name}");
        // Nor does a list after that, or a pin on the last.
        next_list(&folder, 3, change);
        assert_eq!(told_of_claim(&folder), ["retracted"], "{name}");
        let (_, pinned) = folder.verify(&["--trust", "trust/3.json", "claims/a.json"]);
        assert_eq!(rules(record(&pinned, "claims/a.json")), ["retracted"], "{name}");
        std::fs::remove_file(folder.at("trust/3.json")).unwrap();
    }
}

#[test]
fn a_compromised_editor_leaves_a_lapsed_notice_whatever_else_is_taken_from_him() {
    let folder = Folder::with_signed_claim();
    retract(&folder, "harbour-editor");
    let changes: [fn(&mut Value); 3] = [
        |_| {},
        |editor| editor["scope"] = json!(["topic:elsewhere"]),
        |editor| editor["roles"] = json!(["checker"]),
    ];
    for change in changes {
        next_list(&folder, 2, |signers| {
            signers[2]["revoked"] = json!({"at": "2026-06-01T00:00:00Z", "why": "compromised"});
            change(&mut signers[2]);
        });
        assert_eq!(told_of_claim(&folder), ["notice-lapsed"]);
    }
    // Nor does it count again once the key is in no list.
    next_list(&folder, 3, |signers| signers.truncate(2));
    assert_eq!(told_of_claim(&folder), ["notice-lapsed"]);
}

#[test]
fn a_notice_that_not_all_of_its_authors_signed_is_told_beside_another_record() {
    let folder = Folder::with_signed_claim();
    let mut notice = notice(&folder.digest("claims/a.json"), "retracts", "The wall stands.");
    notice["by"] = json!([did("harbour-author")]);
    folder.put("notices/n.json", notice.to_string());
    folder
        .sign("harbour-checker", &["--unlisted", "notices/n.json"])
        .assert_status(0);
    let (status, verification) = folder.verify(&["claims/a.json"]);
    assert_eq!(status, Some(1));
    assert!(rules(record(&verification, "notices/n.json")).contains(&"no-author"));
}

#[test]
fn a_foreign_notice_says_what_keeps_it_from_counting() {
    let said = |created: &str, change: &dyn Fn(&mut Vec<Value>)| {
        let folder = Folder::with_signed_claim();
        let notice = notice(&folder.digest("claims/a.json"), "retracts", "The wall stands.");
        folder.put("notices/n.json", notice.to_string());
        folder
            .sign_at("harbour-editor", created, &["notices/n.json"])
            .assert_status(0);
        next_list(&folder, 2, change);
        let (_, verification) = folder.verify(&["."]);
        assert_eq!(record(&verification, "claims/a.json")["holds"], true);
        let findings = record(&verification, "notices/n.json")["findings"].clone();
        findings
            .as_array()
            .unwrap()
            .iter()
            .find(|finding| finding["rule"] == "foreign-notice")
            .unwrap()["message"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let message = said("2027-01-01T00:00:00Z", &|_| {});
    assert!(message.contains("still to come"), "{message}");
    let message = said("2026-03-05T10:00:00Z", &|signers| {
        signers[2]["until"] = "2026-02-01T00:00:00Z".into();
    });
    assert!(message.contains("not valid then"), "{message}");
    let message = said("2026-03-05T10:00:00Z", &|signers| {
        signers[2]["revoked"] = json!({"at": "2026-02-01T00:00:00Z", "why": "superseded"});
    });
    assert!(message.contains("revoked"), "{message}");
}

#[test]
fn a_revision_of_what_its_authors_did_not_sign_is_broken() {
    let broken = |change: &dyn Fn(&mut Value)| {
        let folder = Folder::with_signed_claim();
        revise(&folder);
        assert_eq!(folder.verify(&["claims/a.json"]).0, Some(0));
        let mut before: Value = serde_json::from_str(&folder.read("claims/a.r1.json")).unwrap();
        change(&mut before);
        folder.put("claims/a.r1.json", before.to_string());
        let (_, verification) = folder.verify(&["claims/a.json"]);
        let claim = record(&verification, "claims/a.json");
        assert_eq!(rules(claim), ["broken-revision"]);
        claim["findings"][0]["message"].as_str().unwrap().to_owned()
    };
    let message = broken(&|before| {
        before.as_object_mut().unwrap().remove("proof");
    });
    assert!(
        message.starts_with("the revision before is unsigned"),
        "{message}"
    );
    let message = broken(&|before| before["proof"]["created"] = "2026-03-05T11:00:00Z".into());
    assert!(
        message.starts_with("the revision before was altered"),
        "{message}"
    );
    // With another author, who has not signed.
    let folder = Folder::with_signed_claim();
    let mut two: Value = serde_json::from_str(&claim("a")).unwrap();
    two["by"] = json!([did("harbour-author"), did("harbour-editor")]);
    folder.put("claims/a.json", two.to_string());
    folder.sign("harbour-author", &["claims/a.json"]).assert_status(0);
    revise(&folder);
    let (_, verification) = folder.verify(&["claims/a.json"]);
    let claim = record(&verification, "claims/a.json");
    let message = claim["findings"][0]["message"].as_str().unwrap();
    assert!(message.contains("not signed by each of its authors"), "{message}");
}

/// A record with a proof of its author that ends at a time, which `sign` never makes.
fn ending(mut record: Value, expires: &str) -> Value {
    let hash = |value: &Value| -> [u8; 32] {
        let text = value.to_string();
        let (document, _) = parse(&text, MAX_DEPTH).unwrap();
        Sha256::digest(canonical(&document)).into()
    };
    let seed = decode_private(&std::fs::read(key("harbour-author")).unwrap(), None).unwrap();
    let secret = SecretKey::from_seed(&seed);
    record["by"] = json!([did("harbour-author")]);
    let mut proof = json!({
        "type": "DataIntegrityProof", "cryptosuite": "eddsa-jcs-2022", "created": "2026-03-06T10:00:00Z",
        "expires": expires, "verificationMethod": secret.verification_method(), "proofPurpose": "assertionMethod"
    });
    let signature = secret.sign(&[hash(&proof), hash(&record)].concat());
    proof["proofValue"] = format!("z{}", bs58::encode(signature).into_string()).into();
    record["proof"] = proof;
    record
}

#[test]
fn no_notice_ends_by_a_date_on_its_proof() {
    let folder = Folder::with_signed_claim();
    let notice = notice(&folder.digest("claims/a.json"), "retracts", "The wall stands.");
    // The time of the check is in July.
    for expires in ["2026-06-01T00:00:00Z", "2026-08-01T00:00:00Z"] {
        folder.put("notices/n.json", ending(notice.clone(), expires).to_string());
        assert_eq!(told_of_claim(&folder), ["retracted"], "{expires}");
    }
    // A claim does.
    let unsigned = folder.unsigned("claims/a.json");
    std::fs::remove_file(folder.at("notices/n.json")).unwrap();
    folder.put(
        "claims/a.json",
        ending(unsigned, "2026-06-01T00:00:00Z").to_string(),
    );
    assert_eq!(told_of_claim(&folder), ["expired-signer"]);
}
