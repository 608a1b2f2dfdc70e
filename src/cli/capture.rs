//! `byline capture`

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::Args;
use sha2::{Digest as _, Sha256};

use crate::capture::{CapturedText, Form, QuoteState, Unsearchable, media_type, with_evidence};
use crate::corpus::{
    FileError, InputError, Reach, Repository, Step, Watched, create_whole, read_file, replace_whole_with,
};
use crate::json::{Document, MAX_DEPTH, parse};
use crate::record::{Claim, Link, MAX_CAPTURE, MAX_RECORD, Record, Sha256Hex, nearest, quoted, read};
use crate::report::{Layout, quote_words, visible, wrap};

use super::error::{CliError, Status, refuse_if_grown, unreadable};
use super::output::{layout_of_output, shown, to_output};
use super::paths::nearest_folder;

/// Keep a saved page, text, PDF or picture as what a link of a claim was taken from
#[derive(Args)]
#[command(
    after_help = "Example:\n  byline capture claims/chip-ban.json --link ft saved/ft-article.html\n\nThe file is copied into the \
folder evidence of the repository, under the name of its digest, and the link names it. A quote on the link is looked for in it \
at once: in web pages and plain text, as a reader sees them. Exit status 1 says that it is not there; what was captured is kept. \
A signed claim is refused, since its meaning would change: make a new revision."
)]
pub(super) struct Arguments {
    /// The file of an unsigned claim
    #[arg(value_name = "CLAIM")]
    claim: PathBuf,
    /// The id of the link that the capture shows
    #[arg(long, value_name = "ID")]
    link: String,
    /// The saved page, text, PDF or picture
    #[arg(value_name = "PATH")]
    page: PathBuf,
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

pub(super) fn run(arguments: &Arguments) -> Result<Status, CliError> {
    let path = &arguments.claim;
    let evidence = evidence_folder(path)?;
    let watched = Watched::begin(path).map_err(|error| unreadable(path, &error))?;
    let bytes =
        read_file(path, MAX_RECORD as u64, Reach::Walked).map_err(|error| unreadable(path, &error))?;
    let text = std::str::from_utf8(&bytes)
        .map_err(|_| CliError::refused(format!("{} is no UTF-8 text", path.display())))?;
    let document = claim_document(text, path)?;
    let reading = read(&document);
    let Some(Record::Claim(claim)) = reading.record else {
        return Err(not_a_claim(path));
    };
    let link = link_of(&claim, &arguments.link, path)?;
    let page = read_page(arguments)?;
    let is_there = is_named(link, &page, arguments)?;
    let size = page.bytes.len() as u64;
    let new = if is_there {
        None
    } else {
        let new = with_evidence(&document, link, page.sha256, &page.media_type, size)
            .map_err(|error| CliError::refused(format!("{}: {error}", path.display())))?;
        refuse_if_faulty(&new, path)?;
        Some(new)
    };
    let quote = link.quote.map(|quote| look_for(&page, quote.text));
    if !arguments.dry_run {
        keep(&evidence, &page)?;
        if let Some(new) = &new {
            rewrite(path, &watched, &bytes, new)?;
        }
    }
    tell(arguments, &page, new.is_some(), quote.as_ref())?;
    Ok(match quote {
        Some(QuoteState::NotFound(_)) => Status::Failed,
        _ => Status::Done,
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
    let evidence = repository.root().join("evidence");
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
        path.display()
    ))
}

/// The document of a record that may be changed.
fn claim_document<'t>(text: &'t str, path: &Path) -> Result<Document<'t>, CliError> {
    let (document, duplicates) = parse(text, MAX_DEPTH).map_err(|_| not_a_claim(path))?;
    if !duplicates.is_empty() {
        return Err(not_a_claim(path));
    }
    if document.root().member("proof").is_some() {
        return Err(CliError::refused(format!(
            "{} is signed, and a capture would change what was signed",
            path.display()
        ))
        .hint("make a new revision with the capture, and sign that"));
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
        None => {
            // Who has more links looks into the file.
            const MOST_TOLD: usize = 12;
            let more = if ids.len() > MOST_TOLD { " and more" } else { "" };
            format!(
                "its links are {}{more}",
                ids[..ids.len().min(MOST_TOLD)].join(", ")
            )
        }
    };
    Err(CliError::usage(format!("{} has no link {}", path.display(), quoted(id))).hint(hint))
}

fn read_page(arguments: &Arguments) -> Result<Page, CliError> {
    let path = &arguments.page;
    let bytes = read_file(path, MAX_CAPTURE, Reach::Walked).map_err(|error| {
        let hint = match error {
            FileError::TooLarge { .. } => {
                "a capture has at most 50 MiB: save the page without its films, or a part of the document"
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
        .hint("say it, for example with --media-type text/plain"));
    };
    Ok(Page {
        sha256: Sha256Hex(Sha256::digest(&bytes).into()),
        media_type: known.to_owned(),
        bytes,
    })
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

/// The record with the capture must be one that is read.
fn refuse_if_faulty(new: &str, path: &Path) -> Result<(), CliError> {
    refuse_if_grown(new, &path.display().to_string())?;
    let fault = match parse(new, MAX_DEPTH) {
        Ok((document, _)) => read(&document).faults.into_iter().next(),
        Err(fault) => Some(fault),
    };
    match fault {
        None => Ok(()),
        Some(fault) => Err(CliError::refused(format!(
            "{} would be no valid claim with this capture: {}",
            path.display(),
            fault.message
        ))
        .hint(fault.help.unwrap_or_default())),
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

fn rewrite(path: &Path, watched: &Watched, before: &[u8], new: &str) -> Result<(), CliError> {
    // The bytes are compared as well: a change within one tick of the clock leaves no other trace.
    let mut stop = |step: Step| {
        watched.still(step)?;
        let is_same = step != Step::Rename
            || read_file(path, MAX_RECORD as u64, Reach::Walked).is_ok_and(|now| now == before);
        if is_same {
            Ok(())
        } else {
            Err(io::Error::other("it was changed while the capture was kept"))
        }
    };
    replace_whole_with(path, &mut |out| out.write_all(new.as_bytes()), &mut stop)?;
    Ok(())
}

fn tell(
    arguments: &Arguments,
    page: &Page,
    is_changed: bool,
    quote: Option<&QuoteState>,
) -> Result<(), CliError> {
    let layout: Layout = layout_of_output();
    let word = match (arguments.dry_run, is_changed) {
        (true, true) => "would capture",
        (false, true) => "captured",
        (_, false) => "already captured",
    };
    let about_quote = match quote {
        Some(state) => quote_words(state),
        None => "the link has no quote to look for".to_owned(),
    };
    let next = match quote {
        Some(QuoteState::NotFound(_)) => "correct the quote, and run this again",
        Some(QuoteState::NotCheckable(why)) => why.help(),
        _ => "",
    };
    to_output(|out| {
        writeln!(
            out,
            "{word} {} for the link {}",
            shown(&arguments.page),
            arguments.link
        )?;
        writeln!(out, "    evidence/{}", page.sha256)?;
        writeln!(
            out,
            "    {}, {} bytes",
            visible(&page.media_type),
            page.bytes.len()
        )?;
        writeln!(out, "{}", wrap("    ", &visible(&about_quote), layout.width))?;
        if !next.is_empty() {
            writeln!(out, "{}", wrap("    ", next, layout.width))?;
        }
        match quote {
            Some(QuoteState::NotFound(_)) => Ok(()),
            _ if arguments.dry_run => Ok(()),
            _ => writeln!(out, "Next: `byline sign {}`", shown(&arguments.claim)),
        }
    })?;
    Ok(())
}
