//! What `sign` writes, what it leaves alone, and what it refuses.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../playground/mod.rs"]
mod playground;

mod anew;
mod at_once;
mod bytes;
mod keys;
mod refusals;
mod signers;
mod told;
