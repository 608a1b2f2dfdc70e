//! The results of a check, one format a file.

mod text;

pub use text::write_check_text;
