//! Bundles: what they say is what the repository says, and what was made to mislead is refused.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../playground/mod.rs"]
mod playground;

mod hostile;
mod made;
mod sealed;
