//! The run of a verification: what is read and examined, in which order.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use crate::corpus::{
    Base, Form, InputError, InputFile, Inputs, Progress, Repository, Stage, Start, Trust, TrustFault,
    TrustSource, Unit, other_claims, survey,
};
use crate::record::{Effect, Kind, PublicKey, Time};
use crate::seal::Integrity;

use super::again::examine_all_again;
use super::captures::Captures;
use super::entry::{Entry, Relation};
use super::examine::{ClaimSeals, Examiner, Inspect, NoInspection, Worker};
use super::from_bundle::{contradiction, instead_of_bundle};
use super::intern::Interner;
use super::lists::{lists_in_bundle, lists_of};
use super::reach::NoticesByRecord;
use super::references::DigestIndex;
use super::rivals::Rivals;
use super::since::Since;
use super::taken_back::revisions_retracted;
use super::verification::Verification;

/// How to verify.
#[derive(Debug)]
pub struct Options {
    /// The time of the check.
    pub at: Time,
    /// The trust list that the user pins.
    pub pin: Option<TrustSource>,
    /// Which claims' proofs are verified.
    pub seals: ClaimSeals,
    /// Whether outlets that have it from one another across records are asked for; else
    /// [`crate::support::Ratings::circular`] finds none.
    pub seeks_circles: bool,
}

impl Options {
    /// A check of all proofs at a time, without a pinned list and without asking for circles.
    pub fn at(at: Time) -> Self {
        Self {
            at,
            pin: None,
            seals: ClaimSeals::All,
            seeks_circles: false,
        }
    }
}

/// Verifies the records of `inputs`.
///
/// # Errors
///
/// [`InputError`] where the repository's other claims are needed and cannot be taken together.
pub fn verify(inputs: Inputs, options: Options) -> Result<Verification, InputError> {
    verify_all(inputs, options, &NoInspection, Others::Named)
}

/// Verifies the records of `inputs`, with those claims of the repository at hand that contradict them or go by the same
/// name: what is asked about does not decide what is known of it.
///
/// # Errors
///
/// [`InputError`] where the repository's other claims cannot be taken together.
pub fn verify_with_rivals(inputs: Inputs, options: Options) -> Result<Verification, InputError> {
    verify_all(inputs, options, &NoInspection, Others::Rivals)
}

/// Verifies the records of `inputs` and has `inspect` look at each while it is at hand. All claims of the repository
/// are read, for questions that only all together answer.
///
/// # Errors
///
/// [`InputError`] where the repository's other claims are needed and cannot be taken together.
pub fn verify_and_inspect(
    inputs: Inputs,
    options: Options,
    inspect: &dyn Inspect,
) -> Result<Verification, InputError> {
    verify_all(inputs, options, inspect, Others::All)
}

/// Verifies the records of `inputs`, with all claims of the repository at hand.
///
/// # Errors
///
/// [`InputError`] where the repository's other claims cannot be taken together.
pub fn verify_with_all_claims(inputs: Inputs, options: Options) -> Result<Verification, InputError> {
    verify_all(inputs, options, &NoInspection, Others::All)
}

/// Which claims of the repository are read besides those that are asked about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Others {
    /// All, where some record names others.
    Named,
    /// Those as well that speak against one that is asked about.
    Rivals,
    /// All.
    All,
}

fn verify_all(
    inputs: Inputs,
    options: Options,
    inspect: &dyn Inspect,
    others: Others,
) -> Result<Verification, InputError> {
    let Inputs {
        repository,
        named,
        context,
        has_all_claims,
        progress,
    } = inputs;
    let start = options.pin.map_or(Start::First, Start::Pinned);
    let (trust, unread_lists) = consult(start, repository.as_ref(), &named, &context, options.at);
    let interners = Interners::new();
    let examiner = Examiner {
        seeks_circles: options.seeks_circles,
        ..interners.examiner(trust.as_ref(), options.at, options.seals, inspect)
    };
    let mut files = Vec::new();
    let mut entries = Vec::new();
    let examine = |worker: &mut Worker, unit: &Unit<'_>, _: &InputFile| Some(examiner.examine(worker, unit));
    read_more(&examine, &mut files, named, &mut entries, &progress);
    let mut contradicts_itself = false;
    if let [file] = &mut *files
        && let Some(bundle) = file.bundle()
        && let Some(why) = contradiction(bundle, &entries, &interners.names)
    {
        contradicts_itself = true;
        file.form = Form::Bundle(None);
        entries = vec![examiner.examine(&mut Worker::default(), &instead_of_bundle(why))];
    }
    let named = entries.len();
    read_more(&examine, &mut files, context, &mut entries, &progress);
    let doubtful = named + put_first(&mut entries[named..], is_doubtful);
    if let Some(repository) = repository.as_ref().filter(|_| !has_all_claims) {
        let is_needed = options.seals == ClaimSeals::Below
            || entries[..doubtful].iter().any(names_others)
            || may_be_taken_back(&files, &entries, named);
        // None where all others are read.
        let rivals = match others {
            Others::All => None,
            Others::Named | Others::Rivals if is_needed => None,
            Others::Named => Some(Rivals::default()),
            Others::Rivals => Rivals::of(&entries[..named]),
        };
        if rivals.as_ref().is_none_or(|rivals| !rivals.is_empty()) {
            let may_be = |record: &&[u8]| rivals.as_ref().is_none_or(|rivals| rivals.may_be(record));
            let examine = |worker: &mut Worker, unit: &Unit<'_>, _: &InputFile| {
                let is_looked_into = unit.content.as_ref().map_or(true, may_be);
                is_looked_into.then(|| examiner.examine(worker, unit))
            };
            let claims = other_claims(repository, &files)?;
            read_more(&examine, &mut files, claims, &mut entries, &progress);
        }
    }
    // A malformed claim that was not asked for speaks of nothing that was; one that may not be read could be named.
    let reported = doubtful + put_first(&mut entries[doubtful..], Entry::is_unreadable);
    if options.seals == ClaimSeals::Below {
        let thorough = Examiner {
            seals: ClaimSeals::All,
            ..examiner
        };
        verify_below(&thorough, &files, &mut entries);
    }
    let consulted = Consulted {
        repository,
        // Nothing is said of a bundle that contradicts itself, so nobody need say whom to trust.
        trust: trust.filter(|_| !contradicts_itself),
        unread_lists,
        progress,
    };
    Ok(interners.hold_against_one_another(options.at, consulted, files, entries, reported, None))
}

/// Whom a run trusts.
pub(super) struct Consulted {
    pub repository: Option<Repository>,
    pub trust: Option<Trust>,
    pub unread_lists: Vec<TrustFault>,
    pub progress: Arc<Progress>,
}

/// What the records of a run share.
pub(super) struct Interners {
    pub keys: Interner<PublicKey>,
    pub topics: Interner<Box<str>>,
    pub names: Interner<Box<str>>,
}

impl Interners {
    pub fn new() -> Self {
        Self {
            keys: Interner::new(),
            topics: Interner::new(),
            names: Interner::new(),
        }
    }

    /// What records are examined with. All their proofs are taken as old as they say.
    pub fn examiner<'a>(
        &'a self,
        trust: Option<&'a Trust>,
        at: Time,
        seals: ClaimSeals,
        inspect: &'a dyn Inspect,
    ) -> Examiner<'a> {
        Examiner {
            trust,
            at,
            keys: &self.keys,
            topics: &self.topics,
            names: &self.names,
            seals,
            seeks_circles: true,
            known: None,
            inspect,
        }
    }

    /// Holds the records that were read against one another; the first `reported` of them are reported on.
    pub fn hold_against_one_another(
        self,
        at: Time,
        consulted: Consulted,
        files: Vec<InputFile>,
        entries: Vec<Entry>,
        reported: usize,
        since: Option<(Since, &Base)>,
    ) -> Verification {
        let (since, base) = since.unzip();
        let Consulted {
            repository,
            trust,
            unread_lists,
            progress,
        } = consulted;
        progress.begin(Stage::Comparing, None);
        let topics = self.topics.into_values();
        let mut verification = Verification {
            at,
            repository,
            trust,
            unread_lists,
            files,
            entries,
            reported,
            since,
            holds: Vec::new(),
            late: HashMap::new(),
            notices: NoticesByRecord::default(),
            contradicted: HashMap::new(),
            successors: HashMap::new(),
            captures: Captures::default(),
            index: DigestIndex::default(),
            keys: self.keys.into_values(),
            names: self.names.into_values(),
            lines: Mutex::default(),
            progress,
        };
        verification.resolve(&topics, base);
        verification
    }
}

/// Puts what may hide something before the rest, and says how much it is: it might have spoken against a record that
/// is reported on, so it is reported as well.
pub(super) fn put_first(context: &mut [Entry], may_hide: fn(&Entry) -> bool) -> usize {
    context.sort_by_key(|entry| !may_hide(entry));
    context.partition_point(may_hide)
}

/// What could not be read, and notices that are not as all of their authors signed them.
pub(super) fn is_doubtful(entry: &Entry) -> bool {
    let is_notice = entry.kind == Some(Kind::Notice);
    let is_sealed = entry.integrity == Integrity::Intact && entry.is_signed_by_its_authors();
    entry.digest.is_none() || (is_notice && !is_sealed)
}

/// Whether a record can be judged only together with claims that may not have been read.
pub(super) fn names_others(entry: &Entry) -> bool {
    !entry.references().is_empty() || entry.notice().is_some()
}

/// Whether a record that is asked about may be an earlier revision of a claim that was taken back with a later one. The
/// newest lies in the file that is called as the claim.
fn may_be_taken_back(files: &[InputFile], entries: &[Entry], named: usize) -> bool {
    let is_earlier = |entry: &Entry| {
        let stem = files[entry.file as usize].path.file_stem();
        entry.kind == Some(Kind::Claim) && stem.is_none_or(|stem| stem != &*entry.id)
    };
    let retracts = |entry: &Entry| entry.notice().is_some_and(|fact| fact.effect == Effect::Retracts);
    entries[..named].iter().any(is_earlier) && entries.iter().any(retracts)
}

pub(super) fn consult(
    start: Start,
    repository: Option<&Repository>,
    named: &[InputFile],
    context: &[InputFile],
    at: Time,
) -> (Option<Trust>, Vec<TrustFault>) {
    let (lists, unread) = match repository {
        Some(repository) => lists_of(repository, named.iter().chain(context)),
        None => match named {
            [file] => match file.bundle() {
                Some(bundle) => lists_in_bundle(file, bundle),
                None => (Vec::new(), Vec::new()),
            },
            _ => (Vec::new(), Vec::new()),
        },
    };
    match Trust::follow(start, lists, unread.clone(), at) {
        Some(trust) => (Some(trust), Vec::new()),
        None => (None, unread),
    }
}

/// Reads `more` files, puts them behind the others, and has `examine` look at each record; of those of which it gives
/// nothing, nothing is kept.
pub(super) fn read_more(
    examine: &(impl Fn(&mut Worker, &Unit<'_>, &InputFile) -> Option<Entry> + Sync),
    files: &mut Vec<InputFile>,
    more: Vec<InputFile>,
    entries: &mut Vec<Entry>,
    progress: &Progress,
) {
    // How many lines a file has is known at its end.
    let are_documents = more.iter().all(|file| file.form == Form::Document);
    progress.begin(Stage::Reading, are_documents.then_some(more.len()));
    let base = files.len();
    files.extend(more);
    let more = &files[base..];
    survey(
        more,
        Worker::default,
        |worker, mut unit| {
            let file = &more[unit.file];
            unit.file += base;
            examine(worker, &unit, file)
        },
        |entry| {
            entries.extend(entry);
            progress.add(1);
        },
    );
}

/// Verifies the claims that hang below others and those that retractions bear on, which were only read so far.
fn verify_below(examiner: &Examiner<'_>, files: &[InputFile], entries: &mut [Entry]) {
    if !entries.iter().any(names_others) {
        return;
    }
    let index = DigestIndex::new(entries, None);
    let mut needed: Vec<u32> = entries
        .iter()
        .flat_map(Entry::references)
        .filter(|reference| reference.relation == Relation::Claim)
        .flat_map(|reference| index.copies(entries, reference.digest))
        .chain(revisions_retracted(entries, &index))
        .filter(|&number| entries[number as usize].integrity == Integrity::Unverified)
        .collect();
    needed.sort_unstable();
    needed.dedup();
    examine_all_again(examiner, files, entries, &needed);
}
