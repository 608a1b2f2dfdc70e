//! What writing a record anew leaves as it is.

use byline::json::{MAX_DEPTH, parse};
use byline::record::{Kind, compact, pretty, read};
use byline::seal::digest;
use proptest::prelude::*;

use crate::generate::record;
use crate::layout::{Freedom, write};
use crate::tree::Tree;

/// A valid unsigned record as a text in some layout.
pub fn record_text(seed: u64, layout: u64) -> String {
    write(&Tree::from(&record(seed)), Freedom::Full, layout)
}

proptest! {
    #[test]
    fn the_records_that_laws_are_tried_on_are_valid(seed: u64, layout: u64) {
        let text = record_text(seed, layout);
        let (document, duplicates) = parse(&text, MAX_DEPTH).unwrap();
        prop_assert_eq!(duplicates, []);
        prop_assert_eq!(read(&document).faults, [], "{}", text);
    }

    #[test]
    fn no_layout_changes_the_digest(seed: u64, layout: u64) {
        let text = record_text(seed, layout);
        let (document, _) = parse(&text, MAX_DEPTH).unwrap();
        let kind = read(&document).record.unwrap().kind();
        for format in [pretty, compact] {
            let formatted = format(&document, kind);
            let (again, duplicates) = parse(&formatted, MAX_DEPTH).unwrap();
            prop_assert_eq!(duplicates, []);
            prop_assert_eq!(digest(&again), digest(&document));
            prop_assert_eq!(read(&again).faults, []);
            // Laid out once, there is nothing more to do.
            prop_assert_eq!(format(&again, kind), formatted);
        }
        prop_assert!(!compact(&document, kind).contains('\n'));
        prop_assert!(pretty(&document, kind).ends_with('\n'));
    }

    #[test]
    fn the_layout_that_was_found_leaves_no_trace(seed: u64, one: u64, other: u64) {
        let written = |layout| {
            let text = record_text(seed, layout);
            let (document, _) = parse(&text, MAX_DEPTH).unwrap();
            let kind = read(&document).record.unwrap().kind();
            (pretty(&document, kind), compact(&document, kind))
        };
        prop_assert_eq!(written(one), written(other));
    }
}

#[test]
fn all_kinds_are_among_the_random_records() {
    let mut seen: Vec<Kind> = (0..100)
        .map(|seed| {
            let text = record_text(seed, seed);
            let (document, _) = parse(&text, MAX_DEPTH).unwrap();
            read(&document).record.unwrap().kind()
        })
        .collect();
    seen.sort();
    seen.dedup();
    assert_eq!(seen, Kind::ALL);
}
