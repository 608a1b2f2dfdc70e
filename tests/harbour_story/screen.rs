//! A terminal's screen: what stands on it after all that was written to it. As much of it as the prompts use.

use std::io::{self, Write};

use unicode_width::UnicodeWidthChar;

/// One place on the screen: a character with the marks above it, or the right half of a wide one, which is empty.
type Cell = String;

pub struct Screen {
    columns: usize,
    rows: Vec<Vec<Cell>>,
    row: usize,
    column: usize,
    /// The beginning of a control sequence or of a character whose rest has not come yet.
    pending: Vec<u8>,
}

impl Screen {
    pub fn new(columns: usize) -> Self {
        Self {
            columns,
            rows: vec![Vec::new()],
            row: 0,
            column: 0,
            pending: Vec::new(),
        }
    }

    /// The lines that stand there, without blanks at their ends.
    pub fn lines(&self) -> Vec<String> {
        let lines = self.rows.iter().map(|row| row.concat().trim_end().to_owned());
        lines.collect()
    }
}

/// Takes what a program wrote.
impl Write for Screen {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = bytes.len();
        self.pending.extend_from_slice(bytes);
        let bytes = std::mem::take(&mut self.pending);
        let whole = match std::str::from_utf8(&bytes) {
            Ok(_) => bytes.len(),
            Err(error) => error.valid_up_to(),
        };
        let text = String::from_utf8_lossy(&bytes[..whole]).into_owned();
        let mut rest = text.as_str();
        while let Some(character) = rest.chars().next() {
            let Some(length) = self.take(character, rest) else {
                break;
            };
            rest = &rest[length..];
        }
        self.pending = [rest.as_bytes(), &bytes[whole..]].concat();
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Screen {
    /// Takes one character or control sequence; its length, or nothing where its end has not come yet.
    fn take(&mut self, character: char, rest: &str) -> Option<usize> {
        match character {
            '\u{1b}' => {
                let end = rest
                    .char_indices()
                    .skip(2)
                    .find(|(_, end)| end.is_ascii_alphabetic())?;
                self.obey(rest.get(2..end.0).unwrap_or_default(), end.1);
                return Some(end.0 + 1);
            }
            '\r' => self.column = 0,
            '\n' => self.down(1),
            control if control.is_control() => {}
            plain => self.put(plain),
        }
        Some(character.len_utf8())
    }

    /// Obeys a control sequence, which moves, erases, or colours.
    fn obey(&mut self, parameters: &str, command: char) {
        let number = parameters.split(';').next().unwrap_or_default();
        let count = number.parse().unwrap_or(1).max(1);
        match command {
            'A' => self.row = self.row.saturating_sub(count),
            'B' => self.down(count),
            'C' => self.column += count,
            'D' => self.column = self.column.saturating_sub(count),
            'G' => self.column = count - 1,
            'J' => {
                self.rows.truncate(self.row + 1);
                self.rows[self.row].truncate(self.column);
            }
            'K' if parameters == "2" => self.rows[self.row].clear(),
            'K' => self.rows[self.row].truncate(self.column),
            // Colours, and whether the cursor is seen.
            _ => {}
        }
    }

    fn down(&mut self, count: usize) {
        self.row += count;
        while self.rows.len() <= self.row {
            self.rows.push(Vec::new());
        }
    }

    fn put(&mut self, character: char) {
        let width = character.width().unwrap_or(0);
        if width > 0 && self.column + width > self.columns {
            self.column = 0;
            self.down(1);
        }
        let row = &mut self.rows[self.row];
        while row.len() < self.column + width {
            row.push(" ".to_owned());
        }
        if width == 0 {
            if let Some(before) = self.column.checked_sub(1).and_then(|before| row.get_mut(before)) {
                before.push(character);
            }
            return;
        }
        row[self.column] = character.to_string();
        for half in &mut row[self.column + 1..self.column + width] {
            half.clear();
        }
        self.column += width;
    }
}

#[test]
fn what_is_erased_and_written_anew_stands_there_once() {
    let mut screen = Screen::new(10);
    write!(screen, "? What\r\n\u{1b}[31mdraft\u{1b}[0m\u{1b}").unwrap();
    write!(screen, "[1A\r\u{1b}[J> What? ").unwrap();
    // A wide character stands in two columns, and is the last of its line.
    write!(screen, "港é!").unwrap();
    assert_eq!(screen.lines(), ["> What? 港", "é!"]);
}
