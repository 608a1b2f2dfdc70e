//! Links: one party saying, showing or passing on something.

mod cites;
mod read;
mod words;

use super::date::Moment;
use super::digest::{Digest, Sha256Hex};
use super::name::{Lang, Slug, SourceId};

pub(super) use cites::resolve_citations;
pub(super) use read::read;
pub use words::origin_bases;
pub(super) use words::{EVIDENCE_MEMBERS, MEMBERS, QUOTE_MEMBERS};

/// The largest capture, in bytes: 50 MiB. A page with its pictures or a long report fits; a film does not, and
/// hashing one would hold up every check.
pub const MAX_CAPTURE: u64 = 50 << 20;

/// One link of a chain.
#[derive(Clone, Debug)]
pub struct Link<'d> {
    /// Unique in its claim.
    pub id: Slug<'d>,
    /// Its node in the document.
    pub node: u32,
    /// Who or what it is.
    pub party: Party<'d>,
    /// Positions in the chain of the links that it cites, in the order written; empty for all but reports and
    /// reposts.
    pub cites: Vec<u16>,
    /// How an origin bears on the claim; the defaults for all other links.
    pub traits: OriginTraits<'d>,
    /// Whether it is marked as held.
    pub marked_held: bool,
    /// When it was published.
    pub published: Option<Moment>,
    /// When it was said.
    pub said: Option<Moment>,
    /// Where it can be read.
    pub url: Option<&'d str>,
    /// Where an archived copy can be read.
    pub archived: Option<&'d str>,
    /// What was said, word for word.
    pub quote: Option<Quote<'d>>,
    /// A remark of the recorder.
    pub note: Option<&'d str>,
    /// That its publisher took it back, in the recorder's words.
    pub withdrawn: Option<&'d str>,
    /// A capture of it.
    pub evidence: Option<Evidence<'d>>,
}

impl Link<'_> {
    /// Whether the recorder has read, heard or seen it: it is marked so, or there is a capture.
    pub fn is_held(&self) -> bool {
        self.marked_held || self.evidence.is_some()
    }
}

/// Who or what a link is, with the members of its kind.
#[derive(Clone, Debug, PartialEq)]
pub enum Party<'d> {
    /// An outlet's own reporting.
    Report {
        /// The outlet.
        source: SourceId<'d>,
    },
    /// Republication or aggregation without reporting of its own.
    Repost {
        /// The outlet.
        source: SourceId<'d>,
    },
    /// An official statement by a body on the record.
    Statement {
        /// The body.
        source: SourceId<'d>,
        /// `authoritative` or `other`.
        basis: Option<Basis>,
    },
    /// A named person on the record.
    Person {
        /// The person.
        source: SourceId<'d>,
        /// In which capacity.
        role: Option<&'d str>,
        /// What the person could know.
        basis: Option<Basis>,
    },
    /// One or more unnamed people.
    Anonymous {
        /// How the report describes them.
        described: &'d str,
        /// How many.
        count: Count,
        /// What they could know.
        basis: Option<Basis>,
        /// Why this is known to be someone else than every other anonymous link.
        distinct: Option<&'d str>,
    },
    /// A filing, decree, data set or leaked paper.
    Document {
        /// Its issuer.
        source: Option<SourceId<'d>>,
        /// `verified` or `unverified`.
        basis: Option<Basis>,
        /// Its title.
        title: Option<&'d str>,
    },
    /// Something seen, filmed or measured at first hand.
    Observation {
        /// Who observed.
        source: Option<SourceId<'d>>,
        /// `verified` or `unverified`.
        basis: Option<Basis>,
    },
    /// Another claim, whose chain hangs here.
    Claim {
        /// Its digest.
        claim: Digest,
        /// Exactly its statement.
        statement: &'d str,
    },
}

impl<'d> Party<'d> {
    /// The registry id of the party, where it has one.
    pub const fn source(&self) -> Option<SourceId<'d>> {
        match self {
            Party::Report { source }
            | Party::Repost { source }
            | Party::Statement { source, .. }
            | Party::Person { source, .. } => Some(*source),
            Party::Document { source, .. } | Party::Observation { source, .. } => *source,
            Party::Anonymous { .. } | Party::Claim { .. } => None,
        }
    }

    /// What the party's word rests on, where the record says.
    pub const fn basis(&self) -> Option<Basis> {
        match self {
            Party::Statement { basis, .. }
            | Party::Person { basis, .. }
            | Party::Anonymous { basis, .. }
            | Party::Document { basis, .. }
            | Party::Observation { basis, .. } => *basis,
            Party::Report { .. } | Party::Repost { .. } | Party::Claim { .. } => None,
        }
    }

    /// Whether it is a report or repost: these alone pass on what others say.
    pub const fn is_channel(&self) -> bool {
        matches!(self, Party::Report { .. } | Party::Repost { .. })
    }

    /// Whether it is of a kind that knows something itself: neither a channel nor another claim.
    pub const fn is_origin(&self) -> bool {
        !self.is_channel() && !matches!(self, Party::Claim { .. })
    }
}

/// What an origin rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Basis {
    /// A statement on the body's own acts, which it performs or decides by saying so.
    Authoritative,
    /// Any other official statement.
    Other,
    /// Took part in it.
    Participant,
    /// Has direct knowledge of it.
    Direct,
    /// Was told of it.
    Briefed,
    /// Not said.
    Unspecified,
    /// Shown to be what it says it is.
    Verified,
    /// Not shown to be what it says it is.
    Unverified,
}

impl Basis {
    /// As written in a record.
    pub const fn as_str(self) -> &'static str {
        match self {
            Basis::Authoritative => "authoritative",
            Basis::Other => "other",
            Basis::Participant => "participant",
            Basis::Direct => "direct",
            Basis::Briefed => "briefed",
            Basis::Unspecified => "unspecified",
            Basis::Verified => "verified",
            Basis::Unverified => "unverified",
        }
    }
}

/// How many unnamed people a link stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Count {
    /// That many, at least 1.
    Number(u32),
    /// More than one, where the report gives no number.
    Several,
}

impl Count {
    /// How many people that is at least: "several" are two, the fewest that the word can mean.
    pub const fn at_least(self) -> u32 {
        match self {
            Self::Number(number) => number,
            Self::Several => 2,
        }
    }
}

/// How an origin bears on the claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct OriginTraits<'d> {
    /// Whether it supports or denies the claim.
    pub stance: Stance,
    /// What it gains if what it says is believed; `None` where it is not given.
    pub interest: Option<Interest>,
    /// Whom the party belongs to.
    pub affiliation: Option<SourceId<'d>>,
}

/// Whether an origin supports the claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Stance {
    /// It says so.
    #[default]
    Supports,
    /// It says that it is not so.
    Denies,
    /// It would not say.
    NoComment,
}

/// What an origin gains if what it says is believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Interest {
    /// Nothing.
    Neutral,
    /// It gains.
    Beneficiary,
    /// It loses: it speaks against its own interest.
    Against,
}

/// Words said, as a fragment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quote<'d> {
    /// 8 to 500 characters.
    pub text: &'d str,
    /// Whether it is the party's own words, as against a report's.
    pub direct: Option<bool>,
    /// The language of the words.
    pub lang: Option<Lang<'d>>,
}

/// A capture that lies in the folder `evidence`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Evidence<'d> {
    /// Its digest and file name.
    pub sha256: Sha256Hex,
    /// Its media type.
    pub media_type: Option<&'d str>,
    /// Its size in bytes.
    pub size: Option<u64>,
}
