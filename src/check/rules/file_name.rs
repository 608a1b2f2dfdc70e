//! `file-name`

use std::collections::HashSet;
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
    /// A claim or source that lies in a file of another name than its own: `ID.json`, or `ID.rN.json` for its revision N,
    /// which it needs where there is a later one. Lines of a `.jsonl` file and standard input have no name and are not
    /// looked at.
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
    /// Rename the file as the finding says. The name is no part of what was signed. Where another record has that name
    /// already, find out first which of the two is the claim.
    FILE_NAME: RuleName::new("file-name"), Identity, Warn,
    "a claim or source in a file of another name", Judge::Corpus(judge)
}

fn judge(corpus: &CorpusView<'_>, found: &mut CorpusFound<'_>) {
    let verification = corpus.verification();
    for Misnamed {
        number,
        path,
        wanted,
        is_taken,
    } in misnamed(verification)
    {
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
        let help = match is_taken {
            true => format!(
                "another record lies in {wanted}: find out which of the two is right, and give the other its own id"
            ),
            false => format!("rename the file to {wanted}; what was signed stays as it is"),
        };
        found.at(
            number,
            Anchor::Named("id"),
            format!("{which} lies in {lies_in} and not in {wanted}"),
            help,
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
    /// Whether another record lies there.
    pub is_taken: bool,
}

/// The records that lie in files of other names.
pub fn misnamed(verification: &Verification) -> Vec<Misnamed<'_>> {
    let named = verification.reported().filter(|(_, entry)| is_named(entry));
    let mut misnamed: Vec<Misnamed<'_>> = named
        .filter_map(|(number, entry)| {
            let path = verification.own_file(entry)?;
            let is_earlier = !verification.successors(number).is_empty();
            let fits = path.file_name().is_some_and(|name| fits(name, entry, is_earlier));
            let misnamed = || Misnamed {
                number,
                path,
                wanted: name_for(entry, is_earlier),
                is_taken: false,
            };
            (!fits).then(misnamed)
        })
        .collect();
    if !misnamed.is_empty() {
        let every = verification.all();
        let taken: HashSet<&Path> = every
            .filter_map(|(_, entry)| verification.own_file(entry))
            .collect();
        for one in &mut misnamed {
            one.is_taken = taken.contains(one.path.with_file_name(&one.wanted).as_path());
        }
    }
    misnamed
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
        Some(number) => number == entry.revision.to_string(),
        None => middle.is_empty() && !is_earlier,
    }
}
