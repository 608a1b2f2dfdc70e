//! Where rules put what they find.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::json::Anchor;
use crate::verify::Unplaced;

use super::finding::Subject;
use super::rule::Rule;

/// What one rule finds in one record.
pub(super) struct Found<'f> {
    rule: &'static Rule,
    /// `None` while it only matters whether there is anything: then no message is made.
    findings: Option<&'f mut Vec<Unplaced>>,
    any: bool,
}

impl<'f> Found<'f> {
    /// Keeps what the rule finds in `findings`.
    pub fn into(rule: &'static Rule, findings: &'f mut Vec<Unplaced>) -> Self {
        Self {
            rule,
            findings: Some(findings),
            any: false,
        }
    }

    /// Only notes whether the rule finds anything.
    pub const fn whether(rule: &'static Rule) -> Self {
        Self {
            rule,
            findings: None,
            any: false,
        }
    }

    /// A finding at a place of the record.
    pub fn at(
        &mut self,
        at: impl FnOnce() -> Anchor,
        message: impl FnOnce() -> String,
        help: impl Into<Cow<'static, str>>,
    ) {
        self.any = true;
        if let Some(findings) = &mut self.findings {
            findings.push(unplaced(self.rule, at(), message(), help.into()));
        }
    }

    /// Whether anything was found.
    pub const fn any(&self) -> bool {
        self.any
    }
}

/// What one rule finds in all records together.
pub(super) struct CorpusFound<'f> {
    rule: &'static Rule,
    findings: &'f mut HashMap<u32, Vec<Unplaced>>,
    loose: &'f mut Vec<Loose>,
}

/// A finding about a file by its path: one that is no record, or the place of a record that is not reported on.
#[derive(Clone, Debug)]
pub(super) struct Loose {
    pub path: std::path::PathBuf,
    /// From 1.
    pub line: u32,
    pub subject: Option<Subject>,
    pub finding: Unplaced,
}

impl<'f> CorpusFound<'f> {
    pub fn into(
        rule: &'static Rule,
        findings: &'f mut HashMap<u32, Vec<Unplaced>>,
        loose: &'f mut Vec<Loose>,
    ) -> Self {
        Self {
            rule,
            findings,
            loose,
        }
    }

    /// A finding at a place of the record with this number.
    pub fn at(&mut self, number: u32, at: Anchor, message: String, help: impl Into<Cow<'static, str>>) {
        let finding = unplaced(self.rule, at, message, help.into());
        self.findings.entry(number).or_default().push(finding);
    }

    /// A finding that was made elsewhere on the record with this number.
    pub fn hand_on(&mut self, number: u32, finding: Unplaced) {
        self.findings.entry(number).or_default().push(finding);
    }

    /// A finding about a file that is no record.
    pub fn about_file(
        &mut self,
        path: std::path::PathBuf,
        message: String,
        help: impl Into<Cow<'static, str>>,
    ) {
        let finding = unplaced(self.rule, Anchor::Whole, message, help.into());
        self.loose.push(Loose {
            path,
            line: 1,
            subject: None,
            finding,
        });
    }

    /// A finding about a record that is gone from a file, or that is not reported on.
    pub fn about_record(
        &mut self,
        (path, line): (std::path::PathBuf, u32),
        subject: Subject,
        at: Anchor,
        message: String,
        help: impl Into<Cow<'static, str>>,
    ) {
        let finding = unplaced(self.rule, at, message, help.into());
        self.loose.push(Loose {
            path,
            line,
            subject: Some(subject),
            finding,
        });
    }
}

fn unplaced(rule: &'static Rule, at: Anchor, message: String, help: Cow<'static, str>) -> Unplaced {
    Unplaced {
        name: rule.name,
        level: rule.level,
        at,
        message: message.into(),
        help,
    }
}
