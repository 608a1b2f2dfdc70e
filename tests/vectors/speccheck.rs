//! The edge cases of Ed25519 in which libraries differ: [Taming the many EdDSAs](https://eprint.iacr.org/2020/1244),
//! section 5. Ours is the strict verdict of ed25519-dalek: no small-order keys or R, no equation with cofactor, and
//! one encoding of every value.

use byline::seal::Verifier;
use serde_json::Value;

use super::ed25519::Case;
use super::{text_of, unhex};

const ROW: &str = "Dalek strict";

/// All twelve, and whether each signature is taken in the strict row.
pub fn cases() -> Vec<(Case, bool)> {
    let results = text_of("speccheck/results.md");
    let row = results
        .lines()
        .map(|line| line.trim_matches('|').split('|').map(str::trim))
        .find_map(|mut cells| (cells.next() == Some(ROW)).then(|| cells.collect::<Vec<&str>>()))
        .unwrap_or_else(|| panic!("there is no row {ROW:?}"));
    assert_eq!(row.len(), 12);
    let file: Value = serde_json::from_str(&text_of("speccheck/cases.json")).unwrap();
    let tests = file.as_array().unwrap();
    assert_eq!(tests.len(), 12);
    (0..)
        .zip(tests.iter().zip(row))
        .map(|(number, (test, verdict)): (u32, _)| {
            let bytes = |name: &str| unhex(test[name].as_str().unwrap());
            let taken = match verdict {
                "V" => true,
                "X" => false,
                other => panic!("no verdict: {other}"),
            };
            let case = Case {
                name: format!("speccheck {number}"),
                key: bytes("pub_key").try_into().unwrap(),
                message: bytes("message"),
                signature: bytes("signature"),
            };
            (case, taken)
        })
        .collect()
}

#[test]
fn every_verdict_is_that_of_the_strict_row() {
    let cases = cases();
    // Case 3 alone, which every library takes.
    assert_eq!(cases.iter().filter(|(_, taken)| *taken).count(), 1);
    for (case, taken) in cases {
        assert_eq!(case.holds(&mut Verifier::default()), taken, "{}", case.name);
    }
}
