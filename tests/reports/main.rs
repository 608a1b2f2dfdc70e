//! Reports as people see them: their layout at several widths, and hostile text in all of them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../full_records/mod.rs"]
mod full_records;

mod findings;
mod hostile;
mod widths;
mod written;
