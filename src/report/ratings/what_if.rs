//! The rating of a claim before and after changes that nobody has made.

use std::io::{self, Write};

use serde::Serialize;

use crate::chain::{Chain, Edit, NameId};
use crate::score::Rating;
use crate::support::Ratings;

use super::super::json_text::write_json;
use super::super::wrap::wrap;
use super::super::{HEAD, Layout};
use super::json::{NumbersV1, numbers_v1};
use super::text::{first_column, row, write_head, write_row_head};
use super::words::{change_words, source_name};

const MARKER: &str = "what-if/1";

/// A claim as it is, and as it would be.
#[derive(Debug)]
pub struct WhatIf {
    /// Its number.
    pub number: u32,
    /// The changes, in the order in which they are made.
    pub edits: Vec<Edit>,
    /// Outlets of new reports that no record of the run names.
    pub unnamed: Vec<(NameId, String)>,
    /// The chain after them.
    pub chain: Chain,
    /// The rating now.
    pub before: Rating,
    /// The rating then.
    pub after: Rating,
}

impl WhatIf {
    fn name_of(&self, ratings: &Ratings<'_>, outlet: NameId) -> String {
        let unnamed = self.unnamed.iter().find(|(id, _)| *id == outlet);
        unnamed.map_or_else(|| source_name(ratings, outlet), |(_, name)| name.clone())
    }
}

/// Writes both ratings for people.
///
/// # Errors
///
/// What writing gave.
pub fn write_what_if_text(
    out: &mut dyn Write,
    ratings: &Ratings<'_>,
    what_if: &WhatIf,
    layout: Layout,
) -> io::Result<()> {
    write_head(out, ratings, layout)?;
    let entry = ratings.verification().entry(what_if.number);
    writeln!(out, "{HEAD}{}{HEAD:#}, if", entry.id)?;
    for edit in &what_if.edits {
        let change = change_words(edit, |outlet| what_if.name_of(ratings, outlet));
        writeln!(out, "{}", wrap("  - ", &change, layout.width))?;
    }
    writeln!(out)?;
    let columns = first_column(6, layout);
    if let Some(width) = columns {
        write_row_head(out, "", width)?;
    }
    let mut rows = String::new();
    row(&mut rows, "before", &what_if.before, columns, layout);
    row(&mut rows, "after", &what_if.after, columns, layout);
    out.write_all(rows.as_bytes())?;
    let change = what_if.after.probability - what_if.before.probability;
    let change = if change.abs() < LEAST_CHANGE {
        "The support index stays as it is".to_owned()
    } else if change.abs() < SHOWN_CHANGE {
        "The support index changes by less than 0.001".to_owned()
    } else {
        format!("The support index changes by {change:+.3}")
    };
    let (before, after) = (&what_if.before, &what_if.after);
    let rating = match (before.grade() == after.grade(), before.word == after.word) {
        (true, true) => "grade and rating stay the same",
        (false, true) => "the grade with it, the rating stays the same",
        (true, false) => "the rating with it, the grade stays the same",
        (false, false) => "grade and rating with it",
    };
    let end = format!("{change}; {rating}. Nothing was written.");
    writeln!(out, "\n{}", wrap("", &end, layout.width))
}

/// Sums are exact to some 1e-14.
const LEAST_CHANGE: f64 = 1e-9;

/// Less than this is not seen in three digits.
const SHOWN_CHANGE: f64 = 0.0005;

#[derive(Serialize)]
struct WhatIfV1<'a> {
    byline: &'static str,
    at: String,
    table: &'a str,
    id: &'a str,
    digest: Option<String>,
    before: NumbersV1<'a>,
    after: NumbersV1<'a>,
}

/// Writes both ratings as JSON: `what-if/1`, whose schema is `schemas/what-if.schema.json`.
///
/// # Errors
///
/// What writing gave.
pub fn write_what_if_json(out: &mut dyn Write, ratings: &Ratings<'_>, what_if: &WhatIf) -> io::Result<()> {
    let entry = ratings.verification().entry(what_if.number);
    let whole = WhatIfV1 {
        byline: MARKER,
        at: ratings.verification().at.to_string(),
        table: &ratings.settings().table.name,
        id: &entry.id,
        digest: entry.digest.map(|digest| digest.to_string()),
        before: numbers_v1(&what_if.before, entry.chain()),
        after: numbers_v1(&what_if.after, Some(&what_if.chain)),
    };
    write_json(out, &whole)?;
    writeln!(out)
}
