//! The links of one claim in one piece of memory, as small as looking up any of them allows: a run keeps the chains of
//! all its claims, for it may know their sources only at its end.
//!
//! | part   | bytes each | what |
//! |--------|-----------:|------|
//! | head   | 8          | how many links, extras, claims and marks there are: `u16` each |
//! | links  | 8 or 12    | traits `u16`, source or claim `u32`, ends of its citations and of its id: `u8` each, or `u24` |
//! | extras | 10         | of few origins: the link `u16`, affiliation and head count `u32` each |
//! | claims | 32         | the digests of claims that hang here |
//! | marks  | 10         | the link `u16`, the mark `u64` |
//! | cites  | 2          | positions of cited links, those of one link together and in ascending order |
//! | ids    |            | the ids of the links, one after the other |
//!
//! Links are wide, which the highest bit of the number of marks tells, where some end does not fit into a byte. Numbers
//! are little-endian. Nothing of this leaves the process.

use std::cmp::Ordering;
use std::fmt;
use std::ops::Range;

use crate::record::{Count, Digest};

use super::circular::{Mark, PAPER};
use super::links::{ChainLink, NameId};

mod draft;
mod traits;

pub(super) use draft::ChainDraft;

/// The links of one claim, sorted by their ids.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Chain {
    packed: Box<[u8]>,
}

const HEAD: usize = 8;
const NARROW_LINK: usize = 8;
const WIDE_LINK: usize = 12;
const EXTRA: usize = 10;
const CLAIM: usize = 32;
const MARK: usize = 10;
const CITE: usize = 2;

/// A head count of nobody stands for one that is not given.
const SEVERAL: u32 = 0;

/// Set in the number of marks where links are wide.
const WIDE: u16 = 1 << 15;

/// Which of the two ends that a link has.
#[derive(Clone, Copy)]
enum End {
    Cites,
    Id,
}

impl Chain {
    /// How many links there are.
    pub fn length(&self) -> usize {
        self.count(0)
    }

    /// The links.
    pub fn links(&self) -> impl DoubleEndedIterator<Item = ChainLink> + ExactSizeIterator + Clone + '_ {
        (0..self.length()).map(|at| self.link(at))
    }

    /// The link at a position.
    pub fn link(&self, at: usize) -> ChainLink {
        let place = HEAD + at * self.link_size();
        let traits = self.number::<2>(place) as u16;
        let named = self.number::<4>(place + 2) as u32;
        traits::link(traits, named, || self.extra(at))
    }

    /// The id of the link at a position.
    pub fn id(&self, at: usize) -> &str {
        let start = self.ids_start();
        let range = self.between_ends(at, End::Id);
        std::str::from_utf8(&self.packed[start + range.start..start + range.end]).unwrap_or_default()
    }

    /// The position of the link with an id.
    pub fn position(&self, id: &str) -> Option<usize> {
        let (mut low, mut high) = (0, self.length());
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
    pub fn cites(&self, at: usize) -> impl ExactSizeIterator<Item = u16> + Clone + '_ {
        let start = self.cites_start();
        self.between_ends(at, End::Cites)
            .map(move |cite| self.number::<2>(start + cite * CITE) as u16)
    }

    /// What channels can be known by in other records, in the order of their positions.
    pub fn channel_marks(&self) -> impl Iterator<Item = (u16, Mark)> + '_ {
        self.marks().filter(|(_, mark)| mark & PAPER == 0)
    }

    /// The same of documents, observations and statements.
    pub fn paper_marks(&self) -> impl Iterator<Item = (u16, Mark)> + '_ {
        self.marks().filter(|(_, mark)| mark & PAPER != 0)
    }

    fn marks(&self) -> impl Iterator<Item = (u16, Mark)> + '_ {
        let start = self.marks_start();
        (0..self.mark_count()).map(move |mark| {
            let place = start + mark * MARK;
            (self.number::<2>(place) as u16, self.number::<8>(place + 2))
        })
    }

    /// The claims that hang in the chain, as [`super::Part::Claim`] counts them.
    pub fn claims(&self) -> impl ExactSizeIterator<Item = Digest> + '_ {
        (0..self.count(2)).map(|claim| self.claim(claim))
    }

    /// The claim at a position among them.
    pub fn claim(&self, claim: usize) -> Digest {
        let place = self.claims_start() + claim * CLAIM;
        let mut digest = [0; CLAIM];
        digest.copy_from_slice(&self.packed[place..place + CLAIM]);
        Digest(digest)
    }

    fn extra(&self, at: usize) -> traits::Extra {
        let start = self.extras_start();
        let place_of = |extra: usize| start + extra * EXTRA;
        let (mut low, mut high) = (0, self.count(1));
        while low + 1 < high {
            let middle = usize::midpoint(low, high);
            if self.number::<2>(place_of(middle)) as usize <= at {
                low = middle;
            } else {
                high = middle;
            }
        }
        let affiliation = NameId::from_number(self.number::<4>(place_of(low) + 2) as u32);
        let count = match self.number::<4>(place_of(low) + 6) as u32 {
            SEVERAL => Count::Several,
            number => Count::Number(number),
        };
        (affiliation, count)
    }

    fn extras_start(&self) -> usize {
        HEAD + self.length() * self.link_size()
    }

    fn claims_start(&self) -> usize {
        self.extras_start() + self.count(1) * EXTRA
    }

    fn marks_start(&self) -> usize {
        self.claims_start() + self.count(2) * CLAIM
    }

    fn cites_start(&self) -> usize {
        self.marks_start() + self.mark_count() * MARK
    }

    fn ids_start(&self) -> usize {
        let cites = match self.length() {
            0 => 0,
            links => self.between_ends(links - 1, End::Cites).end,
        };
        self.cites_start() + cites * CITE
    }

    /// From the end of the link before to that of the link at a position.
    fn between_ends(&self, at: usize, which: End) -> Range<usize> {
        let end = |at: usize| {
            let place = HEAD + at * self.link_size() + 6;
            match (self.is_wide(), which) {
                (false, End::Cites) => self.number::<1>(place) as usize,
                (false, End::Id) => self.number::<1>(place + 1) as usize,
                (true, End::Cites) => self.number::<3>(place) as usize,
                (true, End::Id) => self.number::<3>(place + 3) as usize,
            }
        };
        at.checked_sub(1).map_or(0, end)..end(at)
    }

    fn is_wide(&self) -> bool {
        self.number::<2>(6) as u16 & WIDE != 0
    }

    fn link_size(&self) -> usize {
        if self.is_wide() { WIDE_LINK } else { NARROW_LINK }
    }

    fn mark_count(&self) -> usize {
        usize::from(self.number::<2>(6) as u16 & !WIDE)
    }

    fn count(&self, nth: usize) -> usize {
        self.number::<2>(2 * nth) as usize
    }

    fn number<const BYTES: usize>(&self, place: usize) -> u64 {
        let mut number = [0; 8];
        number[..BYTES].copy_from_slice(&self.packed[place..place + BYTES]);
        u64::from_le_bytes(number)
    }
}

impl fmt::Debug for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let link = |at| (self.id(at), self.link(at), self.cites(at).collect::<Vec<u16>>());
        f.debug_list().entries((0..self.length()).map(link)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::links::{Origin, OriginKind, Part};
    use crate::record::{Basis, Interest, Stance};

    const BASES: [Basis; 8] = [
        Basis::Authoritative,
        Basis::Other,
        Basis::Participant,
        Basis::Direct,
        Basis::Briefed,
        Basis::Unspecified,
        Basis::Verified,
        Basis::Unverified,
    ];

    fn origin(kind: OriginKind) -> Origin {
        Origin {
            kind,
            basis: Basis::Unspecified,
            count: Count::Number(1),
            distinct: false,
            stance: Stance::Supports,
            interest: Interest::Neutral,
            affiliation: None,
        }
    }

    /// One link of every part, and origins that differ from a plain one in one trait each.
    fn all_sorts() -> Vec<ChainLink> {
        let plain = origin(OriginKind::Anonymous);
        let mut origins: Vec<Origin> = OriginKind::ALL.map(origin).into();
        origins.extend(BASES.map(|basis| Origin { basis, ..plain }));
        origins.extend([Stance::Denies, Stance::NoComment].map(|stance| Origin { stance, ..plain }));
        origins
            .extend([Interest::Beneficiary, Interest::Against].map(|interest| Origin { interest, ..plain }));
        origins.extend(
            [Count::Number(2), Count::Number(u32::MAX), Count::Several]
                .map(|count| Origin { count, ..plain }),
        );
        origins.push(Origin {
            distinct: true,
            ..plain
        });
        origins.push(Origin {
            affiliation: Some(NameId::new(7)),
            ..plain
        });
        let mut links = vec![
            ChainLink::new(Part::Report, false, Some(NameId::new(0))),
            ChainLink::new(Part::Repost, true, Some(NameId::new(u32::MAX - 1))),
            ChainLink::new(Part::Claim(1), true, None),
        ];
        let withdrawn = ChainLink {
            withdrawn: true,
            ..links[0]
        };
        links.push(withdrawn);
        links.extend(
            origins
                .into_iter()
                .map(|origin| ChainLink::new(Part::Origin(origin), false, None)),
        );
        links
    }

    /// Packs links with ids of this length, each citing the first `cites` links, and holds every look at the chain
    /// against what went in.
    fn holds_what_went_in(links: &[ChainLink], id_length: usize, cites: u16) {
        let id = |at: usize| format!("{at:0id_length$}");
        let claims = [Digest([1; 32]), Digest([2; 32])];
        let marks = [(0, 5), (0, u64::MAX), (1, 0)];
        let mut draft = ChainDraft::with_capacity(links.len());
        for (at, link) in links.iter().enumerate() {
            draft.push(&id(at), *link, (0..cites).rev());
        }
        let chain = draft.finish(&claims, &marks);
        assert!(chain.links().eq(links.iter().copied()));
        for at in 0..links.len() {
            assert_eq!(chain.id(at), id(at));
            assert_eq!(chain.position(&id(at)), Some(at));
            assert!(chain.cites(at).eq(0..cites));
        }
        assert_eq!(chain.position("none"), None);
        assert!(chain.claims().eq(claims));
        assert!(chain.marks().eq(marks));
    }

    #[test]
    fn a_chain_holds_what_went_into_it() {
        holds_what_went_in(&all_sorts(), 4, 2);
    }

    #[test]
    fn one_with_long_ids_or_many_citations_as_well() {
        holds_what_went_in(&all_sorts(), 64, 2);
        holds_what_went_in(&all_sorts(), 2, 32);
        let many: Vec<ChainLink> = all_sorts().into_iter().cycle().take(1_024).collect();
        holds_what_went_in(&many, 64, 300);
    }
}
