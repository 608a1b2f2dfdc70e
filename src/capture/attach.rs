//! Putting a capture or a quote on a link of a claim, in the text of its record.

use serde_json::Value;

use crate::json::{Document, Splice, SpliceError};
use crate::record::{Link, Sha256Hex};

/// The text of a record in which `link` names a capture with this digest, media type and size in bytes; what it named
/// before gives way. Every other byte stays as it is, and the new member is laid out as those beside it.
///
/// # Errors
///
/// [`SpliceError::NoObject`] where `link` is none of the links of `document`.
pub fn with_evidence(
    document: &Document<'_>,
    link: &Link<'_>,
    sha256: Sha256Hex,
    media_type: &str,
    size: u64,
) -> Result<String, SpliceError> {
    let node = document.node(link.node);
    let mut splice = Splice::of(document, node)?;
    let members = [
        ("sha256", format!("\"{sha256}\"")),
        ("media_type", Value::from(media_type).to_string()),
        ("size", size.to_string()),
    ];
    let value = object(&splice, &members);
    if node.member("evidence").is_some() {
        splice.replace("evidence", &value)?;
    } else {
        splice.insert("evidence", &value, "quote");
    }
    Ok(splice.apply())
}

/// The text of a record in which `link` quotes `text`; what else its quote says stays, such as its language. Every
/// other byte stays as it is.
///
/// # Errors
///
/// [`SpliceError::NoObject`] where `link` is none of the links of `document`, or its quote no object.
pub fn with_quote(document: &Document<'_>, link: &Link<'_>, text: &str) -> Result<String, SpliceError> {
    let node = document.node(link.node);
    let text = Value::from(text).to_string();
    if let Some(quote) = node.member("quote") {
        let mut splice = Splice::of(document, quote)?;
        splice.replace("text", &text)?;
        return Ok(splice.apply());
    }
    let mut splice = Splice::of(document, node)?;
    let value = object(&splice, &[("text", text)]);
    let before = ["archived", "url"]
        .into_iter()
        .find(|name| node.member(name).is_some());
    splice.insert("quote", &value, before.unwrap_or_default());
    Ok(splice.apply())
}

/// A new object with members that are JSON already, laid out as those beside it.
fn object(splice: &Splice<'_>, members: &[(&str, String)]) -> String {
    let (open, between, close) = match splice.indentation() {
        Some(indentation) => {
            let line = format!("{}{indentation}", splice.line_break());
            (format!("{line}  "), format!(",{line}  "), line)
        }
        None if splice.is_compact() => (String::new(), ",".to_owned(), String::new()),
        None => (" ".to_owned(), ", ".to_owned(), " ".to_owned()),
    };
    let colon = if splice.is_compact() { ":" } else { ": " };
    let members: Vec<String> = members
        .iter()
        .map(|(name, value)| format!("\"{name}\"{colon}{value}"))
        .collect();
    format!("{{{open}{}{close}}}", members.join(&between))
}
