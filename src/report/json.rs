//! Verification as JSON: `verification/1`, whose schema is `schemas/verification.schema.json`. Its members never
//! change their meaning within a version.

use std::io::{self, Write};

use rayon::prelude::*;
use serde::Serialize;

use crate::corpus::{Pin, Trust};
use crate::record::Kind;
use crate::verify::{Entry, Finding, IntegrityReport, SealedDocument, SignerFact, Summary, Verification};

const MARKER: &str = "verification/1";

/// Records that one worker serialises at a time.
const BATCH: usize = 256;

#[derive(Serialize)]
struct TrustV1 {
    path: String,
    version: u64,
    digest: String,
    pin: &'static str,
    state: &'static str,
    faults: Vec<TrustFaultV1>,
}

#[derive(Serialize)]
struct TrustFaultV1 {
    rule: &'static str,
    path: String,
    message: String,
    help: &'static str,
}

#[derive(Serialize)]
struct RecordV1<'a> {
    path: String,
    line: Option<u32>,
    kind: Option<&'static str>,
    id: Option<&'a str>,
    digest: Option<String>,
    integrity: Option<&'static str>,
    signers: Vec<SignerV1<'a>>,
    notices: Vec<NoticeV1<'a>>,
    captures: Vec<CaptureV1<'a>>,
    references: Vec<ReferenceV1<'a>>,
    links: u16,
    origins: u16,
    dispute: Vec<&'static str>,
    holds: bool,
    findings: Vec<FindingV1>,
}

#[derive(Serialize)]
struct SignerV1<'a> {
    key: String,
    name: Option<&'a str>,
    role: Option<&'static str>,
    standing: &'static str,
    author: bool,
    created: Option<String>,
    valid: bool,
}

#[derive(Serialize)]
struct NoticeV1<'a> {
    path: String,
    effect: &'static str,
    force: &'static str,
    reason: &'a str,
    issued: String,
}

#[derive(Serialize)]
struct CaptureV1<'a> {
    link: &'a str,
    sha256: String,
    state: &'static str,
}

#[derive(Serialize)]
struct ReferenceV1<'a> {
    relation: &'static str,
    link: Option<&'a str>,
    digest: String,
    path: Option<String>,
    id: Option<&'a str>,
    holds: Option<bool>,
}

#[derive(Serialize)]
struct FindingV1 {
    rule: &'static str,
    level: &'static str,
    line: usize,
    column: usize,
    length: usize,
    pointer: String,
    message: String,
    help: String,
}

#[derive(Serialize)]
struct SummaryV1 {
    records: usize,
    claims: usize,
    sources: usize,
    notices: usize,
    trust: usize,
    hold: usize,
    fail: usize,
    malformed: usize,
    unreadable: usize,
}

/// Writes a verification as one JSON object.
///
/// # Errors
///
/// What writing gave.
pub fn write_verification_json(out: &mut dyn Write, verification: &Verification) -> io::Result<()> {
    let trust = verification.trust.as_ref().map(trust);
    write_document(
        out,
        &verification.at.to_string(),
        &trust,
        &mut |out| write_records(out, verification, ",\n"),
        &summary(&verification.summary()),
    )
}

/// Writes a verification as one JSON object a line: the records, then the summary.
///
/// # Errors
///
/// What writing gave.
pub fn write_verification_jsonl(out: &mut dyn Write, verification: &Verification) -> io::Result<()> {
    #[derive(Serialize)]
    struct LastLine {
        byline: &'static str,
        at: String,
        trust: Option<TrustV1>,
        summary: SummaryV1,
    }
    write_records(out, verification, "\n")?;
    if verification.reported().len() > 0 {
        writeln!(out)?;
    }
    let last = LastLine {
        byline: MARKER,
        at: verification.at.to_string(),
        trust: verification.trust.as_ref().map(trust),
        summary: summary(&verification.summary()),
    };
    serde_json::to_writer(&mut *out, &last)?;
    writeln!(out)
}

fn write_document(
    out: &mut dyn Write,
    at: &str,
    trust: &Option<TrustV1>,
    records: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>,
    summary: &SummaryV1,
) -> io::Result<()> {
    write!(out, "{{\"byline\":\"{MARKER}\",\"at\":\"{at}\",\"trust\":")?;
    serde_json::to_writer(&mut *out, trust)?;
    writeln!(out, ",\"records\":[")?;
    records(out)?;
    write!(out, "\n],\"summary\":")?;
    serde_json::to_writer(&mut *out, summary)?;
    writeln!(out, "}}")
}

fn write_records(out: &mut dyn Write, verification: &Verification, between: &str) -> io::Result<()> {
    let numbers: Vec<u32> = verification.reported().map(|(number, _)| number).collect();
    // Rounds keep the text that waits for its turn small.
    const ROUND: usize = 64 * BATCH;
    let mut first = true;
    for round in numbers.chunks(ROUND) {
        let batches: Vec<serde_json::Result<Vec<u8>>> = round
            .par_chunks(BATCH)
            .map(|batch| {
                let mut text = Vec::with_capacity(batch.len() * 512);
                for (position, &number) in batch.iter().enumerate() {
                    if position > 0 {
                        text.extend_from_slice(between.as_bytes());
                    }
                    serde_json::to_writer(&mut text, &record(verification, number))?;
                }
                Ok(text)
            })
            .collect();
        for text in batches {
            if !first {
                out.write_all(between.as_bytes())?;
            }
            first = false;
            out.write_all(&text?)?;
        }
    }
    Ok(())
}

fn trust(trust: &Trust) -> TrustV1 {
    TrustV1 {
        path: trust.list.path.to_string_lossy().into_owned(),
        version: trust.list.version(),
        digest: trust.list.digest.to_string(),
        pin: match trust.pin {
            Pin::Pinned => "pinned",
            Pin::Listed => "listed",
        },
        state: trust.state.as_str(),
        faults: trust
            .faults
            .iter()
            .map(|fault| TrustFaultV1 {
                rule: fault.name.as_str(),
                path: fault.path.to_string_lossy().into_owned(),
                message: fault.message.clone(),
                help: fault.help,
            })
            .collect(),
    }
}

fn record(verification: &Verification, number: u32) -> RecordV1<'_> {
    let entry = verification.entry(number);
    RecordV1 {
        path: verification.path(entry).to_string_lossy().into_owned(),
        line: (entry.line > 0).then_some(entry.line),
        kind: entry.kind.map(Kind::as_str),
        id: (!entry.id.is_empty()).then_some(&*entry.id),
        digest: entry.digest.map(|digest| digest.to_string()),
        integrity: entry.digest.map(|_| entry.integrity.as_str()),
        signers: entry
            .signers
            .iter()
            .map(|fact| signer(verification, fact))
            .collect(),
        notices: notices(verification, number),
        captures: captures(verification, entry),
        references: references(verification, entry),
        links: entry.shape.links,
        origins: entry.shape.origins,
        dispute: dispute(verification, number),
        holds: verification.holds(number),
        findings: verification.findings(number).iter().map(finding).collect(),
    }
}

fn signer<'a>(verification: &'a Verification, fact: &SignerFact) -> SignerV1<'a> {
    SignerV1 {
        key: verification.key(fact).to_string(),
        name: verification.signer_name(fact),
        role: fact.role.map(crate::record::Role::as_str),
        standing: fact.standing.as_str(),
        author: fact.author,
        created: Some(fact.created.to_string()),
        valid: fact.holds,
    }
}

fn notices(verification: &Verification, number: u32) -> Vec<NoticeV1<'_>> {
    verification
        .notices(number)
        .iter()
        .filter_map(|on_record| {
            let notice = verification.entry(on_record.notice);
            let fact = notice.notice()?;
            Some(NoticeV1 {
                path: verification.path(notice).to_string_lossy().into_owned(),
                effect: on_record.effect.as_str(),
                force: on_record.force.as_str(),
                reason: &fact.reason,
                issued: fact.issued.to_string(),
            })
        })
        .collect()
}

fn captures<'a>(verification: &'a Verification, entry: &'a Entry) -> Vec<CaptureV1<'a>> {
    entry
        .captures()
        .iter()
        .map(|capture| CaptureV1 {
            link: &capture.link,
            sha256: capture.sha256.to_string(),
            state: verification
                .capture(capture.sha256)
                .map_or("missing", crate::verify::CaptureState::as_str),
        })
        .collect()
}

fn references<'a>(verification: &'a Verification, entry: &'a Entry) -> Vec<ReferenceV1<'a>> {
    entry
        .references()
        .iter()
        .map(|reference| {
            let target = verification.find(reference.digest);
            ReferenceV1 {
                relation: reference.relation.as_str(),
                link: reference.link.as_deref(),
                digest: reference.digest.to_string(),
                path: target.map(|target| {
                    let path = verification.path(verification.entry(target));
                    path.to_string_lossy().into_owned()
                }),
                id: target.map(|target| &*verification.entry(target).id),
                holds: target.map(|target| verification.holds(target)),
            }
        })
        .collect()
}

/// What speaks against a record, in one word each.
fn dispute(verification: &Verification, number: u32) -> Vec<&'static str> {
    let entry = verification.entry(number);
    let mut words: Vec<&'static str> = verification
        .notices(number)
        .iter()
        .filter(|notice| notice.force == crate::verify::Force::InForce)
        .map(|notice| notice.effect.participle())
        .collect();
    if entry.shape.denials > 0 {
        words.push("denied");
    }
    if !verification.contradicting(number).is_empty() {
        words.push("contradicted");
    }
    words.sort_unstable();
    words.dedup();
    words
}

fn finding(finding: &Finding) -> FindingV1 {
    FindingV1 {
        rule: finding.name.as_str(),
        level: finding.level.as_str(),
        line: finding.place.line,
        column: finding.place.column,
        length: finding.place.length,
        pointer: finding.place.pointer.clone(),
        message: finding.message.to_string(),
        help: finding.help.to_string(),
    }
}

fn summary(summary: &Summary) -> SummaryV1 {
    SummaryV1 {
        records: summary.records,
        claims: summary.kinds[0],
        sources: summary.kinds[1],
        notices: summary.kinds[2],
        trust: summary.kinds[3],
        hold: summary.hold,
        fail: summary.fail,
        malformed: summary.malformed,
        unreadable: summary.unreadable,
    }
}

/// Writes a check of seals and signatures alone, as one JSON object or as one a line.
///
/// # Errors
///
/// What writing gave.
pub fn write_integrity_json(out: &mut dyn Write, report: &IntegrityReport, lines: bool) -> io::Result<()> {
    #[derive(Serialize)]
    struct LastLine {
        byline: &'static str,
        at: String,
        trust: Option<TrustV1>,
        summary: SummaryV1,
    }
    let records = report.documents.iter().map(|document| sealed(report, document));
    let summary = integrity_summary(report);
    let between = if lines { "\n" } else { ",\n" };
    let mut write_all = |out: &mut dyn Write| -> io::Result<()> {
        for (position, record) in records.clone().enumerate() {
            if position > 0 {
                out.write_all(between.as_bytes())?;
            }
            serde_json::to_writer(&mut *out, &record)?;
        }
        Ok(())
    };
    let at = report.at.to_string();
    if !lines {
        return write_document(out, &at, &None, &mut write_all, &summary);
    }
    write_all(out)?;
    writeln!(out)?;
    let last = LastLine {
        byline: MARKER,
        at,
        trust: None,
        summary,
    };
    serde_json::to_writer(&mut *out, &last)?;
    writeln!(out)
}

fn sealed<'a>(report: &'a IntegrityReport, document: &'a SealedDocument) -> RecordV1<'a> {
    RecordV1 {
        path: report.files[document.file].shown.to_string_lossy().into_owned(),
        line: document.line,
        kind: None,
        id: None,
        digest: document.digest.map(|digest| digest.to_string()),
        integrity: document.digest.map(|_| document.integrity.as_str()),
        signers: document
            .signers
            .iter()
            .map(|(key, created)| SignerV1 {
                key: key.to_string(),
                name: None,
                role: None,
                standing: "unknown",
                author: false,
                created: created.map(|created| created.to_string()),
                valid: true,
            })
            .collect(),
        notices: Vec::new(),
        captures: Vec::new(),
        references: Vec::new(),
        links: 0,
        origins: 0,
        dispute: Vec::new(),
        holds: document.holds(),
        findings: document.findings.iter().map(finding).collect(),
    }
}

fn integrity_summary(report: &IntegrityReport) -> SummaryV1 {
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
