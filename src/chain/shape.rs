//! What a chain consists of and what it rests on.

use crate::record::{Claim, Count, Party, Stance};

/// The links of a chain, counted by what they are. Counts are of links, save for `unnamed_people`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Shape {
    /// All links.
    pub links: u16,
    /// Links with no `cites`, claim links aside.
    pub origins: u16,
    /// Named people on the record.
    pub named_people: u16,
    /// Links that stand for unnamed people.
    pub anonymous: u16,
    /// The people that those links stand for; `several` counts as two.
    pub unnamed_people: u32,
    /// Official statements.
    pub statements: u16,
    /// Documents.
    pub documents: u16,
    /// Observations at first hand.
    pub observations: u16,
    /// Reports that cite nothing.
    pub bare_reports: u16,
    /// Other claims.
    pub claims: u16,
    /// Origins that deny the claim. They are counted by kind as well.
    pub denials: u16,
}

impl Shape {
    /// Counts the links of a claim.
    pub fn of(claim: &Claim<'_>) -> Self {
        let mut shape = Shape::default();
        for link in &claim.chain {
            shape.links += 1;
            match &link.party {
                Party::Report { .. } if link.cites.is_empty() => shape.bare_reports += 1,
                Party::Report { .. } | Party::Repost { .. } => continue,
                Party::Statement { .. } => shape.statements += 1,
                Party::Person { .. } => shape.named_people += 1,
                Party::Anonymous { count, .. } => {
                    shape.anonymous += 1;
                    shape.unnamed_people = shape.unnamed_people.saturating_add(people(*count));
                }
                Party::Document { .. } => shape.documents += 1,
                Party::Observation { .. } => shape.observations += 1,
                Party::Claim { .. } => {
                    shape.claims += 1;
                    continue;
                }
            }
            shape.origins += 1;
            if link.traits.stance == Stance::Denies {
                shape.denials += 1;
            }
        }
        shape
    }
}

const fn people(count: Count) -> u32 {
    match count {
        Count::Number(number) => number,
        Count::Several => 2,
    }
}
