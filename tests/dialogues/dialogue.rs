//! A command that asks on a terminal of its own.

use std::process::Command;
use std::time::Duration;

use super::playground::{Folder, byline};
use super::terminal::Session;

pub const UP: &str = "\x1b[A";
pub const DOWN: &str = "\x1b[B";
pub const ESCAPE: &str = "\x1b";
pub const CTRL_C: &str = "\x03";

/// A command on a terminal of its own.
pub struct Dialogue {
    session: Session<Vec<u8>>,
    /// How much of the screen was looked at.
    seen: usize,
}

impl Dialogue {
    pub fn start(folder: &Folder, columns: u16, arguments: &[&str]) -> Self {
        Self::run(folder, columns, byline().args(arguments))
    }

    pub fn run(folder: &Folder, columns: u16, command: &mut Command) -> Self {
        command.current_dir(folder.path());
        Self {
            session: Session::start(command, 50, columns, Vec::new()),
            seen: 0,
        }
    }

    pub fn fresh(&self) -> String {
        fresh(&self.session.screen(), self.seen)
    }

    /// Waits for a text.
    pub fn sees(&mut self, text: &str) -> &mut Self {
        let shown = |screen: &Vec<u8>| fresh(screen, self.seen);
        self.session
            .until(&format!("{text:?}"), |screen| shown(screen).contains(text), shown);
        self
    }

    /// Types an answer to what stands on the screen.
    pub fn types(&mut self, keys: &str) -> &mut Self {
        // Whatever is still being written belongs to this question.
        std::thread::sleep(Duration::from_millis(60));
        self.seen = self.session.screen().len();
        // Nobody types faster than a terminal takes it.
        for some in keys.as_bytes().chunks(64) {
            self.session.press(some);
            std::thread::sleep(Duration::from_millis(20));
        }
        self
    }

    pub fn answers(&mut self, question: &str, answer: &str) -> &mut Self {
        self.sees(question).types(&format!("{answer}\r"))
    }

    /// Takes what is offered to each of these questions.
    pub fn accepts(&mut self, questions: &[&str]) -> &mut Self {
        for question in questions {
            self.answers(question, "");
        }
        self
    }

    /// Stops in the middle, and means it.
    pub fn leaves(&mut self) -> &mut Self {
        self.types(CTRL_C).sees("Leave without writing?").types("y\r")
    }

    /// Waits for the end, and gives what was written since the last answer.
    pub fn ends(self, status: i32) -> String {
        let (ended, screen) = self.session.end("a dialogue");
        let told = fresh(&screen, self.seen);
        assert_eq!(ended.code(), Some(status), "{told}");
        told
    }
}

/// What was written since the last look, without what moves and colours.
fn fresh(screen: &[u8], seen: usize) -> String {
    // A long answer is drawn anew with each letter: the last of that is enough.
    const LAST: usize = 1 << 15;
    plain(&screen[seen.max(screen.len().saturating_sub(LAST))..])
}

/// A text without control sequences.
fn plain(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let mut plain = String::new();
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        if character != '\u{1b}' {
            plain.push(character);
            continue;
        }
        if characters.next() == Some('[') {
            for end in characters.by_ref() {
                if end.is_ascii_alphabetic() {
                    break;
                }
            }
        }
    }
    plain
}
