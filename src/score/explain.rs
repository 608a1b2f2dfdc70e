//! What a rating comes from, and what would raise it.

use crate::chain::{Chain, Edit, Label, NameId, NewOrigin, OriginKind, Part, Role, Story, weakest};
use crate::record::Basis;

use super::exact::{Budget, OverBudget};
use super::rate::{Rater, Rating};

/// How much of the support index is owed to an origin or a source.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Contribution {
    /// Whose.
    pub of: Subject,
    /// P now minus P without it; below 0 where it denies.
    pub delta: f64,
}

/// What can be taken out of a story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A link of the claim itself: an origin, or another claim that hangs there. Its position in the chain.
    Link(u16),
    /// All links of one source, those in the claims below among them.
    Source(NameId),
}

/// What `explain` may offer besides the links that are there.
#[derive(Clone, Copy, Debug)]
pub struct Offers<'o> {
    /// Outlets and agencies of the registry with their owners, those first that would help most.
    pub outlets: &'o [(NameId, NameId)],
    /// A number that no registry id has.
    pub nobody: NameId,
}

/// The most links of one claim that are offered to be held: whoever captures these has done a day's work.
const MOST_HELD: usize = 64;

/// The contributions of all origins, claim links and sources, the largest first.
///
/// # Errors
///
/// [`OverBudget`]
pub fn contributions(
    rater: &mut Rater<'_>,
    story: &Story,
    now: &Rating,
    budget: &mut Budget,
) -> Result<Vec<Contribution>, OverBudget> {
    let links = story.links();
    let mut gone = vec![false; links.len()];
    let mut contributions = Vec::new();
    for at in 0..story.own() {
        if matches!(links[at].role, Role::Origin { .. } | Role::Claim) {
            gone[at] = true;
            let without = rater.probability_within(story, &gone, budget)?;
            gone[at] = false;
            contributions.push(Contribution {
                of: Subject::Link(links[at].at),
                delta: owed(now.probability, without),
            });
        }
    }
    for source in sources(story) {
        for (gone, link) in gone.iter_mut().zip(links) {
            *gone = link.source == Some(source);
        }
        let without = rater.probability_within(story, &gone, budget)?;
        contributions.push(Contribution {
            of: Subject::Source(source),
            delta: owed(now.probability, without),
        });
    }
    // What is equal stays in the order of links, which is that of their ids.
    contributions.sort_by(|a, b| b.delta.abs().total_cmp(&a.delta.abs()));
    Ok(contributions)
}

/// What the support index owes to what was taken out: nothing where the two differ by rounding alone, or what is owed
/// nothing would look like a denial.
fn owed(now: f64, without: f64) -> f64 {
    let delta = now - without;
    if delta.abs() < ROUNDING { 0.0 } else { delta }
}

/// More than the sums of a rating can round away, and less than anybody can tell.
const ROUNDING: f64 = 1e-12;

/// The sources that a story names, each once, in the order of its links.
fn sources(story: &Story) -> Vec<NameId> {
    let mut seen = std::collections::HashSet::new();
    story
        .links()
        .iter()
        .filter_map(|link| link.source)
        .filter(|source| seen.insert(*source))
        .collect()
}

/// The changes to a chain that could raise its rating.
pub fn candidates(story: &Story, chain: &Chain, offers: Offers<'_>) -> Vec<Edit> {
    let mut edits: Vec<Edit> = (0..)
        .zip(chain.links())
        .filter(|(_, link)| !link.held && !link.withdrawn && can_be_held(link.part))
        .take(MOST_HELD)
        .map(|(at, _)| Edit::Hold(chain.id(at).into()))
        .collect();
    let is_here = |outlet: NameId| story.links().iter().any(|link| link.source == Some(outlet));
    let mut others = offers.outlets.iter().filter(|(outlet, _)| !is_here(*outlet));
    let of_same_house = others.clone().next();
    let second = others.find(|(_, owner)| !story.owners().contains(&Some(*owner)));
    for (kind, basis) in NEW_ORIGINS {
        // Papers and confirmations are worth looking for even where there is no second outlet; then at another one of a
        // house that is here, else at one that is here.
        let via = match kind {
            OriginKind::Document | OriginKind::Statement => {
                second.or(of_same_house).or(offers.outlets.first())
            }
            _ => second,
        };
        edits.extend(via.map(|&(via, _)| {
            Edit::Add(NewOrigin {
                kind,
                basis,
                via,
                nobody: offers.nobody,
            })
        }));
    }
    let own = story.links()[..story.own()].iter().zip(0..);
    edits.extend(
        own.filter(|(link, _)| matches!(link.role, Role::Origin { unnamed: true, .. }))
            .map(|(_, at)| Edit::Distinct(chain.id(at).into())),
    );
    edits
}

/// What is worth looking for elsewhere.
const NEW_ORIGINS: [(OriginKind, Basis); 4] = [
    (OriginKind::Document, Basis::Verified),
    (OriginKind::Statement, Basis::Authoritative),
    (OriginKind::Person, Basis::Participant),
    (OriginKind::Anonymous, Basis::Participant),
];

/// Whether there is something to capture that is no copy: nobody captures an unnamed person.
const fn can_be_held(part: Part) -> bool {
    match part {
        Part::Report => true,
        Part::Origin(origin) => !matches!(origin.kind, OriginKind::Anonymous),
        Part::Repost | Part::Claim(_) => false,
    }
}

/// The smallest set of owners and groups without which no supporting origin is left; `None` where it takes more than a
/// few.
pub fn weakest_point(rater: &Rater<'_>, story: &Story) -> Option<Vec<Label>> {
    weakest(story, &rater.supporting())
}
