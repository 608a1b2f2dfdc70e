//! A notice on a claim that is chosen in a list.

use crate::cli::error::{CliError, warn};
use crate::cli::first_few::first_few;
use crate::cli::new::notice::{Effect, FALL_WITH_IT, Given, Told, retracted_already};
use crate::cli::new::standing::Standings;
use crate::cli::new::target::needed_repository;
use crate::cli::output::{layout_of_output, to_output};
use crate::corpus::Repository;
use crate::record::{Digest, Kind};
use crate::report::{visible, wrap};

use super::asked::{Questions, Reply, ask_all};
use super::claims::{choose_claim, claims_at_hand};
use super::prompts::check_text;

/// Asks for what is not given of a notice.
pub(in crate::cli::new) fn ask_notice(given: &Given) -> Result<Told, CliError> {
    let repository = needed_repository()?;
    if given.record.is_none() && claims_at_hand(&repository)?.is_empty() {
        return Err(CliError::nothing());
    }
    ask_all("stopped; the notice was not written", |questions| {
        ask(questions, &repository, given)
    })
}

fn ask(questions: &Questions, repository: &Repository, given: &Given) -> Reply<Told> {
    let record = match given.record {
        Some(record) => record,
        None => choose_claim(questions, "Which claim is it about?", repository)?.digest,
    };
    let effect = match given.effect {
        Some(effect) => effect,
        None => ask_effect(questions)?,
    };
    if effect == Effect::Retracts && questions.is_asking() {
        tell_what_falls(repository, record, given.replacement)?;
    }
    let check = |answer: &str| check_text(answer, 1, 2_000);
    let reason = match &given.reason {
        Some(reason) => reason.clone(),
        None => questions.line("Why, in a sentence?", "", "", check)?,
    };
    let replacement = match given.replacement {
        None if effect != Effect::Disputes => ask_replacement(questions, record, repository)?,
        replacement => replacement,
    };
    Ok(Told {
        record,
        effect,
        reason,
        replacement,
    })
}

fn ask_effect(questions: &Questions) -> Reply<Effect> {
    let effects = [
        ("somebody disputes it", Effect::Disputes),
        ("something in it is put right", Effect::Corrects),
        ("it is taken back", Effect::Retracts),
    ];
    questions.choose("What becomes of it?", effects)
}

/// Tells which claims would fall with one that is taken back, where another is to be used `instead` or none, or that it is taken back already.
fn tell_what_falls(repository: &Repository, record: Digest, instead: Option<Digest>) -> Result<(), CliError> {
    let claims = repository.folder(Kind::Claim);
    if !claims.is_dir() {
        return Ok(());
    }
    let standings = Standings::of(&claims)?;
    if let Some(notice) = standings.retracted_by(record) {
        warn(&retracted_already("this", &notice));
    }
    let resting: Vec<&str> = standings.resting_on(record, instead).into_iter().collect();
    if resting.is_empty() {
        return Ok(());
    }
    let told = format!(
        "These rest on it, and {FALL_WITH_IT}: {}.",
        visible(&first_few(&resting))
    );
    Ok(to_output(|out| {
        writeln!(out, "{}", wrap("", &told, layout_of_output().width))
    })?)
}

/// Asks which claim stands in the place of this one, if one does: later revisions are bound by the notice otherwise.
fn ask_replacement(questions: &Questions, record: Digest, repository: &Repository) -> Reply<Option<Digest>> {
    let question = "Is there a claim that stands in its place, such as a later revision?";
    if !questions.yes(question, false)? {
        return Ok(None);
    }
    let chosen = choose_claim(questions, "Which claim is that?", repository)?;
    Ok(Some(chosen.digest).filter(|digest| *digest != record))
}
