//! Commands that write keys: what they write, what they refuse, and that no key is ever lost.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../playground/mod.rs"]
mod playground;

mod foreign;
mod import;
mod init;
mod passwd;
