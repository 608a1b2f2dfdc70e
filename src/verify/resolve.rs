//! Records held against one another: notices, references, revisions, captures, and what rests on what.

use std::collections::HashMap;
use std::path::Path;

use crate::chain::{Below, ClaimGraph, MAX_STEPS};
use crate::corpus::{TRUST_LIST_UNSANCTIONED, TrustFault, TrustState};
use crate::json::{Anchor, RuleName};
use crate::record::Kind;

use super::captures::Captures;
use super::entry::Relation;
use super::finding::{Level, Unplaced, names};
use super::identity::duplicates;
use super::notices::Notices;
use super::references::{DigestIndex, References};
use super::run::names_others;
use super::seals;
use super::verification::Verification;
use super::way::Way;

impl Verification {
    /// Holds the records against one another.
    pub(super) fn resolve(&mut self, topics: &[Box<str>]) {
        // What a commit had is looked for by its digest.
        let needs_index = self.since.is_some() || self.entries.iter().any(names_others);
        let index = if needs_index {
            DigestIndex::new(&self.entries, self.trust.as_ref())
        } else {
            DigestIndex::default()
        };
        let references = References::new(&self.entries, &index);
        let notices = Notices {
            entries: &self.entries,
            trust: self.trust.as_ref(),
            keys: &self.keys,
            topics,
            index: &index,
        };
        let (notices, mut findings) = notices.judge(references.successors());
        findings.extend(references.findings());
        findings.extend(duplicates(&self.entries));
        findings.extend(self.list_findings());
        let graph = references.claim_graph();
        let below = graph.reachable(self.reported as u32);
        let looked_at = self.entries[..self.reported]
            .iter()
            .chain(below.iter().map(|&number| &self.entries[number as usize]));
        let captures = Captures::look_for(self.repository.as_ref(), &self.files, looked_at);
        findings.extend(self.capture_findings(&below, &captures));
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
        self.contradicted = self.contradictions(&index);
        self.successors = successors;
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
                    && !self.on_record(number).is_some_and(|on| on.retracts || on.lapsed)
            })
            .collect();
        let failing = (0..)
            .zip(&holds)
            .filter(|(_, holds)| !**holds)
            .map(|(number, _)| number);
        let ways = graph.ways_down(self.entries.len(), failing);
        let mut above = Vec::new();
        for (number, way) in (0_u32..).zip(&ways) {
            if let Some(way) = way {
                holds[number as usize] = false;
                above.push((number, self.rests_on(*way, &ways, number)));
            }
        }
        for (number, finding) in above {
            self.late.entry(number).or_default().push(finding);
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

    fn rests_on(&self, way: Below, ways: &[Option<Below>], upper: u32) -> Unplaced {
        let Way { at, end, path } = self.way(way, ways, upper);
        let retracted = self.is_retracted(end);
        let (name, state) = if retracted {
            (names::RESTS_ON_RETRACTED, "was retracted")
        } else {
            (names::RESTS_ON_UNVERIFIED, "does not hold")
        };
        Unplaced::deny(
            name,
            at,
            format!(
                "this rests on the claim {}, which {state}: {path}",
                self.entries[end as usize].id
            ),
            if retracted {
                "make a revision that does without that claim, or retract this one too"
            } else {
                "mend the claim below first; its own findings say what is wrong"
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
        for (number, entry) in (0..).zip(&self.entries) {
            if faults.is_empty() {
                break;
            }
            // The first record in a file stands for it.
            for fault in faults.remove(self.path(entry)).unwrap_or_default() {
                let finding = Unplaced::deny(fault.name, Anchor::Whole, fault.message.clone(), fault.help);
                findings.push((number, finding));
            }
        }
        for (number, entry) in (0..).zip(&self.entries) {
            let is_list = entry.kind == Some(Kind::Trust);
            let is_stray = is_list && entry.digest.is_some_and(|digest| !trust.follows(digest));
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

    /// Which entries say of which that both cannot be so.
    fn contradictions(&self, index: &DigestIndex) -> HashMap<u32, Vec<u32>> {
        let mut contradicted: HashMap<u32, Vec<u32>> = HashMap::new();
        for (number, entry) in (0..).zip(&self.entries) {
            for reference in entry.references() {
                if reference.relation == Relation::Contradicts
                    && let Some(other) = index.find(&self.entries, reference.digest)
                {
                    contradicted.entry(other).or_default().push(number);
                    contradicted.entry(number).or_default().push(other);
                }
            }
        }
        contradicted
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
