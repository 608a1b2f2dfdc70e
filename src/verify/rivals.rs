//! Claims of a repository that speak against one that is asked about: they contradict it, or go by its name.
//!
//! Any claim may be one, and nothing in the claim that is asked about says which. So all are read; but only those are
//! looked into that have its digest or its id somewhere in them.

use memchr::memmem::{Finder, find};

use crate::record::Kind;

use super::entry::Entry;

/// So many claims are looked for one by one. Where more are asked about, reading all others costs little beside them.
const FEW: usize = 16;

/// What is looked for.
#[derive(Default)]
pub(super) struct Rivals {
    names: Vec<Finder<'static>>,
}

impl Rivals {
    /// Those of the claims among some entries; `None` where these are too many, or where others may contradict revisions of
    /// them that nothing here names.
    pub fn of(entries: &[Entry]) -> Option<Self> {
        let claims = || entries.iter().filter(|entry| entry.kind == Some(Kind::Claim));
        if claims().nth(FEW).is_some() || claims().any(|claim| claim.revision > 2) {
            return None;
        }
        let mut names = Vec::new();
        for claim in claims() {
            let Some(digest) = claim.digest else { continue };
            names.push(Finder::new(claim.id.as_bytes()).into_owned());
            let before = claim.supersedes().map(|reference| reference.digest);
            for digest in [Some(digest), before].into_iter().flatten() {
                names.push(Finder::new(digest.to_string().as_bytes()).into_owned());
            }
        }
        Some(Self { names })
    }

    /// Whether nothing is looked for.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Whether a record may be one, by its bytes. What is written with escapes may say anything.
    pub fn may_be(&self, record: &[u8]) -> bool {
        let is_named = |name: &Finder<'_>| name.find(record).is_some();
        self.names.iter().any(is_named) || find(record, b"\\u").is_some()
    }
}
