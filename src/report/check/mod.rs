//! The results of a check, one format a file.

mod fingerprint;
mod github;
mod json;
mod junit;
mod location;
mod rules;
mod sarif;
mod summary;
mod text;
mod xml;

pub use github::write_check_github;
pub use json::write_check_json;
pub use junit::write_check_junit;
pub use rules::{write_rule, write_rules};
pub use sarif::write_check_sarif;
pub use text::write_check_text;

use crate::verify::Level;

/// Which findings a report tells. Counts are of all findings in either case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Telling {
    /// All.
    All,
    /// Those that fail the check.
    Failures,
}

impl Telling {
    fn tells(self, level: Level) -> bool {
        self == Self::All || level == Level::Deny
    }
}

/// What people call a finding of this level.
const fn word(level: Level) -> &'static str {
    match level {
        Level::Deny => "error",
        Level::Warn => "warning",
        Level::Info => "info",
    }
}
