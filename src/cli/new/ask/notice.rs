//! A notice on a claim that is chosen in a list.

use std::path::PathBuf;

use crate::cli::error::{CliError, Status};
use crate::cli::new::notice::{Effect, digest_of_file, notice, path_of};
use crate::cli::new::target::{create, laid_out, repository_here};
use crate::cli::output::{shown, to_output};
use crate::cli::paths::time_or_now;
use crate::corpus::{Form, Repository, gather, read_file};
use crate::json::{MAX_DEPTH, parse};
use crate::record::{Kind, MAX_RECORD, Record, read};
use crate::report::visible;

use super::prompts::{check_text, choose, line};
use super::registry::from_here;

/// Characters of a statement that stand in the list.
const SHOWN: usize = 60;

/// Asks for a notice and writes it.
pub(in crate::cli::new) fn ask_notice() -> Result<Status, CliError> {
    let repository = repository_here()?;
    let claims = claims(&repository)?;
    if claims.is_empty() {
        return Err(CliError::nothing());
    }
    let stopped = || {
        Err(CliError::new(
            Status::Interrupted,
            anyhow::anyhow!("stopped; the notice was not written"),
        ))
    };
    let Some(claim) = choose("Which claim is it about?", claims)? else {
        return stopped();
    };
    let effects = vec![
        ("it is taken back".to_owned(), Effect::Retracts),
        ("something in it is put right".to_owned(), Effect::Corrects),
        ("somebody disputes it".to_owned(), Effect::Disputes),
    ];
    let Some(effect) = choose("What becomes of it?", effects)? else {
        return stopped();
    };
    let Some(reason) = line("Why, in a sentence?", "", "", |answer| {
        check_text(answer, 1, 2_000)
    })?
    else {
        return stopped();
    };
    let record = digest_of_file(&claim)?;
    let value = notice(record, effect, &reason, time_or_now(None), None);
    let path = repository.root().join(path_of(record, effect));
    create(&path, &laid_out(&value.to_string(), Kind::Notice)?)?;
    let path = shown(&from_here(&path));
    to_output(|out| writeln!(out, "{path}\nNext: `byline sign {path}`"))?;
    Ok(Status::Done)
}

/// The claims that have a file of their own, with the words that they are offered in.
fn claims(repository: &Repository) -> Result<Vec<(String, PathBuf)>, CliError> {
    let folder = repository.root().join("claims");
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let files = gather(&[folder], None)?.named.into_iter();
    Ok(files
        .filter(|file| file.form == Form::Document && file.refused.is_none())
        .filter_map(|file| {
            let bytes = read_file(&file.path, MAX_RECORD as u64, file.reach).ok()?;
            let text = String::from_utf8(bytes).ok()?;
            let (document, _) = parse(&text, MAX_DEPTH).ok()?;
            match read(&document).record? {
                Record::Claim(claim) => {
                    let statement: String = visible(claim.statement).chars().take(SHOWN).collect();
                    Some((format!("{}: {statement}", claim.id), file.path))
                }
                _ => None,
            }
        })
        .collect())
}
