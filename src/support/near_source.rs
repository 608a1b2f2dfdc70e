//! The source that is meant by an id that no registry holds.

use std::sync::OnceLock;

use crate::chain::NameId;
use crate::record::nearest;

use super::ratings::Ratings;

/// The most ids that are compared with one another: a second's work, and more than a newsroom has.
const MAX_COMPARED: usize = 1_000_000;

/// What was found for each name of a run; empty where there are too many to look for any.
pub(super) type NearSources = OnceLock<Vec<OnceLock<Option<Box<str>>>>>;

impl<'v> Ratings<'v> {
    /// The source that is meant most likely: the only one whose id goes on with a dot where this one ends, as the name of
    /// a domain does, else the one that is spelt most nearly so.
    pub fn near_source(&self, id: &str) -> Option<&'v str> {
        let verification = self.verification();
        let known = self.sources();
        let names: Vec<&'v str> = known.iter().map(|id| verification.name_of(*id)).collect();
        let goes_on = |name: &&&str| name.strip_prefix(id).is_some_and(|rest| rest.starts_with('.'));
        let mut longer = names.iter().filter(goes_on);
        match (longer.next(), longer.next()) {
            (Some(only), None) => Some(only),
            _ => nearest(id, &names),
        }
    }

    /// The same for a name that many records may have: it is looked for once, and not at all in a corpus so large that
    /// this would take long.
    pub fn meant_by(&self, unknown: NameId) -> Option<&str> {
        let verification = self.verification();
        let near = self.near.get_or_init(|| {
            let names = verification.names().len();
            let compared = names.saturating_mul(self.sources.len());
            let looked_for = if compared <= MAX_COMPARED { names } else { 0 };
            (0..looked_for).map(|_| OnceLock::new()).collect()
        });
        let found = near.get(unknown.position())?;
        let look = || self.near_source(verification.name_of(unknown)).map(Box::from);
        found.get_or_init(look).as_deref()
    }
}
