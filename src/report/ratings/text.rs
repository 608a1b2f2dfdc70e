//! Ratings for people: a row a claim, and why.

use std::fmt::Write as _;
use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use crate::score::{Contribution, Rating, Subject, Word};
use crate::support::{Explanation, Mistrust, Raise, RatingError, RatingWorker, Ratings};

use super::super::bundle::write_bundle_lines;
use super::super::table::{name_of, word_of};
use super::super::text::write_headed;
use super::super::visible::visible;
use super::super::wrap::{break_name, fit, wrap};
use super::super::{BAD, DIM, GOOD, HEAD, Layout, WARN};
use super::findings::write_findings;
use super::words::{
    advice, edit_words, entangled_words, grade_words, index_words, origins_words, part_words, reason_words,
    source_name, trusted_words, weak_point_words,
};

/// Runs longer than this are laid out in a fixed width: measuring would mean reading every row twice.
const MEASURED_ROWS: usize = 1_000;

/// Contributions that are shown; the rest is in the JSON.
const SHOWN: usize = 12;

/// What raises the support index by less is told in the JSON only: it would read +0.000.
const LEAST_TOLD: f64 = 0.0005;

/// Writes the ratings of all claims; gives how many claims could not be rated.
///
/// # Errors
///
/// What writing gave.
pub fn write_ratings_text(
    out: &mut dyn Write,
    ratings: &Ratings<'_>,
    layout: Layout,
    explain: bool,
) -> io::Result<usize> {
    write_head(out, ratings, layout)?;
    let claims = ratings.claims();
    let verification = ratings.verification();
    let longest = if claims.len() > MEASURED_ROWS {
        28
    } else {
        let names = claims
            .iter()
            .map(|&number| name_of(verification.entry(number)).width());
        names.max().unwrap_or(0)
    };
    let columns = first_column(longest.max(5), layout);
    if let Some(width) = columns.filter(|_| !claims.is_empty()) {
        write_row_head(out, "CLAIM", width)?;
    }
    let mut unrated = 0;
    ratings.each(
        &claims,
        |worker, number| block(worker, ratings, number, columns, layout, explain),
        |(text, is_rated)| {
            unrated += usize::from(!is_rated);
            out.write_all(text.as_bytes())
        },
    )?;
    if !explain && !claims.is_empty() {
        writeln!(out)?;
    }
    write_findings(out, ratings, |_| true, layout)?;
    write_summary(out, ratings, claims.len(), unrated, layout)?;
    Ok(unrated)
}

/// The columns of a rating, with the spaces before each: grade, rating, support index, weight and original sources.
const RATING_COLUMNS: usize = 6 + 28 + 19 + 9 + 17;

/// The width of the first column, where there is room for columns.
pub(super) fn first_column(longest: usize, layout: Layout) -> Option<usize> {
    let room = layout.width.saturating_sub(RATING_COLUMNS);
    layout.has_room_for_table().then_some(longest.min(room))
}

/// What stands above the columns of [`row`].
pub(super) fn write_row_head(out: &mut dyn Write, first: &str, width: usize) -> io::Result<()> {
    let first = fit(first, width);
    writeln!(
        out,
        "{HEAD}{first} GRADE RATING                      SUPPORT INDEX      WEIGHT   ORIGINAL SOURCES{HEAD:#}"
    )
}

/// What stands above every report on ratings: what they are made with.
pub(super) fn write_head(out: &mut dyn Write, ratings: &Ratings<'_>, layout: Layout) -> io::Result<()> {
    let line = |out: &mut dyn Write, head: &str, text: &str| write_headed(out, (HEAD, head), text, layout);
    if !ratings.verification().brings_lists() {
        line(
            out,
            "Repository  ",
            "none: there is no byline.toml around these paths, so the records are taken at their word",
        )?;
    }
    write_bundle_lines(out, ratings.verification(), layout)?;
    let table = format!(
        "{}, a stated convention and no measurement of truth; see docs/rating.md",
        visible(&ratings.settings().table.name)
    );
    line(out, "Table       ", &table)?;
    writeln!(out)
}

fn write_summary(
    out: &mut dyn Write,
    ratings: &Ratings<'_>,
    claims: usize,
    unrated: usize,
    layout: Layout,
) -> io::Result<()> {
    let rated = claims - unrated;
    let (style, text) = match (rated, unrated) {
        (0, 0) => (BAD, "no claim was found, so nothing was rated".to_owned()),
        (1, 0) => (GOOD, "1 claim rated".to_owned()),
        (_, 0) => (GOOD, format!("{rated} claims rated")),
        _ => (BAD, format!("{rated} of {claims} claims rated")),
    };
    // No rating depends on the seal of the claim that is rated, so that it is not looked at here.
    let unseen = match rated {
        _ if !ratings.verification().brings_lists() => "",
        0 => "",
        1 => "; whether it is as it was signed is told by `byline verify`",
        _ => "; whether they are as they were signed is told by `byline verify`",
    };
    let text = format!("{text}{unseen}");
    writeln!(out, "{style}{}{style:#}", wrap("", &text, layout.width))
}

/// The lines of one claim, and whether it could be rated.
fn block(
    worker: &mut RatingWorker<'_>,
    ratings: &Ratings<'_>,
    number: u32,
    columns: Option<usize>,
    layout: Layout,
    explain: bool,
) -> (String, bool) {
    let verification = ratings.verification();
    let entry = verification.entry(number);
    let rated = if explain {
        worker
            .explain(number)
            .map(|(rating, explanation)| (rating, Err(explanation)))
    } else {
        worker
            .rate_with_reasons(number)
            .map(|(rating, reasons)| (rating, Ok(reasons)))
    };
    let mut text = String::new();
    match rated {
        Ok((rating, why)) => {
            row(&mut text, &name_of(entry), &rating, columns, layout);
            let reasons = match &why {
                Ok(reasons) => reasons,
                Err(explanation) => &explanation.reasons,
            };
            for reason in reasons {
                push(&mut text, "      ", &reason_words(ratings, reason), layout);
            }
            if let Err(explanation) = &why {
                explained(&mut text, ratings, number, &rating, explanation, layout);
            }
            (text, true)
        }
        Err(error) => {
            unrated(&mut text, &entry.id, &error, layout);
            (text, false)
        }
    }
}

fn unrated(text: &mut String, id: &str, error: &RatingError, layout: Layout) {
    let _ = writeln!(text, "{BAD}{id}{BAD:#}");
    push(text, "      not rated: ", &error.to_string(), layout);
}

/// Writing into a String cannot fail.
fn push(text: &mut String, head: &str, line: &str, layout: Layout) {
    text.push_str(&wrap(head, line, layout.width));
    text.push('\n');
}

/// A rating in columns, the first of them of this width; in a few lines where there are no columns.
pub(super) fn row(text: &mut String, name: &str, rating: &Rating, columns: Option<usize>, layout: Layout) {
    let style = match rating.word {
        Word::Strong | Word::Fair => GOOD,
        Word::Thin | Word::None => WARN,
        Word::Against | Word::Retracted => BAD,
    };
    let word = word_of(rating.brief());
    let index = index_words(rating);
    let weight = rating.weight.as_str();
    let origins = origins_words(rating);
    let grade = rating.grade();
    let name_in_lines = columns.map(|width| break_name(name, width));
    let mut lines = name_in_lines.as_deref().unwrap_or_default().lines();
    let line = match columns {
        Some(width) => {
            let name = fit(lines.next().unwrap_or_default(), width);
            let word = format!("{word:27}");
            format!("{name} {grade:5} {style}{word}{style:#} {index:18} {weight:8} {origins}")
        }
        None => {
            let first = format!("{HEAD}{name}{HEAD:#}");
            let rest = format!(
                "{grade}, {word}, support index {index}, weight of evidence {weight}, original sources {origins}"
            );
            format!("{first}\n{}", wrap("      ", &rest, layout.width))
        }
    };
    for line in std::iter::once(line.as_str()).chain(lines) {
        text.push_str(line.trim_end());
        text.push('\n');
    }
}

/// What `--explain` adds.
fn explained(
    text: &mut String,
    ratings: &Ratings<'_>,
    number: u32,
    rating: &Rating,
    explanation: &Explanation,
    layout: Layout,
) {
    let entry = ratings.verification().entry(number);
    let id = |at: u16| entry.chain().map_or("", |chain| chain.id(usize::from(at)));
    let head = |text: &mut String, words: &str| {
        let _ = writeln!(text, "{DIM}{}{DIM:#}", wrap("    ", words, layout.width));
    };
    if !rating.attribution.is_empty() {
        head(
            text,
            "As reported: how probable it is that it was said as reported",
        );
        for &(at, probability) in &rating.attribution {
            push(text, &format!("      {probability:.3}  "), id(at), layout);
        }
    }
    let contributions = explanation.contributions.iter().flatten();
    let shown: Vec<&Contribution> = contributions
        .filter(|contribution| contribution.delta != 0.0)
        .take(SHOWN)
        .collect();
    if !shown.is_empty() {
        head(
            text,
            "Contributions: the support index now, minus what it would be without",
        );
        for contribution in shown {
            let of = match contribution.of {
                Subject::Link(at) => format!("link {}", id(at)),
                Subject::Source(source) => source_name(ratings, source),
            };
            push(text, &format!("      {:+.3}  ", contribution.delta), &of, layout);
        }
    }
    head(text, "Weakest point: without these nothing would support it");
    let weakest = match &explanation.weakest {
        None => "none: it would take the loss of more than four owners or witnesses".to_owned(),
        Some(points) if points.is_empty() => {
            "none: nothing supports this claim even now, so there is nothing to lose".to_owned()
        }
        Some(points) => {
            let points: Vec<String> = points
                .iter()
                .map(|point| weak_point_words(ratings, point))
                .collect();
            points.join("; ")
        }
    };
    push(text, "      ", &weakest, layout);
    let raise = explanation.raise.iter().flatten();
    let told: Vec<&Raise> = raise
        .filter(|raise| raise.delta >= LEAST_TOLD || raise.then.reads_otherwise_than(rating))
        .collect();
    if !told.is_empty() {
        head(text, "What would raise it");
        for raise in told {
            let line = format!(
                "{}: then {} ({})",
                advice(ratings, raise),
                grade_words(&raise.then),
                edit_words(ratings, &raise.edit)
            );
            push(text, &format!("      {:+.3}  ", raise.delta), &line, layout);
        }
    }
    let mut mistrust = explanation.mistrust.iter().flatten().peekable();
    if mistrust.peek().is_some() {
        head(
            text,
            "Whom it trusts: what it would be if one of them were not trusted",
        );
        for Mistrust { of, then } in mistrust {
            let line = format!("without {}: {}", trusted_words(ratings, of), grade_words(then));
            push(text, "      ", &line, layout);
        }
    }
    let left_out: Vec<&str> = explanation.left_out().into_iter().map(part_words).collect();
    if !left_out.is_empty() {
        push(text, "    ", &entangled_words(&left_out), layout);
    }
    text.push('\n');
}
