//! The canonical form of a document: the JSON Canonicalization Scheme, RFC 8785.

use std::io::Write;

use super::document::{Document, Node, Value};
use super::number::write_number;
use super::read::utf16_order;

/// The canonical form of a whole document: UTF-8 without any white space.
pub fn canonical(document: &Document<'_>) -> Vec<u8> {
    let mut out = Vec::with_capacity(document.text().len());
    canonical_node(document.root(), &mut out);
    out
}

/// The canonical form of a document, appended to `out`, as if its outermost object had no member `left_out`.
pub fn canonical_without(document: &Document<'_>, left_out: &str, out: &mut Vec<u8>) {
    canonical_node_without(document.root(), left_out, out);
}

/// The same, as if the outermost object had a member more, which it does not have: its name, and its value in canonical
/// form.
pub fn canonical_without_and_with(
    document: &Document<'_>,
    left_out: &str,
    added: (&str, &str),
    out: &mut Vec<u8>,
) {
    let choose = |key: &str| (key != left_out).then_some(None);
    write_object_and(document.root(), &choose, Some(added), out);
}

/// The canonical form of one value, appended to `out`.
pub fn canonical_node(node: Node<'_>, out: &mut Vec<u8>) {
    write_node(node, out);
}

/// The canonical form of one value, appended to `out`, as if it had no member `left_out`.
pub fn canonical_node_without(node: Node<'_>, left_out: &str, out: &mut Vec<u8>) {
    match node.value() {
        Value::Object => write_object(node, &|key| (key != left_out).then_some(None), out),
        _ => write_node(node, out),
    }
}

/// The canonical form of an object, appended to `out`, as if it had no member `left_out` and the value of its member
/// `name` were `value`.
pub fn canonical_node_with(
    node: Node<'_>,
    left_out: &str,
    (name, value): (&str, Node<'_>),
    out: &mut Vec<u8>,
) {
    let choose = |key: &str| match key {
        _ if key == left_out => None,
        _ if key == name => Some(Some(value)),
        _ => Some(None),
    };
    write_object(node, &choose, out);
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
        Value::Object => write_object(node, &|_| Some(None), out),
    }
}

/// Writes an object. `choose` says of each name whether the member is written, and which value in place of its own.
fn write_object<'d>(node: Node<'d>, choose: &dyn Fn(&str) -> Option<Option<Node<'d>>>, out: &mut Vec<u8>) {
    write_object_and(node, choose, None, out);
}

/// The same with a member that is `added` where it belongs.
fn write_object_and<'d>(
    node: Node<'d>,
    choose: &dyn Fn(&str) -> Option<Option<Node<'d>>>,
    mut added: Option<(&str, &str)>,
    out: &mut Vec<u8>,
) {
    out.push(b'{');
    let start = out.len();
    for member in node.sorted_members() {
        let key = member.key().unwrap_or_default();
        if let Some((name, value)) = added.take_if(|(name, _)| utf16_order(name, key).is_lt()) {
            write_member(name, value, start, out);
        }
        let Some(instead) = choose(key) else { continue };
        part(start, out);
        write_text(key, member.has_verbatim_key(), out);
        out.push(b':');
        write_node(instead.unwrap_or(member), out);
    }
    if let Some((name, value)) = added {
        write_member(name, value, start, out);
    }
    out.push(b'}');
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
