//! What rules are shown.

use crate::chain::{Chain, NameId};
use crate::json::{Anchor, Document};
use crate::record::{Link, Record, Time};
use crate::score::Rating;
use crate::verify::{Entry, Ratings, Verification};

use super::policy::Policy;

/// One record while its text is at hand.
pub(super) struct RecordView<'a> {
    pub document: &'a Document<'a>,
    pub record: &'a Record<'a>,
    /// The time of the check.
    pub at: Time,
}

impl RecordView<'_> {
    /// The value of a member of a link; the link itself where it has none of that name.
    pub fn member_of(&self, link: &Link<'_>, name: &str) -> Anchor {
        let member = self.document.node(link.node).member(name);
        Anchor::Value(member.map_or(link.node, |member| member.index()))
    }
}

/// All records of a run, with what they are held to.
#[derive(Clone, Copy)]
pub(super) struct CorpusView<'a> {
    pub ratings: &'a Ratings<'a>,
    pub policy: &'a Policy,
    /// Whether all records of the repository were read, as against those that some paths name and what they rest on.
    pub is_whole: bool,
}

impl<'a> CorpusView<'a> {
    /// What verification says of the records.
    pub fn verification(&self) -> &'a Verification {
        self.ratings.verification()
    }

    /// The time of the check.
    pub fn at(&self) -> Time {
        self.verification().at
    }

    /// Whether a record says something still: it has no later revision and was not retracted. Nobody can mend what a
    /// signed record said before.
    pub fn speaks(&self, number: u32) -> bool {
        let verification = self.verification();
        verification.successors(number).is_empty() && !verification.is_retracted(number)
    }

    /// All claims at hand that say something still, also those that are not reported on.
    pub fn speaking(&self) -> impl Iterator<Item = u32> {
        let all = self.verification().all();
        all.filter(|(number, entry)| entry.chain().is_some() && self.speaks(*number))
            .map(|(number, _)| number)
    }

    /// A source as people know it, with its id where that is something else.
    pub fn source_name(&self, id: NameId) -> String {
        let slug = self.verification().name_of(id);
        match self.ratings.source(id) {
            Some(source) if *source.name != *slug => format!("{} ({slug})", source.name),
            _ => slug.to_owned(),
        }
    }
}

/// One claim in its corpus, with its rating.
pub(super) struct ClaimView<'a> {
    pub corpus: CorpusView<'a>,
    pub number: u32,
    pub entry: &'a Entry,
    pub chain: &'a Chain,
    /// Absent where it cannot be rated, which is a finding of its own.
    pub rating: Option<&'a Rating>,
}
