//! Ed25519 by [RFC 8032](https://www.rfc-editor.org/rfc/rfc8032), section 7.1: keys, messages and signatures.

use byline::record::PublicKey;
use byline::seal::{SecretKey, Verifier};
use serde_json::Value;

use super::ed25519::Case;
use super::{hex, text_of, unhex};

/// All tests, each with its secret key.
pub fn cases() -> Vec<(Case, [u8; 32])> {
    let file: Value = serde_json::from_str(&text_of("rfc8032/ed25519.json")).unwrap();
    let cases: Vec<(Case, [u8; 32])> = file
        .as_array()
        .unwrap()
        .iter()
        .map(|test| {
            let bytes = |name: &str| unhex(test[name].as_str().unwrap());
            let case = Case {
                name: test["name"].to_string(),
                key: bytes("public").try_into().unwrap(),
                message: bytes("message"),
                signature: bytes("signature"),
            };
            (case, bytes("secret").try_into().unwrap())
        })
        .collect();
    assert_eq!(cases.len(), 4);
    cases
}

#[test]
fn every_signature_is_made_again_byte_for_byte() {
    for (case, secret) in cases() {
        let secret = SecretKey::from_seed(&secret);
        assert_eq!(secret.public(), PublicKey(case.key), "{}", case.name);
        assert_eq!(
            hex(&secret.sign(&case.message)),
            hex(&case.signature),
            "{}",
            case.name
        );
    }
}

#[test]
fn every_signature_holds_under_its_message_alone() {
    let mut verifier = Verifier::default();
    for (mut case, _) in cases() {
        assert!(case.holds(&mut verifier), "{}", case.name);
        for bit in 0..8 * case.message.len() {
            case.message[bit / 8] ^= 1 << (bit % 8);
            assert!(
                !case.holds(&mut verifier),
                "{}, bit {bit} of the message",
                case.name
            );
            case.message[bit / 8] ^= 1 << (bit % 8);
        }
        case.message.push(0);
        assert!(!case.holds(&mut verifier), "{}, with a byte more", case.name);
    }
}
