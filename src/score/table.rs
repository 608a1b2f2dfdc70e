//! The numbers that a rating is made with. They are a convention: what they rest on is told in `docs/rating.md`.

use serde::Deserialize;
use thiserror::Error;

use crate::chain::{Origin, OriginKind};
use crate::record::{Basis, Interest, Reliability};

/// A whole table of numbers.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Table {
    /// By which outputs name it.
    pub name: String,
    /// How letters count.
    pub letters: Letters,
    /// What origins bring.
    pub evidence: EvidenceTable,
    /// What evidence is multiplied by.
    pub factors: Factors,
    /// Where words change.
    pub thresholds: Thresholds,
    /// What is believed where nothing is known, from 0 to 1.
    #[serde(default = "even")]
    pub base_rate: f64,
}

fn even() -> f64 {
    0.5
}

/// How each letter counts.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "UPPERCASE")]
pub struct Letters {
    pub a: LetterRow,
    pub b: LetterRow,
    pub c: LetterRow,
    pub d: LetterRow,
    pub e: LetterRow,
    pub f: LetterRow,
}

/// How one letter counts.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LetterRow {
    /// Cases in which such a source was right, r of the beta mean; 0 to 1,000.
    pub right: f64,
    /// Cases in which it was wrong, s of the beta mean; 0 to 1,000.
    pub wrong: f64,
    /// The probability that its copy of something is faithful; 0.0001 to 0.9999.
    pub relay: f64,
}

/// What an origin brings, in observations that support: 0 to 1,000 each.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvidenceTable {
    /// Seen at first hand.
    pub observation: Material,
    /// A document.
    pub document: Material,
    /// An official statement.
    pub statement: Official,
    /// A named person.
    pub person: Knowledge,
    /// One unnamed person.
    pub anonymous: Knowledge,
}

/// By what a document or observation was shown to be.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Material {
    pub verified: f64,
    pub unverified: f64,
}

/// By what a body speaks on.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Official {
    pub authoritative: f64,
    pub other: f64,
}

/// By what a person could know.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Knowledge {
    pub participant: f64,
    pub direct: f64,
    pub briefed: f64,
    pub unspecified: f64,
}

/// What evidence is multiplied by.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Factors {
    /// Of a party that gains; 0 to 10.
    pub beneficiary: f64,
    /// Of a party that neither gains nor loses; 0 to 10.
    pub neutral: f64,
    /// Of a party that loses; 0 to 10.
    pub against: f64,
    /// Of a denial; 0 to 1.
    pub denial: f64,
    /// Each further unnamed person of one link, as a part of the one before; 0 to below 1.
    pub next_unnamed: f64,
    /// The most that the unnamed people of one link bring together.
    pub most_unnamed: f64,
    /// The cases that a track record counts for at most; 0 to 1,000.
    pub track_cases: f64,
}

/// Where words change. A value that is smaller by less than 1e-9 reaches a threshold too.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Thresholds {
    /// Weight alone from which an origin counts as one.
    pub counts: f64,
    /// Support index below which denials outweigh.
    pub against: f64,
    /// Support index below which grade 4 becomes 5.
    pub improbable: f64,
    /// Belief below which nothing is attested.
    pub none: f64,
    /// Support index of "strong".
    pub strong: f64,
    /// Weight alone from which one origin that is not anonymous suffices for "strong".
    pub strong_alone: f64,
    /// Support index of "fair".
    pub fair: f64,
    /// Belief of "fair".
    pub fair_belief: f64,
    /// Weight of evidence that is high.
    pub high: f64,
    /// Weight of evidence that is moderate.
    pub moderate: f64,
}

/// Why a table cannot be used.
#[derive(Clone, Debug, PartialEq, Error)]
#[error("{member}: {problem}")]
pub struct TableFault {
    /// The member.
    pub member: &'static str,
    /// What is wrong with it.
    pub problem: String,
}

/// The weight of knowing nothing, in observations: the W of subjective logic (Jøsang, Subjective Logic, 2016, section
/// 3.2), set so that without evidence the base rate alone decides.
pub const PRIOR_WEIGHT: f64 = 2.0;

/// Values within this below a threshold reach it: what is said of 0.8 does not hang on the last bit of a sum.
const TOLERANCE: f64 = 1e-9;

/// Whether a value reaches a threshold.
pub fn reaches(value: f64, threshold: f64) -> bool {
    value >= threshold - TOLERANCE
}

impl Default for Table {
    /// Table 2026.1.
    fn default() -> Self {
        let row = |right, wrong, relay| LetterRow { right, wrong, relay };
        let knowledge = |participant, direct, briefed, unspecified| Knowledge {
            participant,
            direct,
            briefed,
            unspecified,
        };
        let material = Material {
            verified: 18.0,
            unverified: 6.0,
        };
        Self {
            name: "2026.1".to_owned(),
            letters: Letters {
                a: row(60.0, 1.0, 0.99),
                b: row(18.0, 1.0, 0.97),
                c: row(7.0, 2.0, 0.92),
                d: row(3.0, 3.0, 0.80),
                e: row(1.0, 7.0, 0.50),
                f: row(0.0, 0.0, 0.70),
            },
            evidence: EvidenceTable {
                observation: material,
                document: material,
                statement: Official {
                    authoritative: 14.0,
                    other: 4.0,
                },
                person: knowledge(8.0, 6.0, 3.0, 2.0),
                anonymous: knowledge(1.9, 1.7, 1.0, 0.5),
            },
            factors: Factors {
                beneficiary: 0.5,
                neutral: 1.0,
                against: 1.5,
                denial: 0.5,
                next_unnamed: 0.5,
                most_unnamed: 3.0,
                track_cases: 20.0,
            },
            thresholds: Thresholds {
                counts: 0.3,
                against: 0.4,
                improbable: 0.2,
                none: 0.25,
                strong: 0.8,
                strong_alone: 0.85,
                fair: 0.6,
                fair_belief: 0.5,
                high: 0.75,
                moderate: 0.5,
            },
            base_rate: even(),
        }
    }
}

impl Table {
    /// The row of a letter.
    pub const fn letter(&self, letter: Reliability) -> &LetterRow {
        match letter {
            Reliability::A => &self.letters.a,
            Reliability::B => &self.letters.b,
            Reliability::C => &self.letters.c,
            Reliability::D => &self.letters.d,
            Reliability::E => &self.letters.e,
            Reliability::F => &self.letters.f,
        }
    }

    /// What an origin of this kind brings by itself, one person where people are meant.
    pub const fn base(&self, origin: &Origin) -> f64 {
        let table = &self.evidence;
        match origin.kind {
            OriginKind::Observation => table.observation.of(origin.basis),
            OriginKind::Document => table.document.of(origin.basis),
            OriginKind::Statement => match origin.basis {
                Basis::Authoritative => table.statement.authoritative,
                _ => table.statement.other,
            },
            OriginKind::Person => table.person.of(origin.basis),
            OriginKind::Anonymous => table.anonymous.of(origin.basis),
        }
    }

    /// What the evidence of a party with this interest is multiplied by.
    pub const fn interest(&self, interest: Interest) -> f64 {
        match interest {
            Interest::Beneficiary => self.factors.beneficiary,
            Interest::Neutral => self.factors.neutral,
            Interest::Against => self.factors.against,
        }
    }
}

impl Material {
    const fn of(&self, basis: Basis) -> f64 {
        match basis {
            Basis::Verified => self.verified,
            _ => self.unverified,
        }
    }
}

impl Knowledge {
    const fn of(&self, basis: Basis) -> f64 {
        match basis {
            Basis::Participant => self.participant,
            Basis::Direct => self.direct,
            Basis::Briefed => self.briefed,
            _ => self.unspecified,
        }
    }
}
