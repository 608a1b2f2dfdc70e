//! Who makes signatures: a secret key that lies here, or somebody outside who is asked.

use std::error::Error;

use thiserror::Error as ThisError;

use crate::record::PublicKey;

use super::key::SecretKey;
use super::verify::Verifier;

/// What a signer outside could not do, in its own words.
pub type Refusal = Box<dyn Error + Send + Sync>;

/// Why there is no signature.
#[derive(Debug, ThisError)]
pub enum SignerError {
    /// The signer gave none.
    #[error("the signer gave no signature")]
    NoAnswer(#[source] Refusal),
    /// What it gave is no signature of its key under what was to be signed.
    #[error("the signer answered with something that is no signature of {key} over what it was given")]
    Wrong {
        /// The key that it was taken to hold.
        key: PublicKey,
    },
}

/// Makes the signatures of one key.
pub trait Signer: Sync {
    /// The key, as others know it.
    fn public(&self) -> PublicKey;

    /// How proofs name the key: `did:key:z6Mk…#z6Mk…`.
    fn verification_method(&self) -> &str;

    /// The Ed25519 signature (RFC 8032, section 5.1.6: R and S) over the 64 bytes that a proof signs. It holds.
    ///
    /// # Errors
    ///
    /// [`SignerError`].
    fn signature(&self, message: &[u8; 64]) -> Result<[u8; 64], SignerError>;
}

impl Signer for SecretKey {
    fn public(&self) -> PublicKey {
        self.public()
    }

    fn verification_method(&self) -> &str {
        self.verification_method()
    }

    fn signature(&self, message: &[u8; 64]) -> Result<[u8; 64], SignerError> {
        Ok(self.sign(message))
    }
}

/// A signer outside: an agent, a token or a key server that `ask` asks. Its answers are believed once they are
/// verified, strictly, as everybody who reads the record will verify them.
pub struct OutsideSigner<A> {
    key: PublicKey,
    verification_method: String,
    ask: A,
}

impl<A> OutsideSigner<A>
where
    A: Fn(&[u8; 64]) -> Result<[u8; 64], Refusal> + Sync,
{
    /// The signer that holds `key` and is asked with `ask`, which takes what is to be signed and gives R and S.
    pub fn new(key: PublicKey, ask: A) -> Self {
        Self {
            key,
            verification_method: key.verification_method(),
            ask,
        }
    }
}

impl<A> Signer for OutsideSigner<A>
where
    A: Fn(&[u8; 64]) -> Result<[u8; 64], Refusal> + Sync,
{
    fn public(&self) -> PublicKey {
        self.key
    }

    fn verification_method(&self) -> &str {
        &self.verification_method
    }

    fn signature(&self, message: &[u8; 64]) -> Result<[u8; 64], SignerError> {
        let answer = (self.ask)(message).map_err(SignerError::NoAnswer)?;
        if Verifier::default().verify(self.key, message, &answer) {
            Ok(answer)
        } else {
            Err(SignerError::Wrong { key: self.key })
        }
    }
}
