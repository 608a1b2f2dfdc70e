//! Stories as records: what the reader reads, and what the reference is computed from.

use byline::json::{MAX_DEPTH, parse};
use byline::seal::digest;
use serde_json::{Map, Value, json};

use super::world::{Claim, Link, SOURCES, Source, World};
use crate::dice::Dice;
use crate::layout::{Freedom, write};
use crate::stories::Desk;
use crate::tree::Tree;

/// The records of a world that are at hand.
#[derive(Clone, Debug)]
pub struct Records {
    pub sources: Vec<Value>,
    /// Claims with their digests, the topmost first.
    pub claims: Vec<(String, Value)>,
}

impl World {
    /// Its records. The dice, if there are any, put links and citations into any order.
    pub fn records(&self, mut dice: Option<&mut Dice>) -> Records {
        let mut claims: Vec<(String, Value)> = Vec::new();
        for (number, claim) in self.claims.iter().enumerate().rev() {
            let record = written_claim(number, claim, &claims, dice.as_deref_mut());
            claims.insert(0, (digest_of(&record), record));
        }
        let mut at_hand = self.claims.iter().map(|claim| claim.at_hand);
        claims.retain(|_| at_hand.next().unwrap());
        let sources = (0..).zip(&self.sources).filter(|(_, source)| source.registered);
        Records {
            sources: sources
                .map(|(number, source)| written_source(number, source))
                .collect(),
            claims,
        }
    }
}

impl Records {
    /// The records on a desk, in the order and layout that a fmt run would leave.
    pub fn desk(&self) -> Desk {
        let mut desk = Desk::default();
        let claims = self.claims.iter().map(|claim| &claim.1);
        for record in self.sources.iter().chain(claims) {
            desk.add(&record.to_string());
        }
        desk
    }

    /// The records on a desk, in any order, with their members in any order.
    pub fn shuffled_desk(&self, dice: &mut Dice) -> Desk {
        let mut desk = Desk::default();
        let claims = self.claims.iter().map(|claim| &claim.1);
        let mut records: Vec<&Value> = self.sources.iter().chain(claims).collect();
        dice.shuffle(&mut records);
        for record in records {
            desk.add(&write(&Tree::from(record), Freedom::Full, dice.next()));
        }
        desk
    }

    /// All of them as text, for whoever reads of a failure.
    pub fn text(&self) -> String {
        let claims = self.claims.iter().map(|claim| &claim.1);
        let lines: Vec<String> = self.sources.iter().chain(claims).map(Value::to_string).collect();
        lines.join("\n")
    }
}

fn digest_of(record: &Value) -> String {
    let text = record.to_string();
    let (document, _) = parse(&text, MAX_DEPTH).unwrap();
    digest(&document).to_string()
}

/// The name with a number: of a source, or of an owner that is none.
fn name(number: usize) -> String {
    if number < SOURCES {
        format!("outlet-{number}.example")
    } else {
        format!("house-{number}")
    }
}

/// The id of a link, which sorts as its number does.
pub fn link_id(number: usize) -> String {
    format!("link-{number:03}")
}

/// The statement of the claim with a number.
fn statement(number: usize) -> String {
    format!("Of claim {number}, that it is so.")
}

fn written_source(number: usize, source: &Source) -> Value {
    let mut members = Map::new();
    let mut put = |name: &str, value: Value| members.insert(name.to_owned(), value);
    put("byline", "source/1".into());
    put("id", name(number).into());
    put("name", format!("Outlet {number}").into());
    put("kind", "outlet".into());
    if let Some(letter) = source.letter {
        put("reliability", letter.to_string().into());
        put("rated", json!({ "by": "house", "on": "2026-01-01" }));
    }
    if let Some(owner) = source.owner {
        put("owner", name(owner).into());
    }
    if let Some(affiliation) = source.affiliation {
        put("affiliation", name(affiliation).into());
    }
    if let Some((right, wrong)) = source.track {
        put("track", json!({ "right": right, "wrong": wrong }));
    }
    members.into()
}

fn written_claim(
    number: usize,
    claim: &Claim,
    below: &[(String, Value)],
    mut dice: Option<&mut Dice>,
) -> Value {
    let mut chain: Vec<Value> = claim
        .links
        .iter()
        .map(|link| {
            let mut cites: Vec<String> = link.cites.iter().map(|at| link_id(claim.links[*at].id)).collect();
            if let Some(dice) = dice.as_deref_mut() {
                dice.shuffle(&mut cites);
            }
            written_link(number, link, &cites, below)
        })
        .collect();
    if let Some(dice) = dice {
        dice.shuffle(&mut chain);
    }
    json!({
        "byline": "claim/1",
        "id": format!("claim-{number}"),
        "statement": statement(number),
        "lang": "en",
        "chain": chain,
    })
}

fn written_link(claim: usize, link: &Link, cites: &[String], below: &[(String, Value)]) -> Value {
    let mut members = Map::new();
    let mut put = |name: &str, value: Value| members.insert(name.to_owned(), value);
    put("id", link_id(link.id).into());
    put("kind", link.kind.into());
    if link.held {
        put("held", true.into());
    }
    if link.captured {
        put("evidence", json!({ "sha256": format!("{:064x}", link.id + 1) }));
    }
    if link.withdrawn {
        put("withdrawn", "The publisher took it back.".into());
    }
    if link.is_origin() {
        if let Some(stance) = link.stance {
            put("stance", stance.into());
        }
        if let Some(interest) = link.interest {
            put("interest", interest.into());
        }
        if let Some(affiliation) = link.affiliation {
            put("affiliation", name(affiliation).into());
        }
    }
    let bases: &[&str] = match link.kind {
        "statement" => &["authoritative", "other"],
        "person" | "anonymous" => &["participant", "direct", "briefed", "unspecified"],
        "document" | "observation" => &["verified", "unverified"],
        _ => &[],
    };
    if let Some(at) = link.basis.checked_sub(1).filter(|_| !bases.is_empty()) {
        put("basis", bases[at % bases.len()].into());
    }
    match link.kind {
        "claim" => {
            let hung = (!below.is_empty()).then(|| link.below % below.len());
            let digest = hung.map_or_else(|| format!("sha256:{:064x}", 0), |at| below[at].0.clone());
            put("claim", digest.into());
            put("statement", statement(claim + 1 + hung.unwrap_or(0)).into());
        }
        "anonymous" => {
            put("described", "somebody who knows of it".into());
            let count = if link.count == 0 {
                json!("several")
            } else {
                json!(link.count)
            };
            put("count", count);
            if link.distinct {
                put("distinct", "both were there at once".into());
            }
        }
        "report" | "repost" | "statement" | "person" => {
            put("source", name(link.source.unwrap_or(0)).into());
        }
        _ => {
            if let Some(source) = link.source {
                put("source", name(source).into());
            }
        }
    }
    if !cites.is_empty() {
        put("cites", cites.into());
    }
    members.into()
}
