//! Putting a capture on a link of a claim, in the text of its record.

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
    let (open, between, close) = match splice.indentation() {
        Some(indentation) => {
            let line = format!("{}{indentation}", splice.line_break());
            (format!("{line}  "), format!(",{line}  "), line)
        }
        None if splice.is_compact() => (String::new(), ",".to_owned(), String::new()),
        None => (" ".to_owned(), ", ".to_owned(), " ".to_owned()),
    };
    let colon = if splice.is_compact() { ":" } else { ": " };
    let value = format!(
        "{{{open}\"sha256\"{colon}\"{sha256}\"{between}\"media_type\"{colon}\"{media_type}\"{between}\"size\"{colon}{size}\
         {close}}}"
    );
    if node.member("evidence").is_some() {
        splice.replace("evidence", &value)?;
    } else {
        splice.insert("evidence", &value, "quote");
    }
    Ok(splice.apply())
}
