//! The results of a check, one format a file.

mod rules;
mod text;

pub use rules::{write_rule, write_rules};
pub use text::write_check_text;
