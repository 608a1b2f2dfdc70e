//! A line on the terminal that says how far a long run has come.
//!
//! It stands on standard error, where that is a terminal, and is gone before anything else is written there. A run that
//! takes less than a second shows none.

use std::io::{self, IsTerminal, Write};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::corpus::{Progress, Stage};

/// How long a run takes before anything is shown: who waits less needs no telling.
const PATIENCE: Duration = Duration::from_secs(1);

/// How often the line is written anew: often enough to be seen moving, seldom enough to cost nothing.
const INTERVAL: Duration = Duration::from_millis(250);

/// Goes to the beginning of the line and clears it to its end (ECMA-48, EL).
const CLEAR: &str = "\r\x1b[K";

/// The line. It is cleared when this is dropped, at the latest.
pub(super) struct ProgressLine(Arc<Mutex<Option<Writer>>>);

/// What ends the thread that writes, and the thread.
type Writer = (Sender<()>, JoinHandle<()>);

impl ProgressLine {
    /// Shows `progress` until it is cleared: on a terminal that can clear a line, and not in a pipeline of builds, where
    /// a terminal is made up at times and nobody watches.
    pub fn of(progress: &Arc<Progress>, is_quiet: bool) -> Self {
        let is_dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb");
        let is_unwatched = std::env::var_os("CI").is_some_and(|ci| !ci.is_empty() && ci != "false");
        let is_shown = !is_quiet && !is_dumb && !is_unwatched && io::stderr().is_terminal();
        let writer = is_shown.then(|| start(Arc::clone(progress)));
        Self(Arc::new(Mutex::new(writer)))
    }

    /// Clears the line for good.
    pub fn clear(&self) {
        clear(&self.0);
    }

    /// Has an output, which is a terminal too, clear the line before anything is written to it.
    pub fn cleared_before<W>(&self, output: W) -> Clearing<W> {
        Clearing {
            writer: Arc::clone(&self.0),
            output,
        }
    }
}

fn clear(writer: &Mutex<Option<Writer>>) {
    let writer = writer.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some((stop, thread)) = writer {
        drop(stop);
        // It has nothing to say, and what goes wrong on its way out is nobody's loss.
        _ = thread.join();
    }
}

impl Drop for ProgressLine {
    fn drop(&mut self) {
        self.clear();
    }
}

fn start(progress: Arc<Progress>) -> Writer {
    let (stop, stopped) = channel();
    let thread = std::thread::spawn(move || {
        let mut wait = PATIENCE;
        let mut is_shown = false;
        while stopped.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
            // Where the terminal has gone there is nobody to tell.
            is_shown = write_line(&format!("{CLEAR}{}", words(&progress))).is_ok();
            wait = INTERVAL;
        }
        if is_shown {
            _ = write_line(CLEAR);
        }
    });
    (stop, thread)
}

fn write_line(line: &str) -> io::Result<()> {
    let mut terminal = io::stderr().lock();
    terminal.write_all(line.as_bytes())?;
    terminal.flush()
}

/// Short enough for any terminal: a line that wraps could not be cleared.
fn words(progress: &Progress) -> String {
    let (stage, done, of) = progress.now();
    let doing = match stage {
        Stage::Looking => return "looking for records".to_owned(),
        Stage::Comparing => return "comparing records".to_owned(),
        Stage::Reading => "reading records",
        Stage::Telling => "rating records",
    };
    match of {
        Some(of) => {
            let percent = done.min(of) * 100 / of;
            format!("{doing}: {} of {} ({percent} %)", grouped(done), grouped(of))
        }
        None => format!("{doing}: {}", grouped(done)),
    }
}

/// A number with its thousands apart.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// An output that clears the line before anything is written to it.
pub(super) struct Clearing<W> {
    writer: Arc<Mutex<Option<Writer>>>,
    output: W,
}

impl<W: Write> Write for Clearing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        clear(&self.writer);
        self.output.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.output.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_says_what_the_run_is_at() {
        let progress = Progress::default();
        assert_eq!(words(&progress), "looking for records");
        progress.begin(Stage::Reading, None);
        progress.add(999);
        assert_eq!(words(&progress), "reading records: 999");
        progress.begin(Stage::Telling, Some(1_234_567));
        progress.add(1000);
        assert_eq!(words(&progress), "rating records: 1,000 of 1,234,567 (0 %)");
        progress.add(1_233_567);
        assert_eq!(words(&progress), "rating records: 1,234,567 of 1,234,567 (100 %)");
    }
}
