//! What a claim rests on, in words.

use std::fmt::Write;

use crate::chain::{Origins, Shape};

/// What the chain rests on: who supports the claim, by kind, or that nobody is named; then who denies it.
pub(super) fn rests_on(shape: &Shape) -> String {
    let has_end = shape.origins > 0 || shape.claims > 0;
    if !has_end {
        return "nothing: its links only cite each other".to_owned();
    }
    let mut text = String::new();
    let mut supporting = List::new(&mut text);
    supporting.origins(&shape.supporting);
    supporting.counted(shape.claims, "other claim", "other claims");
    if shape.bare_reports > 0 || supporting.is_empty {
        supporting.item("a bare assertion");
    }
    if !shape.denying.is_empty() {
        text.push_str("; denied by ");
        List::new(&mut text).origins(&shape.denying);
    }
    if shape.silent > 0 {
        // Writing into a String cannot fail.
        let _ = write!(text, "; {} would not comment", shape.silent);
    }
    text
}

/// Things that are listed, with commas between them.
struct List<'t> {
    text: &'t mut String,
    is_empty: bool,
}

impl<'t> List<'t> {
    fn new(text: &'t mut String) -> Self {
        Self { text, is_empty: true }
    }

    fn origins(&mut self, origins: &Origins) {
        self.counted(origins.named_people, "named person", "named people");
        self.counted(origins.unnamed_people, "unnamed person", "unnamed people");
        match (origins.unnamed_people, origins.several) {
            (_, 0) => {}
            (0, _) => self.item("several unnamed people"),
            (_, _) => self.item("several more"),
        }
        self.counted(origins.statements, "official statement", "official statements");
        self.counted(origins.documents, "document", "documents");
        self.counted(origins.observations, "observation", "observations");
    }

    fn counted(&mut self, count: impl Into<u32>, one: &str, many: &str) {
        let count = count.into();
        if count > 0 {
            self.begin_item();
            let _ = write!(self.text, "{count} {}", if count == 1 { one } else { many });
        }
    }

    fn item(&mut self, item: &str) {
        self.begin_item();
        self.text.push_str(item);
    }

    fn begin_item(&mut self) {
        if !self.is_empty {
            self.text.push_str(", ");
        }
        self.is_empty = false;
    }
}
