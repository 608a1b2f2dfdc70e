//! The outputs of `check`: one exit status for all formats, nothing in a record that acts in any of them, and findings
//! that are recognised again.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../playground/mod.rs"]
mod playground;

mod checked;
mod hostile;
mod many;
mod options;
mod recognised;
mod statuses;
