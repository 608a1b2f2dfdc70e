//! The table of claims.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::io::{self, Write};

use rayon::prelude::*;
use unicode_width::UnicodeWidthStr;

use crate::record::{Effect, Kind, PublicKey};
use crate::score::{Brief, Word};
use crate::verify::{Entry, Flaw, Force, MAX_TOLD, RatingWorker, Ratings, SignerFact, Subject, Verification};

use super::rests::rests_on;
use super::text::counted;
use super::visible::{on_one_line, visible};
use super::wrap::{break_name, fit, wrap};
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

/// The columns "does it hold", "integrity" and "links", with the spaces between all columns.
const FIXED_COLUMNS: usize = 5 + 9 + 5 + 6;

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
                .flat_map(|&claim| signers_of(verification, verification.entry(claim)));
            signers = longest(&mut every.by_ref().map(|signer| signer.width()));
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
        let is_tall = |entry: &Entry| {
            let signers = || cell(&signers_of(verification, entry).join(", "), self.signers);
            cell(&rests_on(&entry.shape()), self.rests).len() > MAX_ROW_LINES
                || signers().len() > MAX_ROW_LINES
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
        let cells = [
            break_name(&row.name, self.id),
            cell(&row.signers, self.signers),
            cell(&row.rests, self.rests),
        ];
        let height = cells.iter().map(Vec::len).max().unwrap_or(1);
        for line in 0..height {
            let part = |column: usize, width| fit(cells[column].get(line).map_or("", String::as_str), width);
            let (mark, integrity, grade, links) = if line == 0 {
                let grade = row.grade_in_table();
                (row.mark(), row.integrity, grade, row.links.to_string())
            } else {
                ("     ".to_owned(), "", "", String::new())
            };
            let text_of_line = format!(
                "{mark} {} {integrity:9} {} {} {links:>5} {}",
                part(0, self.id),
                fit(grade, self.grade),
                part(1, self.signers),
                part(2, self.rests)
            );
            text.push_str(text_of_line.trim_end());
            text.push('\n');
        }
    }
}

/// What the table says of one claim.
struct Row {
    verdict: Verdict,
    name: String,
    /// Grade and rating; `None` where the claim could not be rated.
    rating: Option<(String, Word, String)>,
    integrity: &'static str,
    signers: String,
    links: u16,
    rests: String,
}

impl Row {
    fn mark(&self) -> String {
        let (style, word) = match self.verdict {
            Verdict::Holds => (GOOD, "holds"),
            Verdict::Fails => (BAD, "FAILS"),
            Verdict::Noted => (WARN, "noted"),
        };
        format!("{style}{word}{style:#}")
    }

    fn grade_in_table(&self) -> &str {
        match &self.rating {
            Some((_, Word::Retracted, _)) => Word::Retracted.phrase(),
            Some((grade, ..)) => grade,
            None => "-",
        }
    }

    /// "A2, fairly attested".
    fn grade_in_words(&self) -> String {
        match &self.rating {
            Some((_, Word::Retracted, words)) => words.clone(),
            Some((grade, _, words)) => format!("{grade}, {words}"),
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
        for line in [
            format!("{} {}", row.mark(), row.name),
            wrap("      ", &signed, layout.width),
            wrap("      ", &rests, layout.width),
        ] {
            text.push_str(&line);
            text.push('\n');
        }
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
    let brief = worker.brief(number).ok();
    let shape = entry.shape();
    Row {
        verdict,
        name,
        rating: brief.map(|brief| (brief.grade(), brief.word, word_of(brief))),
        integrity: entry.integrity.as_str(),
        signers: signers_of(verification, entry).join(", "),
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

/// The lines of a cell.
fn cell(text: &str, width: usize) -> Vec<String> {
    wrap("", text, width).lines().map(str::to_owned).collect()
}

/// The id of a claim, with its revision where there was one before.
pub(super) fn name_of(entry: &Entry) -> String {
    if entry.revision > 1 {
        format!("{} (r{})", entry.id, entry.revision)
    } else {
        entry.id.to_string()
    }
}

/// The signers of a record, each with its role and standing.
pub(super) fn signers_of(verification: &Verification, entry: &Entry) -> Vec<String> {
    if entry.signers.is_empty() {
        return vec!["nobody".to_owned()];
    }
    entry
        .signers
        .iter()
        .map(|signer| describe_signer(verification, signer))
        .collect()
}

/// A signer with its role and standing: "News desk (author, listed)".
fn describe_signer(verification: &Verification, signer: &SignerFact) -> String {
    let name = match verification.signer_name(signer) {
        Some(name) => visible(name).into_owned(),
        None => short_key(verification.key(signer)),
    };
    let standing = if !signer.holds {
        "bad signature"
    } else if signer.in_future {
        "in the future"
    } else {
        signer.standing.as_str()
    };
    match signer.role {
        Some(role) => format!("{name} ({}, {standing})", role.as_str()),
        None => format!("{name} ({standing})"),
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
