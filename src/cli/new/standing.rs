//! What became of records since they were signed: which notice took one back, and what falls with it.

use std::collections::BTreeSet;
use std::path::Path;

use crate::cli::error::CliError;
use crate::cli::output::shown;
use crate::cli::paths::{from_here, time_or_now};
use crate::corpus::gather;
use crate::record::{Digest, Effect};
use crate::verify::{Force, Options, Verification, verify};

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

    /// The ids of the claims in force that rest on a claim, through any number of steps, and fall if it is retracted.
    pub fn resting_on(&self, claim: Digest) -> BTreeSet<&str> {
        let fallen = self.retracted_with(claim);
        let above = self.0.ways_down(fallen.iter().copied());
        above
            .into_iter()
            .map(|(number, _)| number)
            .filter(|number| !fallen.contains(number) && self.0.speaks(*number))
            .map(|number| &*self.0.entry(number).id)
            .collect()
    }

    /// The revisions that a retraction of this one reaches: the later ones, or from the newest all before.
    fn retracted_with(&self, claim: Digest) -> Vec<u32> {
        let Some(number) = self.0.find(claim) else {
            return Vec::new();
        };
        let mut reached = vec![number];
        if self.is_revised(claim) {
            let mut next = 0;
            while let Some(&revision) = reached.get(next) {
                next += 1;
                reached.extend(self.0.successors(revision));
            }
        } else {
            let before = |number: &u32| self.0.predecessor(*number);
            reached.extend(std::iter::successors(before(&number), before));
        }
        reached
    }
}
