//! Laws that hold for every document, every record and every way to write a file, tried on random ones.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod canonical_form;
mod dice;
mod generate;
mod layout;
mod places;
mod records;
mod signing;
mod tree;
mod writing;
