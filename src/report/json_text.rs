//! JSON text in which nothing is hidden: control, bidirectional and otherwise hidden characters stand as escapes, so
//! that a terminal shows them and a program reads them as they are. So does what a pipeline would take for a command.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::Formatter;

use super::visible::acting;

/// Writes a value as JSON in one line.
///
/// # Errors
///
/// What writing gave.
pub(super) fn write_json(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    let mut serializer = serde_json::Serializer::with_formatter(out, Visible);
    value.serialize(&mut serializer).map_err(io::Error::from)
}

/// A value as JSON text in one line.
///
/// # Errors
///
/// What serialising gave.
pub(super) fn json_text(value: &impl Serialize) -> io::Result<String> {
    let mut text = Vec::new();
    write_json(&mut text, value)?;
    String::from_utf8(text).map_err(io::Error::other)
}

/// serde_json by itself escapes only what lies below U+0020.
struct Visible;

impl Formatter for Visible {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        let mut written = 0;
        for (at, character) in acting(fragment) {
            out.write_all(&fragment.as_bytes()[written..at])?;
            for unit in character.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            written = at + character.len_utf8();
        }
        out.write_all(&fragment.as_bytes()[written..])
    }
}
