//! Records as people read them: members in the order of the schema, two spaces a level; or in one line.

use crate::json::{Document, Node, Value, write_canonical_string};

use super::{Kind, claim, link, notice, source, trust};

/// The text of a record with two spaces a level and a line feed at the end. The digest does not change: the canonical
/// form knows neither order nor white space.
pub fn pretty(document: &Document<'_>, kind: Kind) -> String {
    let mut writer = Writer {
        out: Vec::with_capacity(document.text().len() * 2),
        indent: Some(0),
    };
    writer.value(document.root(), layout(kind));
    writer.out.push(b'\n');
    into_text(writer.out)
}

/// The text of a record in one line, without a line feed.
pub fn compact(document: &Document<'_>, kind: Kind) -> String {
    let mut writer = Writer {
        out: Vec::with_capacity(document.text().len()),
        indent: None,
    };
    writer.value(document.root(), layout(kind));
    into_text(writer.out)
}

fn into_text(bytes: Vec<u8>) -> String {
    // What was read as text is written as text.
    String::from_utf8(bytes).unwrap_or_default()
}

/// In which order an object's members stand, and how what lies below a member of a given name is laid out.
#[derive(Clone, Copy)]
struct Layout {
    members: &'static [&'static str],
    below: fn(&str) -> Layout,
}

fn layout(kind: Kind) -> Layout {
    match kind {
        Kind::Claim => Layout {
            members: claim::MEMBERS,
            below: below_claim,
        },
        Kind::Source => Layout {
            members: source::MEMBERS,
            below: below_source,
        },
        Kind::Notice => Layout {
            members: notice::MEMBERS,
            below: below_other,
        },
        Kind::Trust => Layout {
            members: trust::MEMBERS,
            below: below_trust,
        },
    }
}

fn below_claim(within: &str) -> Layout {
    match within {
        "chain" => Layout {
            members: link::MEMBERS,
            below: below_link,
        },
        "event" => Layout {
            members: claim::EVENT_MEMBERS,
            below: below_other,
        },
        _ => below_other(within),
    }
}

fn below_link(within: &str) -> Layout {
    match within {
        "quote" => Layout {
            members: link::QUOTE_MEMBERS,
            below: below_other,
        },
        "evidence" => Layout {
            members: link::EVIDENCE_MEMBERS,
            below: below_other,
        },
        _ => below_other(within),
    }
}

fn below_source(within: &str) -> Layout {
    match within {
        "rated" => Layout {
            members: source::RATED_MEMBERS,
            below: below_other,
        },
        "track" => Layout {
            members: source::TRACK_MEMBERS,
            below: below_other,
        },
        _ => below_other(within),
    }
}

fn below_trust(within: &str) -> Layout {
    match within {
        "signers" => Layout {
            members: trust::SIGNER_MEMBERS,
            below: below_signer,
        },
        _ => below_other(within),
    }
}

fn below_signer(within: &str) -> Layout {
    match within {
        "revoked" => Layout {
            members: trust::REVOKED_MEMBERS,
            below: below_other,
        },
        _ => below_other(within),
    }
}

/// The members of a proof, in the order in which they are written.
pub const PROOF_MEMBERS: &[&str] = &[
    "type",
    "cryptosuite",
    "created",
    "expires",
    "verificationMethod",
    "proofPurpose",
    "proofValue",
];

fn below_other(within: &str) -> Layout {
    let members: &[&str] = if within == "proof" { PROOF_MEMBERS } else { &[] };
    Layout {
        members,
        below: below_other,
    }
}

struct Writer {
    out: Vec<u8>,
    /// Levels of indentation; `None` writes everything in one line.
    indent: Option<usize>,
}

impl Writer {
    fn value(&mut self, node: Node<'_>, layout: Layout) {
        match node.value() {
            Value::Null => self.out.extend_from_slice(b"null"),
            Value::Bool(value) => self.out.extend_from_slice(value.to_string().as_bytes()),
            Value::Integer(value) => self.out.extend_from_slice(value.to_string().as_bytes()),
            Value::Float(value) => self.out.extend_from_slice(value.to_string().as_bytes()),
            Value::String(text) => write_canonical_string(text, &mut self.out),
            Value::Array => self.list(node, layout),
            Value::Object => self.object(node, layout),
        }
    }

    /// Lists of plain values stand in one line, lists of objects in several.
    fn list(&mut self, node: Node<'_>, layout: Layout) {
        let plain = node
            .items()
            .all(|item| !matches!(item.value(), Value::Array | Value::Object));
        self.open(b'[', plain);
        for (position, item) in node.items().enumerate() {
            self.separate(position, plain);
            self.value(item, layout);
        }
        self.close(b']', plain);
    }

    fn object(&mut self, node: Node<'_>, layout: Layout) {
        let mut members: Vec<(usize, &str, Node<'_>)> = node
            .members()
            .map(|(name, value)| (rank(layout.members, name), name, value))
            .collect();
        members.sort_by_key(|(rank, _, _)| *rank);
        let empty = members.is_empty();
        self.open(b'{', empty);
        for (position, (_, name, value)) in members.into_iter().enumerate() {
            self.separate(position, false);
            write_canonical_string(name, &mut self.out);
            self.out.push(b':');
            if self.indent.is_some() {
                self.out.push(b' ');
            }
            self.value(value, (layout.below)(name));
        }
        self.close(b'}', empty);
    }

    fn open(&mut self, bracket: u8, flat: bool) {
        self.out.push(bracket);
        if let Some(level) = &mut self.indent
            && !flat
        {
            *level += 1;
            self.line_break();
        }
    }

    fn separate(&mut self, position: usize, flat: bool) {
        if position == 0 {
            return;
        }
        self.out.push(b',');
        match self.indent {
            Some(_) if flat => self.out.push(b' '),
            Some(_) => self.line_break(),
            None => {}
        }
    }

    fn close(&mut self, bracket: u8, flat: bool) {
        if let Some(level) = &mut self.indent
            && !flat
        {
            *level -= 1;
            self.line_break();
        }
        self.out.push(bracket);
    }

    fn line_break(&mut self) {
        self.out.push(b'\n');
        let spaces = 2 * self.indent.unwrap_or(0);
        self.out.resize(self.out.len() + spaces, b' ');
    }
}

fn rank(members: &[&str], name: &str) -> usize {
    members
        .iter()
        .position(|member| *member == name)
        .unwrap_or(members.len())
}
