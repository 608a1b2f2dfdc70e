//! `file-name`

use std::path::Path;

use crate::check::context::CorpusView;
use crate::check::found::CorpusFound;
use crate::check::rule::Judge;
use crate::json::{Anchor, RuleName};
use crate::record::Kind;
use crate::verify::{Entry, Verification};

rule! {
    /// ## What it finds
    ///
    /// A claim or source that lies in a file of another name than its own: `ID.json`, or `ID.rN.json` for revision N of a
    /// claim that has a later one. Lines of a `.jsonl` file and standard input have no name and are not looked at.
    ///
    /// ## Why it matters
    ///
    /// People look for a claim by its id, and for what it said before beside it. Where names differ, a copy that was
    /// changed can be taken for the claim.
    ///
    /// ## Example
    ///
    /// `claims/wall.json` has `"id": "quay-wall-slid"`.
    ///
    /// ## How to mend it
    ///
    /// Rename the file as the finding says. The name is no part of what was signed.
    FILE_NAME: RuleName::new("file-name"), Identity, Warn,
    "a claim or source in a file of another name", Judge::Corpus(judge)
}

fn judge(corpus: &CorpusView<'_>, found: &mut CorpusFound<'_>) {
    let verification = corpus.verification();
    for Misnamed { number, path, wanted } in misnamed(verification) {
        let entry = verification.entry(number);
        let kind = entry.kind.map_or("record", Kind::as_str);
        let which = match verification.successors(number).is_empty() {
            true => format!("the {kind} {}", entry.id),
            false => format!(
                "revision {} of the {kind} {}, which has a later one,",
                entry.revision, entry.id
            ),
        };
        let lies_in = path.file_name().unwrap_or_default().to_string_lossy();
        found.at(
            number,
            Anchor::Named("id"),
            format!("{which} lies in {lies_in} and not in {wanted}"),
            format!("rename the file to {wanted}; what was signed stays as it is"),
        );
    }
}

/// A record in a file of another name.
pub struct Misnamed<'v> {
    /// The record.
    pub number: u32,
    /// Its file.
    pub path: &'v Path,
    /// The name that its file should have.
    pub wanted: String,
}

/// The records that lie in files of other names.
pub fn misnamed(verification: &Verification) -> impl Iterator<Item = Misnamed<'_>> {
    let named = verification.reported().filter(|(_, entry)| is_named(entry));
    named.filter_map(|(number, entry)| {
        let path = verification.own_file(entry)?;
        let is_earlier = !verification.successors(number).is_empty();
        let fits = path.file_name().is_some_and(|name| fits(name, entry, is_earlier));
        let misnamed = || Misnamed {
            number,
            path,
            wanted: name_for(entry, is_earlier),
        };
        (!fits).then(misnamed)
    })
}

/// The name of the file that a record lies in.
fn name_for(entry: &Entry, is_earlier: bool) -> String {
    match is_earlier {
        true => format!("{}.r{}.json", entry.id, entry.revision),
        false => format!("{}.json", entry.id),
    }
}

/// Whether a record has an id and could be read.
fn is_named(entry: &Entry) -> bool {
    entry.digest.is_some() && matches!(entry.kind, Some(Kind::Claim | Kind::Source))
}

/// Whether a file has the name that a record has in its files, compared piece by piece: nearly all of them do.
fn fits(name: &std::ffi::OsStr, entry: &Entry, is_earlier: bool) -> bool {
    let rest = name.to_str().and_then(|name| name.strip_prefix(&*entry.id));
    let Some(middle) = rest.and_then(|rest| rest.strip_suffix(".json")) else {
        return false;
    };
    match middle.strip_prefix(".r") {
        Some(number) if is_earlier => number == entry.revision.to_string(),
        _ => middle.is_empty() && !is_earlier,
    }
}
