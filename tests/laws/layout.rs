//! One document written in many ways: white space, order of members, escapes.

use crate::dice::Dice;
use crate::tree::Tree;

/// How much freedom the writer takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freedom {
    /// No white space at all, members in order, only the escapes that must be.
    None,
    /// White space wherever it may stand, members in any order, escapes at will.
    Full,
}

/// The text of `tree`. The same seed gives the same text.
pub fn write(tree: &Tree, freedom: Freedom, seed: u64) -> String {
    let mut writer = Writer {
        dice: Dice::new(seed),
        free: freedom == Freedom::Full,
        out: String::new(),
    };
    writer.space();
    writer.value(tree);
    writer.space();
    writer.out
}

struct Writer {
    dice: Dice,
    free: bool,
    out: String,
}

impl Writer {
    fn space(&mut self) {
        while self.free && self.dice.one_in(3) {
            let some = self.dice.pick(&[" ", "\n", "\t", "\r\n", "\n  "]);
            self.out.push_str(some);
        }
    }

    fn value(&mut self, tree: &Tree) {
        match tree {
            Tree::Null => self.out.push_str("null"),
            Tree::Bool(value) => self.out.push_str(if *value { "true" } else { "false" }),
            Tree::Number(text) => self.out.push_str(text),
            Tree::Text(text) => self.text(text),
            Tree::List(items) => {
                self.open('[');
                for (position, item) in items.iter().enumerate() {
                    self.comma(position);
                    self.value(item);
                }
                self.close(']');
            }
            Tree::Object(members) => {
                let mut order: Vec<&(String, Tree)> = members.iter().collect();
                if self.free {
                    self.dice.shuffle(&mut order);
                }
                self.open('{');
                for (position, (name, value)) in order.into_iter().enumerate() {
                    self.comma(position);
                    self.text(name);
                    self.space();
                    self.out.push(':');
                    self.space();
                    self.value(value);
                }
                self.close('}');
            }
        }
    }

    fn open(&mut self, bracket: char) {
        self.out.push(bracket);
        self.space();
    }

    fn comma(&mut self, position: usize) {
        if position > 0 {
            self.space();
            self.out.push(',');
            self.space();
        }
    }

    fn close(&mut self, bracket: char) {
        self.space();
        self.out.push(bracket);
    }

    fn text(&mut self, text: &str) {
        self.out.push('"');
        // Most texts are written without any escape that need not be, as people do.
        let escaping = self.free && self.dice.one_in(2);
        for character in text.chars() {
            let must = matches!(character, '"' | '\\' | '\0'..='\x1F');
            if must || (escaping && self.dice.one_in(3)) {
                self.escape(character);
            } else {
                self.out.push(character);
            }
        }
        self.out.push('"');
    }

    fn escape(&mut self, character: char) {
        let short = match character {
            '"' | '\\' | '/' => Some(character),
            '\x08' => Some('b'),
            '\x0C' => Some('f'),
            '\n' => Some('n'),
            '\r' => Some('r'),
            '\t' => Some('t'),
            _ => None,
        };
        if let Some(short) = short.filter(|_| self.dice.one_in(2)) {
            self.out.extend(['\\', short]);
            return;
        }
        for unit in character.encode_utf16(&mut [0; 2]) {
            let escaped = if self.dice.one_in(2) {
                format!("\\u{unit:04x}")
            } else {
                format!("\\u{unit:04X}")
            };
            self.out.push_str(&escaped);
        }
    }
}
