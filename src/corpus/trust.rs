//! Trust lists as a history, and the standing that they give a signer.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use crate::json::RuleName;
use crate::record::{
    Digest, Kind, PublicKey, Revocation, RevocationReason, Role, Scope, Sha256Hex, Signer, Time, TrustList,
};
use crate::seal::Integrity;

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
    /// The keys whose proofs hold.
    pub signed_by: HashSet<PublicKey>,
    repository: Sha256Hex,
    version: u64,
    previous: Option<Digest>,
    expires: Time,
    threshold: u64,
    owners: HashSet<PublicKey>,
    signers: HashMap<PublicKey, ListedSigner>,
}

/// One key of a trust list.
#[derive(Clone, Debug)]
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
        signed_by: HashSet<PublicKey>,
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

    /// Its version.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// Whether enough of the owners that `list` names have signed this one.
    fn is_sanctioned_by(&self, list: &TrustSource) -> bool {
        list.owners.intersection(&self.signed_by).count() as u64 >= list.threshold
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
        (Kind::Claim, Capacity::Author) | (Kind::Notice, _) => &[Role::Editor, Role::Author],
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
    /// Follows the lists of a repository from the first, or from a pinned one, to the last that its predecessor
    /// sanctions. `lists` may be in any order.
    ///
    /// `None` where there is no list at all.
    pub fn follow(mut lists: Vec<TrustSource>, pinned: Option<TrustSource>, at: Time) -> Option<Self> {
        lists.sort_by(|a, b| (a.version, &a.path).cmp(&(b.version, &b.path)));
        let mut faults = Vec::new();
        let pin = if pinned.is_some() {
            Pin::Pinned
        } else {
            Pin::Listed
        };
        let mut current = match pinned {
            Some(pinned) => {
                check_pin(&pinned, &lists, &mut faults);
                lists.retain(|list| list.version > pinned.version);
                pinned
            }
            None => {
                if lists.is_empty() {
                    return None;
                }
                let first = lists.remove(0);
                check_first(&first, &mut faults);
                first
            }
        };
        for list in lists {
            if !faults.is_empty() {
                break;
            }
            match check_successor(&list, &current) {
                None => current = list,
                Some(fault) => faults.push(fault),
            }
        }
        let mut state = if faults.is_empty() {
            TrustState::Good
        } else {
            TrustState::Broken
        };
        if current.expires <= at {
            faults.push(TrustFault {
                path: current.path.clone(),
                name: TRUST_LIST_EXPIRED,
                message: format!("this trust list expired at {}", current.expires),
                help: "have the owners sign the next version with a later date",
            });
            if state == TrustState::Good {
                state = TrustState::Expired;
            }
        }
        Some(Self {
            pin,
            state,
            list: current,
            faults,
        })
    }

    /// The entry of a key.
    pub fn signer(&self, key: PublicKey) -> Option<&ListedSigner> {
        self.list.signers.get(&key)
    }

    /// The standing of a key whose proof holds, and the role in which it signs.
    pub fn judge(&self, key: PublicKey, ask: &Ask<'_>) -> (Standing, Option<Role>) {
        let Some(signer) = self.signer(key) else {
            return (Standing::Unknown, None);
        };
        let role = roles_for(ask.kind, ask.capacity)
            .iter()
            .copied()
            .find(|role| signer.roles.contains(role));
        let standing = if signer.is_revoked_at(ask.created) {
            Standing::Revoked
        } else if !signer.is_valid_at(ask.created) || ask.expires.is_some_and(|expires| expires <= ask.at) {
            Standing::Expired
        } else if role.is_none() {
            Standing::WrongRole
        } else if has_own_scope(ask.kind) && !signer.scope.covers(ask.id, ask.topics) {
            Standing::OutOfScope
        } else {
            match self.pin {
                Pin::Pinned => Standing::Trusted,
                Pin::Listed => Standing::Listed,
            }
        };
        (standing, role.or_else(|| signer.roles.first().copied()))
    }

    /// Whether a key is revoked because it is in foreign hands.
    pub fn is_compromised(&self, key: PublicKey) -> bool {
        self.signer(key)
            .and_then(|signer| signer.revoked)
            .is_some_and(|revoked| revoked.why == RevocationReason::Compromised)
    }
}

impl ListedSigner {
    /// A superseded key keeps the signatures that it made before; a compromised one keeps none.
    fn is_revoked_at(&self, created: Time) -> bool {
        self.revoked.is_some_and(|revoked| match revoked.why {
            RevocationReason::Compromised => true,
            RevocationReason::Superseded => created >= revoked.at,
        })
    }

    fn is_valid_at(&self, created: Time) -> bool {
        self.from.is_none_or(|from| from <= created) && self.until.is_none_or(|until| created < until)
    }

    /// Whether it has this role and a record with this id and topics is in its scope.
    pub fn may(&self, role: Role, id: &str, topics: &[&str]) -> bool {
        self.roles.contains(&role) && self.scope.covers(id, topics)
    }
}

fn unsanctioned(list: &TrustSource, message: String, help: &'static str) -> TrustFault {
    TrustFault {
        path: list.path.clone(),
        name: TRUST_LIST_UNSANCTIONED,
        message,
        help,
    }
}

/// A list is signed by the threshold of its own owners, and by nobody whose proof does not hold.
fn check_own_seal(list: &TrustSource) -> Option<TrustFault> {
    if list.integrity == Integrity::Altered {
        return Some(unsanctioned(
            list,
            "a signature on this trust list does not hold".to_owned(),
            "restore the list as it was signed, or have its owners sign it again",
        ));
    }
    if !list.is_sanctioned_by(list) {
        return Some(unsanctioned(
            list,
            format!(
                "this trust list is not signed by {} of its own owners",
                list.threshold
            ),
            "have its owners sign it with `byline sign`",
        ));
    }
    None
}

fn check_first(list: &TrustSource, faults: &mut Vec<TrustFault>) {
    if list.version == 1 {
        faults.extend(check_own_seal(list));
    } else {
        faults.push(unsanctioned(
            list,
            format!(
                "the lists begin with version {}: trust/1.json is missing",
                list.version
            ),
            "no list is ever removed: restore the earlier ones",
        ));
    }
}

/// What is wrong with `list` as the one after `before`.
fn check_successor(list: &TrustSource, before: &TrustSource) -> Option<TrustFault> {
    if list.version != before.version + 1 {
        return Some(unsanctioned(
            list,
            format!(
                "version {} does not follow version {}",
                list.version, before.version
            ),
            "versions count up by one, each in a file of its own: restore the missing one",
        ));
    }
    if list.repository != before.repository {
        return Some(unsanctioned(
            list,
            "this trust list is of another repository".to_owned(),
            "the member \"repository\" never changes: restore it",
        ));
    }
    if list.previous != Some(before.digest) {
        return Some(unsanctioned(
            list,
            format!(
                "this trust list does not name version {} as the one before",
                before.version
            ),
            "put the digest of that version into \"previous\"; `byline digest` prints it",
        ));
    }
    if !list.is_sanctioned_by(before) {
        return Some(unsanctioned(
            list,
            format!(
                "this trust list is not signed by {} of the owners of version {}",
                before.threshold, before.version
            ),
            "a new list is signed by the owners of the one before: have them sign it",
        ));
    }
    check_own_seal(list)
}

fn check_pin(pinned: &TrustSource, lists: &[TrustSource], faults: &mut Vec<TrustFault>) {
    faults.extend(check_own_seal(pinned));
    let Some(newest) = lists.last() else { return };
    match lists.iter().find(|list| list.version == pinned.version) {
        Some(same) if same.digest != pinned.digest => faults.push(unsanctioned(
            same,
            format!(
                "version {} here is not the list that --trust pins",
                pinned.version
            ),
            "this repository, or its history, is another one: do not rely on it",
        )),
        Some(_) => {}
        None if newest.version < pinned.version => faults.push(TrustFault {
            path: newest.path.clone(),
            name: TRUST_ROLLBACK,
            message: format!(
                "the newest list here is version {}, older than the pinned version {}",
                newest.version, pinned.version
            ),
            help: "somebody put back an old list, or this copy is out of date: fetch the newest",
        }),
        None => faults.push(unsanctioned(
            newest,
            format!("version {}, which --trust pins, is missing here", pinned.version),
            "no list is ever removed: restore it",
        )),
    }
}
