//! The canonical form: a fixed point of reading and writing, and the same as another implementation's.

use byline::json::{MAX_FOREIGN_DEPTH, canonical, parse, spans};

/// Brings `data` into canonical form twice, and compares it with the oracle's.
pub fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let parsed = parse(text, MAX_FOREIGN_DEPTH);
    let oracle = serde_json::from_str::<serde_json::Value>(text);
    assert_eq!(
        parsed.is_ok(),
        oracle.is_ok(),
        "one reader takes what the other refuses"
    );
    let (Ok((document, duplicates)), Ok(value)) = (parsed, oracle) else {
        return;
    };
    // An index past the end gives the last node: every node has its place, and there is no place without a node.
    assert_eq!(spans(text).len(), document.node(u32::MAX).index() as usize + 1);
    if !duplicates.is_empty() {
        return;
    }
    let first = canonical(&document);
    let Ok(written) = std::str::from_utf8(&first) else {
        panic!("the canonical form is no UTF-8");
    };
    let Ok((again, duplicates)) = parse(written, MAX_FOREIGN_DEPTH) else {
        panic!("the canonical form cannot be read: {written}");
    };
    assert!(duplicates.is_empty());
    assert!(canonical(&again) == first, "no fixed point: {written}");
    match serde_json_canonicalizer::to_vec(&value) {
        Ok(expected) => assert_eq!(written, String::from_utf8_lossy(&expected)),
        Err(error) => panic!("the oracle refuses {written}: {error}"),
    }
}
