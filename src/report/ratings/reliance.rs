//! What rests on each source, for people.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use crate::chain::NameId;
use crate::record::Kind;
use crate::score::Rating;
use crate::support::{ClaimReliance, Counts, RatingError, Ratings, Reliances, SourceReliance};
use crate::verify::Entry;

use super::super::table::{name_of, word_of};
use super::super::text::counted;
use super::super::visible::{at_line_start, on_one_line, visible};
use super::super::wrap::{fit, wrap};
use super::super::{BAD, GOOD, HEAD, Layout, WARN};
use super::findings::write_findings;
use super::text::write_head;
use super::words::source_name;

/// Writes how many claims rest on each source, a row a source.
///
/// # Errors
///
/// What writing gave.
pub fn write_sources_text(
    out: &mut dyn Write,
    ratings: &Ratings<'_>,
    sources: &Reliances<SourceReliance>,
    layout: Layout,
) -> io::Result<()> {
    write_head(out, ratings, layout)?;
    if sources.found.is_empty() {
        return write_end(out, ratings, sources, |_| true, layout);
    }
    let ids = sources.found.iter().map(|of| id_of(ratings, of.source).width());
    let width = ids.max().unwrap_or(0).clamp(6, layout.width * 2 / 5);
    if layout.has_room_for_table() {
        let id = fit("SOURCE", width);
        writeln!(
            out,
            "{HEAD}{id} LETTER KIND         CLAIMS  ALONE  CHANGED  NAME, OWNER{HEAD:#}"
        )?;
    }
    for of in &sources.found {
        let row = source_row(ratings, of);
        if layout.has_room_for_table() {
            let head = format!(
                "{} {:6} {:12} {:>6} {:>6} {:>8}  ",
                fit(&row.id, width),
                row.letter,
                row.kind,
                of.own.rests,
                of.own.alone,
                of.own.changes
            );
            let name = format!("{}{}", row.name, house_words(of));
            writeln!(out, "{}", wrap(&head, &name, layout.width))?;
        } else {
            let letter = if row.letter == "-" {
                "none".to_owned()
            } else {
                row.letter
            };
            let rest = format!(
                "{}, {}, reliability {letter}; {}{}",
                row.name,
                row.kind,
                counts(&of.own),
                house_words(of)
            );
            writeln!(out, "{HEAD}{}{HEAD:#}", row.id)?;
            writeln!(out, "{}", wrap("      ", &rest, layout.width))?;
        }
    }
    writeln!(out)?;
    if layout.has_room_for_table() {
        let legend = "CLAIMS rest on the source: evidence for them passes through it or comes from it; ALONE: nothing \
                      supports them without it; CHANGED: their grade or rating would be another without it.";
        writeln!(out, "{}\n", wrap("", legend, layout.width))?;
    }
    write_end(out, ratings, sources, |_| true, layout)
}

/// Writes what rests on one source: the claims that name it, rated as they are and without it.
///
/// # Errors
///
/// What writing gave.
pub fn write_source_text(
    out: &mut dyn Write,
    ratings: &Ratings<'_>,
    of: &SourceReliance,
    claims: &Reliances<ClaimReliance>,
    layout: Layout,
) -> io::Result<()> {
    let source = of.source;
    write_head(out, ratings, layout)?;
    let mut line = |head: &str, text: &str| writeln!(out, "{}", wrap(head, text, layout.width));
    let name = source_name(ratings, source);
    line("", &format!("{HEAD}{}{HEAD:#}", at_line_start(&name)))?;
    line("  ", &details(ratings, source))?;
    let owned = ratings.owned_by(source);
    if !owned.is_empty() {
        let owned: Vec<String> = owned.into_iter().map(|id| named(ratings, id)).collect();
        line("  owns ", &owned.join(", "))?;
    }
    match &of.with_owned {
        None => line("  ", &counts(&of.own))?,
        Some(with_owned) => {
            line("  itself: ", &counts(&of.own))?;
            line("  with what it owns: ", &counts(with_owned))?;
        }
    }
    writeln!(out)?;
    // Of an owner it is told what rests on the whole house, which what rests on itself is a part of.
    let with_owned = of.with_owned.is_some();
    let told: Vec<&ClaimReliance> = claims
        .found
        .iter()
        .filter(|claim| claim.reliance.with_owned == with_owned)
        .collect();
    if with_owned && !told.is_empty() {
        let text = "Below, \"it\" is the source together with all that it owns.";
        writeln!(out, "{}\n", wrap("", text, layout.width))?;
    }
    for (head, style, is_in) in GROUPS {
        let group: Vec<&ClaimReliance> = told.iter().copied().filter(|claim| is_in(claim)).collect();
        if group.is_empty() {
            continue;
        }
        writeln!(out, "{style}{}{style:#}", wrap("", head, layout.width))?;
        for claim in group {
            let entry = ratings.verification().entry(claim.claim);
            let text = format!("{}: {}", name_of(entry), now_and_without(claim));
            writeln!(out, "{}", wrap("  ", &text, layout.width))?;
        }
        writeln!(out)?;
    }
    // What bears on other claims is told of elsewhere.
    let bears_on_all = |entry: &Entry| entry.kind != Some(Kind::Claim) || entry.digest.is_none();
    write_end(out, ratings, claims, bears_on_all, layout)
}

/// What is said of some of the claims, and of which.
type Group = (&'static str, anstyle::Style, fn(&ClaimReliance) -> bool);

const GROUPS: [Group; 4] = [
    (
        "Stand or fall with it: without it nothing supports them",
        BAD,
        |claim| claim.reliance.alone,
    ),
    (
        "Rest on others too, and would be rated otherwise without it",
        WARN,
        |claim| {
            let of = &claim.reliance;
            !of.alone && of.rests && of.changes(&claim.now)
        },
    ),
    (
        "Rest on others too, and would be rated the same without it",
        GOOD,
        |claim| {
            let of = &claim.reliance;
            !of.alone && of.rests && !of.changes(&claim.now)
        },
    ),
    ("Name it, but owe it no support", HEAD, |claim| {
        !claim.reliance.rests
    }),
];

/// "A2, fairly attested, 0.77 now; F6, not attested, 0.50 without it".
fn now_and_without(claim: &ClaimReliance) -> String {
    let short = |rating: &Rating| {
        format!(
            "{}, {}, {:.2}",
            rating.grade(),
            word_of(rating.brief()),
            rating.probability
        )
    };
    let without = &claim.reliance.without;
    if claim.reliance.changes(&claim.now) {
        format!("now {}; without it {}", short(&claim.now), short(without))
    } else {
        format!(
            "{} with and without it, {:.2} and {:.2}",
            format_args!("{}, {},", claim.now.grade(), word_of(claim.now.brief())),
            claim.now.probability,
            without.probability
        )
    }
}

/// "7 claims rest on it, 5 of them on it alone; 6 would be rated otherwise without it; 9 name it".
fn counts(of: &Counts) -> String {
    let mut text = match (of.rests, of.alone) {
        (0, _) => "no claim rests on it".to_owned(),
        (1, 1) => "1 claim rests on it alone".to_owned(),
        (1, _) => "1 claim rests on it, and on others too".to_owned(),
        (rests, alone) if alone == rests => format!("{rests} claims rest on it alone"),
        (rests, alone) => format!("{rests} claims rest on it, {alone} of them on it alone"),
    };
    match of.changes {
        0 => text.push_str("; none would be rated otherwise without it"),
        changes => text.push_str(&format!("; {changes} would be rated otherwise without it")),
    }
    match of.named {
        named if named == of.rests => {}
        1 => text.push_str("; 1 names it"),
        named => text.push_str(&format!("; {named} name it")),
    }
    text
}

/// "; with what it owns: 5 claims, 2 alone, 4 changed" of an owner of others.
fn house_words(of: &SourceReliance) -> String {
    let Some(counts) = of.with_owned else {
        return String::new();
    };
    let rests = counted(counts.rests, "claim", "claims");
    format!(
        "; with what it owns: {rests}, {} alone, {} changed",
        counts.alone, counts.changes
    )
}

struct SourceRow {
    id: String,
    letter: String,
    kind: &'static str,
    name: String,
}

fn source_row(ratings: &Ratings<'_>, of: &SourceReliance) -> SourceRow {
    let id = id_of(ratings, of.source).to_owned();
    let Some(source) = ratings.source(of.source) else {
        return SourceRow {
            id,
            letter: "-".to_owned(),
            kind: "-",
            name: "in no registry".to_owned(),
        };
    };
    let mut name = on_one_line(&source.name);
    if source.facts.owner != of.source {
        name.push_str(&format!(", of {}", source_name(ratings, source.facts.owner)));
    }
    if let Some(affiliation) = source.facts.affiliation {
        name.push_str(&format!(", belongs to {}", source_name(ratings, affiliation)));
    }
    let letter = ratings
        .registry()
        .get(of.source)
        .map(|facts| format!("{:?}", facts.letter));
    SourceRow {
        id,
        letter: letter.unwrap_or_else(|| "-".to_owned()),
        kind: source.kind.as_str(),
        name,
    }
}

/// What its record says of a source.
fn details(ratings: &Ratings<'_>, id: NameId) -> String {
    let Some(source) = ratings.source(id) else {
        return format!(
            "{} is in no registry; as an outlet it counts as unreliable",
            id_of(ratings, id)
        );
    };
    let letter = match ratings.registry().get(id) {
        Some(facts) => format!("reliability {:?}", facts.letter),
        None => "not judged, since records of it differ".to_owned(),
    };
    let mut text = format!("{}, {}, {letter}", id_of(ratings, id), source.kind.as_str());
    if source.facts.owner != id {
        text.push_str(&format!(", owned by {}", named(ratings, source.facts.owner)));
    }
    if let Some(affiliation) = source.facts.affiliation {
        text.push_str(&format!(", belongs to {}", named(ratings, affiliation)));
    }
    if let (right, wrong) = source.facts.track
        && right + wrong > 0
    {
        text.push_str(&format!(
            ", right in {right} and wrong in {wrong} of the cases that were looked into"
        ));
    }
    text
}

/// A source by name and id.
fn named(ratings: &Ratings<'_>, id: NameId) -> String {
    let (name, id) = (source_name(ratings, id), id_of(ratings, id));
    if name == id {
        name
    } else {
        format!("{name} ({id})")
    }
}

fn id_of<'a>(ratings: &Ratings<'a>, id: NameId) -> &'a str {
    ratings.verification().name_of(id)
}

fn write_end<T>(
    out: &mut dyn Write,
    ratings: &Ratings<'_>,
    reliances: &Reliances<T>,
    is_told: fn(&Entry) -> bool,
    layout: Layout,
) -> io::Result<()> {
    for (number, error) in &reliances.unrated {
        let entry = ratings.verification().entry(*number);
        let text = match error {
            RatingError::RestsUntold => format!("{}: left out: {error}", visible(&entry.id)),
            _ => format!("{}: not rated: {error}", visible(&entry.id)),
        };
        writeln!(out, "{BAD}{}{BAD:#}", wrap("", &text, layout.width))?;
    }
    write_findings(out, ratings, is_told, layout)?;
    let aside = match reliances.aside {
        0 => String::new(),
        aside => format!(
            "; {} left aside, retracted or with a later revision",
            counted(aside, "claim", "claims")
        ),
    };
    let looked = counted(reliances.claims, "claim", "claims");
    let style = if reliances.unrated.is_empty() { GOOD } else { BAD };
    let nothing = if reliances.found.is_empty() && reliances.claims == 0 && reliances.aside == 0 {
        ": nothing that rests on a source was found"
    } else {
        ""
    };
    let text = format!("{looked} looked at{aside}{nothing}");
    writeln!(out, "{style}{}{style:#}", wrap("", &text, layout.width))
}
