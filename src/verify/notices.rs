//! Notices: who has a say in a record, and what becomes of it.

use std::collections::HashMap;

use crate::corpus::Trust;
use crate::json::Anchor;
use crate::record::{Digest, Effect, PublicKey, Role};

use super::entry::{Entry, NoticeFact};
use super::finding::{Level, Unplaced, names};

/// A notice as it bears on one record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoticeOnRecord {
    /// The number of the notice's entry.
    pub notice: u32,
    /// What the notice does to the record.
    pub effect: Effect,
    /// Whether it counts.
    pub force: Force,
}

/// Whether a notice counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Force {
    /// An author of the record or an editor in scope signed it.
    InForce,
    /// It counted until its signer's key was found to be in foreign hands.
    Lapsed,
    /// Nobody who has a say in the record signed it.
    Foreign,
}

impl Force {
    /// As written in outputs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Force::InForce => "in force",
            Force::Lapsed => "lapsed",
            Force::Foreign => "foreign",
        }
    }
}

/// What the judging of notices looks at.
pub(super) struct Notices<'a> {
    pub entries: &'a [Entry],
    pub trust: Option<&'a Trust>,
    pub keys: &'a [PublicKey],
    pub topics: &'a [Box<str>],
}

/// The notices on each record, and the findings that they make.
#[derive(Default)]
pub(super) struct NoticeOutcome {
    pub on_record: HashMap<u32, Vec<NoticeOnRecord>>,
    pub findings: Vec<(u32, Unplaced)>,
}

impl Notices<'_> {
    /// Judges every notice. `find` gives the entries with a digest, `successors` the later revisions of an entry.
    pub fn judge(
        &self,
        find: impl Fn(Digest) -> Option<u32>,
        successors: impl Fn(u32) -> Vec<u32>,
    ) -> NoticeOutcome {
        let mut outcome = NoticeOutcome::default();
        for (number, entry) in (0..).zip(self.entries) {
            let Some(fact) = entry.notice() else { continue };
            let Some(target) = find(fact.record) else { continue };
            let force = self.force(entry, &self.entries[target as usize]);
            outcome.findings.extend(about_notice(number, force));
            let replacement = fact.replacement.and_then(&find);
            for reached in reach(target, replacement, &successors) {
                outcome
                    .on_record
                    .entry(reached)
                    .or_default()
                    .push(NoticeOnRecord {
                        notice: number,
                        effect: fact.effect,
                        force,
                    });
                let subject = if reached == target {
                    "this record"
                } else {
                    "an earlier revision of this record"
                };
                outcome
                    .findings
                    .extend(about_record(reached, subject, fact, force));
            }
        }
        outcome
    }

    fn force(&self, notice: &Entry, target: &Entry) -> Force {
        let mut force = Force::Foreign;
        for signer in notice.signers.iter().filter(|signer| signer.holds) {
            let key = self.keys[signer.key as usize];
            let has_say = target.has_author(signer.key) || self.is_editor(key, target);
            if !has_say {
                continue;
            }
            if self.trust.is_some_and(|trust| trust.is_compromised(key)) {
                force = Force::Lapsed;
            } else if signer.is_in_time() {
                return Force::InForce;
            }
        }
        force
    }

    fn is_editor(&self, key: PublicKey, target: &Entry) -> bool {
        let topics: Vec<&str> = self
            .topics
            .get(target.topics as usize)
            .map(|topics| topics.split_ascii_whitespace().collect())
            .unwrap_or_default();
        self.trust
            .and_then(|trust| trust.signer(key))
            .is_some_and(|signer| signer.may(Role::Editor, &target.id, &topics))
    }
}

/// The record and its later revisions, up to the one that replaces it.
fn reach(target: u32, replacement: Option<u32>, successors: &impl Fn(u32) -> Vec<u32>) -> Vec<u32> {
    let mut reached = vec![target];
    let mut next = 0;
    while let Some(&record) = reached.get(next) {
        next += 1;
        for successor in successors(record) {
            if Some(successor) != replacement && !reached.contains(&successor) {
                reached.push(successor);
            }
        }
    }
    reached
}

fn about_notice(number: u32, force: Force) -> Option<(u32, Unplaced)> {
    let at = Anchor::Named("record");
    let finding = match force {
        Force::InForce => return None,
        Force::Foreign => Unplaced {
            level: Level::Warn,
            ..Unplaced::deny(
                names::FOREIGN_NOTICE,
                at,
                "nobody who has a say in this record signed the notice, so it changes nothing",
                "have an author of the record or an editor in whose scope it is sign the notice",
            )
        },
        Force::Lapsed => Unplaced::deny(
            names::NOTICE_LAPSED,
            at,
            "the key that signed this notice was found to be compromised",
            "if the notice is right, have an author or an editor sign a new one",
        ),
    };
    Some((number, finding))
}

fn about_record(record: u32, subject: &str, fact: &NoticeFact, force: Force) -> Option<(u32, Unplaced)> {
    let finding = match (force, fact.effect) {
        (Force::InForce, Effect::Retracts) => Unplaced::deny(
            names::RETRACTED,
            Anchor::Whole,
            format!(
                "{subject} was retracted: {}",
                fact.reason.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
            ),
            "do not rely on it; a revision that stands is named in the notice's \"replacement\"",
        ),
        (Force::Lapsed, effect) => Unplaced::deny(
            names::NOTICE_LAPSED,
            Anchor::Whole,
            format!(
                "a notice that {subject} is {} was signed with a key that was compromised later",
                effect.participle()
            ),
            "find out whether the notice is right; if so, have an author or an editor sign a new one",
        ),
        _ => return None,
    };
    Some((record, finding))
}
