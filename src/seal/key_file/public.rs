//! Public keys as OpenSSL writes and reads them: `SubjectPublicKeyInfo` in PEM (RFC 8410, section 4).

use pkcs8::der::Decode;
use pkcs8::spki::SubjectPublicKeyInfoRef;

use super::block::{decode, has};
use super::{ED25519, KeyFileError, malformed};

/// What stands in the first and last line of a public key.
const LABEL: &str = "PUBLIC KEY";

/// Whether the bytes are a PEM file with a public key.
pub fn is_public(pem: &[u8]) -> bool {
    has(pem, LABEL)
}

/// Reads a public key, as `openssl pkey -pubout` writes it: its 32 bytes.
///
/// # Errors
/// [`KeyFileError::TooLarge`], `NotPem`, `SeveralBlocks`, `Label`, `Malformed` or `Algorithm`.
pub fn decode_public(pem: &[u8]) -> Result<[u8; 32], KeyFileError> {
    let (_, der) = decode(pem, &[LABEL])?;
    let key = SubjectPublicKeyInfoRef::from_der(&der).map_err(malformed)?;
    let oid = key.algorithm.oid;
    if oid != ED25519 {
        return Err(KeyFileError::Algorithm { oid });
    }
    // RFC 8410, section 3: parameters must be absent.
    let bytes = key.subject_public_key.as_bytes().map(<[u8; 32]>::try_from);
    match (key.algorithm.parameters, bytes) {
        (None, Some(Ok(bytes))) => Ok(bytes),
        _ => Err(KeyFileError::Malformed),
    }
}

/// Writes a public key of 32 bytes as `SubjectPublicKeyInfo` in PEM (RFC 8410, section 4), for `openssl pkey -pubin`.
#[must_use]
pub fn encode_public(public: &[u8; 32]) -> String {
    // The 12 bytes of DER before the key never change, and their base64 ends where that of the key starts. By hand,
    // since the encoders of pkcs8 return errors that cannot happen here.
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::from("-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA");
    for chunk in public.chunks(3) {
        let bytes = chunk.iter().chain(&[0, 0]).take(3);
        let bits = bytes.fold(0, |bits, byte| bits << 8 | usize::from(*byte));
        let digits = (0..=chunk.len()).map(|i| ALPHABET[bits >> (18 - 6 * i) & 63]);
        text.extend(digits.map(char::from));
    }
    text.push_str("=\n-----END PUBLIC KEY-----\n");
    text
}
