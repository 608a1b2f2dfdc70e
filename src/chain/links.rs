//! A chain without its document: small, owned, in an order that does not depend on how it was written.

use std::cmp::Ordering;
use std::num::NonZeroU32;

use sha2::{Digest as _, Sha256};

use crate::record::{Basis, Claim, Count, Digest, Interest, Link, Party, SourceId, Stance, normalised};

use super::circular::Mark;

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
}

/// The links of one claim, sorted by their ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    links: Box<[ChainLink]>,
    /// Positions of cited links, those of one link together and in ascending order.
    cites: Box<[u16]>,
    claims: Box<[Digest]>,
    ids: Box<str>,
    /// What channels can be known by in other records, by their positions.
    marks: Box<[(u16, Mark)]>,
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
    ids_end: u32,
    cites_end: u32,
}

impl ChainLink {
    /// A link that nobody took back.
    pub(super) const fn new(part: Part, held: bool, source: Option<NameId>) -> Self {
        Self {
            part,
            held,
            withdrawn: false,
            source,
            ids_end: 0,
            cites_end: 0,
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
    pub count: u32,
    /// Whether it is shown to be someone else than every other anonymous link.
    pub distinct: bool,
    /// Whether it supports the claim.
    pub stance: Stance,
    /// What it gains; where the record does not say, a statement gains and all else is neutral.
    pub interest: Interest,
    /// Whom it belongs to.
    pub affiliation: Option<NameId>,
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
    pub fn of(claim: &Claim<'_>, mut number: impl FnMut(SourceId<'_>) -> NameId) -> Self {
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
        draft.marks = marks.collect();
        draft.finish(claims.into())
    }

    /// The links.
    pub fn links(&self) -> &[ChainLink] {
        &self.links
    }

    /// The id of the link at a position.
    pub fn id(&self, at: usize) -> &str {
        let start = at.checked_sub(1).map_or(0, |before| self.links[before].ids_end);
        &self.ids[start as usize..self.links[at].ids_end as usize]
    }

    /// The position of the link with an id.
    pub fn position(&self, id: &str) -> Option<usize> {
        let (mut low, mut high) = (0, self.links.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            match self.id(middle).cmp(id) {
                Ordering::Less => low = middle + 1,
                Ordering::Greater => high = middle,
                Ordering::Equal => return Some(middle),
            }
        }
        None
    }

    /// The positions of the links that the one at a position cites, in ascending order.
    pub fn cites(&self, at: usize) -> &[u16] {
        let start = at.checked_sub(1).map_or(0, |before| self.links[before].cites_end);
        &self.cites[start as usize..self.links[at].cites_end as usize]
    }

    /// What channels can be known by in other records, in the order of their positions.
    pub fn marks(&self) -> &[(u16, Mark)] {
        &self.marks
    }

    /// The claims that hang in the chain, as [`Part::Claim`] counts them.
    pub fn claims(&self) -> &[Digest] {
        &self.claims
    }
}

/// A chain that is put together link by link, in the order of their ids.
pub(super) struct ChainDraft {
    links: Vec<ChainLink>,
    cites: Vec<u16>,
    ids: String,
    marks: Vec<(u16, Mark)>,
}

impl ChainDraft {
    pub fn with_capacity(links: usize) -> Self {
        Self {
            links: Vec::with_capacity(links),
            cites: Vec::with_capacity(links),
            ids: String::with_capacity(8 * links),
            marks: Vec::new(),
        }
    }

    /// Adds a link with the positions that it cites.
    pub fn push(&mut self, id: &str, link: ChainLink, cites: impl Iterator<Item = u16>) {
        self.ids.push_str(id);
        let start = self.cites.len();
        self.cites.extend(cites);
        self.cites[start..].sort_unstable();
        self.links.push(ChainLink {
            ids_end: self.ids.len() as u32,
            cites_end: self.cites.len() as u32,
            ..link
        });
    }

    pub fn finish(self, claims: Box<[Digest]>) -> Chain {
        Chain {
            links: self.links.into(),
            cites: self.cites.into(),
            claims,
            ids: self.ids.into(),
            marks: self.marks.into(),
        }
    }
}

/// What a channel can be known by in other records: its address and its capture.
fn marks_of(link: &Link<'_>) -> [Option<Mark>; 2] {
    if !link.party.is_channel() {
        return [None, None];
    }
    let mark = |text: &[u8]| {
        let hash: [u8; 32] = Sha256::digest(text).into();
        let [a, b, c, d, e, f, g, h, ..] = hash;
        Mark::from_be_bytes([a, b, c, d, e, f, g, h])
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
        Party::Anonymous { count, distinct, .. } => (head_count(*count), distinct.is_some()),
        _ => (1, false),
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

/// "Several" are two: the fewest that the word can mean.
const fn head_count(count: Count) -> u32 {
    match count {
        Count::Number(number) => number,
        Count::Several => 2,
    }
}
