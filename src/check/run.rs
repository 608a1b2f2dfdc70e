//! A check: every rule on every record, findings in the order of files, places and rules.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use crate::corpus::UNREADABLE;
use crate::json::{Anchor, RuleName};
use crate::record::Kind;
use crate::support::{RatingWorker, Ratings};
use crate::verify::{Entry, Finding, Level, Summary, Unplaced, names};

use super::context::{ClaimView, CorpusView, EntryView};
use super::finding::{CheckFinding, Subject};
use super::found::{CorpusFound, Found, Loose};
use super::policy::Policy;
use super::record_rules::RecordRules;
use super::rule::Judge;
use super::rules::UNRATED;
use super::stopwatch::Timings;
use super::waivers::{Accepted, Waivers};
use super::wanted::{ClaimJudge, EntryJudge, Wanted, is_wanted, wanted, wanted_of_corpus};

/// A check of the records of a run.
pub struct Check<'c> {
    view: CorpusView<'c>,
    only: Option<RuleName>,
    record_rules: &'c RecordRules<'c>,
    entry_rules: Vec<Wanted<EntryJudge>>,
    claim_rules: Vec<Wanted<ClaimJudge>>,
    timings: &'c Timings<'c>,
    waivers: Waivers<'c>,
    on_records: HashMap<u32, Vec<Unplaced>>,
    loose: Vec<Loose>,
}

/// What a check amounts to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Findings that fail the check.
    pub deny: usize,
    /// Findings worth mending.
    pub warn: usize,
    /// Findings worth knowing.
    pub info: usize,
    /// Findings that a waiver accepts.
    pub waived: usize,
    /// Which waivers accept them.
    pub accepted: Vec<Accepted>,
    /// What was read.
    pub summary: Summary,
    /// Whether there was nothing to check. Where records are held against a commit, none of them need differ from it.
    pub is_nothing: bool,
    /// The commit that the records were held against, by the name that the user gave.
    pub since: Option<String>,
    /// Rules that could not be applied in full, since some record could not be read.
    pub not_applied: Vec<&'static str>,
}

impl<'c> Check<'c> {
    /// A check of all records that `ratings` are of. `is_whole` says whether the paths are the whole repository; with
    /// `only`, one rule is looked at.
    pub fn new(
        ratings: &'c Ratings<'c>,
        policy: &'c Policy,
        record_rules: &'c RecordRules<'c>,
        is_whole: bool,
        only: Option<RuleName>,
    ) -> Self {
        let view = CorpusView {
            ratings,
            policy,
            is_whole,
        };
        let mut check = Self {
            view,
            only,
            record_rules,
            entry_rules: wanted(policy, only, |rule| match rule.judge {
                Judge::Entry(judge) => Some(judge),
                _ => None,
            }),
            claim_rules: wanted(policy, only, |rule| match rule.judge {
                Judge::Claim(judge) => Some(judge),
                _ => None,
            }),
            timings: record_rules.timings,
            waivers: Waivers::new(policy, view.at()),
            on_records: HashMap::new(),
            loose: trust_findings(view),
        };
        check.look_at_all();
        check
    }

    /// The records and their ratings.
    pub const fn ratings(&self) -> &'c Ratings<'c> {
        self.view.ratings
    }

    /// The numbers of the records that are reported on, in the order in which their findings are handed on.
    pub fn reported(&self) -> impl ExactSizeIterator<Item = u32> {
        self.view.verification().reported().map(|(number, _)| number)
    }

    fn look_at_all(&mut self) {
        for wanted in wanted_of_corpus(&self.view, self.only) {
            let mut found = CorpusFound::into(wanted.rule, &mut self.on_records, &mut self.loose);
            let judge = || (wanted.judge)(&self.view, &mut found);
            self.timings.of(wanted.position, judge);
        }
    }

    /// Hands every finding to `sink`: those on records in the order of files, places and rules, then those on files
    /// that are no records, then those on the policy.
    ///
    /// # Errors
    ///
    /// What `sink` gave.
    pub fn run<E>(&self, mut sink: impl FnMut(&CheckFinding) -> Result<(), E>) -> Result<Outcome, E> {
        let verification = self.view.verification();
        let mut outcome = Outcome {
            summary: verification.summary(),
            since: verification.since().map(|since| since.name.clone()),
            ..Outcome::default()
        };
        outcome.is_nothing = match verification.since() {
            Some(_) => verification.all().len() == 0,
            None => outcome.summary.records == 0,
        };
        let reported: Vec<u32> = self.reported().collect();
        self.ratings().each(
            &reported,
            |worker, number| self.told_of(worker, number),
            |told| {
                outcome.waived += told.waived;
                hand_on(told.findings, &mut outcome, &mut sink)
            },
        )?;
        let loose = self.loose.iter().filter_map(|loose| self.loose_finding(loose));
        let mut loose: Vec<CheckFinding> = loose.collect();
        loose.sort_by(|a, b| {
            let key = |finding: &CheckFinding| (finding.path.clone(), finding.finding.name);
            key(a).cmp(&key(b))
        });
        hand_on(loose, &mut outcome, &mut sink)?;
        let were_all_checked = self.view.is_whole && self.only.is_none();
        let mut on_waivers = self.waivers.findings(were_all_checked);
        on_waivers.retain(|finding| self.level(finding.finding.name).is_some());
        hand_on(on_waivers, &mut outcome, &mut sink)?;
        outcome.not_applied = self.not_applied();
        outcome.accepted = self.waivers.accepted();
        Ok(outcome)
    }

    /// The level of findings of this name. What could not be read is told of whatever is asked for.
    fn level(&self, name: RuleName) -> Option<Level> {
        if name == UNREADABLE {
            return Some(Level::Deny);
        }
        is_wanted(self.view.policy, self.only, name)
            .then(|| self.view.policy.level(name))
            .flatten()
    }

    /// What is told of a record.
    fn told_of(&self, worker: &mut RatingWorker<'_>, number: u32) -> Told {
        let verification = self.view.verification();
        let entry = verification.entry(number);
        let subject = || Subject {
            number: Some(number),
            kind: entry.kind,
            id: entry.id.to_string(),
            digest: entry.digest,
        };
        let mut waived = 0;
        let findings = if entry.digest.is_none() {
            // No policy lets such a record pass, and it is told of whatever is asked for: it may hide that very thing.
            verification.findings(number)
        } else {
            self.findings_on_record(worker, number, entry, |unplaced| {
                waived = self.settle(unplaced, &subject());
            })
        };
        if findings.is_empty() {
            return Told {
                waived,
                ..Told::default()
            };
        }
        let path = verification.path(entry);
        let subject = subject();
        let findings = findings.into_iter().map(|finding| CheckFinding {
            path: path.to_owned(),
            subject: Some(subject.clone()),
            finding,
        });
        Told {
            findings: findings.collect(),
            waived,
        }
    }

    fn findings_on_record(
        &self,
        worker: &mut RatingWorker<'_>,
        number: u32,
        entry: &Entry,
        settle: impl FnOnce(&mut Vec<Unplaced>),
    ) -> Vec<Finding> {
        let verification = self.view.verification();
        let mut unplaced = verification.unplaced(number);
        unplaced.extend(self.on_records.get(&number).into_iter().flatten().cloned());
        let mut noted = 0;
        if self.view.speaks(number) {
            noted = entry.noted();
            self.look_at_entry(entry, &mut unplaced);
            self.look_at_claim(worker, number, entry, &mut unplaced);
        } else {
            // A revision that does without what was retracted mends it, and so does a retraction of this one as well.
            unplaced.retain(|finding| finding.name != names::RESTS_ON_RETRACTED);
            // So it is with a key that was good once: nobody relies on what it signed then.
            if verification.is_done_with(number) {
                unplaced.retain(|finding| finding.name != names::REVOKED_SIGNER);
            }
        }
        unplaced.retain(|finding| self.level(finding.name).is_some());
        if unplaced.is_empty() && noted == 0 {
            return Vec::new();
        }
        verification.placed_with(entry, |document| {
            if noted != 0 {
                self.record_rules.look_again(document, noted, &mut unplaced);
            }
            settle(&mut unplaced);
            unplaced
        })
    }

    /// Gives findings on a record the levels of the policy, and takes out those that a waiver accepts; gives how many.
    fn settle(&self, unplaced: &mut Vec<Unplaced>, subject: &Subject) -> usize {
        let mut waived = 0;
        unplaced.retain_mut(|finding| {
            let Some(level) = self.level(finding.name) else {
                return false;
            };
            finding.level = level;
            let is_accepted = self.waivers.accept(finding.name, subject);
            waived += usize::from(is_accepted);
            !is_accepted
        });
        waived
    }

    fn look_at_entry(&self, entry: &Entry, unplaced: &mut Vec<Unplaced>) {
        let view = EntryView {
            corpus: self.view,
            entry,
        };
        for wanted in &self.entry_rules {
            let mut found = Found::into(wanted.rule, unplaced);
            self.timings
                .of(wanted.position, || (wanted.judge)(&view, &mut found));
        }
    }

    fn look_at_claim(
        &self,
        worker: &mut RatingWorker<'_>,
        number: u32,
        entry: &Entry,
        unplaced: &mut Vec<Unplaced>,
    ) {
        let Some(chain) = entry.chain() else { return };
        let rating = worker.rate(number);
        if let Err(error) = &rating {
            unplaced.push(Unplaced::deny(
                UNRATED.name,
                Anchor::Named("chain"),
                format!("this claim cannot be rated: {error}"),
                "leave out links that add nothing, or divide the story into claims below one another",
            ));
        }
        let claim = ClaimView {
            corpus: self.view,
            number,
            entry,
            chain,
            rating: rating.as_ref().ok(),
        };
        for wanted in &self.claim_rules {
            let mut found = Found::into(wanted.rule, unplaced);
            self.timings
                .of(wanted.position, || (wanted.judge)(&claim, &mut found));
        }
    }

    fn loose_finding(&self, loose: &Loose) -> Option<CheckFinding> {
        let level = self.level(loose.finding.name)?;
        let finding = Unplaced {
            level,
            ..loose.finding.clone()
        };
        Some(CheckFinding {
            path: loose.path.clone(),
            subject: loose.subject.clone(),
            finding: finding.at_beginning(loose.line),
        })
    }

    /// The rules that were applied to all records together, and that what could not be read may hide something from.
    fn not_applied(&self) -> Vec<&'static str> {
        if !self.view.verification().may_hide_something() {
            return Vec::new();
        }
        wanted_of_corpus(&self.view, self.only)
            .iter()
            .filter(|wanted| !matches!(wanted.rule.judge, Judge::Terms(_)))
            .map(|wanted| wanted.rule.name.as_str())
            .collect()
    }
}

/// What is told of one record.
#[derive(Default)]
struct Told {
    findings: Vec<CheckFinding>,
    /// How many more findings a waiver accepts.
    waived: usize,
}

/// Counts findings, and hands them to `sink`.
fn hand_on<E>(
    findings: Vec<CheckFinding>,
    outcome: &mut Outcome,
    sink: &mut impl FnMut(&CheckFinding) -> Result<(), E>,
) -> Result<(), E> {
    for finding in findings {
        match finding.finding.level {
            Level::Deny => outcome.deny += 1,
            Level::Warn => outcome.warn += 1,
            Level::Info => outcome.info += 1,
        }
        sink(&finding)?;
    }
    Ok(())
}

/// What is wrong with trust lists that are not among the records that are reported on.
fn trust_findings(view: CorpusView<'_>) -> Vec<Loose> {
    let verification = view.verification();
    let lists = verification
        .reported()
        .filter(|(_, entry)| entry.kind == Some(Kind::Trust));
    let reported: HashSet<&Path> = lists.map(|(_, entry)| verification.path(entry)).collect();
    let faults = verification.trust.iter().flat_map(|trust| &trust.faults);
    faults
        .chain(&verification.unread_lists)
        .filter(|fault| !reported.contains(fault.path.as_path()))
        .map(|fault| Loose {
            path: fault.path.clone(),
            line: 1,
            subject: None,
            finding: Unplaced::deny(fault.name, Anchor::Whole, fault.message.clone(), fault.help),
        })
        .collect()
}
