//! A signature as a proof writes it: multibase base58btc of its 64 bytes
//! ([Multibase](https://www.w3.org/TR/cid-1.0/#multibase-0), a `z` before the digits).

/// The most digits that 64 bytes take.
const LONGEST: usize = five8::BASE58_ENCODED_64_MAX_LEN;

/// The signature in a `proofValue`; `None` where that is anything else.
pub(super) fn read(text: &str) -> Option<[u8; 64]> {
    let mut signature = [0; 64];
    five8::decode_64(text.strip_prefix('z')?, &mut signature).ok()?;
    Some(signature)
}

/// The `proofValue` of a signature.
pub(super) fn written(signature: &[u8; 64]) -> String {
    let mut digits = [0; LONGEST];
    let length = usize::from(five8::encode_64(signature, &mut digits));
    let mut text = String::with_capacity(1 + length);
    text.push('z');
    text.extend(digits.iter().take(length).copied().map(char::from));
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What another library reads.
    fn by_bs58(text: &str) -> Option<[u8; 64]> {
        let bytes = bs58::decode(text.strip_prefix('z')?).into_vec().ok()?;
        bytes.try_into().ok()
    }

    /// Signatures, some of which begin with zeros, which base58 writes as ones.
    fn signatures() -> impl Strategy<Value = [u8; 64]> {
        (0..=64_usize, any::<[u8; 32]>(), any::<[u8; 32]>()).prop_map(|(zeros, first, last)| {
            let mut signature = [0; 64];
            signature[..32].copy_from_slice(&first);
            signature[32..].copy_from_slice(&last);
            signature[..zeros].fill(0);
            signature
        })
    }

    proptest! {
        #[test]
        fn what_is_written_is_what_another_library_writes(signature in signatures()) {
            let text = written(&signature);
            prop_assert_eq!(&text, &format!("z{}", bs58::encode(signature).into_string()));
            prop_assert_eq!(read(&text), Some(signature));
        }

        #[test]
        fn what_is_read_is_what_another_library_reads(text in "z[1-9A-HJ-NP-Za-km-z]{60,92}") {
            prop_assert_eq!(read(&text), by_bs58(&text));
        }

        #[test]
        fn a_text_with_something_changed_is_read_as_by_another_library(
            signature in signatures(),
            place in 0..80_usize,
            with in prop_oneof!["", "1", "0", "z", "[1-9A-Za-z]{1,3}", "\\PC"],
        ) {
            let mut text = written(&signature);
            if place < text.len() {
                text.replace_range(place..=place, &with);
            } else {
                text.push_str(&with);
            }
            prop_assert_eq!(read(&text), by_bs58(&text));
        }
    }
}
