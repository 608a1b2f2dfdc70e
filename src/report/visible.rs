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
/// neither move the cursor nor hide anything. So is what would make a line of a log a command. Blanks of every kind are
/// plain spaces: lines are broken at these, and words that others join could be laid out as lines of the program's own.
pub fn visible(text: &str) -> Cow<'_, str> {
    let mut shown = String::new();
    let mut written = 0;
    for (at, character) in replaced(text) {
        shown.push_str(&text[written..at]);
        push_replaced(&mut shown, character);
        written = at + character.len_utf8();
    }
    if written == 0 {
        return Cow::Borrowed(text);
    }
    shown.push_str(&text[written..]);
    Cow::Owned(shown)
}

/// The characters of a line as they are shown, each by itself; a tab is four spaces.
pub(super) fn visible_characters(line: &str) -> Vec<String> {
    let mut replaced = replaced(line).peekable();
    let each = line.char_indices().map(|(at, character)| {
        let is_replaced = replaced.next_if(|(next, _)| *next == at).is_some();
        let mut shown = String::new();
        match character {
            '\t' => shown.push_str("    "),
            _ if is_replaced => push_replaced(&mut shown, character),
            _ => shown.push(character),
        }
        shown
    });
    each.collect()
}

/// A text that begins a line: pipelines take one that begins with two colons for a command, whatever blanks stand
/// before them.
pub(super) fn at_line_start(text: &str) -> Cow<'_, str> {
    match text.strip_prefix("::") {
        Some(rest) => {
            let mut shown = String::with_capacity(text.len() + 8);
            push_escape(&mut shown, ':');
            Cow::Owned(shown + ":" + rest)
        }
        None => Cow::Borrowed(text),
    }
}

/// The characters that are not shown as they are.
fn replaced(text: &str) -> impl Iterator<Item = (usize, char)> {
    characters(text).filter(|&(at, character)| is_blank(character) || acts(text, at, character))
}

/// Whether a character is a blank and no plain space.
fn is_blank(character: char) -> bool {
    !character.is_ascii() && character.is_whitespace() && !is_hidden(character)
}

fn push_replaced(shown: &mut String, character: char) {
    if is_blank(character) {
        shown.push(' ');
    } else {
        push_escape(shown, character);
    }
}

fn push_escape(shown: &mut String, character: char) {
    // Writing into a String cannot fail.
    let _ = write!(shown, "\\u{{{:x}}}", u32::from(character));
}

/// The characters of a text that no output may hold as they are, with their places: the hidden ones, and the second
/// mark of `##[` and `##vso[`, which pipelines take for the begin of a command anywhere in a line.
pub(super) fn acting(text: &str) -> impl Iterator<Item = (usize, char)> {
    characters(text).filter(|&(at, character)| acts(text, at, character))
}

/// The characters of a text with their places; none where all are shown as they are.
fn characters(text: &str) -> std::str::CharIndices<'_> {
    // Nearly every text is plain ASCII.
    let is_plain = text.bytes().all(|byte| (0x20..0x7F).contains(&byte)) && !text.contains("##");
    if is_plain { "" } else { text }.char_indices()
}

fn acts(text: &str, at: usize, character: char) -> bool {
    is_hidden(character) || character == '#' && begins_command(text, at)
}

fn begins_command(text: &str, at: usize) -> bool {
    let follows = text[at + 1..].trim_start_matches(|character: char| character.is_ascii_alphabetic());
    text[..at].ends_with('#') && follows.starts_with('[')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_of_every_kind_are_plain_spaces() {
        for blank in [
            "\u{a0}", "\u{1680}", "\u{2003}", "\u{2007}", "\u{202f}", "\u{205f}", "\u{3000}",
        ] {
            assert_eq!(visible(&format!("a{blank}b")), "a b");
            assert_eq!(visible_characters(blank), [" "]);
        }
        assert_eq!(visible("a\u{200b}b"), "a\\u{200b}b");
        assert_eq!(visible("größer"), "größer");
    }
}
