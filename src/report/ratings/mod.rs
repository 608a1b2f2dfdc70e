//! Ratings: text for people, JSON for programs.

mod findings;
mod json;
mod line;
mod reliance;
mod reliance_json;
mod text;
mod what_if;
mod words;

pub use json::write_ratings_json;
pub use line::{rating_words, write_raise_lines, write_rating_lines};
pub use reliance::{write_source_text, write_sources_text};
pub use reliance_json::{write_source_json, write_sources_json};
pub use text::write_ratings_text;
pub use what_if::{WhatIf, write_what_if_json, write_what_if_text};
pub(in crate::report) use words::source_name;
