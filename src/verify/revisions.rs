//! Revisions: which follow the one before as they must.

use std::collections::HashMap;

use crate::json::Anchor;
use crate::record::Kind;
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

impl<'a> Revisions<'a> {
    /// Looks at every revision after the first.
    pub fn of(references: &'a References<'a>, editors: Editors<'a>) -> Self {
        let mut revisions = Self {
            references,
            editors,
            breaks: HashMap::new(),
        };
        let mut numbers: Vec<u32> = revisions.claims().map(|(number, _)| number).collect();
        let entry = |number: u32| &references.entries()[number as usize];
        numbers.retain(|&number| entry(number).supersedes().is_some() || entry(number).revision > 1);
        // A revision counts up by one, so that the one before was looked at before.
        numbers.sort_by_key(|&number| entry(number).revision);
        for number in numbers {
            if let Some(broken) = revisions.break_before(entry(number)) {
                revisions.breaks.insert(number, broken);
            }
        }
        revisions
    }

    fn claims(&self) -> impl Iterator<Item = (u32, &'a Entry)> + use<'a> {
        (0..)
            .zip(self.references.entries())
            .filter(|(_, entry)| entry.kind == Some(Kind::Claim) && entry.digest.is_some())
    }

    /// The revisions that follow another as they must, signed by those who may, each with the one before. That there
    /// are rivals takes nothing from one of them.
    pub fn follows(&self) -> Vec<(u32, u32)> {
        let mut follows = Vec::new();
        for (&before, later) in self.references.successors() {
            let proper = later.iter().filter(|&number| {
                let entry = &self.references.entries()[*number as usize];
                entry.integrity == Integrity::Intact
                    && entry.is_signed_by_its_authors()
                    && entry.kind == Some(Kind::Claim)
                    && !self.breaks.contains_key(number)
            });
            follows.extend(proper.map(|&number| (number, before)));
        }
        follows
    }

    /// What is wrong with revisions.
    pub fn findings(&self) -> Vec<(u32, Unplaced)> {
        self.claims()
            .filter_map(|(number, entry)| {
                let broken = self.breaks.get(&number).cloned();
                Some((number, broken.or_else(|| self.rivalry(entry))?))
            })
            .collect()
    }

    fn break_before(&self, entry: &Entry) -> Option<Unplaced> {
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
        if self.breaks.contains_key(&number) {
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
    fn is_entitled(&self, revision: &Entry, before: &Entry) -> bool {
        let copies = self.references.copies(revision);
        let mut signers = copies
            .flat_map(|copy| &copy.signers)
            .filter(|signer| signer.holds);
        signers.any(|signer| {
            let is_author = before.has_author(signer.key) && signer.is_in_time();
            // Whoever moved the claim into the editor's scope, it was in another's.
            is_author || (signer.counts() && signer.editor && self.editors.is_editor(signer, before))
        })
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
