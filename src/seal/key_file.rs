//! Key files: an Ed25519 private key as PKCS#8 in PEM, plain or encrypted, and the public key as OpenSSL reads it.
//!
//! PEM is RFC 7468; `PrivateKeyInfo` and `EncryptedPrivateKeyInfo` are RFC 5958, with Ed25519 in them as RFC 8410 says;
//! PBES2 and PBKDF2 are RFC 8018; scrypt is RFC 7914. Bytes come in and go out: nothing here touches a file, a terminal
//! or the random numbers of the operating system.
//!
//! A key file may be hostile. What it asks for is compared with the bounds below before any derivation starts: pkcs5
//! 0.8.1 panics at scrypt N = 0 and allocates whatever N says. Seeds, plaintexts and passphrases held here are wiped
//! when dropped; pkcs5 does not wipe the key that it derives, nor scrypt its tables.

mod block;
mod public;

use std::fmt;

use pkcs8::der::asn1::{AnyRef, OctetStringRef};
use pkcs8::der::pem::PemLabel;
use pkcs8::der::{self, Decode, Encode};
use pkcs8::pkcs5::pbes2::{self, EncryptionScheme, Kdf, Pbkdf2Prf};
use pkcs8::pkcs5::scrypt;
use pkcs8::{
    AlgorithmIdentifierRef, EncryptedPrivateKeyInfoRef, LineEnding, ObjectIdentifier, PrivateKeyInfoRef,
    SecretDocument,
};
use zeroize::Zeroizing;

use block::Block;
pub use public::{decode_public, encode_public, is_public};

/// Largest key file that is read, in bytes: 64 KiB. An encrypted Ed25519 key takes about 400 bytes; the rest is room for
/// text around it and for keys of other algorithms, so that they can be named. A path given by mistake, say that of a
/// video, must not fill the memory.
pub const MAX_KEY_FILE: usize = 64 * 1024;

/// Most rounds of PBKDF2 that a file may ask for. RFC 8018, section 4.2, names 10,000,000 for especially critical keys;
/// they take about five seconds, as long as somebody waits. OpenSSL writes 2,048.
const MAX_PBKDF2_ROUNDS: u32 = 10_000_000;

/// Most memory for each of scrypt's two tables, in bytes: 128·N·r for V, 128·p·r for B (RFC 7914, section 6). 256 MiB is
/// twice the most that OWASP advises (N = 2^17, r = 8), and the smallest machines have it. OpenSSL stops at 32 MiB.
const MAX_SCRYPT_MEMORY: u64 = 256 * 1024 * 1024;

/// Most work of scrypt, in bytes: 128·N·r·p. Memory does not bound it, since the p passes use one table in turn. 1 GiB is
/// four passes over the largest table, or 64 over that of byline's own files, and two to four seconds.
const MAX_SCRYPT_WORK: u64 = 1024 * 1024 * 1024;

/// log2 of the N that is written: 2^14, with r = 8 and p = 1, takes 16 MiB. OpenSSL 3 opens nothing that needs more than
/// 32 MiB, and counts a little on top of 128·N·r, so that 2^15 is already too much for it.
const SCRYPT_LOG_N: u8 = 14;

/// id-Ed25519 (RFC 8410, section 3).
const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");

/// Why a key file could not be read or written. No text holds key material, a passphrase or bytes of the file, except
/// algorithm identifiers, costs, and a block label of at most 40 capitals, digits and spaces.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyFileError {
    /// The file has more than [`MAX_KEY_FILE`] bytes.
    #[error("the file is larger than 64 KiB, so it is no key file; check the path")]
    TooLarge,
    /// No line starts a PEM block.
    #[error("no line of the file starts with -----BEGIN, so it is no PEM key file; check the path")]
    NotPem,
    /// More than one line starts a PEM block.
    #[error("the file holds several PEM blocks; copy the private key into a file of its own")]
    SeveralBlocks,
    /// The PEM block is no PKCS#8 private key.
    #[error("the file holds a block labelled \"{label}\", not a PKCS#8 private key; {hint}")]
    Label {
        /// What follows `BEGIN`, or `unknown` if that is long or has other characters.
        label: String,
        /// What to do about it.
        hint: &'static str,
    },
    /// The block is cut off, is no base64, or does not decode as PKCS#8.
    #[error("the key file is damaged or is no valid PKCS#8; restore it from a backup")]
    Malformed,
    /// The key is for another algorithm than Ed25519.
    #[error(
        "the key is for algorithm {oid}, and byline signs with Ed25519 (1.3.101.112) only; \
         make a key with `byline key new`"
    )]
    Algorithm {
        /// Identifier of the key's algorithm.
        oid: ObjectIdentifier,
    },
    /// Encrypted otherwise than with PBES2, or with a derivation, PRF or cipher that is not accepted.
    #[error(
        "the key is encrypted with algorithm {oid}, which byline does not open; convert it with \
         `openssl pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA256 -in OLD -out NEW`"
    )]
    Encryption {
        /// Identifier of the algorithm that is not accepted.
        oid: ObjectIdentifier,
    },
    /// The costs of the derivation are invalid, or larger than are spent on a file.
    #[error(
        "the key file asks for {asked}, and byline does {bound}; \
         encrypt the key again with other costs, using the program that made the file"
    )]
    Cost {
        /// The function and its costs in the file.
        asked: String,
        /// Which costs are accepted.
        bound: &'static str,
    },
    /// The key is encrypted, and no passphrase was given.
    #[error(
        "the key file is encrypted; give its passphrase at the terminal, with --passphrase-file \
         or in BYLINE_PASSPHRASE"
    )]
    PassphraseNeeded,
    /// The passphrase does not open the key. PBES2 has no checksum, so damage looks the same.
    #[error(
        "the passphrase does not open the key file; try again, and if it is the right one, \
         restore the file from a backup"
    )]
    WrongPassphrase,
    /// An empty passphrase, which would only look like protection, was given to encrypt with.
    #[error("the passphrase is empty; choose one, or ask for a plain key with --no-passphrase")]
    EmptyPassphrase,
    /// The encoder refused a key of 32 bytes, which it never should.
    #[error("the key could not be encoded as PKCS#8; please report this as a fault of byline")]
    Encode,
}

/// A passphrase, wiped when dropped and never shown. Its UTF-8 bytes are used as they are, as OpenSSL does: nothing is
/// trimmed or normalised.
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    /// Takes a passphrase over without copying it, so that no second copy stays unwiped.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// The bytes that the encryption key is derived from.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(…)")
    }
}

/// How a private key is protected when written.
#[derive(Debug, Clone, Copy)]
pub enum Encryption<'a> {
    /// Not at all: a `PRIVATE KEY` block.
    None,
    /// PBES2 with scrypt (N = 2^14, r = 8, p = 1) and AES-256-CBC: an `ENCRYPTED PRIVATE KEY` block.
    Scrypt {
        /// What the encryption key is derived from; not empty.
        passphrase: &'a Passphrase,
        /// Fresh random bytes for every file.
        salt: [u8; 16],
        /// Initialisation vector: fresh random bytes for every file, independent of the salt.
        iv: [u8; 16],
    },
}

/// Writes a private key, the seed of 32 bytes that RFC 8032, section 5.1.5, starts from, as PEM with LF line ends.
///
/// PKCS#8 version 1, without the public key: OpenSSL 3 refuses version 2. With [`Encryption::Scrypt`] it takes tens of
/// milliseconds and 16 MiB.
///
/// # Errors
/// [`KeyFileError::EmptyPassphrase`]; [`KeyFileError::Encode`] should not happen.
pub fn encode_private(
    seed: &[u8; 32],
    encryption: Encryption<'_>,
) -> Result<Zeroizing<String>, KeyFileError> {
    let (oid, parameters) = (ED25519, None);
    let inner = OctetStringRef::new(seed).and_then(|octets| octets.to_der());
    let inner = Zeroizing::new(inner.map_err(unencodable)?);
    let private_key = OctetStringRef::new(&inner).map_err(unencodable)?;
    let key = PrivateKeyInfoRef::new(AlgorithmIdentifierRef { oid, parameters }, private_key);
    let (label, document) = match encryption {
        Encryption::None => (PrivateKeyInfoRef::PEM_LABEL, SecretDocument::try_from(key)),
        Encryption::Scrypt { passphrase, salt, iv } => {
            let passphrase = passphrase.as_bytes();
            if passphrase.is_empty() {
                return Err(KeyFileError::EmptyPassphrase);
            }
            let cost = scrypt::Params::new(SCRYPT_LOG_N, 8, 1).map_err(unencodable)?;
            let parameters = pbes2::Parameters::generate_scrypt_aes256cbc(cost, &salt, iv);
            let encrypted = key.encrypt_with_params(parameters.map_err(unencodable)?, passphrase);
            (EncryptedPrivateKeyInfoRef::PEM_LABEL, encrypted)
        }
    };
    let document = document.map_err(unencodable)?;
    document.to_pem(label, LineEnding::LF).map_err(unencodable)
}

/// Says whether a key file needs a passphrase. Whatever can be judged without one is judged, so that nobody is asked
/// for the passphrase of a file that will not be opened anyway.
///
/// # Errors
/// As [`decode_private`], apart from those about passphrases.
pub fn is_encrypted(pem: &[u8]) -> Result<bool, KeyFileError> {
    let block = Block::read(pem)?;
    if block.encrypted {
        encrypted_parts(&block.der).map(|_| true)
    } else {
        seed(&block.der).map(|_| false)
    }
}

/// Reads a private key from PEM: its seed of 32 bytes. A passphrase that is not needed is ignored.
///
/// Accepted are PKCS#8 versions 1 and 2; encrypted, PBES2 with PBKDF2 (HMAC-SHA-256, HMAC-SHA-512) or scrypt, and
/// AES-128-CBC or AES-256-CBC; LF and CRLF, lines of any length, blanks around lines, and text around the block.
///
/// The public key in a version 2 file is ignored; comparing it takes Ed25519. The caller derives the public key from
/// the seed, always, so that a wrong one in the file does no harm.
///
/// # Errors
/// Any [`KeyFileError`] but the two of writing. Costs are checked before a missing passphrase is.
pub fn decode_private(
    pem: &[u8],
    passphrase: Option<&Passphrase>,
) -> Result<Zeroizing<[u8; 32]>, KeyFileError> {
    let block = Block::read(pem)?;
    if !block.encrypted {
        return seed(&block.der);
    }
    let (parameters, ciphertext) = encrypted_parts(&block.der)?;
    let passphrase = passphrase.ok_or(KeyFileError::PassphraseNeeded)?;
    let mut buffer = Zeroizing::new(ciphertext.to_vec());
    let plaintext = parameters
        .decrypt_in_place(passphrase.as_bytes(), &mut buffer)
        .map_err(|_| KeyFileError::WrongPassphrase)?;
    // A wrong passphrase leaves valid padding once in 256 times, and then noise.
    seed(plaintext).map_err(|error| match error {
        KeyFileError::Malformed => KeyFileError::WrongPassphrase,
        other => other,
    })
}

/// The seed inside a DER `PrivateKeyInfo`.
fn seed(der: &[u8]) -> Result<Zeroizing<[u8; 32]>, KeyFileError> {
    let key = PrivateKeyInfoRef::from_der(der).map_err(malformed)?;
    let AlgorithmIdentifierRef { oid, parameters } = key.algorithm;
    if oid != ED25519 {
        return Err(KeyFileError::Algorithm { oid });
    }
    // RFC 8410: parameters must be absent (section 3), and the octets hold an OCTET STRING again (section 7).
    let inner = <&OctetStringRef>::from_der(key.private_key.as_bytes()).map_err(malformed)?;
    match (parameters, <&[u8; 32]>::try_from(inner.as_bytes())) {
        (None, Ok(seed)) => Ok(Zeroizing::new(*seed)),
        _ => Err(KeyFileError::Malformed),
    }
}

/// The parameters, known and within bounds, and the ciphertext of a DER `EncryptedPrivateKeyInfo`. Read one by one, so
/// that whatever is not accepted can be named: pkcs5 names some of it only.
fn encrypted_parts(der: &[u8]) -> Result<(pbes2::Parameters, &[u8]), KeyFileError> {
    type Algorithm<'a> = AlgorithmIdentifierRef<'a>;
    let key = AnyRef::from_der(der).map_err(malformed)?;
    let (scheme, ciphertext): (Algorithm, &OctetStringRef) = pair(key)?;
    accept(scheme.oid, &[pbes2::PBES2_OID])?;
    let parameters = scheme.parameters.ok_or(KeyFileError::Malformed)?;
    let (kdf, cipher): (Algorithm, Algorithm) = pair(parameters)?;
    accept(kdf.oid, &[pbes2::PBKDF2_OID, pbes2::SCRYPT_OID])?;
    let ciphers = [pbes2::AES_128_CBC_OID, pbes2::AES_256_CBC_OID];
    accept(cipher.oid, &ciphers)?;
    let encryption = EncryptionScheme::try_from(cipher).map_err(malformed)?;
    let kdf = Kdf::try_from(kdf).map_err(|error| match error.kind() {
        der::ErrorKind::OidUnknown { oid } => KeyFileError::Encryption { oid },
        _ => KeyFileError::Malformed,
    })?;
    check_cost(&kdf)?;
    match kdf.key_length() {
        Some(length) if usize::from(length) != encryption.key_size() => Err(KeyFileError::Malformed),
        _ => Ok((pbes2::Parameters { kdf, encryption }, ciphertext.as_bytes())),
    }
}

/// The two members of a `SEQUENCE` that has no others.
fn pair<'a, A, B>(any: AnyRef<'a>) -> Result<(A, B), KeyFileError>
where
    A: Decode<'a, Error = der::Error>,
    B: Decode<'a, Error = der::Error>,
{
    any.sequence(|reader| Ok::<_, der::Error>((A::decode(reader)?, B::decode(reader)?)))
        .map_err(malformed)
}

fn accept(oid: ObjectIdentifier, known: &[ObjectIdentifier]) -> Result<(), KeyFileError> {
    let found = known.contains(&oid);
    found.then_some(()).ok_or(KeyFileError::Encryption { oid })
}

/// Compares what a file asks for with the bounds: this stands between a hostile file and pkcs5.
fn check_cost(kdf: &Kdf) -> Result<(), KeyFileError> {
    if let Some(parameters) = kdf.pbkdf2() {
        let prfs = [Pbkdf2Prf::HmacWithSha256, Pbkdf2Prf::HmacWithSha512];
        accept(parameters.prf.oid(), &prfs.map(Pbkdf2Prf::oid))?;
        let rounds = parameters.iteration_count;
        if !(1..=MAX_PBKDF2_ROUNDS).contains(&rounds) {
            let asked = format!("{rounds} rounds of PBKDF2");
            let bound = "1 to 10000000";
            return Err(KeyFileError::Cost { asked, bound });
        }
    }
    if let Some(parameters) = kdf.scrypt() {
        let n = parameters.cost_parameter;
        let (r, p) = (parameters.block_size, parameters.parallelization);
        // N is anything up to 2^64 - 1 here; a product that saturates is over its bound.
        let row = 128 * u64::from(r);
        let memory = row.saturating_mul(n.max(u64::from(p)));
        let work = row.saturating_mul(n).saturating_mul(u64::from(p));
        let valid = n >= 2 && n.is_power_of_two() && r >= 1 && p >= 1;
        if !valid || memory > MAX_SCRYPT_MEMORY || work > MAX_SCRYPT_WORK {
            let asked = format!("scrypt with N = {n}, r = {r}, p = {p}");
            let bound = "powers of two as N, 256 MiB of memory (128·N·r) and 1 GiB of work (128·N·r·p)";
            return Err(KeyFileError::Cost { asked, bound });
        }
    }
    Ok(())
}

/// What exactly does not decode helps nobody, and could repeat bytes of the file.
fn malformed<E>(_: E) -> KeyFileError {
    KeyFileError::Malformed
}

fn unencodable<E>(_: E) -> KeyFileError {
    KeyFileError::Encode
}
