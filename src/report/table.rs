//! The table of claims.

mod columns;

use std::collections::HashSet;
use std::fmt::Write as _;
use std::io::{self, Write};

use rayon::prelude::*;

use crate::record::{Effect, Kind, PublicKey, Role};
use crate::score::{Brief, Word};
use crate::support::{RatingWorker, Ratings};
use crate::verify::{Entry, Flaw, Force, MAX_TOLD, SignerFact, Subject, Verification};

use super::rests::rests_on;
use super::text::counted;
use super::visible::{on_one_line, visible};
use super::wrap::wrap;
use super::{HEAD, Layout, WARN};
use columns::{Columns, Row, write_row};

/// Rows that one worker lays out at a time.
const ROWS: usize = 256;

/// Rows that are laid out before any is written: what waits for its turn stays small.
const ROUND: usize = 8 * ROWS;

/// What the first column says of a claim.
#[derive(Clone, Copy)]
pub(super) enum Verdicts<'v> {
    /// Whether it holds.
    Verified,
    /// Whether it fails a check: the policy may accept what does not hold, and refuse what does.
    Checked {
        /// The records with findings that fail the check.
        failing: &'v HashSet<u32>,
    },
}

impl Verdicts<'_> {
    fn of(self, verification: &Verification, number: u32) -> Verdict {
        let holds = verification.holds(number);
        match self {
            Self::Checked { failing } if failing.contains(&number) => Verdict::Fails,
            Self::Checked { .. } if !holds => Verdict::Noted,
            Self::Verified if !holds => Verdict::Fails,
            _ => Verdict::Holds,
        }
    }
}

/// What is said of one claim.
#[derive(Clone, Copy)]
enum Verdict {
    Holds,
    Fails,
    /// It does not hold, which is known and accepted.
    Noted,
}

/// Writes the table of claims, or a few lines for each where there is no room for one.
pub(super) fn write_claims(
    out: &mut dyn Write,
    ratings: &Ratings<'_>,
    verdicts: Verdicts<'_>,
    layout: Layout,
) -> io::Result<()> {
    let verification = ratings.verification();
    let claims: Vec<u32> = verification
        .reported()
        .filter(|(_, entry)| is_in_table(entry))
        .map(|(number, _)| number)
        .collect();
    if claims.is_empty() {
        return Ok(());
    }
    let columns = layout
        .has_room_for_table()
        .then(|| Columns::new(&claims, verification, layout))
        .filter(|columns| columns.suit(&claims, verification));
    if let Some(columns) = &columns {
        writeln!(out, "{HEAD}{}{HEAD:#}", columns.head())?;
    }
    for round in claims.chunks(ROUND) {
        let batches: Vec<String> = round
            .par_chunks(ROWS)
            .map(|rows| {
                let mut text = String::with_capacity(rows.len() * 128);
                let mut worker = ratings.worker();
                for &number in rows {
                    let row = row_of(&mut worker, verification, verdicts, number);
                    write_row(&mut text, columns.as_ref(), &row, layout);
                    write_disputes(&mut text, verification, number, layout);
                }
                text
            })
            .collect();
        for text in batches {
            out.write_all(text.as_bytes())?;
        }
    }
    writeln!(out)
}

/// Claims, and whatever could not be read: it may be one.
fn is_in_table(entry: &Entry) -> bool {
    !entry.is_unreadable()
        && (entry.kind == Some(Kind::Claim) || (entry.kind.is_none() && entry.digest.is_none()))
}

fn write_disputes(text: &mut String, verification: &Verification, number: u32, layout: Layout) {
    for dispute in disputes(verification, number) {
        // Writing into a String cannot fail.
        let _ = writeln!(text, "{WARN}{}{WARN:#}", wrap("      ! ", &dispute, layout.width));
    }
}

fn row_of(
    worker: &mut RatingWorker<'_>,
    verification: &Verification,
    verdicts: Verdicts<'_>,
    number: u32,
) -> Row {
    let entry = verification.entry(number);
    let verdict = verdicts.of(verification, number);
    let name = name_in_table(verification, entry);
    if entry.digest.is_none() {
        return Row {
            verdict,
            name,
            rating: None,
            integrity: "malformed",
            signers: String::new(),
            links: 0,
            rests: "it could not be read".to_owned(),
        };
    }
    let shape = entry.shape();
    Row {
        verdict,
        name,
        rating: worker.brief(number).ok(),
        integrity: entry.integrity.as_str(),
        signers: signed_by(verification, entry),
        links: shape.links,
        rests: rests_on(&shape),
    }
}

/// The rating as people read it.
pub(super) fn word_of(rating: Brief) -> String {
    let phrase = rating.word.phrase();
    // Denials that outweigh it are a dispute, without saying so twice.
    if rating.disputed && rating.word != Word::Against {
        format!("{phrase}, disputed")
    } else {
        phrase.to_owned()
    }
}

/// What a claim is called in the table: by its file where nothing else is known of it.
fn name_in_table(verification: &Verification, entry: &Entry) -> String {
    if entry.digest.is_some() {
        return name_of(entry);
    }
    let path = verification.path(entry).to_string_lossy();
    visible(&path).into_owned()
}

/// The id of a claim, with its revision where there was one before.
pub(super) fn name_of(entry: &Entry) -> String {
    if entry.revision > 1 {
        format!("{} (r{})", entry.id, entry.revision)
    } else {
        entry.id.to_string()
    }
}

/// The signers of a record, each with its role and standing, one after the other.
pub(super) fn signed_by(verification: &Verification, entry: &Entry) -> String {
    let mut text = String::new();
    for signer in &entry.signers {
        if !text.is_empty() {
            text.push_str(", ");
        }
        push_signer(&mut text, verification, signer);
    }
    if text.is_empty() {
        text.push_str("nobody");
    }
    text
}

/// Adds a signer with its role and standing: "News desk (author, listed)".
fn push_signer(text: &mut String, verification: &Verification, signer: &SignerFact) {
    match verification.signer_name(signer) {
        Some(name) => text.push_str(&visible(name)),
        None => text.push_str(&short_key(verification.key(signer))),
    }
    let standing = if !signer.holds {
        "bad signature"
    } else if signer.in_future {
        "in the future"
    } else {
        signer.standing.as_str()
    };
    let role = signer.role.map_or("", Role::as_str);
    let comma = if role.is_empty() { "" } else { ", " };
    for part in [" (", role, comma, standing, ")"] {
        text.push_str(part);
    }
}

/// A key shortened to what a person compares.
pub(super) fn short_key(key: PublicKey) -> String {
    let multibase = key.multibase();
    let (start, end) = (
        &multibase[..8.min(multibase.len())],
        &multibase[multibase.len().saturating_sub(4)..],
    );
    format!("{start}…{end}")
}

/// Why a notice changes nothing.
fn why_foreign(verification: &Verification, notice: &Entry, flaw: Flaw) -> String {
    match flaw {
        Flaw::Unsigned => " yet: nobody has signed the notice, which `byline sign` does".to_owned(),
        Flaw::NoSay => {
            let names = signers_of(verification, notice);
            match names.is_empty() {
                true => ": its signer has no say here".to_owned(),
                false => format!(": its signer, {names}, has no say here"),
            }
        }
        Flaw::InFuture => " yet: it is signed at a time that is still to come".to_owned(),
        Flaw::Expired => ": its key was not valid then or its proof has expired".to_owned(),
        Flaw::Revoked => ": its key was revoked".to_owned(),
    }
}

/// Those whose signatures on a notice hold, by their names.
fn signers_of(verification: &Verification, notice: &Entry) -> String {
    let holding = notice.signers.iter().filter(|signer| signer.holds);
    let name = |signer: &SignerFact| match verification.signer_name(signer) {
        Some(name) => on_one_line(name),
        None => short_key(verification.key(signer)),
    };
    let names: Vec<String> = holding.map(name).collect();
    names.join(" and ")
}

/// What speaks against a record: notices, denials, contradictions.
pub(super) fn disputes(verification: &Verification, number: u32) -> Vec<String> {
    let mut lines = Vec::new();
    let successors = verification.successors(number);
    for &later in successors.iter().take(MAX_TOLD) {
        let later = verification.entry(later);
        let path = verification.path(later).to_string_lossy();
        lines.push(format!(
            "superseded by revision {} ({})",
            later.revision,
            visible(&path)
        ));
    }
    if let Some(more @ 1..) = successors.len().checked_sub(MAX_TOLD) {
        lines.push(format!(
            "and by {}",
            counted(more, "more revision", "more revisions")
        ));
    }
    let notices = verification.notices(number);
    for on_record in notices.iter().take(MAX_TOLD) {
        let notice = verification.entry(on_record.notice);
        let Some(fact) = notice.notice() else { continue };
        let path = verification.path(notice).to_string_lossy().into_owned();
        let force = match on_record.force {
            Force::InForce => String::new(),
            Force::Lapsed => " (lapsed: its key was compromised)".to_owned(),
            Force::Foreign(flaw) => format!(" (changes nothing{})", why_foreign(verification, notice, flaw)),
        };
        let participle = Effect::participle(on_record.effect);
        let by = match on_record.force {
            Force::InForce | Force::Lapsed => format!(" by {}", signers_of(verification, notice)),
            Force::Foreign(_) => String::new(),
        };
        let subject = match verification.subject(number, on_record) {
            Subject::Later(revision) => format!("its later revision {revision} was "),
            Subject::This | Subject::Earlier => String::new(),
        };
        lines.push(format!(
            "{subject}{participle}{by}{force}: {} ({})",
            on_one_line(&fact.reason),
            visible(&path)
        ));
    }
    let untold = notices.len().saturating_sub(MAX_TOLD) + verification.more_notices(number);
    if untold > 0 {
        lines.push(format!("and {}", counted(untold, "more notice", "more notices")));
    }
    let counting: HashSet<u32> = verification.counting_against(number).collect();
    let contradicting = verification.contradicting(number).iter();
    for other in contradicting.filter(|other| verification.speaks(**other)) {
        let force = match counting.contains(other) {
            true => "",
            false => " (changes nothing: nobody vouches for it here)",
        };
        lines.push(format!(
            "contradicted{force}: {} says otherwise",
            verification.entry(*other).id
        ));
    }
    lines
}
