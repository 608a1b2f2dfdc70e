//! The command `byline`.
fn main() {}
