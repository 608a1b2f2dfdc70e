//! The record reader: whatever the bytes, it ends with a record or with faults that a person can be shown, and
//! writing a record anew changes nothing in what it says.

use byline::json::{Anchor, Document, Fault, MAX_DEPTH, locate, parse};
use byline::record::{Kind, compact, pretty, read};
use byline::seal::digest;

/// Reads `data` as a record.
pub fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let (document, duplicates) = match parse(text, MAX_DEPTH) {
        Ok(parsed) => parsed,
        Err(fault) => return check_places(text, None, &[fault]),
    };
    check_places(text, Some(&document), &duplicates);
    let reading = read(&document);
    check_places(text, Some(&document), &reading.faults);
    assert_eq!(
        reading.record.is_some(),
        reading.faults.is_empty(),
        "no record without a reason, and no record with a fault"
    );
    if let (Some(record), true) = (&reading.record, duplicates.is_empty()) {
        assert_eq!(reading.kind, Some(record.kind()));
        check_formats(&document, record.kind());
    }
}

/// Every fault has a place within the text.
fn check_places(text: &str, document: Option<&Document<'_>>, faults: &[Fault]) {
    let anchors: Vec<Anchor> = faults.iter().map(|fault| fault.at.clone()).collect();
    let lines: Vec<&str> = text.split('\n').collect();
    let places = locate(text, document, &anchors);
    assert_eq!(places.len(), faults.len());
    for place in places {
        assert!((1..=lines.len()).contains(&place.line), "{place:?}");
        let columns = lines[place.line - 1].chars().count();
        assert!(place.column >= 1, "{place:?}");
        assert!(place.column + place.length <= columns + 1, "{place:?}");
        assert!(
            place.pointer.is_empty() || place.pointer.starts_with('/'),
            "{place:?}"
        );
    }
}

/// Both layouts hold the same record, and laying out twice gives what laying out once gave.
fn check_formats(document: &Document<'_>, kind: Kind) {
    for format in [pretty, compact] {
        let text = format(document, kind);
        let Ok((again, duplicates)) = parse(&text, MAX_DEPTH) else {
            panic!("what was written cannot be read: {text}");
        };
        assert!(duplicates.is_empty());
        assert_eq!(digest(document), digest(&again));
        let reading = read(&again);
        assert!(reading.faults.is_empty(), "{:?}", reading.faults);
        assert_eq!(format(&again, kind), text);
    }
}
