//! What a revision of a claim changes.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::verification::Verification;

/// Members that each revision has its own of, or that tell of themselves.
const OF_EACH: [&str; 5] = ["byline", "chain", "proof", "revision", "supersedes"];

/// One thing in which a revision differs from the one before.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The link that it is about; `None` for the claim itself.
    pub link: Option<String>,
    /// The member; `None` where the whole link is new or gone.
    pub member: Option<String>,
    /// What it was; `None` where it is new.
    pub before: Option<Value>,
    /// What it is; `None` where it is gone.
    pub after: Option<Value>,
}

impl Verification {
    /// In what the record with this number differs from the revision before it; `None` where there is none at hand, or one
    /// of the two has gone meanwhile.
    pub fn changes(&self, number: u32) -> Option<Vec<Change>> {
        let before = self.predecessor(number)?;
        let read = |number: u32| -> Option<Map<String, Value>> {
            let text = self.text(self.entry(number))?;
            serde_json::from_str(&text).ok()
        };
        let (before, after) = (read(before)?, read(number)?);
        let mut changes = differences(None, &before, &after, &OF_EACH);
        let (links_before, links_after) = (links(&before), links(&after));
        for id in ids(&links_before, &links_after) {
            let of_id = |links: &[(&str, &Map<String, Value>)]| {
                let mut named = links.iter().filter(|(name, _)| *name == id);
                named.next().map(|(_, link)| (*link).clone())
            };
            match (of_id(&links_before), of_id(&links_after)) {
                (Some(before), Some(after)) => {
                    changes.extend(differences(Some(id), &before, &after, &["id"]));
                }
                (before, after) => changes.push(Change {
                    link: Some(id.to_owned()),
                    member: None,
                    before: before.map(Value::Object),
                    after: after.map(Value::Object),
                }),
            }
        }
        Some(changes)
    }
}

/// The members that differ, those in `left_out` aside.
fn differences(
    link: Option<&str>,
    before: &Map<String, Value>,
    after: &Map<String, Value>,
    left_out: &[&str],
) -> Vec<Change> {
    let members: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let differing = members
        .into_iter()
        .filter(|member| !left_out.contains(&member.as_str()) && before.get(*member) != after.get(*member));
    differing
        .map(|member| Change {
            link: link.map(str::to_owned),
            member: Some(member.clone()),
            before: before.get(member).cloned(),
            after: after.get(member).cloned(),
        })
        .collect()
}

/// The links of a claim by their ids.
fn links(claim: &Map<String, Value>) -> Vec<(&str, &Map<String, Value>)> {
    let chain = claim.get("chain").and_then(Value::as_array);
    let links = chain.into_iter().flatten().filter_map(Value::as_object);
    links
        .filter_map(|link| Some((link.get("id")?.as_str()?, link)))
        .collect()
}

/// The ids of the links of either, in the order of the first, then of the second.
fn ids<'l>(
    before: &[(&'l str, &Map<String, Value>)],
    after: &[(&'l str, &Map<String, Value>)],
) -> Vec<&'l str> {
    let mut seen = BTreeSet::new();
    let all = before.iter().chain(after).map(|(id, _)| *id);
    all.filter(|id| seen.insert(*id)).collect()
}
