//! A finding of a check: what verification gives, with the record that it is about.

use std::path::PathBuf;

use crate::record::{Digest, Kind};
use crate::verify::Finding;

/// Something that a rule found, at its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckFinding {
    /// The file, as it is shown.
    pub path: PathBuf,
    /// The record; `None` for what is no record.
    pub subject: Option<Subject>,
    /// What was found, at the level that the policy gives it.
    pub finding: Finding,
}

/// The record that a finding is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// Its number among the records that are reported on; `None` for one that is gone, or was read for others' sake.
    pub number: Option<u32>,
    /// Its kind, where it could be read so far.
    pub kind: Option<Kind>,
    /// Its id; empty where it has none.
    pub id: String,
    /// Its digest, where it could be read.
    pub digest: Option<Digest>,
}

impl Subject {
    /// What a waiver calls it: its id, else its digest.
    pub fn name(&self) -> String {
        match self.digest {
            Some(digest) if self.id.is_empty() => digest.to_string(),
            _ => self.id.clone(),
        }
    }

    /// Its kind and [its name](Self::name).
    pub fn told(&self) -> String {
        let kind = self.kind.map_or("record", Kind::as_str);
        format!("{kind} {}", self.name()).trim_end().to_owned()
    }
}
