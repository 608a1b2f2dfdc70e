//! Places: where a node is said to stand, it stands.

use byline::json::{Anchor, Canonical, Document, MAX_FOREIGN_DEPTH, Place, locate, parse, spans};
use proptest::prelude::*;

use crate::layout::{Freedom, write};
use crate::tree::tree;

/// How many nodes a document has: an index past the end gives the last.
fn count(document: &Document<'_>) -> u32 {
    document.node(u32::MAX).index() + 1
}

fn canonical_of(text: &str) -> Vec<u8> {
    let (document, faults) = parse(text, MAX_FOREIGN_DEPTH).unwrap();
    assert_eq!(faults, []);
    byline::json::canonical(&document)
}

/// What a person finds who goes to the line and column, and marks as much as the place says.
fn marked<'t>(text: &'t str, place: &Place) -> &'t str {
    let line = text.split('\n').nth(place.line - 1).unwrap();
    let at = |column: usize| {
        let mut starts = line.char_indices().map(|(at, _)| at).chain([line.len()]);
        starts.nth(column - 1).unwrap()
    };
    &line[at(place.column)..at(place.column + place.length)]
}

proptest! {
    #[test]
    fn the_text_of_every_node_has_its_value(tree in tree(), seed: u64) {
        let text = write(&tree, Freedom::Full, seed);
        let (document, _) = parse(&text, MAX_FOREIGN_DEPTH).unwrap();
        let spans = spans(&text);
        prop_assert_eq!(spans.len(), count(&document) as usize);
        for (index, span) in (0..).zip(spans) {
            let node = document.node(index);
            let part = &text[span.value];
            let mut expected = Vec::new();
            Canonical::of(node).write(&mut expected);
            prop_assert_eq!(canonical_of(part), expected, "{}", part);
            prop_assert_eq!(node.text(), part);
            let key = span.key.map(|key| serde_json::from_str::<String>(&text[key]).unwrap());
            prop_assert_eq!(key.as_deref(), node.key());
        }
    }

    #[test]
    fn every_place_leads_to_its_node(tree in tree(), seed: u64) {
        let text = write(&tree, Freedom::Full, seed);
        let (document, _) = parse(&text, MAX_FOREIGN_DEPTH).unwrap();
        let whole: serde_json::Value = serde_json::from_str(&text).unwrap();
        let indices = 0..count(&document);
        let anchors = |anchor: fn(u32) -> Anchor| -> Vec<Anchor> { indices.clone().map(anchor).collect() };
        let values = locate(&text, Some(&document), &anchors(Anchor::Value));
        let members = locate(&text, Some(&document), &anchors(Anchor::Member));
        for (((index, span), value), member) in indices.zip(spans(&text)).zip(values).zip(members) {
            let first_line = |part: &'_ str| part.split('\n').next().unwrap().trim_end_matches('\r').to_owned();
            prop_assert_eq!(marked(&text, &value), first_line(&text[span.value.clone()]));
            let named = span.key.unwrap_or(span.value);
            prop_assert_eq!(marked(&text, &member), first_line(&text[named]));
            prop_assert_eq!(&value.pointer, &member.pointer);
            let found = whole.pointer(&value.pointer).unwrap();
            let mut expected = Vec::new();
            Canonical::of(document.node(index)).write(&mut expected);
            prop_assert_eq!(serde_json_canonicalizer::to_vec(found).unwrap(), expected);
        }
    }

    #[test]
    fn a_text_that_is_cut_off_or_changed_is_read_as_json_or_has_a_place(
        tree in tree(), seed: u64, at: prop::sample::Index, with in prop::option::of(any::<char>()),
    ) {
        let text = write(&tree, Freedom::Full, seed);
        let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        let at = starts[at.index(starts.len())];
        let changed = match with {
            None => text[..at].to_owned(),
            Some(with) => {
                let rest = text[at..].chars().skip(1);
                text[..at].chars().chain([with]).chain(rest).collect()
            }
        };
        let is_json = serde_json::from_str::<serde_json::Value>(&changed).is_ok();
        match parse(&changed, MAX_FOREIGN_DEPTH) {
            Ok(_) => prop_assert!(is_json, "{}", changed),
            Err(fault) => {
                prop_assert!(!is_json, "{}", changed);
                // Not the document as a whole: the lexer has found what the parser stopped at.
                prop_assert!(matches!(fault.at, Anchor::Bytes(_)), "{:?} in {}", fault, changed);
                let place = locate(&changed, None, std::slice::from_ref(&fault.at)).remove(0);
                let Anchor::Bytes(bytes) = fault.at else { unreachable!() };
                prop_assert!(changed[bytes].starts_with(marked(&changed, &place)));
            }
        }
    }
}
