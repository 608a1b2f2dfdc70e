//! A finding as text: what is wrong, the line with a caret, and what to do.

use std::io::{self, Write};
use std::path::Path;

use unicode_width::UnicodeWidthStr;

use crate::verify::{Finding, Level};

use super::visible::{visible, visible_characters};
use super::wrap::wrap;
use super::{BAD, DIM, HEAD, Layout, WARN};

/// Writes one finding, its place in the file `path` first.
///
/// # Errors
///
/// What writing gave.
pub fn write_finding(out: &mut dyn Write, path: &Path, finding: &Finding, layout: Layout) -> io::Result<()> {
    let (style, word) = match finding.level {
        Level::Deny => (BAD, "error"),
        Level::Warn => (WARN, "warning"),
        Level::Info => (HEAD, "info"),
    };
    let head = format!("{word}[{}]: ", finding.name);
    let message = wrap(&head, &visible(&finding.message), layout.width);
    let message = message.strip_prefix(&head).unwrap_or(&message);
    writeln!(
        out,
        "{style}{word}[{}]{style:#}: {HEAD}{message}{HEAD:#}",
        finding.name
    )?;
    let place = &finding.place;
    let pointer = if place.pointer.is_empty() {
        String::new()
    } else {
        format!(" at {}", visible(&place.pointer))
    };
    let path = path.to_string_lossy();
    writeln!(
        out,
        "  {DIM}-->{DIM:#} {}:{}:{}{pointer}",
        visible(&path),
        place.line,
        place.column
    )?;
    if place.length > 0 && !finding.excerpt.is_empty() {
        write_excerpt(out, finding, layout)?;
    }
    if !finding.help.is_empty() {
        writeln!(
            out,
            "{}",
            wrap("  = help: ", &visible(&finding.help), layout.width)
        )?;
    }
    writeln!(out)
}

fn write_excerpt(out: &mut dyn Write, finding: &Finding, layout: Layout) -> io::Result<()> {
    let place = &finding.place;
    let number = place.line.to_string();
    let margin = " ".repeat(number.len());
    let room = layout.width.saturating_sub(number.len() + 5).max(20);
    let view = View::new(&finding.excerpt, place.column - 1, place.length, room);
    writeln!(out, " {margin} {DIM}|{DIM:#}")?;
    writeln!(out, " {DIM}{number} |{DIM:#} {}", view.line)?;
    writeln!(
        out,
        " {margin} {DIM}|{DIM:#} {}{BAD}{}{BAD:#}",
        " ".repeat(view.start),
        "^".repeat(view.length)
    )
}

/// The part of a line that fits, and the columns in it to point at.
struct View {
    line: String,
    start: usize,
    length: usize,
}

impl View {
    /// Lays out `line`, pointing at `length` characters from the character `from`, in `room` columns.
    fn new(line: &str, from: usize, length: usize, room: usize) -> Self {
        // What acts does so in the whole line, wherever it is parted here.
        let characters = visible_characters(line);
        let part = |range: std::ops::Range<usize>| characters.get(range).unwrap_or_default().concat();
        let from = from.min(characters.len());
        let to = (from + length).min(characters.len());
        let mut before = part(0..from);
        // Of a line that is too long, what stands before the place gives way first.
        let keep = room / 3;
        if before.width() > keep && characters.concat().width() > room {
            let begin = first_that_fits(&characters[..from], keep.saturating_sub(1));
            before = format!("…{}", part(begin..from));
        }
        let pointed = part(from..to);
        let mut text = format!("{before}{pointed}{}", part(to..characters.len()));
        if text.width() > room {
            text = super::wrap::fit(&text, room);
        }
        let start = before.width();
        let length = pointed.width().max(1).min(room.saturating_sub(start).max(1));
        Self {
            line: text,
            start,
            length,
        }
    }
}

/// The first of these characters from which on they take at most `room` columns.
fn first_that_fits(characters: &[String], room: usize) -> usize {
    let mut taken = 0;
    let fitting = characters.iter().rev().take_while(|character| {
        taken += character.width();
        taken <= room
    });
    characters.len() - fitting.count()
}
