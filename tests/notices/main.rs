//! Who has a say in a record, for how long, and what a notice or a copy can and cannot bring about.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../playground/mod.rs"]
mod playground;

mod around;
mod drafts;
mod reach;
mod said;
mod say;
