//! What a finding is recognised by in later runs.

use std::collections::HashMap;
use std::path::Path;

use sha2::{Digest as _, Sha256};

use crate::check::CheckFinding;
use crate::record::Kind;

use super::location::uri;

/// How often each finding was met so far. A key takes 16 bytes at most, so that a million findings do no harm; should
/// two different ones meet in 64 bits, their numbers tell them apart.
#[derive(Default)]
pub(super) struct Fingerprints {
    met: HashMap<u64, u32>,
}

impl Fingerprints {
    /// The fingerprint of a finding: of its rule, its record and its place in the record, never of lines, of positions
    /// only in lists whose entries have no id, and not of the file, told from `folder`, where the record has a name. What
    /// has the same of all is numbered.
    pub fn of(&mut self, found: &CheckFinding, folder: &Path) -> String {
        let finding = &found.finding;
        let mut hash = Sha256::new();
        let mut add = |part: &str| {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        };
        add(finding.name.as_str());
        match &found.subject {
            Some(subject) if !subject.id.is_empty() => {
                add(subject.kind.map_or("record", Kind::as_str));
                add(&subject.id);
            }
            // A notice has no name but its digest.
            Some(subject) => {
                let digest = subject.digest.map(|digest| digest.to_string());
                add("");
                add(&digest.unwrap_or_else(|| uri(&found.path, folder)));
            }
            // Of a policy, the line says which part is meant.
            None => {
                add(&uri(&found.path, folder));
                add(&finding.excerpt);
            }
        }
        add(&finding.place.lasting);
        let digest = hash.finalize();
        let mut key = [0; 8];
        key.copy_from_slice(&digest[..8]);
        let key = u64::from_be_bytes(key);
        let times = self.met.entry(key).or_default();
        *times += 1;
        format!("{key:016x}:{times}")
    }
}
