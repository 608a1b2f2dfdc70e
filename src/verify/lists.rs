//! The trust lists of a run.

use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::corpus::{
    Base, Bundle, FileError, Form, GitError, InputFile, Reach, Repository, Start, TRUST_LIST_UNSANCTIONED,
    Trust, TrustFault, TrustSource, gather, read_file, strays_among_lists,
};
use crate::json::{MAX_DEPTH, parse};
use crate::record::{Kind, MAX_RECORD, Record, Time, read};
use crate::seal::Verifier;

/// Why a pinned trust list cannot be used.
#[derive(Debug, Error)]
pub enum PinError {
    /// It could not be read.
    #[error("{} could not be read", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: FileError,
    },
    /// It is no valid trust list.
    #[error("{} is no valid trust list: {message}", path.display())]
    Invalid {
        /// The file.
        path: PathBuf,
        /// The first thing wrong with it.
        message: String,
    },
}

/// Reads the trust list that the user pins.
///
/// # Errors
///
/// [`PinError`] where the file cannot be read or is no trust list. Whether it is signed as it must be is judged with
/// the others.
pub fn read_pin(path: &Path) -> Result<TrustSource, PinError> {
    let bytes = read_file(path, MAX_RECORD as u64, Reach::Named).map_err(|source| PinError::Unreadable {
        path: path.to_owned(),
        source,
    })?;
    read_list(path, &bytes).map_err(|message| PinError::Invalid {
        path: path.to_owned(),
        message,
    })
}

fn read_list(path: &Path, bytes: &[u8]) -> Result<TrustSource, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "it is no UTF-8 text".to_owned())?;
    let (document, duplicates) = parse(text, MAX_DEPTH).map_err(|fault| fault.message.into_owned())?;
    let reading = read(&document);
    let mut faults = duplicates.iter().chain(&reading.faults);
    if let Some(fault) = faults.next() {
        return Err(fault.message.to_string());
    }
    let Some(Record::Trust(list)) = reading.record else {
        return Err("it is another kind of record".to_owned());
    };
    let seal = Verifier::default().examine(&document, &[]);
    if let Some(fault) = seal.faults.first() {
        return Err(fault.message.to_string());
    }
    let signed_by = seal
        .proofs
        .iter()
        .filter(|(_, holds)| *holds)
        .map(|(proof, _)| (proof.key, proof.created, proof.expires))
        .collect();
    Ok(TrustSource::new(
        path.to_owned(),
        &list,
        seal.digest,
        seal.integrity(),
        signed_by,
    ))
}

/// The lists among `files` that lie in the folder `trust` of the repository, and a fault for each thing there that
/// should be one and cannot be read, or lies where no list is looked for.
pub(super) fn lists_of<'f>(
    repository: &Repository,
    files: impl Iterator<Item = &'f InputFile>,
) -> (Vec<TrustSource>, Vec<TrustFault>) {
    let folder = repository.folder(Kind::Trust);
    let mut lists = Vec::new();
    let mut unread = Vec::new();
    for file in files.filter(|file| file.form == Form::Document && file.path.parent() == Some(&folder)) {
        let read = match &file.refused {
            Some(reason) => Err(reason.to_string()),
            None => read_file(&file.path, MAX_RECORD as u64, file.reach)
                .map_err(|error| error.to_string())
                .and_then(|bytes| read_list(&file.shown, &bytes)),
        };
        match read {
            Ok(list) => lists.push(list),
            Err(message) => unread.push(TrustFault {
                path: file.shown.clone(),
                name: TRUST_LIST_UNSANCTIONED,
                message: format!("this trust list cannot be read: {message}"),
                help: "restore it: what it says of keys is not known without it",
            }),
        }
    }
    unread.extend(strays_among_lists(repository).into_iter().map(|path| TrustFault {
        path,
        name: TRUST_LIST_UNSANCTIONED,
        message: "this lies in the folder of trust lists and is none that is read".to_owned(),
        help: "trust lists are .json files directly in the folder trust: put it there, or move it out",
    }));
    (lists, unread)
}

/// The trust lists of a bundle, and a fault for each that cannot be read.
pub(super) fn lists_in_bundle(file: &InputFile, bundle: &Bundle) -> (Vec<TrustSource>, Vec<TrustFault>) {
    let mut lists = Vec::new();
    let mut unread = Vec::new();
    let mut note = |message: String| {
        unread.push(TrustFault {
            path: file.shown.clone(),
            name: TRUST_LIST_UNSANCTIONED,
            message: format!("a trust list of this bundle cannot be read: {message}"),
            help: "get the bundle again: what the list says of keys is not known without it",
        });
    };
    let mut read_all = || -> Result<(), FileError> {
        let mut blocks = bundle.open_records()?;
        while let Some(block) = blocks.next_block()? {
            for line in block.each_line().filter(|line| is_list(line.bytes)) {
                match read_list(&file.shown, line.bytes) {
                    Ok(list) => lists.push(list),
                    Err(message) => note(message),
                }
            }
        }
        Ok(())
    };
    if let Err(error) = read_all() {
        note(error.to_string());
    }
    (lists, unread)
}

/// Whether a line of a bundle begins as a trust list does in the layout that bundles are written in.
fn is_list(line: &[u8]) -> bool {
    let beginnings: [&[u8]; 2] = [b"{\"byline\":\"trust/1\"", b"{\"byline\": \"trust/1\""];
    line.len() <= MAX_RECORD && beginnings.iter().any(|beginning| line.starts_with(beginning))
}

/// The newest list of a commit that its own history sanctions; `None` where the commit has none. What one that cannot be
/// read says of keys is not known: it may revoke them.
pub(super) fn newest_list(base: &Base, shown: &Path, at: Time) -> Result<Option<TrustSource>, GitError> {
    let mut lists = Vec::new();
    for (path, bytes) in base.lists()? {
        let list = read_list(&shown.join(&path), &bytes);
        let unread = |why| GitError::UnreadList {
            path,
            name: base.name().to_owned(),
            why,
        };
        lists.push(list.map_err(unread)?);
    }
    let trust = Trust::follow(Start::First, lists, Vec::new(), at);
    Ok(trust.map(|trust| trust.list))
}

/// The trust list in force in a repository by itself, without a pinned one.
pub fn repository_trust(repository: &Repository, at: Time) -> Option<Trust> {
    let inputs = gather(&[repository.folder(Kind::Trust)], None).ok()?;
    let (lists, unread) = lists_of(repository, inputs.named.iter());
    Trust::follow(Start::First, lists, unread, at)
}
