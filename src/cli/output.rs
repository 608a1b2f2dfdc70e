//! Standard output and its width.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;

use anstream::adapter::StripBytes;
use anstream::{AutoStream, ColorChoice};
use memchr::memchr;

use crate::report::{Layout, visible};

use super::progress::ProgressLine;

/// Columns where nothing says how many there are, as in a pipe.
const DEFAULT_WIDTH: usize = 100;

/// Text narrower than this cannot be read.
const LEAST_WIDTH: usize = 40;

/// Lines longer than this cannot be read.
const MOST_WIDTH: usize = 240;

fn layout(terminal: Option<usize>) -> Layout {
    let said = std::env::var("COLUMNS")
        .ok()
        .and_then(|columns| columns.parse().ok());
    let width: usize = said.or(terminal).unwrap_or(DEFAULT_WIDTH);
    Layout {
        width: width.clamp(LEAST_WIDTH, MOST_WIDTH),
    }
}

/// Bytes that are written to standard output at a time.
const BUFFER: usize = 1 << 16;

/// The layout of standard output: as wide as `COLUMNS` says, or the terminal is.
pub(super) fn layout_of_output() -> Layout {
    layout(terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| usize::from(width.0)))
}

/// The layout of standard error.
pub(super) fn layout_of_errors() -> Layout {
    layout(terminal_size::terminal_size_of(io::stderr()).map(|(width, _)| usize::from(width.0)))
}

/// A path as it is shown: nothing in its name is hidden, and nothing in it moves the cursor.
pub(super) fn shown(path: &Path) -> String {
    visible(&path.to_string_lossy()).into_owned()
}

/// A path in a command that people paste.
pub(super) fn typed(path: &Path) -> String {
    visible(&crate::corpus::typed(path)).into_owned()
}

/// Has `write` write to standard output. Colour is left out where it cannot be shown.
pub(super) fn to_output<T>(write: impl FnOnce(&mut dyn Write) -> io::Result<T>) -> io::Result<T> {
    let choice = AutoStream::choice(&io::stdout());
    // The buffer lies below: leaving colour out cuts text into pieces, and each would be a call of the system.
    let buffer: Box<dyn Write> = Box::new(BufWriter::with_capacity(BUFFER, io::stdout().lock()));
    write_and_flush(&mut *with_colour(choice, buffer), write)
}

fn with_colour(choice: ColorChoice, below: Box<dyn Write>) -> Box<dyn Write> {
    if choice == ColorChoice::Never {
        let stripping = StripBytes::new();
        Box::new(LeavingColourOut { below, stripping })
    } else {
        Box::new(AutoStream::new(below, choice))
    }
}

/// What [`AutoStream`] does to leave colour out takes it through every byte. Nearly all that is written has no colour.
struct LeavingColourOut {
    below: Box<dyn Write>,
    stripping: StripBytes,
}

impl Write for LeavingColourOut {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // Each escape sequence of a style is written whole, so that what has none goes through as it is.
        if memchr(ESCAPE, bytes).is_none() {
            return self.below.write(bytes);
        }
        for printable in self.stripping.strip_next(bytes) {
            self.below.write_all(printable)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.below.flush()
    }
}

/// Begins an escape sequence.
const ESCAPE: u8 = 0x1b;

/// Has `write` write bytes to standard output as they are.
pub(super) fn to_raw_output<T>(write: impl FnOnce(&mut dyn Write) -> io::Result<T>) -> io::Result<T> {
    write_and_flush(&mut BufWriter::with_capacity(BUFFER, io::stdout().lock()), write)
}

/// Has `write` write to standard output, like [`to_output`], once the line of progress has gone. Elsewhere than on a
/// terminal the two cannot meet, and the line stays until the end.
pub(super) fn to_output_under<T>(
    line: &ProgressLine,
    write: impl FnOnce(&mut dyn Write) -> io::Result<T>,
) -> io::Result<T> {
    let choice = AutoStream::choice(&io::stdout());
    let buffer: Box<dyn Write> = Box::new(BufWriter::with_capacity(BUFFER, under(line)));
    write_and_flush(&mut *with_colour(choice, buffer), write)
}

/// Has `write` write bytes to standard output as they are, like [`to_raw_output`], once the line of progress has gone.
pub(super) fn to_raw_output_under<T>(
    line: &ProgressLine,
    write: impl FnOnce(&mut dyn Write) -> io::Result<T>,
) -> io::Result<T> {
    write_and_flush(&mut BufWriter::with_capacity(BUFFER, under(line)), write)
}

fn under(line: &ProgressLine) -> Box<dyn Write> {
    let output = io::stdout().lock();
    if io::stdout().is_terminal() {
        Box::new(line.cleared_before(output))
    } else {
        Box::new(output)
    }
}

fn write_and_flush<T>(
    out: &mut dyn Write,
    write: impl FnOnce(&mut dyn Write) -> io::Result<T>,
) -> io::Result<T> {
    let written = write(out).map_err(explain)?;
    out.flush().map_err(explain)?;
    Ok(written)
}

/// Says that it was the output that could not be written.
fn explain(error: io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("the output could not be written: {error}"))
}
