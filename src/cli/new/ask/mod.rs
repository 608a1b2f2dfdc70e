//! New records asked for on a terminal, in the words of a newsroom.

mod claim;
mod draft;
mod notice;
mod preview;
mod prompts;
mod registry;
mod source;
mod trust;
mod whom;

pub(super) use claim::ask_claim;
pub(super) use notice::ask_notice;
pub(super) use source::ask_source;
pub(super) use trust::ask_trust;
