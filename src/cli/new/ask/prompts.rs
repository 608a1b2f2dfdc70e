//! Single questions. Escape goes back a question, Ctrl-C stops.

use std::fmt;

use inquire::validator::Validation;
use inquire::{Confirm, CustomUserError, InquireError, Select, Text};

use crate::cli::error::{CliError, Status};
use crate::record::is_hidden;

/// An answer; `None` where the user goes back.
pub(super) type Reply<T> = Result<Option<T>, CliError>;

/// What stands below a question.
const KEYS: &str = "Enter takes the answer, Esc goes back, Ctrl-C stops";

/// Choices that are shown at a time.
const PAGE: usize = 10;

pub(super) fn reply<T>(answer: Result<T, InquireError>) -> Reply<T> {
    match answer {
        Ok(answer) => Ok(Some(answer)),
        Err(InquireError::OperationCanceled) => Ok(None),
        Err(InquireError::OperationInterrupted) => Err(CliError::new(
            Status::Interrupted,
            anyhow::anyhow!("stopped; the record was not written"),
        )),
        Err(InquireError::NotTTY) => Err(CliError::usage("questions need a terminal")
            .hint("give all of it by flags; --help shows an example")),
        Err(error) => Err(CliError::incomplete(error.to_string())),
    }
}

/// Whether an answer can stand in a record: not too long, and nothing hidden in it.
pub(super) fn check_text(answer: &str, least: usize, most: usize) -> Result<(), String> {
    let length = answer.trim().chars().count();
    if length < least {
        return Err(if length == 0 {
            "something is needed here".to_owned()
        } else {
            format!("at least {least} characters are needed")
        });
    }
    if length > most {
        return Err(format!("this has {length} characters, and {most} are the most"));
    }
    if answer.chars().any(is_hidden) {
        return Err("there are characters in it that nobody sees: type it anew".to_owned());
    }
    Ok(())
}

/// Asks for a text.
pub(super) fn line(
    question: &str,
    default: &str,
    help: &str,
    check: impl Fn(&str) -> Result<(), String> + Clone + 'static,
) -> Reply<String> {
    let help = if help.is_empty() {
        KEYS.to_owned()
    } else {
        format!("{help}; {KEYS}")
    };
    let validate = move |answer: &str| -> Result<Validation, CustomUserError> {
        Ok(match check(answer) {
            Ok(()) => Validation::Valid,
            Err(message) => Validation::Invalid(message.into()),
        })
    };
    let prompt = Text::new(question)
        .with_initial_value(default)
        .with_help_message(&help)
        .with_validator(validate);
    Ok(reply(prompt.prompt())?.map(|answer| answer.trim().to_owned()))
}

/// A choice, with the words that it is offered in.
pub(super) struct Choice<T> {
    pub words: String,
    pub value: T,
}

impl<T> fmt::Display for Choice<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)
    }
}

/// Asks which of several it is.
pub(super) fn choose<T>(question: &str, choices: Vec<(String, T)>) -> Reply<T> {
    let choices = choices
        .into_iter()
        .map(|(words, value)| Choice { words, value })
        .collect();
    let prompt = Select::new(question, choices)
        .with_page_size(PAGE)
        .with_help_message("arrows choose, letters filter; Enter takes it, Esc goes back, Ctrl-C stops");
    Ok(reply(prompt.prompt())?.map(|choice| choice.value))
}

/// Asks a question that is answered with yes or no.
pub(super) fn yes(question: &str, default: bool) -> Reply<bool> {
    let prompt = Confirm::new(question)
        .with_default(default)
        .with_help_message(KEYS);
    reply(prompt.prompt())
}
