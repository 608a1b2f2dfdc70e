//! Text to document. serde_json does the parsing; this visitor sees every member, so that nothing is lost before
//! it can be refused.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::document::{Document, RawNode, RawValue};
use super::fault::{Anchor, Fault, RuleName};
use super::lex;

/// Levels of nesting in a record. Records of ours need 6; each level costs stack.
pub const MAX_DEPTH: usize = 64;

/// Levels of nesting in a document that is no record: what serde_json itself allows.
pub const MAX_FOREIGN_DEPTH: usize = 127;

/// The largest integer that every JSON reader holds exactly: 2^53 − 1 (RFC 8259, section 6).
const MAX_SAFE_INTEGER: u64 = (1 << 53) - 1;

/// Parses one JSON value that fills `text`, with at most `max_depth` levels of arrays and objects.
///
/// Duplicate member names do not end the reading: all are collected, and a document with any must not be used for
/// more than showing them.
///
/// # Errors
///
/// The one fault of syntax or depth that ends the reading, with its place.
pub fn parse(text: &str, max_depth: usize) -> Result<(Document<'_>, Vec<Fault>), Fault> {
    let mut reader = Reader {
        nodes: Vec::with_capacity(text.len() / 24 + 4),
        sorted: Vec::with_capacity(text.len() / 28 + 4),
        members: Vec::new(),
        inexact: Vec::new(),
        duplicates: Vec::new(),
        depth: 0,
        max_depth,
    };
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let outcome = Seed {
        reader: &mut reader,
        key: None,
    }
    .deserialize(&mut deserializer)
    .and_then(|()| deserializer.end());
    if let Err(error) = outcome {
        return Err(lex::explain(text, max_depth, &error));
    }
    let faults = reader.duplicates.drain(..).map(duplicate).collect();
    let document = Document {
        text,
        nodes: reader.nodes,
        sorted: reader.sorted,
        inexact: reader.inexact,
    };
    Ok((document, faults))
}

fn duplicate(index: u32) -> Fault {
    Fault::new(
        RuleName::DUPLICATE_MEMBER,
        Anchor::Member(index),
        "this member stands twice in one object",
    )
    .with_help("keep one of the two: readers disagree on which counts")
}

struct Reader<'t> {
    nodes: Vec<RawNode<'t>>,
    sorted: Vec<u32>,
    /// The members of the object that is being sorted, each with the beginning of its name.
    members: Vec<(u64, u32)>,
    inexact: Vec<u32>,
    duplicates: Vec<u32>,
    depth: usize,
    max_depth: usize,
}

impl<'t> Reader<'t> {
    fn push(&mut self, key: Option<Cow<'t, str>>, value: RawValue<'t>) -> usize {
        let index = self.nodes.len();
        self.nodes.push(RawNode {
            key,
            value,
            end: index as u32 + 1,
        });
        index
    }

    fn close(&mut self, index: usize) {
        self.nodes[index].end = self.nodes.len() as u32;
        self.depth -= 1;
    }

    fn open<E: Error>(&mut self) -> Result<(), E> {
        self.depth += 1;
        if self.depth > self.max_depth {
            return Err(E::custom("too deep"));
        }
        Ok(())
    }

    /// Sorts the members of the object at `index` and notes names that stand twice.
    fn sort_members(&mut self, index: usize) {
        let start = self.sorted.len();
        let nodes = &self.nodes;
        let name = |child: u32| key_of(&nodes[child as usize]);
        self.members.clear();
        let mut child = index as u32 + 1;
        let mut ascii = true;
        while (child as usize) < nodes.len() {
            ascii &= name(child).is_ascii();
            self.members.push((beginning(name(child)), child));
            child = nodes[child as usize].end;
        }
        // Nearly all names differ in their first eight bytes. Of two members of one name, the earlier comes first.
        if ascii {
            self.members.sort_unstable_by(|a, b| {
                a.0.cmp(&b.0)
                    .then_with(|| name(a.1).cmp(name(b.1)))
                    .then(a.1.cmp(&b.1))
            });
        } else {
            self.members
                .sort_unstable_by(|a, b| utf16_order(name(a.1), name(b.1)).then(a.1.cmp(&b.1)));
        }
        for pair in self.members.windows(2) {
            if pair[0].0 == pair[1].0 && name(pair[0].1) == name(pair[1].1) {
                self.duplicates.push(pair[1].1);
            }
        }
        self.sorted.extend(self.members.iter().map(|(_, child)| child));
        self.nodes[index].value = RawValue::Object {
            start: start as u32,
            end: self.sorted.len() as u32,
        };
    }
}

fn key_of<'n>(node: &'n RawNode<'_>) -> &'n str {
    node.key.as_deref().unwrap_or_default()
}

/// The first eight bytes of a name as a number of the same order; a shorter name is as if filled up with zeros.
fn beginning(name: &str) -> u64 {
    match name.as_bytes().first_chunk() {
        Some(bytes) => u64::from_be_bytes(*bytes),
        None => {
            let filled = 8 * (8 - name.len() as u32);
            name.bytes()
                .fold(0, |number, byte| number << 8 | u64::from(byte))
                .checked_shl(filled)
                .unwrap_or(0)
        }
    }
}

/// The order of RFC 8785, section 3.2.3: by UTF-16 code units. It differs from the order of UTF-8 bytes only in
/// that characters beyond U+FFFF (lead bytes F0 and up) come before U+E000 to U+FFFF (lead bytes EE and EF).
pub(super) fn utf16_order(a: &str, b: &str) -> Ordering {
    let rank = |byte: u8| match byte {
        0xEE | 0xEF => 0x100 + u16::from(byte),
        _ => u16::from(byte),
    };
    a.bytes().map(rank).cmp(b.bytes().map(rank))
}

struct Seed<'r, 't> {
    reader: &'r mut Reader<'t>,
    key: Option<Cow<'t, str>>,
}

impl<'t> DeserializeSeed<'t> for Seed<'_, 't> {
    type Value = ();

    fn deserialize<D: Deserializer<'t>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'t> Visitor<'t> for Seed<'_, 't> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.reader.push(self.key, RawValue::Null);
        Ok(())
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.reader.push(self.key, RawValue::Bool(value));
        Ok(())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        match i64::try_from(value) {
            Ok(integer) if value <= MAX_SAFE_INTEGER => {
                self.reader.push(self.key, RawValue::Integer(integer));
                Ok(())
            }
            _ => self.visit_f64(value as f64),
        }
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        if value.unsigned_abs() <= MAX_SAFE_INTEGER {
            self.reader.push(self.key, RawValue::Integer(value));
            return Ok(());
        }
        self.visit_f64(value as f64)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        let index = self.reader.push(self.key, RawValue::Float(value));
        self.reader.inexact.push(index as u32);
        Ok(())
    }

    fn visit_borrowed_str<E: Error>(self, value: &'t str) -> Result<(), E> {
        self.reader.push(self.key, RawValue::String(Cow::Borrowed(value)));
        Ok(())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        self.reader
            .push(self.key, RawValue::String(Cow::Owned(value.to_owned())));
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'t>>(self, mut items: A) -> Result<(), A::Error> {
        self.reader.open()?;
        let index = self.reader.push(self.key, RawValue::Array);
        while items
            .next_element_seed(Seed {
                reader: &mut *self.reader,
                key: None,
            })?
            .is_some()
        {}
        self.reader.close(index);
        Ok(())
    }

    fn visit_map<A: MapAccess<'t>>(self, mut members: A) -> Result<(), A::Error> {
        self.reader.open()?;
        let index = self.reader.push(self.key, RawValue::Object { start: 0, end: 0 });
        while let Some(key) = members.next_key_seed(Key)? {
            members.next_value_seed(Seed {
                reader: &mut *self.reader,
                key: Some(key),
            })?;
        }
        self.reader.close(index);
        self.reader.sort_members(index);
        Ok(())
    }
}

struct Key;

impl<'t> DeserializeSeed<'t> for Key {
    type Value = Cow<'t, str>;

    fn deserialize<D: Deserializer<'t>>(self, deserializer: D) -> Result<Cow<'t, str>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'t> Visitor<'t> for Key {
    type Value = Cow<'t, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member name")
    }

    fn visit_borrowed_str<E: Error>(self, key: &'t str) -> Result<Cow<'t, str>, E> {
        Ok(Cow::Borrowed(key))
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<Cow<'t, str>, E> {
        Ok(Cow::Owned(key.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf16_order_agrees_with_the_standard_library() {
        let keys = [
            "",
            "a",
            "ab",
            "é",
            "\u{d7ff}",
            "\u{e000}",
            "\u{ffff}",
            "\u{10000}",
            "a\u{10ffff}",
            "a\u{fb33}",
        ];
        for a in keys {
            for b in keys {
                assert_eq!(
                    utf16_order(a, b),
                    a.encode_utf16().cmp(b.encode_utf16()),
                    "{a:?} {b:?}"
                );
            }
        }
    }
}
