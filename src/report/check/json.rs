//! A check as JSON: `check/1`, whose schema is `schemas/check.schema.json`. Its members never change their meaning
//! within a version.

use std::io::{self, Write};
use std::path::Path;

use serde::Serialize;

use crate::check::{Accepted, Check, CheckFinding, Family, Outcome, named};
use crate::record::Kind;
use crate::report::bundle::{BundleV1, bundle_v1};
use crate::report::json::{TrustV1, trust};
use crate::report::json_text::{json_text, write_json};

use super::Telling;
use super::fingerprint::Fingerprints;

const MARKER: &str = "check/1";

#[derive(Serialize)]
struct RunV1<'a> {
    byline: &'static str,
    at: String,
    trust: Option<TrustV1>,
    table: &'a str,
    since: Option<SinceV1<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bundle: Option<BundleV1<'a>>,
}

#[derive(Serialize)]
struct SinceV1<'a> {
    revision: &'a str,
    commit: &'a str,
    /// Records that were only read for others' sake.
    context: usize,
}

#[derive(Serialize)]
struct WaiverV1<'a> {
    rule: &'static str,
    record: &'a str,
    until: String,
    reason: &'a str,
}

#[derive(Serialize)]
struct FindingV1<'a> {
    rule: &'static str,
    level: &'static str,
    family: Option<&'static str>,
    path: String,
    line: usize,
    column: usize,
    length: usize,
    pointer: &'a str,
    record: Option<RecordV1<'a>>,
    message: &'a str,
    help: &'a str,
    fingerprint: String,
}

#[derive(Serialize)]
struct RecordV1<'a> {
    kind: Option<&'static str>,
    id: Option<&'a str>,
    digest: Option<String>,
}

#[derive(Serialize)]
struct SummaryV1 {
    records: usize,
    claims: usize,
    sources: usize,
    notices: usize,
    trust: usize,
    malformed: usize,
    unreadable: usize,
    deny: usize,
    warn: usize,
    info: usize,
    waived: usize,
}

/// Writes a check as one JSON object, one finding a line. The summary counts all findings, whichever are told. Findings
/// on files have fingerprints by where those lie from `folder`, the root of the checkout.
///
/// # Errors
///
/// What writing gave.
pub fn write_check_json(
    out: &mut dyn Write,
    check: &Check<'_>,
    folder: &Path,
    telling: Telling,
) -> io::Result<Outcome> {
    let ratings = check.ratings();
    let verification = ratings.verification();
    let run = RunV1 {
        byline: MARKER,
        at: verification.at.to_string(),
        trust: verification.trust.as_ref().map(trust),
        table: &ratings.settings().table.name,
        since: verification.since().map(|since| SinceV1 {
            revision: &since.name,
            commit: &since.commit,
            context: verification.all().len() - verification.reported().len(),
        }),
        bundle: bundle_v1(verification),
    };
    let head = json_text(&run)?;
    write!(out, "{},\"findings\":[", head.strip_suffix('}').unwrap_or(&head))?;
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
        write_json(out, &finding(found, fingerprint))
    })?;
    let summary = json_text(&summary(&outcome))?;
    let not_applied = json_text(&outcome.not_applied)?;
    let waivers = json_text(&outcome.accepted.iter().map(waiver).collect::<Vec<_>>())?;
    writeln!(
        out,
        "\n],\"waivers\":{waivers},\"summary\":{summary},\"not_applied\":{not_applied}}}"
    )?;
    Ok(outcome)
}

fn waiver(accepted: &Accepted) -> WaiverV1<'_> {
    WaiverV1 {
        rule: accepted.rule.as_str(),
        record: &accepted.record,
        until: accepted.until.to_string(),
        reason: &accepted.reason,
    }
}

fn finding(found: &CheckFinding, fingerprint: String) -> FindingV1<'_> {
    let CheckFinding {
        path,
        subject,
        finding,
    } = found;
    FindingV1 {
        rule: finding.name.as_str(),
        level: finding.level.as_str(),
        family: named(finding.name.as_str()).map(|rule| Family::as_str(rule.family)),
        path: path.to_string_lossy().into_owned(),
        line: finding.place.line,
        column: finding.place.column,
        length: finding.place.length,
        pointer: &finding.place.pointer,
        record: subject.as_ref().map(|subject| RecordV1 {
            kind: subject.kind.map(Kind::as_str),
            id: Some(subject.id.as_str()).filter(|id| !id.is_empty()),
            digest: subject.digest.map(|digest| digest.to_string()),
        }),
        message: &finding.message,
        help: &finding.help,
        fingerprint,
    }
}

fn summary(outcome: &Outcome) -> SummaryV1 {
    let [claims, sources, notices, trust] = outcome.summary.kinds;
    SummaryV1 {
        records: outcome.summary.records,
        claims,
        sources,
        notices,
        trust,
        malformed: outcome.summary.malformed,
        unreadable: outcome.summary.unreadable,
        deny: outcome.deny,
        warn: outcome.warn,
        info: outcome.info,
        waived: outcome.waived,
    }
}
