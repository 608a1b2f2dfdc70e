//! `byline new revision`

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Map, Value, json};

use crate::cli::before_signing::Repositories;
use crate::cli::error::{CliError, Status, warn};
use crate::cli::output::{shown, to_output, typed};
use crate::cli::paths::{read_record, record_file};
use crate::corpus::{InputError, Repository, Watched, create_whole};
use crate::json::{MAX_DEPTH, parse};
use crate::record::{Digest, Kind, PublicKey, Record, nearest, quoted, read};
use crate::report::visible;
use crate::seal::{self, Integrity, Verifier};

use super::ask::{Becomes, ask_revision};
use super::named::{language, named_link};
use super::sealed::altered;
use super::standing::Standings;
use super::target::{advised_sign, can_ask, laid_out, refuse_links};
use super::uncaptured::advised_capture;

/// Begin the next revision of a claim: the one before stays beside it, and the new one is yours to change and sign
#[derive(Args)]
#[command(
    after_help = "Example:\n  byline new revision claims/bridge-closed.json \\\n    --statement \"The old bridge will close for three years.\"\n  \
byline new revision claims/bridge-closed.json --drop official \\\n    --link 'decree document title=\"Road decree\" held'\n\n\
The revision before is kept as ID.rN.json, whole and with its signatures. The new one says the same at first, names the one before, and \
has no signature yet: whoever counter-signed is asked anew. Without flags, a terminal asks what changes. A claim that is not signed yet has no revisions: it is changed as it is."
)]
pub(super) struct NewRevision {
    /// The file of the claim, or its id in this repository
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// What it claims now
    #[arg(long)]
    statement: Option<String>,
    /// Its language
    #[arg(long)]
    lang: Option<String>,
    /// What it is about, instead of the topics so far; may be given several times
    #[arg(long = "topic", value_name = "TOPIC")]
    topics: Vec<String>,
    /// When the thing happened, or began
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// When it ended
    #[arg(long, value_name = "DATE")]
    to: Option<String>,
    /// A link that is added, or that takes the place of the one with its id: "ID KIND member=value …"; may be given several times
    #[arg(long = "link", value_name = "LINK")]
    links: Vec<String>,
    /// A link that is left out, by its id, and cited no more; may be given several times
    #[arg(long = "drop", value_name = "ID")]
    dropped: Vec<String>,
    /// A remark
    #[arg(long)]
    note: Option<String>,
    /// Print the new revision instead of writing anything
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn run(arguments: &NewRevision) -> Result<Status, CliError> {
    let path = &record_file(&arguments.file)?;
    if path.is_symlink() {
        return Err(
            CliError::refused(format!("{} is a symbolic link", path.display()))
                .hint("name the file itself: what lies beside it must not depend on the way to it"),
        );
    }
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        refuse_links(folder)?;
    }
    let unread = |error| crate::cli::error::unreadable(path, &error);
    let watched = Watched::begin(path).map_err(unread)?;
    let text = read_record(path)?;
    let Next {
        kept_as,
        checkers,
        digest,
        newest,
        mut claim,
    } = next_state(path, &text)?;
    if let Some(before) = &kept_as {
        // What is called as those are that are kept would be kept in its own place.
        if path == before || is_followed(&claim, &newest) {
            return Err(not_newest(path, &newest));
        }
    }
    warn_if_retracted(path, digest);
    let mut to_sign = vec![path.to_owned()];
    let mut first = String::new();
    let mut is_changing = arguments.is_changing();
    let asked_in = match is_changing || arguments.dry_run || !can_ask() {
        true => None,
        false => Repository::around(&folder_of(path)?).map_err(InputError::from)?,
    };
    if let Some(repository) = asked_in {
        let becomes = match kept_as {
            Some(_) => Becomes::NextRevision,
            None => Becomes::Itself,
        };
        let (changed, sources) = ask_revision(&repository, &claim, becomes)?;
        first = advised_capture(changed.get("chain"), path);
        is_changing = changed != claim;
        claim = changed;
        to_sign.extend(sources);
    } else if !is_changing && kept_as.is_none() {
        return Err(CliError::refused(format!("{} is not signed yet", path.display()))
            .hint("what nobody has signed is changed as it is: say what, with --statement, --link or --drop for example"));
    } else {
        arguments.change(&mut claim)?;
        if kept_as.is_some() && arguments.note.is_none() {
            tell_note(&claim);
        }
    }
    let next = laid_out(&Value::Object(claim).to_string(), Kind::Claim)?;
    if arguments.dry_run {
        to_output(|out| out.write_all(next.as_bytes()))?;
        return Ok(Status::Done);
    }
    // First the copy: whatever happens then, no revision is lost.
    if let Some(before) = &kept_as {
        keep(before, &text)?;
    }
    watched.replace(text.as_bytes(), next.as_bytes())?;
    let change = match is_changing {
        true => "",
        false => "change it (--help names the flags), then ",
    };
    to_output(|out| {
        if let Some(before) = &kept_as {
            writeln!(out, "{}", shown(before))?;
        }
        for path in &to_sign {
            writeln!(out, "{}", shown(path))?;
        }
        writeln!(out, "{first}Next: {change}{}", advised_sign(&to_sign))?;
        told_left_behind(&checkers, path).map_or(Ok(()), |told| writeln!(out, "{told}"))
    })?;
    Ok(Status::Done)
}

/// Whether the file where the newest revision of a claim belongs has one already that is as late as `next`.
fn is_followed(next: &Map<String, Value>, newest: &Path) -> bool {
    let there = read_record(newest).ok();
    let there: Option<Value> = there.and_then(|text| serde_json::from_str(&text).ok());
    let revision = |claim: &Value| claim["revision"].as_u64();
    there.is_some_and(|there| revision(&there) >= revision(&Value::Object(next.clone())))
}

/// Refuses a revision that is not the newest: a second one after it would break the history of the claim.
fn not_newest(path: &Path, newest: &Path) -> CliError {
    let refused = CliError::refused(format!("{} is not the newest revision of its claim", shown(path)));
    refused.hint(match newest.is_file() {
        true => format!(
            "the next one follows {}: `byline new revision {}`",
            shown(newest),
            typed(newest)
        ),
        false => format!(
            "put the newest back as {}, from git or from a copy",
            shown(newest)
        ),
    })
}

/// Keeps the revision before, which is there already where this was interrupted.
fn keep(before: &Path, text: &str) -> Result<(), CliError> {
    match create_whole(before, text.as_bytes(), false) {
        Err(error) if error.source.kind() == ErrorKind::AlreadyExists => match read_record(before) {
            Ok(there) if there == text => Ok(()),
            _ => Err(CliError::taken(before)),
        },
        other => Ok(other?),
    }
}

/// Warns where a revision would be retracted from the start.
fn warn_if_retracted(path: &Path, digest: Digest) {
    // Who only begins a revision need have no repository in order.
    let standings = Standings::of(path).ok();
    let notice = standings.and_then(|standings| standings.retracted_by(digest));
    if let Some(notice) = notice {
        warn(&format!(
            "{} was retracted by {notice}, and nothing takes a retraction back: it reaches every later revision. Record \
             the claim anew under another id",
            shown(path)
        ));
    }
}

impl NewRevision {
    /// Whether anything is to be different.
    fn is_changing(&self) -> bool {
        let texts = [&self.statement, &self.lang, &self.from, &self.to, &self.note];
        let lists = [&self.topics, &self.links, &self.dropped];
        texts.iter().any(|text| text.is_some()) || lists.iter().any(|list| !list.is_empty())
    }

    /// Makes the changes.
    fn change(&self, claim: &mut Map<String, Value>) -> Result<(), CliError> {
        if let Some(lang) = &self.lang {
            language(lang)?;
        }
        for (member, text) in [
            ("statement", &self.statement),
            ("lang", &self.lang),
            ("note", &self.note),
        ] {
            if let Some(text) = text {
                claim.insert(member.to_owned(), json!(text));
            }
        }
        if !self.topics.is_empty() {
            claim.insert("topics".to_owned(), json!(self.topics));
        }
        for (member, day) in [("from", &self.from), ("to", &self.to)] {
            if let Some(day) = day {
                claim.entry("event").or_insert_with(|| json!({}))[member] = json!(day);
            }
        }
        let Some(Value::Array(chain)) = claim.get_mut("chain") else {
            return Ok(());
        };
        for id in &self.dropped {
            drop_link(chain, id)?;
        }
        for link in &self.links {
            let link = named_link(link)?;
            match chain.iter_mut().find(|other| other["id"] == link["id"]) {
                Some(other) => {
                    tell_lost(other, &link);
                    *other = link;
                }
                None => chain.push(link),
            }
        }
        Ok(())
    }
}

/// Tells of the note that a revision has from the one before: what it says may hold no more.
fn tell_note(claim: &Map<String, Value>) {
    if let Some(note) = claim.get("note").and_then(Value::as_str) {
        warn(&format!(
            "the note of the revision before stays: {}; --note puts another in its place",
            quoted(note)
        ));
    }
}

/// Tells what a link had that the one in its place does not have.
fn tell_lost(before: &Value, link: &Value) {
    let parts = [
        ("url", "address"),
        ("quote", "quote"),
        ("evidence", "capture"),
        ("note", "note"),
    ];
    let lost: Vec<&str> = parts
        .into_iter()
        .filter(|(member, _)| before.get(member).is_some() && link.get(member).is_none())
        .map(|(_, word)| word)
        .collect();
    if !lost.is_empty() {
        warn(&format!(
            "the link {} is written anew as it is given: gone is its {}",
            before["id"].as_str().unwrap_or_default(),
            lost.join(", its ")
        ));
    }
}

/// Leaves out the link with this id.
fn drop_link(chain: &mut Vec<Value>, id: &str) -> Result<(), CliError> {
    let before = chain.len();
    chain.retain(|link| link["id"] != id);
    if chain.len() < before {
        let links = chain.iter_mut().filter_map(Value::as_object_mut);
        links.for_each(|link| cite_no_more(link, id));
        return Ok(());
    }
    let ids: Vec<&str> = chain.iter().filter_map(|link| link["id"].as_str()).collect();
    let hint = match nearest(id, &ids) {
        Some(near) => format!("did you mean {near}?"),
        None => format!("its links are {}", ids.join(", ")),
    };
    Err(CliError::usage(format!("the claim has no link {}", quoted(id))).hint(hint))
}

/// Takes a link out of those that another one cites.
pub(super) fn cite_no_more(link: &mut Map<String, Value>, id: &str) {
    let Some(Value::Array(cites)) = link.get_mut("cites") else {
        return;
    };
    cites.retain(|cited| cited != id);
    if cites.is_empty() {
        link.remove("cites");
    }
}

/// What becomes of a claim.
struct Next {
    /// Where the revision before is kept; `None` where nobody has signed it.
    kept_as: Option<PathBuf>,
    /// Who has counter-signed that revision.
    checkers: Vec<PublicKey>,
    /// What others name it by as it is.
    digest: Digest,
    /// Where the newest revision of it belongs.
    newest: PathBuf,
    /// The claim as it is, with what makes a next revision of it where it is signed.
    claim: Map<String, Value>,
}

/// What is told of counter-signatures: they are on the revision before, and nobody would miss them on this one.
fn told_left_behind(checkers: &[PublicKey], path: &Path) -> Option<String> {
    let list = Repositories::default().around(path).ok().flatten();
    let list = list.as_ref().and_then(|around| around.list.as_ref());
    let names: Vec<String> = checkers
        .iter()
        .map(|key| match list.and_then(|list| list.signer(*key)) {
            Some(signer) => signer.name.clone(),
            None => key.to_string(),
        })
        .collect();
    match names.as_slice() {
        [] => None,
        [only] => Some(format!(
            "The signature of {} stays on the revision before; ask for a new one.",
            visible(only)
        )),
        several => Some(format!(
            "The signatures of {} stay on the revision before; ask for new ones.",
            visible(&several.join(", "))
        )),
    }
}

/// The folder that a file lies in.
fn folder_of(path: &Path) -> Result<PathBuf, CliError> {
    let path = std::path::absolute(path)?;
    Ok(path.parent().map_or_else(|| path.clone(), Path::to_owned))
}

fn next_state(path: &Path, text: &str) -> Result<Next, CliError> {
    let refused = |message: String| {
        CliError::refused(format!("{}: {message}", path.display())).hint("`byline verify` says what is wrong")
    };
    let (document, duplicates) =
        parse(text, MAX_DEPTH).map_err(|fault| refused(fault.message.into_owned()))?;
    let reading = read(&document);
    if let Some(fault) = duplicates.first().or_else(|| reading.faults.first()) {
        return Err(refused(fault.message.to_string()));
    }
    let Some(Record::Claim(claim)) = &reading.record else {
        return Err(CliError::refused(format!("{} is no claim", path.display()))
            .hint("only claims have revisions; other records are changed and signed again"));
    };
    let mut next: Map<String, Value> =
        serde_json::from_str(text).map_err(|error| CliError::new(Status::Failed, error))?;
    let seal = Verifier::default().examine(&document, &claim.by);
    let is_signed = document.root().member("proof").is_some();
    if seal.integrity() == Integrity::Altered {
        let then = "run this again, with what you want to say: --statement, --link or --drop for example";
        return Err(altered(path, then));
    }
    let digest = seal::digest(&document);
    if is_signed {
        next.remove("proof");
        next.remove("by");
        next.insert("revision".to_owned(), json!(claim.revision + 1));
        next.insert("supersedes".to_owned(), json!(digest.to_string()));
    }
    let before = path.with_file_name(format!("{}.r{}.json", claim.id, claim.revision));
    let signers = seal.proofs.iter().map(|(proof, _)| proof.key);
    let is_author = |key: &PublicKey| claim.by.iter().any(|author| author.key == *key);
    Ok(Next {
        kept_as: is_signed.then_some(before),
        checkers: signers.filter(|key| !is_author(key)).collect(),
        digest,
        newest: path.with_file_name(format!("{}.json", claim.id)),
        claim: next,
    })
}
