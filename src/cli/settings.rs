//! What commands that rate have in common: by which settings, and how reading what they rate ended.

use crate::corpus::{CONFIG_FILE, Repository};
use crate::score::Settings;
use crate::verify::Verification;

use super::error::{CliError, Status};
use super::paths::from_here;

/// How reading the records ended, for commands that rate what could be read.
pub(super) fn status_of_reading(verification: &Verification) -> Status {
    let summary = verification.summary();
    if summary.unreadable > 0 {
        Status::Incomplete
    } else if summary.malformed > 0 {
        Status::Failed
    } else {
        Status::Done
    }
}

/// The settings of a repository, or those of everybody.
pub(super) fn settings_of(repository: Option<&Repository>) -> Result<Settings, CliError> {
    let Some(repository) = repository else {
        return Ok(Settings::default());
    };
    Settings::read(repository.policy()).map_err(|message| {
        let path = from_here(repository.shown().join(CONFIG_FILE));
        CliError::usage(format!("{}: {message}", path.display())).hint(
            "the section [score] may hold base-rate, unsealed-sources and a whole table; see docs/rating.md",
        )
    })
}
