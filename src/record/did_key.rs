//! Keys as records name them: [did:key](https://w3c-ccg.github.io/did-key-spec/) with an Ed25519 public key.

use std::fmt;

use thiserror::Error;

/// The multicodec prefix of an Ed25519 public key (0xed, as a varint).
const ED25519_PUBLIC: [u8; 2] = [0xED, 0x01];

/// `did:key:z` and the 47 base58 digits of prefix and key.
const WRITTEN_LENGTH: usize = "did:key:z".len() + 47;

/// The 32 bytes of an Ed25519 public key. That they name a point of the curve is checked when they are used.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PublicKey(pub [u8; 32]);

/// A text that is no did:key of an Ed25519 key.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("this is no did:key of an Ed25519 key; one begins with did:key:z6Mk and has 56 characters")]
pub struct NoDidKey;

impl PublicKey {
    /// Reads `did:key:z6Mk…`.
    ///
    /// # Errors
    ///
    /// [`NoDidKey`] for anything else, keys of other algorithms among it.
    pub fn from_did(text: &str) -> Result<Self, NoDidKey> {
        let encoded = text.strip_prefix("did:key:z").ok_or(NoDidKey)?;
        // Decoding base58 is quadratic in the length.
        if text.len() != WRITTEN_LENGTH {
            return Err(NoDidKey);
        }
        let mut bytes = [0; 34];
        match bs58::decode(encoded).onto(&mut bytes) {
            Ok(34) if bytes[..2] == ED25519_PUBLIC => {}
            _ => return Err(NoDidKey),
        }
        let mut key = [0; 32];
        key.copy_from_slice(&bytes[2..]);
        Ok(Self(key))
    }

    /// Its fragment in a did:key: `z6Mk…`, which is the key in multibase.
    pub fn multibase(&self) -> String {
        let mut bytes = [0; 34];
        bytes[..2].copy_from_slice(&ED25519_PUBLIC);
        bytes[2..].copy_from_slice(&self.0);
        format!("z{}", bs58::encode(bytes).into_string())
    }

    /// How proofs name it: `did:key:z6Mk…#z6Mk…`.
    pub fn verification_method(&self) -> String {
        let multibase = self.multibase();
        format!("did:key:{multibase}#{multibase}")
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "did:key:{}", self.multibase())
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A did:key in a record: its text and the key that it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DidKey<'d> {
    /// As written.
    pub text: &'d str,
    /// The key.
    pub key: PublicKey,
}

impl<'d> DidKey<'d> {
    /// Reads `did:key:z6Mk…`; `None` for anything else.
    pub fn parse(text: &'d str) -> Option<Self> {
        PublicKey::from_did(text).ok().map(|key| Self { text, key })
    }
}
