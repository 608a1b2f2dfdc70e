//! What became of records since they were signed: which notice took one back, and what falls with it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

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

    /// The file that a record has for itself.
    pub fn file_of(&self, record: Digest) -> Option<PathBuf> {
        let entry = self.0.entry(self.0.find(record)?);
        self.0.own_file(entry).map(Path::to_owned)
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

    /// The ids of the claims in force that rest on a claim, through any number of steps, and fall if it is retracted, with
    /// another to use `instead`.
    pub fn resting_on(&self, claim: Digest, instead: Option<Digest>) -> BTreeSet<&str> {
        let fallen = self.retracted_with(claim, instead);
        let above = self.0.ways_down(fallen.iter().copied());
        above
            .into_iter()
            .map(|(number, _)| number)
            .filter(|number| !fallen.contains(number) && self.0.speaks(*number))
            .map(|number| &*self.0.entry(number).id)
            .collect()
    }

    /// The revisions that a retraction of this one reaches: the later ones, and all before the newest of those. It ends at
    /// what is to be used `instead`.
    fn retracted_with(&self, claim: Digest, instead: Option<Digest>) -> BTreeSet<u32> {
        let end = instead.and_then(|instead| self.0.find(instead));
        let mut waiting: Vec<u32> = self.0.find(claim).into_iter().collect();
        let mut reached: BTreeSet<u32> = waiting.iter().copied().collect();
        let mut newest = Vec::new();
        while let Some(revision) = waiting.pop() {
            let later = self.0.successors(revision);
            if later.is_empty() {
                newest.push(revision);
            }
            let later = later.iter().filter(|later| Some(**later) != end);
            waiting.extend(later.filter(|later| reached.insert(**later)));
        }
        let before = |number: &u32| self.0.predecessor(*number);
        let all_before = newest.iter().flat_map(|newest| {
            std::iter::successors(before(newest), before).take_while(|number| Some(*number) != end)
        });
        reached.extend(all_before);
        reached
    }
}
