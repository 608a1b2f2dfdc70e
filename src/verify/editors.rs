//! In whose scope as an editor a record is.

use crate::corpus::Trust;
use crate::record::{PublicKey, Role};

use super::entry::{Entry, SignerFact};

/// What tells editors of a record.
#[derive(Clone, Copy)]
pub(super) struct Editors<'a> {
    pub trust: Option<&'a Trust>,
    pub keys: &'a [PublicKey],
    pub topics: &'a [Box<str>],
}

impl<'a> Editors<'a> {
    /// The key of a signer.
    pub fn key(&self, signer: &SignerFact) -> PublicKey {
        self.keys[signer.key as usize]
    }

    /// Whether the list in force makes a signer an editor in whose scope the record is.
    pub fn is_editor(&self, signer: &SignerFact, record: &Entry) -> bool {
        let topics = self.topics(record);
        let listed = self.trust.and_then(|trust| trust.signer(self.key(signer)));
        listed.is_some_and(|listed| listed.may(Role::Editor, &record.id, &topics))
    }

    /// Whether some list of the history does: what a later list takes from an editor brings back no record that was
    /// retracted.
    pub fn was_editor(&self, signer: &SignerFact, record: &Entry) -> bool {
        let topics = self.topics(record);
        self.trust
            .is_some_and(|trust| trust.was_editor(self.key(signer), &record.id, &topics))
    }

    fn topics(&self, record: &Entry) -> Vec<&'a str> {
        self.topics
            .get(record.topics as usize)
            .map(|topics| topics.split_ascii_whitespace().collect())
            .unwrap_or_default()
    }
}
