//! What the lists of a history say together of a key. A later list may drop a key or give it another role, and what it
//! did before must not come undone by that.

use std::collections::HashMap;

use crate::record::{PublicKey, Role, Scope, Time};

use super::{ListedSigner, TrustSource};

/// Whether a key was good when it signed, whatever it may sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Validity {
    /// It was, and the proof still counts.
    Good,
    /// It was not valid yet or no longer, or the proof has expired.
    Expired,
    /// It was revoked.
    Revoked,
}

/// All keys of a history.
#[derive(Clone, Debug, Default)]
pub(super) struct Past(HashMap<PublicKey, PastKey>);

#[derive(Clone, Debug)]
struct PastKey {
    /// As the newest list that has the key says.
    latest: ListedSigner,
    /// Where one list or another made it an editor.
    edited: Vec<Scope>,
    compromised: bool,
}

impl Past {
    /// Takes in the next list, the oldest first.
    pub fn add(&mut self, list: &TrustSource) {
        for (key, signer) in &list.signers {
            let past = self.0.entry(*key).or_insert_with(|| PastKey {
                latest: signer.clone(),
                edited: Vec::new(),
                compromised: false,
            });
            if signer.roles.contains(&Role::Editor) && !past.edited.contains(&signer.scope) {
                past.edited.push(signer.scope.clone());
            }
            past.compromised |= signer.is_compromised();
            past.latest = signer.clone();
        }
    }

    /// Whether some list made the key an editor in whose scope a record with this id and these topics is.
    pub fn may_edit(&self, key: PublicKey, id: &str, topics: &[&str]) -> bool {
        self.0
            .get(&key)
            .is_some_and(|past| past.edited.iter().any(|scope| scope.covers(id, topics)))
    }

    /// Whose the key is, as the newest list that has it says.
    pub fn name_of(&self, key: PublicKey) -> Option<&str> {
        self.0.get(&key).map(|past| past.latest.name.as_str())
    }

    /// Whether some list says that the key is in foreign hands.
    pub fn is_compromised(&self, key: PublicKey) -> bool {
        self.0.get(&key).is_some_and(|past| past.compromised)
    }

    /// Whether the key was good at the time `created`, by the newest list that has it.
    pub fn validity(&self, key: PublicKey, created: Time) -> Validity {
        match self.0.get(&key).map(|past| &past.latest) {
            Some(latest) if latest.is_revoked_at(created) => Validity::Revoked,
            Some(latest) if !latest.is_valid_at(created) => Validity::Expired,
            _ => Validity::Good,
        }
    }
}
