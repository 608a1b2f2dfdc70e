//! A drawing in the language DOT of Graphviz (<https://graphviz.org/doc/info/lang.html>).

use std::io::{self, Write};

use crate::record::Stance;

use super::{Drawing, Edge, GREY, INK, Node, RED, Shape};

/// Writes the chain of a claim as a directed graph.
///
/// # Errors
///
/// What writing gave.
pub fn write_claim_dot(out: &mut dyn Write, drawing: &Drawing) -> io::Result<()> {
    writeln!(out, "digraph {} {{", quoted(&drawing.id))?;
    writeln!(
        out,
        "  graph [label={}, labelloc=t, rankdir=TB, bgcolor=transparent, fontname=\"Helvetica\", fontcolor=\"{GREY}\"];",
        label(&drawing.title)
    )?;
    writeln!(
        out,
        "  node [style=filled, fillcolor=\"#eef2f7\", color=\"{GREY}\", fontcolor=\"{INK}\", fontname=\"Helvetica\", fontsize=11];"
    )?;
    writeln!(
        out,
        "  edge [color=\"{GREY}\", fontcolor=\"{GREY}\", fontname=\"Helvetica\", fontsize=10];"
    )?;
    for node in &drawing.nodes {
        write_node(out, node)?;
    }
    for edge in &drawing.edges {
        let [from, to] = [edge.from, edge.to].map(|node| quoted(&drawing.nodes[node].id));
        writeln!(out, "  {from} -> {to}{};", style_of(edge))?;
    }
    writeln!(out, "}}")
}

fn write_node(out: &mut dyn Write, node: &Node) -> io::Result<()> {
    let mut style = vec!["filled"];
    if node.shape == Shape::Repost {
        style.push("rounded");
    }
    if node.withdrawn {
        style.push("dashed");
    }
    let mut more = String::new();
    if node.held {
        more.push_str(", peripheries=2");
    }
    if node.denies {
        more.push_str(&format!(", color=\"{RED}\", penwidth=2"));
    }
    writeln!(
        out,
        "  {} [label={}, shape={}, style=\"{}\", fillcolor=\"{}\"{more}];",
        quoted(&node.id),
        label(&node.lines),
        name_of(node.shape),
        style.join(","),
        node.shape.fill()
    )
}

const fn name_of(shape: Shape) -> &'static str {
    match shape {
        Shape::Report | Shape::Repost => "box",
        Shape::Statement => "hexagon",
        Shape::Person | Shape::Anonymous => "ellipse",
        Shape::Document => "note",
        Shape::Observation => "octagon",
        Shape::Claim => "tab",
    }
}

fn style_of(edge: &Edge) -> String {
    let mut parts = Vec::new();
    match edge.stance {
        Stance::Denies => parts.push(format!("color=\"{RED}\", fontcolor=\"{RED}\", label=\"denies\"")),
        Stance::NoComment => parts.push("label=\"no comment\"".to_owned()),
        Stance::Supports => {}
    }
    if edge.withdrawn {
        parts.push("style=dashed".to_owned());
    }
    if parts.is_empty() {
        String::new()
    } else {
        format!(" [{}]", parts.join(", "))
    }
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
