//! Revisions: which follow the one before as they must.

use std::collections::HashMap;

use crate::json::Anchor;
use crate::record::{Digest, Kind};
use crate::seal::Integrity;

use super::editors::Editors;
use super::entry::{Entry, Reference, SignerFact};
use super::finding::{Unplaced, names};
use super::references::References;

/// The revisions of all claims.
pub(super) struct Revisions<'a> {
    references: &'a References<'a>,
    editors: Editors<'a>,
    /// What keeps a revision from following the one before.
    breaks: HashMap<u32, Unplaced>,
}

/// Who may make the next revision.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Entitled {
    /// Who may by the list in force.
    Now,
    /// Who may or might by any list, with a key that never was in foreign hands.
    Once,
}

impl<'a> Revisions<'a> {
    /// Looks at every revision after the first.
    pub fn of(references: &'a References<'a>, editors: Editors<'a>) -> Self {
        Self {
            references,
            editors,
            breaks: Breaks::of(references, editors, Entitled::Now),
        }
    }

    /// The revisions that follow another as they must, signed by those who may, each with the one before. That there
    /// are rivals takes nothing from one of them.
    pub fn follows(&self) -> Vec<(u32, u32)> {
        self.following(&self.breaks)
    }

    /// The same with those whose makers may no longer: what a later list takes from who made a revision brings back no
    /// claim that was retracted with it.
    pub fn followed_once(&self) -> Vec<(u32, u32)> {
        self.following(&Breaks::of(self.references, self.editors, Entitled::Once))
    }

    fn following(&self, breaks: &HashMap<u32, Unplaced>) -> Vec<(u32, u32)> {
        let mut follows = Vec::new();
        for (&before, later) in self.references.successors() {
            let proper = later.iter().filter(|&number| {
                let entry = &self.references.entries()[*number as usize];
                entry.integrity == Integrity::Intact
                    && entry.is_signed_by_its_authors()
                    && entry.kind == Some(Kind::Claim)
                    && !breaks.contains_key(number)
            });
            follows.extend(proper.map(|&number| (number, before)));
        }
        follows
    }

    /// What is wrong with revisions.
    pub fn findings(&self) -> Vec<(u32, Unplaced)> {
        claims(self.references)
            .filter_map(|(number, entry)| {
                let broken = self.breaks.get(&number).cloned();
                Some((number, broken.or_else(|| self.rivalry(entry))?))
            })
            .collect()
    }

    fn rivalry(&self, entry: &Entry) -> Option<Unplaced> {
        let reference = entry.supersedes()?;
        let before = self.references.before(entry)?;
        let rivals = self.references.successors().get(&before).map_or(0, Vec::len);
        (rivals > 1).then(|| {
            broken(
                reference,
                format!("{rivals} records supersede the same revision"),
                "keep one as the next revision, and make the other a revision of that one",
            )
        })
    }
}

fn claims<'a>(references: &References<'a>) -> impl Iterator<Item = (u32, &'a Entry)> + use<'a> {
    (0..)
        .zip(references.entries())
        .filter(|(_, entry)| entry.kind == Some(Kind::Claim) && entry.digest.is_some())
}

/// What is looked for in the revisions of all claims, one after the other.
struct Breaks<'a> {
    references: &'a References<'a>,
    editors: Editors<'a>,
    by: Entitled,
    /// Whether somebody who may signed the record with this digest: asked once for all of its copies.
    entitled: HashMap<Digest, bool>,
    found: HashMap<u32, Unplaced>,
}

impl<'a> Breaks<'a> {
    fn of(references: &'a References<'a>, editors: Editors<'a>, by: Entitled) -> HashMap<u32, Unplaced> {
        let mut breaks = Self {
            references,
            editors,
            by,
            entitled: HashMap::new(),
            found: HashMap::new(),
        };
        let entry = |number: u32| &references.entries()[number as usize];
        let mut numbers: Vec<u32> = claims(references).map(|(number, _)| number).collect();
        numbers.retain(|&number| entry(number).supersedes().is_some() || entry(number).revision > 1);
        // A revision counts up by one, or it is broken by that alone: the one before was looked at before.
        numbers.sort_by_key(|&number| entry(number).revision);
        for number in numbers {
            if let Some(broken) = breaks.break_before(entry(number)) {
                breaks.found.insert(number, broken);
            }
        }
        breaks.found
    }

    fn break_before(&mut self, entry: &Entry) -> Option<Unplaced> {
        let Some(reference) = entry.supersedes() else {
            return (entry.revision > 1).then(|| {
                Unplaced::deny(
                    names::BROKEN_REVISION,
                    Anchor::Whole,
                    format!(
                        "revision {} does not say which record it supersedes",
                        entry.revision
                    ),
                    "put the digest of the revision before into \"supersedes\"; `byline digest` prints it",
                )
            });
        };
        let broken = |message: String, help| Some(broken(reference, message, help));
        let Some(number) = self.references.before(entry) else {
            return broken(
                format!("the revision before, {}, is not at hand", reference.digest),
                "earlier revisions stay beside the claim as ID.r1.json, ID.r2.json and so on: restore it",
            );
        };
        let before = &self.references.entries()[number as usize];
        if before.kind != Some(Kind::Claim) || before.id != entry.id {
            return broken(
                "the record that this supersedes is another claim".to_owned(),
                "a revision keeps the id of its claim",
            );
        }
        if before.revision.checked_add(1) != Some(entry.revision) {
            return broken(
                format!(
                    "revision {} supersedes revision {}",
                    entry.revision, before.revision
                ),
                "revisions count up by one",
            );
        }
        if let Some(flaw) = flaw_of_predecessor(before) {
            return broken(
                format!("the revision before {flaw}, so nothing vouches for what this one follows"),
                "restore that revision as its authors signed it, or have each of them sign it",
            );
        }
        if self.found.contains_key(&number) {
            return broken(
                "the revision before does not follow the one before it as it must, so neither does this one"
                    .to_owned(),
                "mend that revision; its own finding says what is wrong with it",
            );
        }
        if !entry.signers.is_empty() && !self.is_entitled(entry, before) {
            return broken(
                "neither an author of the revision before nor an editor in whose scope that is has signed this one".to_owned(),
                if entry
                    .signers
                    .iter()
                    .filter(|signer| signer.author)
                    .all(SignerFact::counts)
                {
                    "have one of them sign it too, with `byline sign`"
                } else {
                    "have one of them sign it as theirs, with `byline sign --anew`: whoever is its author now may not sign claims here"
                },
            );
        }
        None
    }

    /// Whether somebody who may make the next revision signed this one, or a copy of it: who takes proofs out of a copy
    /// takes nothing from the record.
    fn is_entitled(&mut self, revision: &Entry, before: &Entry) -> bool {
        let known = revision.digest.and_then(|digest| self.entitled.get(&digest));
        if let Some(&known) = known {
            return known;
        }
        let copies = self.references.copies(revision);
        let mut signers = copies
            .flat_map(|copy| &copy.signers)
            .filter(|signer| signer.holds);
        let is_entitled = signers.any(|signer| self.may_revise(signer, before));
        self.entitled
            .extend(revision.digest.map(|digest| (digest, is_entitled)));
        is_entitled
    }

    /// Whether a signer may make the revision after this one. Whoever moves a claim into an editor's scope, it was in
    /// another's.
    fn may_revise(&self, signer: &SignerFact, before: &Entry) -> bool {
        let is_author = before.has_author(signer.key);
        match self.by {
            Entitled::Now => {
                let is_editor = || signer.editor && self.editors.is_editor(signer, before);
                (is_author && signer.is_in_time()) || (signer.counts() && is_editor())
            }
            Entitled::Once => {
                let key = self.editors.key(signer);
                let trust = self.editors.trust;
                let was_compromised = trust.is_some_and(|trust| trust.was_compromised(key));
                !was_compromised && (is_author || self.editors.was_editor(signer, before))
            }
        }
    }
}

fn broken(supersedes: &Reference, message: String, help: &'static str) -> Unplaced {
    Unplaced::deny(
        names::BROKEN_REVISION,
        Anchor::Value(supersedes.node),
        message,
        help,
    )
}

/// Who may make the next revision is said by those who signed the one before, so that one must be theirs.
fn flaw_of_predecessor(before: &Entry) -> Option<&'static str> {
    match before.integrity {
        Integrity::Unverified => None,
        Integrity::Unsigned => Some("is unsigned"),
        Integrity::Altered => Some("was altered after signing"),
        Integrity::Intact if before.is_signed_by_its_authors() => None,
        Integrity::Intact => Some("is not signed by each of its authors"),
    }
}
