//! The rules on the text of one record: asked whether they find anything while it is read, and what, once it is read again.

use crate::corpus::UNREADABLE;
use crate::json::{Anchor, Document, RuleName};
use crate::record::{Record, Time, read};
use crate::verify::{Inspect, Unplaced};

use super::context::RecordView;
use super::found::Found;
use super::policy::Policy;
use super::rule::Judge;
use super::stopwatch::Timings;
use super::wanted::{RecordJudge, Wanted, wanted};

/// The rules that look at one record's text alone, for use while records are read: see
/// [`crate::verify::verify_and_inspect`].
pub struct RecordRules<'t> {
    rules: Vec<Wanted<RecordJudge>>,
    at: Time,
    pub(super) timings: &'t Timings<'t>,
}

impl<'t> RecordRules<'t> {
    /// The rules of this kind that the policy does not allow all findings of.
    pub fn new(policy: &Policy, only: Option<RuleName>, at: Time, timings: &'t Timings<'t>) -> Self {
        let rules = wanted(policy, only, |rule| match rule.judge {
            Judge::Record(judge) => Some(judge),
            _ => None,
        });
        Self { rules, at, timings }
    }

    /// Has the rules that found something while the record was read look again, now for what it is.
    pub(super) fn look_again(
        &self,
        document: Option<&Document<'_>>,
        noted: u32,
        unplaced: &mut Vec<Unplaced>,
    ) {
        let before = unplaced.len();
        if let Some(document) = document
            && let Some(record) = &read(document).record
        {
            let view = RecordView {
                document,
                record,
                at: self.at,
            };
            for (bit, wanted) in self.rules.iter().enumerate() {
                if noted & (1 << bit) != 0 {
                    let mut found = Found::into(wanted.rule, unplaced);
                    self.timings
                        .of(wanted.position, || (wanted.judge)(&view, &mut found));
                }
            }
        }
        if unplaced.len() == before {
            unplaced.push(Unplaced::deny(
                UNREADABLE,
                Anchor::Whole,
                "rules found something in this when it was read, and it has changed since",
                "run the command again once nothing writes to it",
            ));
        }
    }
}

impl Inspect for RecordRules<'_> {
    fn inspect(&self, document: &Document<'_>, record: &Record<'_>) -> u32 {
        let view = RecordView {
            document,
            record,
            at: self.at,
        };
        let mut noted = 0;
        for (bit, wanted) in self.rules.iter().enumerate() {
            let mut found = Found::whether(wanted.rule);
            self.timings
                .of(wanted.position, || (wanted.judge)(&view, &mut found));
            noted |= u32::from(found.any()) << bit;
        }
        noted
    }
}
