//! `byline new notice`

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde_json::Value;

use crate::cli::error::{CliError, Status, warn};
use crate::cli::first_few::first_few;
use crate::cli::output::{shown, typed};
use crate::cli::paths::{from_here, parse_time, read_record, record_file, time_or_now};
use crate::corpus::{Repository, repository_around};
use crate::json::{MAX_DEPTH, parse};
use crate::record::{self, Digest, Kind, Notice, Record, Time, read};
use crate::seal::{self, Integrity};

use super::ask::ask_notice;
use super::sealed::{altered, integrity_of};
use super::standing::Standings;
use super::target::{Target, can_ask, members, missing, needed_repository, write_new};

/// Write a notice: that an earlier record is corrected, retracted or disputed
#[derive(Args)]
#[command(
    after_help = "Example:\n  byline new notice claims/bridge-closed.json --effect retracts \\\n    --reason \"The Courier withdrew the story.\"\n\n\
A notice takes effect once an author of the record or an editor has signed it. DIGEST is the first 16 digits of the \
record's; a second notice with that effect ends in -2.",
    mut_arg("out", |arg| arg.help("The file to write [default: notices/EFFECT-DIGEST.json in the repository]"))
)]
pub(super) struct NewNotice {
    /// The record: its file, its id in this repository, or its digest (sha256:…)
    #[arg(value_name = "RECORD")]
    record: Option<String>,
    /// What becomes of it
    #[arg(long, value_enum, requires = "record")]
    effect: Option<Effect>,
    /// Why, in a sentence
    #[arg(long, requires = "record")]
    reason: Option<String>,
    /// The record to use instead: its file, its id in this repository, or its digest
    #[arg(long, value_name = "RECORD")]
    replacement: Option<String>,
    /// When it is issued [default: now]
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    issued: Option<Time>,
    #[command(flatten)]
    target: Target,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Effect {
    /// Something in it is put right
    Corrects,
    /// It is taken back
    Retracts,
    /// Somebody disputes it
    Disputes,
}

impl Effect {
    /// As written in a record.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Corrects => "corrects",
            Self::Retracts => "retracts",
            Self::Disputes => "disputes",
        }
    }
}

/// What is said on the command line; the rest is asked for.
pub(super) struct Given {
    pub record: Option<Digest>,
    pub effect: Option<Effect>,
    pub reason: Option<String>,
    pub replacement: Option<Digest>,
}

/// What is told in a notice.
pub(super) struct Told {
    pub record: Digest,
    pub effect: Effect,
    pub reason: String,
    pub replacement: Option<Digest>,
}

pub(super) fn run(arguments: &NewNotice) -> Result<Status, CliError> {
    let told = match (&arguments.record, arguments.effect, &arguments.reason) {
        (Some(record), Some(effect), Some(reason)) => {
            let told = Told {
                record: digest_of_no_notice(record)?,
                effect,
                reason: reason.clone(),
                replacement: arguments.replacement()?,
            };
            tell_what_falls(record, &told);
            told
        }
        _ if can_ask() => {
            arguments.target.refuse_taken()?;
            ask_notice(&Given {
                record: arguments.record.as_deref().map(digest_of_no_notice).transpose()?,
                effect: arguments.effect,
                reason: arguments.reason.clone(),
                replacement: arguments.replacement()?,
            })?
        }
        _ => return Err(missing("the record, --effect and --reason")),
    };
    write(&told, arguments)
}

impl NewNotice {
    fn replacement(&self) -> Result<Option<Digest>, CliError> {
        self.replacement.as_deref().map(digest_of).transpose()
    }
}

fn write(told: &Told, arguments: &NewNotice) -> Result<Status, CliError> {
    if told.replacement == Some(told.record) {
        return Err(
            CliError::usage("the record that this is about cannot be its own replacement")
                .hint("make its next revision first, with `byline new revision`, and name that"),
        );
    }
    let notice = notice(told, time_or_now(arguments.issued));
    let path = match needed_repository() {
        Ok(repository) => free_path(repository.root(), told.record, told.effect),
        // Who names a file needs no repository; who does not is told so there.
        Err(_) => path_of(told.record, told.effect, 1),
    };
    write_new(Kind::Notice, &path, &notice, &arguments.target)
}

/// What becomes of claims that rest on one that is taken back.
pub(super) const FALL_WITH_IT: &str = "fall with it until a revision of theirs does without it";

/// Tells which claims fall with a record that is taken back, and where another notice does so already; `named` is how it
/// was named.
fn tell_what_falls(named: &str, told: &Told) {
    if told.effect != Effect::Retracts {
        return;
    }
    // Who only writes a notice need have no repository in order.
    let Some(standings) = standings_around(named) else {
        return;
    };
    if let Some(notice) = standings.retracted_by(told.record) {
        warn(&retracted_already(named, &notice));
    }
    let resting: Vec<&str> = standings
        .resting_on(told.record, told.replacement)
        .into_iter()
        .collect();
    if !resting.is_empty() {
        warn(&format!(
            "these rest on {named}, and {FALL_WITH_IT}: {}",
            first_few(&resting)
        ));
    }
}

/// The standing of all claims of the repository that a record is in.
fn standings_around(named: &str) -> Option<Standings> {
    let repository = match named.starts_with(DIGEST_PREFIX) {
        true => needed_repository().ok(),
        false => repository_around(&record_file(Path::new(named)).ok()?).ok()?,
    };
    Standings::of(&repository?.folder(Kind::Claim)).ok()
}

/// What is said of a record that a notice retracts.
pub(super) fn retracted_already(named: &str, notice: &str) -> String {
    format!("{named} is retracted already, by {notice}")
}

/// How a digest begins.
const DIGEST_PREFIX: &str = "sha256:";

/// The JSON of a notice.
fn notice(told: &Told, issued: Time) -> Value {
    let given = vec![
        ("record", Some(told.record.to_string().into())),
        ("effect", Some(told.effect.as_str().into())),
        ("reason", Some(told.reason.as_str().into())),
        ("issued", Some(issued.to_string().into())),
        (
            "replacement",
            told.replacement.map(|digest| digest.to_string().into()),
        ),
    ];
    Value::Object(members(Kind::Notice, given))
}

/// The most notices of one effect on one record that are numbered: one with more has other troubles.
const MOST_NUMBERED: u32 = 1_000;

/// Where a notice goes: a second one with that effect on the record is numbered, and so on.
fn free_path(root: &Path, record: Digest, effect: Effect) -> String {
    let is_free = |path: &String| root.join(path).symlink_metadata().is_err();
    let mut paths = (1..=MOST_NUMBERED).map(|nth| path_of(record, effect, nth));
    paths.find(is_free).unwrap_or_else(|| path_of(record, effect, 1))
}

/// `notices/<effect>-<first 16 hex digits of the record>.json`, from the second on with its number
fn path_of(record: Digest, effect: Effect, nth: u32) -> String {
    let hex: String = record
        .to_string()
        .chars()
        .skip(DIGEST_PREFIX.len())
        .take(16)
        .collect();
    let number = match nth {
        1 => String::new(),
        nth => format!("-{nth}"),
    };
    format!("notices/{}-{hex}{number}.json", effect.as_str())
}

/// The same of a record that a notice can be about.
fn digest_of_no_notice(text: &str) -> Result<Digest, CliError> {
    let digest = digest_of(text)?;
    let path = match text.starts_with(DIGEST_PREFIX) {
        true => needed_repository()
            .ok()
            .and_then(|repository| notice_file(&repository, digest)),
        false => Some(record_file(Path::new(text))?),
    };
    let Some(path) = path else { return Ok(digest) };
    let contents = read_record(&path)?;
    if let Ok((document, _)) = parse(&contents, MAX_DEPTH)
        && let Some(Record::Notice(notice)) = read(&document).record
    {
        return Err(on_a_notice(&path, &notice));
    }
    Ok(digest)
}

/// The file of the notice with a digest, if it has one of its own.
fn notice_file(repository: &Repository, digest: Digest) -> Option<PathBuf> {
    let standings = Standings::of(&repository.folder(Kind::Notice)).ok()?;
    standings.file_of(digest).map(from_here)
}

/// Refuses a notice on a notice.
fn on_a_notice(path: &Path, notice: &Notice<'_>) -> CliError {
    let hint = match notice.effect {
        record::Effect::Retracts => {
            "nothing takes a retraction back: make the claim anew under another id, and say in its note what happened"
                .to_owned()
        }
        _ => format!(
            "write a new one about the record itself, `byline new notice {}`, or say in a revision's note what became of it",
            notice.record
        ),
    };
    CliError::refused(format!(
        "{} is a notice, and no notice is about another",
        shown(path)
    ))
    .hint(hint)
}

/// The digest that is written there, or that of the record in the file of that name.
fn digest_of(text: &str) -> Result<Digest, CliError> {
    if text.starts_with(DIGEST_PREFIX) {
        return Digest::parse(text).ok_or_else(|| {
            CliError::usage(format!("{text:?} is no digest"))
                .hint("a digest is sha256: and 64 hex digits in lower case")
        });
    }
    signed_digest(&record_file(Path::new(text))?)
}

/// The digest of the signed record in a file. To sign a record gives it another digest, so that what names an unsigned
/// one would be about nothing.
fn signed_digest(path: &Path) -> Result<Digest, CliError> {
    let digest = digest_of_file(path)?;
    match integrity_of(&read_record(path)?) {
        Some(Integrity::Unsigned) => {
            Err(
                CliError::refused(format!("{} is not signed yet", shown(path))).hint(format!(
                    "sign it first, which changes the digest by which a notice names it: `byline sign {}`; what nobody \
                     has signed can also just be changed, or removed",
                    typed(path)
                )),
            )
        }
        Some(Integrity::Altered) => Err(altered(path, "write the notice")),
        _ => Ok(digest),
    }
}

/// The digest of the record in a file.
pub(super) fn digest_of_file(path: &Path) -> Result<Digest, CliError> {
    let text = read_record(path)?;
    let refused = |message: String| {
        CliError::refused(format!("{}: {message}", path.display())).hint("`byline verify` says what is wrong")
    };
    let (document, duplicates) =
        parse(&text, MAX_DEPTH).map_err(|fault| refused(fault.message.into_owned()))?;
    let reading = read(&document);
    match duplicates.first().or_else(|| reading.faults.first()) {
        Some(fault) => Err(refused(fault.message.to_string())),
        None => Ok(seal::digest(&document)),
    }
}
