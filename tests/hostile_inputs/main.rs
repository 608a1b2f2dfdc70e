//! Bad input: each fault is one diagnostic with its place, the rest of the batch goes on, and the exit status says so.
//! Nothing panics, hangs, or is taken for something else.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../playground/mod.rs"]
mod playground;

mod batch;
mod changing;
mod lines;
mod paths;
mod permissions;
mod readers;
mod texts;
mod together;
