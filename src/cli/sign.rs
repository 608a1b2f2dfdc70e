//! `byline sign`

mod lines;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use clap::Args;

use crate::corpus::{Reach, Watched, open_file, read_file};
use crate::record::{MAX_RECORD, Time};
use crate::report::{Layout, visible, wrap};
use crate::seal::{
    Existing, SignError, SignOptions, Signed, Signer, Verifier, parse_to_sign, read_to_sign, sign_record,
};

use super::before_signing::{Repositories, Surroundings};
use super::error::{CliError, Status, refuse_if_grown, unreadable, warn};
use super::key_choice::ToSign;
use super::output::{layout_of_output, to_output};
use super::paths::{is_standard_input, parse_time, record_file_among_others, time_or_now};
use super::sign_anew::Before;
use super::sign_refused::refusal;
use super::signer::SignerArguments;
use lines::sign_lines;

/// Sign records: puts a proof into each file and leaves every other byte as it is
#[derive(Args)]
#[command(
    after_help = "Examples:\n  byline sign --key news-desk.pem claims/chip-ban.json\n  \
byline sign --signer 'sign-with-token --slot 2' --signer-key token.pub \\\n    claims/chip-ban.json\n\nPrints what it signs. An unsigned claim or notice that names no author gets the key as \
one. All lines of a .jsonl are signed, or none. Without --key, the key is BYLINE_KEY, else the only one in the key folder that the trust list has. An \
unsigned record is refused where the trust list of its repository does not let the key sign it: it could not be mended \
afterwards, but only made anew. --signer is for keys in agents, tokens and key servers: see docs/outside-signer.md."
)]
pub(super) struct Arguments {
    /// Files of records, or .jsonl files
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    signer: SignerArguments,
    /// The time that the proof says, instead of the clock's
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    created: Option<Time>,
    /// Make this key's own proof anew; what names the record by an earlier digest is told
    #[arg(long)]
    replace: bool,
    /// Make this key's own proof anew, and drop proofs of other keys that no longer hold
    #[arg(long)]
    force: bool,
    /// Drop the authors and all proofs of the record, and sign it as one's own: its digest changes, and what names it is told
    #[arg(long, conflicts_with_all = ["replace", "force"])]
    anew: bool,
    /// Sign unsigned records too that the trust list of their repository does not let the key sign
    #[arg(long)]
    unlisted: bool,
    /// Print what would be signed, and write nothing
    #[arg(long)]
    dry_run: bool,
}

/// What a run signs with.
struct Signing<'a> {
    signer: &'a dyn Signer,
    /// Whether the signer is asked for one signature after the other.
    one_by_one: bool,
    /// Set once the signer gave no signature: it is not asked again.
    gave_up: AtomicBool,
    options: SignOptions,
    /// Whether records are signed that the trust list does not let the key sign.
    may_be_unlisted: bool,
    /// Whether records are signed as if nobody had signed them.
    anew: bool,
    dry_run: bool,
}

/// A file to sign.
struct Place<'a> {
    path: &'a Path,
    /// The repository around it.
    around: Option<&'a Surroundings>,
    layout: Layout,
}

/// A record that was signed, or had been.
struct Outcome {
    /// Its new text, where it changes.
    text: Option<String>,
    /// What to print of it.
    told: String,
    /// What is to be told before it is written.
    warnings: Vec<String>,
}

impl Signing<'_> {
    /// Signs the record in `bytes`, in this line of the file.
    fn sign(
        &self,
        bytes: &[u8],
        place: &Place<'_>,
        line: Option<u32>,
        verifier: &mut Verifier,
    ) -> Result<Outcome, CliError> {
        let at = at(place.path, line);
        let text = std::str::from_utf8(bytes)
            .map_err(|_| CliError::refused(format!("{at} is no UTF-8 text")).hint("save it as UTF-8"))?;
        let before = match (self.anew, line) {
            (false, None) if self.options.existing != Existing::Keep => Before::of_altered(text, place.path)?,
            (false, _) => None,
            (true, None) => Before::of(text, place.path)?,
            (true, Some(_)) => {
                return Err(
                    CliError::refused(format!("{at}: a line is not signed anew by itself"))
                        .hint("put the record into a file of its own first"),
                );
            }
        };
        let text = before.as_ref().map_or(text, |before| &before.text);
        let refused = |error: SignError| {
            if matches!(error, SignError::Signer(_)) {
                self.gave_up.store(true, Ordering::Relaxed);
            }
            refusal(&error, text, place.path, line)
        };
        let document = parse_to_sign(text).map_err(refused)?;
        let record = read_to_sign(&document).map_err(refused)?;
        let mut warnings = match place.around {
            Some(around) => {
                let (key, created) = (self.signer.public(), self.options.created);
                around.look_over((&document, &record), &at, key, created, self.may_be_unlisted)?
            }
            None => Vec::new(),
        };
        let signed = sign_record(&document, &record, self.signer, self.options, verifier).map_err(refused)?;
        if let Some(before) = &before {
            let list = place.around.and_then(|around| around.list.as_ref());
            warnings.extend(before.told(&at, signed.digest));
            warnings.extend(before.dropped(&at, self.signer.public(), list));
        }
        if record
            .authors()
            .iter()
            .any(|author| signed.dropped.contains(&author.key))
        {
            warnings.push(format!(
                "{at}: an author whom it names has no proof on it any more, so that it does not hold until that author signs \
                 it again; `byline sign --anew`, of a record with a file of its own, makes you its author instead"
            ));
        }
        if let Some(new) = &signed.text {
            refuse_if_grown(new, &at)?;
        }
        Ok(Outcome {
            told: describe(&signed, self, &at, place.layout),
            text: signed.text,
            warnings,
        })
    }
}

/// What to print of a file: a line for every record.
type Lines = Vec<String>;

pub(super) fn run(arguments: &Arguments) -> Result<Status, CliError> {
    if arguments.paths.iter().any(|path| is_standard_input(path)) {
        return Err(CliError::usage("standard input cannot be signed in place").hint("name a file"));
    }
    if let Some(folder) = arguments.paths.iter().find(|path| path.is_dir()) {
        return Err(CliError::usage(format!("{} is a folder", folder.display()))
            .hint("name the files to sign, so that nothing is signed unseen"));
    }
    let paths: Vec<PathBuf> = arguments
        .paths
        .iter()
        .map(|path| record_file_among_others(path))
        .collect::<Result<_, _>>()?;
    let mut status = Status::Done;
    let paths = openable(paths, &mut status);
    if paths.is_empty() {
        return Ok(status);
    }
    let created = time_or_now(arguments.created);
    let mut repositories = Repositories::default();
    let first = paths.first().map_or(Path::new(""), PathBuf::as_path);
    let around = repositories.around(first)?;
    let to_sign = ToSign {
        file: first,
        around: around.as_deref(),
        at: time_or_now(None),
    };
    let chosen = arguments.signer.choose(&to_sign, arguments.dry_run)?;
    let existing = match (arguments.force, arguments.replace) {
        (true, _) => Existing::DropBroken,
        (false, true) => Existing::ReplaceOwn,
        (false, false) => Existing::Keep,
    };
    let signing = Signing {
        signer: chosen.signer.as_ref(),
        one_by_one: chosen.outside,
        gave_up: AtomicBool::new(false),
        options: SignOptions { created, existing },
        may_be_unlisted: arguments.unlisted,
        anew: arguments.anew,
        dry_run: arguments.dry_run,
    };
    let key = signing.signer.public();
    let layout = layout_of_output();
    let mut is_unlisted = false;
    to_output(|out| {
        for path in &paths {
            let around = repositories.around(path);
            let outcome = around.and_then(|around| {
                let place = Place {
                    path,
                    around: around.as_deref(),
                    layout,
                };
                let lines = sign_file(&signing, &place)?;
                Ok((lines, around))
            });
            match outcome {
                Ok((lines, around)) => {
                    is_unlisted |= !lines.is_empty() && around.is_some_and(|around| !around.lists(key));
                    lines.iter().try_for_each(|line| out.write_all(line.as_bytes()))?;
                }
                Err(error) => status = status.or_worse(error.report_and_go_on()),
            }
            if signing.gave_up.load(Ordering::Relaxed) {
                break;
            }
        }
        Ok(())
    })?;
    if is_unlisted {
        // Such a signature fails nothing where the authors have signed, and says nothing either: better told now.
        warn(&format!(
            "{key} is not in the trust list of this repository, so its signatures do not count there"
        ));
    }
    Ok(status)
}

/// The files that can be opened; tells of the others before anybody is asked for a passphrase in vain.
fn openable(mut paths: Vec<PathBuf>, status: &mut Status) -> Vec<PathBuf> {
    paths.retain(|path| match open_file(path, Reach::Walked) {
        Ok(_) => true,
        Err(error) => {
            *status = status.or_worse(unreadable(path, &error).report_and_go_on());
            false
        }
    });
    paths
}

fn sign_file(signing: &Signing<'_>, place: &Place<'_>) -> Result<Lines, CliError> {
    let path = place.path;
    let watched = Watched::begin(path).map_err(|error| unreadable(path, &error))?;
    let is_lines = path
        .extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("jsonl"));
    if is_lines {
        sign_lines(&watched, signing, place)
    } else {
        sign_document(&watched, signing, place)
    }
}

fn sign_document(watched: &Watched, signing: &Signing<'_>, place: &Place<'_>) -> Result<Lines, CliError> {
    let path = place.path;
    let bytes =
        read_file(path, MAX_RECORD as u64, Reach::Walked).map_err(|error| unreadable(path, &error))?;
    let outcome = signing.sign(&bytes, place, None, &mut Verifier::default())?;
    outcome.warnings.iter().for_each(|warning| warn(warning));
    if let (Some(new), false) = (&outcome.text, signing.dry_run) {
        watched.replace(&bytes, new.as_bytes())?;
    }
    Ok(vec![outcome.told])
}

/// How a record is named: its file, and its line in a `.jsonl`.
pub(super) fn at(path: &Path, line: Option<u32>) -> String {
    match line {
        Some(line) => format!("{}:{line}", path.display()),
        None => path.display().to_string(),
    }
}

fn describe(signed: &Signed, signing: &Signing<'_>, at: &str, layout: Layout) -> String {
    let word = match (&signed.text, signing.dry_run, signed.author) {
        (None, _, _) => "already signed",
        (Some(_), true, _) => "would sign",
        (Some(_), false, true) => "signed",
        (Some(_), false, false) => match signed.kind {
            crate::record::Kind::Claim | crate::record::Kind::Notice => "counter-signed",
            _ => "signed",
        },
    };
    let says = wrap("    ", &visible(&signed.says), layout.width);
    let dropped: String = signed
        .dropped
        .iter()
        .map(|key| format!("    dropped the proof of {key}, which no longer held\n"))
        .collect();
    format!("{word} {}\n{says}\n    {}\n{dropped}", visible(at), signed.digest)
}
