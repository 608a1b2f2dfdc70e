//! A second way to a rating, slow and plain: every joint state of the owners' draws is looked at.

use std::collections::BTreeMap;

use super::graph::{Node, Role, graph};
use super::ways::{letter, origins};
use super::written::Records;

/// What a rating should say.
#[derive(Clone, Debug)]
pub struct Expected {
    pub belief: f64,
    pub disbelief: f64,
    pub uncertainty: f64,
    pub probability: f64,
    /// By the ids of links of the topmost claim.
    pub attribution: Vec<(String, f64)>,
    /// Established and possible.
    pub origins: (u32, u32),
    pub letter: char,
    pub word: &'static str,
    pub grade: String,
    pub weight: &'static str,
    pub disputed: bool,
}

/// The rating of the topmost claim.
pub fn expected(records: &Records) -> Expected {
    let nodes = graph(records);
    let owners = levels(&nodes);
    let mut sums = Sums {
        reached: vec![0.0; nodes.len()],
        ..Sums::default()
    };
    let mut works = vec![false; nodes.len()];
    each_state(&nodes, &owners, 1.0, &mut works, &mut sums);
    judge(&nodes, &sums)
}

/// Which links are origins that count.
pub fn counting(nodes: &[Node<'_>]) -> Vec<bool> {
    let mut sums = Sums {
        reached: vec![0.0; nodes.len()],
        ..Sums::default()
    };
    each_state(
        nodes,
        &levels(nodes),
        1.0,
        &mut vec![false; nodes.len()],
        &mut sums,
    );
    counts(nodes, &sums)
}

/// The channels of an owner, and into which parts their probabilities cut its draw: how long each part is, and below
/// which probability a channel does not work in it.
type Owner = (Vec<usize>, Vec<(f64, f64)>);

fn levels(nodes: &[Node<'_>]) -> Vec<Owner> {
    let mut channels: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, node) in nodes.iter().enumerate() {
        if let Role::Channel { owner, .. } = &node.role {
            channels.entry(owner).or_default().push(at);
        }
    }
    channels
        .into_values()
        .map(|channels| {
            let mut cuts: Vec<f64> = channels.iter().map(|&at| probability(&nodes[at])).collect();
            cuts.push(1.0);
            cuts.sort_by(f64::total_cmp);
            cuts.dedup();
            let starts = [0.0].into_iter().chain(cuts.clone());
            let parts = cuts.iter().zip(starts).map(|(&end, start)| (end - start, end));
            (channels, parts.collect())
        })
        .collect()
}

fn probability(node: &Node<'_>) -> f64 {
    match node.role {
        Role::Channel { probability, .. } => probability,
        _ => 1.0,
    }
}

#[derive(Default)]
struct Sums {
    belief: f64,
    disbelief: f64,
    uncertainty: f64,
    /// Of each link, how probable it is that it is reached and works.
    reached: Vec<f64>,
}

fn each_state(nodes: &[Node<'_>], owners: &[Owner], mass: f64, works: &mut Vec<bool>, sums: &mut Sums) {
    let Some(((channels, parts), others)) = owners.split_first() else {
        look(nodes, mass, works, sums);
        return;
    };
    for &(length, end) in parts {
        for &channel in channels {
            works[channel] = probability(&nodes[channel]) >= end;
        }
        each_state(nodes, others, mass * length, works, sums);
    }
}

/// One state: what is reached, and what follows from that.
fn look(nodes: &[Node<'_>], mass: f64, works: &[bool], sums: &mut Sums) {
    let mut reached = vec![false; nodes.len()];
    let mut next: Vec<usize> = (0..nodes.len()).filter(|at| nodes[*at].held).collect();
    while let Some(at) = next.pop() {
        let node = &nodes[at];
        if reached[at] || node.withdrawn || (node.is_channel() && !works[at]) {
            continue;
        }
        reached[at] = true;
        sums.reached[at] += mass;
        next.extend(&node.cites);
    }
    let mut groups: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
    for (node, reached) in nodes.iter().zip(reached) {
        if let (
            Role::Origin {
                group,
                supports,
                denies,
                ..
            },
            true,
        ) = (&node.role, reached)
        {
            let strongest = groups.entry(group).or_default();
            strongest.0 = strongest.0.max(*supports);
            strongest.1 = strongest.1.max(*denies);
        }
    }
    let r: f64 = groups.values().map(|strongest| strongest.0).sum();
    let s: f64 = groups.values().map(|strongest| strongest.1).sum();
    sums.belief += mass * r / (r + s + 2.0);
    sums.disbelief += mass * s / (r + s + 2.0);
    sums.uncertainty += mass * 2.0 / (r + s + 2.0);
}

/// Whether a value reaches a threshold.
fn reaches(value: f64, threshold: f64) -> bool {
    value >= threshold - 1e-9
}

/// What each link weighs alone.
fn weights<'n>(nodes: &'n [Node<'_>], sums: &'n Sums) -> impl Iterator<Item = f64> + 'n {
    nodes
        .iter()
        .zip(&sums.reached)
        .map(|(node, reached)| match node.role {
            Role::Origin { supports, .. } => reached * supports / (supports + 2.0),
            _ => 0.0,
        })
}

fn counts(nodes: &[Node<'_>], sums: &Sums) -> Vec<bool> {
    weights(nodes, sums).map(|weight| reaches(weight, 0.3)).collect()
}

fn judge(nodes: &[Node<'_>], sums: &Sums) -> Expected {
    let counts = counts(nodes, sums);
    let one_suffices = nodes
        .iter()
        .zip(weights(nodes, sums))
        .any(|(node, weight)| node.kind != "anonymous" && reaches(weight, 0.85));
    let established = origins(nodes, &counts, false);
    let letter = letter(nodes, &counts);
    let Sums {
        belief,
        disbelief,
        uncertainty,
        ..
    } = *sums;
    let probability = belief + uncertainty / 2.0;
    let is_good = ('A'..='C').contains(&letter);
    let word = if !reaches(probability, 0.4) {
        "against"
    } else if !reaches(belief, 0.25) {
        "none"
    } else if is_good && reaches(probability, 0.8) && (established >= 2 || one_suffices) {
        "strong"
    } else if is_good && reaches(probability, 0.6) && reaches(belief, 0.5) {
        "fair"
    } else {
        "thin"
    };
    let digit = match word {
        "strong" if established >= 2 => 1,
        "strong" | "fair" => 2,
        "thin" => 3,
        "against" if reaches(probability, 0.2) => 4,
        "against" => 5,
        _ => 6,
    };
    let most = belief.max(disbelief);
    let mut attribution: Vec<(String, f64)> = nodes
        .iter()
        .zip(&sums.reached)
        .filter(|(node, _)| node.is_origin() || node.is_bare())
        .filter_map(|(node, reached)| Some((node.own_id?.to_owned(), *reached)))
        .collect();
    attribution.sort_by(|a, b| a.0.cmp(&b.0));
    Expected {
        belief,
        disbelief,
        uncertainty,
        probability,
        attribution,
        origins: (established, origins(nodes, &counts, true)),
        letter,
        word,
        grade: format!("{letter}{digit}"),
        weight: if reaches(most, 0.75) {
            "high"
        } else if reaches(most, 0.5) {
            "moderate"
        } else {
            "low"
        },
        disputed: disbelief > 0.0,
    }
}
