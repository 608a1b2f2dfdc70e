//! Hostile text made visible.

use std::borrow::Cow;
use std::fmt::Write;

use crate::record::is_hidden;

/// A text that may have several lines as one that can be laid out anew: its line breaks and tabs are spaces.
pub(super) fn on_one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    visible(&words.join(" ")).into_owned()
}

/// The text with every control, bidirectional or otherwise hidden character written out as `\u{…}`, so that it can
/// neither move the cursor nor hide anything.
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| (0x20..0x7F).contains(&byte)) || !text.chars().any(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        if is_hidden(character) {
            // Writing into a String cannot fail.
            let _ = write!(shown, "\\u{{{:x}}}", u32::from(character));
        } else {
            shown.push(character);
        }
    }
    Cow::Owned(shown)
}
