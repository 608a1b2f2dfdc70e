//! A claim that is told or changed step by step, so that the last step can be taken back.

use crate::cli::new::target::laid_out;
use crate::record::Kind;

use super::asked::Questions;
use super::draft::Draft;

/// A draft, and what it was before each step.
pub(super) struct Steps {
    pub draft: Draft,
    before: Vec<Draft>,
}

impl Steps {
    /// None so far.
    pub fn of(draft: Draft) -> Self {
        Self {
            draft,
            before: Vec::new(),
        }
    }

    /// How many can be taken back.
    pub fn count(&self) -> usize {
        self.before.len()
    }

    /// Begins one: what the draft is now is what it will be if that is taken back.
    pub fn begin(&mut self) {
        self.before.push(self.draft.clone());
    }

    pub fn take_back(&mut self) {
        if let Some(past) = self.before.pop() {
            self.draft = past;
        }
    }

    /// Takes the last step back where it has changed nothing, and gives whether it was so.
    pub fn take_back_if_idle(&mut self) -> bool {
        let is_idle = self
            .before
            .last()
            .is_some_and(|past| past.value() == self.draft.value());
        if is_idle {
            self.take_back();
        }
        is_idle
    }

    /// Takes the last step back where the claim could not be written, and tells so with `hint`. One wrong answer must not
    /// lose all the others.
    pub fn take_back_if_invalid(&mut self, questions: &Questions, hint: &str) {
        if let Err(error) = laid_out(&self.draft.value().to_string(), Kind::Claim) {
            self.take_back();
            if questions.is_asking() {
                error.hint(hint).report_and_go_on();
            }
        }
    }
}
