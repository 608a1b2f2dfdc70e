//! `byline new revision`

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Map, Value, json};

use crate::cli::error::{CliError, Status};
use crate::cli::output::{shown, to_output};
use crate::cli::paths::read_record;
use crate::corpus::{Watched, create_whole, replace_whole_with};
use crate::json::{MAX_DEPTH, parse};
use crate::record::{Kind, Record, read};
use crate::seal;

use super::target::laid_out;

/// Begin the next revision of a claim: the one before stays beside it, and the new one is yours to change and sign
#[derive(Args)]
#[command(
    after_help = "Example:\n  byline new revision claims/bridge-closed.json --statement \"The old bridge will close for three years.\"\n\n\
The revision before is kept as ID.rN.json, whole and with its signatures. The new one says the same at first, names the one before, and \
has no signature yet."
)]
pub(super) struct NewRevision {
    /// The file of the claim
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// What it claims now
    #[arg(long)]
    statement: Option<String>,
    /// Print the new revision instead of writing anything
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn run(arguments: &NewRevision) -> Result<Status, CliError> {
    let path = &arguments.file;
    if path.is_symlink() {
        return Err(
            CliError::refused(format!("{} is a symbolic link", path.display()))
                .hint("name the file itself: what lies beside it must not depend on the way to it"),
        );
    }
    let unread = |error| crate::cli::error::unreadable(path, &error);
    let watched = Watched::begin(path).map_err(unread)?;
    let text = read_record(path)?;
    let (before, next) = next_revision(path, &text, arguments.statement.as_deref())?;
    if arguments.dry_run {
        to_output(|out| out.write_all(next.as_bytes()))?;
        return Ok(Status::Done);
    }
    // First the copy: whatever happens then, no revision is lost.
    create_whole(&before, text.as_bytes(), false)?;
    replace_whole_with(path, &mut |file| file.write_all(next.as_bytes()), &mut |step| {
        watched.still(step)
    })?;
    to_output(|out| {
        writeln!(out, "{}\n{}", shown(&before), shown(path))?;
        writeln!(
            out,
            "Next: change {}, then `byline sign {}`",
            shown(path),
            shown(path)
        )
    })?;
    Ok(Status::Done)
}

/// Where the present revision goes, and the text of the next one.
fn next_revision(path: &Path, text: &str, statement: Option<&str>) -> Result<(PathBuf, String), CliError> {
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
    if document.root().member("proof").is_none() {
        return Err(CliError::refused(format!("{} is not signed yet", path.display()))
            .hint("what nobody has signed may still be changed as it is"));
    }
    let mut next: Map<String, Value> =
        serde_json::from_str(text).map_err(|error| CliError::new(Status::Failed, error))?;
    next.remove("proof");
    next.remove("by");
    next.insert("revision".to_owned(), json!(claim.revision + 1));
    next.insert(
        "supersedes".to_owned(),
        json!(seal::digest(&document).to_string()),
    );
    if let Some(statement) = statement {
        next.insert("statement".to_owned(), json!(statement));
    }
    let before = path.with_file_name(format!("{}.r{}.json", claim.id, claim.revision));
    Ok((before, laid_out(&Value::Object(next).to_string(), Kind::Claim)?))
}
