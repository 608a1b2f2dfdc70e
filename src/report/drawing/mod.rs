//! A claim's chain as a drawing: what is drawn, and one file for each language that it is written in.

mod dot;
mod layers;
mod mermaid;
mod svg;

use crate::record::{Claim, Link, Party, Stance};

use super::marks::LinkMarks;
use super::tree::{SourceNames, describe};
use super::visible::on_one_line;
use super::wrap::wrap;

pub use dot::write_claim_dot;
pub use mermaid::write_claim_mermaid;
pub use svg::write_claim_svg;

/// Columns of a label, and of the title.
const LABEL: usize = 34;
const TITLE: usize = 72;

/// Lines and the title stand on whatever is behind them: this grey is seen on white and on black.
const GREY: &str = "#7f7f7f";
/// Denials, on either too.
const RED: &str = "#d03030";
/// Words on nodes, which are all light.
const INK: &str = "#101010";

/// The chain of a claim, from who published down to who knows.
pub struct Drawing {
    /// The id of the claim.
    id: String,
    /// Lines of text.
    title: Vec<String>,
    /// In the order of the ids of the links, so that how the record is written changes nothing.
    nodes: Vec<Node>,
    edges: Vec<Edge>,
}

/// One link.
struct Node {
    id: String,
    lines: Vec<String>,
    shape: Shape,
    held: bool,
    withdrawn: bool,
    denies: bool,
}

/// What a link is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Shape {
    Report,
    Repost,
    Statement,
    Person,
    Anonymous,
    Document,
    Observation,
    Claim,
}

impl Shape {
    const fn of(party: &Party<'_>) -> Self {
        match party {
            Party::Report { .. } => Self::Report,
            Party::Repost { .. } => Self::Repost,
            Party::Statement { .. } => Self::Statement,
            Party::Person { .. } => Self::Person,
            Party::Anonymous { .. } => Self::Anonymous,
            Party::Document { .. } => Self::Document,
            Party::Observation { .. } => Self::Observation,
            Party::Claim { .. } => Self::Claim,
        }
    }

    /// What it is filled with. Words on it are dark, so that these are all light.
    const fn fill(self) -> &'static str {
        match self {
            Self::Report => "#dce9f7",
            Self::Repost => "#eef2f7",
            Self::Statement => "#fdf0d0",
            Self::Person => "#dff2df",
            Self::Anonymous => "#e4e4e4",
            Self::Document => "#fffbe0",
            Self::Observation => "#e6f7f7",
            Self::Claim => "#ece0f7",
        }
    }
}

/// One citation, from the node that cites to the one that is cited.
struct Edge {
    from: usize,
    to: usize,
    stance: Stance,
    withdrawn: bool,
}

impl Drawing {
    /// The drawing of a claim. In its title stand, where there are any, what keeps it from holding, and its rating: a
    /// picture goes where the text beside it does not.
    pub fn of(claim: &Claim<'_>, names: &SourceNames, marks: &LinkMarks, [fault, rating]: [&str; 2]) -> Self {
        let mut order: Vec<usize> = (0..claim.chain.len()).collect();
        order.sort_by_key(|&at| claim.chain[at].id.as_str());
        let mut position = vec![0; order.len()];
        for (new, &old) in order.iter().enumerate() {
            position[old] = new;
        }
        let mut edges = Vec::new();
        for (from, &at) in order.iter().enumerate() {
            let link = &claim.chain[at];
            let mut cited: Vec<usize> = link.cites.iter().map(|&to| position[usize::from(to)]).collect();
            cited.sort_unstable();
            edges.extend(cited.into_iter().map(|to| {
                let target = &claim.chain[order[to]];
                Edge {
                    from,
                    to,
                    stance: target.traits.stance,
                    withdrawn: link.withdrawn.is_some() || target.withdrawn.is_some(),
                }
            }));
        }
        Self {
            id: claim.id.as_str().to_owned(),
            title: lines(&[claim.id.as_str(), fault, rating, claim.statement], TITLE),
            nodes: order
                .iter()
                .map(|&at| Node::of(&claim.chain[at], names, marks))
                .collect(),
            edges,
        }
    }
}

impl Node {
    fn of(link: &Link<'_>, names: &SourceNames, marks: &LinkMarks) -> Self {
        let id = link.id.as_str();
        let mut said = vec![describe(link, names, marks)];
        said.extend(marks.owners.get(id).map(|owner| format!("owner: {owner}")));
        said.extend(marks.ratings.get(id).cloned());
        said.extend(link.withdrawn.map(|_| "withdrawn".to_owned()));
        said.extend(marks.brings.get(id).map(|brings| format!("[{brings}]")));
        let said: Vec<&str> = said.iter().map(String::as_str).collect();
        Self {
            id: id.to_owned(),
            lines: lines(&said, LABEL),
            shape: Shape::of(&link.party),
            held: link.is_held(),
            withdrawn: link.withdrawn.is_some(),
            denies: link.traits.stance == Stance::Denies,
        }
    }
}

impl Edge {
    /// What stands beside it.
    const fn label(&self) -> Option<&'static str> {
        match self.stance {
            Stance::Denies => Some("denies"),
            Stance::NoComment => Some("no comment"),
            Stance::Supports => None,
        }
    }
}

/// Texts, each broken into lines.
fn lines(texts: &[&str], width: usize) -> Vec<String> {
    let wrapped: Vec<String> = texts
        .iter()
        .filter(|text| !text.is_empty())
        .map(|text| wrap("", &on_one_line(text), width))
        .collect();
    wrapped
        .iter()
        .flat_map(|text| text.lines().map(str::to_owned))
        .collect()
}
