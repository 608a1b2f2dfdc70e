//! `chained-owner`

use crate::chain::{NameId, Part, SourceFacts};
use crate::check::context::EntryView;
use crate::check::found::Found;
use crate::check::rule::Judge;
use crate::json::{Anchor, RuleName};

rule! {
    /// ## What it finds
    ///
    /// An owner that the registry says is owned by another, or an affiliation to a party that belongs to another: told of
    /// whoever names it, and of itself.
    ///
    /// ## Why it matters
    ///
    /// The rating goes one step from a source to its owner or affiliation, and no further. Two papers of one house, one of
    /// which names the house and the other a daughter of it, count as two houses; so do a spokesman of a ministry and one
    /// of the government that the ministry belongs to.
    ///
    /// ## Example
    ///
    /// ```json
    /// { "byline": "source/1", "id": "evening.example", "name": "Evening Ledger", "kind": "outlet", "owner": "courier.example" }
    /// ```
    ///
    /// where `courier.example` has the owner `press-group`.
    ///
    /// ## How to mend it
    ///
    /// Name the last of the chain: the owner that nobody owns, the party that belongs to no other. A source is then signed
    /// anew (`byline sign --replace`), a claim takes its next revision for that (`byline new revision`).
    CHAINED_OWNER: RuleName::new("chained-owner"), Sourcing, Deny,
    "an owner or affiliation that belongs to another itself", Judge::Entry(judge)
}

fn judge(view: &EntryView<'_>, found: &mut Found<'_>) {
    let owner = |facts: &SourceFacts| Some(facts.owner);
    let affiliation = |facts: &SourceFacts| facts.affiliation;
    if let Some(source) = view.entry.source() {
        let id = source.name_id;
        tell(view, found, source.facts.owner, owner, || Anchor::Named("owner"));
        tell_of_itself(view, found, (id, source.facts.owner), owner, "owner");
        if let Some(to) = source.facts.affiliation {
            tell(view, found, to, affiliation, || Anchor::Named("affiliation"));
            tell_of_itself(view, found, (id, to), affiliation, "affiliation");
        }
    }
    let Some(chain) = view.entry.chain() else { return };
    for (at, link) in chain.links().enumerate() {
        if let Part::Origin(origin) = link.part
            && let Some(to) = origin.affiliation
        {
            let anchor = || Anchor::member_of("chain", chain.id(at), "affiliation");
            tell(view, found, to, affiliation, anchor);
        }
    }
}

/// Tells of a party that belongs to another by what the registry holds of it.
fn tell(
    view: &EntryView<'_>,
    found: &mut Found<'_>,
    party: NameId,
    belongs_to: impl Fn(&SourceFacts) -> Option<NameId>,
    anchor: impl FnOnce() -> Anchor,
) {
    let facts = view.corpus.ratings.registry().get(party);
    let Some(above) = facts.and_then(belongs_to).filter(|above| *above != party) else {
        return;
    };
    let [party, above] = [party, above].map(|id| view.corpus.source_name(id));
    found.at(
        anchor,
        || format!("{party} belongs to {above} itself: the rating goes one step only, and does not see {above} behind it"),
        format!("name {above} here, or whoever that belongs to"),
    );
}

/// Tells of a source that belongs to another, and that others belong to: whoever changes its record may not touch theirs.
fn tell_of_itself(
    view: &EntryView<'_>,
    found: &mut Found<'_>,
    (id, above): (NameId, NameId),
    belongs_to: impl Fn(&SourceFacts) -> Option<NameId>,
    member: &'static str,
) {
    if id == above {
        return;
    }
    let mut others = view.corpus.ratings.registry().all();
    let Some((below, _)) = others.find(|(other, facts)| *other != id && belongs_to(facts) == Some(id)) else {
        return;
    };
    let [below, above] = [below, above].map(|id| view.corpus.source_name(id));
    found.at(
        || Anchor::Named(member),
        || format!("{below} belongs to this source, and this one to {above}: the rating goes one step only, and does not see {above} behind it"),
        format!("name {above} in the record of {below} too, or whoever that belongs to"),
    );
}
