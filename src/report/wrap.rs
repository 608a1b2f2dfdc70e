//! Text broken into lines that fit.

use unicode_width::UnicodeWidthStr;

use super::visible::at_line_start;

/// Breaks `text` at spaces into lines of at most `width` columns. The first line begins with `first`, the others with
/// as many spaces. A word that is too long for a line has one of its own.
pub fn wrap(first: &str, text: &str, width: usize) -> String {
    let indent = first.width();
    let mut out = String::from(first);
    let mut column = indent;
    let mut at_start = true;
    // Whether nothing but blanks stands in the line so far.
    let mut is_blank = first.trim_start().is_empty();
    for word in text.split(' ') {
        let length = word.width();
        if !at_start && column + 1 + length > width {
            out.push('\n');
            out.push_str(&" ".repeat(indent));
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

/// A name in lines of a width, broken after hyphens and spaces where it can be, and cut where it cannot.
pub(super) fn break_name(name: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for part in name.split_inclusive(['-', ' ']) {
        match lines.last_mut() {
            Some(line) if line.is_empty() || line.width() + part.trim_end().width() <= width => {
                line.push_str(part);
            }
            _ => lines.push(part.to_owned()),
        }
    }
    let cells = lines.iter().map(|line| at_line_start(line.trim_end()));
    cells.map(|line| fit(&line, width)).collect()
}

/// The text cut to `width` columns, with an ellipsis where something is missing, and padded to it.
pub(super) fn fit(text: &str, width: usize) -> String {
    let full = text.width();
    if full <= width {
        return format!("{text}{}", " ".repeat(width - full));
    }
    let mut out = String::new();
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
    out.push_str(&" ".repeat(width.saturating_sub(column + 1)));
    out
}
