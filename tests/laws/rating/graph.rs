//! What the reference knows of a story: one graph of all links, from the records as they are written, with the numbers
//! of the table. Nothing here is taken from the program.

use std::collections::HashMap;

use serde_json::Value;

use super::written::Records;

/// A link of the story.
pub struct Node<'r> {
    /// Its id, if it is one of the topmost claim.
    pub own_id: Option<&'r str>,
    pub kind: &'r str,
    pub held: bool,
    /// Whether it is held in the claim that it stands in.
    pub held_there: bool,
    pub withdrawn: bool,
    pub cites: Vec<usize>,
    pub role: Role,
    /// The weakest letter that a way through it has.
    pub letter: char,
}

/// What a link does.
pub enum Role {
    /// Passes on with this probability, if the draw of this owner allows it.
    Channel {
        owner: String,
        probability: f64,
    },
    Claim,
    Origin {
        group: String,
        /// Whether it may be the same person as others who are not named.
        is_nobody: bool,
        supports: f64,
        denies: f64,
    },
}

impl Node<'_> {
    pub fn is_channel(&self) -> bool {
        matches!(self.role, Role::Channel { .. })
    }

    pub fn is_origin(&self) -> bool {
        matches!(self.role, Role::Origin { .. })
    }

    /// Whether it is a report that names no source.
    pub fn is_bare(&self) -> bool {
        self.kind == "report" && self.cites.is_empty()
    }
}

/// All links of the topmost claim and of the claims below it.
pub fn graph(records: &Records) -> Vec<Node<'_>> {
    let sources: HashMap<&str, &Value> = records
        .sources
        .iter()
        .map(|source| (text(source, "id").unwrap(), source))
        .collect();
    let mut claims = Vec::new();
    gather(records, &records.claims[0], &mut claims);
    let mut number: HashMap<(&str, &str), usize> = HashMap::new();
    for (digest, claim) in &claims {
        for link in chain(claim) {
            let next = number.len();
            number.insert((digest, text(link, "id").unwrap()), next);
        }
    }
    let mut nodes = Vec::new();
    for (at, (digest, claim)) in claims.iter().enumerate() {
        for link in chain(claim) {
            let cites = match text(link, "claim").map(|hung| claims.iter().find(|(other, _)| other == hung)) {
                Some(Some((hung, lower))) => {
                    let held = chain(lower).iter().filter(|link| is_held(link));
                    held.map(|link| number[&(hung.as_str(), text(link, "id").unwrap())])
                        .collect()
                }
                Some(None) => Vec::new(),
                None => cited(link).map(|id| number[&(digest.as_str(), id)]).collect(),
            };
            let source = text(link, "source").and_then(|source| sources.get(source).copied());
            nodes.push(Node {
                own_id: (at == 0).then(|| text(link, "id").unwrap()),
                kind: text(link, "kind").unwrap(),
                held: at == 0 && is_held(link),
                held_there: is_held(link),
                withdrawn: link.get("withdrawn").is_some(),
                cites,
                role: role(link, source, nodes.len()),
                letter: letter_on_the_way(link, source),
            });
        }
    }
    nodes
}

/// Puts the claim and all that are at hand of those that hang in it into the list, each once.
fn gather<'r>(records: &'r Records, claim: &'r (String, Value), into: &mut Vec<&'r (String, Value)>) {
    if into.iter().any(|known| known.0 == claim.0) {
        return;
    }
    into.push(claim);
    for link in chain(&claim.1) {
        let hung = text(link, "claim").and_then(|hung| records.claims.iter().find(|claim| claim.0 == hung));
        if let Some(hung) = hung {
            gather(records, hung, into);
        }
    }
}

fn text<'v>(value: &'v Value, member: &str) -> Option<&'v str> {
    value.get(member).and_then(Value::as_str)
}

fn chain(claim: &Value) -> &[Value] {
    claim["chain"].as_array().unwrap()
}

fn cited(link: &Value) -> impl Iterator<Item = &str> {
    let cites = link.get("cites").and_then(Value::as_array);
    cites.into_iter().flatten().map(|id| id.as_str().unwrap())
}

fn is_held(link: &Value) -> bool {
    link.get("held").is_some() || link.get("evidence").is_some()
}

fn letter_of(source: &Value) -> char {
    text(source, "reliability").map_or('F', |letter| letter.chars().next().unwrap())
}

/// Right, wrong and relay of each letter.
fn row(letter: char) -> (f64, f64, f64) {
    match letter {
        'A' => (60.0, 1.0, 0.99),
        'B' => (18.0, 1.0, 0.97),
        'C' => (7.0, 2.0, 0.92),
        'D' => (3.0, 3.0, 0.80),
        'E' => (1.0, 7.0, 0.50),
        _ => (0.0, 0.0, 0.70),
    }
}

fn credibility(source: Option<&Value>, unknown: char) -> f64 {
    let (mut r, mut s, _) = row(source.map_or(unknown, letter_of));
    if let Some(track) = source.and_then(|source| source.get("track")) {
        let right = track["right"].as_f64().unwrap();
        let wrong = track["wrong"].as_f64().unwrap();
        if right + wrong > 0.0 {
            let share = (20.0 / (right + wrong)).min(1.0);
            r += share * right;
            s += share * wrong;
        }
    }
    (r + 1.0) / (r + s + 2.0)
}

fn letter_on_the_way(link: &Value, source: Option<&Value>) -> char {
    match text(link, "kind").unwrap() {
        "report" | "repost" => source.map_or('E', letter_of),
        "claim" | "anonymous" => 'A',
        "document" | "observation" if source.is_none() && text(link, "basis") == Some("verified") => 'A',
        _ => source.map_or('F', letter_of),
    }
}

fn role(link: &Value, source: Option<&Value>, number: usize) -> Role {
    let kind = text(link, "kind").unwrap();
    match kind {
        "claim" => return Role::Claim,
        "report" | "repost" => {
            let probability = if kind == "report" {
                credibility(source, 'E')
            } else {
                row(source.map_or('E', letter_of)).2
            };
            // No name has a question mark in it.
            let owner = source.map_or("?", |source| {
                text(source, "owner").unwrap_or_else(|| text(source, "id").unwrap())
            });
            return Role::Channel {
                owner: owner.to_owned(),
                probability,
            };
        }
        _ => {}
    }
    let evidence = evidence(link, kind, source);
    let stance = text(link, "stance").unwrap_or("supports");
    let belongs_to = text(link, "affiliation")
        .or_else(|| source.and_then(|source| text(source, "affiliation")))
        .or_else(|| text(link, "source"));
    let is_nobody = kind == "anonymous" && belongs_to.is_none() && link.get("distinct").is_none();
    Role::Origin {
        group: match belongs_to {
            Some(name) => name.to_owned(),
            None if is_nobody => "?".to_owned(),
            None => format!("?{number}"),
        },
        is_nobody,
        supports: if stance == "supports" { evidence } else { 0.0 },
        denies: if stance == "denies" { evidence / 2.0 } else { 0.0 },
    }
}

fn evidence(link: &Value, kind: &str, source: Option<&Value>) -> f64 {
    let basis = text(link, "basis");
    let base = match (kind, basis) {
        ("observation" | "document", Some("verified")) => 18.0,
        ("observation" | "document", _) => 6.0,
        ("statement", Some("authoritative")) => 14.0,
        ("statement", _) => 4.0,
        ("person", Some("participant")) => 8.0,
        ("person", Some("direct")) => 6.0,
        ("person", Some("briefed")) => 3.0,
        ("person", _) => 2.0,
        (_, Some("participant")) => 1.9,
        (_, Some("direct")) => 1.7,
        (_, Some("briefed")) => 1.0,
        _ => 0.5,
    };
    let interest = match text(link, "interest") {
        Some("beneficiary") => 0.5,
        Some("neutral") => 1.0,
        Some("against") => 1.5,
        _ if kind == "statement" => 0.5,
        _ => 1.0,
    };
    match kind {
        "anonymous" => {
            let mut people = link["count"].as_u64().unwrap_or(2);
            // One after the other, each bringing half of what the one before brought; past some dozens that is nothing.
            let (mut sum, mut next) = (0.0, base * interest);
            while people > 0 && next > 1e-30 {
                sum += next;
                next /= 2.0;
                people -= 1;
            }
            if sum > 3.0 { 3.0 } else { sum }
        }
        "observation" if basis == Some("verified") => base * interest,
        _ => base * interest * credibility(source, 'F'),
    }
}
