//! What `check` says of a repository of claims in a real git repository.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../playground/mod.rs"]
mod playground;

mod attacks;
mod checkout;
mod told;
