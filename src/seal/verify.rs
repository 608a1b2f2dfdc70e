//! Verifying the proofs of one record.

use std::collections::HashMap;

use ed25519_dalek::{Signature, VerifyingKey};

use crate::json::{Canonical, Document, Fault};
use crate::record::{DidKey, Digest, PublicKey};

use super::hash::{digest_and, digest_with, signed_bytes};
use super::proof::{Proof, read_proofs};

/// Whether a record is as it was when it was signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Integrity {
    /// It has proofs, and every one holds.
    Intact,
    /// A proof does not hold: the record or the proof was changed.
    Altered,
    /// It has no proof.
    Unsigned,
    /// Nothing asked whether its proofs hold.
    Unverified,
}

impl Integrity {
    /// As written in outputs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Integrity::Intact => "intact",
            Integrity::Altered => "altered",
            Integrity::Unsigned => "unsigned",
            Integrity::Unverified => "not verified",
        }
    }
}

/// The seal of one record: its digest and its proofs, each with its verdict.
#[derive(Debug)]
pub struct Seal<'d> {
    /// SHA-256 over the canonical form without `proof`.
    pub digest: Digest,
    /// The proofs, and whether each holds.
    pub proofs: Vec<(Proof<'d>, bool)>,
    /// What is wrong with the form of the proofs; where there is anything, `proofs` is empty.
    pub faults: Vec<Fault>,
}

impl Seal<'_> {
    /// What the proofs amount to.
    pub fn integrity(&self) -> Integrity {
        if !self.faults.is_empty() || self.proofs.iter().any(|(_, holds)| !holds) {
            Integrity::Altered
        } else if self.proofs.is_empty() {
            Integrity::Unsigned
        } else {
            Integrity::Intact
        }
    }
}

/// Verifies records one after the other. It keeps buffers and the points of keys that it has met, and nothing that
/// could change a verdict.
#[derive(Default)]
pub struct Verifier {
    canonical: Vec<u8>,
    options: Vec<u8>,
    keys: HashMap<PublicKey, Option<VerifyingKey>>,
}

/// Keys whose points are kept: more than one newsroom has. A corpus with more is hostile or very large, and then
/// the points are computed again.
const MAX_KEPT_KEYS: usize = 4_096;

impl Verifier {
    /// Digests a record and verifies each of its proofs with `verify_strict`: no small-order keys, no malleable S.
    pub fn examine<'d>(&mut self, document: &'d Document<'d>, authors: &[DidKey<'_>]) -> Seal<'d> {
        let digest = digest_with(document, &mut self.canonical);
        let (proofs, faults) = read_proofs(document.root(), authors);
        let proofs = proofs
            .into_iter()
            .map(|proof| {
                let holds = self.is_made_over(&proof, digest);
                (proof, holds)
            })
            .collect();
        Seal {
            digest,
            proofs,
            faults,
        }
    }

    /// Digests a record and does not look at its proofs: the seal has none.
    pub fn digest<'d>(&mut self, document: &'d Document<'d>) -> Seal<'d> {
        Seal {
            digest: digest_with(document, &mut self.canonical),
            proofs: Vec::new(),
            faults: Vec::new(),
        }
    }

    /// The seal that a record without proofs has once it has a member more: its name, and its value in canonical form.
    pub(super) fn digest_and<'d>(&mut self, document: &'d Document<'d>, added: (&str, &str)) -> Seal<'d> {
        Seal {
            digest: digest_and(document, added, &mut self.canonical),
            proofs: Vec::new(),
            faults: Vec::new(),
        }
    }

    /// Whether a proof was made over the record with this digest.
    pub fn is_made_over(&mut self, proof: &Proof<'_>, digest: Digest) -> bool {
        self.options.clear();
        Canonical::of(proof.node)
            .without("proofValue")
            .write(&mut self.options);
        let message = signed_bytes(&self.options, digest);
        self.verify(proof.key, &message, &proof.signature)
    }

    /// Whether `signature` is `key`'s under `message`, strictly: the verdict of RFC 8032 without cofactor, with
    /// small-order and non-canonical keys refused.
    pub fn verify(&mut self, key: PublicKey, message: &[u8], signature: &[u8; 64]) -> bool {
        if self.keys.len() > MAX_KEPT_KEYS {
            self.keys.clear();
        }
        self.keys
            .entry(key)
            .or_insert_with(|| VerifyingKey::from_bytes(&key.0).ok())
            .as_ref()
            .is_some_and(|point| {
                point
                    .verify_strict(message, &Signature::from_bytes(signature))
                    .is_ok()
            })
    }
}

/// What `byline --version` says where the fast arithmetic was left out of the build.
pub const BACKEND_NOTE: &str = "a RUSTFLAGS variable replaces the flags that the project sets";

/// Which arithmetic of curve25519-dalek is in use on this machine: `avx512`, `avx2` or `serial`.
pub fn arithmetic_backend() -> &'static str {
    #[cfg(target_arch = "x86_64")]
    {
        let compiled = cfg!(curve25519_dalek_backend = "avx512");
        if compiled
            && std::arch::is_x86_feature_detected!("avx512ifma")
            && std::arch::is_x86_feature_detected!("avx512vl")
        {
            return "avx512";
        }
        if std::arch::is_x86_feature_detected!("avx2") {
            return "avx2";
        }
    }
    "serial"
}
