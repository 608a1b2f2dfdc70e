//! A claim's chain as a drawing in the language DOT of Graphviz (<https://graphviz.org/doc/info/lang.html>).

use std::io::{self, Write};

use crate::record::{Claim, Link, Party, Stance};

use super::marks::LinkMarks;
use super::tree::{SourceNames, describe};
use super::visible::on_one_line;
use super::wrap::wrap;

/// Columns of a label, and of the title.
const LABEL: usize = 34;
const TITLE: usize = 72;

/// Lines and the title stand on whatever is behind them: this grey is seen on white and on black.
const GREY: &str = "#7f7f7f";
/// Denials, on either too.
const RED: &str = "#d03030";

/// Writes the chain of a claim as a directed graph, from who published down to who knows. `rating` stands in its title.
///
/// # Errors
///
/// What writing gave.
pub fn write_claim_dot(
    out: &mut dyn Write,
    claim: &Claim<'_>,
    names: &SourceNames,
    marks: &LinkMarks,
    rating: &str,
) -> io::Result<()> {
    let statement = on_one_line(claim.statement);
    let title = lines(&[claim.id.as_str(), rating, &statement], TITLE);
    writeln!(out, "digraph {} {{", quoted(claim.id.as_str()))?;
    writeln!(
        out,
        "  graph [label={}, labelloc=t, rankdir=TB, bgcolor=transparent, fontname=\"Helvetica\", fontcolor=\"{GREY}\"];",
        label(&title)
    )?;
    writeln!(
        out,
        "  node [style=filled, fillcolor=\"#eef2f7\", color=\"{GREY}\", fontcolor=\"#101010\", fontname=\"Helvetica\", fontsize=11];"
    )?;
    writeln!(
        out,
        "  edge [color=\"{GREY}\", fontcolor=\"{GREY}\", fontname=\"Helvetica\", fontsize=10];"
    )?;
    let mut order: Vec<&Link<'_>> = claim.chain.iter().collect();
    order.sort_by_key(|link| link.id.as_str());
    for link in &order {
        write_node(out, link, names, marks)?;
    }
    for link in &order {
        let mut cited: Vec<&Link<'_>> = link
            .cites
            .iter()
            .map(|&at| &claim.chain[usize::from(at)])
            .collect();
        cited.sort_by_key(|cited| cited.id.as_str());
        for cited in cited {
            let (from, to) = (quoted(link.id.as_str()), quoted(cited.id.as_str()));
            writeln!(out, "  {from} -> {to}{};", edge_style(link, cited))?;
        }
    }
    writeln!(out, "}}")
}

fn write_node(
    out: &mut dyn Write,
    link: &Link<'_>,
    names: &SourceNames,
    marks: &LinkMarks,
) -> io::Result<()> {
    let (shape, fill) = look(&link.party);
    let id = link.id.as_str();
    let mut said = vec![describe(link, names, marks)];
    said.extend(marks.owners.get(id).map(|owner| format!("owner: {owner}")));
    said.extend(marks.ratings.get(id).cloned());
    said.extend(link.withdrawn.map(|_| "withdrawn".to_owned()));
    said.extend(marks.brings.get(id).map(|brings| format!("[{brings}]")));
    let said: Vec<&str> = said.iter().map(String::as_str).collect();
    let mut style = vec!["filled"];
    if matches!(link.party, Party::Repost { .. }) {
        style.push("rounded");
    }
    if link.withdrawn.is_some() {
        style.push("dashed");
    }
    let mut more = String::new();
    if link.is_held() {
        more.push_str(", peripheries=2");
    }
    if link.traits.stance == Stance::Denies {
        more.push_str(&format!(", color=\"{RED}\", penwidth=2"));
    }
    writeln!(
        out,
        "  {} [label={}, shape={shape}, style=\"{}\", fillcolor=\"{fill}\"{more}];",
        quoted(id),
        label(&lines(&said, LABEL)),
        style.join(",")
    )
}

/// The shape of a node and what it is filled with, by its kind. Words on it are dark, so that these are all light.
const fn look(party: &Party<'_>) -> (&'static str, &'static str) {
    match party {
        Party::Report { .. } => ("box", "#dce9f7"),
        Party::Repost { .. } => ("box", "#eef2f7"),
        Party::Statement { .. } => ("hexagon", "#fdf0d0"),
        Party::Person { .. } => ("ellipse", "#dff2df"),
        Party::Anonymous { .. } => ("ellipse", "#e4e4e4"),
        Party::Document { .. } => ("note", "#fffbe0"),
        Party::Observation { .. } => ("octagon", "#e6f7f7"),
        Party::Claim { .. } => ("tab", "#ece0f7"),
    }
}

fn edge_style(citing: &Link<'_>, cited: &Link<'_>) -> String {
    let mut parts = Vec::new();
    match cited.traits.stance {
        Stance::Denies => parts.push(format!("color=\"{RED}\", fontcolor=\"{RED}\", label=\"denies\"")),
        Stance::NoComment => parts.push("label=\"no comment\"".to_owned()),
        Stance::Supports => {}
    }
    if citing.withdrawn.is_some() || cited.withdrawn.is_some() {
        parts.push("style=dashed".to_owned());
    }
    if parts.is_empty() {
        String::new()
    } else {
        format!(" [{}]", parts.join(", "))
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

/// Lines as a label, each set in the middle.
fn label(lines: &[String]) -> String {
    let lines: Vec<String> = lines.iter().map(|line| escaped(line)).collect();
    format!("\"{}\"", lines.join("\\n"))
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", escaped(text))
}

/// A text as it stands between quotation marks, where backslashes and entities would mean something else.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '"' => escaped.push_str("\\\""),
            '\\' => escaped.push_str("\\\\"),
            '&' => escaped.push_str("&amp;"),
            _ => escaped.push(character),
        }
    }
    escaped
}
