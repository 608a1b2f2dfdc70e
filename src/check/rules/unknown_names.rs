//! `unknown-source` and `unknown-affiliation`

use std::collections::HashSet;

use crate::chain::{NameId, Origin, OriginKind, Part};
use crate::check::context::EntryView;
use crate::check::found::Found;
use crate::check::rule::Judge;
use crate::json::{Anchor, RuleName};
use crate::seal::Integrity;

rule! {
    /// ## What it finds
    ///
    /// A source that a link names, or an owner that a source names, and of which there is no record. Each is told
    /// once a claim.
    ///
    /// ## Why it matters
    ///
    /// Nothing is known of it. An outlet then counts as unreliable (E), and all such outlets as one owner. Anybody else
    /// counts as not judged (F); only a verified document or observation has the letter A whoever it is from. An owner of
    /// whom there is no record still counts as an owner of its own, so that a misspelt one makes two owners of one, and
    /// two papers of one house count as two witnesses. Often the id is only misspelt.
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
    /// Register the source: `byline new source` writes its record. If the id is misspelt, mend it where nobody has signed
    /// yet. A claim that is signed takes its next revision for that (`byline new revision`), a source is signed anew
    /// (`byline sign --replace`).
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
    /// Register whom it names: `byline new source` writes the record. If the id is misspelt, mend it where nobody has signed
    /// yet. A claim that is signed takes its next revision for that (`byline new revision`), a source is signed anew
    /// (`byline sign --replace`).
    UNKNOWN_AFFILIATION: RuleName::new("unknown-affiliation"), Chain, Warn,
    "an affiliation that no registry holds", Judge::Entry(judge_affiliations)
}

/// How an id that no registry holds is mended. What is signed is not changed in place.
fn mend(view: &EntryView<'_>, unknown: NameId) -> String {
    const REGISTER: &str = "register it: `byline new source` writes its record";
    let is_signed = view.entry.integrity != Integrity::Unsigned;
    let mend = match view.entry.source() {
        _ if !is_signed => "mend the id".to_owned(),
        None => format!(
            "name the right one in the next revision (`{}`)",
            view.command("byline new revision")
        ),
        Some(_) => format!(
            "mend the id and sign anew (`{}`)",
            view.command("byline sign --replace")
        ),
    };
    match view.corpus.ratings.meant_by(unknown) {
        Some(near) => format!("do you mean {near}? Then {mend}; else {REGISTER}"),
        None if is_signed => format!("{REGISTER}; if it is misspelt, {mend}"),
        None => format!("{mend}, or {REGISTER}"),
    }
}

/// What the source of an origin counts as where no registry holds it.
fn counts(origin: Origin) -> &'static str {
    match origin.kind {
        _ if !origin.is_verified() => "it counts as F, not judged",
        OriginKind::Document => {
            "the document is verified, so that its letter is A all the same, but weighs as one from a source that is not judged"
        }
        _ => "the observation is verified, so that its letter is A and it weighs in full all the same",
    }
}

fn judge_sources(view: &EntryView<'_>, found: &mut Found<'_>) {
    if let Some(chain) = view.entry.chain() {
        let named = (0..)
            .zip(chain.links())
            .filter_map(|(at, link)| Some((at, link.source?)));
        for (at, source) in unknown(view, named) {
            let id = chain.id(at);
            let counts = match chain.link(at).part {
                Part::Report | Part::Repost => "it counts as unreliable, E",
                Part::Origin(origin) => counts(origin),
                Part::Claim(_) => "it counts as F, not judged",
            };
            found.at(
                || Anchor::member_of("chain", id, "source"),
                || {
                    let name = view.corpus.verification().name_of(source);
                    format!("link {id} names the source {name:?}, which no registry holds: {counts}")
                },
                mend(view, source),
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
            mend(view, source.facts.owner),
        );
    }
}

fn judge_affiliations(view: &EntryView<'_>, found: &mut Found<'_>) {
    if let Some(chain) = view.entry.chain() {
        let named = (0..).zip(chain.links()).filter_map(|(at, link)| match link.part {
            Part::Origin(origin) => Some((at, origin.affiliation?)),
            _ => None,
        });
        for (at, affiliation) in unknown(view, named) {
            let id = chain.id(at);
            found.at(
                || Anchor::member_of("chain", id, "affiliation"),
                || message(view, affiliation),
                mend(view, affiliation),
            );
        }
    }
    let of_source = view.entry.source().and_then(|source| source.facts.affiliation);
    if let Some(affiliation) = of_source.filter(|id| view.corpus.ratings.source(*id).is_none()) {
        found.at(
            || Anchor::Named("affiliation"),
            || message(view, affiliation),
            mend(view, affiliation),
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
