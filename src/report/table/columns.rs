//! How the table of claims is laid out: in columns, or a few lines a claim where there is no room for them.

use std::borrow::Cow;
use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr;

use crate::score::{Brief, Word};
use crate::verify::{Entry, Verification};

use super::super::rests::rests_on;
use super::super::text::counted;
use super::super::wrap::{break_name, fit, push_fit, wrap};
use super::super::{BAD, GOOD, Layout, WARN};
use super::{Verdict, name_in_table, push_signer, signed_by, word_of};

/// The widths of the table's columns.
pub(super) struct Columns {
    id: usize,
    grade: usize,
    signers: usize,
    rests: usize,
}

/// Runs longer than this are laid out in fixed widths: measuring would mean laying out every row twice.
const MEASURED_ROWS: usize = 1_000;

/// Where a row takes more lines than this, the claims are easier to read without columns.
const MAX_ROW_LINES: usize = 4;

/// The width of "malformed", the longest of what is said of integrity.
const INTEGRITY: usize = 9;

/// The columns "does it hold", "integrity" and "links", with the spaces between all columns.
const FIXED_COLUMNS: usize = 5 + INTEGRITY + 5 + 6;

/// What the chain rests on takes this much where there is room: "2 unnamed people" fits.
const RESTS: usize = 18;

/// The width of a grade, and that of "retracted" in its place.
const GRADE: usize = 5;
const RETRACTED: usize = 9;

impl Columns {
    pub fn new(claims: &[u32], verification: &Verification, layout: Layout) -> Self {
        let (mut id, mut signers) = (28, 28);
        if claims.len() <= MEASURED_ROWS {
            let longest = |lengths: &mut dyn Iterator<Item = usize>| lengths.max().unwrap_or(0);
            id = longest(
                &mut claims
                    .iter()
                    .map(|&claim| name_in_table(verification, verification.entry(claim)).width()),
            );
            let mut every = claims
                .iter()
                .flat_map(|&claim| &verification.entry(claim).signers)
                .map(|signer| {
                    let mut described = String::new();
                    push_signer(&mut described, verification, signer);
                    described.width()
                });
            signers = longest(&mut every);
        }
        // In less there is no table.
        let is_retracted = |claim: &u32| verification.is_retracted(*claim);
        let grade = if claims.iter().any(is_retracted) {
            RETRACTED
        } else {
            GRADE
        };
        let room = layout.width.max(Layout::TABLE_WIDTH) - FIXED_COLUMNS - grade;
        let id = id.clamp(5, room * 2 / 5);
        let left = room - id;
        let signers = signers.clamp(9, left.saturating_sub(RESTS).max(left * 3 / 5));
        Self {
            id,
            grade,
            signers,
            rests: room - id - signers,
        }
    }

    /// Whether no row is torn into many short lines.
    pub fn suit(&self, claims: &[u32], verification: &Verification) -> bool {
        let lines_in = |text: &str, width| wrap("", text, width).lines().count();
        let is_tall = |entry: &Entry| {
            lines_in(&rests_on(&entry.shape()), self.rests) > MAX_ROW_LINES
                || lines_in(&signed_by(verification, entry), self.signers) > MAX_ROW_LINES
        };
        claims.len() > MEASURED_ROWS || !claims.iter().any(|&claim| is_tall(verification.entry(claim)))
    }

    pub fn head(&self) -> String {
        let (id, signers) = (fit("CLAIM", self.id), fit("SIGNED BY", self.signers));
        let grade = fit("GRADE", self.grade);
        format!("      {id} INTEGRITY {grade} {signers} LINKS RESTS ON")
    }

    /// The lines of one row.
    fn row(&self, text: &mut String, row: &Row) {
        let name = break_name(&row.name, self.id);
        let signers = wrap("", &row.signers, self.signers);
        let rests = wrap("", &row.rests, self.rests);
        let mut cells = [name.lines(), signers.lines(), rests.lines()];
        for line in 0.. {
            let [name, signers, rests] = cells.each_mut().map(Iterator::next);
            let is_first = line == 0;
            if !is_first && [name, signers, rests] == [None; 3] {
                break;
            }
            let (integrity, grade) = if is_first {
                row.push_mark(text);
                (row.integrity, row.grade_in_table())
            } else {
                text.push_str("     ");
                ("", Cow::Borrowed(""))
            };
            for (cell, width) in [
                (name.unwrap_or_default(), self.id),
                (integrity, INTEGRITY),
                (&grade, self.grade),
                (signers.unwrap_or_default(), self.signers),
            ] {
                text.push(' ');
                push_fit(text, cell, width);
            }
            if is_first {
                let _ = write!(text, " {:>5}", row.links);
            } else {
                text.push_str("      ");
            }
            text.push(' ');
            push_fit(text, rests.unwrap_or_default(), self.rests);
            text.truncate(text.trim_end().len());
            text.push('\n');
        }
    }
}

/// What the table says of one claim.
pub(super) struct Row {
    pub verdict: Verdict,
    pub name: String,
    /// `None` where the claim could not be rated.
    pub rating: Option<Brief>,
    pub integrity: &'static str,
    pub signers: String,
    pub links: u16,
    pub rests: String,
}

impl Row {
    fn push_mark(&self, text: &mut String) {
        let (style, word) = match self.verdict {
            Verdict::Holds => (GOOD, "holds"),
            Verdict::Fails => (BAD, "FAILS"),
            Verdict::Noted => (WARN, "noted"),
        };
        // Writing into a String cannot fail.
        let _ = write!(text, "{style}{word}{style:#}");
    }

    fn grade_in_table(&self) -> Cow<'static, str> {
        match self.rating {
            Some(rating) if rating.word == Word::Retracted => rating.word.phrase().into(),
            Some(rating) => rating.grade().into(),
            None => "-".into(),
        }
    }

    /// "A2, fairly attested".
    fn grade_in_words(&self) -> String {
        match self.rating {
            Some(rating) if rating.word == Word::Retracted => word_of(rating),
            Some(rating) => format!("{}, {}", rating.grade(), word_of(rating)),
            None => "not rated".to_owned(),
        }
    }
}

/// Writes a claim as a row of the table, or in a few lines where there are no columns.
pub(super) fn write_row(text: &mut String, columns: Option<&Columns>, row: &Row, layout: Layout) {
    let Some(columns) = columns else {
        let rests = match row.links {
            // What could not be read has none; every claim has one.
            0 => row.rests.clone(),
            links => {
                let links = counted(usize::from(links), "link", "links");
                format!("{}; {links}, rests on {}", row.grade_in_words(), row.rests)
            }
        };
        let signed = if row.signers.is_empty() {
            row.integrity.to_owned()
        } else {
            format!("{}, signed by {}", row.integrity, row.signers)
        };
        row.push_mark(text);
        let lines = [&signed, &rests].map(|line| wrap("      ", line, layout.width));
        let _ = writeln!(text, " {}\n{}\n{}", row.name, lines[0], lines[1]);
        return;
    };
    columns.row(text, row);
}
