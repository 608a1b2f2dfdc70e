//! Verification of what differs from a commit: the records that do, and every record that rests on one of them.
//!
//! Everything is read, since what is new can be answered only by what was there. But a claim that is as it was, and that
//! nothing rests on which is reported on, is not asked for its signatures.

mod before;
mod selection;

use std::collections::HashSet;
use std::path::PathBuf;

use thiserror::Error;

use crate::corpus::{
    Base, GitError, InputError, InputFile, Inputs, LineReader, Start, TrustSource, Unit, other_claims,
};
use crate::record::{Digest, Kind, Time};
use crate::seal::Verifier;

use super::again::{bytes_of, examine_all_again};
use super::entry::{Change, Entry};
use super::examine::{ClaimSeals, Examiner, Inspect, Worker, blank};
use super::lists::newest_list;
use super::run::{Consulted, Interners, consult, is_doubtful, put_first, read_more};
use super::verification::Verification;

pub use before::BaseRecord;
use before::{Before, read_before};
use selection::{rests_on_changes, to_be_verified};

/// What records were held against.
#[derive(Debug)]
pub struct Since {
    /// The commit, as the user wrote it.
    pub name: String,
    /// Its id.
    pub commit: String,
    /// Whether it has a `byline.toml` at this place.
    pub has_repository: bool,
    /// Its trust list, if it has one.
    pub list: Option<TrustSource>,
    /// Whether its `byline.toml` is another than that of now.
    pub is_other_policy: bool,
    /// Its records that do not lie where they lay, or not as they were.
    pub lost: Vec<BaseRecord>,
}

/// Why records could not be held against a commit.
#[derive(Debug, Error)]
pub enum SinceError {
    /// The paths cannot be taken together.
    #[error(transparent)]
    Input(#[from] InputError),
    /// git could not be asked.
    #[error(transparent)]
    Git(#[from] GitError),
    /// The paths lie in no repository of claims.
    #[error("there is no byline.toml in {} or above it", .0.display())]
    NoRepository(PathBuf),
}

/// Verifies the records of `inputs` that differ from `base`, and all that rest on them. Of its proofs those are taken
/// as old as they say that `base` has; whom to trust is said by its newest list.
///
/// # Errors
///
/// [`SinceError`]
pub fn verify_since(
    inputs: Inputs,
    at: Time,
    inspect: &dyn Inspect,
    base: &Base,
) -> Result<Verification, SinceError> {
    let Inputs {
        repository,
        named,
        context,
        has_all_claims,
        progress,
    } = inputs;
    let Some(repository) = repository else {
        let first = named.first().map(|file| file.shown.clone());
        return Err(SinceError::NoRepository(first.unwrap_or_default()));
    };
    let list = newest_list(base, repository.shown(), at)?;
    let start = list.clone().map_or(Start::First, Start::Base);
    let (trust, unread_lists) = consult(start, Some(&repository), &named, &context, at);
    let interners = Interners::new();
    let quick = interners.examiner(trust.as_ref(), at, ClaimSeals::Below, inspect);
    let thorough = Examiner {
        seals: ClaimSeals::All,
        ..quick
    };
    let mut files = Vec::new();
    let mut entries = Vec::new();
    let examine =
        |worker: &mut Worker, unit: &Unit<'_>, file: &InputFile| Some(look(&quick, base, worker, unit, file));
    read_more(&examine, &mut files, named, &mut entries, &progress);
    let named = entries.len();
    read_more(&examine, &mut files, context, &mut entries, &progress);
    let claims = match has_all_claims {
        true => Vec::new(),
        false => other_claims(&repository, &files)?,
    };
    read_more(&examine, &mut files, claims, &mut entries, &progress);

    base.refuse_converted()?;
    let mut before = read_before(base, &repository, &interners)?;
    let differing = numbers(&entries, |entry| {
        entry.change == Change::Differs && entry.unread().is_empty()
    });
    let examine_new = |entries: &mut Vec<Entry>, before: &Before| {
        let of_new = Examiner {
            known: Some(&before.proofs),
            ..thorough
        };
        examine_all_again(&of_new, &files, entries, &differing);
    };
    examine_new(&mut entries, &before);
    let copied = copied(&entries, &differing);
    if !copied.is_empty() {
        let (mut verifier, mut lines) = (Verifier::default(), LineReader::default());
        for number in copied {
            let entry = &entries[number as usize];
            if let Ok(bytes) = bytes_of(&files[entry.file as usize], entry, &mut lines) {
                before.add_proofs(&bytes, &mut verifier);
            }
        }
        examine_new(&mut entries, &before);
    }
    rests_on_changes(&mut entries, &before);
    let unverified = to_be_verified(&entries, &before);
    examine_all_again(&thorough, &files, &mut entries, &unverified);

    let selected = put_first(&mut entries[..named], |entry| entry.change != Change::None);
    let may_hide = |entry: &Entry| entry.kind != Some(Kind::Claim) && is_doubtful(entry);
    let reported = selected + put_first(&mut entries[selected..], may_hide);
    let policy = base.policy()?;
    let since = Since {
        name: base.name().to_owned(),
        commit: base.commit().to_owned(),
        has_repository: policy.is_some(),
        list,
        is_other_policy: policy.is_some_and(|policy| policy != repository.policy().as_bytes()),
        lost: before.lost,
    };
    let consulted = Consulted {
        repository: Some(repository),
        trust,
        unread_lists,
        progress,
    };
    Ok(interners.hold_against_one_another(at, consulted, files, entries, reported, Some((since, base))))
}

/// The facts of a record that is as it was; one that differs is examined once it is known what the base has.
fn look(quick: &Examiner<'_>, base: &Base, worker: &mut Worker, unit: &Unit<'_>, file: &InputFile) -> Entry {
    let change = Change::Differs;
    match unit.content {
        Ok(bytes) if base.has(&file.path, unit.line.is_some(), bytes) => quick.examine(worker, unit),
        Ok(_) => Entry {
            change,
            ..blank(unit)
        },
        Err(_) => Entry {
            change,
            ..quick.examine(worker, unit)
        },
    }
}

/// The records that are as they were and of which some that differ are copies.
fn copied(entries: &[Entry], differing: &[u32]) -> Vec<u32> {
    let new = differing.iter().map(|&number| entries[number as usize].digest);
    let new: HashSet<Digest> = new.flatten().collect();
    numbers(entries, |entry| {
        entry.change == Change::None && entry.digest.is_some_and(|digest| new.contains(&digest))
    })
}

fn numbers(entries: &[Entry], is_wanted: impl Fn(&Entry) -> bool) -> Vec<u32> {
    (0..)
        .zip(entries)
        .filter(|(_, entry)| is_wanted(entry))
        .map(|(number, _)| number)
        .collect()
}
