//! Ways to let oneself into a repository of claims with a pull request, played in real git repositories. None works.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../playground/mod.rs"]
mod playground;

mod checkout;
mod records;
mod settings;
mod staged;
mod trust;
