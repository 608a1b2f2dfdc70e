//! What a trust list says otherwise than an earlier one.

use crate::record::{PublicKey, Role};

use super::{ListedSigner, TrustSource};

/// One thing that a list says otherwise than an earlier one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListChange {
    /// It lets in a key.
    LetIn {
        /// Whose.
        name: String,
        /// For what.
        roles: Vec<Role>,
    },
    /// It no longer has a key.
    LeftOut(String),
    /// It revokes the key of this signer.
    Revoked(String),
    /// It takes the revocation of a key back, or tells it otherwise.
    RevokedOtherwise(String),
    /// A key may sign in other roles.
    Roles {
        /// Whose.
        name: String,
        /// What it may do now.
        now: Vec<Role>,
    },
    /// A key may sign other records, or at other times, or its signer is called otherwise.
    Terms(String),
    /// So many owners must sign the next list.
    Threshold {
        /// Before.
        before: u64,
        /// Now.
        now: u64,
    },
}

impl TrustSource {
    /// What this list says otherwise than `before`, in an order that does not depend on how the lists are written.
    pub fn changes_since(&self, before: &TrustSource) -> Vec<ListChange> {
        let mut changes: Vec<(PublicKey, ListChange)> = Vec::new();
        for (&key, now) in &self.signers {
            let change = match before.signers.get(&key) {
                None => Some(ListChange::LetIn {
                    name: now.name.clone(),
                    roles: now.roles.clone(),
                }),
                Some(then) => now.change_since(then),
            };
            changes.extend(change.map(|change| (key, change)));
        }
        let left_out = before
            .signers
            .iter()
            .filter(|(key, _)| !self.signers.contains_key(key));
        changes.extend(left_out.map(|(&key, then)| (key, ListChange::LeftOut(then.name.clone()))));
        changes.sort_by_key(|(key, _)| *key);
        let threshold = (self.threshold != before.threshold).then_some(ListChange::Threshold {
            before: before.threshold,
            now: self.threshold,
        });
        let of_signers = changes.into_iter().map(|(_, change)| change);
        of_signers.chain(threshold).collect()
    }
}

impl ListedSigner {
    fn change_since(&self, before: &Self) -> Option<ListChange> {
        let name = self.name.clone();
        if self.revoked != before.revoked {
            return Some(match before.revoked {
                None => ListChange::Revoked(name),
                Some(_) => ListChange::RevokedOtherwise(name),
            });
        }
        if self.roles != before.roles {
            return Some(ListChange::Roles {
                name,
                now: self.roles.clone(),
            });
        }
        (self != before).then_some(ListChange::Terms(name))
    }
}
