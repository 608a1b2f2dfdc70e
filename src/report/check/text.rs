//! A check as text: every finding, a table of claims, a summary.

use std::collections::HashSet;
use std::io::{self, Write};

use crate::check::{Check, Outcome};
use crate::report::bundle::write_bundle_lines;
use crate::report::findings::write_finding;
use crate::report::table::{Verdicts, write_claims};
use crate::report::wrap::wrap;
use crate::report::{BAD, GOOD, Layout, WARN};
use crate::verify::Level;

use super::Telling;
use super::summary::{accepted_words, fails, not_applied_line, since_line, summary_line};

/// Writes a check for people. Where only failures are told, nothing is written if nothing fails; to have checked
/// nothing is a failure.
///
/// # Errors
///
/// What writing gave.
pub fn write_check_text(
    out: &mut dyn Write,
    check: &Check<'_>,
    layout: Layout,
    telling: Telling,
) -> io::Result<Outcome> {
    let mut failing = HashSet::new();
    let outcome = check.run(|finding| -> io::Result<()> {
        if finding.finding.level == Level::Deny {
            failing.extend(finding.subject.as_ref().and_then(|subject| subject.number));
        }
        if !telling.tells(finding.finding.level) {
            return Ok(());
        }
        write_finding(out, &finding.path, &finding.finding, layout)
    })?;
    let is_nothing = outcome.is_nothing;
    if telling == Telling::Failures && !is_nothing {
        return Ok(outcome);
    }
    write_bundle_lines(out, check.ratings().verification(), layout)?;
    write_claims(
        out,
        check.ratings(),
        Verdicts::Checked { failing: &failing },
        layout,
    )?;
    for accepted in &outcome.accepted {
        let words = wrap("waived: ", &accepted_words(accepted), layout.width);
        writeln!(out, "{WARN}{words}{WARN:#}")?;
    }
    if let Some(note) = not_applied_line(&outcome) {
        writeln!(out, "{WARN}{}{WARN:#}", wrap("note: ", &note, layout.width))?;
    }
    let verification = check.ratings().verification();
    if let Some(line) = since_line(verification) {
        writeln!(out, "{}", wrap("", &line, layout.width))?;
    }
    let style = if fails(&outcome) { BAD } else { GOOD };
    let summary = wrap("", &summary_line(&outcome), layout.width);
    writeln!(out, "{style}{summary}{style:#}")?;
    Ok(outcome)
}
