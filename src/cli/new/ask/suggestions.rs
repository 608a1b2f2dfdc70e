//! The sources that are offered while a name is typed.

use std::cmp::Reverse;
use std::sync::Arc;

use inquire::CustomUserError;
use inquire::autocompletion::{Autocomplete, Replacement};

use crate::record::SourceKind;

use super::fitting::{Fit, fit, is_part_of_name};

/// Suggestions that are shown at a time.
const MOST_SUGGESTIONS: usize = 8;

/// What stands behind a name that no source has.
pub(super) const NEW_HERE: &str = " (no source here is called so: Enter adds it)";

/// A source as it is offered.
#[derive(Clone)]
pub(super) struct SourceAtHand {
    pub id: String,
    pub name: String,
    pub kind: SourceKind,
}

impl SourceAtHand {
    /// The words that it is offered in.
    pub fn words(&self) -> String {
        format!("{} ({})", self.name, self.id)
    }

    /// Whether somebody who types this means it.
    fn is_called(&self, answer: &str) -> bool {
        self.words() == answer || self.name.to_lowercase() == answer.to_lowercase()
    }

    fn is_like(&self, answer: &str) -> bool {
        is_part_of_name(answer, &self.name) || is_part_of_name(answer, &self.id)
    }
}

/// All that are at hand. While one types, those are offered that have in them what was typed, first those
/// that begin with it.
#[derive(Clone)]
pub(super) struct SourcesAtHand(Arc<Vec<SourceAtHand>>);

impl SourcesAtHand {
    /// In the order of their ids.
    pub fn of(mut sources: Vec<SourceAtHand>) -> Self {
        sources.sort_by(|a, b| a.id.cmp(&b.id));
        Self(Arc::new(sources))
    }

    /// The one with this id.
    pub fn find(&self, id: &str) -> Option<&SourceAtHand> {
        self.0.iter().find(|source| source.id == id)
    }

    /// The one that somebody who types this means. An id is nobody else's, whatever they are called.
    pub fn called(&self, answer: &str) -> Option<&SourceAtHand> {
        let by_name = || self.0.iter().find(|source| source.is_called(answer));
        self.find(answer).or_else(by_name)
    }

    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// Those that were at hand when there were `count` of them.
    pub fn when_there_were(&self, count: usize) -> Self {
        Self(Arc::new(self.0.iter().take(count).cloned().collect()))
    }

    /// The one that somebody who types this may mean: the only one whose name or id has it as a part.
    pub fn only_like(&self, answer: &str) -> Option<&SourceAtHand> {
        let mut like = self.0.iter().filter(|source| source.is_like(answer));
        let first = like.next()?;
        like.next().is_none().then_some(first)
    }

    pub fn add(&mut self, source: SourceAtHand) {
        Arc::make_mut(&mut self.0).push(source);
    }
}

impl Autocomplete for SourcesAtHand {
    fn get_suggestions(&mut self, input: &str) -> Result<Vec<String>, CustomUserError> {
        if input.trim().is_empty() {
            return Ok(Vec::new());
        }
        let all = self.0.iter().map(SourceAtHand::words);
        let mut fitting: Vec<(Fit, String)> = all
            .filter_map(|words| fit(input, &words).map(|fit| (fit, words)))
            .collect();
        fitting.sort_by_key(|(fit, _)| Reverse(*fit));
        let fitting = fitting.into_iter().map(|(_, words)| words);
        let mut words: Vec<String> = fitting.take(MOST_SUGGESTIONS).collect();
        if words.is_empty() {
            words.push(format!("{}{NEW_HERE}", input.trim()));
        }
        Ok(words)
    }

    fn get_completion(
        &mut self,
        input: &str,
        highlighted: Option<String>,
    ) -> Result<Replacement, CustomUserError> {
        let taken = highlighted.or_else(|| self.get_suggestions(input).ok()?.into_iter().next());
        // What is new is typed already.
        Ok(taken.filter(|taken| !taken.ends_with(NEW_HERE)))
    }
}
