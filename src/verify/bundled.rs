//! What belongs into a bundle: the records that a claim rests on, what speaks of them, and captures.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::corpus::{CarriedCapture, NOT_ASKED_FOR, Omitted, OmittedKind};
use crate::record::{Digest, Kind, Sha256Hex};

use super::captures::{CaptureState, Captures};
use super::entry::{Entry, Relation};
use super::from_bundle::{records_named, sources_named};
use super::verification::Verification;

/// Which captures a bundle takes along.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WantedCaptures {
    /// All that its records name.
    All,
    /// Those of them that are called for.
    These(BTreeSet<Sha256Hex>),
}

impl WantedCaptures {
    fn has(&self, sha256: Sha256Hex) -> bool {
        match self {
            WantedCaptures::All => true,
            WantedCaptures::These(these) => these.contains(&sha256),
        }
    }
}

/// The contents of a bundle, and what it leaves out.
pub struct Bundled {
    /// A line for each record: the claim, other claims, sources, notices, trust lists.
    pub records: Vec<String>,
    /// The numbers of those records, the claim first.
    pub numbers: Vec<u32>,
    /// The captures that it takes along, in order.
    pub captures: Vec<CarriedCapture>,
    /// What it leaves out, in order.
    pub omits: Vec<Omitted>,
}

/// What is left out, and why.
#[derive(Default)]
struct Left(BTreeMap<(OmittedKind, &'static str), BTreeSet<String>>);

impl Left {
    fn out(&mut self, what: OmittedKind, id: String, why: &'static str) {
        self.0.entry((what, why)).or_default().insert(id);
    }

    fn into_omitted(self) -> Vec<Omitted> {
        let groups = self.0.into_iter();
        groups
            .map(|((what, why), ids)| Omitted {
                what,
                ids: ids.into_iter().collect(),
                why: why.to_owned(),
            })
            .collect()
    }
}

impl Verification {
    /// What belongs into a bundle of the claim with this number; `None` where a record cannot be read again.
    ///
    /// The records that one names by digest belong to it, and those that speak of it: notices, later revisions, claims
    /// that contradict it. Of sources those belong to it whose ids stand in one of its records, and all trust lists.
    pub fn bundled(&self, claim: u32, wanted: &WantedCaptures) -> Option<Bundled> {
        let mut sources: HashMap<&str, Vec<u32>> = HashMap::new();
        for (number, entry) in self.all() {
            if let Some(source) = entry.source() {
                let name = self.name_of(source.name_id);
                sources.entry(name).or_default().push(number);
            }
        }
        let mut lines: BTreeMap<(u8, Digest), String> = BTreeMap::new();
        let mut chosen = Vec::new();
        let mut seen = HashSet::new();
        let lists = self.all().filter(|(_, entry)| entry.kind == Some(Kind::Trust));
        let mut waiting: Vec<u32> = lists.map(|(number, _)| number).collect();
        waiting.extend(self.connected(claim));
        waiting.push(claim);
        while let Some(number) = waiting.pop() {
            let entry = self.entry(number);
            let (Some(kind), Some(digest)) = (entry.kind, entry.digest) else {
                continue;
            };
            if !seen.insert(digest) {
                continue;
            }
            // Of copies of one record the best goes along, with the proofs of the others; of the claim, the file named.
            let best = Some(number)
                .filter(|number| *number == claim)
                .or_else(|| self.find(digest));
            let number = best.unwrap_or(number);
            let place = match kind {
                Kind::Claim if number == claim => 0,
                Kind::Claim => 1,
                Kind::Source => 2,
                Kind::Notice => 3,
                Kind::Trust => 4,
            };
            let line = self.line_with_all_proofs(number, kind)?;
            let texts = texts(&line);
            let named = texts.iter().filter_map(|text| sources.get(text.as_str()));
            waiting.extend(named.flatten().copied());
            lines.insert((place, digest), line);
            chosen.push(number);
        }
        let mut left = Left::default();
        self.leave_out_records(&chosen, &mut left);
        let captures = self.captures_of(&chosen, wanted, &mut left);
        Some(Bundled {
            records: lines.into_values().collect(),
            numbers: chosen,
            captures,
            omits: left.into_omitted(),
        })
    }

    /// The claims and notices that hang together with this one.
    fn connected(&self, claim: u32) -> BTreeSet<u32> {
        let mut speak_of: HashMap<Digest, Vec<u32>> = HashMap::new();
        for (number, entry) in self.all() {
            for digest in spoken_of(entry, self.is_sealed(number)) {
                speak_of.entry(digest).or_default().push(number);
            }
        }
        let mut chosen = BTreeSet::new();
        let mut waiting = vec![claim];
        while let Some(number) = waiting.pop() {
            if !chosen.insert(number) {
                continue;
            }
            let entry = self.entry(number);
            waiting.extend(records_named(entry).filter_map(|digest| self.find(digest)));
            let speakers = entry.digest.and_then(|digest| speak_of.get(&digest));
            waiting.extend(speakers.into_iter().flatten().copied());
        }
        chosen
    }

    /// Notes what the chosen records name and is not among them.
    fn leave_out_records(&self, chosen: &[u32], left: &mut Left) {
        let entries = || chosen.iter().map(|&number| self.entry(number));
        let records: HashSet<Digest> = entries().filter_map(|entry| entry.digest).collect();
        let sources: HashSet<_> = entries()
            .filter_map(Entry::source)
            .map(|source| source.name_id)
            .collect();
        for entry in entries() {
            for digest in records_named(entry).filter(|digest| !records.contains(digest)) {
                let why = "not at hand when the bundle was made";
                left.out(OmittedKind::Record, digest.to_string(), why);
            }
            for source in sources_named(entry).filter(|source| !sources.contains(source)) {
                let why = "without a valid record when the bundle was made";
                left.out(OmittedKind::Source, self.name_of(source).to_owned(), why);
            }
        }
    }

    /// The captures of the chosen records that are wanted and whole. The others are noted.
    fn captures_of(&self, chosen: &[u32], wanted: &WantedCaptures, left: &mut Left) -> Vec<CarriedCapture> {
        let entries = || chosen.iter().map(|&number| self.entry(number));
        // Also those that stay: where they are gone, the claim does not hold, wherever it is read.
        let looks = Captures::look_at_files(self.repository.as_ref(), &self.files, entries());
        let mut carried = BTreeMap::new();
        let mut not_carried = BTreeMap::new();
        for entry in entries() {
            for capture in entry.captures() {
                let sha256 = capture.sha256;
                let why = match looks.state(entry.file, sha256) {
                    Some(CaptureState::Intact(_)) if !wanted.has(sha256) => NOT_ASKED_FOR,
                    Some(CaptureState::Intact(size)) => {
                        if let Some(path) = looks.path(entry.file, sha256) {
                            let size = *size;
                            carried.insert(sha256, CarriedCapture { sha256, size, path });
                        }
                        continue;
                    }
                    Some(CaptureState::Altered(_)) => {
                        "not what was captured any more when the bundle was made"
                    }
                    Some(CaptureState::Unreadable(_)) => "not to be read when the bundle was made",
                    Some(CaptureState::Missing) | None => "missing when the bundle was made",
                };
                not_carried.insert(sha256, why);
            }
        }
        for (sha256, why) in not_carried {
            // Records of two places may name it, and one of them have it.
            if !carried.contains_key(&sha256) {
                left.out(OmittedKind::Capture, sha256.to_string(), why);
            }
        }
        carried.into_values().collect()
    }
}

/// The records of which this one says something that changes what is said of them. Anybody can write a claim that
/// contradicts another: one that is not sealed does not count.
fn spoken_of(entry: &Entry, is_sealed: bool) -> impl Iterator<Item = Digest> {
    let references = entry.references().iter();
    let speaks = move |relation| match relation {
        Relation::Supersedes => true,
        Relation::Contradicts => is_sealed,
        Relation::Claim | Relation::Corroborates => false,
    };
    references
        .filter(move |reference| speaks(reference.relation))
        .map(|reference| reference.digest)
        .chain(entry.notice().map(|notice| notice.record))
}

/// All texts in a record: what is the id of a source there brings that source, wherever a kind of record names one.
fn texts(line: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut waiting: Vec<serde_json::Value> = serde_json::from_str(line).into_iter().collect();
    while let Some(value) = waiting.pop() {
        match value {
            serde_json::Value::String(text) => found.push(text),
            serde_json::Value::Array(items) => waiting.extend(items),
            serde_json::Value::Object(members) => waiting.extend(members.into_iter().map(|(_, value)| value)),
            _ => {}
        }
    }
    found
}
