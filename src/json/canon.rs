//! The canonical form of a document: the JSON Canonicalization Scheme, RFC 8785.

use std::io::Write;

use super::document::{Document, Node, Value};
use super::number::write_number;
use super::read::utf16_order;

/// The canonical form of a whole document: UTF-8 without any white space.
pub fn canonical(document: &Document<'_>) -> Vec<u8> {
    let mut out = Vec::with_capacity(document.text().len());
    Canonical::of(document.root()).write(&mut out);
    out
}

/// The canonical form of a value, as if some members of it, where it is an object, were others.
#[derive(Clone, Copy)]
pub struct Canonical<'a> {
    node: Node<'a>,
    left_out: Option<&'a str>,
    replaced: Option<(&'a str, Node<'a>)>,
    added: Option<(&'a str, &'a str)>,
}

impl<'a> Canonical<'a> {
    /// That of a value as it is.
    pub const fn of(node: Node<'a>) -> Self {
        Self {
            node,
            left_out: None,
            replaced: None,
            added: None,
        }
    }

    /// As if it had no member of this name.
    pub const fn without(self, name: &'a str) -> Self {
        Self {
            left_out: Some(name),
            ..self
        }
    }

    /// As if its member of this name had another value.
    pub const fn replacing(self, name: &'a str, value: Node<'a>) -> Self {
        Self {
            replaced: Some((name, value)),
            ..self
        }
    }

    /// As if it had a member more, which it does not have: its name, and its value in canonical form.
    pub const fn adding(self, name: &'a str, value: &'a str) -> Self {
        Self {
            added: Some((name, value)),
            ..self
        }
    }

    /// Appends it to `out`.
    pub fn write(&self, out: &mut Vec<u8>) {
        match self.node.value() {
            Value::Object => self.write_object(out),
            _ => write_node(self.node, out),
        }
    }

    fn write_object(&self, out: &mut Vec<u8>) {
        out.push(b'{');
        let start = out.len();
        let mut added = self.added;
        for member in self.node.sorted_members() {
            let key = member.key().unwrap_or_default();
            if let Some((name, value)) = added.take_if(|(name, _)| utf16_order(name, key).is_lt()) {
                write_member(name, value, start, out);
            }
            if self.left_out == Some(key) {
                continue;
            }
            part(start, out);
            write_text(key, member.has_verbatim_key(), out);
            out.push(b':');
            match self.replaced {
                Some((name, value)) if name == key => write_node(value, out),
                _ => write_node(member, out),
            }
        }
        if let Some((name, value)) = added {
            write_member(name, value, start, out);
        }
        out.push(b'}');
    }
}

fn write_node(node: Node<'_>, out: &mut Vec<u8>) {
    match node.value() {
        Value::Null => out.extend_from_slice(b"null"),
        Value::Bool(true) => out.extend_from_slice(b"true"),
        Value::Bool(false) => out.extend_from_slice(b"false"),
        Value::Integer(integer) => {
            // Writing into a Vec cannot fail.
            let _ = write!(out, "{integer}");
        }
        Value::Float(float) => write_number(float, out),
        Value::String(text) => write_text(text, node.is_verbatim(), out),
        Value::Array => {
            out.push(b'[');
            for (position, item) in node.children().enumerate() {
                if position > 0 {
                    out.push(b',');
                }
                write_node(item, out);
            }
            out.push(b']');
        }
        Value::Object => Canonical::of(node).write_object(out),
    }
}

/// Writes a member whose value is in canonical form.
fn write_member(name: &str, value: &str, start: usize, out: &mut Vec<u8>) {
    part(start, out);
    write_canonical_string(name, out);
    out.push(b':');
    out.extend_from_slice(value.as_bytes());
}

/// Parts a member from the one before, if there is one since `start`.
fn part(start: usize, out: &mut Vec<u8>) {
    if out.len() > start {
        out.push(b',');
    }
}

/// A string without escapes in its source holds nothing that needs one: it is written as it stands.
fn write_text(text: &str, verbatim: bool, out: &mut Vec<u8>) {
    if verbatim {
        out.push(b'"');
        out.extend_from_slice(text.as_bytes());
        out.push(b'"');
    } else {
        write_canonical_string(text, out);
    }
}

/// Writes one string with quotes and the escapes of RFC 8785, section 3.2.2.2.
pub fn write_canonical_string(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    for byte in text.bytes() {
        match byte {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            0x08 => out.extend_from_slice(b"\\b"),
            0x09 => out.extend_from_slice(b"\\t"),
            0x0A => out.extend_from_slice(b"\\n"),
            0x0C => out.extend_from_slice(b"\\f"),
            0x0D => out.extend_from_slice(b"\\r"),
            0x00..0x20 => {
                // Writing into a Vec cannot fail.
                let _ = write!(out, "\\u{byte:04x}");
            }
            _ => out.push(byte),
        }
    }
    out.push(b'"');
}
