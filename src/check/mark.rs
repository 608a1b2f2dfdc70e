//! By what two links are known to be the same.

use std::fmt;

use crate::record::{Link, Sha256Hex, normalised};

/// An address or a capture.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) enum Mark {
    /// Where it was found, as what the address leads to.
    Address(String),
    /// The bytes that were kept of it.
    Capture(Sha256Hex),
}

impl Mark {
    /// The address of a link.
    pub fn address(link: &Link<'_>) -> Option<Self> {
        link.url.map(|url| Self::Address(normalised(url)))
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(url) => write!(f, "one address, {url}"),
            Self::Capture(sha256) => write!(f, "one capture, {sha256}"),
        }
    }
}
