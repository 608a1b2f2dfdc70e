//! Links and claims as they are named by flags: a claim by its file or id, where the record has its digest.

use std::path::Path;

use serde_json::{Value, json};

use crate::cli::error::CliError;
use crate::cli::link_words::link_of_words;
use crate::cli::output::{shown, typed};
use crate::cli::paths::{read_record, record_file};
use crate::json::{MAX_DEPTH, parse};
use crate::record::{Record, read};
use crate::seal;

use super::language::check_language;

/// The JSON of a link written in words. A link to a claim may name its file or its id.
pub(super) fn named_link(text: &str) -> Result<Value, CliError> {
    let mut link = link_of_words(text)?;
    if let Some(file) = link["claim"].as_str().filter(|claim| !is_digest(claim)) {
        let claim = signed_claim(file)?;
        link["claim"] = json!(claim.digest);
        if link.get("statement").is_none() {
            link["statement"] = json!(claim.statement);
        }
    }
    if let Some(lang) = link["quote"]["lang"].as_str() {
        language(lang)?;
    }
    Ok(link)
}

/// The digest that is written there, or that of the claim of that file or id.
pub(super) fn named_digest(claim: &str) -> Result<String, CliError> {
    match is_digest(claim) {
        true => Ok(claim.to_owned()),
        false => Ok(signed_claim(claim)?.digest),
    }
}

/// A language tag that most likely is none is refused.
pub(super) fn language(tag: &str) -> Result<(), CliError> {
    check_language(tag).map_err(|message| CliError::usage(format!("the language {tag:?}: {message}")))
}

fn is_digest(text: &str) -> bool {
    text.starts_with("sha256:")
}

struct SignedClaim {
    digest: String,
    statement: String,
}

fn signed_claim(meant: &str) -> Result<SignedClaim, CliError> {
    let path = &record_file(Path::new(meant))?;
    let file = shown(path);
    let refused = |message: &str, hint: String| CliError::refused(format!("{file}: {message}")).hint(hint);
    let text = read_record(path)?;
    let typed = typed(path);
    let says = || format!("`byline verify {typed}` says what is wrong");
    let (document, duplicates) = parse(&text, MAX_DEPTH).map_err(|fault| refused(&fault.message, says()))?;
    let reading = read(&document);
    if let Some(fault) = duplicates.first().or_else(|| reading.faults.first()) {
        return Err(refused(&fault.message, says()));
    }
    let Some(Record::Claim(claim)) = &reading.record else {
        return Err(refused(
            "this is no claim",
            "name the file of a claim, in the folder claims".to_owned(),
        ));
    };
    if document.root().member("proof").is_none() {
        return Err(refused(
            "this claim is not signed yet, and signing it will change the digest by which others name it",
            format!("`byline sign {typed}` first"),
        ));
    }
    Ok(SignedClaim {
        digest: seal::digest(&document).to_string(),
        statement: claim.statement.to_owned(),
    })
}
