//! Key files as byline writes them, and as others may.

use byline::seal::{Encryption, KeyFileError, Passphrase, decode_private, encode_private};
use pkcs8::EncryptedPrivateKeyInfoRef;
use pkcs8::der::Encode;
use pkcs8::der::asn1::OctetStringRef;
use pkcs8::der::pem::{self, LineEnding};
use pkcs8::pkcs5::{self, pbes2};

pub const SEED: [u8; 32] = *b"\x9d\x61\xb1\x9d\xef\xfd\x5a\x60\xba\x84\x4a\xf4\x92\xec\x2c\xc4\x44\x49\xc5\x69\x7b\x32\x69\x19\x70\x3b\xac\x03\x1c\xae\x7f\x60";
pub const PUBLIC: [u8; 32] = *b"\xd7\x5a\x98\x01\x82\xb1\x0a\xb7\xd5\x4b\xfe\xd3\xc9\x64\x07\x3a\x0e\xe1\x72\xf3\xda\xa6\x23\x25\xaf\x02\x1a\x68\xf7\x07\x51\x1a";
// RFC 8410, section 10.3: one key, in version 1, and in version 2 with attributes and its public key.
pub const RFC_8410_V1: &str = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----\n";
pub const RFC_8410_V2: &str = "-----BEGIN PRIVATE KEY-----\nMHICAQEwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\noB8wHQYKKoZIhvcNAQkJFDEPDA1DdXJkbGUgQ2hhaXJzgSEAGb9ECWmEzf6FQbrB\nZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PRIVATE KEY-----\n";
pub const RFC_8410_SEED: &str = "d4ee72dbf913584ad5b6d8f1f769f8ad3afe7c28cbf1d4fbe097a88f44755842";

pub fn pass(text: &str) -> Passphrase {
    Passphrase::new(text.to_owned())
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub fn encrypted(passphrase: &Passphrase) -> String {
    let encryption = Encryption::Scrypt {
        passphrase,
        salt: [7; 16],
        iv: [9; 16],
    };
    encode_private(&SEED, encryption).unwrap().to_string()
}

pub fn plain() -> String {
    encode_private(&SEED, Encryption::None).unwrap().to_string()
}

pub fn der_of(pem: &str) -> Vec<u8> {
    pem::decode_vec(pem.as_bytes()).unwrap().1
}

pub fn to_pem(label: &str, der: &[u8]) -> String {
    pem::encode_string(label, LineEnding::LF, der).unwrap()
}

/// An encrypted file with any parameters, also such as nobody can decrypt.
pub fn foreign(kdf: pbes2::Kdf, encryption: pbes2::EncryptionScheme, data: &[u8]) -> String {
    let parameters = pbes2::Parameters { kdf, encryption };
    let key = EncryptedPrivateKeyInfoRef {
        encryption_algorithm: pkcs5::EncryptionScheme::Pbes2(parameters),
        encrypted_data: OctetStringRef::new(data).unwrap(),
    };
    to_pem("ENCRYPTED PRIVATE KEY", &key.to_der().unwrap())
}

pub fn scrypt_file(n: u64, r: u16, p: u16) -> String {
    let kdf = pbes2::ScryptParams {
        salt: pbes2::Salt::new([1; 16]).unwrap(),
        cost_parameter: n,
        block_size: r,
        parallelization: p,
        key_length: None,
    };
    foreign(
        kdf.into(),
        pbes2::EncryptionScheme::Aes256Cbc { iv: [2; 16] },
        &[3; 64],
    )
}

pub fn pbkdf2_file(rounds: u32, prf: pbes2::Pbkdf2Prf, key_length: Option<u16>) -> String {
    let kdf = pbes2::Pbkdf2Params {
        salt: pbes2::Salt::new([1; 16]).unwrap(),
        iteration_count: rounds,
        key_length,
        prf,
    };
    foreign(
        kdf.into(),
        pbes2::EncryptionScheme::Aes256Cbc { iv: [2; 16] },
        &[3; 64],
    )
}

pub fn error(pem: &str) -> KeyFileError {
    decode_private(pem.as_bytes(), Some(&pass("x"))).unwrap_err()
}
