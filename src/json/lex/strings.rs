//! Strings, and what is wrong with them.

use memchr::memchr2;

use super::{Halt, Lexed, Lexer, malformed};

impl Lexer<'_> {
    pub(super) fn string(&mut self) -> Lexed {
        let start = self.at;
        self.at += 1;
        loop {
            self.at += ordinary(self.text.as_bytes().get(self.at..).unwrap_or_default());
            match self.peek() {
                None => {
                    return Err(malformed(
                        start..start + 1,
                        "this string is never closed",
                        "close it with a double quote; a quote inside it is written \\\"",
                    ));
                }
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'\\') => self.escape()?,
                Some(_) => {
                    return Err(malformed(
                        self.at..self.at + 1,
                        "a control character stands in a string",
                        "close the string before the end of the line, or write a line break as \\n",
                    ));
                }
            }
        }
    }

    fn escape(&mut self) -> Lexed {
        match self.text.as_bytes().get(self.at + 1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.at += 2,
            Some(b'u') => self.unicode_escape()?,
            _ => {
                return Err(malformed(
                    self.at..self.at + 1,
                    "this backslash begins no escape that JSON knows",
                    "a backslash itself is written \\\\",
                ));
            }
        }
        Ok(())
    }

    fn unicode_escape(&mut self) -> Lexed {
        let start = self.at;
        match self.code_unit()? {
            0xD800..=0xDBFF => {
                let low =
                    self.text[self.at..].starts_with("\\u") && matches!(self.code_unit()?, 0xDC00..=0xDFFF);
                if low { Ok(()) } else { Err(lone_surrogate(start)) }
            }
            0xDC00..=0xDFFF => Err(lone_surrogate(start)),
            _ => Ok(()),
        }
    }

    fn code_unit(&mut self) -> Lexed<u16> {
        let digits = self.text.as_bytes().get(self.at + 2..self.at + 6);
        let unit = digits
            .filter(|digits| digits.iter().all(u8::is_ascii_hexdigit))
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u16::from_str_radix(digits, 16).ok());
        match unit {
            Some(unit) => {
                self.at += 6;
                Ok(unit)
            }
            None => Err(malformed(
                self.at..self.at + 2,
                "\\u is not followed by four hexadecimal digits",
                "write four hexadecimal digits after \\u",
            )),
        }
    }
}

/// How many bytes of a string stand for themselves.
fn ordinary(rest: &[u8]) -> usize {
    let special = memchr2(b'"', b'\\', rest).unwrap_or(rest.len());
    let part = &rest[..special];
    // Looking at all of them takes many in one step, and hardly any is a control character.
    let has_control = part.iter().fold(false, |any, &byte| any | (byte < b' '));
    let control = has_control.then(|| part.iter().position(|&byte| byte < b' '));
    control.flatten().unwrap_or(special)
}

fn lone_surrogate(start: usize) -> Halt {
    malformed(
        start..start + 6,
        "this escape is half of a surrogate pair",
        "a character beyond U+FFFF takes two escapes, or can be written as it is",
    )
}
