//! A check as text: every finding, a table of claims, a summary.

use std::io::{self, Write};

use crate::check::{Check, Outcome};
use crate::report::findings::write_finding;
use crate::report::table::write_claims;
use crate::report::text::counted;
use crate::report::visible::visible;
use crate::report::wrap::wrap;
use crate::report::{BAD, GOOD, Layout, WARN};
use crate::verify::Verification;

/// Writes a check for people. A `quiet` one tells only what fails, and nothing where nothing does.
///
/// # Errors
///
/// What writing gave.
pub fn write_check_text(
    out: &mut dyn Write,
    check: &Check<'_>,
    layout: Layout,
    quiet: bool,
) -> io::Result<Outcome> {
    let outcome = check.run(|finding| -> io::Result<()> {
        if quiet && finding.finding.level != crate::verify::Level::Deny {
            return Ok(());
        }
        write_finding(out, &finding.path, &finding.finding, layout)
    })?;
    if quiet {
        return Ok(outcome);
    }
    write_claims(out, check.ratings(), layout)?;
    write_not_applied(out, &outcome, layout)?;
    let verification = check.ratings().verification();
    write_since(out, verification, layout)?;
    write_summary(out, verification, &outcome, layout)?;
    Ok(outcome)
}

fn write_not_applied(out: &mut dyn Write, outcome: &Outcome, layout: Layout) -> io::Result<()> {
    if outcome.not_applied.is_empty() {
        return Ok(());
    }
    let rules = visible(&outcome.not_applied.join(", ")).into_owned();
    let text = format!("some records could not be read, so these rules may have missed something: {rules}");
    writeln!(out, "{WARN}{}{WARN:#}", wrap("note: ", &text, layout.width))
}

/// What the records were held against, and how many were only read.
fn write_since(out: &mut dyn Write, verification: &Verification, layout: Layout) -> io::Result<()> {
    let Some(since) = verification.since() else {
        return Ok(());
    };
    let others = verification.all().len() - verification.reported().len();
    let text = format!(
        "held against {} ({}): only what differs from it, and what rests on that, is told; {} read for context",
        visible(&since.name),
        since.commit.get(..12).unwrap_or(&since.commit),
        counted(others, "other record was", "other records were"),
    );
    writeln!(out, "{}", wrap("", &text, layout.width))
}

fn write_summary(
    out: &mut dyn Write,
    verification: &Verification,
    outcome: &Outcome,
    layout: Layout,
) -> io::Result<()> {
    let [claims, sources, notices, lists] = outcome.summary.kinds;
    let mut read = vec![
        counted(claims, "claim", "claims"),
        counted(sources, "source", "sources"),
        counted(notices, "notice", "notices"),
        counted(lists, "trust list", "trust lists"),
    ];
    if outcome.summary.malformed > 0 {
        read.push(format!("{} malformed", outcome.summary.malformed));
    }
    let findings = [
        (outcome.deny, "error", "errors"),
        (outcome.warn, "warning", "warnings"),
        (outcome.info, "remark", "remarks"),
    ];
    let mut found: Vec<String> = findings
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, one, many)| counted(count, one, many))
        .collect();
    if outcome.waived > 0 {
        found.push(format!("{} waived", outcome.waived));
    }
    let unread = match outcome.summary.unreadable {
        0 => String::new(),
        n => format!("; {} could not be read", counted(n, "path", "paths")),
    };
    let since = verification.since();
    let verdict = if let (Some(since), 0, true) = (since, outcome.summary.records, found.is_empty()) {
        format!("nothing differs from {}", since.name)
    } else if outcome.summary.records == 0 && found.is_empty() {
        "no record was found, so nothing was checked".to_owned()
    } else if found.is_empty() {
        "nothing to mend".to_owned()
    } else {
        found.join(", ")
    };
    let is_nothing = outcome.summary.records == 0 && (since.is_none() || verification.all().len() == 0);
    let fails = outcome.deny > 0 || outcome.summary.unreadable > 0 || is_nothing;
    let style = if fails { BAD } else { GOOD };
    let text = format!("{} checked: {verdict}{unread}", read.join(", "));
    writeln!(out, "{style}{}{style:#}", wrap("", &text, layout.width))
}
