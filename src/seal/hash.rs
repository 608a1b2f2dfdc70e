//! Digests of documents and what proofs sign.

use sha2::{Digest as _, Sha256};

use crate::json::{Canonical, Document};
use crate::record::Digest;

/// SHA-256 of some bytes.
pub(super) fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// The digest of a record: SHA-256 over its canonical form without `proof`.
pub fn digest(document: &Document<'_>) -> Digest {
    let mut canonical = Vec::with_capacity(document.text().len());
    digest_with(document, &mut canonical)
}

/// The same, with a buffer that is used again and again.
pub(super) fn digest_with(document: &Document<'_>, canonical: &mut Vec<u8>) -> Digest {
    canonical.clear();
    Canonical::of(document.root()).without("proof").write(canonical);
    Digest(sha256(canonical))
}

/// The same as if the record had a member more: its name, and its value in canonical form.
pub(super) fn digest_and(
    document: &Document<'_>,
    (name, value): (&str, &str),
    canonical: &mut Vec<u8>,
) -> Digest {
    canonical.clear();
    let record = Canonical::of(document.root()).without("proof");
    record.adding(name, value).write(canonical);
    Digest(sha256(canonical))
}

/// The 64 bytes that a proof signs (vc-di-eddsa, section 3.3.4): the hash of the canonical proof options, then the
/// hash of the canonical document.
pub(super) fn signed_bytes(canonical_options: &[u8], document: Digest) -> [u8; 64] {
    let mut bytes = [0; 64];
    bytes[..32].copy_from_slice(&sha256(canonical_options));
    bytes[32..].copy_from_slice(&document.0);
    bytes
}
