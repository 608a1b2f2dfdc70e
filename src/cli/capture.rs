//! `byline capture`

mod put_back;
mod told;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::Args;
use sha2::{Digest as _, Sha256};

use crate::capture::{CapturedText, Form, QuoteState, Unsearchable, media_type, with_evidence, with_quote};
use crate::corpus::{FileError, InputError, Reach, Repository, Watched, create_whole, read_file};
use crate::json::{Document, MAX_DEPTH, parse};
use crate::record::{Claim, Link, MAX_CAPTURE, MAX_RECORD, Record, Sha256Hex, nearest, quoted, read};

use super::error::{CliError, Status, refuse_if_grown, unreadable};
use super::first_few::first_few;
use super::output::typed;
use super::paths::{nearest_folder, record_file};

use put_back::{is_signed, put_back};
use told::{ClaimState, Kept, tell};

/// Keep a saved page, text, PDF or picture as what a link of a claim was taken from
#[derive(Args)]
#[command(
    after_help = "Example:\n  byline capture claims/chip-ban.json --link ft saved/ft-article.html\n\nThe file is copied into the \
folder evidence of the repository, under the name of its digest, and the link names it. A quote on the link is looked for in it \
at once: in web pages and plain text, as a reader sees them. Exit status 1 says that it is not there; what was captured is kept. \
With --quote the link quotes that from now on, and no file need be named: it is looked for in the capture that there is. \
A link with a capture is held: you have it yourself, and need nobody who cites it, so that the rating may rise. \
A signed claim is refused, since its meaning would change: `byline new revision` begins one that can be changed. But the very file \
that it names is put back where it is gone."
)]
pub(super) struct Arguments {
    /// The file of a claim or its id in this repository; unsigned where anything in it is to change
    #[arg(value_name = "CLAIM")]
    claim: PathBuf,
    /// The id of the link that the capture shows
    #[arg(long, value_name = "ID")]
    link: String,
    /// The saved page, text, PDF or picture
    #[arg(value_name = "PATH", required_unless_present = "quote")]
    page: Option<PathBuf>,
    /// What the link quotes from now on, word for word
    #[arg(long, value_name = "TEXT")]
    quote: Option<String>,
    /// What kind of file it is, such as text/html, instead of what its bytes and name tell
    #[arg(long, value_name = "TYPE")]
    media_type: Option<String>,
    /// Name it instead of the capture that the link names now, whose file stays
    #[arg(long)]
    replace: bool,
    /// Say what would be done, and write nothing
    #[arg(long)]
    dry_run: bool,
}

/// A file that is to be kept.
struct Page {
    bytes: Vec<u8>,
    sha256: Sha256Hex,
    media_type: String,
}

pub(super) fn run(mut arguments: Arguments) -> Result<Status, CliError> {
    if let Some(address) = arguments.page.as_deref().filter(|page| is_address(page)) {
        return Err(
            CliError::usage(format!("{} is an address, and no file", address.display()))
                .hint("byline fetches nothing: save the page in your browser, and name the file"),
        );
    }
    arguments.claim = record_file(&arguments.claim)?;
    let arguments = &arguments;
    let path = &arguments.claim;
    let evidence = evidence_folder(path)?;
    let watched = Watched::begin(path).map_err(|error| unreadable(path, &error))?;
    let bytes =
        read_file(path, MAX_RECORD as u64, Reach::Walked).map_err(|error| unreadable(path, &error))?;
    let text = std::str::from_utf8(&bytes)
        .map_err(|_| CliError::refused(format!("{} is no UTF-8 text", path.display())))?;
    if is_signed(text) {
        return put_back(arguments, &evidence, text);
    }
    let quoted = match &arguments.quote {
        Some(quote) => Some(with_new_quote(text, arguments, quote)?),
        None => None,
    };
    let new = quoted.as_deref().unwrap_or(text);
    let document = claim_document(new, path)?;
    let reading = read(&document);
    let Some(Record::Claim(claim)) = reading.record else {
        return Err(not_a_claim(path));
    };
    let link = link_of(&claim, &arguments.link, path)?;
    let given = match &arguments.page {
        Some(page) => Some(read_page(page, arguments)?),
        None => None,
    };
    let captured = match &given {
        Some(page) if !is_named(link, page, arguments)? => Some(with_page(&document, link, page, path)?),
        _ => None,
    };
    let kept = match given {
        Some(_) => None,
        None => kept_page(&evidence, link),
    };
    let page = given.as_ref().or(kept.as_ref());
    let quote = link.quote.and_then(|quote| Some(look_for(page?, quote.text)));
    let kept = match page {
        Some(page) if captured.is_none() => named_before(&evidence, page),
        _ => Kept::New,
    };
    let new = captured.as_deref().unwrap_or(new);
    if !arguments.dry_run {
        if let Some(page) = &given {
            keep(&evidence, page)?;
        }
        if new != text {
            watched.replace(&bytes, new.as_bytes())?;
        }
    }
    let state = ClaimState::Unsigned {
        is_now_held: captured.is_some() && !link.is_held(),
    };
    tell(arguments, page, kept, state, quote.as_ref())?;
    Ok(status_of(quote.as_ref()))
}

fn status_of(quote: Option<&QuoteState>) -> Status {
    match quote {
        Some(QuoteState::NotFound(_)) => Status::Failed,
        _ => Status::Done,
    }
}

/// The text of the claim in which the link quotes something else.
fn with_new_quote(text: &str, arguments: &Arguments, quote: &str) -> Result<String, CliError> {
    let path = &arguments.claim;
    let document = claim_document(text, path)?;
    let Some(Record::Claim(claim)) = read(&document).record else {
        return Err(not_a_claim(path));
    };
    let link = link_of(&claim, &arguments.link, path)?;
    let quoted = with_quote(&document, link, quote)
        .map_err(|error| CliError::refused(format!("{}: {error}", path.display())))?;
    refuse_if_faulty(&quoted, path, "this quote")?;
    Ok(quoted)
}

/// The text of the claim in which the link names this capture.
fn with_page(document: &Document<'_>, link: &Link<'_>, page: &Page, path: &Path) -> Result<String, CliError> {
    let size = page.bytes.len() as u64;
    let changed = with_evidence(document, link, page.sha256, &page.media_type, size)
        .map_err(|error| CliError::refused(format!("{}: {error}", path.display())))?;
    refuse_if_faulty(&changed, path, "this capture")?;
    Ok(changed)
}

/// The capture that the link names already, if it can be read: `byline verify` tells of one that cannot.
fn kept_page(evidence: &Path, link: &Link<'_>) -> Option<Page> {
    let named = link.evidence?;
    let path = evidence.join(named.sha256.to_string());
    Some(Page {
        bytes: read_file(&path, MAX_CAPTURE, Reach::Walked).ok()?,
        sha256: named.sha256,
        media_type: named.media_type?.to_owned(),
    })
}

/// The folder of captures of the repository around a claim.
fn evidence_folder(claim: &Path) -> Result<PathBuf, CliError> {
    let folder = claim.parent().and_then(nearest_folder);
    let repository = match folder {
        Some(folder) => Repository::around(&folder).map_err(InputError::from)?,
        None => None,
    };
    let Some(repository) = repository else {
        return Err(CliError::usage(format!(
            "{} is in no repository of claims, so there is no place for captures",
            claim.display()
        ))
        .hint("begin a repository with `byline init`, and keep the claim in its folder claims"));
    };
    let evidence = repository.evidence();
    if evidence.is_symlink() {
        return Err(
            CliError::refused(format!("{} is a symbolic link", evidence.display()))
                .hint("put the folder itself there: captures are looked for nowhere else"),
        );
    }
    Ok(evidence)
}

fn not_a_claim(path: &Path) -> CliError {
    CliError::refused(format!("{} is no valid claim", path.display())).hint(format!(
        "`byline verify {}` says what is wrong, and where; captures are put on links of claims, each in a file of its own",
        typed(path)
    ))
}

/// The document of a record, which must be read without doubt.
fn claim_document<'t>(text: &'t str, path: &Path) -> Result<Document<'t>, CliError> {
    let (document, duplicates) = parse(text, MAX_DEPTH).map_err(|_| not_a_claim(path))?;
    if !duplicates.is_empty() {
        return Err(not_a_claim(path));
    }
    Ok(document)
}

fn link_of<'c, 'd>(claim: &'c Claim<'d>, id: &str, path: &Path) -> Result<&'c Link<'d>, CliError> {
    if let Some(link) = claim.chain.iter().find(|link| link.id.as_str() == id) {
        return Ok(link);
    }
    let ids: Vec<&str> = claim.chain.iter().map(|link| link.id.as_str()).collect();
    let hint = match nearest(id, &ids) {
        Some(near) => format!("did you mean {near}?"),
        None => format!("its links are {}", first_few(&ids)),
    };
    Err(CliError::usage(format!("{} has no link {}", path.display(), quoted(id))).hint(hint))
}

fn read_page(path: &Path, arguments: &Arguments) -> Result<Page, CliError> {
    let bytes = read_bytes(path)?;
    let ending = path.extension().and_then(|ending| ending.to_str());
    let known = arguments
        .media_type
        .as_deref()
        .or_else(|| media_type(&bytes, ending));
    let Some(known) = known else {
        return Err(CliError::usage(format!(
            "neither its bytes nor its name tell what kind of file {} is",
            path.display()
        ))
        .hint("say it, for example with --media-type text/plain or --media-type video/mp4"));
    };
    Ok(Page {
        sha256: digest_of(&bytes),
        media_type: known.to_owned(),
        bytes,
    })
}

fn is_address(path: &Path) -> bool {
    let text = path.to_string_lossy();
    text.starts_with("https://") || text.starts_with("http://")
}

fn digest_of(bytes: &[u8]) -> Sha256Hex {
    Sha256Hex(Sha256::digest(bytes).into())
}

fn read_bytes(path: &Path) -> Result<Vec<u8>, CliError> {
    let bytes = read_file(path, MAX_CAPTURE, Reach::Walked).map_err(|error| {
        let hint = match error {
            FileError::TooLarge { .. } => {
                "a capture has at most 50 MiB: save a page without its films, and a part of a document; keep a film \
                 elsewhere, and capture stills of it, a transcript, or a smaller copy"
            }
            FileError::NotRegular => {
                "name one file: a page that was saved with a folder of pictures is its .html file"
            }
            FileError::SymbolicLink => "name the file itself",
            ref other => other.help(),
        };
        unreadable(path, &error).hint(hint)
    })?;
    if bytes.is_empty() {
        return Err(CliError::refused(format!("{} is empty", path.display())).hint("save the page again"));
    }
    Ok(bytes)
}

/// Whether the link names this capture already. Another is refused, unless it is to be replaced.
fn is_named(link: &Link<'_>, page: &Page, arguments: &Arguments) -> Result<bool, CliError> {
    let Some(named) = link.evidence else {
        return Ok(false);
    };
    let is_same = named.sha256 == page.sha256
        && named.media_type == Some(page.media_type.as_str())
        && named.size == Some(page.bytes.len() as u64);
    if is_same || arguments.replace {
        return Ok(is_same);
    }
    let other = if named.sha256 == page.sha256 {
        "names this capture with another kind or size".to_owned()
    } else {
        format!("names another capture, evidence/{}", named.sha256)
    };
    Err(CliError::refused(format!("the link {} {other}", link.id))
        .hint("--replace names the new one instead; the file of the other stays"))
}

fn look_for(page: &Page, quote: &str) -> QuoteState {
    let text: Result<CapturedText, Unsearchable> =
        Form::of(Some(&page.media_type)).and_then(|form| CapturedText::new(&page.bytes, form));
    match text {
        Ok(mut text) => text.look_for(quote),
        Err(why) => QuoteState::NotCheckable(why),
    }
}

/// The record with the change must be one that is read.
fn refuse_if_faulty(new: &str, path: &Path, with: &str) -> Result<(), CliError> {
    refuse_if_grown(new, &path.display().to_string())?;
    let fault = match parse(new, MAX_DEPTH) {
        Ok((document, _)) => read(&document).faults.into_iter().next(),
        Err(fault) => Some(fault),
    };
    match fault {
        None => Ok(()),
        Some(fault) => Err(CliError::refused(format!(
            "{} would be no valid claim with {with}: {}",
            path.display(),
            fault.message
        ))
        .hint(fault.help.unwrap_or_default())),
    }
}

/// What becomes of a capture that the link names already.
fn named_before(evidence: &Path, page: &Page) -> Kept {
    let file = evidence.join(page.sha256.to_string());
    match file.symlink_metadata() {
        Ok(_) => Kept::There,
        Err(_) => Kept::PutBack,
    }
}

/// Puts the file into the folder of captures, where it may be already.
fn keep(evidence: &Path, page: &Page) -> Result<(), CliError> {
    fs::create_dir_all(evidence).map_err(|error| {
        CliError::incomplete(format!("{} could not be made: {error}", evidence.display()))
    })?;
    let path = evidence.join(page.sha256.to_string());
    let written = create_whole(&path, &page.bytes, false);
    match written {
        Err(error) if error.source.kind() == io::ErrorKind::AlreadyExists => {
            let there = read_file(&path, MAX_CAPTURE, Reach::Walked);
            if there.is_ok_and(|there| there == page.bytes) {
                return Ok(());
            }
            Err(CliError::refused(format!(
                "{} is there, and is not what its name says",
                path.display()
            ))
            .hint("move that file away, and run the command again"))
        }
        other => Ok(other?),
    }
}
