//! Questions that have several answers at once.

use std::iter::zip;

use inquire::MultiSelect;
use inquire::list_option::ListOption;
use inquire::ui::RenderConfig;
use inquire::validator::Validation;

use super::asked::{Differing, Questions, Reply};
use super::prompts::{Choice, PAGE, folded_help, folded_question, menu};

impl Questions {
    /// Asks which ones of several it is: one at least.
    pub fn choose_some<T: Clone>(
        &self,
        question: &str,
        choices: impl IntoIterator<Item = (impl Into<String>, T)>,
    ) -> Reply<Vec<T>> {
        let (offered, meant) = menu(choices);
        let find = |taken: &str| {
            let found = zip(&offered, &meant).filter(|(choice, _)| is_among(taken, choice));
            Some(found.map(|(_, meant)| meant.clone()).collect())
        };
        self.ask(question, Differing::SaysNothing, find, |before, config| {
            ask_which_ones(question, &offered, before.unwrap_or_default(), config)
        })
    }
}

/// Whether a choice is among those that were taken, which are kept a line each.
fn is_among(taken: &str, choice: &Choice) -> bool {
    taken.lines().any(|line| choice.kept.as_deref() == Some(line))
}

/// The choices that are taken, as they are kept, a line each.
fn ask_which_ones(
    question: &str,
    choices: &[Choice],
    before: &str,
    config: RenderConfig<'static>,
) -> Reply<String> {
    let question = folded_question(question);
    let help = folded_help(
        "arrows move, the space bar takes one or leaves it; Enter ends it, Esc goes back, Ctrl-C stops",
    );
    let numbered = choices.iter().enumerate();
    let taken_before: Vec<usize> = numbered
        .filter(|(_, choice)| is_among(before, choice))
        .map(|(number, _)| number)
        .collect();
    let some_taken = |taken: &[ListOption<&Choice>]| {
        Ok(match taken {
            [] => Validation::Invalid(folded_question("the space bar takes what the arrow points at").into()),
            _ => Validation::Valid,
        })
    };
    let own_words = |taken: &[ListOption<&Choice>]| {
        let words: Vec<&str> = taken.iter().map(|choice| choice.value.words.as_str()).collect();
        words.join("; ")
    };
    let prompt = MultiSelect::new(&question, choices.to_vec())
        .with_page_size(PAGE)
        .with_default(&taken_before)
        .without_filtering()
        .with_validator(some_taken)
        .with_formatter(&own_words)
        .with_help_message(&help)
        .with_render_config(config);
    let taken: Vec<String> = prompt
        .prompt()?
        .into_iter()
        .filter_map(|choice| choice.kept)
        .collect();
    Ok(taken.join("\n"))
}
