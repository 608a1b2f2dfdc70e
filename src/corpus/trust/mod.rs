//! Trust lists as a history, and the standing that they give a signer.

mod changes;
mod history;
mod past;

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use crate::json::RuleName;
use crate::record::{
    Digest, Kind, PublicKey, Revocation, RevocationReason, Role, Scope, Sha256Hex, Signer, Time, TrustList,
};
use crate::seal::Integrity;

pub use changes::ListChange;
pub use history::Start;
use past::Past;
pub use past::Validity;

/// The list in force must no longer be relied on.
pub const TRUST_LIST_EXPIRED: RuleName = RuleName::new("trust-list-expired");
/// A list that the owners of the one before did not sign, or that does not follow it.
pub const TRUST_LIST_UNSANCTIONED: RuleName = RuleName::new("trust-list-unsanctioned");
/// The newest list is older than the pinned one.
pub const TRUST_ROLLBACK: RuleName = RuleName::new("trust-rollback");

/// One trust list with what its seal says, freed from its document.
#[derive(Clone, Debug)]
pub struct TrustSource {
    /// Where it lies.
    pub path: PathBuf,
    /// Its digest.
    pub digest: Digest,
    /// Whether its proofs hold.
    pub integrity: Integrity,
    /// The proofs that hold: whose they are, when they say they were made, and from when on they no longer count.
    pub signed_by: Vec<(PublicKey, Time, Option<Time>)>,
    repository: Sha256Hex,
    version: u64,
    previous: Option<Digest>,
    expires: Time,
    threshold: u64,
    owners: HashSet<PublicKey>,
    signers: HashMap<PublicKey, ListedSigner>,
}

/// One key of a trust list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedSigner {
    /// Whose it is.
    pub name: String,
    roles: Vec<Role>,
    scope: Scope,
    from: Option<Time>,
    until: Option<Time>,
    revoked: Option<Revocation>,
}

impl From<&Signer<'_>> for ListedSigner {
    fn from(signer: &Signer<'_>) -> Self {
        Self {
            name: signer.name.to_owned(),
            roles: signer.roles.clone(),
            scope: signer.scope.clone(),
            from: signer.from,
            until: signer.until,
            revoked: signer.revoked,
        }
    }
}

impl TrustSource {
    /// Takes what the history needs out of a list that was read.
    pub fn new(
        path: PathBuf,
        list: &TrustList<'_>,
        digest: Digest,
        integrity: Integrity,
        signed_by: Vec<(PublicKey, Time, Option<Time>)>,
    ) -> Self {
        Self {
            path,
            digest,
            integrity,
            signed_by,
            repository: list.repository,
            version: list.version,
            previous: list.previous,
            expires: list.expires,
            threshold: list.threshold,
            owners: list.owners().map(|owner| owner.key.key).collect(),
            signers: list
                .signers
                .iter()
                .map(|signer| (signer.key.key, signer.into()))
                .collect(),
        }
    }

    /// From when on it must no longer be relied on.
    pub fn expires(&self) -> Time {
        self.expires
    }

    /// Its version.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// Whether enough of the owners that `list` names have signed this one, while their keys were valid by `list` and
    /// with proofs that count at the time `at`: not expired, and not dated ahead of it, which would let a key sign for
    /// a time at which it is valid. Keys must also be valid at the time `first_seen`, where one is given.
    fn is_sanctioned_by(&self, list: &TrustSource, at: Time, first_seen: Option<Time>) -> bool {
        let owners: HashSet<PublicKey> = self
            .signed_by
            .iter()
            .filter(|(key, created, expires)| {
                list.owners.contains(key)
                    && list.signers.get(key).is_some_and(|signer| {
                        signer.is_valid_at(*created) && first_seen.is_none_or(|seen| signer.is_valid_at(seen))
                    })
                    && expires.is_none_or(|expires| at < expires)
                    && !created.is_ahead_of(at)
            })
            .map(|(key, _, _)| *key)
            .collect();
        owners.len() as u64 >= list.threshold
    }

    /// The time of a proof by one of the owners that `list` names, where that is still to come.
    fn is_signed_ahead(&self, list: &TrustSource, at: Time) -> Option<Time> {
        self.signed_by
            .iter()
            .find(|(key, created, _)| list.owners.contains(key) && created.is_ahead_of(at))
            .map(|(_, created, _)| *created)
    }
}

/// How the list in force came to be so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pin {
    /// The user pinned a list: signers are trusted.
    Pinned,
    /// It is the repository's own: signers are listed.
    Listed,
}

/// Whether the list in force can be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrustState {
    /// It can.
    Good,
    /// It has expired.
    Expired,
    /// The lists do not follow one another as they must.
    Broken,
}

impl TrustState {
    /// As written in outputs.
    pub const fn as_str(self) -> &'static str {
        match self {
            TrustState::Good => "good",
            TrustState::Expired => "expired",
            TrustState::Broken => "broken",
        }
    }
}

/// Something wrong with one list.
#[derive(Clone, Debug)]
pub struct TrustFault {
    /// The list.
    pub path: PathBuf,
    /// Its stable name.
    pub name: RuleName,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: &'static str,
}

/// The trust list in force.
#[derive(Clone, Debug)]
pub struct Trust {
    /// Whether it was pinned.
    pub pin: Pin,
    /// Whether it can be relied on.
    pub state: TrustState,
    /// The list.
    pub list: TrustSource,
    /// What is wrong with the lists.
    pub faults: Vec<TrustFault>,
    /// The owners of every list that was followed.
    owners: HashSet<PublicKey>,
    /// The lists that lead to the one in force, and that one.
    followed: HashSet<Digest>,
    /// What those lists say together.
    past: Past,
}

/// What a signature asks of the trust list.
#[derive(Clone, Copy, Debug)]
pub struct Ask<'a> {
    /// The kind of the record.
    pub kind: Kind,
    /// Its id; empty for kinds that have none.
    pub id: &'a str,
    /// Its topics.
    pub topics: &'a [&'a str],
    /// As what the key signs.
    pub capacity: Capacity,
    /// When the proof says it was made.
    pub created: Time,
    /// When it was seen first, where a base lacks it: its word on when it was made is then not taken alone.
    pub first_seen: Option<Time>,
    /// From when on the proof must no longer be relied on.
    pub expires: Option<Time>,
    /// The time of the check.
    pub at: Time,
}

/// As what a key signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Capacity {
    /// As one of the authors, or as the signer of a kind that has none.
    Author,
    /// Beside the authors.
    CounterSigner,
}

/// What a signer is to those who rely on the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// May sign this, by a list that the user pinned.
    Trusted,
    /// May sign this, by the repository's own list.
    Listed,
    /// Is in no list.
    Unknown,
    /// The key was not valid yet or no longer when it signed, or the proof has expired.
    Expired,
    /// The key was revoked.
    Revoked,
    /// May not sign records of this kind.
    WrongRole,
    /// May not sign this record.
    OutOfScope,
}

impl Standing {
    /// As written in outputs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Standing::Trusted => "trusted",
            Standing::Listed => "listed",
            Standing::Unknown => "unknown",
            Standing::Expired => "expired",
            Standing::Revoked => "revoked",
            Standing::WrongRole => "wrong role",
            Standing::OutOfScope => "out of scope",
        }
    }

    /// Whether the signature counts.
    pub const fn counts(self) -> bool {
        matches!(self, Standing::Trusted | Standing::Listed)
    }
}

/// The roles that may sign a kind of record in a capacity, the weightiest first.
const fn roles_for(kind: Kind, capacity: Capacity) -> &'static [Role] {
    match (kind, capacity) {
        (Kind::Claim, Capacity::Author) | (Kind::Notice, _) => &[Role::Author, Role::Editor],
        (Kind::Claim, Capacity::CounterSigner) => &[Role::Editor, Role::Checker, Role::Author],
        (Kind::Source, _) => &[Role::Owner, Role::Editor],
        (Kind::Trust, _) => &[Role::Owner],
    }
}

/// A notice has the scope of its target, and trust lists are in none.
const fn has_own_scope(kind: Kind) -> bool {
    matches!(kind, Kind::Claim | Kind::Source)
}

impl Trust {
    /// The entry of a key.
    pub fn signer(&self, key: PublicKey) -> Option<&ListedSigner> {
        self.list.signers.get(&key)
    }

    /// The name of a key, by the newest list that has it.
    pub fn name_of(&self, key: PublicKey) -> Option<&str> {
        self.past.name_of(key)
    }

    /// Whether the list has this key, and it is good at this time.
    pub fn is_in_force(&self, key: PublicKey, at: Time) -> bool {
        self.signer(key).is_some() && self.past.validity(key, at) == Validity::Good
    }

    /// Whether the list with this digest is the one in force, or one of those that lead to it.
    pub fn follows(&self, list: Digest) -> bool {
        self.followed.contains(&list)
    }

    /// The standing of a key whose proof holds, and the role in which it signs.
    pub fn judge(&self, key: PublicKey, ask: &Ask<'_>) -> (Standing, Option<Role>) {
        let counts = match self.pin {
            Pin::Pinned => Standing::Trusted,
            Pin::Listed => Standing::Listed,
        };
        // An owner who has left stays the owner of the lists that he signed.
        if ask.kind == Kind::Trust && self.owners.contains(&key) && !self.is_compromised(key) {
            return (counts, Some(Role::Owner));
        }
        let Some(signer) = self.signer(key) else {
            return (Standing::Unknown, None);
        };
        let role = roles_for(ask.kind, ask.capacity)
            .iter()
            .copied()
            .find(|role| signer.roles.contains(role));
        let validity = self.validity(key, ask);
        let standing = if validity == Validity::Revoked {
            Standing::Revoked
        } else if validity == Validity::Expired {
            Standing::Expired
        } else if role.is_none() {
            Standing::WrongRole
        } else if has_own_scope(ask.kind) && !signer.scope.covers(ask.id, ask.topics) {
            Standing::OutOfScope
        } else {
            counts
        };
        (standing, role.or_else(|| signer.roles.first().copied()))
    }

    /// Whether a key was good when it signed, also one that the list in force no longer has.
    pub fn validity(&self, key: PublicKey, ask: &Ask<'_>) -> Validity {
        let when_made = self.past.validity(key, ask.created);
        let when_seen = ask.first_seen.map(|seen| self.past.validity(key, seen));
        match when_seen
            .filter(|_| when_made == Validity::Good)
            .unwrap_or(when_made)
        {
            Validity::Good if ask.expires.is_some_and(|expires| expires <= ask.at) => Validity::Expired,
            validity => validity,
        }
    }

    /// Whether a key is revoked by the list in force because it is in foreign hands.
    pub fn is_compromised(&self, key: PublicKey) -> bool {
        self.signer(key).is_some_and(ListedSigner::is_compromised)
    }

    /// Whether a key is or was revoked because it is in foreign hands.
    pub fn was_compromised(&self, key: PublicKey) -> bool {
        self.past.is_compromised(key)
    }

    /// Whether a key is or was an editor's, with a record of this id and these topics in its scope.
    pub fn was_editor(&self, key: PublicKey, id: &str, topics: &[&str]) -> bool {
        self.past.may_edit(key, id, topics)
    }
}

impl ListedSigner {
    /// From when on it is in force, where that is later than this time.
    pub fn begins_after(&self, created: Time) -> Option<Time> {
        self.from.filter(|from| created < *from)
    }

    /// To which records it is bound.
    pub const fn scope(&self) -> &Scope {
        &self.scope
    }

    /// Since when it must not be used any more, and why.
    pub const fn revoked(&self) -> Option<Revocation> {
        self.revoked
    }

    /// A superseded key keeps the signatures that it made before; a compromised one keeps none.
    fn is_revoked_at(&self, created: Time) -> bool {
        self.revoked.is_some_and(|revoked| match revoked.why {
            RevocationReason::Compromised => true,
            RevocationReason::Superseded => created >= revoked.at,
        })
    }

    fn is_compromised(&self) -> bool {
        self.revoked
            .is_some_and(|revoked| revoked.why == RevocationReason::Compromised)
    }

    fn is_valid_at(&self, created: Time) -> bool {
        self.from.is_none_or(|from| from <= created) && self.until.is_none_or(|until| created < until)
    }

    /// Whether it has this role and a record with this id and topics is in its scope.
    pub fn may(&self, role: Role, id: &str, topics: &[&str]) -> bool {
        self.roles.contains(&role) && self.scope.covers(id, topics)
    }
}
