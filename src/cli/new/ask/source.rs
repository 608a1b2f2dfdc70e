//! A source asked for by itself.

use crate::cli::error::{CliError, Status};
use crate::cli::new::target::{needed_repository, tell_written};
use crate::record::SourceKind;

use super::asked::{Ended, ask_all};
use super::registry::{Named, Registry};

/// All kinds, in the order of how often they are met.
const KINDS: [SourceKind; 7] = [
    SourceKind::Outlet,
    SourceKind::Agency,
    SourceKind::Person,
    SourceKind::Government,
    SourceKind::Company,
    SourceKind::Organisation,
    SourceKind::Platform,
];

/// Asks for a source and writes it.
pub(in crate::cli::new) fn ask_source() -> Result<Status, CliError> {
    let mut registry = Registry::of(&needed_repository()?)?;
    let asked = ask_all(
        "stopped; the source was not written",
        |questions| match registry.ask_new(questions, "Its name, as people know it?", &KINDS)? {
            Named::Nobody => Err(Ended::Stopped),
            Named::AtHand(_) | Named::Meant(_) | Named::Added(_) => Ok(()),
        },
    );
    asked.map_err(|error| registry.told_kept(error))?;
    tell_written(registry.kept(), "")
}
