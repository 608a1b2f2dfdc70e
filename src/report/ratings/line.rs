//! The rating of one claim in a few lines, for showing the claim.

use std::io::{self, Write};

use crate::score::Rating;
use crate::support::{Breakdown, Explanation, RatingError, Ratings, Tried};

use super::super::table::word_of;
use super::super::wrap::wrap;
use super::super::{BAD, Layout};
use super::words::{
    advice, entangled_words, grade_words, index_words, origins_words, part_words, reason_words,
};

/// Writes grade, rating, support index, weight and original sources of a claim in one line, and the reasons below.
///
/// # Errors
///
/// What writing gave.
pub fn write_rating_lines(
    out: &mut dyn Write,
    ratings: &Ratings<'_>,
    breakdown: Result<&Breakdown, &RatingError>,
    layout: Layout,
) -> io::Result<()> {
    let breakdown = match breakdown {
        Ok(breakdown) => breakdown,
        Err(error) => {
            let text = format!("not rated: {error}");
            return writeln!(out, "{BAD}{}{BAD:#}", wrap("  ", &text, layout.width));
        }
    };
    let rating = &breakdown.rating;
    let line = format!(
        "{}, weight of evidence {}, original sources {}",
        rating_words(rating),
        rating.weight.as_str(),
        origins_words(rating)
    );
    writeln!(out, "{}", wrap("  ", &line, layout.width))?;
    for reason in &breakdown.reasons {
        writeln!(
            out,
            "{}",
            wrap("    ", &reason_words(ratings, reason), layout.width)
        )?;
    }
    if breakdown.contributions.is_none() {
        let text = entangled_words(&["what each link brings"]);
        writeln!(out, "{}", wrap("    ", &text, layout.width))?;
    }
    Ok(())
}

/// Writes the steps that would raise a rating most, each in a line.
///
/// # Errors
///
/// What writing gave.
pub fn write_raise_lines(
    out: &mut dyn Write,
    ratings: &Ratings<'_>,
    rating: &Rating,
    explanation: &Explanation,
    most: usize,
    layout: Layout,
) -> io::Result<()> {
    let Some(raise) = &explanation.raise else {
        let text = entangled_words(&[part_words(Tried::Raise)]);
        return writeln!(out, "{}", wrap("    ", &text, layout.width));
    };
    let steps = raise
        .iter()
        .filter(|raise| raise.then.reads_otherwise_than(rating));
    for raise in steps.take(most) {
        let line = format!("{}: then {}", advice(ratings, raise), grade_words(&raise.then));
        writeln!(out, "{}", wrap("  + ", &line, layout.width))?;
    }
    Ok(())
}

/// "A2, fairly attested, support index 0.77 [0.54, 1.00]".
pub fn rating_words(rating: &Rating) -> String {
    format!(
        "{}, {}, support index {}",
        rating.grade(),
        word_of(rating.brief()),
        index_words(rating)
    )
}
