//! A source asked for by itself.

use crate::cli::error::{CliError, Status};
use crate::cli::new::target::{Target, needed_repository, tell_written};
use crate::record::SourceKind;

use super::asked::{Ended, ask_all};
use super::registry::{Added, Named, Registry};

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
pub(in crate::cli::new) fn ask_source(target: &Target) -> Result<Status, CliError> {
    target.refuse_taken()?;
    let mut registry = Registry::of(&needed_repository()?, Added::of(target))?;
    let question = "Its name, as people know it?";
    let asked = ask_all(
        "stopped; the source was not written",
        |questions| match registry.ask_new(questions, question, &KINDS, target.out.as_deref())? {
            Named::Nobody => Err(Ended::Stopped),
            Named::AtHand(_) | Named::Meant(_) | Named::Added(_) => Ok(()),
        },
    );
    asked.map_err(|error| registry.told_kept(error))?;
    match target.dry_run {
        true => registry.show(),
        false => tell_written(registry.kept(), ""),
    }
}
