//! `confusable-source`

use std::collections::{BTreeMap, BTreeSet};

use unicode_security::skeleton;

use crate::chain::NameId;
use crate::check::context::CorpusView;
use crate::check::found::CorpusFound;
use crate::check::rule::Judge;
use crate::json::{Anchor, RuleName};
use crate::verify::{Change, Entry, Verification};

rule! {
    /// ## What it finds
    ///
    /// Two ids of sources that look alike, among those that are registered and those that claims name: they have the same
    /// skeleton by Unicode Technical Standard 39, in which `rn` and `m`, `1` and `l`, `0` and `o` are the same.
    ///
    /// ## Why it matters
    ///
    /// `rnorning-post.example` is not `morning-post.example`, and few readers see the difference. The one may be trusted,
    /// and the other be anybody's.
    ///
    /// ## Example
    ///
    /// ```json
    /// { "id": "post", "kind": "report", "source": "rnorning-post.example", "held": true }
    /// ```
    ///
    /// where `morning-post.example` is in the registry.
    ///
    /// ## How to mend it
    ///
    /// Write the id that is meant. If both exist, give one of them an id that people can tell from the other.
    CONFUSABLE_SOURCE: RuleName::new("confusable-source"), Identity, Deny,
    "a source id that looks like another one", Judge::Corpus(judge)
}

fn judge(corpus: &CorpusView<'_>, found: &mut CorpusFound<'_>) {
    let verification = corpus.verification();
    let registered: BTreeSet<NameId> = registered(verification);
    let speaking = corpus.speaking();
    let in_claims = speaking.flat_map(|number| sources_of(verification.entry(number)));
    let named = each_once(registered.iter().copied().chain(in_claims));
    let alike = Alike::among(verification, &named, &registered);
    if alike.0.is_empty() {
        return;
    }
    for (number, entry) in verification.reported() {
        if let Some(other) = entry.source().and_then(|source| alike.0.get(&source.name_id)) {
            // A registered source is told of only where the other one is registered too: else the claim is at fault, unless
            // that was there before.
            if registered.contains(other) || entry.change() == Change::Differs {
                let message = told(corpus, &entry.id, *other, &registered);
                found.at(number, Anchor::Named("id"), message, HELP);
            }
        }
        let Some(chain) = entry.chain().filter(|_| corpus.speaks(number)) else {
            continue;
        };
        let mut told_of = BTreeSet::new();
        for (at, link) in chain.links().enumerate() {
            let source = link.source.filter(|source| !registered.contains(source));
            let Some((source, other)) = source.and_then(|source| Some((source, alike.0.get(&source)?)))
            else {
                continue;
            };
            if told_of.insert(source) {
                let at = Anchor::member_of("chain", chain.id(at), "source");
                let message = told(corpus, verification.name_of(source), *other, &registered);
                found.at(number, at, message, HELP);
            }
        }
    }
}

const HELP: &str =
    "write the id that is meant; if both exist, give one of them an id that cannot be mistaken";

fn registered(verification: &Verification) -> BTreeSet<NameId> {
    let all = verification.all();
    all.filter_map(|(_, entry)| entry.source().map(|source| source.name_id))
        .collect()
}

/// Many claims name few sources: their numbers are ticked off, which is cheaper than a set.
fn each_once(names: impl Iterator<Item = NameId>) -> Vec<NameId> {
    let mut seen = Vec::new();
    let mut once = Vec::new();
    for name in names {
        let position = name.position();
        if seen.len() <= position {
            seen.resize(position + 1, false);
        }
        if !std::mem::replace(&mut seen[position], true) {
            once.push(name);
        }
    }
    once
}

fn sources_of(entry: &Entry) -> impl Iterator<Item = NameId> {
    let links = entry.chain().into_iter().flat_map(|chain| chain.links());
    links.filter_map(|link| link.source)
}

/// For every source that looks like another one, that other one.
struct Alike(BTreeMap<NameId, NameId>);

impl Alike {
    fn among(verification: &Verification, named: &[NameId], registered: &BTreeSet<NameId>) -> Self {
        let mut by_skeleton: BTreeMap<String, Vec<NameId>> = BTreeMap::new();
        for &id in named {
            // Ids have small letters alone, and some digits look like capitals.
            let skeleton = skeleton(verification.name_of(id))
                .collect::<String>()
                .to_lowercase();
            by_skeleton.entry(skeleton).or_default().push(id);
        }
        let mut alike = BTreeMap::new();
        for mut ids in by_skeleton.into_values().filter(|ids| ids.len() > 1) {
            // Numbers of names depend on which thread was first. The registered are named before others.
            ids.sort_by_key(|id| (!registered.contains(id), verification.name_of(*id)));
            for (position, &id) in ids.iter().enumerate() {
                alike.insert(id, ids[usize::from(position == 0)]);
            }
        }
        Self(alike)
    }
}

fn told(corpus: &CorpusView<'_>, id: &str, other: NameId, registered: &BTreeSet<NameId>) -> String {
    let where_from = match registered.contains(&other) {
        true => "is registered",
        false => "claims name as well",
    };
    format!(
        "the source id {id} looks like {}, which {where_from}",
        corpus.verification().name_of(other)
    )
}
