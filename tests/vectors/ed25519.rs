//! Signatures of all vectors in one form.

use byline::record::PublicKey;
use byline::seal::Verifier;

/// A key, a message and what may be a signature.
pub struct Case {
    pub name: String,
    pub key: [u8; 32],
    pub message: Vec<u8>,
    pub signature: Vec<u8>,
}

impl Case {
    /// The verdict. Signatures are 64 bytes by type: anything else cannot be asked about, and is none.
    pub fn holds(&self, verifier: &mut Verifier) -> bool {
        <&[u8; 64]>::try_from(self.signature.as_slice())
            .is_ok_and(|signature| verifier.verify(PublicKey(self.key), &self.message, signature))
    }
}
