//! Questions on a real pseudo-terminal: what is answered is written, what is taken back is not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../playground/mod.rs"]
mod playground;
#[path = "../terminal/mod.rs"]
mod terminal;

mod answers;
mod claims;
mod dialogue;
mod going_back;
mod later;
mod newsroom;
mod sources;
