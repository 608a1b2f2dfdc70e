//! A check of seals and signatures alone, as text and as JSON.

use std::io::{self, Write};

use crate::seal::Integrity;
use crate::verify::{IntegrityReport, SealedDocument};

use super::findings::write_finding;
use super::json::{JsonForm, MARKER, RecordV1, RunV1, SignerV1, SummaryV1, finding, write_run};
use super::json_text::write_json;
use super::text::counted;
use super::visible::visible;
use super::wrap::wrap;
use super::{BAD, DIM, GOOD, Layout};

/// Writes a check of seals and signatures alone for people.
///
/// # Errors
///
/// What writing gave.
pub fn write_integrity_text(out: &mut dyn Write, report: &IntegrityReport, layout: Layout) -> io::Result<()> {
    let head = "Seals and signatures alone: this says whether documents are as they were signed, and nothing of who signed them.";
    writeln!(out, "{}\n", wrap("", head, layout.width))?;
    for document in &report.documents {
        let (style, word) = match (document.holds(), document.integrity) {
            (true, _) => (GOOD, "intact"),
            (false, Integrity::Unsigned) if !document.unreadable && document.digest.is_some() => {
                (BAD, "unsigned")
            }
            (false, _) if document.digest.is_some() => (BAD, "altered"),
            (false, _) => (BAD, "unread"),
        };
        let path = report.files[document.file].shown.to_string_lossy();
        let line = document.line.map(|line| format!(":{line}")).unwrap_or_default();
        writeln!(out, "{style}{word:9}{style:#}{}{line}", visible(&path))?;
        if let Some(digest) = document.digest {
            writeln!(out, "         {DIM}{digest}{DIM:#}")?;
        }
        for (key, created) in &document.signers {
            let created = created.map(|created| format!(", {created}")).unwrap_or_default();
            writeln!(out, "         signed by {key}{created}")?;
        }
    }
    writeln!(out)?;
    for document in &report.documents {
        for finding in &document.findings {
            write_finding(out, &report.files[document.file].shown, finding, layout)?;
        }
    }
    let good = report
        .documents
        .iter()
        .filter(|document| document.holds())
        .count();
    let bad = report.documents.len() - good;
    let style = if bad == 0 { GOOD } else { BAD };
    writeln!(
        out,
        "{style}{} intact, {bad} not{style:#}",
        counted(good, "document", "documents")
    )
}

/// Writes a check of seals and signatures alone as JSON.
///
/// # Errors
///
/// What writing gave.
pub fn write_integrity_json(out: &mut dyn Write, report: &IntegrityReport, form: JsonForm) -> io::Result<()> {
    let run = RunV1 {
        bundle: None,
        byline: MARKER,
        at: report.at.to_string(),
        trust: None,
    };
    write_run(out, form, &run, &summary(report), &mut |out| {
        for (position, document) in report.documents.iter().enumerate() {
            if position > 0 {
                out.write_all(form.between().as_bytes())?;
            }
            write_json(&mut *out, &sealed(report, document))?;
        }
        Ok(())
    })
}

fn sealed<'a>(report: &'a IntegrityReport, document: &'a SealedDocument) -> RecordV1<'a> {
    RecordV1 {
        path: report.files[document.file].shown.to_string_lossy().into_owned(),
        line: document.line,
        kind: None,
        id: None,
        digest: document.digest.map(|digest| digest.to_string()),
        revision: None,
        superseded_by: Vec::new(),
        integrity: document.digest.map(|_| document.integrity.as_str()),
        signers: document
            .signers
            .iter()
            .map(|(key, created)| SignerV1 {
                key: key.to_string(),
                name: None,
                role: None,
                standing: "unknown",
                author: None,
                created: created.map(|created| created.to_string()),
                valid: true,
            })
            .collect(),
        notices: Vec::new(),
        more_notices: 0,
        captures: Vec::new(),
        references: Vec::new(),
        links: 0,
        origins: 0,
        grade: None,
        rating: None,
        probability: None,
        dispute: Vec::new(),
        holds: document.holds(),
        findings: document.findings.iter().map(finding).collect(),
    }
}

fn summary(report: &IntegrityReport) -> SummaryV1 {
    let count =
        |test: fn(&SealedDocument) -> bool| report.documents.iter().filter(|document| test(document)).count();
    SummaryV1 {
        records: count(|document| !document.unreadable),
        claims: 0,
        sources: 0,
        notices: 0,
        trust: 0,
        hold: count(SealedDocument::holds),
        fail: count(|document| !document.unreadable && !document.holds()),
        malformed: count(|document| !document.unreadable && document.digest.is_none()),
        unreadable: count(|document| document.unreadable),
    }
}
