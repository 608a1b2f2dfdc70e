//! The JSON Canonicalization Scheme, [RFC 8785](https://www.rfc-editor.org/rfc/rfc8785): the pairs of its authors, and
//! the first 10,000 of their numbers.

use byline::json::{MAX_FOREIGN_DEPTH, Value, canonical, parse};
use sha2::{Digest, Sha256};

use super::{bytes_of, files_in, hex, text_of, unhex};

fn canonical_text(text: &str) -> String {
    let (document, faults) = parse(text, MAX_FOREIGN_DEPTH).unwrap();
    assert_eq!(faults, []);
    String::from_utf8(canonical(&document)).unwrap()
}

#[test]
fn every_pair_agrees_byte_for_byte() {
    let names = ["arrays", "french", "structures", "unicode", "values", "weird"];
    let expected: Vec<String> = names.iter().map(|name| format!("{name}.json")).collect();
    assert_eq!(files_in("jcs/testdata/input"), expected);
    for name in names {
        let input = text_of(&format!("jcs/testdata/input/{name}.json"));
        let output = text_of(&format!("jcs/testdata/output/{name}.json"));
        let bytes = unhex(&text_of(&format!("jcs/testdata/outhex/{name}.txt")));
        assert_eq!(canonical_text(&input), output, "{name}");
        assert_eq!(canonical_text(&input).as_bytes(), bytes, "{name}");
        assert_eq!(canonical_text(&output), output, "{name}: no fixed point");
    }
}

#[test]
fn every_number_agrees() {
    let file = bytes_of("jcs/es6numbers-10000.txt");
    assert_eq!(
        hex(&Sha256::digest(&file)),
        "b9f7a8e75ef22a835685a52ccba7f7d6bdc99e34b010992cbc5864cd12be6892"
    );
    let file = String::from_utf8(file).unwrap();
    let mut exponential = Vec::new();
    let mut expected = Vec::new();
    for line in file.lines() {
        let (bits, text) = line.split_once(',').unwrap();
        let number = f64::from_bits(u64::from_str_radix(bits, 16).unwrap());
        // As its digits and an exponent, as all its digits, and as it comes out.
        for spelling in [format!("{number:e}"), format!("{number}"), text.to_owned()] {
            assert_eq!(canonical_text(&spelling), text, "{bits} written {spelling}");
            assert_eq!(double(&spelling), number, "{bits} written {spelling}");
        }
        exponential.push(format!("{number:e}"));
        expected.push(text);
    }
    assert_eq!(expected.len(), 10_000);
    let together = format!("[{}]", exponential.join(",\n"));
    assert_eq!(canonical_text(&together), format!("[{}]", expected.join(",")));
}

fn double(text: &str) -> f64 {
    let (document, _) = parse(text, MAX_FOREIGN_DEPTH).unwrap();
    match document.root().value() {
        Value::Integer(integer) => integer as f64,
        Value::Float(float) => float,
        other => panic!("{text} is {}", other.described()),
    }
}
