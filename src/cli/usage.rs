//! What the parser of the command line refuses, with what was typed made visible.

use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue};

use crate::report::visible;

use super::error::Status;

/// Tells what the parser found, or the help that was asked for.
pub(super) fn tell(error: clap::Error) -> ExitCode {
    if error.use_stderr() {
        let _ = made_visible(error).print();
        return Status::Usage.into();
    }
    // A closed pipe is no failure here.
    let _ = error.print();
    Status::Done.into()
}

/// The same error, in which nothing that was typed can move the cursor or show something else than there is.
fn made_visible(mut error: clap::Error) -> clap::Error {
    let hidden: Vec<(ContextKind, ContextValue)> = error
        .context()
        .filter_map(|(kind, value)| Some((kind, visibly(value)?)))
        .collect();
    if !hidden.is_empty() {
        // What is advised repeats what was typed, in a form that is not to be changed any more.
        error.remove(ContextKind::Suggested);
    }
    for (kind, value) in hidden {
        error.insert(kind, value);
    }
    error
}

/// What was typed, where something in it was hidden.
fn visibly(typed: &ContextValue) -> Option<ContextValue> {
    let shown = |text: &String| visible(text).into_owned();
    match typed {
        ContextValue::String(text) if shown(text) != *text => Some(ContextValue::String(shown(text))),
        ContextValue::Strings(texts) if texts.iter().any(|text| shown(text) != *text) => {
            Some(ContextValue::Strings(texts.iter().map(shown).collect()))
        }
        _ => None,
    }
}
