//! What a run amounts to.

use crate::corpus::FileError;
use crate::record::Kind;
use crate::seal::Integrity;

use super::verification::Verification;

/// What a run amounts to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Records that were read, by [`Kind::ALL`].
    pub kinds: [usize; 4],
    /// Records that were read.
    pub records: usize,
    /// Records that hold.
    pub hold: usize,
    /// Records that do not hold, malformed ones among them.
    pub fail: usize,
    /// Records that are malformed.
    pub malformed: usize,
    /// Paths that could not be read at all.
    pub unreadable: usize,
}

impl Verification {
    /// What the run amounts to.
    pub fn summary(&self) -> Summary {
        let mut summary = Summary::default();
        for (number, entry) in self.reported() {
            if entry.is_unreadable() {
                summary.unreadable += 1;
                continue;
            }
            summary.records += 1;
            let kind = entry.kind.filter(|_| entry.digest.is_some());
            if let Some(position) = Kind::ALL.iter().position(|known| Some(*known) == kind) {
                summary.kinds[position] += 1;
            }
            summary.malformed += usize::from(entry.digest.is_none());
            if self.holds(number) {
                summary.hold += 1;
            } else {
                summary.fail += 1;
            }
        }
        summary
    }

    /// Whether a record that is reported on could not be read, or not whole. A path that leads nowhere hides nothing.
    pub fn may_hide_something(&self) -> bool {
        self.reported().any(|(_, entry)| {
            let refused = &self.files[entry.file as usize].refused;
            entry.digest.is_none() && !matches!(refused, Some(FileError::NotFound))
        })
    }

    /// Whether some record that is reported on is intact and fails for its signers alone, for want of a trust list.
    pub fn lacks_trust(&self) -> bool {
        self.trust.is_none()
            && self
                .reported()
                .any(|(_, entry)| entry.integrity == Integrity::Intact)
    }
}
