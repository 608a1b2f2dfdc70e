//! Key files: round trips, the real OpenSSL, hostile files.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::time::{Duration, Instant};

use byline::seal::{
    Encryption, KeyFileError, MAX_KEY_FILE, Passphrase, decode_private, encode_private, encode_public,
    is_encrypted,
};
use pkcs8::der::asn1::OctetStringRef;
use pkcs8::der::pem::{self, LineEnding};
use pkcs8::der::{Decode, Encode};
use pkcs8::pkcs5::{self, pbes2, scrypt};
use pkcs8::spki::SubjectPublicKeyInfoOwned;
use pkcs8::{EncryptedPrivateKeyInfoRef, ObjectIdentifier};

const SEED: [u8; 32] = *b"\x9d\x61\xb1\x9d\xef\xfd\x5a\x60\xba\x84\x4a\xf4\x92\xec\x2c\xc4\x44\x49\xc5\x69\x7b\x32\x69\x19\x70\x3b\xac\x03\x1c\xae\x7f\x60";
const PUBLIC: [u8; 32] = *b"\xd7\x5a\x98\x01\x82\xb1\x0a\xb7\xd5\x4b\xfe\xd3\xc9\x64\x07\x3a\x0e\xe1\x72\xf3\xda\xa6\x23\x25\xaf\x02\x1a\x68\xf7\x07\x51\x1a";
// RFC 8410, section 10.3: one key, in version 1, and in version 2 with attributes and its public key.
const RFC_8410_V1: &str = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----\n";
const RFC_8410_V2: &str = "-----BEGIN PRIVATE KEY-----\nMHICAQEwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\noB8wHQYKKoZIhvcNAQkJFDEPDA1DdXJkbGUgQ2hhaXJzgSEAGb9ECWmEzf6FQbrB\nZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PRIVATE KEY-----\n";
const RFC_8410_SEED: &str = "d4ee72dbf913584ad5b6d8f1f769f8ad3afe7c28cbf1d4fbe097a88f44755842";

fn pass(text: &str) -> Passphrase {
    Passphrase::new(text.to_owned())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn encrypted(passphrase: &Passphrase) -> String {
    let encryption = Encryption::Scrypt {
        passphrase,
        salt: [7; 16],
        iv: [9; 16],
    };
    encode_private(&SEED, encryption).unwrap().to_string()
}

fn plain() -> String {
    encode_private(&SEED, Encryption::None).unwrap().to_string()
}

fn der_of(pem: &str) -> Vec<u8> {
    pem::decode_vec(pem.as_bytes()).unwrap().1
}

fn to_pem(label: &str, der: &[u8]) -> String {
    pem::encode_string(label, LineEnding::LF, der).unwrap()
}

/// An encrypted file with any parameters, also such as nobody can decrypt.
fn foreign(kdf: pbes2::Kdf, encryption: pbes2::EncryptionScheme, data: &[u8]) -> String {
    let parameters = pbes2::Parameters { kdf, encryption };
    let key = EncryptedPrivateKeyInfoRef {
        encryption_algorithm: pkcs5::EncryptionScheme::Pbes2(parameters),
        encrypted_data: OctetStringRef::new(data).unwrap(),
    };
    to_pem("ENCRYPTED PRIVATE KEY", &key.to_der().unwrap())
}

fn scrypt_file(n: u64, r: u16, p: u16) -> String {
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

fn pbkdf2_file(rounds: u32, prf: pbes2::Pbkdf2Prf, key_length: Option<u16>) -> String {
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

fn error(pem: &str) -> KeyFileError {
    decode_private(pem.as_bytes(), Some(&pass("x"))).unwrap_err()
}

#[test]
fn a_plain_key_comes_back() {
    let pem = plain();
    assert_eq!(
        pem,
        "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----\n"
    );
    assert!(!is_encrypted(pem.as_bytes()).unwrap());
    assert_eq!(*decode_private(pem.as_bytes(), None).unwrap(), SEED);
}

#[test]
fn a_passphrase_that_is_not_needed_is_ignored() {
    assert_eq!(
        *decode_private(plain().as_bytes(), Some(&pass("x"))).unwrap(),
        SEED
    );
}

#[test]
fn an_encrypted_key_comes_back_with_its_passphrase_only() {
    let passphrase = pass("Grüße, 世界 ");
    let pem = encrypted(&passphrase);
    assert!(pem.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"));
    assert!(is_encrypted(pem.as_bytes()).unwrap());
    assert_eq!(*decode_private(pem.as_bytes(), Some(&passphrase)).unwrap(), SEED);
    let read = |passphrase: Option<&Passphrase>| decode_private(pem.as_bytes(), passphrase).unwrap_err();
    assert_eq!(read(None), KeyFileError::PassphraseNeeded);
    for wrong in ["", "Grüße, 世界", "grüße, 世界 "] {
        assert_eq!(read(Some(&pass(wrong))), KeyFileError::WrongPassphrase);
    }
}

#[test]
fn every_wrong_passphrase_is_told_alike_also_where_the_padding_happens_to_be_valid() {
    // One in 256 decrypts to valid padding, so 2,000 tries meet it about eight times.
    let parameters = pbes2::Parameters::generate_pbkdf2_sha256_aes256cbc(1, &[1; 16], [2; 16]).unwrap();
    let data = parameters.encrypt("right", &der_of(&plain())).unwrap();
    let pem = foreign(parameters.kdf, parameters.encryption, &data);
    assert_eq!(
        *decode_private(pem.as_bytes(), Some(&pass("right"))).unwrap(),
        SEED
    );
    for i in 0..2000 {
        let wrong = pass(&format!("wrong {i}"));
        assert_eq!(
            decode_private(pem.as_bytes(), Some(&wrong)).unwrap_err(),
            KeyFileError::WrongPassphrase
        );
    }
}

#[test]
fn salt_and_iv_are_written_as_given_and_nothing_else_varies() {
    let passphrase = pass("x");
    assert_eq!(encrypted(&passphrase), encrypted(&passphrase));
    let der = der_of(&encrypted(&passphrase));
    assert!(der.windows(16).any(|window| window == [7; 16]));
    assert!(der.windows(16).any(|window| window == [9; 16]));
}

#[test]
fn nothing_is_encrypted_with_an_empty_passphrase() {
    let passphrase = pass("");
    let encryption = Encryption::Scrypt {
        passphrase: &passphrase,
        salt: [7; 16],
        iv: [9; 16],
    };
    assert_eq!(
        encode_private(&SEED, encryption).unwrap_err(),
        KeyFileError::EmptyPassphrase
    );
}

#[test]
fn debug_shows_no_passphrase() {
    let passphrase = pass("hunter2");
    assert_eq!(format!("{passphrase:?}"), "Passphrase(…)");
    let encryption = Encryption::Scrypt {
        passphrase: &passphrase,
        salt: [7; 16],
        iv: [9; 16],
    };
    assert!(!format!("{encryption:?}").contains("hunter2"));
}

#[test]
fn versions_1_and_2_of_the_rfc_are_read() {
    for pem in [RFC_8410_V1, RFC_8410_V2] {
        assert_eq!(
            hex(&*decode_private(pem.as_bytes(), None).unwrap()),
            RFC_8410_SEED
        );
    }
}

#[test]
fn version_2_with_a_tag_that_is_not_rfc_5958_is_refused() {
    // [1] EXPLICIT, as old versions of ring wrote it; the RFC's module has implicit tags.
    let mut der = b"\x30\x53\x02\x01\x01\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20".to_vec();
    der.extend(SEED);
    der.extend(b"\xa1\x23\x03\x21\x00");
    der.extend(PUBLIC);
    assert_eq!(error(&to_pem("PRIVATE KEY", &der)), KeyFileError::Malformed);
}

#[test]
fn a_public_key_is_the_pem_that_pkcs8_would_write() {
    for public in [PUBLIC, [0; 32], [255; 32], SEED] {
        let pem = encode_public(&public);
        let der = der_of(&pem);
        assert_eq!(pem, to_pem("PUBLIC KEY", &der));
        let info = SubjectPublicKeyInfoOwned::from_der(&der).unwrap();
        assert_eq!(info.algorithm.oid, ObjectIdentifier::new_unwrap("1.3.101.112"));
        assert!(info.algorithm.parameters.is_none());
        assert_eq!(info.subject_public_key.as_bytes().unwrap(), public);
    }
}

#[test]
fn line_ends_blanks_wrapping_and_text_around_do_not_matter() {
    let pem = plain();
    let body = pem.lines().nth(1).unwrap();
    let narrow = body
        .as_bytes()
        .chunks(7)
        .map(|chunk| std::str::from_utf8(chunk).unwrap())
        .collect::<Vec<_>>()
        .join("\n");
    for variant in [
        pem.replace('\n', "\r\n"),
        pem.replace('\n', "  \n"),
        pem.replace('\n', "\n\n"),
        format!("{pem}\n \t\r\n"),
        pem.trim_end().to_owned(),
        format!("Key of the news desk: 1\n\n{pem}ED25519 Private-Key:\npriv: …\n"),
        pem.replace('\n', "\n    "),
        pem.replace(body, &narrow),
    ] {
        assert_eq!(
            *decode_private(variant.as_bytes(), None).unwrap(),
            SEED,
            "{variant:?}"
        );
    }
}

#[test]
fn what_is_no_key_file_is_refused_for_what_it_is() {
    let pem = plain();
    let body = pem.lines().nth(1).unwrap();
    for (file, expected) in [
        (String::new(), KeyFileError::NotPem),
        ("\0\u{1}\u{feff}".to_owned(), KeyFileError::NotPem),
        (hex(&SEED), KeyFileError::NotPem),
        (" ".repeat(MAX_KEY_FILE + 1), KeyFileError::TooLarge),
        (" ".repeat(MAX_KEY_FILE), KeyFileError::NotPem),
        (format!("{pem}{pem}"), KeyFileError::SeveralBlocks),
        (
            format!("-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n{pem}"),
            KeyFileError::SeveralBlocks,
        ),
        (
            pem.replace("-----END PRIVATE KEY-----", ""),
            KeyFileError::Malformed,
        ),
        (pem.replace("END PRIVATE", "END PUBLIC"), KeyFileError::Malformed),
        (pem.replace("MC4", "M*4"), KeyFileError::Malformed),
        (pem.replace("rn9g", "rn9"), KeyFileError::Malformed),
        (pem.replace(body, ""), KeyFileError::Malformed),
        (pem.replace(body, "===="), KeyFileError::Malformed),
        (pem.replace(body, "MA=="), KeyFileError::Malformed),
        (
            pem.replace(body, &format!("Proc-Type: 4,ENCRYPTED\n\n{body}")),
            KeyFileError::Malformed,
        ),
        // An encrypted key under the label of a plain one, and the other way round.
        (
            encrypted(&pass("x")).replace("ENCRYPTED ", ""),
            KeyFileError::Malformed,
        ),
        (
            pem.replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY"),
            KeyFileError::Malformed,
        ),
    ] {
        assert_eq!(error(&file), expected, "{file:.200?}");
        assert_eq!(
            is_encrypted(file.as_bytes()).unwrap_err(),
            expected,
            "{file:.200?}"
        );
    }
}

#[test]
fn a_wrong_label_is_named_with_what_to_do_unless_it_may_hold_something_else() {
    let told = |label: &str| error(&to_pem_any(label)).to_string();
    let cases = [
        (
            "OPENSSH PRIVATE KEY",
            "SSH keys are not read; make a key with `byline key new`",
        ),
        (
            "EC PRIVATE KEY",
            "byline signs with Ed25519 only; make a key with `byline key new`",
        ),
        (
            "RSA PRIVATE KEY",
            "byline signs with Ed25519 only; make a key with `byline key new`",
        ),
        ("PUBLIC KEY", "name the file of the private key instead"),
        (
            "ANY PRIVATE KEY",
            "convert it with `openssl pkcs8 -topk8 -in OLD -out NEW`",
        ),
    ];
    for (label, hint) in cases {
        let expected =
            format!("the file holds a block labelled \"{label}\", not a PKCS#8 private key; {hint}");
        assert_eq!(told(label), expected);
    }
    for label in ["nWGxne/9WmC6hEr0kuws", "\u{1b}[2J", &hex(&SEED).to_uppercase()] {
        assert_eq!(
            told(label),
            "the file holds a block labelled \"unknown\", not a PKCS#8 private key; convert it with `openssl pkcs8 -topk8 -in OLD -out NEW`"
        );
    }
}

fn to_pem_any(label: &str) -> String {
    format!("-----BEGIN {label}-----\nMC4CAQ==\n-----END {label}-----\n")
}

#[test]
fn another_algorithm_is_named() {
    let x25519 = der_of(&plain())
        .iter()
        .enumerate()
        .map(|(i, byte)| if i == 11 { 0x6e } else { *byte })
        .collect::<Vec<u8>>();
    assert_eq!(
        error(&to_pem("PRIVATE KEY", &x25519)).to_string(),
        "the key is for algorithm 1.3.101.110, and byline signs with Ed25519 (1.3.101.112) only; make a key with `byline key new`"
    );
}

#[test]
fn a_key_of_another_length_or_with_parameters_is_refused() {
    let with = |algorithm: &[u8], inner: &[u8]| {
        let mut body = b"\x02\x01\x00\x30".to_vec();
        body.push(u8::try_from(algorithm.len()).unwrap());
        body.extend(algorithm);
        body.push(4);
        body.push(u8::try_from(inner.len()).unwrap());
        body.extend(inner);
        let mut der = vec![0x30, u8::try_from(body.len()).unwrap()];
        der.extend(body);
        to_pem("PRIVATE KEY", &der)
    };
    let inner = |length: u8| [vec![4, length], vec![5; usize::from(length)]].concat();
    let ed25519 = b"\x06\x03\x2b\x65\x70";
    assert_eq!(
        *decode_private(with(ed25519, &inner(32)).as_bytes(), None).unwrap(),
        [5; 32]
    );
    for length in [0, 31, 33, 64] {
        assert_eq!(
            error(&with(ed25519, &inner(length))),
            KeyFileError::Malformed,
            "{length}"
        );
    }
    // The bare seed, without the inner OCTET STRING; parameters NULL.
    assert_eq!(error(&with(ed25519, &SEED)), KeyFileError::Malformed);
    assert_eq!(
        error(&with(b"\x06\x03\x2b\x65\x70\x05\x00", &inner(32))),
        KeyFileError::Malformed
    );
}

#[test]
fn costs_out_of_bounds_are_refused_before_any_work_and_before_a_passphrase_is_missed() {
    use pbes2::Pbkdf2Prf::HmacWithSha256;
    let start = Instant::now();
    let files = [
        (pbkdf2_file(0, HmacWithSha256, None), "0 rounds of PBKDF2"),
        (
            pbkdf2_file(10_000_001, HmacWithSha256, None),
            "10000001 rounds of PBKDF2",
        ),
        (
            pbkdf2_file(u32::MAX, HmacWithSha256, None),
            "4294967295 rounds of PBKDF2",
        ),
        (scrypt_file(0, 8, 1), "scrypt with N = 0, r = 8, p = 1"),
        (scrypt_file(1, 8, 1), "scrypt with N = 1, r = 8, p = 1"),
        (scrypt_file(3, 8, 1), "scrypt with N = 3, r = 8, p = 1"),
        (scrypt_file(1 << 19, 8, 1), "scrypt with N = 524288, r = 8, p = 1"),
        (
            scrypt_file(1 << 30, 8, 1),
            "scrypt with N = 1073741824, r = 8, p = 1",
        ),
        (
            scrypt_file(1 << 63, 8, 1),
            "scrypt with N = 9223372036854775808, r = 8, p = 1",
        ),
        (
            scrypt_file(u64::MAX, u16::MAX, u16::MAX),
            "scrypt with N = 18446744073709551615, r = 65535, p = 65535",
        ),
        (scrypt_file(1 << 14, 0, 1), "scrypt with N = 16384, r = 0, p = 1"),
        (scrypt_file(1 << 14, 8, 0), "scrypt with N = 16384, r = 8, p = 0"),
        (
            scrypt_file(1 << 14, 8, 65),
            "scrypt with N = 16384, r = 8, p = 65",
        ),
        (scrypt_file(1 << 18, 8, 5), "scrypt with N = 262144, r = 8, p = 5"),
        (
            scrypt_file(2, u16::MAX, 64),
            "scrypt with N = 2, r = 65535, p = 64",
        ),
        (
            scrypt_file(2, u16::MAX, u16::MAX),
            "scrypt with N = 2, r = 65535, p = 65535",
        ),
    ];
    for (pem, asked) in files {
        let told = decode_private(pem.as_bytes(), None).unwrap_err();
        assert!(
            told.to_string()
                .starts_with(&format!("the key file asks for {asked}, and byline does ")),
            "{told}"
        );
        assert_eq!(is_encrypted(pem.as_bytes()).unwrap_err(), told);
        assert_eq!(error(&pem), told);
    }
    assert!(start.elapsed() < Duration::from_secs(1));
}

#[test]
fn costs_at_the_bounds_are_accepted() {
    use pbes2::Pbkdf2Prf::HmacWithSha512;
    for pem in [
        pbkdf2_file(1, HmacWithSha512, None),
        pbkdf2_file(10_000_000, HmacWithSha512, Some(32)),
        scrypt_file(2, 1, 1),
        scrypt_file(1 << 18, 8, 4),
        scrypt_file(1 << 14, 8, 64),
        scrypt_file(2, u16::MAX, 32),
    ] {
        assert!(is_encrypted(pem.as_bytes()).unwrap());
        assert_eq!(
            decode_private(pem.as_bytes(), None).unwrap_err(),
            KeyFileError::PassphraseNeeded
        );
    }
}

#[test]
fn an_encryption_that_is_not_opened_is_named() {
    use pbes2::{EncryptionScheme, Pbkdf2Prf};
    let kdf = || pbes2::Kdf::from(pbes2::Pbkdf2Params::hmac_sha256(1, &[1; 16]).unwrap());
    let oid_in_params = |old: &[u8], new: &[u8]| {
        let mut der = der_of(&pbkdf2_file(1, Pbkdf2Prf::HmacWithSha256, None));
        let at = der.windows(old.len()).position(|window| window == old).unwrap();
        der[at..at + new.len()].copy_from_slice(new);
        to_pem("ENCRYPTED PRIVATE KEY", &der)
    };
    for (pem, oid) in [
        (
            pbkdf2_file(1, Pbkdf2Prf::HmacWithSha1, None),
            "1.2.840.113549.2.7",
        ),
        (
            pbkdf2_file(1, Pbkdf2Prf::HmacWithSha224, None),
            "1.2.840.113549.2.8",
        ),
        (
            pbkdf2_file(1, Pbkdf2Prf::HmacWithSha384, None),
            "1.2.840.113549.2.10",
        ),
        (
            foreign(kdf(), EncryptionScheme::Aes192Cbc { iv: [1; 16] }, &[1; 64]),
            "2.16.840.1.101.3.4.1.22",
        ),
        (
            foreign(kdf(), EncryptionScheme::Aes256Gcm { nonce: [1; 12] }, &[1; 64]),
            "2.16.840.1.101.3.4.1.46",
        ),
        // An unknown PRF, an unknown derivation, PBES1 instead of PBES2.
        (
            oid_in_params(b"\x86\xf7\x0d\x02\x09", b"\x86\xf7\x0d\x02\x63"),
            "1.2.840.113549.2.99",
        ),
        (
            oid_in_params(b"\x86\xf7\x0d\x01\x05\x0c", b"\x86\xf7\x0d\x01\x05\x0e"),
            "1.2.840.113549.1.5.14",
        ),
        (
            oid_in_params(b"\x86\xf7\x0d\x01\x05\x0d", b"\x86\xf7\x0d\x01\x05\x0a"),
            "1.2.840.113549.1.5.10",
        ),
    ] {
        let oid = ObjectIdentifier::new_unwrap(oid);
        assert_eq!(error(&pem), KeyFileError::Encryption { oid });
        assert_eq!(
            is_encrypted(pem.as_bytes()).unwrap_err(),
            KeyFileError::Encryption { oid }
        );
    }
}

#[test]
fn a_stated_key_length_must_fit_the_cipher() {
    let prf = pbes2::Pbkdf2Prf::HmacWithSha256;
    assert!(is_encrypted(pbkdf2_file(1, prf, Some(32)).as_bytes()).unwrap());
    assert_eq!(error(&pbkdf2_file(1, prf, Some(16))), KeyFileError::Malformed);
}

#[test]
fn no_message_repeats_the_passphrase_or_the_seed() {
    let passphrase = pass("correct horse");
    let pem = encrypted(&passphrase);
    let wrong = decode_private(pem.as_bytes(), Some(&pass("battery staple"))).unwrap_err();
    for text in [format!("{wrong}"), format!("{wrong:?}")] {
        assert!(!text.contains("battery") && !text.contains("horse"));
    }
}

// ---- hostile bytes ----

/// A small generator (xorshift64*), so that a failure repeats.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }
    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end).unwrap()).unwrap()
    }
}

/// A plain key in both versions, and one with each derivation at the smallest cost, as (label, DER).
fn small_files() -> Vec<(&'static str, Vec<u8>)> {
    let inner = der_of(&plain());
    let pbkdf2 = pbes2::Parameters::generate_pbkdf2_sha256_aes128cbc(1, &[1; 8], [2; 16]).unwrap();
    let cost = scrypt::Params::new(1, 1, 1).unwrap();
    let scrypt = pbes2::Parameters::generate_scrypt_aes256cbc(cost, &[1; 8], [2; 16]).unwrap();
    let mut files = vec![
        ("PRIVATE KEY", inner.clone()),
        ("PRIVATE KEY", der_of(RFC_8410_V2)),
    ];
    for parameters in [pbkdf2, scrypt] {
        let data = parameters.encrypt("x", &inner).unwrap();
        let pem = foreign(parameters.kdf, parameters.encryption, &data);
        assert_eq!(*decode_private(pem.as_bytes(), Some(&pass("x"))).unwrap(), SEED);
        files.push(("ENCRYPTED PRIVATE KEY", der_of(&pem)));
    }
    files
}

/// Must neither panic nor take long; a mutation may still open, as one of the public key does.
fn survives(label: &str, der: &[u8]) {
    let pem = to_pem(label, der);
    let start = Instant::now();
    let _ = is_encrypted(pem.as_bytes());
    let _ = decode_private(pem.as_bytes(), Some(&pass("x")));
    assert!(start.elapsed() < Duration::from_secs(30), "{}", hex(der));
}

#[test]
fn no_byte_of_the_der_can_be_changed_so_that_it_panics() {
    for (label, der) in small_files() {
        for at in 0..der.len() {
            for value in 0..=255u8 {
                let mut mutant = der.clone();
                mutant[at] = value;
                survives(label, &mutant);
            }
            survives(label, &der[..at]);
        }
    }
}

#[test]
fn many_changes_at_once_do_not_panic_either() {
    let mut random = Random(0x5eed);
    let files = small_files();
    for _ in 0..60_000 {
        let (label, mut der) = files[random.below(files.len())].clone();
        for _ in 0..=random.below(4) {
            let at = random.below(der.len());
            match random.below(4) {
                0 => der[at] = random.next().to_le_bytes()[0],
                1 => der[at] ^= 1 << random.below(8),
                2 => der.insert(at, [0, 1, 0x30, 0x80, 0xff][random.below(5)]),
                _ => drop(der.remove(at)),
            }
        }
        survives(label, &der);
    }
}

#[test]
fn many_changes_of_the_text_do_not_panic_either() {
    let mut random = Random(0x7e47);
    let files = [plain(), encrypted(&pass("x"))];
    let alphabet = b"-=\n\r A+/B:\0\xff";
    for _ in 0..60_000 {
        let mut text = files[random.below(2)].clone().into_bytes();
        for _ in 0..=random.below(4) {
            let at = random.below(text.len());
            match random.below(3) {
                0 => text[at] = alphabet[random.below(alphabet.len())],
                1 => text.insert(at, alphabet[random.below(alphabet.len())]),
                _ => drop(text.remove(at)),
            }
        }
        // Without the passphrase: what matters here lies before the derivation.
        let _ = is_encrypted(&text);
        let _ = decode_private(&text, None);
    }
}
