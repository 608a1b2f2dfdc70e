//! The table of claims.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt::Write as _;
use std::io::{self, Write};

use rayon::prelude::*;
use unicode_width::UnicodeWidthStr;

use crate::record::{Effect, Kind, PublicKey, Role};
use crate::score::{Brief, Word};
use crate::verify::{Entry, Flaw, Force, MAX_TOLD, RatingWorker, Ratings, SignerFact, Subject, Verification};

use super::rests::rests_on;
use super::text::counted;
use super::visible::{on_one_line, visible};
use super::wrap::{break_name, fit, push_fit, wrap};
use super::{BAD, GOOD, HEAD, Layout, WARN};

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

/// The widths of the table's columns.
struct Columns {
    id: usize,
    grade: usize,
    signers: usize,
    rests: usize,
}

/// Runs longer than this are laid out in fixed widths: measuring would mean laying out every row twice.
const MEASURED_ROWS: usize = 1_000;

/// Where a row takes more lines than this, the claims are easier to read without columns.
const MAX_ROW_LINES: usize = 4;

/// The width of "malformed", the longest of what is said of integrity.
const INTEGRITY: usize = 9;

/// The columns "does it hold", "integrity" and "links", with the spaces between all columns.
const FIXED_COLUMNS: usize = 5 + INTEGRITY + 5 + 6;

/// What the chain rests on takes this much where there is room: "2 unnamed people" fits.
const RESTS: usize = 18;

/// The width of a grade, and that of "retracted" in its place.
const GRADE: usize = 5;
const RETRACTED: usize = 9;

impl Columns {
    fn new(claims: &[u32], verification: &Verification, layout: Layout) -> Self {
        let (mut id, mut signers) = (28, 28);
        if claims.len() <= MEASURED_ROWS {
            let longest = |lengths: &mut dyn Iterator<Item = usize>| lengths.max().unwrap_or(0);
            id = longest(
                &mut claims
                    .iter()
                    .map(|&claim| name_in_table(verification, verification.entry(claim)).width()),
            );
            let mut every = claims
                .iter()
                .flat_map(|&claim| &verification.entry(claim).signers)
                .map(|signer| {
                    let mut described = String::new();
                    push_signer(&mut described, verification, signer);
                    described.width()
                });
            signers = longest(&mut every);
        }
        // In less there is no table.
        let is_retracted = |claim: &u32| verification.is_retracted(*claim);
        let grade = if claims.iter().any(is_retracted) {
            RETRACTED
        } else {
            GRADE
        };
        let room = layout.width.max(Layout::TABLE_WIDTH) - FIXED_COLUMNS - grade;
        let id = id.clamp(5, room * 2 / 5);
        let left = room - id;
        let signers = signers.clamp(9, left.saturating_sub(RESTS).max(left * 3 / 5));
        Self {
            id,
            grade,
            signers,
            rests: room - id - signers,
        }
    }

    /// Whether no row is torn into many short lines.
    fn suit(&self, claims: &[u32], verification: &Verification) -> bool {
        let lines_in = |text: &str, width| wrap("", text, width).lines().count();
        let is_tall = |entry: &Entry| {
            lines_in(&rests_on(&entry.shape()), self.rests) > MAX_ROW_LINES
                || lines_in(&signed_by(verification, entry), self.signers) > MAX_ROW_LINES
        };
        claims.len() > MEASURED_ROWS || !claims.iter().any(|&claim| is_tall(verification.entry(claim)))
    }

    fn head(&self) -> String {
        let (id, signers) = (fit("CLAIM", self.id), fit("SIGNED BY", self.signers));
        let grade = fit("GRADE", self.grade);
        format!("      {id} INTEGRITY {grade} {signers} LINKS RESTS ON")
    }

    /// The lines of one row.
    fn row(&self, text: &mut String, row: &Row) {
        let name = break_name(&row.name, self.id);
        let signers = wrap("", &row.signers, self.signers);
        let rests = wrap("", &row.rests, self.rests);
        let mut cells = [name.lines(), signers.lines(), rests.lines()];
        for line in 0.. {
            let [name, signers, rests] = cells.each_mut().map(Iterator::next);
            let is_first = line == 0;
            if !is_first && [name, signers, rests] == [None; 3] {
                break;
            }
            let (integrity, grade) = if is_first {
                row.push_mark(text);
                (row.integrity, row.grade_in_table())
            } else {
                text.push_str("     ");
                ("", Cow::Borrowed(""))
            };
            for (cell, width) in [
                (name.unwrap_or_default(), self.id),
                (integrity, INTEGRITY),
                (&grade, self.grade),
                (signers.unwrap_or_default(), self.signers),
            ] {
                text.push(' ');
                push_fit(text, cell, width);
            }
            if is_first {
                let _ = write!(text, " {:>5}", row.links);
            } else {
                text.push_str("      ");
            }
            text.push(' ');
            push_fit(text, rests.unwrap_or_default(), self.rests);
            text.truncate(text.trim_end().len());
            text.push('\n');
        }
    }
}

/// What the table says of one claim.
struct Row {
    verdict: Verdict,
    name: String,
    /// `None` where the claim could not be rated.
    rating: Option<Brief>,
    integrity: &'static str,
    signers: String,
    links: u16,
    rests: String,
}

impl Row {
    fn push_mark(&self, text: &mut String) {
        let (style, word) = match self.verdict {
            Verdict::Holds => (GOOD, "holds"),
            Verdict::Fails => (BAD, "FAILS"),
            Verdict::Noted => (WARN, "noted"),
        };
        // Writing into a String cannot fail.
        let _ = write!(text, "{style}{word}{style:#}");
    }

    fn grade_in_table(&self) -> Cow<'static, str> {
        match self.rating {
            Some(rating) if rating.word == Word::Retracted => rating.word.phrase().into(),
            Some(rating) => rating.grade().into(),
            None => "-".into(),
        }
    }

    /// "A2, fairly attested".
    fn grade_in_words(&self) -> String {
        match self.rating {
            Some(rating) if rating.word == Word::Retracted => word_of(rating),
            Some(rating) => format!("{}, {}", rating.grade(), word_of(rating)),
            None => "not rated".to_owned(),
        }
    }
}

/// Writes a claim as a row of the table, or in a few lines where there are no columns.
fn write_row(text: &mut String, columns: Option<&Columns>, row: &Row, layout: Layout) {
    let Some(columns) = columns else {
        let rests = match row.links {
            // What could not be read has none; every claim has one.
            0 => row.rests.clone(),
            links => {
                let links = counted(usize::from(links), "link", "links");
                format!("{}; {links}, rests on {}", row.grade_in_words(), row.rests)
            }
        };
        let signed = if row.signers.is_empty() {
            row.integrity.to_owned()
        } else {
            format!("{}, signed by {}", row.integrity, row.signers)
        };
        row.push_mark(text);
        let lines = [&signed, &rests].map(|line| wrap("      ", line, layout.width));
        let _ = writeln!(text, " {}\n{}\n{}", row.name, lines[0], lines[1]);
        return;
    };
    columns.row(text, row);
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

/// What speaks against a record: notices, denials, contradictions.
pub(super) fn disputes(verification: &Verification, number: u32) -> Vec<String> {
    let mut lines = Vec::new();
    for &later in verification.successors(number) {
        let later = verification.entry(later);
        let path = verification.path(later).to_string_lossy();
        lines.push(format!(
            "superseded by revision {} ({})",
            later.revision,
            visible(&path)
        ));
    }
    let notices = verification.notices(number);
    for on_record in notices.iter().take(MAX_TOLD) {
        let notice = verification.entry(on_record.notice);
        let Some(fact) = notice.notice() else { continue };
        let path = verification.path(notice).to_string_lossy().into_owned();
        let force = match on_record.force {
            Force::InForce => "",
            Force::Lapsed => " (lapsed: its key was compromised)",
            Force::Foreign(flaw) => match flaw {
                Flaw::Unsigned => {
                    " (changes nothing yet: nobody has signed the notice, which `byline sign` does)"
                }
                Flaw::NoSay => " (changes nothing: its signer has no say here)",
                Flaw::InFuture => " (changes nothing yet: it is signed at a time that is still to come)",
                Flaw::Expired => " (changes nothing: its key was not valid then or its proof has expired)",
                Flaw::Revoked => " (changes nothing: its key was revoked)",
            },
        };
        let participle = Effect::participle(on_record.effect);
        let subject = match verification.subject(number, on_record) {
            Subject::Later(revision) => format!("its later revision {revision} was "),
            Subject::This | Subject::Earlier => String::new(),
        };
        lines.push(format!(
            "{subject}{participle}{force}: {} ({})",
            on_one_line(&fact.reason),
            visible(&path)
        ));
    }
    let untold = notices.len().saturating_sub(MAX_TOLD) + verification.more_notices(number);
    if untold > 0 {
        lines.push(format!("and {}", counted(untold, "more notice", "more notices")));
    }
    for other in verification.contradicting(number) {
        lines.push(format!(
            "contradicted: {} says otherwise",
            verification.entry(*other).id
        ));
    }
    lines
}
