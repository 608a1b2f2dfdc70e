//! `byline sign`

use std::cell::Cell;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use clap::Args;
use rayon::prelude::*;

use crate::corpus::{
    FileError, InputError, Line, LineBlocks, Reach, Repository, Step, Watched, open_file, read_file,
    replace_whole_with,
};
use crate::json::{Anchor, Fault, MAX_DEPTH, locate, parse};
use crate::record::{MAX_RECORD, PublicKey, Time};
use crate::report::{Layout, visible, wrap};
use crate::seal::{Existing, SignError, SignOptions, Signed, Signer, SignerError, Verifier, sign};
use crate::verify::repository_trust;

use super::error::{CliError, Status, refuse_if_grown, unreadable};
use super::output::{layout_of_output, to_output};
use super::paths::{is_standard_input, parse_time, time_or_now};
use super::signer::SignerArguments;

/// Sign records: puts a proof into each file and leaves every other byte as it is
#[derive(Args)]
#[command(
    after_help = "Examples:\n  byline sign --key news-desk.pem claims/chip-ban.json\n  \
byline sign --signer 'sign-with-token --slot 2' --signer-key token.pub claims/chip-ban.json\n\nPrints what it signs. An unsigned claim or notice that names no author gets the key as \
one. All lines of a .jsonl are signed, or none. Without --key, the key is BYLINE_KEY, else the only one in the key folder. --signer is for keys in \
agents, tokens and key servers: see docs/outside-signer.md."
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
    /// Make this key's own proof anew
    #[arg(long)]
    replace: bool,
    /// Make this key's own proof anew, and drop proofs of other keys that no longer hold
    #[arg(long)]
    force: bool,
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
    dry_run: bool,
}

impl Signing<'_> {
    /// Signs one record, at this place.
    fn sign(
        &self,
        text: &str,
        path: &Path,
        line: Option<u32>,
        verifier: &mut Verifier,
    ) -> Result<Signed, CliError> {
        sign(text, self.signer, self.options, verifier).map_err(|error| {
            if matches!(error, SignError::Signer(_)) {
                self.gave_up.store(true, Ordering::Relaxed);
            }
            refusal(&error, text, path, line)
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
    let chosen = arguments.signer.choose(arguments.dry_run)?;
    let existing = match (arguments.force, arguments.replace) {
        (true, _) => Existing::DropBroken,
        (false, true) => Existing::ReplaceOwn,
        (false, false) => Existing::Keep,
    };
    let signing = Signing {
        signer: chosen.signer.as_ref(),
        one_by_one: chosen.outside,
        gave_up: AtomicBool::new(false),
        options: SignOptions {
            created: time_or_now(arguments.created),
            existing,
        },
        dry_run: arguments.dry_run,
    };
    let layout = layout_of_output();
    let mut status = Status::Done;
    let mut signed_any = false;
    to_output(|out| {
        for path in &arguments.paths {
            match sign_file(path, &signing, layout) {
                Ok(lines) => {
                    signed_any |= !lines.is_empty();
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
    if signed_any {
        warn_if_unlisted(arguments, signing.signer.public(), signing.options.created)?;
    }
    Ok(status)
}

/// A signature by a key that the repository does not list fails verification: better told now.
fn warn_if_unlisted(arguments: &Arguments, key: PublicKey, at: Time) -> Result<(), CliError> {
    let Some(folder) = arguments
        .paths
        .first()
        .and_then(|path| std::fs::canonicalize(path).ok())
    else {
        return Ok(());
    };
    let Some(repository) = Repository::around(&folder).map_err(InputError::from)? else {
        return Ok(());
    };
    let listed = repository_trust(&repository, at).is_some_and(|trust| trust.signer(key).is_some());
    if !listed {
        // Nobody is left to tell if standard error is closed.
        let _ = writeln!(
            anstream::stderr(),
            "warning: {} is not in the trust list of this repository, so its signatures do not count there",
            key
        );
    }
    Ok(())
}

fn sign_file(path: &Path, signing: &Signing<'_>, layout: Layout) -> Result<Lines, CliError> {
    let watched = Watched::begin(path).map_err(|error| unreadable(path, &error))?;
    let is_lines = path
        .extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("jsonl"));
    if is_lines {
        sign_lines(path, &watched, signing, layout)
    } else {
        sign_document(path, &watched, signing, layout)
    }
}

fn sign_document(
    path: &Path,
    watched: &Watched,
    signing: &Signing<'_>,
    layout: Layout,
) -> Result<Lines, CliError> {
    let bytes =
        read_file(path, MAX_RECORD as u64, Reach::Walked).map_err(|error| unreadable(path, &error))?;
    let text = std::str::from_utf8(&bytes)
        .map_err(|_| CliError::refused(format!("{} is no UTF-8 text", path.display())))?;
    let signed = signing.sign(text, path, None, &mut Verifier::default())?;
    if let (Some(new), false) = (&signed.text, signing.dry_run) {
        refuse_if_grown(new, &at(path, None))?;
        // The bytes are compared as well: a change within one tick of the clock leaves no other trace.
        let mut stop = |step: Step| {
            watched.still(step)?;
            let is_same = step != Step::Rename
                || read_file(path, MAX_RECORD as u64, Reach::Walked).is_ok_and(|now| now == bytes);
            if is_same {
                Ok(())
            } else {
                Err(io::Error::other("it was changed while it was signed"))
            }
        };
        replace_whole_with(path, &mut |out| out.write_all(new.as_bytes()), &mut stop)?;
    }
    Ok(vec![describe(
        &signed,
        signing,
        &path.display().to_string(),
        layout,
    )])
}

fn at(path: &Path, line: Option<u32>) -> String {
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

/// What became of the record, and of those after it.
const GAVE_UP: &str = "it was left as it was, and so was all that comes after it";

/// Why a record was not signed, with the place of its first fault.
fn refusal(error: &SignError, text: &str, path: &Path, line: Option<u32>) -> CliError {
    let place = at(path, line);
    match error {
        SignError::Invalid(faults) => {
            let lines = fault_lines(faults, text, path, line);
            CliError::refused(format!("{place} is no valid record\n{}", lines.join("\n")))
                .hint("mend it and sign again; nothing was written")
        }
        SignError::Altered { others: 0, .. } => CliError::refused(format!("{place}: {error}")).hint(
            "sign it anew with --replace; if others rely on the signed record, make a new revision instead",
        ),
        SignError::Altered { .. } => CliError::refused(format!("{place}: {error}"))
            .hint("make a new revision; --force drops the proofs that no longer hold and signs anew"),
        SignError::Signer(SignerError::NoAnswer(reason)) => {
            CliError::incomplete(format!("{place}: {error}: {reason}")).hint(GAVE_UP)
        }
        SignError::Signer(SignerError::Wrong { .. }) => {
            CliError::refused(format!("{place}: {error}")).hint(format!(
                "{GAVE_UP}; check that --signer-key is the key of --signer, and that it signs the bytes as they are: \
                 Ed25519, not Ed25519ph, and not their hash"
            ))
        }
        SignError::TooManyProofs | SignError::Splice(_) => CliError::refused(format!("{place}: {error}")),
    }
}

/// The most faults that are told of one record.
const MAX_TOLD: usize = 20;

/// A line for each fault, with its place.
fn fault_lines(faults: &[Fault], text: &str, path: &Path, line: Option<u32>) -> Vec<String> {
    let parsed = parse(text, MAX_DEPTH).ok();
    let told = &faults[..faults.len().min(MAX_TOLD)];
    let anchors: Vec<Anchor> = told.iter().map(|fault| fault.at.clone()).collect();
    let places = locate(text, parsed.as_ref().map(|(document, _)| document), &anchors);
    let mut lines: Vec<String> = told
        .iter()
        .zip(places)
        .map(|(fault, place)| {
            let row = line.map_or(place.line, |line| line as usize);
            let help = fault.help.as_deref().unwrap_or_default();
            format!(
                "{}:{row}:{}: {} [{}]; {help}",
                path.display(),
                place.column,
                fault.message,
                fault.name
            )
        })
        .collect();
    if faults.len() > told.len() {
        lines.push(format!("and {} more", faults.len() - told.len()));
    }
    lines
}

fn sign_lines(
    path: &Path,
    watched: &Watched,
    signing: &Signing<'_>,
    layout: Layout,
) -> Result<Lines, CliError> {
    let mut lines = Lines::new();
    let mut refused: Option<CliError> = None;
    let changes = Cell::new(false);
    let mut write = |out: &mut dyn Write| -> io::Result<()> {
        let (file, _) =
            open_file(path, Reach::Walked).map_err(|error| io::Error::other(error.to_string()))?;
        let mut blocks = LineBlocks::new(file);
        while let Some(block) = blocks.next_block()? {
            let records = block.lines();
            let mut done = 0;
            for (record, outcome) in records.iter().zip(sign_block(&records, path, signing, layout)) {
                let (text, told) = match outcome {
                    Ok(signed) => signed,
                    Err(error) => {
                        refused = Some(error);
                        return Err(io::Error::other("a line was refused"));
                    }
                };
                lines.push(told);
                changes.set(changes.get() || text.is_some());
                // What stands between records is copied as it is.
                let start = (record.offset - block.offset()) as usize;
                out.write_all(&block.bytes()[done..start])?;
                out.write_all(text.as_deref().map_or(record.bytes, str::as_bytes))?;
                done = start + record.bytes.len();
            }
            out.write_all(&block.bytes()[done..])?;
        }
        Ok(())
    };
    let mut stop = |step: Step| {
        if step == Step::Rename && (signing.dry_run || !changes.get()) {
            return Err(io::Error::other("there is nothing to write"));
        }
        watched.still(step)
    };
    let written = replace_whole_with(path, &mut write, &mut stop);
    match (refused, written) {
        (Some(error), _) => Err(error.hint("all lines of a .jsonl are signed, or none: nothing was written")),
        (None, Err(error)) if error.step == Step::Rename && (signing.dry_run || !changes.get()) => Ok(lines),
        (None, Err(error)) => Err(error.into()),
        (None, Ok(())) => Ok(lines),
    }
}

/// The new text of a line, where it changes, and what to print of it.
type SignedLine = Result<(Option<String>, String), CliError>;

/// Lines that one worker signs at a time.
const BATCH: usize = 64;

fn sign_block(records: &[Line<'_>], path: &Path, signing: &Signing<'_>, layout: Layout) -> Vec<SignedLine> {
    if signing.one_by_one {
        return sign_in_turn(records, path, signing, layout);
    }
    records
        .par_chunks(BATCH)
        .flat_map_iter(|batch| {
            let mut verifier = Verifier::default();
            batch
                .iter()
                .map(|line| sign_line(line, path, signing, layout, &mut verifier))
                .collect::<Vec<_>>()
        })
        .collect()
}

/// Up to the first line that is refused: the file is lost then, and nobody is asked in vain.
fn sign_in_turn(records: &[Line<'_>], path: &Path, signing: &Signing<'_>, layout: Layout) -> Vec<SignedLine> {
    let mut verifier = Verifier::default();
    let mut outcomes = Vec::with_capacity(records.len());
    for line in records {
        let outcome = sign_line(line, path, signing, layout, &mut verifier);
        let is_refused = outcome.is_err();
        outcomes.push(outcome);
        if is_refused {
            break;
        }
    }
    outcomes
}

fn sign_line(
    line: &Line<'_>,
    path: &Path,
    signing: &Signing<'_>,
    layout: Layout,
    verifier: &mut Verifier,
) -> SignedLine {
    let number = Some(line.number);
    if line.bytes.len() > MAX_RECORD {
        let error = FileError::TooLarge {
            size: line.length,
            limit: MAX_RECORD as u64,
        };
        return Err(unreadable(Path::new(&at(path, number)), &error));
    }
    let text = std::str::from_utf8(line.bytes)
        .map_err(|_| CliError::refused(format!("{} is no UTF-8 text", at(path, number))))?;
    let signed = signing.sign(text, path, number, verifier)?;
    if let Some(new) = &signed.text {
        refuse_if_grown(new, &at(path, number))?;
    }
    let told = describe(&signed, signing, &at(path, number), layout);
    Ok((signed.text, told))
}
