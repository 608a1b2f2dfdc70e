//! Reading values with every fault collected: the part that all kinds of records share.

use std::borrow::Cow;

use crate::json::{Anchor, Fault, Node, RuleName, Value};

use super::nearest::{nearest, only_near};
use super::{BAD_VALUE, Date, Digest, HIDDEN_CHARACTERS, MISSING_MEMBER, UNKNOWN_MEMBER, text};

/// Collects the faults of one record.
#[derive(Default)]
pub(super) struct Reader {
    faults: Vec<Fault>,
}

/// What was found for one member: nothing yet, something unusable (its fault is recorded), or a value.
#[derive(Default)]
pub(super) enum Slot<T> {
    #[default]
    Absent,
    Bad,
    Good(T),
}

impl<T> Slot<T> {
    pub fn fill(&mut self, value: Option<T>) {
        *self = value.map_or(Slot::Bad, Slot::Good);
    }

    /// The value; a member that is absent is a fault.
    pub fn required(self, reader: &mut Reader, object: Node<'_>, name: &str) -> Option<T> {
        if matches!(self, Slot::Absent) {
            reader.missing(object, name, what_it_takes(name));
        }
        self.optional()
    }

    /// The value, if there is one.
    pub fn optional(self) -> Option<T> {
        match self {
            Slot::Good(value) => Some(value),
            Slot::Absent | Slot::Bad => None,
        }
    }
}

/// The bounds of a text, in characters, and whether it may have line breaks.
#[derive(Clone, Copy)]
pub(super) struct TextBounds {
    pub min: usize,
    pub max: usize,
    pub multiline: bool,
}

impl TextBounds {
    /// One line of at most `max` characters.
    pub const fn line(max: usize) -> Self {
        Self {
            min: 1,
            max,
            multiline: false,
        }
    }

    /// Several lines of at most `max` characters together.
    pub const fn lines(max: usize) -> Self {
        Self {
            min: 1,
            max,
            multiline: true,
        }
    }
}

/// What a member takes that must be there.
fn what_it_takes(name: &str) -> &'static str {
    match name {
        "count" => "say how many people, a whole number from 1, or several where nobody says how many",
        "described" => {
            "say who they are, in the words of the report, for example \"two people at the ministry\""
        }
        "source" => "name the source by its id, for example courier.example",
        "claim" => "name the claim by its digest",
        _ => "add it: it is required here",
    }
}

/// A note or reason: a paragraph or two.
pub(super) const NOTE: TextBounds = TextBounds::lines(2_000);
/// A description, title or name: a long sentence.
pub(super) const PHRASE: TextBounds = TextBounds::line(500);

impl Reader {
    pub fn into_faults(mut self) -> Vec<Fault> {
        self.faults.sort_by_key(|fault| match fault.at {
            Anchor::Member(index) | Anchor::Value(index) => index,
            Anchor::Whole
            | Anchor::Named(_)
            | Anchor::Entry(..)
            | Anchor::MemberOf(..)
            | Anchor::Bytes(_) => 0,
        });
        self.faults
    }

    /// How many faults there are so far.
    pub fn fault_count(&self) -> usize {
        self.faults.len()
    }

    pub fn fault(
        &mut self,
        name: RuleName,
        node: Node<'_>,
        message: impl Into<Cow<'static, str>>,
        help: impl Into<Cow<'static, str>>,
    ) {
        self.faults
            .push(Fault::new(name, Anchor::Value(node.index()), message).with_help(help));
    }

    pub fn bad_value(
        &mut self,
        node: Node<'_>,
        message: impl Into<Cow<'static, str>>,
        help: impl Into<Cow<'static, str>>,
    ) {
        // A number that no record may hold has its fault already: `read` has reported each of them.
        if !matches!(node.value(), Value::Float(_)) {
            self.fault(BAD_VALUE, node, message, help);
        }
    }

    pub fn missing(&mut self, object: Node<'_>, name: &str, help: &'static str) {
        self.fault(
            MISSING_MEMBER,
            object,
            format!("the member {name:?} is missing"),
            help,
        );
    }

    pub fn unknown_member(&mut self, node: Node<'_>, known: &[&'static str]) {
        self.unknown_member_or(node, known, &[]);
    }

    /// A member whose name is none of the known ones, in whose place people write `others`, each with the name that is
    /// meant.
    pub fn unknown_member_or(
        &mut self,
        node: Node<'_>,
        known: &[&'static str],
        others: &[(&str, &'static str)],
    ) {
        let name = node.key().unwrap_or_default();
        let meant = others
            .iter()
            .find(|(other, _)| *other == name)
            .map(|(_, meant)| *meant);
        let help = match meant.or_else(|| nearest(name, known)) {
            Some(near) => format!("did you mean {near:?}?"),
            None => format!("the members here are {}", known.join(", ")),
        };
        self.unknown_member_with(node, format!("{} is no member of this", quoted(name)), help);
        // Another word for it is no misspelling: nobody but its writer puts it right.
        if let (Some(fault), None) = (self.faults.last_mut(), meant) {
            fault.meant = only_near(name, known);
        }
    }

    pub fn unknown_member_with(&mut self, node: Node<'_>, message: String, help: String) {
        self.faults
            .push(Fault::new(UNKNOWN_MEMBER, Anchor::Member(node.index()), message).with_help(help));
    }

    pub fn string<'d>(&mut self, node: Node<'d>) -> Option<&'d str> {
        let text = node.as_str();
        if text.is_none() {
            self.wrong_type(node, "a text in double quotes");
        }
        text
    }

    fn wrong_type(&mut self, node: Node<'_>, wanted: &str) {
        self.bad_value(
            node,
            format!("this is {}, where {wanted} is expected", node.value().described()),
            format!("write {wanted}"),
        );
    }

    /// Whether the node is an object; anything else is a fault.
    pub fn is_object(&mut self, node: Node<'_>) -> bool {
        let object = node.value() == Value::Object;
        if !object {
            self.wrong_type(node, "an object in braces");
        }
        object
    }

    pub fn text<'d>(&mut self, node: Node<'d>, bounds: TextBounds) -> Option<&'d str> {
        let text = self.string(node)?;
        if self.has_hidden(node, text, bounds.multiline) {
            return None;
        }
        // A character takes one to four bytes, so that most texts need no counting.
        let surely_fits = bounds.min <= text.len().div_ceil(4) && text.len() <= bounds.max;
        let fits = surely_fits || (bounds.min..=bounds.max).contains(&text.chars().count());
        if !fits || text.trim().is_empty() {
            let message = match text.chars().count() {
                0 => "this text is empty".to_owned(),
                _ if text.trim().is_empty() => "this text is nothing but spaces".to_owned(),
                1 => "this text has 1 character".to_owned(),
                length => format!("this text has {length} characters"),
            };
            self.bad_value(
                node,
                message,
                format!("write {} to {} characters", bounds.min, bounds.max),
            );
            return None;
        }
        Some(text)
    }

    /// Whether the text holds a character that may not stand in it; then that is a fault.
    fn has_hidden(&mut self, node: Node<'_>, text: &str, multiline: bool) -> bool {
        let Some((position, hidden)) = text::first_hidden(text, multiline) else {
            return false;
        };
        if matches!(hidden, '\n' | '\r' | '\t') {
            self.fault(
                HIDDEN_CHARACTERS,
                node,
                format!("character {position} of this text is a line break or tab"),
                "write spaces instead, and line ends as \\n alone; only notes, reasons and quotes may have several lines",
            );
        } else {
            self.fault(
                HIDDEN_CHARACTERS,
                node,
                format!(
                    "character {position} of this text is U+{:04X}, which a reader cannot see",
                    u32::from(hidden)
                ),
                "remove the character: hidden and direction-changing characters can make a text say something else than it shows",
            );
        }
        true
    }

    /// A string that `parse` understands; `form` says in a few words what that is.
    pub fn parsed<'d, T>(
        &mut self,
        node: Node<'d>,
        form: &'static str,
        parse: impl FnOnce(&'d str) -> Option<T>,
    ) -> Option<T> {
        let text = self.string(node)?;
        let value = parse(text);
        if value.is_none() && !self.has_hidden(node, text, false) {
            let message = match Date::is_no_day(text) {
                true => format!("{} is a day that no calendar has", quoted(text)),
                false => format!("{} is not of the form expected here", quoted(text)),
            };
            self.bad_value(node, message, form);
        }
        value
    }

    pub fn digest(&mut self, node: Node<'_>) -> Option<Digest> {
        self.parsed(
            node,
            "write sha256: and 64 lower-case hexadecimal digits",
            Digest::parse,
        )
    }

    /// One of a few words.
    pub fn word<T: Copy>(&mut self, node: Node<'_>, words: &[(&'static str, T)]) -> Option<T> {
        self.word_or(node, words, &[])
    }

    /// One of a few words, in whose place people write `others`, each with the word that is meant.
    pub fn word_or<T: Copy>(
        &mut self,
        node: Node<'_>,
        words: &[(&'static str, T)],
        others: &[(&str, &'static str)],
    ) -> Option<T> {
        let text = self.string(node)?;
        let found = words.iter().find(|(word, _)| *word == text);
        if found.is_none() && !self.has_hidden(node, text, false) {
            let names: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            let meant = others.iter().find(|(other, _)| *other == text);
            let meant = meant.map(|(_, word)| *word);
            let help = match meant.or_else(|| nearest(text, &names)) {
                Some(near) => format!("did you mean {near:?}?"),
                None => format!("write one of {}", names.join(", ")),
            };
            self.bad_value(
                node,
                format!("{} is none of the words that may stand here", quoted(text)),
                help,
            );
        }
        found.map(|(_, value)| *value)
    }

    pub fn boolean(&mut self, node: Node<'_>) -> Option<bool> {
        match node.value() {
            Value::Bool(value) => Some(value),
            _ => {
                self.wrong_type(node, "true or false");
                None
            }
        }
    }

    pub fn integer(&mut self, node: Node<'_>, min: u64, max: u64) -> Option<u64> {
        match node.value() {
            Value::Integer(value) => {
                let value = u64::try_from(value)
                    .ok()
                    .filter(|value| (min..=max).contains(value));
                if value.is_none() {
                    self.bad_value(
                        node,
                        "this number is out of range",
                        format!("write a whole number from {min} to {max}"),
                    );
                }
                value
            }
            _ => {
                self.wrong_type(node, "a whole number");
                None
            }
        }
    }

    /// How many items a list has, if they are `min` to `max`.
    pub fn count(&mut self, node: Node<'_>, min: usize, max: usize) -> Option<usize> {
        if node.value() != Value::Array {
            self.wrong_type(node, "a list in square brackets");
            return None;
        }
        let count = node.items().count();
        if !(min..=max).contains(&count) {
            self.bad_value(
                node,
                format!("this list has {count} item{}", if count == 1 { "" } else { "s" }),
                match count {
                    0 => format!(
                        "write {min} to {max} items, or leave the member out where the record can do without"
                    ),
                    _ => format!("write {min} to {max} items"),
                },
            );
            return None;
        }
        Some(count)
    }

    /// A list of `min` to `max` different items.
    pub fn list<'d, T: PartialEq>(
        &mut self,
        node: Node<'d>,
        min: usize,
        max: usize,
        mut item: impl FnMut(&mut Self, Node<'d>) -> Option<T>,
    ) -> Option<Vec<T>> {
        let count = self.count(node, min, max)?;
        let mut values = Vec::with_capacity(count);
        for entry in node.items() {
            let Some(value) = item(self, entry) else { continue };
            if values.contains(&value) {
                self.bad_value(
                    entry,
                    "this item stands twice in the list",
                    "remove one of the two",
                );
                continue;
            }
            values.push(value);
        }
        // Each item that is none was told of.
        (values.len() == count).then_some(values)
    }
}

/// A text as it is quoted in a message: short, on one line, and with nothing hidden in it.
pub fn quoted(text: &str) -> String {
    const MOST: usize = 60;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{:?}…", &text[..end]),
        None => format!("{text:?}"),
    }
}
