//! Lines, columns and pointers, computed only when there is a fault to show.

use std::ops::Range;

use super::document::{Document, Node};
use super::fault::Anchor;
use super::lex::{Span, spans};

/// A place in a text that a person can go to.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Place {
    /// From 1; lines end with a line feed.
    pub line: usize,
    /// In code points, from 1.
    pub column: usize,
    /// In code points; at least 1 where there is anything to point at.
    pub length: usize,
    /// JSON Pointer (RFC 6901) of the node; empty for the whole document.
    pub pointer: String,
    /// The same with the `id` of an entry of a list, as `#id`, or its text, as `=text`, in the place of its position:
    /// what is put before it does not change that.
    pub lasting: String,
}

/// Turns anchors into places, in the same order. `document` is absent where the text could not be parsed.
///
/// The text is walked once, however many anchors there are.
pub fn locate(text: &str, document: Option<&Document<'_>>, anchors: &[Anchor]) -> Vec<Place> {
    let spans = spans(text);
    let parents = document.map(Document::parents).unwrap_or_default();
    let mut order: Vec<(usize, Anchor, Range<usize>)> = anchors
        .iter()
        .map(|anchor| without_name(anchor, document))
        .enumerate()
        .map(|(position, anchor)| {
            let bytes = bytes_of(&anchor, &spans);
            (position, anchor, bytes)
        })
        .collect();
    order.sort_by_key(|(_, _, bytes)| bytes.start);
    let mut places = vec![Place::default(); anchors.len()];
    let mut walk = Walk::new(text);
    for (position, anchor, bytes) in order {
        let (pointer, lasting) = match (document, anchor) {
            (Some(document), Anchor::Member(index) | Anchor::Value(index)) => {
                document.node(index).pointers_by(&parents)
            }
            _ => Default::default(),
        };
        places[position] = Place {
            pointer,
            lasting,
            ..walk.place(bytes)
        };
    }
    places
}

fn without_name(anchor: &Anchor, document: Option<&Document<'_>>) -> Anchor {
    let member = |name: &str| document.and_then(|document| document.root().member(name));
    let entry = |list: &str, id: &str| {
        let has_id = |entry: &Node<'_>| entry.member("id").and_then(|id| id.as_str()) == Some(id);
        member(list).and_then(|list| list.items().find(has_id))
    };
    let node = match anchor {
        Anchor::Named(name) => member(name),
        Anchor::Entry(list, id) => entry(list, id),
        Anchor::MemberOf(list, of) => entry(list, &of.0).map(|entry| entry.member(of.1).unwrap_or(entry)),
        _ => return anchor.clone(),
    };
    node.map_or(Anchor::Whole, |node| Anchor::Value(node.index()))
}

fn bytes_of(anchor: &Anchor, spans: &[Span]) -> Range<usize> {
    match anchor {
        Anchor::Whole | Anchor::Named(_) | Anchor::Entry(..) | Anchor::MemberOf(..) => 0..0,
        Anchor::Bytes(bytes) => bytes.clone(),
        Anchor::Value(index) => spans.get(*index as usize).map_or(0..0, |span| span.value.clone()),
        Anchor::Member(index) => spans.get(*index as usize).map_or(0..0, |span| {
            span.key.clone().unwrap_or_else(|| span.value.clone())
        }),
    }
}

/// A place in a text that only moves forwards.
struct Walk<'t> {
    text: &'t str,
    at: usize,
    line: usize,
    column: usize,
}

impl<'t> Walk<'t> {
    fn new(text: &'t str) -> Self {
        let (at, line, column) = (0, 1, 1);
        Self {
            text,
            at,
            line,
            column,
        }
    }

    /// The place of some bytes that begin here or later.
    fn place(&mut self, bytes: Range<usize>) -> Place {
        let passed = self.part(self.at..bytes.start);
        let since_line_feed = match passed.rfind('\n') {
            Some(last) => {
                self.line += passed.bytes().filter(|byte| *byte == b'\n').count();
                self.column = 1;
                &passed[last + 1..]
            }
            None => passed,
        };
        self.column += since_line_feed.chars().count();
        self.at = bytes.start;
        // A value over several lines is pointed at in its first line, which may end with a carriage return.
        let marked = self.part(bytes).split('\n').next().unwrap_or_default();
        let marked = marked.trim_end_matches('\r');
        Place {
            line: self.line,
            column: self.column,
            length: marked.chars().count(),
            ..Place::default()
        }
    }

    fn part(&self, bytes: Range<usize>) -> &'t str {
        self.text.get(bytes).unwrap_or_default()
    }
}
