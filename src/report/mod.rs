//! Results to bytes: text for people, JSON for programs.

mod bundle;
mod check;
mod drawing;
mod findings;
mod integrity;
mod json;
mod json_text;
mod log;
mod marks;
mod quotes;
mod ratings;
mod rests;
mod table;
mod text;
mod tree;
mod visible;
mod wrap;

pub use bundle::{omitted_words, write_bundle_head};
pub use check::{
    Telling, write_check_github, write_check_json, write_check_junit, write_check_sarif, write_check_text,
    write_rule, write_rules,
};
pub use drawing::{Drawing, write_claim_dot, write_claim_mermaid, write_claim_svg};
pub use findings::write_finding;
pub use integrity::{write_integrity_json, write_integrity_text};
pub use json::{JsonForm, write_verification_json};
pub use log::{write_log_json, write_log_text};
pub use marks::LinkMarks;
pub use quotes::quote_words;
pub use ratings::{
    WhatIf, rating_words, write_raise_lines, write_rating_lines, write_ratings_json, write_ratings_text,
    write_source_json, write_source_text, write_sources_json, write_sources_text, write_what_if_json,
    write_what_if_text,
};
pub use text::{headed, why_not, why_not_in_short, write_seal_lines, write_verification_text};
pub use tree::{SourceNames, write_claim_tree, write_record_lines, write_subject_line};
pub use visible::visible;
pub use wrap::wrap;

use anstyle::{AnsiColor, Style};

/// How text is laid out.
#[derive(Clone, Copy, Debug)]
pub struct Layout {
    /// Columns of the terminal or pipe.
    pub width: usize,
}

impl Layout {
    /// Below this, tables give way to a few lines a record.
    const TABLE_WIDTH: usize = 92;

    fn has_room_for_table(self) -> bool {
        self.width >= Self::TABLE_WIDTH
    }
}

/// What fails.
pub const BAD: Style = AnsiColor::Red.on_default().bold();
/// What is worth knowing.
pub const WARN: Style = AnsiColor::Yellow.on_default().bold();
/// What holds.
pub const GOOD: Style = AnsiColor::Green.on_default();
/// What orders the text.
pub const HEAD: Style = Style::new().bold();
/// What can be passed over.
pub const DIM: Style = Style::new().dimmed();
