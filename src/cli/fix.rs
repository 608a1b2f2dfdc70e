//! What `byline check --fix` mends by itself: misspelt member names of unsigned records, the layout of all, and file names. Nothing
//! that it does changes the digest of a record that could be read.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::check::{Misnamed, misnamed};
use crate::corpus::{Form, InputFile, Watched, read_file};
use crate::json::{Anchor, Document, Fault, MAX_DEPTH, parse, with_members_renamed};
use crate::record::{MAX_RECORD, UNKNOWN_MEMBER, read};
use crate::report::{HEAD, visible};

use crate::record::Time;
use crate::verify::{Options, Verification, verify};

use super::error::{CliError, Status, unreadable};
use super::fmt::{format_document, format_lines};
use super::output::shown;
use super::paths::{Gathered, gather_paths, record_file};

/// Mends what can be mended safely, says on standard error what was changed and what could not be, and finds the files
/// anew. The status says whether something could not be.
pub(super) fn fix_and_tell(
    paths: &[PathBuf],
    gathered: Gathered,
    at: Time,
) -> Result<(Gathered, Status), CliError> {
    // By their files: a record that is renamed is no longer found by the id that it was named by.
    let paths: Vec<PathBuf> = paths
        .iter()
        .map(|path| record_file(path).unwrap_or_else(|_| path.clone()))
        .collect();
    let status = mend_and_tell(&gathered.inputs.named)?;
    let verification = verify(gathered.inputs, Options::at(at))?;
    let status = status.or_worse(rename_and_tell(&paths, &verification));
    Ok((gather_paths(&paths)?, status))
}

fn mend_and_tell(files: &[InputFile]) -> Result<Status, CliError> {
    if files.iter().any(|file| file.belongs_to.is_some()) {
        return Err(CliError::usage("standard input cannot be mended in place").hint("name files or folders"));
    }
    let mut status = Status::Done;
    for file in files.iter().filter(|file| file.refused.is_none()) {
        for step in [mend_members, lay_out] {
            match step(file) {
                Ok(mended) => mended.iter().for_each(|what| tell_mended(&file.shown, what)),
                Err(error) => status = status.or_worse(error.report_and_go_on()),
            }
        }
    }
    Ok(status)
}

fn tell_mended(path: &Path, what: &str) {
    // Nobody is left to tell if standard error is closed.
    let _ = writeln!(
        anstream::stderr(),
        "{HEAD}mended{HEAD:#}: {}: {}",
        shown(path),
        visible(what)
    );
}

/// Gives files of misnamed records the names that they should have, save those that the user named themselves. What
/// lies there already is never overwritten.
fn rename_and_tell(paths: &[PathBuf], verification: &Verification) -> Status {
    let mut status = Status::Done;
    for Misnamed {
        path,
        wanted,
        is_taken,
        ..
    } in misnamed(verification)
    {
        if is_taken || paths.iter().any(|named| named == path) {
            continue;
        }
        match rename(path, &path.with_file_name(&wanted)) {
            Ok(()) => tell_mended(path, &format!("is now {wanted}")),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => {
                let told = CliError::incomplete(format!(
                    "{} could not be renamed to {wanted}: {error}",
                    path.display()
                ));
                status = status.or_worse(told.report_and_go_on());
            }
        }
    }
    status
}

/// Gives a file another name, unless something has that already: unlike a rename, a second name is only made where there
/// is none.
fn rename(path: &Path, target: &Path) -> io::Result<()> {
    fs::hard_link(path, target)?;
    fs::remove_file(path).inspect_err(|_| {
        // It keeps the one that it had. If not even that succeeds, it has both, and nothing is lost.
        let _ = fs::remove_file(target);
    })
}

/// Lays a file out anew; says so where that changed it.
fn lay_out(file: &InputFile) -> Result<Vec<String>, CliError> {
    let laid_out = match file.form {
        Form::Document => format_document(&file.path, &file.shown, file.reach, false),
        Form::Lines => format_lines(&file.path, &file.shown, false),
        // Its head holds the hash of what follows.
        Form::Bundle(_) => Ok(false),
    };
    match laid_out {
        Ok(true) => Ok(vec!["laid out anew".to_owned()]),
        Ok(false) => Ok(Vec::new()),
        // What `fmt` refuses is a finding of the check.
        Err(error) if error.status() == Status::Failed => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

/// Gives misspelt members of an unsigned record the only names that they can mean; says which.
fn mend_members(file: &InputFile) -> Result<Vec<String>, CliError> {
    if file.form != Form::Document {
        return Ok(Vec::new());
    }
    let mend = || {
        // What cannot be read is told by the check.
        let bytes = read_file(&file.path, MAX_RECORD as u64, file.reach).ok()?;
        let (new, names) = renamed(std::str::from_utf8(&bytes).ok()?)?;
        Some((bytes, new, names))
    };
    if mend().is_none() {
        return Ok(Vec::new());
    }
    // Locked only now, so it is read once more.
    let watched = Watched::begin(&file.path).map_err(|error| unreadable(&file.shown, &error))?;
    let Some((before, new, names)) = mend() else {
        return Ok(Vec::new());
    };
    watched.replace(&before, new.as_bytes())?;
    let told = |(from, to): &(String, &str)| format!("the member {from:?} is now {to:?}");
    Ok(names.iter().map(told).collect())
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
