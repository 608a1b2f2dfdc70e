//! Records held against one another: notices, references, revisions, captures, and what rests on what.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use crate::chain::{Below, ClaimGraph, MAX_STEPS};
use crate::corpus::{Base, TRUST_LIST_UNSANCTIONED, TrustFault, TrustState};
use crate::json::{Anchor, RuleName};
use crate::record::Kind;

use super::captures::Captures;
use super::editors::Editors;
use super::entry::{Entry, Relation};
use super::finding::{Level, Unplaced, names};
use super::identity::duplicates;
use super::notices::{Notices, Subject};
use super::references::{DigestIndex, References};
use super::revisions::Revisions;
use super::run::names_others;
use super::seals;
use super::taken_back::carry_back;
use super::verification::Verification;
use super::way::Way;

impl Verification {
    /// Holds the records against one another. What `base` knows the place of and does not lie there yet is had from it.
    pub(super) fn resolve(&mut self, topics: &[Box<str>], base: Option<&Base>) {
        // What a commit had is looked for by its digest.
        let needs_index = self.since.is_some() || self.entries.iter().any(names_others);
        let index = if needs_index {
            DigestIndex::new(&self.entries, self.trust.as_ref())
        } else {
            DigestIndex::default()
        };
        let references = References::new(&self.entries, &index);
        let editors = Editors {
            trust: self.trust.as_ref(),
            keys: &self.keys,
            topics,
        };
        let revisions = Revisions::of(&references, editors);
        let notices = Notices {
            entries: &self.entries,
            editors,
            index: &index,
            // What cannot be read may be the record that is meant.
            are_all_at_hand: self.repository.is_some()
                && !self.is_bundle()
                && self.entries.iter().all(|entry| entry.digest.is_some()),
        };
        let (mut notices, mut findings) = notices.judge(references.successors());
        let follows = revisions.follows();
        let revised: HashSet<u32> = follows.iter().map(|&(_, before)| before).collect();
        if !notices.is_empty() {
            carry_back(&self.entries, revisions.followed_once(), &mut notices);
        }
        let is_retracted = |number| notices.on(number).is_some_and(|on| on.retracts);
        findings.extend(references.findings(is_retracted));
        findings.extend(revisions.findings());
        findings.extend(duplicates(&self.entries));
        findings.extend(self.list_findings());
        let graph = references.claim_graph();
        let below = graph.reachable(self.reported as u32);
        let looked_at = self.entries[..self.reported]
            .iter()
            .chain(below.iter().map(|&number| &self.entries[number as usize]));
        let captures = Captures::look_for(self.repository.as_ref(), &self.files, looked_at, base);
        // A wrong quote can only be mended in a later revision, or taken back: then it is told only where something rests
        // on the record still.
        let is_done_with =
            |number| (revised.contains(&number) || is_retracted(number)) && !graph.is_relied_on(number);
        findings.extend(self.capture_findings(&below, &captures, is_done_with));
        findings.extend(
            graph
                .too_deep()
                .into_iter()
                .map(|entry| (entry, too_many_steps())),
        );
        let mut late: HashMap<u32, Vec<Unplaced>> = HashMap::new();
        for (entry, finding) in findings {
            late.entry(entry).or_default().push(finding);
        }
        let successors = references.into_successors();
        self.successors = successors;
        self.contradicted = self.contradictions(&index);
        self.captures = captures;
        self.notices = notices;
        self.late = late;
        self.index = index;
        self.settle(&graph);
    }

    /// Decides which records hold: by themselves first, then by what hangs below them.
    fn settle(&mut self, graph: &ClaimGraph) {
        let denied = |number: u32| {
            self.late
                .get(&number)
                .is_some_and(|findings| findings.iter().any(|finding| finding.level == Level::Deny))
        };
        let mut holds: Vec<bool> = (0..)
            .zip(&self.entries)
            .map(|(number, entry)| {
                entry.digest.is_some()
                    && seals::holds(entry, self.trust.as_ref())
                    && !denied(number)
                    && !self.on_record(number).is_some_and(|on| on.lapsed)
            })
            .collect();
        // What a policy accepts of the one does not hide the other, be it of the same record.
        let unverified: Vec<u32> = (0..)
            .zip(&holds)
            .filter(|(_, holds)| !**holds)
            .map(|(number, _)| number)
            .collect();
        let all = match self.notices.is_empty() {
            true => 0..0,
            false => 0..self.entries.len() as u32,
        };
        let retracted: Vec<u32> = all.filter(|&number| self.is_retracted(number)).collect();
        for &number in &retracted {
            holds[number as usize] = false;
        }
        let mut above = Vec::new();
        for (failing, name) in [
            (retracted, names::RESTS_ON_RETRACTED),
            (unverified, names::RESTS_ON_UNVERIFIED),
        ] {
            let ways = graph.ways_down(self.entries.len(), failing.into_iter());
            for (number, way) in (0_u32..).zip(&ways) {
                if let Some(way) = way {
                    holds[number as usize] = false;
                    above.push((number, self.rests_on(name, *way, &ways, number, &holds)));
                }
            }
        }
        for (number, finding) in above {
            self.late
                .entry(number)
                .or_insert_with(|| Vec::with_capacity(1))
                .push(finding);
        }
        if self
            .trust
            .as_ref()
            .is_some_and(|trust| trust.state != TrustState::Good)
        {
            holds.fill(false);
        }
        self.holds = holds;
    }

    fn rests_on(
        &self,
        name: RuleName,
        way: Below,
        ways: &[Option<Below>],
        upper: u32,
        holds: &[bool],
    ) -> Unplaced {
        let Way { at, end, path } = self.way(way, ways, upper);
        let retracted = name == names::RESTS_ON_RETRACTED;
        let mut later = self.successors(end).iter();
        let in_force = later.find(|&&later| holds[later as usize]);
        let state = match self.notices(end).first().map(|on| self.subject(end, on)) {
            Some(Subject::Later(revision)) if retracted => {
                format!("whose later revision {revision} was retracted")
            }
            _ if retracted => "which was retracted".to_owned(),
            _ => "which does not hold".to_owned(),
        };
        Unplaced::deny(
            name,
            at,
            format!(
                "this rests on the claim {}, {state}: {path}",
                self.entries[end as usize].id
            ),
            match in_force.map(|&later| &self.entries[later as usize]) {
                _ if retracted => {
                    "make a revision that does without that claim, or retract this one too".to_owned()
                }
                Some(later) => format!(
                    "revision {} of {} holds: let what rests on the one before it rest on that, in a revision",
                    later.revision, later.id
                ),
                None => "mend the claim below first; its own findings say what is wrong".to_owned(),
            },
        )
    }

    fn list_findings(&self) -> Vec<(u32, Unplaced)> {
        let Some(trust) = &self.trust else {
            return Vec::new();
        };
        let mut findings = Vec::new();
        let mut faults: HashMap<&Path, Vec<&TrustFault>> = HashMap::new();
        for fault in &trust.faults {
            faults.entry(&fault.path).or_default().push(fault);
        }
        let is_list = |entry: &Entry| entry.kind == Some(Kind::Trust);
        let numbered = || (0..).zip(&self.entries);
        let lists = numbered().filter(|(_, entry)| is_list(entry));
        let others = numbered().filter(|(_, entry)| !is_list(entry));
        for (number, entry) in lists.chain(others) {
            if faults.is_empty() {
                break;
            }
            // The first record in a file stands for it; in a bundle, the first list.
            for fault in faults.remove(self.path(entry)).unwrap_or_default() {
                let finding = Unplaced::deny(fault.name, Anchor::Whole, fault.message.clone(), fault.help);
                findings.push((number, finding));
            }
        }
        for (number, entry) in (0..).zip(&self.entries) {
            let is_stray = is_list(entry) && entry.digest.is_some_and(|digest| !trust.follows(digest));
            // A list that breaks the history is told of above, and those behind it fail with all else.
            if is_stray && trust.state != TrustState::Broken {
                findings.push((
                    number,
                    Unplaced::deny(
                        TRUST_LIST_UNSANCTIONED,
                        Anchor::Whole,
                        "this trust list is none of those that lead to the one in force",
                        "trust lists lie in the folder trust, each sanctioned by the owners of the one before: remove this one",
                    ),
                ));
            }
        }
        findings
    }

    /// Which entries say of which that both cannot be so. What is said of a revision is said of the newest as well: nobody
    /// revises a denial away.
    fn contradictions(&self, index: &DigestIndex) -> HashMap<u32, Vec<u32>> {
        let mut contradicted: HashMap<u32, Vec<u32>> = HashMap::new();
        let mut newest: HashMap<u32, Option<u32>> = HashMap::new();
        for (number, entry) in (0..).zip(&self.entries) {
            for reference in entry.references() {
                if reference.relation == Relation::Contradicts
                    && let Some(other) = index.find(&self.entries, reference.digest)
                {
                    let number = index.best_copy(&self.entries, number);
                    let newest = newest.entry(other).or_insert_with(|| self.newest_revision(other));
                    for other in [Some(other), *newest].into_iter().flatten() {
                        contradicted.entry(other).or_default().push(number);
                        contradicted.entry(number).or_default().push(other);
                    }
                }
            }
        }
        contradicted
    }
}

impl Verification {
    /// The newest of the revisions that follow a record, if any do; of rivals that of the first.
    fn newest_revision(&self, record: u32) -> Option<u32> {
        let next = |&revision: &u32| self.successors(revision).first().copied();
        std::iter::successors(next(&record), next).last()
    }
}

fn too_many_steps() -> Unplaced {
    Unplaced::deny(
        RuleName::TOO_DEEP,
        Anchor::Whole,
        format!("more than {MAX_STEPS} steps of claim links lie below this claim"),
        "name the claim that it really rests on",
    )
}
