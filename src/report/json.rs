//! Verification as JSON: `verification/1`, whose schema is `schemas/verification.schema.json`. Its members never
//! change their meaning within a version.

use std::io::{self, Write};

use serde::Serialize;

use crate::corpus::{Pin, Rounds, Trust};
use crate::record::Kind;
use crate::score::Rating;
use crate::support::{RatingWorker, Ratings};
use crate::verify::{Entry, Finding, MAX_TOLD, SignerFact, Summary, Verification};

use super::bundle::{BundleV1, bundle_v1};
use super::json_text::{json_text, write_json};

pub(super) const MARKER: &str = "verification/1";

/// The text that waits for its turn is small, also where each record has the longest notices.
const ROUNDS: Rounds = Rounds {
    batch: 64,
    batches: 8,
};

#[derive(Serialize)]
pub(super) struct TrustV1 {
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
pub(super) struct RecordV1<'a> {
    pub path: String,
    pub line: Option<u32>,
    pub kind: Option<&'static str>,
    pub id: Option<&'a str>,
    pub digest: Option<String>,
    pub revision: Option<u32>,
    pub superseded_by: Vec<String>,
    pub integrity: Option<&'static str>,
    pub signers: Vec<SignerV1<'a>>,
    pub notices: Vec<NoticeV1<'a>>,
    #[serde(skip_serializing_if = "is_zero")]
    pub more_notices: usize,
    pub captures: Vec<CaptureV1<'a>>,
    pub references: Vec<ReferenceV1<'a>>,
    pub links: u16,
    pub origins: u16,
    pub grade: Option<String>,
    pub rating: Option<&'static str>,
    pub probability: Option<f64>,
    pub dispute: Vec<&'static str>,
    pub holds: bool,
    pub findings: Vec<FindingV1>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")]
fn is_zero(number: &usize) -> bool {
    *number == 0
}

#[derive(Serialize)]
pub(super) struct SignerV1<'a> {
    pub key: String,
    pub name: Option<&'a str>,
    pub role: Option<&'static str>,
    pub standing: &'static str,
    pub author: Option<bool>,
    pub created: Option<String>,
    pub valid: bool,
}

#[derive(Serialize)]
pub(super) struct NoticeV1<'a> {
    path: String,
    effect: &'static str,
    force: &'static str,
    signers: Vec<SignerV1<'a>>,
    reason: &'a str,
    issued: String,
}

#[derive(Serialize)]
pub(super) struct CaptureV1<'a> {
    link: &'a str,
    sha256: String,
    state: &'static str,
    quote: Option<&'static str>,
}

#[derive(Serialize)]
pub(super) struct ReferenceV1<'a> {
    relation: &'static str,
    link: Option<&'a str>,
    digest: String,
    path: Option<String>,
    id: Option<&'a str>,
    holds: Option<bool>,
}

#[derive(Serialize)]
pub(super) struct FindingV1 {
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
pub(super) struct SummaryV1 {
    pub records: usize,
    pub claims: usize,
    pub sources: usize,
    pub notices: usize,
    pub trust: usize,
    pub hold: usize,
    pub fail: usize,
    pub malformed: usize,
    pub unreadable: usize,
}

/// How records are put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonForm {
    /// One JSON object that holds all.
    Object,
    /// One JSON object a record, and a last one for the run.
    Lines,
}

impl JsonForm {
    pub(super) const fn between(self) -> &'static str {
        match self {
            JsonForm::Object => ",\n",
            JsonForm::Lines => "\n",
        }
    }
}

/// What is said of a run as a whole.
#[derive(Serialize)]
pub(super) struct RunV1<'v> {
    pub byline: &'static str,
    pub at: String,
    pub trust: Option<TrustV1>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bundle: Option<BundleV1<'v>>,
}

/// Writes a verification as JSON, with the ratings of its claims.
///
/// # Errors
///
/// What writing gave.
pub fn write_verification_json(out: &mut dyn Write, ratings: &Ratings<'_>, form: JsonForm) -> io::Result<()> {
    let verification = ratings.verification();
    let run = RunV1 {
        byline: MARKER,
        at: verification.at.to_string(),
        trust: verification.trust.as_ref().map(trust),
        bundle: bundle_v1(verification),
    };
    let summary = summary(&verification.summary());
    write_run(out, form, &run, &summary, &mut |out| {
        write_records(out, ratings, form.between())
    })
}

/// Writes what is said of a run, with the records that `records` writes.
pub(super) fn write_run(
    out: &mut dyn Write,
    form: JsonForm,
    run: &RunV1<'_>,
    summary: &SummaryV1,
    records: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let head = json_text(run)?;
    let head = head.strip_suffix('}').unwrap_or(&head);
    let summary = json_text(summary)?;
    match form {
        JsonForm::Object => {
            writeln!(out, "{head},\"records\":[")?;
            records(out)?;
            writeln!(out, "\n],\"summary\":{summary}}}")
        }
        JsonForm::Lines => {
            let mut counted = Counting { out, written: 0 };
            records(&mut counted)?;
            if counted.written > 0 {
                writeln!(counted.out)?;
            }
            writeln!(counted.out, "{head},\"summary\":{summary}}}")
        }
    }
}

/// Tells whether anything was written.
struct Counting<'w> {
    out: &'w mut dyn Write,
    written: usize,
}

impl Write for Counting<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.written += written;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

fn write_records(out: &mut dyn Write, ratings: &Ratings<'_>, between: &str) -> io::Result<()> {
    let numbers: Vec<u32> = ratings
        .verification()
        .reported()
        .map(|(number, _)| number)
        .collect();
    let texts = ROUNDS.of(&numbers, |batch| batch_text(batch, ratings, between));
    for (nth, text) in texts.enumerate() {
        if nth > 0 {
            out.write_all(between.as_bytes())?;
        }
        out.write_all(&text?)?;
    }
    Ok(())
}

fn batch_text(batch: &[u32], ratings: &Ratings<'_>, between: &str) -> io::Result<Vec<u8>> {
    let mut text = Vec::with_capacity(batch.len() * 512);
    let mut worker = ratings.worker();
    for (position, &number) in batch.iter().enumerate() {
        if position > 0 {
            text.extend_from_slice(between.as_bytes());
        }
        write_json(&mut text, &record(ratings, &mut worker, number))?;
    }
    Ok(text)
}

pub(super) fn trust(trust: &Trust) -> TrustV1 {
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

fn record<'v>(ratings: &Ratings<'v>, worker: &mut RatingWorker<'_>, number: u32) -> RecordV1<'v> {
    let verification = ratings.verification();
    let entry = verification.entry(number);
    // Only claims have one.
    let rating = worker.rate(number).ok();
    let shape = entry.shape();
    RecordV1 {
        path: verification.path(entry).to_string_lossy().into_owned(),
        line: (entry.line > 0).then_some(entry.line),
        kind: entry.kind.map(Kind::as_str),
        id: (!entry.id.is_empty()).then_some(&*entry.id),
        digest: entry.digest.map(|digest| digest.to_string()),
        revision: entry.chain().map(|_| entry.revision),
        superseded_by: superseded_by(verification, number),
        integrity: entry.digest.map(|_| entry.integrity.as_str()),
        signers: entry
            .signers
            .iter()
            .map(|fact| signer(verification, fact))
            .collect(),
        notices: notices(verification, number),
        more_notices: verification.more_notices(number),
        captures: captures(verification, entry),
        references: references(verification, entry),
        links: shape.links,
        origins: shape.origins,
        grade: rating.as_ref().map(Rating::grade),
        rating: rating.as_ref().map(|rating| rating.word.as_str()),
        probability: rating.as_ref().map(|rating| rating.probability),
        dispute: dispute(
            verification,
            number,
            rating.as_ref().is_some_and(|rating| rating.disputed),
        ),
        holds: verification.holds(number),
        findings: verification.findings(number).iter().map(finding).collect(),
    }
}

pub(super) fn signer<'a>(verification: &'a Verification, fact: &SignerFact) -> SignerV1<'a> {
    SignerV1 {
        key: verification.key(fact).to_string(),
        name: verification.signer_name(fact),
        role: fact.role.map(crate::record::Role::as_str),
        standing: fact.standing.as_str(),
        author: Some(fact.author),
        created: Some(fact.created.to_string()),
        valid: fact.holds,
    }
}

pub(super) fn notices(verification: &Verification, number: u32) -> Vec<NoticeV1<'_>> {
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
                signers: notice
                    .signers
                    .iter()
                    .map(|fact| signer(verification, fact))
                    .collect(),
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
                .capture(entry, capture.sha256)
                .map_or("missing", crate::verify::CaptureState::as_str),
            quote: verification.quote(entry, capture).map(|quote| quote.as_str()),
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
                id: target
                    .map(|target| &*verification.entry(target).id)
                    .filter(|id| !id.is_empty()),
                holds: target.map(|target| verification.holds(target)),
            }
        })
        .collect()
}

/// The digests of the revisions that supersede a record, the first few: thousands of rivals of thousands of copies would
/// be millions.
pub(super) fn superseded_by(verification: &Verification, number: u32) -> Vec<String> {
    let later = verification.successors(number).iter().take(MAX_TOLD);
    later
        .filter_map(|&later| verification.entry(later).digest)
        .map(|digest| digest.to_string())
        .collect()
}

/// What speaks against a record, in one word each; a denial may stand in a claim below.
fn dispute(verification: &Verification, number: u32, is_denied: bool) -> Vec<&'static str> {
    let entry = verification.entry(number);
    let mut words: Vec<&'static str> = verification
        .notices(number)
        .iter()
        .filter(|notice| notice.force == crate::verify::Force::InForce)
        .map(|notice| notice.effect.participle())
        .collect();
    if is_denied || !entry.shape().denying.is_empty() {
        words.push("denied");
    }
    if verification.counting_against(number).next().is_some() {
        words.push("contradicted");
    }
    words.sort_unstable();
    words.dedup();
    words
}

pub(super) fn finding(finding: &Finding) -> FindingV1 {
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
