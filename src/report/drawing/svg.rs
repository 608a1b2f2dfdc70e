//! A drawing as SVG (<https://www.w3.org/TR/SVG11/>): text stays text, and both light and dark grounds do.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use crate::record::Stance;

use super::layers::{Placement, Size, place};
use super::{Drawing, Edge, GREY, INK, Node, RED, Shape};

/// Sizes of letters, and of the lines that they stand on.
const FONT: f64 = 12.0;
const LINE: f64 = 16.0;
const TITLE_LINE: f64 = 20.0;

/// What a column of text takes at most: letters of common fonts without serifs are half as wide as high, capitals more.
const COLUMN: f64 = 7.0;

/// Space inside a node, and around the drawing.
const INSIDE: f64 = 12.0;
const MARGIN: f64 = 20.0;

/// How far a label stands from its line.
const BESIDE: f64 = 6.0;

/// What the borders mean.
const LEGEND: &str = "double border: read, heard or seen by the recorder; red: denies; dashed: withdrawn";

/// Writes the chain of a claim as a picture.
///
/// # Errors
///
/// What writing gave.
pub fn write_claim_svg(out: &mut dyn Write, drawing: &Drawing) -> io::Result<()> {
    let sizes: Vec<Size> = drawing.nodes.iter().map(size_of).collect();
    let placement = place(drawing, &sizes);
    let head = MARGIN + TITLE_LINE * drawing.title.len() as f64 + LINE;
    let longest = drawing.title.iter().map(|line| line.width());
    let widest = longest.max().unwrap_or(0).max(LEGEND.width()) as f64 * COLUMN;
    let width = placement.size.width.max(widest) + 2.0 * MARGIN;
    let height = head + placement.size.height + 2.0 * LINE + MARGIN;
    writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" width=\"{width:.0}\" height=\"{height:.0}\" role=\"img\" font-family=\"Helvetica, Arial, sans-serif\" font-size=\"{FONT:.0}\">"
    )?;
    writeln!(out, "<title>{}</title>", escaped(&drawing.title.join(" ")))?;
    writeln!(
        out,
        "<defs><marker id=\"arrow\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\"><path d=\"M0 0L10 5L0 10z\" fill=\"{GREY}\"/></marker></defs>"
    )?;
    for (number, line) in drawing.title.iter().enumerate() {
        let weight = if number == 0 { " font-weight=\"bold\"" } else { "" };
        let y = MARGIN + TITLE_LINE * (number as f64 + 0.7);
        write_text(
            out,
            width / 2.0,
            y,
            &format!(" fill=\"{GREY}\" font-size=\"14\"{weight}"),
            line,
        )?;
    }
    let left = (width - placement.size.width) / 2.0;
    writeln!(out, "<g transform=\"translate({left:.1} {head:.1})\">")?;
    for (edge, points) in drawing.edges.iter().zip(&placement.edges) {
        write_edge(out, edge, points)?;
    }
    for (edge, points) in labelled(drawing, &placement) {
        write_label(out, edge, points)?;
    }
    write_nodes(out, drawing, &sizes, &placement)?;
    writeln!(out, "</g>")?;
    write_text(
        out,
        width / 2.0,
        height - MARGIN,
        &format!(" fill=\"{GREY}\" font-size=\"11\""),
        LEGEND,
    )?;
    writeln!(out, "</svg>")
}

fn size_of(node: &Node) -> Size {
    let longest = node.lines.iter().map(|line| line.width()).max().unwrap_or(1);
    // Slanted and rounded sides take room from the text.
    let sides = match node.shape {
        Shape::Report | Shape::Repost | Shape::Document | Shape::Claim => INSIDE,
        Shape::Statement | Shape::Observation | Shape::Person | Shape::Anonymous => 2.0 * INSIDE,
    };
    Size {
        width: longest as f64 * COLUMN + 2.0 * sides,
        height: node.lines.len() as f64 * LINE + 2.0 * INSIDE,
    }
}

fn write_nodes(
    out: &mut dyn Write,
    drawing: &Drawing,
    sizes: &[Size],
    placement: &Placement,
) -> io::Result<()> {
    for ((node, size), &(x, y)) in drawing.nodes.iter().zip(sizes).zip(&placement.nodes) {
        let line = if node.denies { RED } else { GREY };
        let width = if node.denies { 2 } else { 1 };
        let dashes = if node.withdrawn {
            " stroke-dasharray=\"5 3\""
        } else {
            ""
        };
        writeln!(out, "<g>")?;
        write_outline(
            out,
            node.shape,
            (x, y),
            *size,
            &format!(
                "fill=\"{}\" stroke=\"{line}\" stroke-width=\"{width}\"{dashes}",
                node.shape.fill()
            ),
        )?;
        if node.held {
            let inner = Size {
                width: size.width - 7.0,
                height: size.height - 7.0,
            };
            write_outline(
                out,
                node.shape,
                (x, y),
                inner,
                &format!("fill=\"none\" stroke=\"{line}\""),
            )?;
        }
        let first = y - LINE * (node.lines.len() as f64 - 1.0) / 2.0 + FONT / 3.0;
        for (number, text) in node.lines.iter().enumerate() {
            write_text(
                out,
                x,
                first + LINE * number as f64,
                &format!(" fill=\"{INK}\""),
                text,
            )?;
        }
        writeln!(out, "</g>")?;
    }
    Ok(())
}

fn write_outline(
    out: &mut dyn Write,
    shape: Shape,
    (x, y): (f64, f64),
    size: Size,
    style: &str,
) -> io::Result<()> {
    let (left, top) = (x - size.width / 2.0, y - size.height / 2.0);
    let (right, bottom) = (x + size.width / 2.0, y + size.height / 2.0);
    let cut = INSIDE.min(size.height / 3.0);
    let points: Vec<(f64, f64)> = match shape {
        Shape::Statement => vec![
            (left + cut, top),
            (right - cut, top),
            (right, y),
            (right - cut, bottom),
            (left + cut, bottom),
            (left, y),
        ],
        Shape::Observation => vec![
            (left + cut, top),
            (right - cut, top),
            (right, top + cut),
            (right, bottom - cut),
            (right - cut, bottom),
            (left + cut, bottom),
            (left, bottom - cut),
            (left, top + cut),
        ],
        Shape::Document => vec![
            (left, top),
            (right - cut, top),
            (right, top + cut),
            (right, bottom),
            (left, bottom),
        ],
        Shape::Report | Shape::Repost | Shape::Person | Shape::Anonymous | Shape::Claim => {
            let round = match shape {
                Shape::Person | Shape::Anonymous => size.height / 2.0,
                Shape::Repost => cut,
                _ => 0.0,
            };
            return writeln!(
                out,
                "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{:.1}\" height=\"{:.1}\" rx=\"{round:.1}\" {style}/>",
                size.width, size.height
            );
        }
    };
    let mut list = String::new();
    for (x, y) in points {
        // Writing into a String cannot fail.
        let _ = write!(list, "{x:.1},{y:.1} ");
    }
    writeln!(out, "<polygon points=\"{}\" {style}/>", list.trim_end())
}

/// A citation and the points of its line.
type Drawn<'d> = (&'d Edge, &'d [(f64, f64)]);

/// The lines that bear a label: of those that lead to one node with one label only the steepest, since they end side by
/// side.
fn labelled<'d>(drawing: &'d Drawing, placement: &'d Placement) -> impl Iterator<Item = Drawn<'d>> {
    let mut steepest: BTreeMap<(usize, &str), Drawn<'d>> = BTreeMap::new();
    for (edge, points) in drawing.edges.iter().zip(&placement.edges) {
        let Some(label) = edge.label() else { continue };
        let best = steepest.entry((edge.to, label)).or_insert((edge, points));
        if slant(points) < slant(best.1) {
            *best = (edge, points);
        }
    }
    steepest.into_values()
}

/// How far a line goes to the side in its last part.
fn slant(points: &[(f64, f64)]) -> f64 {
    match points {
        [.., before, last] => (last.0 - before.0).abs(),
        _ => 0.0,
    }
}

const fn colour_of(edge: &Edge) -> &'static str {
    match edge.stance {
        Stance::Denies => RED,
        Stance::NoComment | Stance::Supports => GREY,
    }
}

fn write_edge(out: &mut dyn Write, edge: &Edge, points: &[(f64, f64)]) -> io::Result<()> {
    let Some(&(x, y)) = points.first() else {
        return Ok(());
    };
    let mut path = format!("M{x:.1} {y:.1}");
    for pair in points.windows(2) {
        let [(from_x, from_y), (x, y)] = [pair[0], pair[1]];
        let half = (from_y + y) / 2.0;
        // Writing into a String cannot fail.
        let _ = write!(path, "C{from_x:.1} {half:.1} {x:.1} {half:.1} {x:.1} {y:.1}");
    }
    let line = colour_of(edge);
    let dashes = if edge.withdrawn {
        " stroke-dasharray=\"5 3\""
    } else {
        ""
    };
    writeln!(
        out,
        "<path d=\"{path}\" fill=\"none\" stroke=\"{line}\"{dashes} marker-end=\"url(#arrow)\"/>"
    )
}

fn write_label(out: &mut dyn Write, edge: &Edge, points: &[(f64, f64)]) -> io::Result<()> {
    let (Some(label), [.., before, last]) = (edge.label(), points) else {
        return Ok(());
    };
    // Three quarters of the way, where lines to different nodes have parted.
    let x = before.0 + (last.0 - before.0) * 27.0 / 32.0;
    let y = before.1 + (last.1 - before.1) * 45.0 / 64.0;
    // On the side from which the line falls away, so that it does not run through the letters.
    let (x, anchor) = match last.0 >= before.0 {
        true => (x + BESIDE, "start"),
        false => (x - BESIDE, "end"),
    };
    let style = format!(" fill=\"{}\" font-size=\"11\"", colour_of(edge));
    write_anchored(out, (x, y - BESIDE / 2.0), anchor, &style, label)
}

fn write_text(out: &mut dyn Write, x: f64, y: f64, style: &str, text: &str) -> io::Result<()> {
    write_anchored(out, (x, y), "middle", style, text)
}

fn write_anchored(
    out: &mut dyn Write,
    (x, y): (f64, f64),
    anchor: &str,
    style: &str,
    text: &str,
) -> io::Result<()> {
    writeln!(
        out,
        "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\"{style}>{}</text>",
        escaped(text)
    )
}

/// A text as XML takes it. Characters that XML forbids were made visible when the lines were laid out.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            _ => escaped.push(character),
        }
    }
    escaped
}
