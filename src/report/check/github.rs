//! A check as annotations of GitHub Actions: workflow commands, one a line, and a summary line.
//!
//! GitHub shows ten errors, ten warnings and ten notices of a step, and fifty annotations of a job; its log holds all.
//! <https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands>

use std::io::{self, Write};
use std::path::Path;

use crate::check::{Check, CheckFinding, Outcome};
use crate::report::visible::visible;
use crate::verify::Level;

use super::Telling;
use super::location::relative;
use super::summary::{NOTHING, not_applied_line, summary_line};

/// The most characters of an annotation: GitHub cuts longer ones by itself, perhaps in the middle of an escape.
const MAX_MESSAGE: usize = 4_000;

/// Annotations of one level that GitHub shows of a step.
const SHOWN: usize = 10;

/// Writes a check as annotations. Paths are told from `folder`, the root of the checkout.
///
/// # Errors
///
/// What writing gave.
pub fn write_check_github(
    out: &mut dyn Write,
    check: &Check<'_>,
    folder: &Path,
    telling: Telling,
) -> io::Result<Outcome> {
    let outcome = check.run(|finding| -> io::Result<()> {
        if !telling.tells(finding.finding.level) {
            return Ok(());
        }
        write_annotation(out, finding, folder)
    })?;
    if outcome.is_nothing {
        writeln!(out, "::error title=byline::{}", data(NOTHING))?;
    }
    if telling == Telling::Failures {
        return Ok(outcome);
    }
    if let Some(note) = not_applied_line(&outcome) {
        writeln!(out, "::warning title=byline::{}", data(&note))?;
    }
    let more = if [outcome.deny, outcome.warn, outcome.info]
        .iter()
        .any(|count| *count > SHOWN)
    {
        "; GitHub shows ten annotations of each level, and its log has all"
    } else {
        ""
    };
    // The line begins with a number, so that it is no command.
    writeln!(out, "{}{more}", summary_line(&outcome))?;
    Ok(outcome)
}

fn write_annotation(out: &mut dyn Write, found: &CheckFinding, folder: &Path) -> io::Result<()> {
    let finding = &found.finding;
    let command = match finding.level {
        Level::Deny => "error",
        Level::Warn => "warning",
        Level::Info => "notice",
    };
    let place = &finding.place;
    let file = property(&relative(&found.path, folder));
    write!(
        out,
        "::{command} file={file},line={},col={}",
        place.line, place.column
    )?;
    if place.length > 0 {
        // A place never goes beyond its line. The end is the last column, not the one after it.
        let last = place.column + place.length - 1;
        write!(out, ",endLine={},endColumn={last}", place.line)?;
    }
    let mut message = visible(&finding.message).into_owned();
    if !finding.help.is_empty() {
        message.push_str("\nHelp: ");
        message.push_str(&visible(&finding.help));
    }
    if let Some((end, _)) = message.char_indices().nth(MAX_MESSAGE) {
        message.truncate(end);
        message.push('…');
    }
    writeln!(
        out,
        ",title={}::{}",
        property(finding.name.as_str()),
        data(&message)
    )
}

/// The text of a command, escaped as GitHub reads it: nothing in it can end the line and begin another command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property: it cannot begin another property or the text either.
fn property(text: &str) -> String {
    data(&visible(text)).replace(':', "%3A").replace(',', "%2C")
}
