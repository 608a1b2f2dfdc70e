//! Standard output and its width.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;

use anstream::AutoStream;

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
    write_and_flush(&mut AutoStream::new(buffer, choice), write)
}

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
    write_and_flush(&mut AutoStream::new(buffer, choice), write)
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
