//! What is signed is intact, what is changed is not, and signing changes nothing else.

use std::ops::Range;

use byline::json::{MAX_DEPTH, canonical, parse, spans};
use byline::record::{Record, Time, read};
use byline::seal::{Existing, Integrity, SignError, SignOptions, Signed, Verifier, digest, sign};
use proptest::prelude::*;

use crate::generate::{key, record};
use crate::layout::{Freedom, write};
use crate::records::record_text;
use crate::tree::Tree;

fn signed_by(number: u8, text: &str, existing: Existing) -> Result<Signed, SignError> {
    let created = Time::parse("2026-11-23T10:00:00Z").unwrap();
    let options = SignOptions { created, existing };
    sign(text, &key(number), options, &mut Verifier::default())
}

/// The text with a proof of each of the keys, one after the other.
fn signed(text: &str, keys: Range<u8>) -> String {
    keys.fold(text.to_owned(), |text, number| {
        signed_by(number, &text, Existing::Keep).unwrap().text.unwrap()
    })
}

/// What the reader and the seal make of a text; `None` where it is no record without faults.
fn integrity(text: &str) -> Option<Integrity> {
    let (document, duplicates) = parse(text, MAX_DEPTH).ok()?;
    let record = read(&document).record.filter(|_| duplicates.is_empty())?;
    let seal = Verifier::default().examine(&document, record.authors());
    seal.faults.is_empty().then(|| seal.integrity())
}

fn canonical_text(text: &str) -> Vec<u8> {
    canonical(&parse(text, MAX_DEPTH).unwrap().0)
}

/// Bytes that are `signed` after a change: never intact, unless they say exactly the same.
fn check_changed(bytes: &[u8], signed: &str) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    match integrity(text) {
        None | Some(Integrity::Altered) => {}
        Some(Integrity::Intact) => assert_eq!(canonical_text(text), canonical_text(signed), "{text}"),
        Some(Integrity::Unsigned | Integrity::Unverified) => panic!("the proof is gone: {text}"),
    }
}

/// The text without the member `name` of the outermost object, and without the comma before it.
fn without_member(text: &str, name: &str) -> String {
    let (document, _) = parse(text, MAX_DEPTH).unwrap();
    let spans = spans(text);
    let children: Vec<u32> = document.root().children().map(|node| node.index()).collect();
    let position = children
        .iter()
        .position(|index| document.node(*index).key() == Some(name))
        .unwrap();
    let end_of = |position: usize| spans[children[position] as usize].value.end;
    format!("{}{}", &text[..end_of(position - 1)], &text[end_of(position)..])
}

fn proof_range(text: &str) -> Range<usize> {
    let (document, _) = parse(text, MAX_DEPTH).unwrap();
    let index = document.root().member("proof").unwrap().index();
    spans(text)[index as usize].value.clone()
}

/// The texts of the proofs in a list of them.
fn proofs(text: &str) -> Vec<String> {
    let (document, _) = parse(text, MAX_DEPTH).unwrap();
    let list = document.root().member("proof").unwrap();
    list.items().map(|proof| proof.text().to_owned()).collect()
}

proptest! {
    #[test]
    fn what_is_signed_is_intact(seed: u64, layout: u64, keys in 1_u8..5) {
        let text = record_text(seed, layout);
        prop_assert_eq!(integrity(&text), Some(Integrity::Unsigned));
        let first = signed_by(0, &text, Existing::Keep).unwrap();
        let signed = signed(&text, 0..keys);
        prop_assert_eq!(integrity(&signed), Some(Integrity::Intact), "{}", signed);
        let (document, _) = parse(&signed, MAX_DEPTH).unwrap();
        prop_assert_eq!(digest(&document), first.digest);
        let reading = read(&document);
        let authors = reading.record.as_ref().map(Record::authors).unwrap();
        let seal = Verifier::default().examine(&document, authors);
        prop_assert_eq!(seal.proofs.len(), usize::from(keys));
        for (number, (proof, holds)) in (0..keys).zip(seal.proofs) {
            prop_assert!(holds);
            prop_assert_eq!(proof.key, key(number).public());
        }
        prop_assert_eq!(first.author, authors.iter().any(|author| author.key == key(0).public()));
        // A second time there is nothing to do.
        for number in 0..keys {
            prop_assert_eq!(signed_by(number, &signed, Existing::Keep).unwrap().text, None);
        }
    }

    #[test]
    fn signing_keeps_every_other_byte(seed: u64, layout: u64) {
        let text = record_text(seed, layout);
        let had_authors = record(seed).get("by").is_some();
        let takes_authors = ["claim/1", "notice/1"].map(Into::into).contains(&record(seed)["byline"]);
        let once = signed(&text, 0..1);
        let mut back = without_member(&once, "proof");
        if takes_authors && !had_authors {
            back = without_member(&back, "by");
        }
        prop_assert_eq!(back, text);
        // Another proof changes the value of "proof" alone. The first stays as it was but for its indentation, as it
        // moves into a list; in the list every proof stays as it was.
        let twice = signed(&once, 1..2);
        let thrice = signed(&twice, 2..3);
        for (before, after) in [(&once, &twice), (&twice, &thrice)] {
            let (was, is) = (proof_range(before), proof_range(after));
            prop_assert_eq!(&before[..was.start], &after[..is.start]);
            prop_assert_eq!(&before[was.end..], &after[is.end..]);
        }
        let words = |text: &str| text.split_whitespace().collect::<String>();
        prop_assert_eq!(words(&proofs(&twice)[0]), words(&once[proof_range(&once)]));
        prop_assert_eq!(&proofs(&thrice)[..2], &proofs(&twice)[..]);
    }

    #[test]
    fn a_changed_byte_never_goes_unseen(
        seed: u64, layout: u64, keys in 1_u8..3,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 24),
    ) {
        let signed = signed(&record_text(seed, layout), 0..keys);
        for (at, byte) in changes {
            let mut bytes = signed.clone().into_bytes();
            let at = at.index(bytes.len());
            let was = std::mem::replace(&mut bytes[at], byte);
            check_changed(&bytes, &signed);
            bytes[at] = was ^ (1 << (byte % 8));
            check_changed(&bytes, &signed);
            bytes.remove(at);
            check_changed(&bytes, &signed);
        }
    }

    #[test]
    fn every_way_to_write_a_signed_record_is_intact(seed: u64, layout: u64, other: u64) {
        let signed = signed(&record_text(seed, layout), 0..2);
        let value: serde_json::Value = serde_json::from_str(&signed).unwrap();
        let again = write(&Tree::from(&value), Freedom::Full, other);
        prop_assert_eq!(integrity(&again), Some(Integrity::Intact));
    }

    #[test]
    fn what_was_changed_after_signing_is_signed_only_when_asked(seed: u64, layout: u64) {
        let signed = signed(&record_text(seed, layout), 0..2);
        // Every record has this member, and no other value of it would be valid for all kinds.
        let mut value: serde_json::Value = serde_json::from_str(&signed).unwrap();
        let (name, new) = match value["byline"].as_str().unwrap() {
            "source/1" => ("name", "Somebody else"),
            "notice/1" => ("reason", "Another reason"),
            "trust/1" => ("expires", "2098-01-01T00:00:00Z"),
            _ => ("statement", "Something else."),
        };
        value[name] = new.into();
        let altered = value.to_string();
        prop_assert_eq!(integrity(&altered), Some(Integrity::Altered));
        for (signer, existing, expected) in [
            (0, Existing::Keep, Some((true, 1))),
            (5, Existing::Keep, Some((false, 2))),
            (0, Existing::ReplaceOwn, Some((true, 1))),
            (5, Existing::ReplaceOwn, Some((false, 2))),
            (0, Existing::DropBroken, None),
            (5, Existing::DropBroken, None),
        ] {
            match (signed_by(signer, &altered, existing), expected) {
                (Err(SignError::Altered { own, others }), Some(expected)) => {
                    prop_assert_eq!((own, others), expected);
                }
                (Ok(again), None) => {
                    prop_assert_eq!(integrity(&again.text.unwrap()), Some(Integrity::Intact));
                }
                (other, _) => prop_assert!(false, "{other:?}"),
            }
        }
    }
}

#[test]
fn no_bit_of_a_signed_record_can_be_changed_unseen() {
    let text = r#"{"byline":"claim/1","id":"a","statement":"It \u0069s so.","lang":"en","chain":[{"id":"x","kind":"report","source":"x","held":true}]}"#;
    let signed = signed(text, 0..2);
    let bytes = signed.clone().into_bytes();
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut changed = bytes.clone();
            changed[at] ^= 1 << bit;
            check_changed(&changed, &signed);
        }
    }
}
