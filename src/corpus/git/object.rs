//! Ids of objects: git names each by a hash over its kind, size and contents.

use std::fmt;
use std::io::{self, Read};

use sha1::Sha1;
use sha2::Sha256;

use crate::record::hex;

/// The id of a blob.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ObjectId {
    /// As in most repositories.
    Sha1([u8; 20]),
    /// As in those made with `--object-format=sha256`.
    Sha256([u8; 32]),
}

impl ObjectId {
    /// Reads an id of 40 or 64 lower-case hex digits, as git writes it.
    pub fn parse(text: &str) -> Option<Self> {
        let sha1 = hex::bytes_of(text).map(Self::Sha1);
        sha1.or_else(|| hex::bytes_of(text).map(Self::Sha256))
    }

    /// Whether it is the id of a blob of these bytes.
    pub fn is_of(self, bytes: &[u8]) -> bool {
        let header = header(bytes.len() as u64);
        match self {
            Self::Sha1(id) => hash::<Sha1>(&header, bytes)[..] == id,
            Self::Sha256(id) => hash::<Sha256>(&header, bytes)[..] == id,
        }
    }

    /// Whether it is the id of a blob of what `input` gives, `size` bytes.
    ///
    /// # Errors
    ///
    /// What reading gave.
    pub fn is_of_all(self, size: u64, input: &mut dyn Read) -> io::Result<bool> {
        Ok(match self {
            Self::Sha1(id) => hash_all::<Sha1>(size, input)?[..] == id,
            Self::Sha256(id) => hash_all::<Sha256>(size, input)?[..] == id,
        })
    }
}

fn header(size: u64) -> String {
    format!("blob {size}\0")
}

fn hash<H: sha2::Digest>(header: &str, bytes: &[u8]) -> Vec<u8> {
    let hasher = H::new().chain_update(header).chain_update(bytes);
    hasher.finalize().to_vec()
}

fn hash_all<H: sha2::Digest>(size: u64, input: &mut dyn Read) -> io::Result<Vec<u8>> {
    let mut hasher = H::new().chain_update(header(size));
    let mut block = vec![0; 1 << 16];
    loop {
        match input.read(&mut block)? {
            0 => return Ok(hasher.finalize().to_vec()),
            read => hasher.update(&block[..read]),
        }
    }
}

impl fmt::Display for ObjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes: &[u8] = match self {
            Self::Sha1(id) => id,
            Self::Sha256(id) => id,
        };
        bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_those_that_git_gives() {
        // `printf 'byline\n' | git hash-object --stdin`, and the same in a repository of the other format.
        let bytes = b"byline\n";
        for id in [
            "e8a866ce155a8674e84401f47cff6f76abb8e994",
            "95f9d5f2cfbfb1bbeb7c4e7cce300f88de57533107d328d434e35b1e25a8aa9a",
        ] {
            let parsed = ObjectId::parse(id).unwrap_or(ObjectId::Sha1([0; 20]));
            assert_eq!(parsed.to_string(), id);
            assert!(parsed.is_of(bytes));
            assert!(!parsed.is_of(b"something else"));
            assert!(
                parsed
                    .is_of_all(bytes.len() as u64, &mut &bytes[..])
                    .is_ok_and(|is| is)
            );
        }
        for wrong in [
            "",
            "e8a866ce",
            "+8a866ce155a8674e84401f47cff6f76abb8e994",
            "z8a866ce155a8674e84401f47cff6f76abb8e994",
            "E8a866ce155a8674e84401f47cff6f76abb8e994",
        ] {
            assert_eq!(ObjectId::parse(wrong), None);
        }
    }
}
