//! The key reader: the bytes as a key file, and as the inside of one.

use byline::seal::{
    Encryption, KeyFileError, Passphrase, decode_private, decode_public, encode_private, encode_public,
    is_encrypted, is_public,
};
use pkcs8::EncryptedPrivateKeyInfoRef;
use pkcs8::der::pem::{self, LineEnding};
use pkcs8::pkcs5::EncryptionScheme;
use pkcs8::pkcs5::pbes2::Kdf;

/// The passphrase of the encrypted seeds.
const PASSPHRASE: &str = "x";

/// Opens `data` as a key file, and wrapped as one.
pub fn run(data: &[u8]) {
    open(data);
    for label in ["PRIVATE KEY", "ENCRYPTED PRIVATE KEY"] {
        if let Ok(file) = pem::encode_string(label, LineEnding::LF, data) {
            open(file.as_bytes());
        }
    }
    open_public(data);
    if let Ok(file) = pem::encode_string("PUBLIC KEY", LineEnding::LF, data) {
        open_public(file.as_bytes());
    }
}

/// What is read as a public key says that it is one, is none that is private, and comes back.
fn open_public(file: &[u8]) {
    if let Ok(key) = decode_public(file) {
        assert!(is_public(file) && is_encrypted(file).is_err());
        assert_eq!(decode_public(encode_public(&key).as_bytes()), Ok(key));
    }
}

fn open(file: &[u8]) {
    let without_passphrase = decode_private(file, None);
    match is_encrypted(file) {
        Ok(false) => match without_passphrase {
            Ok(seed) => comes_back(&seed),
            Err(error) => panic!("a plain key does not open: {error}"),
        },
        Ok(true) => {
            assert_eq!(without_passphrase.err(), Some(KeyFileError::PassphraseNeeded));
            if is_cheap(file) {
                open_encrypted(file);
            }
        }
        Err(reason) => assert_eq!(without_passphrase.err(), Some(reason)),
    }
}

fn open_encrypted(file: &[u8]) {
    match decode_private(file, Some(&Passphrase::new(PASSPHRASE.to_owned()))) {
        Ok(seed) => comes_back(&seed),
        Err(KeyFileError::WrongPassphrase | KeyFileError::Algorithm { .. }) => {}
        Err(error) => panic!("this should have been said without a passphrase: {error}"),
    }
}

fn comes_back(seed: &[u8; 32]) {
    let again = encode_private(seed, Encryption::None).and_then(|file| decode_private(file.as_bytes(), None));
    assert!(again.is_ok_and(|again| *again == *seed));
}

/// Whether a file asks for so little work that thousands can be opened in a second. Dearer ones are bounded by what
/// people wait for, which is far more than a fuzzer has time for.
fn is_cheap(file: &[u8]) -> bool {
    let Ok((_, der)) = pem::decode_vec(file) else {
        return false;
    };
    let Ok(key) = EncryptedPrivateKeyInfoRef::try_from(der.as_slice()) else {
        return false;
    };
    let EncryptionScheme::Pbes2(parameters) = &key.encryption_algorithm else {
        return false;
    };
    match &parameters.kdf {
        Kdf::Pbkdf2(cost) => cost.iteration_count <= 64,
        Kdf::Scrypt(cost) => {
            let blocks = u64::from(cost.block_size).saturating_mul(u64::from(cost.parallelization));
            blocks.saturating_mul(cost.cost_parameter) <= 512
        }
        _ => false,
    }
}
