//! Lines, columns and pointers, computed only when there is a fault to show.

use std::ops::Range;

use super::document::Document;
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
}

/// Turns anchors into places, in the same order. `document` is absent where the text could not be parsed.
pub fn locate(text: &str, document: Option<&Document<'_>>, anchors: &[Anchor]) -> Vec<Place> {
    let spans = spans(text);
    let lines = Lines::new(text);
    anchors
        .iter()
        .map(|anchor| {
            let anchor = &without_name(anchor, document);
            let pointer = match (document, anchor) {
                (Some(document), Anchor::Member(index) | Anchor::Value(index)) => {
                    document.node(*index).pointer()
                }
                _ => String::new(),
            };
            lines.place(bytes_of(anchor, &spans), pointer)
        })
        .collect()
}

fn without_name(anchor: &Anchor, document: Option<&Document<'_>>) -> Anchor {
    let Anchor::Named(name) = anchor else {
        return anchor.clone();
    };
    document
        .and_then(|document| document.root().member(name))
        .map_or(Anchor::Whole, |node| Anchor::Value(node.index()))
}

fn bytes_of(anchor: &Anchor, spans: &[Span]) -> Range<usize> {
    match anchor {
        Anchor::Whole | Anchor::Named(_) => 0..0,
        Anchor::Bytes(bytes) => bytes.clone(),
        Anchor::Value(index) => spans.get(*index as usize).map_or(0..0, |span| span.value.clone()),
        Anchor::Member(index) => spans.get(*index as usize).map_or(0..0, |span| {
            span.key.clone().unwrap_or_else(|| span.value.clone())
        }),
    }
}

/// The starts of all lines of a text.
struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    fn new(text: &'t str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect();
        Self { text, starts }
    }

    fn place(&self, bytes: Range<usize>, pointer: String) -> Place {
        let line = self.starts.partition_point(|start| *start <= bytes.start).max(1) - 1;
        let start = self.starts[line];
        let line_end = self.starts.get(line + 1).map_or(self.text.len(), |next| next - 1);
        // A value over several lines is pointed at in its first line.
        let end = bytes.end.min(line_end).max(bytes.start);
        Place {
            line: line + 1,
            column: self.count(start..bytes.start) + 1,
            length: self.count(bytes.start..end),
            pointer,
        }
    }

    fn count(&self, bytes: Range<usize>) -> usize {
        self.text.get(bytes).map_or(0, |part| part.chars().count())
    }
}
