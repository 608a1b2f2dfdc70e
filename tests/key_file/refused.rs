//! What is no key file, or none that is read.

use std::time::{Duration, Instant};

use byline::seal::{KeyFileError, MAX_KEY_FILE, decode_private, is_encrypted};
use pkcs8::ObjectIdentifier;
use pkcs8::pkcs5::pbes2;

use super::files::{
    SEED, der_of, encrypted, error, foreign, hex, pass, pbkdf2_file, plain, scrypt_file, to_pem,
};

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
    // Deriving any of these keys takes minutes, or more memory than there is.
    assert!(start.elapsed() < Duration::from_secs(20));
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
