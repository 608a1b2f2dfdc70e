//! A check as SARIF 2.1.0, as code hosts read it.
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html>

mod form;
mod rules;

use std::io::{self, Write};
use std::path::Path;

use crate::check::{Check, CheckFinding, Outcome, RULES};
use crate::report::json_text::{json_text, write_json};
use crate::report::visible::visible;
use crate::verify::Level;

use super::Telling;
use super::fingerprint::Fingerprints;
use super::location::uri;
use super::summary::{NOTHING, not_applied_line};
use form::{
    Artifact, Driver, Invocation, Location, Logical, Notification, PartialFingerprints, Physical, Region,
    Text, Tool,
};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// Writes a check as SARIF, one result a line. Files are told from `folder`, the root of the checkout.
///
/// # Errors
///
/// What writing gave.
pub fn write_check_sarif(
    out: &mut dyn Write,
    check: &Check<'_>,
    folder: &Path,
    telling: Telling,
) -> io::Result<Outcome> {
    let tool = json_text(&Tool {
        driver: Driver {
            name: "byline",
            semantic_version: env!("CARGO_PKG_VERSION"),
            rules: rules::rules(),
        },
    })?;
    write!(
        out,
        "{{\"$schema\":\"{SCHEMA}\",\"version\":\"2.1.0\",\"runs\":[{{\"tool\":{tool},\
         \"columnKind\":\"unicodeCodePoints\",\"results\":["
    )?;
    let mut fingerprints = Fingerprints::default();
    let mut between = "\n";
    let outcome = check.run(|found| -> io::Result<()> {
        // Also those that are not told count, so that a fingerprint does not depend on what is told.
        let fingerprint = fingerprints.of(found, folder);
        if !telling.tells(found.finding.level) {
            return Ok(());
        }
        out.write_all(between.as_bytes())?;
        between = ",\n";
        write_json(out, &result(found, uri(&found.path, folder), fingerprint))
    })?;
    let invocation = json_text(&invocation(&outcome))?;
    writeln!(out, "\n],\"invocations\":[{invocation}]}}]}}")?;
    Ok(outcome)
}

fn invocation(outcome: &Outcome) -> Invocation {
    let is_nothing = outcome.is_nothing;
    let nothing = is_nothing.then(|| ("error", NOTHING.to_owned()));
    let not_applied = not_applied_line(outcome).map(|text| ("warning", text));
    Invocation {
        execution_successful: outcome.summary.unreadable == 0 && !is_nothing,
        tool_execution_notifications: nothing
            .into_iter()
            .chain(not_applied)
            .map(|(level, text)| Notification {
                level,
                message: Text { text },
            })
            .collect(),
    }
}

const fn level(level: Level) -> &'static str {
    match level {
        Level::Deny => "error",
        Level::Warn => "warning",
        Level::Info => "note",
    }
}

fn result(found: &CheckFinding, uri: String, fingerprint: String) -> form::Outcome {
    let finding = &found.finding;
    let place = &finding.place;
    let has_extent = place.length > 0;
    let mut message = plain(&finding.message);
    if !finding.help.is_empty() {
        message.push_str("\nHelp: ");
        message.push_str(&plain(&finding.help));
    }
    form::Outcome {
        rule_id: finding.name.as_str(),
        rule_index: RULES.iter().position(|rule| rule.name == finding.name),
        level: level(finding.level),
        message: Text { text: message },
        locations: [Location {
            physical_location: Physical {
                artifact_location: Artifact { uri },
                region: Region {
                    start_line: place.line,
                    start_column: has_extent.then_some(place.column),
                    end_column: has_extent.then_some(place.column + place.length),
                },
            },
            logical_locations: logical(found),
        }],
        partial_fingerprints: PartialFingerprints {
            github: fingerprint.clone(),
            byline: fingerprint,
        },
    }
}

/// The record, and the member of it.
fn logical(found: &CheckFinding) -> Vec<Logical> {
    let Some(subject) = &found.subject else {
        return Vec::new();
    };
    let name = visible(&subject.told()).into_owned();
    let pointer = visible(&found.finding.place.pointer);
    vec![Logical {
        fully_qualified_name: format!("{name}{pointer}"),
        name,
    }]
}

/// A message without links and placeholders: SARIF has `[text](address)` and `{0}` in plain text too, and what a record says
/// must become neither. Section 3.11.5 doubles all other braces; here they stay single, as nothing takes them for more.
fn plain(text: &str) -> String {
    let text = visible(text).replace("](", "] (");
    let mut plain = String::with_capacity(text.len());
    for part in text.split_inclusive('{') {
        // What stands behind a brace begins the next part.
        let digits = part.bytes().take_while(u8::is_ascii_digit).count();
        let is_placeholder = plain.ends_with('{') && digits > 0 && part[digits..].starts_with('}');
        if is_placeholder {
            plain.push(' ');
        }
        plain.push_str(part);
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn what_a_record_says_is_neither_link_nor_placeholder() {
        assert_eq!(
            plain("[a](b) {0} {12}{3} {x} {} \u{2066}"),
            "[a] (b) { 0} { 12}{ 3} {x} {} \\u{ 2066}"
        );
    }
}
