//! What `byline check --fix` mends by itself: misspelt member names of unsigned records, the layout of all, and file names. Nothing
//! that it does changes the digest of a record that could be read.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use crate::check::{Misnamed, misnamed};
use crate::corpus::{Form, InputFile, Watched, read_file, replace_whole_with};
use crate::json::{Anchor, Document, Fault, MAX_DEPTH, parse, with_members_renamed};
use crate::record::{MAX_RECORD, UNKNOWN_MEMBER, read};
use crate::report::{HEAD, visible};

use crate::record::Time;
use crate::verify::{ClaimSeals, Options, Verification, verify};

use super::error::{CliError, unreadable};
use super::fmt::{format_document, format_lines};
use super::output::shown;
use super::paths::{Gathered, gather_paths};

/// Something that was mended.
struct Mended {
    path: PathBuf,
    what: String,
}

/// Mends what can be mended safely, says on standard error what was changed, and finds the files anew.
pub(super) fn fix_and_tell(paths: &[PathBuf], gathered: Gathered, at: Time) -> Result<Gathered, CliError> {
    mend_and_tell(&gathered.inputs.named)?;
    let options = Options {
        at,
        pin: None,
        seals: ClaimSeals::All,
    };
    rename_and_tell(paths, &verify(gathered.inputs, options)?)?;
    gather_paths(paths)
}

fn mend_and_tell(files: &[InputFile]) -> Result<(), CliError> {
    if files.iter().any(|file| file.belongs_to.is_some()) {
        return Err(CliError::usage("standard input cannot be mended in place").hint("name files or folders"));
    }
    let mended = mend(files)?;
    let mut out = anstream::stderr().lock();
    for Mended { path, what } in mended {
        // Nobody is left to tell if standard error is closed.
        let _ = writeln!(out, "{HEAD}mended{HEAD:#}: {}: {}", shown(&path), visible(&what));
    }
    Ok(())
}

/// Gives files of misnamed records the names that they should have, save those that the user named themselves. What
/// lies there already is never overwritten.
fn rename_and_tell(paths: &[PathBuf], verification: &Verification) -> Result<(), CliError> {
    let mut out = anstream::stderr().lock();
    for Misnamed { path, wanted, .. } in misnamed(verification) {
        if paths.iter().any(|named| named == path) {
            continue;
        }
        let target = path.with_file_name(&wanted);
        // Unlike a rename, a second name is only made where there is none.
        if fs::hard_link(path, &target).is_err() {
            continue;
        }
        fs::remove_file(path)?;
        // Nobody is left to tell if standard error is closed.
        let _ = writeln!(
            out,
            "{HEAD}mended{HEAD:#}: {}: is now {}",
            shown(path),
            visible(&wanted)
        );
    }
    Ok(())
}

/// What cannot be read is left to the check, which tells.
fn mend(files: &[InputFile]) -> Result<Vec<Mended>, CliError> {
    let mut mended = Vec::new();
    for file in files.iter().filter(|file| file.refused.is_none()) {
        if file.form == Form::Document {
            for (from, to) in mend_names(file)? {
                mended.push(Mended {
                    path: file.shown.clone(),
                    what: format!("the member {from:?} is now {to:?}"),
                });
            }
        }
        let laid_out = match file.form {
            Form::Document => format_document(&file.path, &file.shown, file.reach, false),
            Form::Lines => format_lines(&file.path, &file.shown, false),
            // Its head holds the hash of what follows.
            Form::Bundle => Ok(false),
        };
        // What `fmt` refuses is a finding of the check.
        if laid_out.unwrap_or(false) {
            mended.push(Mended {
                path: file.shown.clone(),
                what: "laid out anew".to_owned(),
            });
        }
    }
    Ok(mended)
}

/// Gives misspelt members of an unsigned record the only names that they can mean.
fn mend_names(file: &InputFile) -> Result<Vec<(String, &'static str)>, CliError> {
    let watched = Watched::begin(&file.path).map_err(|error| unreadable(&file.shown, &error))?;
    // What cannot be read is told by the check.
    let Ok(bytes) = read_file(&file.path, MAX_RECORD as u64, file.reach) else {
        return Ok(Vec::new());
    };
    let Some(text) = std::str::from_utf8(&bytes).ok() else {
        return Ok(Vec::new());
    };
    let Some((new, names)) = renamed(text) else {
        return Ok(Vec::new());
    };
    let mut write = |out: &mut dyn Write| out.write_all(new.as_bytes());
    replace_whole_with(&file.path, &mut write, &mut |step| watched.still(step))?;
    Ok(names)
}

/// The text with the names mended, and which they are; `None` where nothing is to be mended, or not safely.
fn renamed(text: &str) -> Option<(String, Vec<(String, &'static str)>)> {
    let (document, duplicates) = parse(text, MAX_DEPTH).ok()?;
    // Whoever signed the record signed its names as well.
    if !duplicates.is_empty() || document.root().member("proof").is_some() {
        return None;
    }
    let misspelt = misspelt(&document, &read(&document).faults);
    if misspelt.is_empty() {
        return None;
    }
    let new = with_members_renamed(&document, &misspelt);
    let (again, duplicates) = parse(&new, MAX_DEPTH).ok()?;
    // The right name may stand there already, or its value may be of another kind.
    let is_better = duplicates.is_empty() && faults(&again) < faults(&document);
    let names = misspelt
        .iter()
        .map(|(node, name)| (document.node(*node).key().unwrap_or_default().to_owned(), *name))
        .collect();
    is_better.then_some((new, names))
}

fn misspelt(document: &Document<'_>, faults: &[Fault]) -> Vec<(u32, &'static str)> {
    let is_there = |node: u32| document.node(node).key().is_some();
    faults
        .iter()
        .filter(|fault| fault.name == UNKNOWN_MEMBER)
        .filter_map(|fault| match (&fault.at, fault.meant) {
            (Anchor::Member(node), Some(meant)) if is_there(*node) => Some((*node, meant)),
            _ => None,
        })
        .collect()
}

fn faults(document: &Document<'_>) -> usize {
    read(document).faults.len()
}
