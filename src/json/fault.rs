//! What is wrong with a document, and at which node or bytes.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

/// The stable name of a fault or rule, such as `duplicate-member`. Names never change their meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleName(&'static str);

impl RuleName {
    /// Bytes that are not JSON.
    pub const MALFORMED_JSON: Self = Self("malformed-json");
    /// Two members of one name in one object.
    pub const DUPLICATE_MEMBER: Self = Self("duplicate-member");
    /// More levels of nesting than are read.
    pub const TOO_DEEP: Self = Self("too-deep");

    /// Declares a name. Each is declared once, beside what it names.
    pub const fn new(name: &'static str) -> Self {
        Self(name)
    }

    /// The name as it is written in outputs and policies.
    pub const fn as_str(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for RuleName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// Where in a document a fault is, before it is turned into a line and a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// The document as a whole.
    Whole,
    /// The name of the member whose value is this node (index in document order).
    Member(u32),
    /// The value of this node (index in document order).
    Value(u32),
    /// The value of the outermost object's member of this name; the whole document where there is none.
    Named(&'static str),
    /// The entry with this id of a list that is the outermost object's member of this name; the whole document where
    /// there is none.
    Entry(&'static str, Box<str>),
    /// A member of such an entry: the value of its member of the last name; the entry where it has none.
    MemberOf(&'static str, Box<(Box<str>, &'static str)>),
    /// A range of bytes, where no node could be read.
    Bytes(Range<usize>),
}

impl Anchor {
    /// The member `name` of the entry with an id of a list: see [`Anchor::MemberOf`].
    pub fn member_of(list: &'static str, id: &str, name: &'static str) -> Self {
        Self::MemberOf(list, Box::new((id.into(), name)))
    }
}

/// One fault of one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Its stable name.
    pub name: RuleName,
    /// Where it is.
    pub at: Anchor,
    /// What is wrong, in one plain sentence without a full stop.
    pub message: Cow<'static, str>,
    /// What to do about it.
    pub help: Option<Cow<'static, str>>,
    /// For a misspelt member: the one name that it can be a misspelling of.
    pub meant: Option<&'static str>,
}

impl Fault {
    /// A fault without advice.
    pub fn new(name: RuleName, at: Anchor, message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            name,
            at,
            message: message.into(),
            help: None,
            meant: None,
        }
    }

    /// The same fault with advice on what to do.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<Cow<'static, str>>) -> Self {
        self.help = Some(help.into());
        self
    }
}
