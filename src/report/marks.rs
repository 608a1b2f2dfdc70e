//! What is said of the links of a chain beside what their record says: what each brings, who owns whom.

use std::collections::HashMap;

use crate::chain::{Chain, Part};
use crate::record::{Digest, Kind};
use crate::score::{Contribution, Subject};
use crate::support::{Breakdown, RatingWorker, Ratings};
use crate::verify::{CaptureState, Verification};

use super::quotes::quote_words;
use super::ratings::source_name;
use super::table::word_of;

/// Notes on links, by their ids.
#[derive(Clone, Debug, Default)]
pub struct LinkMarks {
    /// What a link brings to the rating.
    pub(super) brings: HashMap<String, String>,
    /// Who owns an outlet, where that is somebody else.
    pub(super) owners: HashMap<String, String>,
    /// How the claim that hangs at a link is rated.
    pub(super) ratings: HashMap<String, String>,
    /// What became of a capture, and of the quote from it.
    pub(super) captures: HashMap<String, String>,
    /// The ids of claims at hand.
    pub(super) claims: HashMap<Digest, String>,
}

impl LinkMarks {
    /// What can be said of the links of the claim with this number. `breakdown` is `None` where it cannot be rated.
    pub fn of(
        worker: &mut RatingWorker<'_>,
        ratings: &Ratings<'_>,
        number: u32,
        breakdown: Option<&Breakdown>,
    ) -> Self {
        let mut marks = Self::default();
        marks.add_captures(ratings.verification(), number);
        let Some(chain) = ratings.verification().entry(number).chain() else {
            return marks;
        };
        marks.add_claims(worker, ratings, chain);
        marks.add_owners(ratings, chain);
        if let Some(breakdown) = breakdown {
            marks.add_brings(chain, breakdown);
        }
        marks
    }

    fn add_captures(&mut self, verification: &Verification, number: u32) {
        let entry = verification.entry(number);
        for capture in entry.captures() {
            let state = match verification.capture(entry, capture.sha256) {
                Some(CaptureState::Intact(_)) => "intact".to_owned(),
                Some(CaptureState::Altered(why)) => format!("altered: {why}"),
                Some(CaptureState::Unreadable(why)) => format!("it cannot be read: {why}"),
                Some(CaptureState::Missing) | None if verification.is_bundle() => {
                    "it is not in this bundle".to_owned()
                }
                Some(CaptureState::Missing) | None => "the file is missing".to_owned(),
            };
            let quote = verification.quote(entry, capture);
            let quote = quote.map_or(String::new(), |quote| format!("; {}", quote_words(&quote)));
            self.captures
                .insert(capture.link.to_string(), format!("{state}{quote}"));
        }
    }

    fn add_claims(&mut self, worker: &mut RatingWorker<'_>, ratings: &Ratings<'_>, chain: &Chain) {
        let verification = ratings.verification();
        for (at, link) in chain.links().enumerate() {
            let Part::Claim(claim) = link.part else { continue };
            let digest = chain.claim(usize::from(claim));
            let Some(number) = verification.find(digest) else {
                continue;
            };
            let entry = verification.entry(number);
            if entry.kind == Some(Kind::Claim) {
                self.claims.insert(digest, entry.id.to_string());
                if let Ok(rating) = worker.rate(number) {
                    let words = format!("{}, {}", rating.grade(), word_of(rating.brief()));
                    self.ratings.insert(chain.id(at).to_owned(), words);
                }
            }
        }
    }

    fn add_owners(&mut self, ratings: &Ratings<'_>, chain: &Chain) {
        for (at, link) in chain.links().enumerate() {
            let Some(source) = link.source else { continue };
            let owner = ratings.source(source).map(|on_file| on_file.facts.owner);
            if let Some(owner) = owner.filter(|owner| *owner != source) {
                self.owners
                    .insert(chain.id(at).to_owned(), source_name(ratings, owner));
            }
        }
    }

    fn add_brings(&mut self, chain: &Chain, breakdown: &Breakdown) {
        for (at, link) in chain.links().enumerate() {
            if link.withdrawn {
                continue;
            }
            let position = at as u16;
            let attribution = breakdown
                .rating
                .attribution
                .iter()
                .find(|(of, _)| *of == position);
            let is_held = |cited: u16| chain.link(usize::from(cited)).held;
            let repeats = link.part == Part::Repost && chain.cites(at).all(is_held);
            let delta = breakdown.contributions.as_ref().map(|contributions| {
                let of_link = |contribution: &&Contribution| contribution.of == Subject::Link(position);
                contributions.iter().find(of_link)
            });
            let delta = delta.and_then(|delta| match (delta, repeats) {
                (Some(contribution), _) if contribution.delta.abs() >= SHOWN => {
                    Some(format!("{:+.2}", contribution.delta))
                }
                (Some(contribution), _) if contribution.delta >= LEAST => Some("adds under 0.01".to_owned()),
                (Some(contribution), _) if contribution.delta <= -LEAST => {
                    Some("takes under 0.01".to_owned())
                }
                (Some(_), _) | (None, true) => Some("adds nothing".to_owned()),
                // A report that cites nothing has no evidence to bring.
                (None, false) => attribution.map(|_| "adds nothing".to_owned()),
            });
            let reported = attribution.map(|(_, attribution)| format!("as reported {attribution:.2}"));
            let parts: Vec<String> = reported.into_iter().chain(delta).collect();
            if !parts.is_empty() {
                self.brings.insert(chain.id(at).to_owned(), parts.join(", "));
            }
        }
    }
}

/// Sums are exact to some 1e-14; less than this is nothing.
const LEAST: f64 = 1e-9;

/// Less than this is not seen in two digits.
const SHOWN: f64 = 0.005;
