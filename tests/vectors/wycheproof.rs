//! Ed25519 by [Project Wycheproof](https://github.com/C2SP/wycheproof): signatures made to be taken by mistake.

use byline::seal::Verifier;
use serde_json::Value;

use super::ed25519::Case;
use super::{text_of, unhex};

/// All tests, and whether each signature is valid.
pub fn cases() -> Vec<(Case, bool)> {
    let file: Value = serde_json::from_str(&text_of("wycheproof/testvectors_v1/ed25519_test.json")).unwrap();
    let mut cases = Vec::new();
    for group in file["testGroups"].as_array().unwrap() {
        let key = unhex(group["publicKey"]["pk"].as_str().unwrap());
        for test in group["tests"].as_array().unwrap() {
            let text = |name: &str| test[name].as_str().unwrap();
            let valid = match text("result") {
                "valid" => true,
                "invalid" => false,
                other => panic!("neither valid nor invalid: {other}"),
            };
            let case = Case {
                name: format!("tcId {}: {}", test["tcId"], text("comment")),
                key: key.as_slice().try_into().unwrap(),
                message: unhex(text("msg")),
                signature: unhex(text("sig")),
            };
            cases.push((case, valid));
        }
    }
    assert_eq!(cases.len(), 151);
    assert_eq!(file["numberOfTests"], 151);
    cases
}

#[test]
fn every_verdict_agrees() {
    let mut verifier = Verifier::default();
    let mut other_lengths = 0;
    for (case, valid) in cases() {
        assert_eq!(case.holds(&mut verifier), valid, "{}", case.name);
        if case.signature.len() != 64 {
            assert!(!valid, "{}", case.name);
            other_lengths += 1;
        }
    }
    assert!(other_lengths > 0, "no signature of another length was tried");
}
