//! A notice on a claim that is chosen in a list.

use crate::cli::error::{CliError, Status};
use crate::cli::new::notice::{Effect, free_path, notice};
use crate::cli::new::target::{needed_repository, tell_written, write_record};
use crate::cli::paths::time_or_now;
use crate::corpus::Repository;
use crate::record::{Digest, Kind};

use super::asked::{Questions, Reply, ask_all};
use super::claims::{ClaimAtHand, choose_claim, claims_at_hand};
use super::prompts::check_text;

/// Asks for a notice and writes it.
pub(in crate::cli::new) fn ask_notice() -> Result<Status, CliError> {
    let repository = needed_repository()?;
    if claims_at_hand(&repository)?.is_empty() {
        return Err(CliError::nothing());
    }
    let told = ask_all("stopped; the notice was not written", |questions| {
        ask(questions, &repository)
    })?;
    let record = told.claim.digest;
    let value = notice(
        record,
        told.effect,
        &told.reason,
        time_or_now(None),
        told.replacement,
    );
    let path = repository
        .root()
        .join(free_path(repository.root(), record, told.effect));
    tell_written(&[write_record(path, Kind::Notice, &value)?], "")
}

/// What is told in a notice.
struct Told {
    claim: ClaimAtHand,
    effect: Effect,
    reason: String,
    replacement: Option<Digest>,
}

fn ask(questions: &Questions, repository: &Repository) -> Reply<Told> {
    let claim = choose_claim(questions, "Which claim is it about?", repository)?;
    let effects = [
        ("somebody disputes it", Effect::Disputes),
        ("something in it is put right", Effect::Corrects),
        ("it is taken back", Effect::Retracts),
    ];
    let effect = questions.choose("What becomes of it?", effects)?;
    let check = |answer: &str| check_text(answer, 1, 2_000);
    let reason = questions.line("Why, in a sentence?", "", "", check)?;
    let replacement = match effect {
        Effect::Disputes => None,
        Effect::Corrects | Effect::Retracts => replacement(questions, &claim, repository)?,
    };
    Ok(Told {
        claim,
        effect,
        reason,
        replacement,
    })
}

/// Asks which claim stands in the place of this one, if one does: later revisions are bound by the notice otherwise.
fn replacement(questions: &Questions, claim: &ClaimAtHand, repository: &Repository) -> Reply<Option<Digest>> {
    let question = "Is there a claim that stands in its place, such as a later revision?";
    if !questions.yes(question, false)? {
        return Ok(None);
    }
    let chosen = choose_claim(questions, "Which claim is that?", repository)?;
    Ok(Some(chosen.digest).filter(|digest| *digest != claim.digest))
}
