//! A JSON document as a flat list of nodes in document order, borrowing from its text.

use std::borrow::Cow;

/// A parsed JSON document. Its nodes stand in document order, so that a node's index is also its number in the
/// text: places can be found later by counting, and cost nothing while there is no fault.
#[derive(Clone, Debug)]
pub struct Document<'t> {
    pub(super) text: &'t str,
    pub(super) nodes: Vec<RawNode<'t>>,
    /// The members of every object, sorted by UTF-16 code units as RFC 8785 (section 3.2.3) asks.
    pub(super) sorted: Vec<u32>,
    /// Nodes that are numbers but no integers within ±(2^53 − 1).
    pub(super) inexact: Vec<u32>,
}

#[derive(Clone, Debug)]
pub(super) struct RawNode<'t> {
    pub key: Option<Cow<'t, str>>,
    pub value: RawValue<'t>,
    /// One past the last node below this one.
    pub end: u32,
}

#[derive(Clone, Debug)]
pub(super) enum RawValue<'t> {
    Null,
    Bool(bool),
    Integer(i64),
    Float(f64),
    String(Cow<'t, str>),
    Array,
    /// The range of its members in `Document::sorted`.
    Object {
        start: u32,
        end: u32,
    },
}

/// What a node holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'d> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// An integer within ±(2^53 − 1).
    Integer(i64),
    /// Any other number, as the nearest double.
    Float(f64),
    /// A string, escapes decoded.
    String(&'d str),
    /// An array; see [`Node::items`].
    Array,
    /// An object; see [`Node::members`].
    Object,
}

impl Value<'_> {
    /// What this is called in a message: "a text", "an object".
    pub fn described(&self) -> &'static str {
        match self {
            Value::Null => "null",
            Value::Bool(true) => "true",
            Value::Bool(false) => "false",
            Value::Integer(_) | Value::Float(_) => "a number",
            Value::String(_) => "a text",
            Value::Array => "a list",
            Value::Object => "an object",
        }
    }
}

impl<'t> Document<'t> {
    /// The text that was parsed.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// The outermost value.
    pub fn root(&self) -> Node<'_> {
        self.node(0)
    }

    /// The node with this index.
    ///
    /// An index past the end gives the last node; indices come from the document itself.
    pub fn node(&self, index: u32) -> Node<'_> {
        let last = self.nodes.len().saturating_sub(1);
        Node {
            document: self,
            index: (index as usize).min(last) as u32,
        }
    }

    /// For every node, the node that it stands in and its position there; the root stands in itself.
    pub(super) fn parents(&self) -> Vec<(u32, u32)> {
        let mut parents = Vec::with_capacity(self.nodes.len());
        // What is open at a node: its index, one past its last node, and how many nodes in it were met.
        let mut open: Vec<(u32, u32, u32)> = Vec::new();
        for (index, node) in (0..).zip(&self.nodes) {
            while open.last().is_some_and(|(_, end, _)| *end <= index) {
                open.pop();
            }
            parents.push(match open.last_mut() {
                Some((parent, _, met)) => {
                    *met += 1;
                    (*parent, *met - 1)
                }
                None => (0, 0),
            });
            open.push((index, node.end, 0));
        }
        parents
    }

    /// The numbers that are no integers within ±(2^53 − 1), in document order.
    pub fn inexact_numbers(&self) -> impl Iterator<Item = Node<'_>> {
        self.inexact.iter().map(|&index| self.node(index))
    }
}

/// One value in a document: cheap to copy, valid as long as the document is.
#[derive(Clone, Copy, Debug)]
pub struct Node<'d> {
    document: &'d Document<'d>,
    index: u32,
}

impl<'d> Node<'d> {
    fn raw(self) -> &'d RawNode<'d> {
        &self.document.nodes[self.index as usize]
    }

    /// Its number in document order, from 0 for the outermost value.
    pub fn index(self) -> u32 {
        self.index
    }

    /// The name of the member whose value this is; `None` for an array item and the root.
    pub fn key(self) -> Option<&'d str> {
        self.raw().key.as_deref()
    }

    /// What it holds.
    pub fn value(self) -> Value<'d> {
        match &self.raw().value {
            RawValue::Null => Value::Null,
            RawValue::Bool(b) => Value::Bool(*b),
            RawValue::Integer(i) => Value::Integer(*i),
            RawValue::Float(f) => Value::Float(*f),
            RawValue::String(s) => Value::String(s),
            RawValue::Array => Value::Array,
            RawValue::Object { .. } => Value::Object,
        }
    }

    /// The string it holds, if it is one.
    pub fn as_str(self) -> Option<&'d str> {
        match self.value() {
            Value::String(s) => Some(s),
            _ => None,
        }
    }

    /// Whether the string it holds stands in the text as it is, without any escape.
    pub(super) fn is_verbatim(self) -> bool {
        matches!(&self.raw().value, RawValue::String(Cow::Borrowed(_)))
    }

    /// The same for the name of the member.
    pub(super) fn has_verbatim_key(self) -> bool {
        matches!(&self.raw().key, Some(Cow::Borrowed(_)))
    }

    /// The values below an array or object, in document order; empty for anything else.
    pub fn children(self) -> impl Iterator<Item = Node<'d>> + use<'d> {
        let document = self.document;
        let end = self.raw().end;
        let mut next = self.index + 1;
        std::iter::from_fn(move || {
            if next >= end {
                return None;
            }
            let node = Node {
                document,
                index: next,
            };
            next = node.raw().end;
            Some(node)
        })
    }

    /// The members of an object as (name, value), in document order; empty for anything else.
    pub fn members(self) -> impl Iterator<Item = (&'d str, Node<'d>)> + use<'d> {
        self.children()
            .filter_map(|node| node.key().map(|key| (key, node)))
    }

    /// The items of an array; empty for anything else.
    pub fn items(self) -> impl Iterator<Item = Node<'d>> + use<'d> {
        self.children().filter(|node| node.key().is_none())
    }

    /// The first member of this name.
    pub fn member(self, name: &str) -> Option<Node<'d>> {
        self.members()
            .find_map(|(key, node)| (key == name).then_some(node))
    }

    /// The members of an object in canonical order; empty for anything else.
    pub(super) fn sorted_members(self) -> impl Iterator<Item = Node<'d>> + use<'d> {
        let document = self.document;
        let range = match self.raw().value {
            RawValue::Object { start, end } => start as usize..end as usize,
            _ => 0..0,
        };
        document.sorted[range]
            .iter()
            .map(move |&index| Node { document, index })
    }

    /// Its text as it stands in the document.
    pub fn text(self) -> &'d str {
        let span = super::lex::spans(self.document.text)
            .into_iter()
            .nth(self.index as usize);
        span.and_then(|span| self.document.text.get(span.value))
            .unwrap_or_default()
    }

    /// Its JSON Pointer (RFC 6901); the empty string for the root.
    pub fn pointer(self) -> String {
        self.pointers_by(&self.document.parents()).0
    }

    /// The same, and [`Place::lasting`](super::Place::lasting), with the parents of all nodes, which are worth keeping
    /// where there are several to point at.
    pub(super) fn pointers_by(self, parents: &[(u32, u32)]) -> (String, String) {
        let mut path = Vec::new();
        let mut index = self.index;
        while index > 0 {
            let (parent, position) = parents[index as usize];
            path.push((self.document.node(index), position));
            index = parent;
        }
        let (mut pointer, mut lasting) = (String::new(), String::new());
        for (node, position) in path.into_iter().rev() {
            let step = node.key().map_or_else(|| position.to_string(), escaped);
            let id = node.member("id").and_then(|id| id.as_str());
            let lasting_step = match (node.key(), id, node.as_str()) {
                (None, Some(id), _) => format!("#{}", escaped(id)),
                (None, None, Some(text)) => format!("={}", escaped(text)),
                _ => step.clone(),
            };
            for (pointer, step) in [(&mut pointer, step), (&mut lasting, lasting_step)] {
                pointer.push('/');
                pointer.push_str(&step);
            }
        }
        (pointer, lasting)
    }
}

/// A step of a JSON Pointer.
fn escaped(step: &str) -> String {
    step.replace('~', "~0").replace('/', "~1")
}
