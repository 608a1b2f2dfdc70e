//! Findings: what is wrong with a record, and where.

use std::borrow::Cow;

use crate::json::{Anchor, Document, Fault, Place, RuleName, locate};

/// The names of what verification finds beyond the faults of reading.
pub mod names {
    use crate::json::RuleName;

    /// Two records of one kind and id.
    pub const DUPLICATE_ID: RuleName = RuleName::new("duplicate-id");
    /// A record without any proof.
    pub const UNSIGNED: RuleName = RuleName::new("unsigned");
    /// A signed record that an author has not signed, or that names no author.
    pub const NO_AUTHOR: RuleName = RuleName::new("no-author");
    /// A signer in no trust list.
    pub const UNTRUSTED_SIGNER: RuleName = RuleName::new("untrusted-signer");
    /// A signer whose role does not let it sign records of this kind.
    pub const WRONG_ROLE: RuleName = RuleName::new("wrong-role");
    /// A signer whose scope does not reach this record.
    pub const OUT_OF_SCOPE: RuleName = RuleName::new("out-of-scope");
    /// A key that was not valid yet, or no longer, when it signed; or a proof that has expired.
    pub const EXPIRED_SIGNER: RuleName = RuleName::new("expired-signer");
    /// A key that was revoked.
    pub const REVOKED_SIGNER: RuleName = RuleName::new("revoked-signer");
    /// A proof that says it was made after the time of the check.
    pub const SIGNED_IN_FUTURE: RuleName = RuleName::new("signed-in-future");
    /// A claim link to a record that is not at hand, is no claim, or says something else.
    pub const DANGLING_CLAIM: RuleName = RuleName::new("dangling-claim");
    /// A claim link to a revision that has a later one.
    pub const OUTDATED_CLAIM: RuleName = RuleName::new("outdated-claim");
    /// A revision that does not follow the one it supersedes.
    pub const BROKEN_REVISION: RuleName = RuleName::new("broken-revision");
    /// A record that was taken back.
    pub const RETRACTED: RuleName = RuleName::new("retracted");
    /// A claim below was taken back.
    pub const RESTS_ON_RETRACTED: RuleName = RuleName::new("rests-on-retracted");
    /// A claim below does not hold for another reason.
    pub const RESTS_ON_UNVERIFIED: RuleName = RuleName::new("rests-on-unverified");
    /// A notice whose signer's key was compromised later.
    pub const NOTICE_LAPSED: RuleName = RuleName::new("notice-lapsed");
    /// A notice by somebody who has no say in the record.
    pub const FOREIGN_NOTICE: RuleName = RuleName::new("foreign-notice");
    /// A notice on a record that is not at hand.
    pub const DANGLING_NOTICE: RuleName = RuleName::new("dangling-notice");
    /// A source whose record nobody vouches for.
    pub const UNJUDGED_SOURCE: RuleName = RuleName::new("unjudged-source");
    /// A source that claims name and that no registry holds.
    pub const UNKNOWN_SOURCE: RuleName = RuleName::new("unknown-source");
    /// Outlets that have it from one another, over several records.
    pub const CIRCULAR_REPORTING: RuleName = RuleName::new("circular-reporting");
    /// A capture that is not what its digest says.
    pub const EVIDENCE_ALTERED: RuleName = RuleName::new("evidence-altered");
    /// A capture that is not there.
    pub const EVIDENCE_MISSING_FILE: RuleName = RuleName::new("evidence-missing-file");
    /// A capture that a bundle says it leaves out.
    pub const CAPTURE_LEFT_OUT: RuleName = RuleName::new("capture-left-out");
    /// A quote whose words do not occur in the capture beside it.
    pub const QUOTE_NOT_FOUND: RuleName = RuleName::new("quote-not-found");
    /// A quote beside a capture that cannot be searched.
    pub const QUOTE_NOT_CHECKABLE: RuleName = RuleName::new("quote-not-checkable");
}

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// The record does not hold.
    Deny,
    /// Worth mending, fails nothing.
    Warn,
    /// Worth knowing.
    Info,
}

impl Level {
    /// As written in outputs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Level::Deny => "deny",
            Level::Warn => "warn",
            Level::Info => "info",
        }
    }
}

/// Something wrong with a record, at its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Its stable name.
    pub name: RuleName,
    /// How much it weighs.
    pub level: Level,
    /// Where it is in the record's text. The line is that of the file.
    pub place: Place,
    /// The line of the text that it is in, for showing; empty where there is none.
    pub excerpt: String,
    /// What is wrong.
    pub message: Cow<'static, str>,
    /// What to do about it.
    pub help: Cow<'static, str>,
}

/// A finding whose place is still a node.
#[derive(Clone, Debug)]
pub struct Unplaced {
    /// Its stable name.
    pub name: RuleName,
    /// How much it weighs.
    pub level: Level,
    /// Where it is in the record.
    pub at: Anchor,
    /// What is wrong.
    pub message: Cow<'static, str>,
    /// What to do about it.
    pub help: Cow<'static, str>,
}

impl Unplaced {
    /// One that fails its record.
    pub fn deny(
        name: RuleName,
        at: Anchor,
        message: impl Into<Cow<'static, str>>,
        help: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            name,
            level: Level::Deny,
            at,
            message: message.into(),
            help: help.into(),
        }
    }

    /// One that fails nothing.
    pub fn warn(
        name: RuleName,
        at: Anchor,
        message: impl Into<Cow<'static, str>>,
        help: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            level: Level::Warn,
            ..Self::deny(name, at, message, help)
        }
    }

    /// A finding that points at the beginning of a record, whose text cannot be had any more.
    pub fn at_beginning(self, line: u32) -> Finding {
        let pointer = match self.at {
            Anchor::Named(name) => format!("/{name}"),
            _ => String::new(),
        };
        Finding {
            name: self.name,
            level: self.level,
            place: Place {
                line: line.max(1) as usize,
                column: 1,
                length: 0,
                lasting: pointer.clone(),
                pointer,
            },
            excerpt: String::new(),
            message: self.message,
            help: self.help,
        }
    }
}

impl From<Fault> for Unplaced {
    fn from(fault: Fault) -> Self {
        Self {
            name: fault.name,
            level: Level::Deny,
            at: fault.at,
            message: fault.message,
            help: fault.help.unwrap_or_default(),
        }
    }
}

/// The most findings of one record: who has mended a hundred runs the command again, and a hostile megabyte of faults
/// must not cost a gigabyte of text.
const MAX_FINDINGS: usize = 100;

/// The longest pointer, in characters: a member's name can be as long as its record.
const MAX_POINTER: usize = 512;

/// The longest excerpt, in characters: a line of a `.jsonl` can have a million.
const MAX_EXCERPT: usize = 400;

/// Gives findings their places in `text`, which begins at line `line` of its file (1 for a file of one record).
pub(super) fn place(
    text: &str,
    document: Option<&Document<'_>>,
    line: u32,
    findings: impl IntoIterator<Item = Unplaced>,
) -> Vec<Finding> {
    let mut findings: Vec<Unplaced> = findings.into_iter().collect();
    if findings.is_empty() {
        return Vec::new();
    }
    shorten(&mut findings);
    let anchors: Vec<Anchor> = findings.iter().map(|finding| finding.at.clone()).collect();
    let places = locate(text, document, &anchors);
    let mut placed: Vec<Finding> = findings
        .into_iter()
        .zip(places)
        .map(|(finding, mut place)| {
            let excerpt = excerpt(text, &place);
            for pointer in [&mut place.pointer, &mut place.lasting] {
                if let Some((end, _)) = pointer.char_indices().nth(MAX_POINTER) {
                    pointer.truncate(end);
                    pointer.push('…');
                }
            }
            place.line += line as usize - 1;
            Finding {
                name: finding.name,
                level: finding.level,
                place,
                excerpt,
                message: finding.message,
                help: finding.help,
            }
        })
        .collect();
    placed.sort_by(|a, b| {
        let key = |finding: &Finding| (finding.place.line, finding.place.column, finding.name);
        key(a).cmp(&key(b))
    });
    placed
}

/// Keeps the weightiest findings on a record that has very many, and says how many more there are.
fn shorten(findings: &mut Vec<Unplaced>) {
    if findings.len() <= MAX_FINDINGS {
        return;
    }
    // What fails a check is never hidden behind what does not.
    findings.sort_by_key(|finding| finding.level);
    let more = findings.len() - MAX_FINDINGS;
    findings.truncate(MAX_FINDINGS + 1);
    if let Some(last) = findings.last_mut() {
        last.message = format!("{more} more faults, the first of them here: {}", last.message).into();
        last.help = "mend the others first".into();
    }
}

/// The line that a place is in. Of a very long line nothing is shown: its columns would mean nothing on a screen.
fn excerpt(text: &str, place: &Place) -> String {
    let line = text.split('\n').nth(place.line - 1).unwrap_or_default();
    let line = line.trim_end_matches('\r');
    if line.chars().nth(MAX_EXCERPT).is_some() {
        return String::new();
    }
    line.to_owned()
}
