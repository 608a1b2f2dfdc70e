//! Text broken into lines that fit.

use unicode_width::UnicodeWidthStr;

use super::visible::at_line_start;

/// Breaks `text` at spaces into lines of at most `width` columns. The first line begins with `first`, the others with
/// as many spaces. A word that is too long for a line has one of its own.
pub fn wrap(first: &str, text: &str, width: usize) -> String {
    let indent = columns(first);
    let mut out = String::with_capacity(first.len() + text.len());
    out.push_str(first);
    let mut column = indent;
    let mut at_start = true;
    // Whether nothing but blanks stands in the line so far.
    let mut is_blank = first.trim_start().is_empty();
    // Most texts fit, and nothing in them begins a line.
    let begins_a_line = is_blank && text.starts_with([' ', ':']);
    if indent + columns(text) <= width && !begins_a_line {
        out.push_str(text);
        return out;
    }
    for word in text.split(' ') {
        let length = columns(word);
        if !at_start && column + 1 + length > width {
            out.push('\n');
            push_blanks(&mut out, indent);
            column = indent;
            at_start = true;
            is_blank = true;
        }
        if !at_start {
            out.push(' ');
            column += 1;
        }
        out.push_str(&if is_blank {
            at_line_start(word)
        } else {
            word.into()
        });
        is_blank &= word.is_empty();
        column += length;
        at_start = false;
    }
    out
}

/// A name in lines of at most a width, broken after hyphens and spaces where it can be, and cut where it cannot.
pub(super) fn break_name(name: &str, width: usize) -> String {
    let mut lines = String::with_capacity(name.len() + 4);
    let (mut start, mut end) = (0, 0);
    for part in name.split_inclusive(['-', ' ']) {
        let with_part = name[start..end + part.len()].trim_end();
        if start < end && columns(with_part) > width {
            push_cut(&mut lines, &at_line_start(name[start..end].trim_end()), width);
            lines.push('\n');
            start = end;
        }
        end += part.len();
    }
    push_cut(&mut lines, &at_line_start(name[start..].trim_end()), width);
    lines
}

/// The text cut to `width` columns, with an ellipsis where something is missing, and padded to it.
pub(super) fn fit(text: &str, width: usize) -> String {
    let mut out = String::new();
    push_fit(&mut out, text, width);
    out
}

/// Adds what [`fit`] gives.
pub(super) fn push_fit(out: &mut String, text: &str, width: usize) {
    let columns = push_cut(out, text, width);
    push_blanks(out, width.saturating_sub(columns));
}

/// Adds the text cut to `width` columns; gives how many it takes.
fn push_cut(out: &mut String, text: &str, width: usize) -> usize {
    let full = columns(text);
    if full <= width {
        out.push_str(text);
        return full;
    }
    let mut column = 0;
    for character in text.chars() {
        let wide = unicode_width::UnicodeWidthChar::width(character).unwrap_or(0);
        if column + wide + 1 > width {
            break;
        }
        out.push(character);
        column += wide;
    }
    out.push('…');
    column + 1
}

/// How many columns a text takes.
fn columns(text: &str) -> usize {
    // Nearly every text is plain ASCII, and a table asks this of each of its words.
    if is_plain_ascii(text) {
        text.len()
    } else {
        text.width()
    }
}

/// Whether every byte is an ASCII character that can be seen. It looks at all of them, many in one step.
fn is_plain_ascii(text: &str) -> bool {
    let is_plain = |byte: u8| (b' '..=b'~').contains(&byte);
    text.bytes().fold(true, |all, byte| all & is_plain(byte))
}

fn push_blanks(out: &mut String, mut count: usize) {
    const BLANKS: &str = "                                ";
    while count > 0 {
        let some = count.min(BLANKS.len());
        out.push_str(&BLANKS[..some]);
        count -= some;
    }
}
