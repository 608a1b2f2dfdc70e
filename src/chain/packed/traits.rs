//! What a link does and is, as bits.

use crate::chain::links::{ChainLink, NameId, Origin, OriginKind, Part};
use crate::record::{Basis, Count, Interest, Stance};

/// Which of the parts of a chain it is: one of the three below, or a kind of origin.
const PART: u16 = 7;
const REPORT: u16 = 0;
const REPOST: u16 = 1;
const CLAIM: u16 = 2;
const FIRST_ORIGIN: u16 = 3;

const HELD: u16 = 1 << 3;
const WITHDRAWN: u16 = 1 << 4;
const DISTINCT: u16 = 1 << 5;
const HAS_EXTRA: u16 = 1 << 6;
const BASIS_SHIFT: u16 = 7;
const STANCE_SHIFT: u16 = 10;
const INTEREST_SHIFT: u16 = 12;

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

/// Four of each, as two bits may say so many.
const STANCES: [Stance; 4] = [
    Stance::Supports,
    Stance::Denies,
    Stance::NoComment,
    Stance::Supports,
];
const INTERESTS: [Interest; 4] = [
    Interest::Neutral,
    Interest::Beneficiary,
    Interest::Against,
    Interest::Neutral,
];

/// The traits of a link.
pub(super) fn of(link: &ChainLink) -> u16 {
    let part = match &link.part {
        Part::Report => REPORT,
        Part::Repost => REPOST,
        Part::Claim(_) => CLAIM,
        Part::Origin(origin) => of_origin(origin),
    };
    part | set(HELD, link.held) | set(WITHDRAWN, link.withdrawn)
}

fn of_origin(origin: &Origin) -> u16 {
    (FIRST_ORIGIN + place_in(&OriginKind::ALL, origin.kind))
        | set(DISTINCT, origin.distinct)
        | set(HAS_EXTRA, has_extra(origin))
        | (place_in(&BASES, origin.basis) << BASIS_SHIFT)
        | (place_in(&STANCES, origin.stance) << STANCE_SHIFT)
        | (place_in(&INTERESTS, origin.interest) << INTEREST_SHIFT)
}

/// Whether an origin has what few have, for which there are no bits.
pub(super) fn has_extra(origin: &Origin) -> bool {
    origin.affiliation.is_some() || origin.count != PLAIN.1
}

/// What few origins have otherwise: an affiliation, and another head count.
pub(super) type Extra = (Option<NameId>, Count);

const PLAIN: Extra = (None, Count::Number(1));

/// The link that has these traits. `named` is its source, or the claim that it names.
pub(super) fn link(traits: u16, named: u32, extra: impl FnOnce() -> Extra) -> ChainLink {
    let part = match traits & PART {
        REPORT => Part::Report,
        REPOST => Part::Repost,
        CLAIM => Part::Claim(named as u16),
        kind => {
            let extra = if traits & HAS_EXTRA == 0 { PLAIN } else { extra() };
            Part::Origin(origin(traits, kind, extra))
        }
    };
    let source = match part {
        Part::Claim(_) => None,
        Part::Report | Part::Repost | Part::Origin(_) => NameId::from_number(named),
    };
    ChainLink {
        part,
        held: traits & HELD != 0,
        withdrawn: traits & WITHDRAWN != 0,
        source,
    }
}

fn origin(traits: u16, kind: u16, (affiliation, count): Extra) -> Origin {
    Origin {
        kind: OriginKind::ALL[usize::from(kind - FIRST_ORIGIN)],
        basis: BASES[usize::from((traits >> BASIS_SHIFT) & 7)],
        count,
        distinct: traits & DISTINCT != 0,
        stance: STANCES[usize::from((traits >> STANCE_SHIFT) & 3)],
        interest: INTERESTS[usize::from((traits >> INTEREST_SHIFT) & 3)],
        affiliation,
    }
}

const fn set(bit: u16, if_so: bool) -> u16 {
    if if_so { bit } else { 0 }
}

/// Where a value stands among all.
fn place_in<T: PartialEq>(all: &[T], value: T) -> u16 {
    all.iter().position(|other| *other == value).unwrap_or_default() as u16
}
