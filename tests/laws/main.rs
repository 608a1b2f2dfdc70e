//! Laws that hold for every document, every record, every rating and every way to write a file, tried on random ones.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod canonical_form;
mod captures;
mod dice;
mod generate;
mod layout;
mod places;
mod rating;
mod records;
mod signing;
#[path = "../stories/mod.rs"]
mod stories;
mod tree;
mod writing;
