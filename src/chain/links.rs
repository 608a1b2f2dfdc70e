//! The links of a chain without their document, in an order that does not depend on how it was written.

use std::num::NonZeroU32;

use sha2::{Digest as _, Sha256};

use crate::record::{Basis, Claim, Count, Digest, Interest, Link, Party, SourceId, Stance, normalised};

use super::circular::{Mark, PAPER};
use super::packed::{Chain, ChainDraft};

/// The number of a registry id among the names of a run. The numbers say nothing of order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NameId(NonZeroU32);

impl NameId {
    /// The name with this position; positions count from 0 and end at `u32::MAX - 1`.
    pub const fn new(position: u32) -> Self {
        match NonZeroU32::new(position.wrapping_add(1)) {
            Some(number) => Self(number),
            None => Self(NonZeroU32::MAX),
        }
    }

    /// The position of the name.
    pub const fn position(self) -> usize {
        self.0.get() as usize - 1
    }

    /// A number from 1.
    pub(super) const fn number(self) -> u32 {
        self.0.get()
    }

    /// The name with this [`number`](Self::number); 0 is none.
    pub(super) const fn from_number(number: u32) -> Option<Self> {
        match NonZeroU32::new(number) {
            Some(number) => Some(Self(number)),
            None => None,
        }
    }
}

/// One link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChainLink {
    /// What it does in the chain.
    pub part: Part,
    /// Whether the recorder has read, heard or seen it.
    pub held: bool,
    /// Whether its publisher took it back.
    pub withdrawn: bool,
    /// The registry id of the party.
    pub source: Option<NameId>,
}

impl ChainLink {
    /// A link that nobody took back.
    pub(super) const fn new(part: Part, held: bool, source: Option<NameId>) -> Self {
        Self {
            part,
            held,
            withdrawn: false,
            source,
        }
    }
}

/// What a link does in a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Passes on what it cites, in its own reporting.
    Report,
    /// Passes on what it cites, as it is.
    Repost,
    /// Another claim, whose chain hangs here: its position among the claims of the chain.
    Claim(u16),
    /// Knows something itself.
    Origin(Origin),
}

/// A party that knows something itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    /// What it is.
    pub kind: OriginKind,
    /// What it rests on; where the record does not say, the weakest of its kind.
    pub basis: Basis,
    /// How many unnamed people it stands for; 1 for all that is not anonymous.
    pub count: Count,
    /// Whether it is shown to be someone else than every other anonymous link.
    pub distinct: bool,
    /// Whether it supports the claim.
    pub stance: Stance,
    /// What it gains; where the record does not say, a statement gains and all else is neutral.
    pub interest: Interest,
    /// Whom it belongs to.
    pub affiliation: Option<NameId>,
}

impl Origin {
    /// Whether it is verified in itself, so that its letter is A where nobody knows from whom it is.
    pub fn is_verified(&self) -> bool {
        matches!(self.kind, OriginKind::Document | OriginKind::Observation) && self.basis == Basis::Verified
    }
}

/// What an origin is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OriginKind {
    /// An official statement.
    Statement,
    /// A named person.
    Person,
    /// Unnamed people.
    Anonymous,
    /// A document.
    Document,
    /// Seen at first hand.
    Observation,
}

impl OriginKind {
    /// All kinds.
    pub const ALL: [Self; 5] = [
        Self::Statement,
        Self::Person,
        Self::Anonymous,
        Self::Document,
        Self::Observation,
    ];

    /// As written in a record.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Statement => "statement",
            Self::Person => "person",
            Self::Anonymous => "anonymous",
            Self::Document => "document",
            Self::Observation => "observation",
        }
    }
}

impl Chain {
    /// The chain of a claim. `number` gives the number of a registry id.
    pub fn of(claim: &Claim<'_>, number: impl FnMut(SourceId<'_>) -> NameId) -> Self {
        Self::put_together(claim, number, |_| [None, None])
    }

    /// The chain of a claim, with what its channels and papers can be known by in other records.
    pub fn with_marks(claim: &Claim<'_>, number: impl FnMut(SourceId<'_>) -> NameId) -> Self {
        Self::put_together(claim, number, marks_of)
    }

    fn put_together(
        claim: &Claim<'_>,
        mut number: impl FnMut(SourceId<'_>) -> NameId,
        marks_of: impl Fn(&Link<'_>) -> [Option<Mark>; 2],
    ) -> Self {
        let mut order: Vec<u16> = (0..claim.chain.len() as u16).collect();
        order.sort_unstable_by_key(|&at| claim.chain[usize::from(at)].id.as_str());
        let mut position = vec![0_u16; order.len()];
        for (new, &old) in (0..).zip(&order) {
            position[usize::from(old)] = new;
        }
        let mut claims = Vec::new();
        let mut draft = ChainDraft::with_capacity(order.len());
        for &at in &order {
            let link = &claim.chain[usize::from(at)];
            let source = link.party.source().map(&mut number);
            let of_chain = ChainLink {
                withdrawn: link.withdrawn.is_some(),
                ..ChainLink::new(part(link, &mut claims, &mut number), link.is_held(), source)
            };
            let cites = link.cites.iter().map(|&cited| position[usize::from(cited)]);
            draft.push(link.id.as_str(), of_chain, cites);
        }
        let marks = (0..).zip(&order).flat_map(|(new, &at)| {
            let link = &claim.chain[usize::from(at)];
            marks_of(link).into_iter().flatten().map(move |mark| (new, mark))
        });
        draft.finish(&claims, &marks.collect::<Vec<_>>())
    }
}

/// What a channel can be known by in other records, and what is seen in a capture itself (a document, an observation or a
/// statement): its address and its capture.
fn marks_of(link: &Link<'_>) -> [Option<Mark>; 2] {
    let is_paper = matches!(
        link.party,
        Party::Document { .. } | Party::Observation { .. } | Party::Statement { .. }
    );
    if !is_paper && !link.party.is_channel() {
        return [None, None];
    }
    let mark = |text: &[u8]| {
        let hash: [u8; 32] = Sha256::digest(text).into();
        let [a, b, c, d, e, f, g, h, ..] = hash;
        let mark = Mark::from_be_bytes([a, b, c, d, e, f, g, h]);
        if is_paper { mark | PAPER } else { mark & !PAPER }
    };
    [
        link.url.map(|url| mark(normalised(url).as_bytes())),
        link.evidence
            .map(|evidence| mark(evidence.sha256.to_string().as_bytes())),
    ]
}

fn part(link: &Link<'_>, claims: &mut Vec<Digest>, number: &mut impl FnMut(SourceId<'_>) -> NameId) -> Part {
    let (kind, weakest) = match &link.party {
        Party::Report { .. } => return Part::Report,
        Party::Repost { .. } => return Part::Repost,
        Party::Claim { claim, .. } => {
            claims.push(*claim);
            return Part::Claim(claims.len() as u16 - 1);
        }
        Party::Statement { .. } => (OriginKind::Statement, Basis::Other),
        Party::Person { .. } => (OriginKind::Person, Basis::Unspecified),
        Party::Anonymous { .. } => (OriginKind::Anonymous, Basis::Unspecified),
        Party::Document { .. } => (OriginKind::Document, Basis::Unverified),
        Party::Observation { .. } => (OriginKind::Observation, Basis::Unverified),
    };
    let unstated = match kind {
        OriginKind::Statement => Interest::Beneficiary,
        _ => Interest::Neutral,
    };
    let (count, distinct) = match &link.party {
        Party::Anonymous { count, distinct, .. } => (*count, distinct.is_some()),
        _ => (Count::Number(1), false),
    };
    Part::Origin(Origin {
        kind,
        basis: link.party.basis().unwrap_or(weakest),
        count,
        distinct,
        stance: link.traits.stance,
        interest: link.traits.interest.unwrap_or(unstated),
        affiliation: link.traits.affiliation.map(number),
    })
}
