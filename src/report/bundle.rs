//! What a bundle says of itself: what it is for, and what it leaves out.

use std::io::{self, Write};

use serde::Serialize;

use crate::corpus::{Bundle, Omitted, OmittedKind};
use crate::seal::Integrity;
use crate::verify::Verification;

use super::text::{counted, write_headed};
use super::visible::visible;
use super::{HEAD, Layout, WARN};

/// Ids that are shown of a group; all stand in the first line of the bundle.
const SHOWN: usize = 4;

/// A bundle in reports for programs.
#[derive(Serialize)]
pub(super) struct BundleV1<'a> {
    claim: String,
    records: u64,
    captures: usize,
    omits: &'a [Omitted],
}

/// What is said of the bundle that the records are of, where they are of one.
pub(super) fn bundle_v1(verification: &Verification) -> Option<BundleV1<'_>> {
    let bundle = verification.bundle()?;
    Some(BundleV1 {
        claim: bundle.claim.to_string(),
        records: bundle.records,
        captures: bundle.captures().len(),
        omits: &bundle.omits,
    })
}

/// Writes what the bundle is for and what it leaves out, where the records are of one.
///
/// # Errors
///
/// What writing gave.
pub(super) fn write_bundle_lines(
    out: &mut dyn Write,
    verification: &Verification,
    layout: Layout,
) -> io::Result<()> {
    let Some(bundle) = verification.bundle() else {
        return Ok(());
    };
    write_headed(
        out,
        (HEAD, "Bundle      "),
        &made_for(verification, bundle),
        layout,
    )?;
    bundle
        .omits
        .iter()
        .try_for_each(|omitted| write_headed(out, (WARN, "Left out    "), &omitted_words(omitted), layout))
}

/// The same above a report of another layout, with an empty line behind.
///
/// # Errors
///
/// What writing gave.
pub fn write_bundle_head(out: &mut dyn Write, verification: &Verification, layout: Layout) -> io::Result<()> {
    write_bundle_lines(out, verification, layout)?;
    match verification.bundle() {
        Some(_) => writeln!(out),
        None => Ok(()),
    }
}

fn made_for(verification: &Verification, bundle: &Bundle) -> String {
    let records = usize::try_from(bundle.records).unwrap_or(usize::MAX);
    let claim = verification.find(bundle.claim).or(verification.the_only_record());
    let claim = claim.map(|number| (verification.entry(number), verification.holds(number)));
    let claim = claim.filter(|(entry, _)| entry.digest == Some(bundle.claim));
    let (name, holds) = match claim {
        // No rating depends on the seal of the claim that is rated, so that it may not have been looked at.
        Some((entry, _)) if entry.integrity == Integrity::Unverified => (
            format!("{} ", entry.id),
            "; `byline verify` says whether that holds",
        ),
        Some((entry, true)) => (format!("{} ", entry.id), ", which holds"),
        Some((entry, false)) => (format!("{} ", entry.id), ", which does not hold"),
        None => (String::new(), ""),
    };
    format!(
        "made for the claim {name}{}{holds}; it brings {} and {}, held against nothing else",
        bundle.claim,
        counted(records, "record", "records"),
        counted(bundle.captures().len(), "capture", "captures")
    )
}

/// What is left out of a bundle, and why.
pub fn omitted_words(omitted: &Omitted) -> String {
    let (one, many) = match omitted.what {
        OmittedKind::Capture => ("the capture", "captures"),
        OmittedKind::Record => ("the record", "records"),
        OmittedKind::Source => ("the source", "sources"),
        OmittedKind::Settings => ("the section", "sections"),
    };
    let names: Vec<&str> = omitted.ids.iter().take(SHOWN).map(String::as_str).collect();
    let more = omitted.ids.len() - names.len();
    let what = match (&*omitted.ids, more) {
        ([_], _) => one.to_owned(),
        (ids, 0) => format!("{} {many}:", ids.len()),
        (ids, _) => format!("{} {many}, the first", ids.len()),
    };
    let names = names.join(", ");
    // It is the word of whoever made the bundle, which nobody signed.
    visible(&format!("{what} {names}, as its maker says: {}", omitted.why)).into_owned()
}
