//! Key files changed at random: nothing panics.

use std::time::{Duration, Instant};

use byline::seal::{decode_private, is_encrypted};
use pkcs8::pkcs5::{pbes2, scrypt};

use super::files::{RFC_8410_V2, SEED, der_of, encrypted, foreign, hex, pass, plain, to_pem};

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
