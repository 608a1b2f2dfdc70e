//! What is written and read again, and what others write.

use byline::seal::{
    Encryption, KeyFileError, Passphrase, decode_private, encode_private, encode_public, is_encrypted,
};
use pkcs8::ObjectIdentifier;
use pkcs8::der::Decode;
use pkcs8::pkcs5::pbes2;
use pkcs8::spki::SubjectPublicKeyInfoOwned;

use super::files::{
    PUBLIC, RFC_8410_SEED, RFC_8410_V1, RFC_8410_V2, SEED, der_of, encrypted, error, foreign, hex, pass,
    pbkdf2_file, plain, scrypt_file, to_pem,
};

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
