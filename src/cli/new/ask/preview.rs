//! A claim as it would be shown and rated if it were written now.

use std::io::Write;

use crate::cli::error::{CliError, Status};
use crate::cli::new::target::laid_out;
use crate::cli::output::{layout_of_output, to_output};
use crate::cli::paths::time_or_now;
use crate::cli::settings::settings_of;
use crate::cli::show::source_names;
use crate::corpus::{Form, Repository, StandardInput, Temporary, gather};
use crate::json::{MAX_DEPTH, parse};
use crate::record::{Kind, Record, read};
use crate::report::{LinkMarks, write_claim_tree, write_raise_lines, write_rating_lines};
use crate::score::UnsealedSources;
use crate::support::Ratings;
use crate::verify::{ClaimSeals, Options, verify};

use super::draft::Draft;

/// What would strengthen a claim most: as many steps are told.
const STEPS_TOLD: usize = 3;

/// Shows the chain of a draft as a tree with its rating, and what would strengthen it; `when` says when it has that.
pub(super) fn show(draft: &Draft, repository: &Repository, when: &str) -> Result<(), CliError> {
    let text = laid_out(&draft.value().to_string(), Kind::Claim)?;
    let mut file = Temporary::new(tempfile::NamedTempFile::new)?;
    file.write_all(text.as_bytes())?;
    file.flush()?;
    let inputs = gather(
        &[],
        Some(StandardInput {
            file: file.path().to_owned(),
            form: Form::Document,
            folder: repository.root().to_owned(),
        }),
    )?;
    let names = source_names(&inputs);
    let mut settings = settings_of(inputs.repository.as_ref())?;
    // Sources that were just added are signed together with the claim.
    settings.unsealed_sources = UnsealedSources::Accept;
    let options = Options {
        seals: ClaimSeals::Below,
        ..Options::at(time_or_now(None))
    };
    let verification = verify(inputs, options)?;
    let ratings = Ratings::new(&verification, &settings);
    let mut worker = ratings.worker();
    let document = parse(&text, MAX_DEPTH).map(|(document, _)| document);
    let document = document.map_err(|fault| CliError::new(Status::Failed, anyhow::anyhow!(fault.message)))?;
    let Some(Record::Claim(claim)) = read(&document).record else {
        return Ok(());
    };
    let Some((number, _)) = verification.reported().next() else {
        return Ok(());
    };
    let breakdown = worker.break_down(number);
    let marks = LinkMarks::of(&mut worker, &ratings, number, breakdown.as_ref().ok());
    let before = verification.predecessor(number);
    // Nothing raises what is taken back, and a retraction reaches later revisions.
    let is_retracted = [Some(number), before]
        .into_iter()
        .flatten()
        .any(|number| verification.is_retracted(number));
    let explained = (!is_retracted).then(|| worker.explain(number));
    let layout = layout_of_output();
    to_output(|out| {
        writeln!(out)?;
        write_claim_tree(out, &claim, &names, &marks, layout)?;
        writeln!(out, "\n{when}")?;
        write_rating_lines(out, &ratings, breakdown.as_ref(), layout)?;
        if let Some(Ok((rating, explanation))) = &explained {
            write_raise_lines(out, &ratings, rating, explanation, STEPS_TOLD, layout)?;
        }
        writeln!(out)
    })?;
    Ok(())
}
