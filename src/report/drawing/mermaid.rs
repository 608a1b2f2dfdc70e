//! A drawing in the language Mermaid (<https://mermaid.js.org/syntax/flowchart.html>), which many places that show
//! Markdown draw by themselves.

use std::io::{self, Write};

use super::{Drawing, GREY, INK, Node, RED, Shape};

/// Writes the chain of a claim as a flowchart.
///
/// # Errors
///
/// What writing gave.
pub fn write_claim_mermaid(out: &mut dyn Write, drawing: &Drawing) -> io::Result<()> {
    let title = serde_json::to_string(&drawing.title.join(" ")).map_err(io::Error::from)?;
    writeln!(out, "---\ntitle: {title}\n---\nflowchart TD")?;
    for (number, node) in drawing.nodes.iter().enumerate() {
        let (open, close) = brackets(node.shape);
        writeln!(out, "  n{number}{open}\"{}\"{close}", label(node))?;
        writeln!(out, "  style n{number} {}", style_of(node))?;
    }
    for edge in &drawing.edges {
        let arrow = if edge.withdrawn { "-.->" } else { "-->" };
        let label = edge.label().map(|label| format!("|{label}|")).unwrap_or_default();
        writeln!(out, "  n{} {arrow}{label} n{}", edge.from, edge.to)?;
    }
    Ok(())
}

const fn brackets(shape: Shape) -> (&'static str, &'static str) {
    match shape {
        Shape::Report => ("[", "]"),
        Shape::Repost => ("(", ")"),
        Shape::Statement => ("{{", "}}"),
        Shape::Person | Shape::Anonymous => ("([", "])"),
        Shape::Document => ("[/", "/]"),
        Shape::Observation => ("((", "))"),
        Shape::Claim => ("[[", "]]"),
    }
}

fn style_of(node: &Node) -> String {
    let line = if node.denies { RED } else { GREY };
    // Mermaid knows no double border, so that what was read, heard or seen has a thick one.
    let width = if node.held { 4 } else { 1 };
    let dashes = if node.withdrawn { ",stroke-dasharray:4" } else { "" };
    format!(
        "fill:{},stroke:{line},stroke-width:{width}px,color:{INK}{dashes}",
        node.shape.fill()
    )
}

fn label(node: &Node) -> String {
    let lines: Vec<String> = node.lines.iter().map(|line| escaped(line)).collect();
    lines.join("<br/>")
}

/// A text in which nothing means anything to Mermaid, Markdown or HTML: all but letters, digits and plain marks stand
/// as entity codes.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        let is_plain =
            !character.is_ascii() || character.is_ascii_alphanumeric() || " .,:+-".contains(character);
        if is_plain {
            escaped.push(character);
        } else {
            escaped.push_str(&format!("#{};", u32::from(character)));
        }
    }
    escaped
}
