//! Proofs as they stand in records: exactly the members that the format knows.

use std::borrow::Cow;

use crate::json::{Anchor, Fault, Node, Value};
use crate::record::{
    BAD_VALUE, DidKey, MISSING_MEMBER, PROOF_MEMBERS, PublicKey, Time, UNKNOWN_MEMBER, nearest, quoted,
};

use super::{CRYPTOSUITE, PROOF_TYPE, PURPOSE, proof_value};

/// The most proofs on one record: each costs a signature to verify.
pub const MAX_PROOFS: usize = 16;

/// One proof on a record.
#[derive(Clone, Copy, Debug)]
pub struct Proof<'d> {
    /// Its node in the document.
    pub node: Node<'d>,
    /// The key that made it.
    pub key: PublicKey,
    /// When it says it was made.
    pub created: Time,
    /// From when on it must no longer be relied on.
    pub expires: Option<Time>,
    /// R and S (RFC 8032, section 5.1.6).
    pub signature: [u8; 64],
}

const REQUIRED: &[&str] = &[
    "type",
    "cryptosuite",
    "created",
    "verificationMethod",
    "proofPurpose",
    "proofValue",
];

/// Reads the proofs of a record. `authors` are keys that were read already, so that they need not be decoded again.
///
/// A record without `proof` has none; that is no fault here.
pub fn read_proofs<'d>(root: Node<'d>, authors: &[DidKey<'_>]) -> (Vec<Proof<'d>>, Vec<Fault>) {
    let Some(node) = root.member("proof") else {
        return (Vec::new(), Vec::new());
    };
    let mut reader = ProofReader {
        authors,
        faults: Vec::new(),
    };
    let proofs = match node.value() {
        Value::Object => reader.read(node).into_iter().collect(),
        Value::Array => reader.read_list(node),
        _ => {
            reader.fault(
                node,
                "a proof is an object, several are a list",
                "remove the member to have an unsigned record",
            );
            Vec::new()
        }
    };
    let faults = reader.faults;
    (if faults.is_empty() { proofs } else { Vec::new() }, faults)
}

struct ProofReader<'a> {
    authors: &'a [DidKey<'a>],
    faults: Vec<Fault>,
}

impl ProofReader<'_> {
    fn fault(&mut self, node: Node<'_>, message: impl Into<String>, help: impl Into<Cow<'static, str>>) {
        self.faults
            .push(Fault::new(BAD_VALUE, Anchor::Value(node.index()), message.into()).with_help(help));
    }

    fn read_list<'d>(&mut self, list: Node<'d>) -> Vec<Proof<'d>> {
        let count = list.items().count();
        if !(1..=MAX_PROOFS).contains(&count) {
            self.fault(
                list,
                format!("this list has {count} proofs"),
                format!("write 1 to {MAX_PROOFS} proofs, or remove the member to have an unsigned record"),
            );
            return Vec::new();
        }
        let mut proofs: Vec<Proof<'d>> = Vec::with_capacity(count);
        for item in list.items() {
            let Some(proof) = self.read(item) else { continue };
            if proofs.iter().any(|earlier| earlier.key == proof.key) {
                self.fault(
                    item,
                    "this key has signed the record twice",
                    "keep one proof of each key",
                );
            }
            proofs.push(proof);
        }
        proofs
    }

    fn read<'d>(&mut self, node: Node<'d>) -> Option<Proof<'d>> {
        if node.value() != Value::Object {
            self.fault(
                node,
                "a proof is an object",
                "write it in braces, or have `byline sign` write it",
            );
            return None;
        }
        for (name, member) in node.members() {
            if !PROOF_MEMBERS.contains(&name) {
                let help = match nearest(name, PROOF_MEMBERS) {
                    Some(near) => format!("did you mean {near:?}?"),
                    None => format!("the members of a proof are {}", PROOF_MEMBERS.join(", ")),
                };
                let message = format!("{} is no member of a proof on a record", quoted(name));
                self.faults.push(
                    Fault::new(UNKNOWN_MEMBER, Anchor::Member(member.index()), message).with_help(help),
                );
            }
        }
        for name in REQUIRED {
            if node.member(name).is_none() {
                let message = format!("the member {name:?} is missing");
                self.faults.push(
                    Fault::new(MISSING_MEMBER, Anchor::Value(node.index()), message)
                        .with_help("a proof is incomplete without it: sign the record again"),
                );
            }
        }
        self.fixed(node, "type", PROOF_TYPE);
        self.fixed(node, "cryptosuite", CRYPTOSUITE);
        self.fixed(node, "proofPurpose", PURPOSE);
        let created = self.time(node, "created");
        let expires = self.time(node, "expires");
        let key = node
            .member("verificationMethod")
            .and_then(|method| self.key(method));
        let signature = node.member("proofValue").and_then(|value| self.signature(value));
        Some(Proof {
            node,
            key: key?,
            created: created?,
            expires,
            signature: signature?,
        })
    }

    fn fixed(&mut self, proof: Node<'_>, name: &str, wanted: &str) {
        if let Some(member) = proof.member(name)
            && member.as_str() != Some(wanted)
        {
            self.fault(
                member,
                format!("{name:?} must be {wanted:?} here"),
                "this is the only kind of proof on a record",
            );
        }
    }

    fn time(&mut self, proof: Node<'_>, name: &str) -> Option<Time> {
        let member = proof.member(name)?;
        let time = member.as_str().and_then(Time::parse);
        if time.is_none() {
            self.fault(
                member,
                "this is no time",
                "write a time in UTC as YYYY-MM-DDThh:mm:ssZ",
            );
        }
        time
    }

    fn key(&mut self, method: Node<'_>) -> Option<PublicKey> {
        let key = method.as_str().and_then(|text| key_of_method(text, self.authors));
        if key.is_none() {
            self.fault(
                method,
                "this names no Ed25519 key",
                "write did:key:z6Mk… followed by # and the same z6Mk…",
            );
        }
        key
    }

    fn signature(&mut self, value: Node<'_>) -> Option<[u8; 64]> {
        let signature = value.as_str().and_then(proof_value::read);
        if signature.is_none() {
            self.fault(
                value,
                "this is no Ed25519 signature",
                "a signature is z and the base58 digits of 64 bytes: sign the record again",
            );
        }
        signature
    }
}

/// The key of a verification method `did:key:z6Mk…#z6Mk…`, whose fragment repeats the key.
pub(super) fn key_of_method(method: &str, known: &[DidKey<'_>]) -> Option<PublicKey> {
    let (did, fragment) = method.split_once('#')?;
    if did.strip_prefix("did:key:") != Some(fragment) {
        return None;
    }
    match known.iter().find(|author| author.text == did) {
        Some(author) => Some(author.key),
        None => PublicKey::from_did(did).ok(),
    }
}
