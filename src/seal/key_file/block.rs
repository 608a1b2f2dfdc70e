//! The PEM around a key (RFC 7468), read leniently where that is harmless: any line ends, blanks and line lengths.
//!
//! The decoder of pem-rfc7468 takes lines of 64 characters and nothing after the block; only its base64 is used.

use pkcs8::der::pem::{Base64Decoder, PemLabel};
use pkcs8::{EncryptedPrivateKeyInfoRef, PrivateKeyInfoRef};
use zeroize::Zeroizing;

use super::{KeyFileError, MAX_KEY_FILE, malformed};

/// The one PEM block of a key file, of either label that is read.
pub(super) struct Block {
    /// Whether the label says `EncryptedPrivateKeyInfo`, not `PrivateKeyInfo`.
    pub(super) encrypted: bool,
    /// What the base64 decodes to; not yet known to be DER.
    pub(super) der: Zeroizing<Vec<u8>>,
}

impl Block {
    /// Finds and decodes the block of a private key.
    ///
    /// # Errors
    /// As [`decode`].
    pub(super) fn read(file: &[u8]) -> Result<Self, KeyFileError> {
        let encrypted = EncryptedPrivateKeyInfoRef::PEM_LABEL;
        let (label, der) = decode(file, &[PrivateKeyInfoRef::PEM_LABEL, encrypted])?;
        Ok(Self {
            encrypted: label == encrypted.as_bytes(),
            der,
        })
    }
}

/// Finds the block in the bytes of a key file, whose label is one of `labels`, and decodes it. Text around it is
/// skipped, as RFC 7468, section 2, says.
///
/// # Errors
/// [`KeyFileError::TooLarge`], `NotPem`, `SeveralBlocks`, `Label` or `Malformed`.
pub(super) fn decode<'a>(
    file: &'a [u8],
    labels: &[&str],
) -> Result<(&'a [u8], Zeroizing<Vec<u8>>), KeyFileError> {
    if file.len() > MAX_KEY_FILE {
        return Err(KeyFileError::TooLarge);
    }
    let mut label = None;
    let mut ended = false;
    // As long as the file, so that it never grows and leaves a copy behind.
    let mut base64 = Zeroizing::new(Vec::with_capacity(file.len()));
    for line in file.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii) {
        if let Some(found) = boundary(line, b"-----BEGIN ") {
            if label.replace(found).is_some() {
                return Err(KeyFileError::SeveralBlocks);
            }
        } else if label.is_some() && !ended {
            match boundary(line, b"-----END ") {
                Some(found) if label == Some(found) => ended = true,
                Some(_) => return Err(KeyFileError::Malformed),
                None => base64.extend_from_slice(line),
            }
        }
    }
    let label = label.ok_or(KeyFileError::NotPem)?;
    if !labels.iter().any(|known| known.as_bytes() == label) {
        return Err(wrong_label(label));
    }
    let mut decoder = Base64Decoder::new(&base64).map_err(malformed)?;
    let mut der = Zeroizing::new(vec![0; decoder.remaining_len()]);
    decoder.decode(&mut der).map_err(malformed)?;
    if !ended || !decoder.is_finished() {
        return Err(KeyFileError::Malformed);
    }
    Ok((label, der))
}

/// Whether a line of the file starts a block with this label.
pub(super) fn has(file: &[u8], label: &str) -> bool {
    file.split(|byte| *byte == b'\n')
        .any(|line| boundary(line.trim_ascii(), b"-----BEGIN ") == Some(label.as_bytes()))
}

/// The label of a line that starts or ends a block.
fn boundary<'a>(line: &'a [u8], start: &[u8]) -> Option<&'a [u8]> {
    line.strip_prefix(start)?.strip_suffix(b"-----")
}

fn wrong_label(label: &[u8]) -> KeyFileError {
    let hint = match label {
        b"OPENSSH PRIVATE KEY" => "SSH keys are not read; make a key with `byline key new`",
        b"RSA PRIVATE KEY" | b"DSA PRIVATE KEY" | b"EC PRIVATE KEY" | b"EC PARAMETERS" => {
            "byline signs with Ed25519 only; make a key with `byline key new`"
        }
        b"PUBLIC KEY" | b"CERTIFICATE" => "name the file of the private key instead",
        _ => "convert it with `openssl pkcs8 -topk8 -in OLD -out NEW`",
    };
    // Anything else may stand there, a secret or control characters.
    let plain = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b' ';
    let shown = Some(label).filter(|label| label.len() <= 40 && label.iter().all(plain));
    let label = String::from_utf8_lossy(shown.unwrap_or(b"unknown")).into_owned();
    KeyFileError::Label { label, hint }
}
