//! Digest, keys, proofs: sealing, signing and verifying one record.
//!
//! Signatures are W3C Data Integrity proofs of the cryptosuite
//! [eddsa-jcs-2022](https://www.w3.org/TR/vc-di-eddsa/#eddsa-jcs-2022): Ed25519
//! ([RFC 8032](https://www.rfc-editor.org/rfc/rfc8032)) over SHA-256 of the canonical proof options and SHA-256 of
//! the canonical record without `proof`.

mod hash;
mod integrity;
mod key;
mod key_file;
mod proof;
mod proof_value;
mod sign;
mod signer;
mod verify;

pub use hash::digest;
pub use integrity::{CONTEXT_NOT_SIGNED, ForeignProof, verify_foreign};
pub use key::SecretKey;
pub use key_file::{
    Encryption, KeyFileError, MAX_KEY_FILE, Passphrase, decode_private, decode_public, encode_private,
    encode_public, is_encrypted, is_public,
};
pub use proof::{MAX_PROOFS, Proof, read_proofs};
pub use sign::{
    Existing, SignError, SignOptions, Signed, parse_to_sign, proof_signature, read_to_sign, sign,
    sign_record, unsigned,
};
pub use signer::{OutsideSigner, Refusal, Signer, SignerError};
pub use verify::{BACKEND_NOTE, Integrity, Seal, Verifier, arithmetic_backend};

use crate::json::RuleName;

/// A signature that does not belong to what it stands under.
pub const BAD_SIGNATURE: RuleName = RuleName::new("bad-signature");

/// The only proof type that is read.
const PROOF_TYPE: &str = "DataIntegrityProof";
/// The only cryptosuite that is read.
const CRYPTOSUITE: &str = "eddsa-jcs-2022";
/// The only purpose that a proof on a record has.
const PURPOSE: &str = "assertionMethod";
