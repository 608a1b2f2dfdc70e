//! New records asked for on a terminal, in the words of a newsroom.

mod answers;
mod asked;
mod claim;
mod claims;
mod details;
mod draft;
mod fitting;
mod notice;
mod parties;
mod preview;
mod prompts;
mod registry;
mod revision;
mod several;
mod source;
mod source_words;
mod steps;
mod suggestions;
mod trust;
mod whom;

pub(super) use claim::ask_claim;
pub(super) use notice::ask_notice;
pub(super) use revision::{Becomes, ask_revision};
pub(super) use source::ask_source;
pub(super) use trust::ask_trust;
