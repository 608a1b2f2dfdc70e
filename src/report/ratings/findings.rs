//! What was found that bears on ratings, after them.

use std::io::{self, Write};

use serde::Serialize;

use crate::verify::Ratings;

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

/// Writes what was found for people.
pub(super) fn write_findings(out: &mut dyn Write, ratings: &Ratings<'_>, layout: Layout) -> io::Result<()> {
    let verification = ratings.verification();
    for (number, finding) in ratings.findings() {
        let path = verification.path(verification.entry(number));
        write_finding(out, path, &finding, layout)?;
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
