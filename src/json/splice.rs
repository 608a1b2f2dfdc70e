//! Changes to members of one object that leave every other byte of the text as it is.

use std::ops::Range;

use thiserror::Error;

use super::document::{Document, Node, Value};
use super::lex::{spans, spans_through};

/// Why a member could not be spliced in.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum SpliceError {
    /// What should be changed is no object.
    #[error("this is no object, so it has no members to change")]
    NoObject,
    /// There is no member of that name.
    #[error("there is no member {0:?} to change")]
    NoMember(String),
}

/// A text with changes waiting to be applied.
///
/// The members of one object can be given new values, and new members can be inserted. Inserted text
/// follows the white space that the object has before its first member, so that a record written over several
/// lines stays so, and one written in one line as well.
pub struct Splice<'d> {
    text: &'d str,
    object: Node<'d>,
    /// Where the nodes stand up to its first member.
    beginning: Vec<super::Span>,
    edits: Vec<(Range<usize>, String)>,
}

impl<'d> Splice<'d> {
    /// Begins to change the outermost object of `document`.
    ///
    /// # Errors
    ///
    /// [`SpliceError::NoObject`] where the outermost value is no object.
    pub fn new(document: &'d Document<'d>) -> Result<Self, SpliceError> {
        Self::of(document, document.root())
    }

    /// Begins to change an object of `document`.
    ///
    /// # Errors
    ///
    /// [`SpliceError::NoObject`] where it is none.
    pub fn of(document: &'d Document<'d>, object: Node<'d>) -> Result<Self, SpliceError> {
        if object.value() != Value::Object {
            return Err(SpliceError::NoObject);
        }
        Ok(Self {
            text: document.text(),
            object,
            beginning: spans_through(document.text(), object.index() + 1),
            edits: Vec::new(),
        })
    }

    /// Replaces the value of the member `name` by the JSON text `value`.
    ///
    /// # Errors
    ///
    /// [`SpliceError::NoMember`] where there is no such member.
    pub fn replace(&mut self, name: &str, value: &str) -> Result<(), SpliceError> {
        let node = self
            .object
            .member(name)
            .ok_or_else(|| SpliceError::NoMember(name.to_owned()))?;
        let range = self.span(node).value;
        self.edits.push((range, value.to_owned()));
        Ok(())
    }

    /// Takes the member `name` out, with the comma and the white space that part it from the one before; from the one
    /// behind, where it is the first. Nothing else may be changed beside it.
    ///
    /// # Errors
    ///
    /// [`SpliceError::NoMember`] where there is no such member.
    pub fn remove(mut self, name: &str) -> Result<String, SpliceError> {
        let missing = || SpliceError::NoMember(name.to_owned());
        let node = self.object.member(name).ok_or_else(missing)?;
        let spans = spans(self.text);
        let members: Vec<&super::Span> = self
            .object
            .children()
            .filter_map(|member| spans.get(member.index() as usize))
            .collect();
        let own = &spans[node.index() as usize];
        let at = members.iter().position(|member| member.value == own.value);
        let at = at.ok_or_else(missing)?;
        let start = |span: &super::Span| span.key.as_ref().map_or(span.value.start, |key| key.start);
        let range = match (
            at.checked_sub(1).map(|before| members[before]),
            members.get(at + 1),
        ) {
            (Some(before), _) => before.value.end..own.value.end,
            (None, Some(behind)) => start(own)..start(behind),
            (None, None) => start(own)..own.value.end,
        };
        self.edits.push((range, String::new()));
        Ok(self.apply())
    }

    /// Inserts the member `name` with the JSON text `value` behind the member `after`, or at the end of the object
    /// where there is no such member.
    pub fn insert(&mut self, name: &str, value: &str, after: &str) {
        let has_members = self.object.children().next().is_some();
        let at = match self.object.member(after) {
            Some(node) => self.span(node).value.end,
            None if has_members => self.end_of_members(),
            None => self.own_start() + 1,
        };
        let before = if has_members {
            format!(",{}", self.lead())
        } else {
            String::new()
        };
        let colon = if self.is_compact() { ":" } else { ": " };
        self.edits
            .push((at..at, format!("{before}\"{name}\"{colon}{value}")));
    }

    /// Where a node stands.
    fn span(&self, node: Node<'_>) -> super::Span {
        spans_through(self.text, node.index()).swap_remove(node.index() as usize)
    }

    /// Where the value of the last member ends.
    fn end_of_members(&self) -> usize {
        if self.object.index() == 0 {
            // The outermost object ends with the text.
            let inside = self.text.trim_end().strip_suffix('}').unwrap_or(self.text);
            return inside.trim_end().len();
        }
        let last = self.object.children().last();
        last.map_or(self.own_start() + 1, |last| self.span(last).value.end)
    }

    /// Where the object begins.
    fn own_start(&self) -> usize {
        self.beginning[self.object.index() as usize].value.start
    }

    /// Where its first member stands.
    fn first_span(&self) -> Option<&super::Span> {
        let first = self.object.children().next()?;
        self.beginning.get(first.index() as usize)
    }

    /// The white space before the first member.
    fn lead(&self) -> &'d str {
        let start = self.own_start() + 1;
        let end = self
            .first_span()
            .and_then(|span| span.key.as_ref())
            .map_or(start, |key| key.start);
        match self.text.get(start..end) {
            Some("") if !self.is_compact() => " ",
            Some(lead) => lead,
            None => "",
        }
    }

    /// Whether the object is written without a space after its first colon.
    pub fn is_compact(&self) -> bool {
        self.first_span().is_none_or(|span| {
            span.key
                .as_ref()
                .is_none_or(|key| !self.text[key.end..span.value.start].ends_with([' ', '\t', '\n']))
        })
    }

    /// How its lines end.
    pub fn line_break(&self) -> &'static str {
        if self.lead().contains("\r\n") {
            "\r\n"
        } else {
            "\n"
        }
    }

    /// One level of indentation, where the members stand on lines of their own.
    pub fn indentation(&self) -> Option<&'d str> {
        let lead = self.lead();
        lead.rfind('\n').and_then(|at| lead.get(at + 1..))
    }

    /// The text with all changes.
    pub fn apply(mut self) -> String {
        self.edits.sort_by_key(|(range, _)| range.start);
        let mut out = String::with_capacity(self.text.len() + 512);
        let mut done = 0;
        for (range, new) in &self.edits {
            out.push_str(&self.text[done..range.start]);
            out.push_str(new);
            done = range.end;
        }
        out.push_str(&self.text[done..]);
        out
    }
}
