//! A small lexer that reads a text again once there is something to show: it finds where every node stands, and
//! says what is wrong with a text that is not JSON.

mod strings;

use std::ops::Range;

use super::fault::{Anchor, Fault, RuleName};

/// The bytes in which a node stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The name of the member with its quotes, for the value of a member.
    pub key: Option<Range<usize>>,
    /// The value itself.
    pub value: Range<usize>,
}

/// Where every node of a document stands in its text, in document order. For text that does not parse, the nodes
/// before the fault.
pub fn spans(text: &str) -> Vec<Span> {
    // A record has a node every 25 bytes or so.
    let mut lexer = Lexer::new(text, usize::MAX, text.len() / 24 + 4);
    // A fault has been reported by the parser; here the nodes before it are wanted.
    let _ = lexer.document();
    lexer.spans
}

/// The same for the nodes up to this one. What stands behind it is not looked at; lists and objects around it have no end.
pub(super) fn spans_through(text: &str, last: u32) -> Vec<Span> {
    let mut lexer = Lexer::new(text, usize::MAX, last as usize + 1);
    lexer.last = last as usize;
    let _ = lexer.document();
    lexer.spans
}

/// Says what the parser found wrong with `text`.
pub(super) fn explain(text: &str, max_depth: usize, error: &serde_json::Error) -> Fault {
    match Lexer::new(text, max_depth, 0).document() {
        Err(Halt::Fault(fault)) => fault,
        Ok(()) | Err(Halt::Enough) => Fault::new(
            RuleName::MALFORMED_JSON,
            Anchor::Whole,
            format!("this is not JSON: {error}"),
        ),
    }
}

struct Lexer<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
    max_depth: usize,
    spans: Vec<Span>,
    /// The last node that is wanted.
    last: usize,
}

/// Why a text is read no further.
enum Halt {
    Fault(Fault),
    /// The last node that is wanted is known.
    Enough,
}

type Lexed<T = ()> = Result<T, Halt>;

fn malformed(bytes: Range<usize>, message: &'static str, help: &'static str) -> Halt {
    Halt::Fault(Fault::new(RuleName::MALFORMED_JSON, Anchor::Bytes(bytes), message).with_help(help))
}

impl<'t> Lexer<'t> {
    fn new(text: &'t str, max_depth: usize, nodes: usize) -> Self {
        Self {
            text,
            at: 0,
            depth: 0,
            // The lexer recurses as deep as the text nests: never deeper than any parser of ours goes.
            max_depth: max_depth.min(super::MAX_FOREIGN_DEPTH),
            spans: Vec::with_capacity(nodes),
            last: usize::MAX,
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_white_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// The bytes of the character here, for pointing at it.
    fn here(&self) -> Range<usize> {
        let width = self.text[self.at..].chars().next().map_or(0, char::len_utf8);
        self.at..self.at + width
    }

    fn document(&mut self) -> Lexed {
        if self.text.starts_with('\u{feff}') {
            return Err(malformed(
                0..3,
                "the file begins with a byte-order mark",
                "save it as UTF-8 without a byte-order mark",
            ));
        }
        self.skip_white_space();
        if self.peek().is_none() {
            return Err(malformed(
                self.here(),
                "there is nothing here to read",
                "a record is one JSON object",
            ));
        }
        self.value(None)?;
        self.skip_white_space();
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.unexpected(
                "something follows the end of the JSON value",
                "one value fills the file: remove what comes after it",
            )),
        }
    }

    fn value(&mut self, key: Option<Range<usize>>) -> Lexed {
        let index = self.spans.len();
        let start = self.at;
        self.spans.push(Span {
            key,
            value: start..start,
        });
        match self.peek() {
            Some(b'{') => self.object()?,
            Some(b'[') => self.array()?,
            Some(b'"') => self.string()?,
            Some(b'-' | b'0'..=b'9') => self.number()?,
            Some(b't') => self.literal("true")?,
            Some(b'f') => self.literal("false")?,
            Some(b'n') => self.literal("null")?,
            Some(b'a'..=b'z' | b'A'..=b'Z') => return Err(self.unknown_word()),
            Some(b'/' | b'#') => return Err(self.comment()),
            Some(_) if self.text[self.at..].starts_with(['\u{201C}', '\u{201D}', '\u{201E}']) => {
                return Err(malformed(
                    self.here(),
                    "this is a curly quotation mark",
                    "JSON takes straight ones: \"",
                ));
            }
            Some(_) => {
                return Err(self.unexpected(
                    "a value is expected here",
                    "write a string in double quotes, a number, true, false, null, a list or an object",
                ));
            }
            None => return Err(self.unexpected_end("a value")),
        }
        self.spans[index].value = start..self.at;
        if index == self.last {
            return Err(Halt::Enough);
        }
        Ok(())
    }

    /// What is said where something else is expected.
    fn unexpected(&self, message: &'static str, help: &'static str) -> Halt {
        let marks = ["<<<<<<< ", "=======", ">>>>>>> "];
        let begins_line = self.at == 0 || self.text.as_bytes()[self.at - 1] == b'\n';
        if begins_line && marks.iter().any(|mark| self.text[self.at..].starts_with(mark)) {
            return malformed(
                self.at..self.at + marks[1].len(),
                "git has left two versions here, and nobody has decided between them",
                "keep one of the two, and remove the lines with git's marks",
            );
        }
        malformed(self.here(), message, help)
    }

    fn unexpected_end(&self, missing: &str) -> Halt {
        let fault = Fault::new(
            RuleName::MALFORMED_JSON,
            Anchor::Bytes(self.at..self.at),
            format!("the text ends where {missing} is expected"),
        );
        Halt::Fault(fault.with_help("the end seems to be cut off: restore it, or close what was opened"))
    }

    fn literal(&mut self, word: &str) -> Lexed {
        if self.text[self.at..].starts_with(word) {
            self.at += word.len();
            return Ok(());
        }
        Err(self.unknown_word())
    }

    fn unknown_word(&self) -> Halt {
        let rest = &self.text[self.at..];
        let length = rest.find(|character: char| !character.is_alphanumeric() && character != '_');
        malformed(
            self.at..self.at + length.unwrap_or(rest.len()),
            "this word is no JSON value",
            "put text in double quotes; the only words without are true, false and null, in lower case",
        )
    }

    fn needless_comma(&self) -> Halt {
        malformed(
            self.here(),
            "a comma stands before this end",
            "remove the comma after the last item",
        )
    }

    fn comment(&self) -> Halt {
        malformed(
            self.here(),
            "JSON has no comments",
            "remove it, or put it into a member \"note\"",
        )
    }

    fn descend(&mut self) -> Lexed {
        self.depth += 1;
        if self.depth > self.max_depth {
            let fault = Fault::new(
                RuleName::TOO_DEEP,
                Anchor::Bytes(self.here()),
                format!("lists and objects nest more than {} levels deep", self.max_depth),
            );
            return Err(Halt::Fault(fault.with_help("flatten the structure")));
        }
        self.at += 1;
        self.skip_white_space();
        Ok(())
    }

    fn ascend(&mut self) -> Lexed {
        self.depth -= 1;
        self.at += 1;
        Ok(())
    }

    fn object(&mut self) -> Lexed {
        self.descend()?;
        if self.peek() == Some(b'}') {
            return self.ascend();
        }
        loop {
            let key = self.at;
            match self.peek() {
                Some(b'"') => self.string()?,
                Some(b'/' | b'#') => return Err(self.comment()),
                Some(b'}') => return Err(self.needless_comma()),
                Some(_) => {
                    return Err(self.unexpected(
                        "a member name in double quotes is expected here",
                        "put the name in double quotes",
                    ));
                }
                None => return Err(self.unexpected_end("a member")),
            }
            let key = key..self.at;
            self.skip_white_space();
            match self.peek() {
                Some(b':') => self.at += 1,
                Some(_) => {
                    return Err(self.unexpected(
                        "a colon is expected here",
                        "a colon stands between a member's name and its value",
                    ));
                }
                None => return Err(self.unexpected_end("a colon")),
            }
            self.skip_white_space();
            self.value(Some(key))?;
            self.skip_white_space();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b'}') => return self.ascend(),
                Some(_) => {
                    return Err(self.unexpected(
                        "a comma or a closing brace is expected here",
                        "members are separated by commas",
                    ));
                }
                None => return Err(self.unexpected_end("a closing brace")),
            }
            self.skip_white_space();
        }
    }

    fn array(&mut self) -> Lexed {
        self.descend()?;
        if self.peek() == Some(b']') {
            return self.ascend();
        }
        loop {
            self.value(None)?;
            self.skip_white_space();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b']') => return self.ascend(),
                Some(_) => {
                    return Err(self.unexpected(
                        "a comma or a closing bracket is expected here",
                        "the items of a list are separated by commas",
                    ));
                }
                None => return Err(self.unexpected_end("a closing bracket")),
            }
            self.skip_white_space();
            if self.peek() == Some(b']') {
                return Err(self.needless_comma());
            }
        }
    }

    fn number(&mut self) -> Lexed {
        let start = self.at;
        self.take(b'-');
        let leading_zero = self.peek() == Some(b'0');
        let digits = self.digits();
        let mut well_formed = digits > 0 && !(leading_zero && digits > 1);
        if self.take(b'.') {
            well_formed &= self.digits() > 0;
        }
        if self.take(b'e') || self.take(b'E') {
            let _ = self.take(b'+') || self.take(b'-');
            well_formed &= self.digits() > 0;
        }
        let end = self.at.max(start + 1);
        if !well_formed {
            return Err(malformed(
                start..end,
                "this is not a number",
                "write digits without leading zeros, with a digit on each side of a point",
            ));
        }
        match self.text[start..end].parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(()),
            _ => Err(malformed(
                start..end,
                "this number is beyond what a JSON reader can hold",
                "write a smaller number",
            )),
        }
    }

    fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn digits(&mut self) -> usize {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        self.at - start
    }
}
