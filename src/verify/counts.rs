//! What still counts: which records speak, which are kept only for what was, and who speaks against whom.

use std::collections::HashSet;

use crate::record::{Digest, Kind, PublicKey};

use super::entry::{Change, Entry, Relation, SignerFact};
use super::verification::Verification;

impl Verification {
    /// Whether a record says something still: it has no later revision and was not retracted. Nobody can mend what a
    /// signed record said before.
    pub fn speaks(&self, number: u32) -> bool {
        self.successors(number).is_empty() && !self.is_retracted(number)
    }

    /// Whether a claim is kept only for what was: it was retracted, or a later revision holds; and nobody signed it since
    /// with a key that had ended by then.
    pub fn is_done_with(&self, number: u32) -> bool {
        let is_revised = || self.successors(number).iter().any(|&later| self.holds(later));
        let entry = self.entry(number);
        // A source goes on being named by claims; and what a commit does not have nobody has looked at.
        let is_kept = entry.kind == Some(Kind::Claim) && self.was_signed_so(entry);
        let is_late = |signer: &SignerFact| signer.is_late;
        is_kept && !entry.signers.iter().any(is_late) && (self.is_retracted(number) || is_revised())
    }

    /// Whether the commit that the run is held against, if it is, has this record wherever it lies, and a proof of each who
    /// has signed it now.
    fn was_signed_so(&self, entry: &Entry) -> bool {
        let (Some(since), Some(digest)) = (&self.since, entry.digest) else {
            return true;
        };
        if entry.change() != Change::Differs {
            return true;
        }
        let lost = since.lost.iter().filter(|lost| lost.digest == digest);
        let lies_there = self.index.copies(&self.entries, digest);
        let unchanged = lies_there
            .map(|copy| self.entry(copy))
            .filter(|copy| copy.change() != Change::Differs);
        let mut before: HashSet<PublicKey> = HashSet::new();
        before.extend(lost.flat_map(|lost| &lost.signers).map(|signer| signer.0));
        before.extend(
            unchanged
                .flat_map(|copy| &copy.signers)
                .map(|signer| self.key(signer)),
        );
        entry
            .signers
            .iter()
            .all(|signer| before.contains(&self.key(signer)))
    }

    /// The records that contradict the one with this number, or that it contradicts.
    pub fn contradicting(&self, number: u32) -> &[u32] {
        if self.contradicted.is_empty() {
            return &[];
        }
        let record = self.index.best_copy(&self.entries, number);
        self.contradicted.get(&record).map_or(&[], Vec::as_slice)
    }

    /// Those of the same that count: they were neither revised nor retracted since, and their own seal holds, or the record
    /// itself names them. Anybody can write a claim that contradicts another.
    pub fn counting_against(&self, number: u32) -> impl Iterator<Item = u32> + '_ {
        let own = self.entry(number).references().iter();
        let own = own.filter(|reference| reference.relation == Relation::Contradicts);
        let named: Vec<Digest> = own.map(|reference| reference.digest).collect();
        let is_named = move |other: u32| {
            self.entry(other)
                .digest
                .is_some_and(|digest| named.contains(&digest))
        };
        let all = self.contradicting(number).iter().copied();
        all.filter(move |&other| self.speaks(other) && (self.is_sealed(other) || is_named(other)))
    }
}
