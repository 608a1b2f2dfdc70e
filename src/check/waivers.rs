//! Findings that a repository accepts until a date.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::json::RuleName;
use crate::record::{Date, Time};
use crate::verify::{Finding, Level};

use super::finding::{CheckFinding, Subject};
use super::policy::Policy;
use super::rules::{WAIVER_EXPIRED, WAIVER_UNUSED};

/// One waiver: findings of a rule on a record, accepted through a day (in UTC).
#[derive(Clone, Debug)]
pub(super) struct Waiver {
    pub rule: RuleName,
    pub record: String,
    pub reason: String,
    pub until: Date,
    /// Where it stands in `byline.toml`.
    pub bytes: Range<usize>,
}

impl Waiver {
    fn has_ended(&self, at: Time) -> bool {
        at.moment().date_naive() > self.until.day()
    }
}

/// Findings of a rule on a record that a waiver accepts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The rule.
    pub rule: RuleName,
    /// The record, as the waiver names it.
    pub record: String,
    /// The last day.
    pub until: Date,
    /// Why.
    pub reason: String,
}

/// The waivers of a run, and which of them were used.
pub(super) struct Waivers<'p> {
    policy: &'p Policy,
    at: Time,
    by_target: HashMap<(RuleName, &'p str), Vec<usize>>,
    used: Vec<AtomicBool>,
}

impl<'p> Waivers<'p> {
    /// The waivers of a policy at a time.
    pub fn new(policy: &'p Policy, at: Time) -> Self {
        let mut by_target: HashMap<(RuleName, &str), Vec<usize>> = HashMap::new();
        for (position, waiver) in policy.waivers.iter().enumerate() {
            let target = (waiver.rule, waiver.record.as_str());
            by_target.entry(target).or_default().push(position);
        }
        Self {
            policy,
            at,
            by_target,
            used: policy.waivers.iter().map(|_| AtomicBool::new(false)).collect(),
        }
    }

    /// Whether findings of a rule on a record are accepted. Their waiver is then used; so is one that has ended, which
    /// accepts nothing.
    pub fn accept(&self, rule: RuleName, subject: &Subject) -> bool {
        if self.by_target.is_empty() {
            return false;
        }
        let name = subject.name();
        let Some(waivers) = self.by_target.get(&(rule, name.as_str())) else {
            return false;
        };
        for &waiver in waivers {
            self.used[waiver].store(true, Ordering::Relaxed);
        }
        waivers
            .iter()
            .any(|&waiver| !self.policy.waivers[waiver].has_ended(self.at))
    }

    /// What they accepted so far.
    pub fn accepted(&self) -> Vec<Accepted> {
        let waivers = self.policy.waivers.iter().zip(&self.used);
        let accepting = waivers
            .filter(|(waiver, used)| used.load(Ordering::Relaxed) && !waiver.has_ended(self.at))
            .map(|(waiver, _)| Accepted {
                rule: waiver.rule,
                record: waiver.record.clone(),
                until: waiver.until,
                reason: waiver.reason.clone(),
            });
        accepting.collect()
    }

    /// What is wrong with the waivers themselves. Whether one is used can only be told once all records were checked.
    pub fn findings(&self, were_all_checked: bool) -> Vec<CheckFinding> {
        let mut findings = Vec::new();
        for (waiver, used) in self.policy.waivers.iter().zip(&self.used) {
            let Waiver { rule, record, .. } = waiver;
            let (name, message, help) = if waiver.has_ended(self.at) {
                (
                    WAIVER_EXPIRED.name,
                    format!(
                        "the waiver of {rule} for {record:?} ended on {}; it was given because: {}",
                        waiver.until, waiver.reason
                    ),
                    "mend what it accepted, or decide anew and give a later date",
                )
            } else if were_all_checked && !used.load(Ordering::Relaxed) {
                (
                    WAIVER_UNUSED.name,
                    format!("nothing needs the waiver of {rule} for {record:?}"),
                    "remove it: it would accept what nobody has looked at yet",
                )
            } else {
                continue;
            };
            let Some(level) = self.policy.level(name) else {
                continue;
            };
            findings.push(self.finding(waiver, name, level, message, help));
        }
        findings
    }

    fn finding(
        &self,
        waiver: &Waiver,
        name: RuleName,
        level: Level,
        message: String,
        help: &'static str,
    ) -> CheckFinding {
        in_policy(self.policy, &waiver.bytes, name, level, message, help)
    }
}

/// A finding at a place of `byline.toml`.
pub(super) fn in_policy(
    policy: &Policy,
    bytes: &Range<usize>,
    name: RuleName,
    level: Level,
    message: String,
    help: &'static str,
) -> CheckFinding {
    let (place, excerpt) = policy.place(bytes);
    CheckFinding {
        path: policy.path.clone(),
        subject: None,
        finding: Finding {
            name,
            level,
            place,
            excerpt,
            message: message.into(),
            help: help.into(),
        },
    }
}
