//! The table of claims.

use std::fmt::Write as _;
use std::io::{self, Write};

use rayon::prelude::*;
use unicode_width::UnicodeWidthStr;

use crate::record::{Effect, Kind};
use crate::verify::{Entry, Force, SignerFact, Verification};

use super::rests::rests_on;
use super::text::counted;
use super::visible::{on_one_line, visible};
use super::wrap::{fit, wrap};
use super::{BAD, GOOD, HEAD, Layout, WARN};

/// Rows that one worker lays out at a time.
const ROWS: usize = 256;

/// Rows that are laid out before any is written: what waits for its turn stays small.
const ROUND: usize = 64 * ROWS;

/// Writes the table of claims, or a few lines for each where there is no room for one.
pub(super) fn write_claims(
    out: &mut dyn Write,
    verification: &Verification,
    layout: Layout,
) -> io::Result<()> {
    let claims: Vec<(u32, &Entry)> = verification
        .reported()
        .filter(|(_, entry)| is_in_table(entry))
        .collect();
    if claims.is_empty() {
        return Ok(());
    }
    let columns = layout
        .has_room_for_table()
        .then(|| Columns::new(&claims, verification, layout));
    if let Some(columns) = &columns {
        writeln!(out, "{HEAD}{}{HEAD:#}", columns.head())?;
    }
    for round in claims.chunks(ROUND) {
        let batches: Vec<String> = round
            .par_chunks(ROWS)
            .map(|rows| {
                let mut text = String::with_capacity(rows.len() * 128);
                for (number, entry) in rows {
                    write_row(&mut text, columns.as_ref(), verification, *number, entry, layout);
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
    signers: usize,
    rests: usize,
}

/// Runs longer than this are laid out in fixed widths: measuring would mean laying out every row twice.
const MEASURED_ROWS: usize = 1_000;

/// The columns "does it hold", "integrity" and "links", with the spaces between all columns.
const FIXED_COLUMNS: usize = 5 + 9 + 5 + 6;

impl Columns {
    fn new(claims: &[(u32, &Entry)], verification: &Verification, layout: Layout) -> Self {
        let (mut id, mut signers) = (28, 28);
        if claims.len() <= MEASURED_ROWS {
            let longest = |lengths: &mut dyn Iterator<Item = usize>| lengths.max().unwrap_or(0);
            id = longest(
                &mut claims
                    .iter()
                    .map(|(_, entry)| row_of(verification, entry).name.width()),
            );
            let mut every = claims
                .iter()
                .flat_map(|(_, entry)| signers_of(verification, entry));
            signers = longest(&mut every.by_ref().map(|signer| signer.width()));
        }
        // In less there is no table.
        let room = layout.width.max(Layout::TABLE_WIDTH) - FIXED_COLUMNS;
        let id = id.clamp(5, room * 2 / 5);
        let signers = signers.clamp(9, (room - id) * 3 / 5);
        Self {
            id,
            signers,
            rests: room - id - signers,
        }
    }

    fn head(&self) -> String {
        let (id, signers) = (fit("CLAIM", self.id), fit("SIGNED BY", self.signers));
        format!("      {id} INTEGRITY {signers} LINKS  RESTS ON")
    }

    /// The lines of one row.
    fn row(&self, text: &mut String, mark: &str, row: &Row) {
        let cells = [
            cell(&row.name, self.id),
            cell(&row.signers, self.signers),
            cell(&row.rests, self.rests),
        ];
        let height = cells.iter().map(Vec::len).max().unwrap_or(1);
        for line in 0..height {
            let part = |column: usize, width| fit(cells[column].get(line).map_or("", String::as_str), width);
            let (mark, integrity, links) = if line == 0 {
                (mark, row.integrity, row.links.to_string())
            } else {
                ("     ", "", String::new())
            };
            let text_of_line = format!(
                "{mark} {} {integrity:9} {} {links:>5}  {}",
                part(0, self.id),
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
    name: String,
    integrity: &'static str,
    signers: String,
    links: u16,
    rests: String,
}

/// Writes a claim as a row of the table, or in a few lines where there are no columns.
fn write_row(
    text: &mut String,
    columns: Option<&Columns>,
    verification: &Verification,
    number: u32,
    entry: &Entry,
    layout: Layout,
) {
    let (style, word) = match verification.holds(number) {
        true => (GOOD, "holds"),
        false => (BAD, "FAILS"),
    };
    let mark = format!("{style}{word}{style:#}");
    let row = row_of(verification, entry);
    match columns {
        Some(columns) => columns.row(text, &mark, &row),
        None => {
            let links = counted(usize::from(row.links), "link", "links");
            let signed = if entry.signers.is_empty() {
                row.integrity.to_owned()
            } else {
                format!("{}, signed by {}", row.integrity, row.signers)
            };
            for line in [
                format!("{mark} {}", row.name),
                wrap("      ", &signed, layout.width),
                wrap(
                    "      ",
                    &format!("{links}, rests on {}", row.rests),
                    layout.width,
                ),
            ] {
                text.push_str(&line);
                text.push('\n');
            }
        }
    }
    for dispute in disputes(verification, number) {
        // Writing into a String cannot fail.
        let _ = writeln!(text, "{WARN}{}{WARN:#}", wrap("      ! ", &dispute, layout.width));
    }
}

fn row_of(verification: &Verification, entry: &Entry) -> Row {
    if entry.digest.is_none() {
        let path = verification.path(entry).to_string_lossy().into_owned();
        return Row {
            name: visible(&path).into_owned(),
            integrity: "malformed",
            signers: "-".to_owned(),
            links: 0,
            rests: "it could not be read; see below".to_owned(),
        };
    }
    Row {
        name: name_of(entry),
        integrity: entry.integrity.as_str(),
        signers: signers_of(verification, entry).join(", "),
        links: entry.shape.links,
        rests: rests_on(&entry.shape),
    }
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
        None => short_key(&verification.key(signer).multibase()),
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
fn short_key(multibase: &str) -> String {
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
    for on_record in verification.notices(number) {
        let notice = verification.entry(on_record.notice);
        let Some(fact) = notice.notice() else { continue };
        let path = verification.path(notice).to_string_lossy().into_owned();
        let force = match on_record.force {
            Force::InForce => "",
            Force::Lapsed => " (lapsed: its key was compromised)",
            Force::Foreign => " (changes nothing: its signer has no say here)",
        };
        let participle = Effect::participle(on_record.effect);
        lines.push(format!(
            "{participle}{force}: {} ({})",
            on_one_line(&fact.reason),
            visible(&path)
        ));
    }
    for other in verification.contradicting(number) {
        lines.push(format!(
            "contradicted: {} says otherwise",
            verification.entry(*other).id
        ));
    }
    lines
}
