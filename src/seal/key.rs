//! Secret keys.

use std::fmt;

use ed25519_dalek::{Signer, SigningKey};
use zeroize::Zeroizing;

use crate::record::PublicKey;

/// An Ed25519 secret key. It is wiped from memory when dropped and never shown.
pub struct SecretKey {
    key: SigningKey,
    /// Written once: base58 takes a while, and every record that is signed names the key.
    verification_method: String,
}

impl SecretKey {
    /// The key with this seed (RFC 8032, section 5.1.5). Thirty-two random bytes make a new key.
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        let key = SigningKey::from_bytes(seed);
        let verification_method = PublicKey(key.verifying_key().to_bytes()).verification_method();
        Self {
            key,
            verification_method,
        }
    }

    /// The seed, for writing it to a key file.
    pub fn seed(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.key.to_bytes())
    }

    /// The public key that belongs to it.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.key.verifying_key().to_bytes())
    }

    /// How proofs name the key: `did:key:z6Mk…#z6Mk…`.
    pub fn verification_method(&self) -> &str {
        &self.verification_method
    }

    /// Signs some bytes.
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.key.sign(message).to_bytes()
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SecretKey(of {})", self.public())
    }
}
