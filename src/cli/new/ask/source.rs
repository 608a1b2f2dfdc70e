//! A source asked for by itself.

use crate::cli::error::{CliError, Status};
use crate::cli::new::target::repository_here;
use crate::cli::output::{shown, to_output};

use super::prompts::{check_text, line};
use super::registry::{Registry, from_here};

/// All kinds, in the order of how often they are met.
const KINDS: [&str; 7] = [
    "outlet",
    "agency",
    "person",
    "government",
    "company",
    "organisation",
    "platform",
];

/// Asks for a source and writes it.
pub(in crate::cli::new) fn ask_source() -> Result<Status, CliError> {
    let mut registry = Registry::of(&repository_here()?)?;
    let name = line("Its name, as people know it?", "", "", |answer| {
        check_text(answer, 1, 500)
    })?;
    let written = match name {
        Some(name) => registry.add(&name, &KINDS)?,
        None => None,
    };
    let (Some(_), Some(path)) = (written, registry.kept.last()) else {
        return Err(CliError::new(
            Status::Interrupted,
            anyhow::anyhow!("stopped; the source was not written"),
        ));
    };
    let path = shown(&from_here(path));
    to_output(|out| writeln!(out, "{path}\nNext: `byline sign {path}`"))?;
    Ok(Status::Done)
}
