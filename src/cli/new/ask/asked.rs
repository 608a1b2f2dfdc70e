//! The answers of a dialogue, so that one can go back through them one by one.
//!
//! A dialogue is a plain function that asks one question after the other. To go back, it is run again from its beginning:
//! it gets all answers but the last one without asking, and then asks the last question anew, with the answer that was
//! given before as what is offered.

use std::cell::RefCell;

use inquire::ui::{RenderConfig, Styled};

use crate::cli::error::{CliError, Status};

use super::prompts::is_left;

/// The answer to a question, or to several of them.
pub(super) type Reply<T> = Result<T, Ended>;

/// Why there is no answer.
pub(super) enum Ended {
    /// The user goes back a question.
    Back,
    /// The user wants nothing of it after all.
    Stopped,
    /// The user pressed Ctrl-C.
    Interrupted,
    Failed(CliError),
}

impl From<CliError> for Ended {
    fn from(error: CliError) -> Self {
        Self::Failed(error)
    }
}

/// The questions of a dialogue and what was answered so far.
#[derive(Default)]
pub(super) struct Questions(RefCell<Tape>);

#[derive(Default)]
struct Tape {
    given: Vec<Answer>,
    /// How many of those the dialogue has taken since it began anew.
    taken: usize,
    /// Answers that were gone back from; the one that was given first is the last.
    gone_back: Vec<Answer>,
}

#[derive(Clone)]
struct Answer {
    question: String,
    text: String,
    /// What was known when it was given, where it means something else by what is known since.
    known: Option<usize>,
}

/// What an answer that is not the one before means for those that came after that one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Differing {
    /// They are offered as long as the questions are the same.
    SaysNothing,
    /// They were about something else.
    ChangesAll,
}

/// Asks all of a dialogue. Whoever goes back from its first question has `stopped`, too.
pub(super) fn ask_all<T>(
    stopped: &'static str,
    mut dialogue: impl FnMut(&Questions) -> Reply<T>,
) -> Result<T, CliError> {
    let questions = Questions::default();
    loop {
        questions.0.borrow_mut().taken = 0;
        match dialogue(&questions) {
            Ok(done) => return Ok(done),
            Err(Ended::Back) if questions.go_back() => {}
            // What was answered is kept, and what was asked last is asked again.
            Err(Ended::Interrupted) if questions.has_answers() && !is_left() => {}
            Err(Ended::Back | Ended::Stopped | Ended::Interrupted) => {
                return Err(CliError::new(Status::Interrupted, anyhow::anyhow!(stopped)));
            }
            Err(Ended::Failed(error)) => return Err(error),
        }
    }
}

impl Questions {
    /// Whether the next question is really asked: what is shown before it was not shown yet.
    pub fn is_asking(&self) -> bool {
        let tape = self.0.borrow();
        tape.taken == tape.given.len()
    }

    /// The place of the next answer.
    pub fn place(&self) -> usize {
        self.0.borrow().taken
    }

    /// Lets `text` be the answer at a place, and whatever was asked after it be asked no more: it is settled.
    pub fn settle(&self, place: usize, text: &str) {
        let mut tape = self.0.borrow_mut();
        tape.given.truncate(place + 1);
        tape.taken = tape.given.len();
        if let Some(answer) = tape.given.get_mut(place) {
            text.clone_into(&mut answer.text);
            answer.known = None;
        }
    }

    /// How much was known when the answer at a place was given: `now`, where that is just being taken. What it led to then,
    /// it leads to again.
    pub fn known_at(&self, place: usize, now: usize) -> usize {
        let mut tape = self.0.borrow_mut();
        let answer = tape.given.get_mut(place);
        answer.map_or(now, |answer| *answer.known.get_or_insert(now))
    }

    /// Gives the answer to a question that was answered already, or asks it with `prompt`, which is told what was
    /// answered before the user went back. `read` gives what an answer means, or nothing where it means nothing here.
    pub fn ask<T>(
        &self,
        question: &str,
        differing: Differing,
        read: impl Fn(&str) -> Option<T>,
        prompt: impl FnOnce(Option<&str>, RenderConfig<'static>) -> Reply<String>,
    ) -> Reply<T> {
        if let Some(value) = self.answered(question).and_then(|text| read(&text)) {
            self.0.borrow_mut().taken += 1;
            return Ok(value);
        }
        let before = self.forget_the_rest(question);
        let word = if self.place() == 0 { "stopped" } else { "back" };
        let config = RenderConfig::default().with_canceled_prompt_indicator(Styled::new(word));
        let text = prompt(before.as_deref(), config)?;
        let value = read(&text);
        let mut tape = self.0.borrow_mut();
        tape.gone_back.pop();
        if differing == Differing::ChangesAll && before.is_some_and(|before| before != text) {
            tape.gone_back.clear();
        }
        tape.given.push(Answer {
            question: question.to_owned(),
            text,
            known: None,
        });
        tape.taken = tape.given.len();
        value.ok_or(Ended::Back)
    }

    fn answered(&self, question: &str) -> Option<String> {
        let tape = self.0.borrow();
        let answer = tape.given.get(tape.taken)?;
        (answer.question == question).then(|| answer.text.clone())
    }

    /// Forgets answers to other questions than those that are asked now, and gives what was answered before to this one.
    fn forget_the_rest(&self, question: &str) -> Option<String> {
        let mut tape = self.0.borrow_mut();
        let taken = tape.taken;
        tape.given.truncate(taken);
        let is_same = |answer: &&Answer| answer.question == question;
        let before = tape
            .gone_back
            .last()
            .filter(is_same)
            .map(|answer| answer.text.clone());
        if before.is_none() {
            tape.gone_back.clear();
        }
        before
    }

    fn has_answers(&self) -> bool {
        !self.0.borrow().given.is_empty()
    }

    /// Takes the last answer back; there may be none.
    fn go_back(&self) -> bool {
        let mut tape = self.0.borrow_mut();
        match tape.given.pop() {
            Some(answer) => {
                tape.gone_back.push(answer);
                true
            }
            None => false,
        }
    }
}
