//! A chain that is put together, to be packed when it is whole.

use crate::chain::circular::Mark;
use crate::chain::links::{ChainLink, NameId, Part};
use crate::record::{Count, Digest};

use super::{CITE, CLAIM, Chain, EXTRA, HEAD, MARK, NARROW_LINK, SEVERAL, WIDE, WIDE_LINK, traits};

/// A chain that is put together link by link, in the order of their ids.
pub(in crate::chain) struct ChainDraft {
    links: Vec<LinkDraft>,
    extras: Vec<u8>,
    cites: Vec<u16>,
    ids: String,
}

/// A link as it will be packed.
struct LinkDraft {
    traits: u16,
    named: u32,
    cites_end: u32,
    id_end: u32,
}

impl ChainDraft {
    pub fn with_capacity(links: usize) -> Self {
        Self {
            links: Vec::with_capacity(links),
            extras: Vec::new(),
            cites: Vec::with_capacity(links),
            ids: String::with_capacity(8 * links),
        }
    }

    /// Adds a link with the positions that it cites.
    pub fn push(&mut self, id: &str, link: ChainLink, cites: impl Iterator<Item = u16>) {
        self.ids.push_str(id);
        let start = self.cites.len();
        self.cites.extend(cites);
        self.cites[start..].sort_unstable();
        self.push_extra(&link);
        self.links.push(LinkDraft {
            traits: traits::of(&link),
            named: match link.part {
                Part::Claim(claim) => u32::from(claim),
                Part::Report | Part::Repost | Part::Origin(_) => link.source.map_or(0, NameId::number),
            },
            cites_end: self.cites.len() as u32,
            id_end: self.ids.len() as u32,
        });
    }

    fn push_extra(&mut self, link: &ChainLink) {
        let Part::Origin(origin) = &link.part else { return };
        if !traits::has_extra(origin) {
            return;
        }
        let at = self.links.len() as u16;
        let count = match origin.count {
            Count::Number(number) => number,
            Count::Several => SEVERAL,
        };
        self.extras.extend_from_slice(&at.to_le_bytes());
        for number in [origin.affiliation.map_or(0, NameId::number), count] {
            self.extras.extend_from_slice(&number.to_le_bytes());
        }
    }

    /// The chain, with the claims that hang in it and what its channels can be known by.
    pub fn finish(self, claims: &[Digest], marks: &[(u16, Mark)]) -> Chain {
        let is_wide = self.cites.len().max(self.ids.len()) > usize::from(u8::MAX);
        let mut packed = Vec::with_capacity(self.size(is_wide, claims.len(), marks.len()));
        let extras = self.extras.len() / EXTRA;
        for count in [self.links.len(), extras, claims.len()] {
            packed.extend_from_slice(&(count as u16).to_le_bytes());
        }
        let marks_and_width = marks.len() as u16 | if is_wide { WIDE } else { 0 };
        packed.extend_from_slice(&marks_and_width.to_le_bytes());
        let end_size = if is_wide { 3 } else { 1 };
        for link in &self.links {
            packed.extend_from_slice(&link.traits.to_le_bytes());
            packed.extend_from_slice(&link.named.to_le_bytes());
            for end in [link.cites_end, link.id_end] {
                packed.extend_from_slice(&end.to_le_bytes()[..end_size]);
            }
        }
        packed.extend_from_slice(&self.extras);
        for claim in claims {
            packed.extend_from_slice(&claim.0);
        }
        for (at, mark) in marks {
            packed.extend_from_slice(&at.to_le_bytes());
            packed.extend_from_slice(&mark.to_le_bytes());
        }
        for cite in &self.cites {
            packed.extend_from_slice(&cite.to_le_bytes());
        }
        packed.extend_from_slice(self.ids.as_bytes());
        Chain {
            packed: packed.into(),
        }
    }

    fn size(&self, is_wide: bool, claims: usize, marks: usize) -> usize {
        HEAD + self.links.len() * if is_wide { WIDE_LINK } else { NARROW_LINK }
            + self.extras.len()
            + claims * CLAIM
            + marks * MARK
            + self.cites.len() * CITE
            + self.ids.len()
    }
}
