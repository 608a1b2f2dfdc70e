//! What was found that bears on ratings: records that are missing from them, and sources that count for less.

use std::collections::HashMap;

use crate::chain::{NameId, Part};
use crate::corpus::TrustState;
use crate::json::Anchor;
use crate::record::Kind;
use crate::verify::{Entry, Finding, Reference, Relation, SourceOnFile, Unplaced, names};

use super::ratings::{Ratings, is_judged};

/// Findings on a claim that tell of another claim below it, whose chain may then hang nowhere.
const ON_CLAIMS_BELOW: [crate::json::RuleName; 3] = [
    names::DANGLING_CLAIM,
    names::RESTS_ON_RETRACTED,
    names::RESTS_ON_UNVERIFIED,
];

impl Ratings<'_> {
    /// The findings that bear on ratings, each with the number of its record: what is malformed or cannot be read,
    /// claims that bring nothing where they hang, sources that count for less than their record says, sources that
    /// claims name and no registry holds, and circular reporting.
    pub fn findings(&self) -> Vec<(u32, Finding)> {
        let mut found = Vec::new();
        let verification = self.verification();
        for (number, entry) in verification.all() {
            let is_reported = verification.is_reported(number);
            if is_reported && entry.digest.is_none() {
                let faults = verification.findings(number);
                found.extend(faults.into_iter().map(|fault| (number, fault)));
            } else if is_reported && entry.kind == Some(Kind::Claim) {
                self.add(number, self.on_claims_below(number, entry), &mut found);
            } else if entry.kind == Some(Kind::Source) {
                self.add(number, self.on_source(number, entry), &mut found);
            }
        }
        self.add_unregistered(&mut found);
        for (number, finding) in self.circular() {
            self.add(number, vec![finding], &mut found);
        }
        found
    }

    fn add(&self, number: u32, unplaced: Vec<Unplaced>, found: &mut Vec<(u32, Finding)>) {
        let verification = self.verification();
        let placed = verification.placed(verification.entry(number), unplaced);
        found.extend(placed.into_iter().map(|finding| (number, finding)));
    }

    fn on_claims_below(&self, number: u32, entry: &Entry) -> Vec<Unplaced> {
        let verification = self.verification();
        let brings_nothing = |reference: &Reference| {
            reference.relation == Relation::Claim && verification.open_claim(reference.digest).is_none()
        };
        let some_bring_nothing = entry.references().iter().any(brings_nothing);
        let late = verification.held_against_others(number).iter();
        // What hangs there under another statement is told of, whatever it brings.
        late.filter(|finding| {
            finding.name == names::DANGLING_CLAIM
                || (some_bring_nothing && ON_CLAIMS_BELOW.contains(&finding.name))
        })
        .cloned()
        .collect()
    }

    fn on_source(&self, number: u32, entry: &Entry) -> Vec<Unplaced> {
        let verification = self.verification();
        let late = verification.held_against_others(number).iter();
        let mut unplaced: Vec<Unplaced> = late
            .filter(|finding| finding.name == names::DUPLICATE_ID)
            .cloned()
            .collect();
        // Of one record twice, one copy stands for both, and of two that differ neither counts at all.
        let counts = |source: &SourceOnFile| {
            self.sources.get(&source.name_id) == Some(&number)
                && self.registry().get(source.name_id).is_some()
        };
        let is_judged = || is_judged(verification, number, self.settings().unsealed_sources);
        if entry.source().is_some_and(counts) && !is_judged() {
            let is_retracted = verification.is_retracted(number);
            let why = if is_retracted {
                format!("the record of the source {:?} was retracted", entry.id)
            } else {
                format!("nobody vouches for the record of the source {:?}", entry.id)
            };
            unplaced.push(Unplaced::warn(
                names::UNJUDGED_SOURCE,
                Anchor::Named("id"),
                format!("{why}, so it counts as F, not judged"),
                match verification.trust.as_ref().map(|trust| trust.state) {
                    _ if is_retracted => "write what is so into its record, and sign that anew: it has another digest then",
                    Some(TrustState::Broken) => "nobody counts while a trust list does not follow from the one before: have an owner of that sign it, or take it away; `byline verify` says which it is",
                    Some(TrustState::Expired) => "nobody counts once the trust list has expired: have its owners sign the next one, which `byline new trust` makes",
                    Some(TrustState::Good) | None => "`byline verify` says what its seal fails in; [score] unsealed-sources = \"accept\" in byline.toml takes its word",
                },
            ));
        }
        unplaced
    }

    /// One finding for each source that no registry holds, at the first claim that names it.
    fn add_unregistered(&self, found: &mut Vec<(u32, Finding)>) {
        let verification = self.verification();
        let mut named: HashMap<NameId, Named> = HashMap::new();
        for number in self.claims() {
            let Some(chain) = verification.entry(number).chain() else {
                continue;
            };
            for link in chain.links() {
                if let Some(source) = link.source.filter(|source| !self.sources.contains_key(source)) {
                    named
                        .entry(source)
                        .or_insert_with(|| Named::first(number))
                        .add(number, link.part);
                }
            }
        }
        let mut named: Vec<(u32, &str, Named)> = named
            .into_iter()
            .map(|(source, named)| (named.first, verification.name_of(source), named))
            .collect();
        named.sort_unstable_by_key(|&(first, source, _)| (first, source));
        let finding = |(_, source, named): &(u32, &str, Named)| {
            let claims = match named.claims {
                1 => "1 claim names".to_owned(),
                more => format!("{more} claims name"),
            };
            Unplaced::warn(
                names::UNKNOWN_SOURCE,
                Anchor::Whole,
                format!(
                    "{claims} the source {source:?}, which no registry holds: {}",
                    named.count_as()
                ),
                "register it: `byline new source` writes its record",
            )
        };
        // A record is read again for its places, so all that is found in it comes at once.
        for of_one in named.chunk_by(|one, other| one.0 == other.0) {
            self.add(of_one[0].0, of_one.iter().map(finding).collect(), found);
        }
    }
}

/// Where claims name a source that no registry holds.
struct Named {
    first: u32,
    last: u32,
    claims: u32,
    /// Whether for a document or an observation that is verified.
    for_verified: bool,
    /// Whether for anything else.
    for_others: bool,
}

impl Named {
    const fn first(claim: u32) -> Self {
        Self {
            first: claim,
            last: claim,
            claims: 1,
            for_verified: false,
            for_others: false,
        }
    }

    /// Counts a link of a claim. All links of one claim come together.
    fn add(&mut self, claim: u32, part: Part) {
        self.claims += u32::from(claim != self.last);
        self.last = claim;
        match part {
            Part::Origin(origin) if origin.is_verified() => self.for_verified = true,
            _ => self.for_others = true,
        }
    }

    const fn count_as(&self) -> &'static str {
        match (self.for_others, self.for_verified) {
            (true, true) => {
                "outlets then count as unreliable, all others as F, not judged; but what is verified has the letter A whoever it is from"
            }
            (false, true) => "what is verified has the letter A all the same, whoever it is from",
            _ => "outlets then count as unreliable, all others as F, not judged",
        }
    }
}
