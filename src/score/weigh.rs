//! What the table says of each link: how probable it is that a channel is faithful, and what an origin brings.

use crate::chain::{Origin, OriginKind, Role, SourceFacts, Story, StoryLink};
use crate::record::{Basis, Reliability, Stance};

use super::opinion::Evidence;
use super::table::{PRIOR_WEIGHT, Table};

/// The letter of a channel that no registry holds.
const UNKNOWN_CHANNEL: Reliability = Reliability::E;

/// The letter of a party that is not named, or that no registry holds.
const UNKNOWN_PARTY: Reliability = Reliability::F;

/// The numbers of one link.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Weighed {
    /// The probability that a channel passes on faithfully.
    Channel(f64),
    /// A claim link passes on always.
    Claim,
    /// What an origin brings once it is reached; its supporting and its denying part.
    Origin(Evidence),
}

/// The numbers of all links of a story, in their order.
pub fn weigh(table: &Table, story: &Story, out: &mut Vec<Weighed>) {
    out.clear();
    out.extend(story.links().iter().map(|link| match &link.role {
        Role::Channel { copies: true, .. } => Weighed::Channel(table.letter(channel_letter(link)).relay),
        Role::Channel { copies: false, .. } => {
            let known = link.known.unwrap_or((UNKNOWN_CHANNEL, (0, 0)));
            Weighed::Channel(credibility(table, known))
        }
        Role::Claim => Weighed::Claim,
        Role::Origin { origin, .. } => Weighed::Origin(evidence(table, link, origin)),
    }));
}

/// The letter of a channel.
pub fn channel_letter(link: &StoryLink) -> Reliability {
    link.known.map_or(UNKNOWN_CHANNEL, |known| known.0)
}

/// The letter of an origin. For the unnamed the channel vouches. What was shown to be what it says needs no issuer.
pub fn origin_letter(link: &StoryLink, origin: &Origin) -> Reliability {
    match (origin.kind, link.known) {
        (OriginKind::Anonymous, _) => Reliability::A,
        (_, Some((letter, _))) => letter,
        (_, None) if origin.is_verified() => Reliability::A,
        (_, None) => UNKNOWN_PARTY,
    }
}

/// The probability that what a source says is so, as it is taken for reports.
pub fn credibility_of(table: &Table, source: &SourceFacts) -> f64 {
    credibility(table, (source.letter, source.track))
}

/// The probability that what a source says is so: the mean of the beta distribution over the cases that its letter
/// stands for and those of its track record.
fn credibility(table: &Table, (letter, (right, wrong)): (Reliability, (u32, u32))) -> f64 {
    let row = table.letter(letter);
    let (right, wrong) = (f64::from(right), f64::from(wrong));
    let cases = right + wrong;
    let scale = if cases > table.factors.track_cases {
        table.factors.track_cases / cases
    } else {
        1.0
    };
    let r = row.right + right * scale;
    let s = row.wrong + wrong * scale;
    (r + 1.0) / (r + s + PRIOR_WEIGHT)
}

fn evidence(table: &Table, link: &StoryLink, origin: &Origin) -> Evidence {
    let amount = amount(table, link, origin);
    match origin.stance {
        Stance::Supports => Evidence {
            supports: amount,
            denies: 0.0,
        },
        Stance::Denies => Evidence {
            supports: 0.0,
            denies: amount * table.factors.denial,
        },
        Stance::NoComment => Evidence::default(),
    }
}

fn amount(table: &Table, link: &StoryLink, origin: &Origin) -> f64 {
    let one = table.base(origin) * table.interest(origin.interest);
    match (origin.kind, origin.basis) {
        (OriginKind::Anonymous, _) => {
            let next = table.factors.next_unnamed;
            let people = i32::try_from(origin.count.at_least()).unwrap_or(i32::MAX);
            let all = one * (1.0 - next.powi(people)) / (1.0 - next);
            all.min(table.factors.most_unnamed)
        }
        (OriginKind::Observation, Basis::Verified) => one,
        _ => one * credibility(table, link.known.unwrap_or((UNKNOWN_PARTY, (0, 0)))),
    }
}
