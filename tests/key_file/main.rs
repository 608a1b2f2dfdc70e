//! Key files: round trips, the RFC's own, hostile files.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod damaged;
mod files;
mod public;
mod read_back;
mod refused;
