//! What became of records since they were signed: which notice took one back, and what falls with it.

use std::collections::BTreeSet;
use std::path::Path;

use crate::cli::error::CliError;
use crate::cli::output::shown;
use crate::cli::paths::{from_here, time_or_now};
use crate::corpus::gather;
use crate::record::{Digest, Effect};
use crate::verify::{Entry, Force, Options, Relation, Verification, verify};

/// Records with the notices on them and all that follows them.
pub(super) struct Standings(Verification);

impl Standings {
    /// Those of a file, or of all files of a folder.
    pub fn of(path: &Path) -> Result<Self, CliError> {
        let inputs = gather(&[path.to_owned()], None)?;
        Ok(Self(verify(inputs, Options::at(time_or_now(None)))?))
    }

    pub fn is_retracted(&self, record: Digest) -> bool {
        self.0
            .find(record)
            .is_some_and(|number| self.0.is_retracted(number))
    }

    /// Whether there is a later revision.
    pub fn is_revised(&self, record: Digest) -> bool {
        let number = self.0.find(record);
        number.is_some_and(|number| !self.0.successors(number).is_empty())
    }

    /// The file of the notice that retracts a record, if one does.
    pub fn retracted_by(&self, record: Digest) -> Option<String> {
        let mut notices = self.0.notices(self.0.find(record)?).iter();
        let notice = notices.find(|on| on.force == Force::InForce && on.effect == Effect::Retracts)?;
        let file = self.0.path(self.0.entry(notice.notice));
        Some(shown(&from_here(file.to_owned())))
    }

    /// The ids of the claims in force that rest on a claim, on each other among it, and fall if it is retracted.
    pub fn resting_on(&self, claim: Digest) -> BTreeSet<&str> {
        let mut fallen = self.retracted_with(claim);
        let with_it = fallen.len();
        let mut next = 0;
        while let Some(digest) = fallen.get(next).copied() {
            next += 1;
            let above = self.0.all().filter(|(_, entry)| cites(entry, digest));
            let above: Vec<Digest> = above.filter_map(|(_, entry)| entry.digest).collect();
            fallen.extend(
                above
                    .into_iter()
                    .filter(|digest| !fallen.contains(digest))
                    .collect::<BTreeSet<_>>(),
            );
        }
        let in_force = |digest: &&Digest| !self.is_retracted(**digest) && !self.is_revised(**digest);
        let resting = fallen[with_it..].iter().filter(in_force);
        let numbers = resting.filter_map(|digest| self.0.find(*digest));
        numbers.map(|number| &*self.0.entry(number).id).collect()
    }

    /// The revisions that a retraction of this one reaches: the later ones, or from the newest all before.
    fn retracted_with(&self, claim: Digest) -> Vec<Digest> {
        let Some(number) = self.0.find(claim) else {
            return vec![claim];
        };
        let mut reached = vec![number];
        match self.is_revised(claim) {
            true => {
                let mut next = 0;
                while let Some(&revision) = reached.get(next) {
                    next += 1;
                    reached.extend(self.0.successors(revision));
                }
            }
            false => reached.extend(std::iter::successors(self.0.predecessor(number), |&revision| {
                self.0.predecessor(revision)
            })),
        }
        let digests = reached
            .into_iter()
            .filter_map(|number| self.0.entry(number).digest);
        digests.collect()
    }
}

fn cites(entry: &Entry, digest: Digest) -> bool {
    let mut references = entry.references().iter();
    references.any(|reference| reference.relation == Relation::Claim && reference.digest == digest)
}
