//! Where a new record goes, and how it gets there: whole, valid and over nothing that exists.

use std::fs;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Map, Value, json};

use crate::cli::error::{CliError, Status};
use crate::cli::output::{shown, to_output, typed};
use crate::cli::paths::from_here;
use crate::corpus::{InputError, Repository, create_whole, is_marked};
use crate::json::{Anchor, Document, MAX_DEPTH, parse};
use crate::record::{Kind, Slug, pretty, read};
use crate::report::visible;

use super::uncaptured::advised_capture;

/// Where a new record goes.
#[derive(Args, Default)]
pub(super) struct Target {
    /// The file to write [default: ID.json in the repository's folder for its kind]
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Print the record instead of writing it
    #[arg(long)]
    pub dry_run: bool,
}

impl Target {
    /// Refuses a file that is there already, before anybody is asked for what would not be written there.
    pub fn refuse_taken(&self) -> Result<(), CliError> {
        let taken = self.out.as_ref().filter(|path| path.symlink_metadata().is_ok());
        match taken {
            Some(path) if !self.dry_run => Err(CliError::taken(path)),
            _ => Ok(()),
        }
    }
}

/// The members that were given.
pub(super) fn members(kind: Kind, given: Vec<(&str, Option<Value>)>) -> Map<String, Value> {
    let mut object = Map::new();
    object.insert("byline".to_owned(), kind.marker().into());
    for (name, value) in given {
        if let Some(value) = value {
            object.insert(name.to_owned(), value);
        }
    }
    object
}

pub(super) fn text(value: &Option<String>) -> Option<Value> {
    value.as_deref().map(Value::from)
}

pub(super) fn list(values: &[String]) -> Option<Value> {
    (!values.is_empty()).then(|| json!(values))
}

/// Writes a new record to where `target` says, else to `path` below its repository's folder.
pub(super) fn write_new(kind: Kind, path: &str, value: &Value, target: &Target) -> Result<Status, CliError> {
    if target.dry_run {
        return show_new(kind, value);
    }
    let text = laid_out(&value.to_string(), kind)?;
    let path = match &target.out {
        Some(path) => path.clone(),
        None => in_repository(path)?,
    };
    create(&path, &text)?;
    let first = match (kind, &target.out) {
        (Kind::Trust, Some(_)) => end_of(value),
        (Kind::Trust, None) => end_of(value) + &owners_to_sign(value),
        // What lies elsewhere need have no place for captures.
        (_, Some(_)) => String::new(),
        (Kind::Claim, None) => advised_capture(value.get("chain"), &path) + &advised_check(&path),
        (_, None) => String::new(),
    };
    tell_written(&[path], &first)
}

/// What is told of a trust list that ends by itself.
fn end_of(list: &Value) -> String {
    let end = list.get("expires").and_then(Value::as_str);
    end.map_or_else(String::new, |end| format!("It ends on {end}.\n"))
}

/// What holds until a trust list in its place is signed, and by whom it is to be signed.
fn owners_to_sign(list: &Value) -> String {
    let signers = list.get("signers").and_then(Value::as_array);
    let is_owner = |signer: &&Value| {
        let roles = signer["roles"].as_array();
        roles.is_some_and(|roles| roles.contains(&json!("owner"))) && signer.get("revoked").is_none()
    };
    let owners = signers.into_iter().flatten().filter(is_owner);
    let names: Vec<&str> = owners.filter_map(|owner| owner["name"].as_str()).collect();
    format!(
        "Until enough owners have signed it, of the list before and of its own, nothing here holds.\n\
         Its owners: {}. To take it back, delete the file.\n",
        visible(&names.join(", "))
    )
}

/// The command that looks a claim over while it can still be changed.
fn advised_check(path: &Path) -> String {
    format!(
        "Look it over first; it tells as well that nobody has signed it yet:\n    `byline check {}`\n",
        typed(path)
    )
}

/// Prints a new record.
pub(super) fn show_new(kind: Kind, value: &Value) -> Result<Status, CliError> {
    let text = laid_out(&value.to_string(), kind)?;
    to_output(|out| out.write_all(text.as_bytes()))?;
    Ok(Status::Done)
}

/// Writes a new record, and gives its path as a person would type it.
pub(super) fn write_record(path: PathBuf, kind: Kind, value: &Value) -> Result<PathBuf, CliError> {
    create(&path, &laid_out(&value.to_string(), kind)?)?;
    Ok(from_here(path))
}

/// Tells which files were written, and that they are to be signed; `first` are lines of what may come before that.
pub(super) fn tell_written(paths: &[PathBuf], first: &str) -> Result<Status, CliError> {
    to_output(|out| {
        for path in paths {
            writeln!(out, "{}", shown(path))?;
        }
        writeln!(out, "{first}Next: {}", advised_sign(paths))
    })?;
    Ok(Status::Done)
}

/// The command that signs these files.
pub(super) fn advised_sign(paths: &[PathBuf]) -> String {
    let typed: Vec<String> = paths.iter().map(|path| typed(path)).collect();
    format!("`byline sign {}`", typed.join(" "))
}

/// Whether somebody is there to be asked.
pub(super) fn can_ask() -> bool {
    std::io::stdin().is_terminal() && std::io::stdout().is_terminal()
}

/// What is missing on the command line where nobody can be asked.
pub(super) fn missing(flags: &str) -> CliError {
    CliError::usage(format!(
        "{flags} must be given where there is no terminal to ask on"
    ))
    .hint("--help shows an example")
}

/// Makes a new file, and its folder where there is none.
pub(super) fn create(path: &Path, text: &str) -> Result<(), CliError> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        refuse_links(folder)?;
        fs::create_dir_all(folder).map_err(|error| {
            CliError::incomplete(format!("{} could not be made: {error}", folder.display()))
        })?;
    }
    create_whole(path, text.as_bytes(), false)?;
    Ok(())
}

/// Refuses a folder of a repository that is a link or lies behind one: what is written there would lie elsewhere, and
/// nothing behind a link is read.
pub(super) fn refuse_links(folder: &Path) -> Result<(), CliError> {
    let folder = std::path::absolute(folder)?;
    let Some(root) = folder.ancestors().filter(|folder| is_marked(folder)).last() else {
        return Ok(());
    };
    let inside = folder.ancestors().take_while(|folder| *folder != root);
    match inside.filter(|folder| folder.is_symlink()).last() {
        Some(link) => Err(CliError::refused(format!("{} is a symbolic link", shown(link)))
            .hint("put the folder itself there: records are looked for nowhere else")),
        None => Ok(()),
    }
}

/// The repository around the working directory, without which the command cannot go on.
pub(super) fn needed_repository() -> Result<Repository, CliError> {
    let here = std::env::current_dir()?;
    let repository = Repository::around(&here).map_err(InputError::from)?;
    repository.ok_or_else(|| {
        CliError::usage("this folder is in no repository of claims")
            .hint("begin one with `byline init`, or name the file with --out")
    })
}

/// A path below the repository around the working directory.
fn in_repository(path: &str) -> Result<PathBuf, CliError> {
    Ok(from_here(needed_repository()?.root().join(path)))
}

/// The text of a record in the order of its schema; a record with any fault is refused.
pub(in crate::cli) fn laid_out(text: &str, kind: Kind) -> Result<String, CliError> {
    let (document, _) = parse(text, MAX_DEPTH).map_err(|fault| CliError::refused(fault.message))?;
    let reading = read(&document);
    if reading.faults.is_empty() {
        return Ok(pretty(&document, kind));
    }
    let faults: Vec<String> = reading
        .faults
        .iter()
        .map(|fault| {
            let pointer = match fault.at {
                Anchor::Member(node) | Anchor::Value(node) => document.node(node).pointer(),
                _ => String::new(),
            };
            let help = fault.help.as_deref().unwrap_or_default();
            format!(
                "{}: {}; {help}",
                place_in_words(&document, &pointer),
                fault.message
            )
        })
        .map(|line| visible(&line).into_owned())
        .collect();
    Err(CliError::refused(format!(
        "this would be no valid {}\n{}",
        kind.words(),
        faults.join("\n")
    )))
}

/// A place in a record as its writer knows it: a link by its id.
fn place_in_words(document: &Document<'_>, pointer: &str) -> String {
    if pointer.is_empty() {
        return "the record".to_owned();
    }
    let in_link = pointer.strip_prefix("/chain/").and_then(|rest| {
        let (position, member) = rest.split_once('/').unwrap_or((rest, ""));
        let links = document.root().member("chain")?;
        let link = links.items().nth(position.parse().ok()?)?;
        let id = Slug::parse(link.member("id")?.as_str()?)?;
        Some((id, member.to_owned()))
    });
    match in_link {
        Some((id, member)) if member.is_empty() => format!("link {id}"),
        Some((id, member)) => format!("link {id}, {member}"),
        None => pointer.to_owned(),
    }
}
