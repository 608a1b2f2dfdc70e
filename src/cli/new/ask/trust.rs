//! The next trust list.

use crate::cli::error::{CliError, Status};
use crate::cli::new::target::Target;
use crate::cli::new::trust::{Change, newest_signers, write_next};
use crate::record::DidKey;

use super::prompts::{Reply, check_text, choose, line};

/// What is to change.
#[derive(Clone, Copy)]
enum What {
    Add,
    Revoke,
    Extend,
}

/// Asks for what changes in the trust list and writes the next one.
pub(in crate::cli::new) fn ask_trust(target: &Target) -> Result<Status, CliError> {
    let choices = vec![
        ("somebody is let in".to_owned(), What::Add),
        ("a key is revoked".to_owned(), What::Revoke),
        (
            "nothing but the day until which it holds".to_owned(),
            What::Extend,
        ),
    ];
    let change = match choose("What changes?", choices)? {
        Some(What::Add) => added()?,
        Some(What::Revoke) => revoked()?,
        Some(What::Extend) => Some(Change::default()),
        None => None,
    };
    match change {
        Some(change) => write_next(&change, target),
        None => Err(CliError::new(
            Status::Interrupted,
            anyhow::anyhow!("stopped; no trust list was written"),
        )),
    }
}

fn added() -> Reply<Change> {
    let is_key = |answer: &str| match DidKey::parse(answer.trim()) {
        Some(_) => Ok(()),
        None => Err("a key is written did:key:z6Mk…; `byline key list` shows it".to_owned()),
    };
    let Some(key) = line("Their key?", "", "their `byline key list` shows it", is_key)? else {
        return Ok(None);
    };
    let Some(name) = line("Whose is it?", "", "", |answer| check_text(answer, 1, 500))? else {
        return Ok(None);
    };
    let roles = vec![
        ("author: records claims".to_owned(), "author"),
        ("checker: counter-signs claims".to_owned(), "checker"),
        ("editor: claims, notices and sources".to_owned(), "editor"),
        ("owner: signs trust lists and sources".to_owned(), "owner"),
    ];
    let role = choose("What may they do?", roles)?;
    Ok(role.map(|role| Change {
        add: Some((key, name)),
        roles: vec![role.to_owned()],
        ..Change::default()
    }))
}

fn revoked() -> Reply<Change> {
    let signers = newest_signers()?;
    let Some(key) = choose("Whose key?", signers)? else {
        return Ok(None);
    };
    let reasons = vec![
        (
            "it is replaced: what it signed before stays good".to_owned(),
            "superseded",
        ),
        (
            "somebody else may have it: nothing that it signed is good any more".to_owned(),
            "compromised",
        ),
    ];
    let why = choose("Why?", reasons)?;
    Ok(why.map(|why| Change {
        revoke: Some((key, why.to_owned())),
        ..Change::default()
    }))
}
