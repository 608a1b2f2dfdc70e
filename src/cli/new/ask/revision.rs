//! What changes in the next revision of a claim.

use std::path::PathBuf;

use serde_json::{Map, Value};

use crate::cli::error::CliError;
use crate::cli::output::{layout_of_output, to_output};
use crate::corpus::Repository;
use crate::report::{visible, wrap};

use super::answers::check_sentence;
use super::asked::{Ended, Questions, Reply, ask_all};
use super::claim::MOST_STATEMENT;
use super::details::remark;
use super::draft::Draft;
use super::parties::Known;
use super::preview;
use super::registry::{Added, Registry};
use super::steps::Steps;
use super::whom::{Asking, WHO_ELSE};

/// What the changes make of a claim.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::cli::new) enum Becomes {
    /// A revision that follows the signed one.
    NextRevision,
    /// The same in other words: nobody has signed it yet.
    Itself,
}

/// What is done next.
#[derive(Clone, Copy)]
enum Next {
    Write,
    Change(What),
    TakeBack,
    Stop,
}

/// What is changed.
#[derive(Clone, Copy)]
enum What {
    Statement,
    AddOutlet,
    AddDenial,
    AddBelow,
    AddClaim,
    LeaveOut,
    Remark,
}

/// Asks what changes in a claim. Gives the claim with the changes, and the files of sources that were added meanwhile.
pub(in crate::cli::new) fn ask_revision(
    repository: &Repository,
    claim: &Map<String, Value>,
    becomes: Becomes,
) -> Result<(Map<String, Value>, Vec<PathBuf>), CliError> {
    let mut registry = Registry::of(repository, Added::AreWritten)?;
    let told = ask_all("stopped; the claim is as it was", |questions| {
        ask(questions, repository, &mut registry, claim, becomes)
    });
    let draft = told.map_err(|error| registry.told_kept(error))?;
    let changed = match draft.value() {
        Value::Object(changed) => changed,
        _ => claim.clone(),
    };
    Ok((changed, registry.kept().to_vec()))
}

fn ask(
    questions: &Questions,
    repository: &Repository,
    registry: &mut Registry,
    claim: &Map<String, Value>,
    becomes: Becomes,
) -> Reply<Draft> {
    let mut steps = Steps::of(Draft::of(claim));
    loop {
        if questions.is_asking() {
            show(&steps, repository, becomes)?;
        }
        match next(questions, steps.count(), becomes)? {
            Next::Write => return Ok(steps.draft),
            Next::Stop => return Err(Ended::Stopped),
            Next::TakeBack => steps.take_back(),
            Next::Change(what) => {
                steps.begin();
                let mut asking = Asking::new(questions, &mut steps.draft, registry, repository);
                asking.change(what)?;
                if steps.take_back_if_idle() {
                    if questions.is_asking() {
                        to_output(|out| writeln!(out, "That is as it was: nothing has changed by it."))
                            .map_err(CliError::from)?;
                    }
                    continue;
                }
                let hint = "that change is taken back: make it anew, without that";
                steps.take_back_if_invalid(questions, hint);
            }
        }
    }
}

fn show(steps: &Steps, repository: &Repository, becomes: Becomes) -> Result<(), CliError> {
    let when = match steps.count() {
        0 if becomes == Becomes::NextRevision => "As it is:",
        0 => "As it is, once this and its sources are signed:",
        _ => "With what was changed, once this and its sources are signed:",
    };
    let says = visible(&steps.draft.statement);
    let says = wrap("It says: ", &says, layout_of_output().width);
    to_output(|out| writeln!(out, "\n{says}"))?;
    preview::show(&steps.draft, repository, when)
}

fn next(questions: &Questions, changes: usize, becomes: Becomes) -> Reply<Next> {
    let mut choices = vec![
        ("what is claimed", Next::Change(What::Statement)),
        ("another outlet published it", Next::Change(What::AddOutlet)),
        ("somebody denies it", Next::Change(What::AddDenial)),
        (
            "an outlet has it from somebody else, too",
            Next::Change(What::AddBelow),
        ),
        ("it rests on another claim, too", Next::Change(What::AddClaim)),
        ("take somebody out of the chain", Next::Change(What::LeaveOut)),
        ("a remark", Next::Change(What::Remark)),
        ("stop, and write nothing", Next::Stop),
    ];
    if changes == 0 {
        if becomes == Becomes::NextRevision {
            // A capture, for example, is kept by another command, and only in what nobody has signed.
            choices.insert(
                choices.len() - 1,
                ("nothing yet: only begin the revision", Next::Write),
            );
        }
        return questions.choose("What changes?", choices);
    }
    choices.insert(0, ("nothing more: write it", Next::Write));
    choices.insert(choices.len() - 1, ("take back the last change", Next::TakeBack));
    questions.choose("What else changes?", choices)
}

impl Asking<'_> {
    fn change(&mut self, what: What) -> Reply<()> {
        match what {
            What::Statement => {
                let check = |answer: &str| check_sentence(answer, MOST_STATEMENT);
                let so_far = &self.draft.statement;
                self.draft.statement = self.questions.line("What is claimed now?", so_far, "", check)?;
            }
            What::AddOutlet => {
                self.outlet(WHO_ELSE, Known::AtFirstHand, 0)?;
            }
            What::AddDenial => self.denial()?,
            What::AddBelow => self.more_below()?,
            What::AddClaim => {
                self.claim(Known::AtFirstHand)?;
            }
            What::LeaveOut => {
                let question = "Which one? Whoever is cited by it alone is taken out with it.";
                let link = self.questions.choose(question, self.draft.told())?;
                self.draft.leave_out(&link);
            }
            What::Remark => {
                let question = "What is there to remark, such as why it changes?";
                let so_far = self.draft.note.clone().unwrap_or_default();
                self.draft.note = Some(remark(self.questions, question, &so_far)?);
            }
        }
        Ok(())
    }
}
