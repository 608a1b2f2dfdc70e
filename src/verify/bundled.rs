//! What belongs into a bundle: the records that a claim rests on, and what speaks of them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::corpus::Omitted;
use crate::record::{Digest, Kind, compact};

use super::entry::{Entry, Relation};
use super::verification::Verification;

/// The records of a bundle, and what it leaves out.
pub struct Bundled {
    /// A line for each record: the claim, other claims, sources, notices, trust lists.
    pub records: Vec<String>,
    /// Captures that are named, and claims that are not at hand.
    pub omits: Vec<Omitted>,
}

impl Verification {
    /// What belongs into a bundle of the claim with this number; `None` where a record cannot be read again.
    ///
    /// The records that one names by digest belong to it, and those that speak of it: notices, later revisions, claims
    /// that contradict it. Of sources those belong to it whose ids stand in one of its records, and all trust lists.
    pub fn bundled(&self, claim: u32) -> Option<Bundled> {
        let mut omits = BTreeSet::new();
        let chosen = self.connected(claim, &mut omits);
        let mut sources: HashMap<&str, Vec<u32>> = HashMap::new();
        for (number, entry) in self.all() {
            if let Some(source) = entry.source() {
                sources
                    .entry(self.name_of(source.name_id))
                    .or_default()
                    .push(number);
            }
        }
        let mut lines: BTreeMap<(u8, Option<Digest>), String> = BTreeMap::new();
        let lists = self.all().filter(|(_, entry)| entry.kind == Some(Kind::Trust));
        let mut waiting: Vec<u32> = chosen
            .into_iter()
            .chain(lists.map(|(number, _)| number))
            .collect();
        while let Some(number) = waiting.pop() {
            let entry = self.entry(number);
            let Some(kind) = entry.kind.filter(|_| entry.digest.is_some()) else {
                continue;
            };
            let place = match kind {
                Kind::Claim if number == claim => 0,
                Kind::Claim => 1,
                Kind::Source => 2,
                Kind::Notice => 3,
                Kind::Trust => 4,
            };
            if lines.contains_key(&(place, entry.digest)) {
                continue;
            }
            let (line, named) = self.look_again(entry, |document| {
                let line = compact(document, kind);
                let texts = texts(&line);
                let named = texts.iter().filter_map(|text| sources.get(text.as_str()));
                let named: Vec<u32> = named.flatten().copied().collect();
                (line, named)
            })?;
            lines.insert((place, entry.digest), line);
            waiting.extend(named);
            for capture in entry.captures() {
                omits.insert(Omitted {
                    what: "capture".to_owned(),
                    id: capture.sha256.to_string(),
                    why: "a bundle holds no captures: ask whoever made it for the file".to_owned(),
                });
            }
        }
        Some(Bundled {
            records: lines.into_values().collect(),
            omits: omits.into_iter().collect(),
        })
    }

    /// The claims and notices that hang together with this one. What is not at hand is noted.
    fn connected(&self, claim: u32, omits: &mut BTreeSet<Omitted>) -> BTreeSet<u32> {
        let mut speak_of: HashMap<Digest, Vec<u32>> = HashMap::new();
        for (number, entry) in self.all() {
            for digest in spoken_of(entry) {
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
            let named = entry.references().iter().map(|reference| reference.digest);
            let notice = entry.notice();
            let about = notice
                .into_iter()
                .flat_map(|notice| [Some(notice.record), notice.replacement]);
            for digest in named.chain(about.flatten()) {
                match self.find(digest) {
                    Some(number) => waiting.push(number),
                    None => {
                        _ = omits.insert(Omitted {
                            what: "record".to_owned(),
                            id: digest.to_string(),
                            why: "it is named, and was not at hand when the bundle was made".to_owned(),
                        })
                    }
                }
            }
            let speakers = entry.digest.and_then(|digest| speak_of.get(&digest));
            waiting.extend(speakers.into_iter().flatten().copied());
        }
        chosen
    }
}

/// The records of which this one says something that changes what is said of them.
fn spoken_of(entry: &Entry) -> impl Iterator<Item = Digest> {
    let references = entry.references().iter();
    let speaks = |relation| matches!(relation, Relation::Supersedes | Relation::Contradicts);
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
