//! Trust lists: `trust/1`.

use crate::json::Node;

use super::date::Time;
use super::did_key::DidKey;
use super::digest::{Digest, Sha256Hex};
use super::forms::{DID_FORM, TIME_FORM};
use super::reader::{Reader, Slot, TextBounds};
use super::scope::{Part, Scope};

/// The most keys in one list: a large newsroom, twice over.
const MAX_SIGNERS: usize = 1_024;

/// The most entries of one scope.
const MAX_SCOPE: usize = 64;

/// The largest threshold: more owners than can be brought to one table.
const MAX_THRESHOLD: u64 = 64;

/// The largest version; keeps a hostile number from costing a million look-ups.
const MAX_VERSION: u64 = 100_000;

const SIGNER_NAME: TextBounds = TextBounds::line(200);

/// Which keys may sign what, in which role, from when to when.
#[derive(Clone, Debug)]
pub struct TrustList<'d> {
    /// The number of the repository: random, fixed at version 1.
    pub repository: Sha256Hex,
    /// From 1.
    pub version: u64,
    /// The list before; absent in version 1 alone.
    pub previous: Option<Digest>,
    /// From when on it must no longer be relied on.
    pub expires: Time,
    /// How many owners must sign.
    pub threshold: u64,
    /// The keys.
    pub signers: Vec<Signer<'d>>,
}

/// One key of a trust list.
#[derive(Clone, Debug)]
pub struct Signer<'d> {
    /// The key.
    pub key: DidKey<'d>,
    /// Whose it is.
    pub name: &'d str,
    /// What it may do.
    pub roles: Vec<Role>,
    /// To which records.
    pub scope: Scope,
    /// From when on; `None`: always.
    pub from: Option<Time>,
    /// Up to when, exclusively; `None`: without end.
    pub until: Option<Time>,
    /// That it must not be used any more.
    pub revoked: Option<Revocation>,
}

/// The end of a key before its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Revocation {
    /// From when on.
    pub at: Time,
    /// Why.
    pub why: RevocationReason,
}

/// Why a key was revoked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RevocationReason {
    /// Replaced by another: signatures made before stay good.
    Superseded,
    /// In foreign hands: no signature is good, whenever it says it was made.
    Compromised,
}

impl RevocationReason {
    /// As written in records.
    pub const fn as_str(self) -> &'static str {
        match self {
            RevocationReason::Superseded => "superseded",
            RevocationReason::Compromised => "compromised",
        }
    }
}

const REASONS: &[(&str, RevocationReason)] = &[
    ("superseded", RevocationReason::Superseded),
    ("compromised", RevocationReason::Compromised),
];

/// What a key may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Signs trust lists and sources.
    Owner,
    /// Signs claims, notices and sources.
    Editor,
    /// Signs claims, and notices on its own claims.
    Author,
    /// Counter-signs claims.
    Checker,
}

impl Role {
    /// As written in a record.
    pub const fn as_str(self) -> &'static str {
        match self {
            Role::Owner => "owner",
            Role::Editor => "editor",
            Role::Author => "author",
            Role::Checker => "checker",
        }
    }
}

const ROLES: &[(&str, Role)] = &[
    ("owner", Role::Owner),
    ("author", Role::Author),
    ("editor", Role::Editor),
    ("checker", Role::Checker),
];

/// The members of trust lists, in the order in which `fmt` writes them.
pub(super) const MEMBERS: &[&str] = &[
    "byline",
    "repository",
    "version",
    "previous",
    "expires",
    "threshold",
    "signers",
    "proof",
];
pub(super) const SIGNER_MEMBERS: &[&str] = &["key", "name", "roles", "scope", "from", "until", "revoked"];
pub(super) const REVOKED_MEMBERS: &[&str] = &["at", "why"];

pub(super) fn read<'d>(reader: &mut Reader, root: Node<'d>) -> Option<TrustList<'d>> {
    let mut repository = Slot::Absent;
    let mut version = Slot::Absent;
    let mut previous = None;
    let mut expires = Slot::Absent;
    let mut threshold = Slot::Absent;
    let mut signers = Slot::Absent;
    for (name, node) in root.members() {
        match name {
            "byline" | "proof" => {}
            "repository" => repository.fill(reader.parsed(
                node,
                "write 64 lower-case hexadecimal digits, drawn at random once and never changed",
                Sha256Hex::parse,
            )),
            "version" => version.fill(reader.integer(node, 1, MAX_VERSION)),
            "previous" => previous = reader.digest(node),
            "expires" => expires.fill(reader.parsed(node, TIME_FORM, Time::parse)),
            "threshold" => threshold.fill(reader.integer(node, 1, MAX_THRESHOLD)),
            "signers" => signers.fill(read_signers(reader, node)),
            _ => reader.unknown_member(node, MEMBERS),
        }
    }
    let repository = repository.required(reader, root, "repository");
    let version = version.required(reader, root, "version");
    let expires = expires.required(reader, root, "expires");
    let threshold = threshold.required(reader, root, "threshold");
    let signers = signers.required(reader, root, "signers");
    let list = TrustList {
        repository: repository?,
        version: version?,
        previous,
        expires: expires?,
        threshold: threshold?,
        signers: signers?,
    };
    check_whole(reader, root, &list);
    Some(list)
}

fn check_whole(reader: &mut Reader, root: Node<'_>, list: &TrustList<'_>) {
    let at = |name: &str| root.member(name).unwrap_or(root);
    if list.version > 1 && root.member("previous").is_none() {
        reader.missing(
            root,
            "previous",
            "every list but the first names the digest of the one before",
        );
    }
    if list.version == 1 && list.previous.is_some() {
        reader.bad_value(
            at("previous"),
            "the first list has none before it",
            "remove the member, or mend \"version\"",
        );
    }
    let owners = list.owners().count() as u64;
    if list.threshold > owners {
        reader.bad_value(
            at("threshold"),
            format!("{} owners must sign, but the list has {owners}", list.threshold),
            "lower the threshold, or add owners: otherwise nobody could ever change the list",
        );
    }
}

impl<'d> TrustList<'d> {
    /// The keys that may sign trust lists: owners that are not revoked.
    pub fn owners(&self) -> impl Iterator<Item = &Signer<'d>> {
        self.signers
            .iter()
            .filter(|signer| signer.roles.contains(&Role::Owner) && signer.revoked.is_none())
    }
}

fn read_signers<'d>(reader: &mut Reader, node: Node<'d>) -> Option<Vec<Signer<'d>>> {
    let count = reader.count(node, 1, MAX_SIGNERS)?;
    let mut signers: Vec<Signer<'d>> = Vec::with_capacity(count);
    for item in node.items() {
        let signer = read_signer(reader, item)?;
        if signers.iter().any(|other| other.key.key == signer.key.key) {
            reader.bad_value(
                item.member("key").unwrap_or(item),
                "this key has an entry already",
                "a key has one entry with all its roles: merge the two",
            );
            return None;
        }
        signers.push(signer);
    }
    Some(signers)
}

fn read_signer<'d>(reader: &mut Reader, node: Node<'d>) -> Option<Signer<'d>> {
    if !reader.is_object(node) {
        return None;
    }
    let mut key = Slot::Absent;
    let mut signer_name = Slot::Absent;
    let mut roles = Slot::Absent;
    let mut scope = Scope::Everything;
    let mut from = None;
    let mut until = None;
    let mut revoked = None;
    for (name, value) in node.members() {
        match name {
            "key" => key.fill(reader.parsed(value, DID_FORM, DidKey::parse)),
            "name" => signer_name.fill(reader.text(value, SIGNER_NAME)),
            "roles" => {
                roles.fill(reader.list(value, 1, ROLES.len(), |reader, item| reader.word(item, ROLES)))
            }
            "scope" => scope = read_scope(reader, value),
            "from" => from = reader.parsed(value, TIME_FORM, Time::parse),
            "until" => until = reader.parsed(value, TIME_FORM, Time::parse),
            "revoked" => revoked = read_revocation(reader, value),
            _ => reader.unknown_member(value, SIGNER_MEMBERS),
        }
    }
    if let (Some(from), Some(until)) = (from, until)
        && until <= from
    {
        reader.bad_value(
            node,
            "this key ends before it begins",
            "put the earlier time into \"from\"",
        );
    }
    let key = key.required(reader, node, "key");
    let name = signer_name.required(reader, node, "name");
    let roles = roles.required(reader, node, "roles");
    Some(Signer {
        key: key?,
        name: name?,
        roles: roles?,
        scope,
        from,
        until,
        revoked,
    })
}

const SCOPE_FORM: &str =
    "write topic:NAME or id:GLOB, where * stands for any characters; for everything write [\"*\"]";

fn read_scope(reader: &mut Reader, node: Node<'_>) -> Scope {
    let mut items = node.items();
    if let (Some(only), None) = (items.next(), items.next())
        && only.as_str() == Some("*")
    {
        return Scope::Everything;
    }
    reader
        .list(node, 1, MAX_SCOPE, |reader, item| {
            reader.parsed(item, SCOPE_FORM, Part::parse)
        })
        .map_or(Scope::Everything, Scope::Only)
}

fn read_revocation(reader: &mut Reader, node: Node<'_>) -> Option<Revocation> {
    if !reader.is_object(node) {
        return None;
    }
    let mut at = Slot::Absent;
    let mut why = Slot::Absent;
    for (name, value) in node.members() {
        match name {
            "at" => at.fill(reader.parsed(value, TIME_FORM, Time::parse)),
            "why" => why.fill(reader.word(value, REASONS)),
            _ => reader.unknown_member(value, REVOKED_MEMBERS),
        }
    }
    let at = at.required(reader, node, "at");
    let why = why.required(reader, node, "why");
    Some(Revocation { at: at?, why: why? })
}
