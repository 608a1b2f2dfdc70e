//! What was found that bears on ratings, after them.

use std::io::{self, Write};

use serde::Serialize;

use crate::support::Ratings;
use crate::verify::{Entry, Level};

use super::super::Layout;
use super::super::findings::write_finding;

#[derive(Serialize)]
pub(super) struct FindingV1 {
    path: String,
    line: usize,
    column: usize,
    rule: &'static str,
    message: String,
}

/// Writes what was found on the records that are told of, for people. A rating judges no record, and knows neither the
/// levels nor the waivers of a policy: what can be rated at all is told as information, whatever `check` makes of it.
pub(super) fn write_findings(
    out: &mut dyn Write,
    ratings: &Ratings<'_>,
    is_told: fn(&Entry) -> bool,
    layout: Layout,
) -> io::Result<()> {
    let verification = ratings.verification();
    for (number, mut finding) in ratings.findings() {
        let entry = verification.entry(number);
        if is_told(entry) {
            if entry.digest.is_some() {
                finding.level = Level::Info;
            }
            write_finding(out, verification.path(entry), &finding, layout)?;
        }
    }
    Ok(())
}

/// What was found, for JSON.
pub(super) fn findings_v1(ratings: &Ratings<'_>) -> Vec<FindingV1> {
    let verification = ratings.verification();
    let findings = ratings.findings().into_iter();
    findings
        .map(|(number, finding)| FindingV1 {
            path: verification
                .path(verification.entry(number))
                .to_string_lossy()
                .into_owned(),
            line: finding.place.line,
            column: finding.place.column,
            rule: finding.name.as_str(),
            message: finding.message.into_owned(),
        })
        .collect()
}
