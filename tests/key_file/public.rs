//! Public keys.

use byline::seal::{KeyFileError, decode_public, encode_public, is_public};

use super::files::plain;

#[test]
fn public_keys_are_read_as_they_are_written() {
    let public = [9; 32];
    let text = encode_public(&public);
    assert!(is_public(text.as_bytes()) && !is_public(plain().as_bytes()));
    assert_eq!(decode_public(text.as_bytes()).unwrap(), public);
    let crlf = format!("a comment\r\n{}", text.replace('\n', "\r\n"));
    assert!(is_public(crlf.as_bytes()));
    assert_eq!(decode_public(crlf.as_bytes()).unwrap(), public);
    let rest = &text["-----BEGIN PUBLIC KEY-----\n".len()..];
    for (wrong, error) in [
        (rest.to_owned(), KeyFileError::NotPem),
        (format!("{text}{text}"), KeyFileError::SeveralBlocks),
        (text.replace("MCow", "MCox"), KeyFileError::Malformed),
        (text.replace("AyEA", "AyEB"), KeyFileError::Malformed),
        (text.replace("CQk", "CQ"), KeyFileError::Malformed),
        (text.replace("-----END", "-----EN"), KeyFileError::Malformed),
    ] {
        assert_ne!(wrong, text);
        assert_eq!(decode_public(wrong.as_bytes()).unwrap_err(), error, "{wrong}");
    }
    // X25519 (1.3.101.110), which differs in one byte.
    let other = decode_public(text.replace("K2VwAyEA", "K2VuAyEA").as_bytes()).unwrap_err();
    assert!(matches!(other, KeyFileError::Algorithm { oid } if oid.to_string() == "1.3.101.110"));
    assert!(matches!(
        decode_public(plain().as_bytes()),
        Err(KeyFileError::Label { .. })
    ));
    // No byte of it can be changed so that it panics.
    for at in 0..text.len() {
        for byte in 0..=255 {
            let mut wrong = text.clone().into_bytes();
            wrong[at] = byte;
            let _ = decode_public(&wrong);
        }
    }
}
