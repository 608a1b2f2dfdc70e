//! `same-owner`

use crate::chain::{NameId, Part};
use crate::check::context::ClaimView;
use crate::check::found::Found;
use crate::check::rule::Judge;
use crate::json::RuleName;

rule! {
    /// ## What it finds
    ///
    /// Reports or reposts of different outlets in one chain that belong to one owner.
    ///
    /// ## Why it matters
    ///
    /// They look like two houses and are one: the rating counts them as one, and a reader should know.
    ///
    /// ## Example
    ///
    /// `courier.example` and `evening.example` both report it, and the records of both name `press-group` as their
    /// `owner`.
    ///
    /// ## How to mend it
    ///
    /// There is nothing to mend where the registry is right. Look for an outlet of another house; if an owner has sold
    /// one of them, correct the record of that source.
    SAME_OWNER: RuleName::new("same-owner"), Sourcing, Info,
    "outlets that look separate share an owner", Judge::Claim(judge)
}

fn judge(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let mut first: Vec<(NameId, NameId, usize)> = Vec::new();
    for (at, link) in claim.chain.links().enumerate() {
        let (Part::Report | Part::Repost, Some(source)) = (link.part, link.source) else {
            continue;
        };
        let Some(facts) = claim.corpus.ratings.registry().get(source) else {
            continue;
        };
        match first.iter().find(|(owner, ..)| *owner == facts.owner) {
            None => first.push((facts.owner, source, at)),
            Some((_, other, _)) if *other == source => {}
            Some(&(owner, _, before)) => found.at(
                || claim.member_of(at, "source"),
                || {
                    let [one, two] = [before, at].map(|at| claim.link_name(at));
                    let owner = claim.corpus.source_name(owner);
                    format!("{one} and {two} belong to one owner, {owner}: they count as one house")
                },
                "look for an outlet of another house",
            ),
        }
    }
}
