//! The committed schemas against the code and against what is really written, as far as a schema can see.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../full_records/mod.rs"]
mod full_records;
#[path = "../playground/mod.rs"]
mod playground;

mod agreement;
mod bundles;
mod changes;
mod checks;
mod described;
mod ratings;
mod records;
mod schema;
mod verifications;
