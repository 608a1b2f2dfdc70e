//! Text in XML 1.0.

use crate::report::visible::visible;

/// A text as the content of an element or the value of an attribute in double quotes. What XML forbids even as an
/// escape (most control characters, U+FFFE, U+FFFF) is hidden elsewhere too, and is written out as there.
pub(super) fn xml(text: &str) -> String {
    let text = visible(text);
    let mut escaped = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            other => escaped.push(other),
        }
    }
    escaped
}
