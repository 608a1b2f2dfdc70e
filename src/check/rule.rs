//! What a rule is: declared once, documented where it is written.

use std::cmp::Ordering;

use crate::json::RuleName;
use crate::verify::Level;

use super::context::{ClaimView, CorpusView, EntryView, RecordView};
use super::found::{CorpusFound, Found};

/// A rule that records are held to.
#[derive(Debug)]
pub struct Rule {
    /// Its stable name, as written in outputs and policies.
    pub name: RuleName,
    /// What it belongs to.
    pub family: Family,
    /// Its level where the policy says nothing.
    pub level: Level,
    /// Whether no policy may lower it and no waiver lift it.
    pub is_fixed: bool,
    /// What it finds, in one line.
    pub summary: &'static str,
    /// Its documentation as its comment holds it: Markdown under the headings of [`HEADINGS`].
    pub documentation: &'static str,
    pub(super) judge: Judge,
}

/// The headings of every rule's documentation, in this order.
pub const HEADINGS: [&str; 4] = [
    "## What it finds",
    "## Why it matters",
    "## Example",
    "## How to mend it",
];

/// What rules belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// Whether a file can be read as a record.
    Reading,
    /// Whether each record has a name of its own.
    Identity,
    /// Whether the right people have signed what is written.
    Seal,
    /// What became of earlier records.
    History,
    /// Whether the links of a chain fit together.
    Chain,
    /// How well a claim is sourced.
    Sourcing,
    /// Whether captures hold what is said of them.
    Evidence,
    /// How claims stand to one another.
    Relations,
    /// What the repository asks beyond that.
    Policy,
}

impl Family {
    /// All, in the order in which rules are listed.
    pub const ALL: [Self; 9] = [
        Self::Reading,
        Self::Identity,
        Self::Seal,
        Self::History,
        Self::Chain,
        Self::Sourcing,
        Self::Evidence,
        Self::Relations,
        Self::Policy,
    ];

    /// As written in outputs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reading => "reading",
            Self::Identity => "identity",
            Self::Seal => "seal",
            Self::History => "history",
            Self::Chain => "chain",
            Self::Sourcing => "sourcing",
            Self::Evidence => "evidence",
            Self::Relations => "relations",
            Self::Policy => "policy",
        }
    }
}

/// How a rule comes to its findings.
#[derive(Clone, Copy, Debug)]
pub(super) enum Judge {
    /// Reading, verification or the comparison with a base finds it; the rule names and documents it.
    Elsewhere,
    /// By the text of one record alone, while it is at hand.
    Record(fn(&RecordView<'_>, &mut Found<'_>)),
    /// By what is kept of one record, in its corpus. Records that have a later revision or were retracted are not asked.
    Entry(fn(&EntryView<'_>, &mut Found<'_>)),
    /// By one claim in its corpus, with its rating. Claims that have a later revision or were retracted are not asked.
    Claim(fn(&ClaimView<'_>, &mut Found<'_>)),
    /// By all records together.
    Corpus(CorpusJudge),
    /// By all records together and other files of the repository: only where all of it is checked.
    Whole(CorpusJudge),
    /// By all records together and those that a commit had: only where records are held against one.
    Base(CorpusJudge),
    /// By what a commit held records to: only where they are held against one, and whatever they say.
    Terms(CorpusJudge),
}

pub(super) type CorpusJudge = fn(&CorpusView<'_>, &mut CorpusFound<'_>);

impl Rule {
    /// The lines of its documentation, without the space with which each of them begins in a comment.
    pub fn documentation_lines(&self) -> impl Iterator<Item = &'static str> {
        let lines = self.documentation.lines();
        lines.map(|line| line.strip_prefix(' ').unwrap_or(line))
    }
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Rule {}

impl PartialOrd for Rule {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Rule {
    fn cmp(&self, other: &Self) -> Ordering {
        self.name.cmp(&other.name)
    }
}

/// Declares a rule. Its doc comment is its documentation, under the headings of [`HEADINGS`].
///
/// `fixed` rules cannot be lowered by a policy or lifted by a waiver: who opens a pull request must not be able to let
/// himself in.
macro_rules! rule {
    (
        $(#[doc = $line:literal])+
        $constant:ident: $name:expr, $family:ident, $level:ident $($fixed:ident)?, $summary:literal, $judge:expr
    ) => {
        $(#[doc = $line])+
        pub(in crate::check) static $constant: $crate::check::rule::Rule = $crate::check::rule::Rule {
            name: $name,
            family: $crate::check::rule::Family::$family,
            level: $crate::verify::Level::$level,
            is_fixed: rule!(@fixed $($fixed)?),
            summary: $summary,
            documentation: concat!($($line, "\n"),+),
            judge: $judge,
        };
    };
    (@fixed fixed) => { true };
    (@fixed) => { false };
}
