//! What a chain consists of and what it rests on.

use crate::record::{Count, Stance};

use super::links::{Origin, OriginKind, Part};
use super::packed::Chain;

/// The links of a chain, counted by what they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Shape {
    /// All links.
    pub links: u16,
    /// Links with no `cites`, claim links aside.
    pub origins: u16,
    /// Reports that cite nothing.
    pub bare_reports: u16,
    /// Other claims.
    pub claims: u16,
    /// Origins that support the claim.
    pub supporting: Origins,
    /// Origins that deny it.
    pub denying: Origins,
    /// Origins that would not comment.
    pub silent: u16,
}

/// Origins by what they are, bare reports aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Origins {
    /// Named people on the record.
    pub named_people: u16,
    /// Unnamed people whose number is given.
    pub unnamed_people: u32,
    /// Links that stand for several unnamed people, without a number.
    pub several: u16,
    /// Official statements.
    pub statements: u16,
    /// Documents.
    pub documents: u16,
    /// Observations at first hand.
    pub observations: u16,
}

impl Shape {
    /// Counts the links of a chain.
    pub fn of(chain: &Chain) -> Self {
        let mut shape = Shape::default();
        for (at, link) in chain.links().enumerate() {
            shape.links += 1;
            match link.part {
                Part::Report if chain.cites(at).len() == 0 => {
                    shape.bare_reports += 1;
                    shape.origins += 1;
                }
                Part::Report | Part::Repost => {}
                Part::Claim(_) => shape.claims += 1,
                Part::Origin(origin) => {
                    shape.origins += 1;
                    match origin.stance {
                        Stance::Supports => shape.supporting.count(&origin),
                        Stance::Denies => shape.denying.count(&origin),
                        Stance::NoComment => shape.silent += 1,
                    }
                }
            }
        }
        shape
    }
}

impl Origins {
    fn count(&mut self, origin: &Origin) {
        match (origin.kind, origin.count) {
            (OriginKind::Statement, _) => self.statements += 1,
            (OriginKind::Person, _) => self.named_people += 1,
            (OriginKind::Document, _) => self.documents += 1,
            (OriginKind::Observation, _) => self.observations += 1,
            (OriginKind::Anonymous, Count::Number(number)) => {
                self.unnamed_people = self.unnamed_people.saturating_add(number);
            }
            (OriginKind::Anonymous, Count::Several) => self.several += 1,
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
