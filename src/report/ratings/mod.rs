//! Ratings: text for people, JSON for programs.

mod json;
mod text;
mod words;

pub use json::write_ratings_json;
pub use text::write_ratings_text;
