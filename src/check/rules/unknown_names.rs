//! `unknown-source` and `unknown-affiliation`

use std::collections::HashSet;

use crate::chain::{NameId, Part};
use crate::check::context::EntryView;
use crate::check::found::Found;
use crate::check::rule::Judge;
use crate::json::{Anchor, RuleName};

rule! {
    /// ## What it finds
    ///
    /// A source that a link names, or an owner that a source names, and of which there is no record. Each is told
    /// once a claim.
    ///
    /// ## Why it matters
    ///
    /// Nothing is known of it: an outlet then counts as unreliable (E), anybody else as not judged (F), and all such
    /// outlets as one owner. Often the id is only misspelt.
    ///
    /// ## Example
    ///
    /// ```json
    /// { "id": "courier", "kind": "report", "source": "courrier.example", "held": true }
    /// ```
    ///
    /// where the registry has `courier.example`.
    ///
    /// ## How to mend it
    ///
    /// Mend the id, or register the source: `byline new source` writes its record.
    UNKNOWN_SOURCE: RuleName::new("unknown-source"), Chain, Warn,
    "a source that no registry holds", Judge::Entry(judge_sources)
}

rule! {
    /// ## What it finds
    ///
    /// An affiliation, of a link or of a source, that names nobody of whom there is a record.
    ///
    /// ## Why it matters
    ///
    /// Parties who belong together count as one witness. A misspelt affiliation makes two of them.
    ///
    /// ## Example
    ///
    /// ```json
    /// { "id": "clerk", "kind": "person", "source": "jane-doe", "affiliation": "city-counsil" }
    /// ```
    ///
    /// where the registry has `city-council`.
    ///
    /// ## How to mend it
    ///
    /// Mend the id, or register whom it names: `byline new source` writes the record.
    UNKNOWN_AFFILIATION: RuleName::new("unknown-affiliation"), Chain, Warn,
    "an affiliation that no registry holds", Judge::Entry(judge_affiliations)
}

const HELP: &str = "mend the id, or register it: `byline new source` writes its record";

fn judge_sources(view: &EntryView<'_>, found: &mut Found<'_>) {
    if let Some(chain) = view.entry.chain() {
        let named = (0..)
            .zip(chain.links())
            .filter_map(|(at, link)| Some((at, link.source?)));
        for (at, source) in unknown(view, named) {
            let id = chain.id(at);
            let counts = match chain.links()[at].part {
                Part::Report | Part::Repost => "it counts as unreliable, E",
                Part::Origin(_) | Part::Claim(_) => "it counts as F, not judged",
            };
            found.at(
                || Anchor::member_of("chain", id, "source"),
                || {
                    let name = view.corpus.verification().name_of(source);
                    format!("link {id} names the source {name:?}, which no registry holds: {counts}")
                },
                HELP,
            );
        }
    }
    if let Some(source) = view.entry.source()
        && view.corpus.ratings.source(source.facts.owner).is_none()
    {
        found.at(
            || Anchor::Named("owner"),
            || {
                let owner = view.corpus.verification().name_of(source.facts.owner);
                format!("no registry holds the owner {owner:?}")
            },
            HELP,
        );
    }
}

fn judge_affiliations(view: &EntryView<'_>, found: &mut Found<'_>) {
    if let Some(chain) = view.entry.chain() {
        let named = (0..)
            .zip(chain.links())
            .filter_map(|(at, link)| match &link.part {
                Part::Origin(origin) => Some((at, origin.affiliation?)),
                _ => None,
            });
        for (at, affiliation) in unknown(view, named) {
            let id = chain.id(at);
            found.at(
                || Anchor::member_of("chain", id, "affiliation"),
                || message(view, affiliation),
                HELP,
            );
        }
    }
    let of_source = view.entry.source().and_then(|source| source.facts.affiliation);
    if let Some(affiliation) = of_source.filter(|id| view.corpus.ratings.source(*id).is_none()) {
        found.at(
            || Anchor::Named("affiliation"),
            || message(view, affiliation),
            HELP,
        );
    }
}

fn message(view: &EntryView<'_>, affiliation: NameId) -> String {
    let name = view.corpus.verification().name_of(affiliation);
    format!("no registry holds {name:?}, to whom this party is said to belong")
}

/// Those names that no registry holds, each once, with the first link that names it.
fn unknown(view: &EntryView<'_>, named: impl Iterator<Item = (usize, NameId)>) -> Vec<(usize, NameId)> {
    let mut unknown: Vec<(usize, NameId)> = named
        .filter(|(_, name)| view.corpus.ratings.source(*name).is_none())
        .collect();
    let mut seen: HashSet<NameId> = HashSet::new();
    unknown.retain(|(_, name)| seen.insert(*name));
    unknown
}
