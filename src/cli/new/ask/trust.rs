//! The next trust list.

use crate::cli::error::{CliError, Status};
use crate::cli::new::target::Target;
use crate::cli::new::trust::{Change, newest_signers, write_next};
use crate::record::{DidKey, Scope, Time};
use crate::report::visible;

use super::asked::{Questions, Reply, ask_all};
use super::prompts::{check_text, parts_of};

/// What is to change.
#[derive(Clone, Copy)]
enum What {
    Add,
    Revoke,
    Extend,
}

/// Asks for what changes in the trust list, and writes the next one as of the time `at`.
pub(in crate::cli::new) fn ask_trust(at: Option<Time>, target: &Target) -> Result<Status, CliError> {
    target.refuse_taken()?;
    let asked = ask_all("stopped; no trust list was written", ask)?;
    write_next(&Change { at, ..asked }, target)
}

fn ask(questions: &Questions) -> Reply<Change> {
    let choices = [
        ("somebody is let in", What::Add),
        ("a key is revoked", What::Revoke),
        ("nothing but the day until which it holds", What::Extend),
    ];
    match questions.choose("What changes?", choices)? {
        What::Add => added(questions),
        What::Revoke => revoked(questions),
        What::Extend => Ok(Change::default()),
    }
}

fn added(questions: &Questions) -> Reply<Change> {
    let is_key = |answer: &str| match DidKey::parse(answer.trim()) {
        Some(_) => Ok(()),
        None => Err("a key is written did:key:z6Mk…; `byline key list` shows it".to_owned()),
    };
    let key = questions.line("Their key?", "", "their `byline key list` shows it", is_key)?;
    let name = questions.line("Whose is it?", "", "", |answer| check_text(answer, 1, 500))?;
    let roles = [
        ("author: records claims", "author"),
        ("checker: counter-signs claims", "checker"),
        ("editor: claims, notices and sources", "editor"),
        ("owner: signs trust lists and sources", "owner"),
    ];
    let roles = questions.choose_some("What may they do?", roles)?;
    let help =
        "topic:NAME or id:GLOB with commas between, such as topic:harbour, id:port-*; empty for everything";
    let scope = questions.line("What may they sign?", "", help, check_scope)?;
    Ok(Change {
        add: Some((key, name)),
        roles: roles.into_iter().map(str::to_owned).collect(),
        scope: parts_of(&scope).map(str::to_owned).collect(),
        ..Change::default()
    })
}

fn check_scope(answer: &str) -> Result<(), String> {
    let mut parts = parts_of(answer);
    match parts.find(|part| !Scope::is_part(part)) {
        None => Ok(()),
        Some(part) => Err(format!(
            "{part:?} is neither topic:NAME nor id:GLOB: small letters from a to z, digits and hyphens, and * in an id"
        )),
    }
}

fn revoked(questions: &Questions) -> Reply<Change> {
    let signers = newest_signers()?.into_iter().filter(|signer| !signer.is_revoked);
    let offered: Vec<(String, String)> = signers
        .map(|signer| (format!("{} ({})", visible(&signer.name), signer.key), signer.key))
        .collect();
    let key = questions.choose("Whose key?", offered)?;
    let reasons = [
        ("it is replaced: what it signed before stays good", "superseded"),
        (
            "somebody else may have it: nothing that it signed is good any more",
            "compromised",
        ),
    ];
    let why = questions.choose("Why?", reasons)?;
    Ok(Change {
        revoke: Some((key, why.to_owned())),
        ..Change::default()
    })
}
