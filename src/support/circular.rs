//! Circular reporting among the records of a run, as findings.

use crate::chain::{LoopStep, Told, circular};
use crate::json::Anchor;
use crate::verify::{Unplaced, names};

use super::ratings::Ratings;

/// The steps of a loop that are told. Nobody reads more; where the loop is broken does not matter.
const MAX_STEPS_TOLD: usize = 16;

impl Ratings<'_> {
    /// One finding for each loop of outlets that have it from one another, at a record of the loop that is reported on.
    /// Records that were taken back, or that have a later revision, say nothing any more.
    pub fn circular(&self) -> Vec<(u32, Unplaced)> {
        let verification = self.verification();
        let speaking = self.speaking();
        let told = speaking.iter().filter_map(|&claim| {
            let entry = verification.entry(claim);
            let (digest, chain) = (entry.digest?, entry.chain()?);
            Some(Told { claim, digest, chain })
        });
        circular(told, |claim| verification.is_reported(claim))
            .into_iter()
            .filter_map(|mut steps| {
                let reported = |step: &LoopStep| verification.is_reported(step.claim);
                let first = steps.iter().position(reported)?;
                steps.rotate_left(first);
                Some((steps[0].claim, self.circular_finding(&steps)))
            })
            .collect()
    }

    /// The claims that say something, each once.
    fn speaking(&self) -> Vec<u32> {
        let verification = self.verification();
        let digest = |number: &u32| verification.entry(*number).digest;
        let mut claims: Vec<u32> = verification
            .all()
            .filter(|(_, entry)| entry.chain().is_some())
            .map(|(number, _)| number)
            .filter(|&number| verification.speaks(number))
            .collect();
        claims.sort_by_key(digest);
        claims.dedup_by_key(|number| digest(number));
        claims.sort_unstable();
        claims
    }

    fn circular_finding(&self, steps: &[LoopStep]) -> Unplaced {
        let mut way: Vec<String> = steps
            .iter()
            .take(MAX_STEPS_TOLD)
            .map(|step| self.step_in_words(step))
            .collect();
        if let Some(more @ 1..) = steps.len().checked_sub(MAX_STEPS_TOLD) {
            way.push(format!("and so on through {more} more"));
        }
        let (first, chain) = (&steps[0], self.verification().entry(steps[0].claim).chain());
        let link = first.from.unwrap_or(first.to);
        let id = chain.map_or("", |chain| chain.id(usize::from(link)));
        Unplaced::warn(
            names::CIRCULAR_REPORTING,
            Anchor::Entry("chain", id.into()),
            format!("these have it from one another: {}", way.join("; ")),
            "what only leads back is no evidence: find out who had it first, and from whom",
        )
    }

    /// "The Courier (link courier) has it from Daily Wire (link wire), in claims/bridge.json".
    fn step_in_words(&self, step: &LoopStep) -> String {
        let verification = self.verification();
        let entry = verification.entry(step.claim);
        let link = |at: u16| {
            let Some(chain) = entry.chain() else {
                return String::new();
            };
            let id = chain.id(usize::from(at));
            match chain.link(usize::from(at)).source {
                Some(source) => {
                    let on_file = self.source(source).map(|source| &*source.name);
                    let name = on_file.unwrap_or_else(|| verification.name_of(source));
                    format!("{name} (link {id})")
                }
                None => format!("the link {id}"),
            }
        };
        let who = match step.from {
            Some(from) => link(from),
            None => format!("the claim {}", entry.id),
        };
        let place = match entry.line {
            0 => String::new(),
            line => format!(":{line}"),
        };
        let path = verification.path(entry).display();
        format!("{who} has it from {}, by {path}{place}", link(step.to))
    }
}
