//! Verification as text: a table of claims, every finding, a summary.

use std::collections::HashSet;
use std::io::{self, Write};
use std::path::Path;

use anstyle::Style;

use crate::corpus::{Pin, Trust, TrustState};
use crate::record::Kind;
use crate::seal::Integrity;
use crate::support::Ratings;
use crate::verify::{Entry, Level, Summary, Verification, names};

use super::bundle::write_bundle_lines;
use super::findings::write_finding;
use super::table::{Verdicts, disputes, signed_by, write_claims};
use super::visible::{on_one_line, visible};
use super::wrap::wrap;
use super::{BAD, GOOD, HEAD, Layout, WARN};

/// Writes a verification for people, with the ratings of its claims.
///
/// # Errors
///
/// What writing gave.
pub fn write_verification_text(out: &mut dyn Write, ratings: &Ratings<'_>, layout: Layout) -> io::Result<()> {
    let verification = ratings.verification();
    write_head(out, verification, layout)?;
    write_claims(out, ratings, Verdicts::Verified, layout)?;
    write_findings(out, verification, layout)?;
    write_summary(out, verification, layout)
}

fn write_head(out: &mut dyn Write, verification: &Verification, layout: Layout) -> io::Result<()> {
    let line = |out: &mut dyn Write, head: &str, text: &str| write_headed(out, (HEAD, head), text, layout);
    if !verification.brings_lists() {
        line(
            out,
            "Repository  ",
            "none: there is no byline.toml around these paths, so the paths are all there is",
        )?;
    }
    write_bundle_lines(out, verification, layout)?;
    let trust = match verification.unread_lists.first() {
        Some(fault) => format!(
            "{} cannot be used, so every signer is unknown",
            visible(&fault.path.to_string_lossy())
        ),
        None => trust_line(verification.trust.as_ref(), verification.is_bundle()),
    };
    line(out, "Trust       ", &trust)?;
    line(out, "Checked at  ", &verification.at.to_string())?;
    writeln!(out)?;
    let Some(trust) = &verification.trust else {
        return Ok(());
    };
    if trust.faults.is_empty() {
        return Ok(());
    }
    let shown: HashSet<&Path> = verification
        .reported()
        .map(|(_, entry)| verification.path(entry))
        .collect();
    for fault in &trust.faults {
        if !shown.contains(fault.path.as_path()) {
            let path = fault.path.to_string_lossy();
            let text = format!("{}: {}; {}", visible(&path), fault.message, fault.help);
            writeln!(
                out,
                "{BAD}{}{BAD:#}\n",
                wrap(&format!("error[{}]: ", fault.name), &text, layout.width)
            )?;
        }
    }
    Ok(())
}

pub(super) fn write_headed(
    out: &mut dyn Write,
    head: (Style, &str),
    text: &str,
    layout: Layout,
) -> io::Result<()> {
    writeln!(out, "{}", headed(head, text, layout))
}

/// A text behind a head in a style of its own, and further lines of it below its first.
pub fn headed((style, head): (Style, &str), text: &str, layout: Layout) -> String {
    let text = wrap(head, text, layout.width);
    let rest = text.strip_prefix(head).unwrap_or(&text);
    format!("{style}{head}{style:#}{rest}")
}

fn trust_line(trust: Option<&Trust>, of_bundle: bool) -> String {
    let Some(trust) = trust else {
        return "no trust list is consulted, so every signer is unknown".to_owned();
    };
    let path = trust.list.path.to_string_lossy();
    let vouched = match trust.pin {
        Pin::Pinned if trust.state == TrustState::Broken => "the last list that can be followed",
        Pin::Pinned => "following the list that you pinned",
        Pin::Listed if of_bundle => {
            "the bundle's own list: whoever made the bundle chose it, so it shows only that the bundle agrees with itself"
        }
        Pin::Listed => "this repository's own list, which nobody outside vouches for",
    };
    let state = match trust.state {
        TrustState::Good => "",
        TrustState::Expired => "; IT HAS EXPIRED, so nothing holds",
        TrustState::Broken if is_at_fault(trust) => "; IT DOES NOT COUNT, so nothing holds",
        TrustState::Broken => "; ANOTHER LIST DOES NOT FOLLOW FROM IT, so nothing holds",
    };
    format!("{}, {vouched}{state} ({})", visible(&path), trust.list.digest)
}

/// Whether something is wrong with the list itself, and not with one that should follow it.
fn is_at_fault(trust: &Trust) -> bool {
    trust.faults.iter().any(|fault| fault.path == trust.list.path)
}

/// Writes what verification says of one record, for showing it: its seal, its signers, what speaks against it.
///
/// # Errors
///
/// What writing gave.
pub fn write_seal_lines(
    out: &mut dyn Write,
    verification: &Verification,
    number: u32,
    layout: Layout,
) -> io::Result<()> {
    let entry = verification.entry(number);
    let verdict = if verification.holds(number) {
        "it holds".to_owned()
    } else {
        why_not(verification, number)
    };
    let seal = format!(
        "{}, signed by {}; {verdict}",
        entry.integrity.as_str(),
        signed_by(verification, entry)
    );
    writeln!(out, "{}", wrap("  ", &seal, layout.width))?;
    for dispute in disputes(verification, number) {
        writeln!(out, "{WARN}{}{WARN:#}", wrap("  ! ", &dispute, layout.width))?;
    }
    Ok(())
}

/// That a record does not hold, and why, as far as one reason tells it.
pub fn why_not(verification: &Verification, number: u32) -> String {
    let mut reasons = verification
        .unplaced(number)
        .into_iter()
        .filter(|finding| finding.level == Level::Deny);
    let more = "`byline verify` says";
    match (reasons.next(), reasons.count()) {
        (None, _) => format!("it does not hold; {more} why"),
        // The notice stands below.
        (Some(reason), 0) if reason.name == names::RETRACTED => {
            "it does not hold: it was retracted".to_owned()
        }
        (Some(reason), 0) => format!("it does not hold: {}", on_one_line(&reason.message)),
        (Some(reason), others) => {
            let others = counted(others, "more reason", "more reasons");
            format!(
                "it does not hold: {}; {more} {others}",
                on_one_line(&reason.message)
            )
        }
    }
}

/// The same in the few words that a title has room for; `None` where the record holds.
pub fn why_not_in_short(verification: &Verification, number: u32) -> Option<String> {
    if verification.holds(number) {
        return None;
    }
    Some(match verification.entry(number).integrity {
        Integrity::Altered => "altered after it was signed: it does not hold".to_owned(),
        Integrity::Unsigned => "nobody has signed it: it does not hold".to_owned(),
        _ => why_not(verification, number),
    })
}

fn write_findings(out: &mut dyn Write, verification: &Verification, layout: Layout) -> io::Result<()> {
    // What is wrong with the trust lists explains much of the rest.
    let is_list = |entry: &Entry| entry.kind == Some(Kind::Trust);
    let lists = verification.reported().filter(|(_, entry)| is_list(entry));
    let others = verification.reported().filter(|(_, entry)| !is_list(entry));
    for (number, entry) in lists.chain(others) {
        for finding in verification.findings(number) {
            write_finding(out, verification.path(entry), &finding, layout)?;
        }
    }
    Ok(())
}

pub(super) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

fn write_summary(out: &mut dyn Write, verification: &Verification, layout: Layout) -> io::Result<()> {
    let Summary {
        kinds,
        hold,
        fail,
        malformed,
        unreadable,
        ..
    } = verification.summary();
    let parts: Vec<String> = [
        (kinds[0], "claim", "claims"),
        (kinds[1], "source", "sources"),
        (kinds[2], "notice", "notices"),
        (kinds[3], "trust list", "trust lists"),
    ]
    .into_iter()
    .map(|(count, one, many)| counted(count, one, many))
    .collect();
    let malformed = match malformed {
        0 => String::new(),
        n => format!(", {n} malformed"),
    };
    let verdict = match (hold, fail) {
        (0, 0) => "no record was found, so nothing was verified".to_owned(),
        (_, 0) => "all hold".to_owned(),
        (0, _) => "none holds".to_owned(),
        _ => format!(
            "{}, {}",
            counted(hold, "record holds", "records hold"),
            counted(fail, "does not", "do not")
        ),
    };
    let unread = match unreadable {
        0 => String::new(),
        n => format!("; {} could not be read", counted(n, "path", "paths")),
    };
    let style = if fail == 0 && unreadable == 0 { GOOD } else { BAD };
    let text = format!("{} checked{malformed}: {verdict}{unread}", parts.join(", "));
    writeln!(out, "{style}{}{style:#}", wrap("", &text, layout.width))?;
    let pins = |trust: &Trust| trust.pin == Pin::Pinned;
    if verification.bundle().is_some() {
        const LEFT_OUT: &str = "notices, later revisions and claims that say otherwise, which were left out of the \
                                bundle or came later, are not seen here: ask the repository";
        if verification.trust.as_ref().is_some_and(pins) {
            writeln!(out, "{}", wrap("note: ", LEFT_OUT, layout.width))?;
        } else {
            let hint = format!(
                "get the trust list of those who made the claims from themselves, and pin it with --trust FILE; {LEFT_OUT}"
            );
            writeln!(out, "{}", wrap("hint: ", &hint, layout.width))?;
        }
    } else if verification.lacks_trust() {
        let hint = "no trust list says who may sign these records. Pin one with --trust FILE, or check seals and \
                    signatures alone with --integrity, which says nothing of who signed";
        writeln!(out, "{}", wrap("hint: ", hint, layout.width))?;
    }
    Ok(())
}
