//! Single questions. Escape goes back a question, Ctrl-C stops.

use std::cmp::Reverse;
use std::fmt;
use std::iter::zip;

use inquire::autocompletion::Autocomplete;
use inquire::list_option::ListOption;
use inquire::ui::RenderConfig;
use inquire::validator::Validation;
use inquire::{Confirm, CustomUserError, InquireError, Select, Text};

use crate::cli::error::CliError;
use crate::cli::output::layout_of_output;
use crate::record::is_hidden;
use crate::report::wrap;

use super::asked::{Differing, Ended, Questions, Reply};
use super::fitting::{Fit, fit};

/// What stands below a question.
const KEYS: &str = "Enter takes the answer, Esc goes back, Ctrl-C stops";

/// Choices that are shown at a time.
pub(super) const PAGE: usize = 12;

impl From<InquireError> for Ended {
    fn from(error: InquireError) -> Self {
        Self::Failed(match error {
            InquireError::OperationCanceled => return Self::Back,
            InquireError::OperationInterrupted => return Self::Interrupted,
            InquireError::NotTTY => CliError::usage("questions need a terminal")
                .hint("give all of it by flags; --help shows an example"),
            error => CliError::incomplete(error.to_string()),
        })
    }
}

/// Says what is wrong with an answer, if anything is.
pub(super) trait Check: Fn(&str) -> Result<(), String> + Clone + 'static {}

impl<F: Fn(&str) -> Result<(), String> + Clone + 'static> Check for F {}

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

/// The parts of an answer that has commas between them.
pub(super) fn parts_of(answer: &str) -> impl Iterator<Item = &str> {
    answer.split(',').map(str::trim).filter(|part| !part.is_empty())
}

impl Questions {
    /// Asks for a text; `initial` stands there already, to be changed.
    pub fn line(&self, question: &str, initial: &str, help: &str, check: impl Check) -> Reply<String> {
        self.ask(question, Differing::SaysNothing, text_of, |before, config| {
            let initial = before.unwrap_or(initial);
            ask_line(question, help, check, Offered::ToChange(initial), config)
        })
    }

    /// Asks for a text; whoever types nothing takes `default`.
    pub fn line_or(&self, question: &str, default: &str, help: &str, check: impl Check) -> Reply<String> {
        self.ask(question, Differing::SaysNothing, text_of, |before, config| {
            let default = before.unwrap_or(default);
            ask_line(question, help, check, Offered::ToTake(default), config)
        })
    }

    /// Asks for one of many that are known by their names, or for one that is not; `suggestions` come while one types.
    pub fn name(
        &self,
        question: &str,
        help: &str,
        suggestions: impl Autocomplete + 'static,
        check: impl Check,
    ) -> Reply<String> {
        self.ask(question, Differing::ChangesAll, text_of, |before, config| {
            let (question, help) = (folded_question(question), folded_help(help));
            let prompt = Text::new(&question)
                .with_autocomplete(suggestions)
                .with_help_message(&help)
                .with_validator(validator(check))
                .with_initial_value(before.unwrap_or_default())
                .with_render_config(config);
            Ok(prompt.prompt()?)
        })
    }

    /// Asks which of several it is.
    pub fn choose<T: Clone>(
        &self,
        question: &str,
        choices: impl IntoIterator<Item = (impl Into<String>, T)>,
    ) -> Reply<T> {
        self.choose_or(question, choices, NOTHING_FITS)
    }

    /// Asks which of several it is; `nothing_fits` says what to do where none has in it what was typed.
    pub fn choose_or<T: Clone>(
        &self,
        question: &str,
        choices: impl IntoIterator<Item = (impl Into<String>, T)>,
        nothing_fits: &str,
    ) -> Reply<T> {
        let (offered, meant) = menu(choices);
        let find = |kept: &str| {
            let mut all = zip(&offered, &meant);
            let found = all.find(|(choice, _)| choice.kept.as_deref() == Some(kept));
            found.map(|(_, meant)| meant.clone())
        };
        self.ask(question, Differing::SaysNothing, find, |before, config| {
            ask_which(question, &offered, nothing_fits, before, config)
        })
    }

    /// Asks a question that is answered with yes or no.
    pub fn yes(&self, question: &str, default: bool) -> Reply<bool> {
        let find = |answer: &str| Some(answer == YES);
        self.ask(question, Differing::SaysNothing, find, |before, config| {
            let default = before.map_or(default, |before| before == YES);
            let (question, help) = (folded_question(question), folded_help(KEYS));
            let no_answer = folded_question("type y for yes or n for no");
            let prompt = Confirm::new(&question)
                .with_default(default)
                .with_error_message(&no_answer)
                .with_help_message(&help)
                .with_render_config(config);
            let is_so = prompt.prompt()?;
            Ok(if is_so { YES } else { NO }.to_owned())
        })
    }
}

/// Whether a dialogue is left with all that was answered: Ctrl-C is quickly pressed. Whoever presses it again means it.
pub(super) fn is_left() -> bool {
    let question = folded_question("Leave without writing?");
    let prompt = Confirm::new(&question).with_default(false);
    match prompt.prompt() {
        Ok(is_left) => is_left,
        Err(InquireError::OperationCanceled) => false,
        Err(_) => true,
    }
}

/// How the answers to a question of yes or no are kept.
const YES: &str = "yes";
const NO: &str = "no";

fn text_of(answer: &str) -> Option<String> {
    Some(answer.trim().to_owned())
}

/// What is offered with a question.
enum Offered<'a> {
    /// Stands in the answer already.
    ToChange(&'a str),
    /// Is taken by whoever types nothing; what is typed takes its place.
    ToTake(&'a str),
}

fn ask_line(
    question: &str,
    help: &str,
    check: impl Check,
    offered: Offered<'_>,
    config: RenderConfig<'static>,
) -> Reply<String> {
    let help = if help.is_empty() {
        folded_help(KEYS)
    } else {
        folded_help(&format!("{help}; {KEYS}"))
    };
    let question = folded_question(question);
    let prompt = Text::new(&question)
        .with_help_message(&help)
        .with_validator(validator(check))
        .with_render_config(config);
    let prompt = match offered {
        Offered::ToChange(text) => prompt.with_initial_value(text),
        Offered::ToTake("") => prompt,
        Offered::ToTake(text) => prompt.with_default(text),
    };
    Ok(prompt.prompt()?)
}

/// What a check says, as a prompt takes it.
fn validator(check: impl Check) -> impl Fn(&str) -> Result<Validation, CustomUserError> + Clone + 'static {
    move |answer: &str| {
        Ok(match check(answer) {
            Ok(()) => Validation::Valid,
            Err(message) => Validation::Invalid(folded_question(&message).into()),
        })
    }
}

/// A question, or what is wrong with an answer, broken at words: behind two columns of the prompt's own.
pub(super) fn folded_question(text: &str) -> String {
    folded("  ", text)
}

/// A help line broken at words; the prompt puts it in brackets.
pub(super) fn folded_help(text: &str) -> String {
    folded(" ", text)
}

/// A text broken at words for the width of the terminal, without the `margin` of its first line.
fn folded(margin: &str, text: &str) -> String {
    // A column for the cursor, and one for a bracket behind the text.
    let width = layout_of_output().width.saturating_sub(2);
    let lines = wrap(margin, text, width);
    lines.get(margin.len()..).unwrap_or(text).to_owned()
}

/// A choice, with the words that it is offered in.
#[derive(Clone)]
pub(super) struct Choice {
    pub words: String,
    /// How it is kept among the answers; `None` in the line that says that nothing fits.
    pub kept: Option<String>,
}

impl fmt::Display for Choice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&folded_question(&self.words))
    }
}

/// The choices as they are offered, and what each of them means.
pub(super) fn menu<T>(choices: impl IntoIterator<Item = (impl Into<String>, T)>) -> (Vec<Choice>, Vec<T>) {
    let offered = |(number, (words, meant)): (usize, (_, T))| {
        let words: String = Into::into(words);
        // Two can have the same words.
        let kept = Some(format!("{number} {words}"));
        (Choice { words, kept }, meant)
    };
    choices.into_iter().enumerate().map(offered).unzip()
}

/// What stands in place of the choices where none has in it what was typed.
const NOTHING_FITS: &str = "nothing here has these letters in it: Backspace takes them away again";

/// What stands behind a question whose choices had nothing in them to take.
const NOTHING_TAKEN: &str = "(nothing was chosen)";

/// The choice that is taken, as it is kept. The one that was taken `before` is offered first.
fn ask_which(
    question: &str,
    choices: &[Choice],
    nothing_fits: &str,
    before: Option<&str>,
    config: RenderConfig<'static>,
) -> Reply<String> {
    let question = folded_question(question);
    let help = folded_help("arrows choose, letters filter; Enter takes it, Esc goes back, Ctrl-C stops");
    let scorer = |typed: &str, choice: &Choice, _: &str, _: usize| {
        let fit = match choice.kept {
            Some(_) => fit(typed, &choice.words)?,
            None if choices.iter().any(|choice| fit(typed, &choice.words).is_some()) => return None,
            None => Fit::Within,
        };
        let is_before = before.is_some() && choice.kept.as_deref() == before;
        Some(match typed.is_empty() && is_before {
            true => i64::MAX,
            false => fit as i64,
        })
    };
    // What fits equally well stays in the order of the list.
    let sorter = |choices: &mut [(usize, i64)]| choices.sort_by_key(|(_, score)| Reverse(*score));
    let own_words = |choice: ListOption<&Choice>| match choice.value.kept {
        Some(_) => choice.value.words.clone(),
        None => NOTHING_TAKEN.to_owned(),
    };
    let nothing = Choice {
        words: nothing_fits.to_owned(),
        kept: None,
    };
    let offered = [choices, &[nothing]].concat();
    loop {
        let prompt = Select::new(&question, offered.clone())
            .with_page_size(PAGE)
            .with_scorer(&scorer)
            .with_sorter(&sorter)
            .with_formatter(&own_words)
            .with_help_message(&help)
            .with_render_config(config);
        if let Some(kept) = prompt.prompt()?.kept {
            return Ok(kept);
        }
    }
}
