//! `byline show`

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::corpus::{Inputs, Reach, read_file};
use crate::json::{MAX_DEPTH, parse};
use crate::record::{MAX_RECORD, Record, Time, read};
use crate::report::{
    Drawing, LinkMarks, SourceNames, rating_words, write_claim_dot, write_claim_mermaid, write_claim_svg,
    write_claim_tree, write_rating_lines, write_record_lines, write_seal_lines,
};
use crate::score::Settings;
use crate::verify::{ClaimSeals, Options, Verification, verify};

use super::error::{CliError, Status};
use super::output::{layout_of_output, to_output, to_raw_output};
use super::paths::{gather_paths, is_standard_input, parse_time, read_record, time_or_now};
use super::score::settings_of;

/// Show a record as a person would tell it: what is claimed, and who says so
#[derive(Args)]
#[command(
    after_help = "Examples:\n  byline show fixtures/inference-chips/claims/inference-chip-ban.json\n  byline show \
--format svg claims/chip-ban.json > chip-ban.svg\n\nBeside a link of a claim stands how probable it is that \
it was said as reported, and what it brings to the support index: the index now minus what it would be without."
)]
pub(super) struct Arguments {
    /// The file of a record, or - for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The time of the check, instead of the clock's
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    at: Option<Time>,
    /// How to show it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// In words, the chain of a claim as a tree
    Text,
    /// The chain of a claim as a drawing, for Graphviz
    Dot,
    /// The same for Mermaid, which many places that show Markdown draw
    Mermaid,
    /// The same as a picture, for browsers and documents
    Svg,
}

pub(super) fn run(arguments: &Arguments) -> Result<Status, CliError> {
    let path = &arguments.file;
    let gathered;
    let text = if is_standard_input(path) {
        // It can be read once only: what was spooled is read again.
        gathered = gather_paths(std::slice::from_ref(path))?;
        let spooled = gathered.inputs.named.first();
        read_record(spooled.map_or(path.as_path(), |file| &file.path))?
    } else {
        let text = read_record(path)?;
        gathered = gather_paths(std::slice::from_ref(path))?;
        text
    };
    let document = super::canon::parse_foreign(&text, path)?;
    let reading = read(&document);
    let Some(record) = reading.record else {
        let fault = reading
            .faults
            .first()
            .map(|fault| fault.message.to_string())
            .unwrap_or_default();
        return Err(
            CliError::refused(format!("{} is no valid record: {fault}", path.display())).hint(format!(
                "`byline verify {}` says everything that is wrong, and where",
                path.display()
            )),
        );
    };
    let names = source_names(&gathered.inputs);
    let at = time_or_now(arguments.at);
    let settings = settings_of(gathered.inputs.repository.as_ref())?;
    let verification = verify(
        gathered.inputs,
        Options {
            at,
            pin: None,
            seals: ClaimSeals::All,
        },
    )?;
    let shown = Shown {
        record: &record,
        names: &names,
        verification: &verification,
        settings: &settings,
    };
    match arguments.format {
        Format::Text => shown.write_text()?,
        Format::Dot => shown.draw(path, write_claim_dot)?,
        Format::Mermaid => shown.draw(path, write_claim_mermaid)?,
        Format::Svg => shown.draw(path, write_claim_svg)?,
    }
    Ok(Status::Done)
}

/// A record with all that is known of it.
struct Shown<'s> {
    record: &'s Record<'s>,
    names: &'s SourceNames,
    verification: &'s Verification,
    settings: &'s Settings,
}

impl Shown<'_> {
    fn write_text(&self) -> Result<(), CliError> {
        let layout = layout_of_output();
        let ratings = self.verification.ratings(self.settings);
        let mut worker = ratings.worker();
        let number = self.verification.reported().next().map(|(number, _)| number);
        to_output(|out| {
            write_record_lines(out, self.record, layout)?;
            if let Some(number) = number {
                write_seal_lines(out, self.verification, number, layout)?;
            }
            let (Record::Claim(claim), Some(number)) = (self.record, number) else {
                return Ok(());
            };
            let breakdown = worker.break_down(number);
            write_rating_lines(out, &ratings, breakdown.as_ref(), layout)?;
            writeln!(out)?;
            let marks = LinkMarks::of(&mut worker, &ratings, number, breakdown.as_ref().ok());
            write_claim_tree(out, claim, self.names, &marks, layout)
        })?;
        Ok(())
    }

    fn draw(
        &self,
        path: &Path,
        write: fn(&mut dyn Write, &Drawing) -> std::io::Result<()>,
    ) -> Result<(), CliError> {
        let number = self.verification.reported().next().map(|(number, _)| number);
        let (Record::Claim(claim), Some(number)) = (self.record, number) else {
            let message = format!(
                "{} is no claim, and only the chains of claims are drawn",
                path.display()
            );
            return Err(CliError::refused(message));
        };
        let ratings = self.verification.ratings(self.settings);
        let mut worker = ratings.worker();
        let breakdown = worker.break_down(number);
        let marks = LinkMarks::of(&mut worker, &ratings, number, breakdown.as_ref().ok());
        let rating = match &breakdown {
            Ok(breakdown) => rating_words(&breakdown.rating),
            Err(error) => format!("not rated: {error}"),
        };
        let drawing = Drawing::of(claim, self.names, &marks, &rating);
        to_raw_output(|out| write(out, &drawing))?;
        Ok(())
    }
}

/// The names of the sources at hand.
pub(super) fn source_names(inputs: &Inputs) -> SourceNames {
    inputs
        .context
        .iter()
        .chain(&inputs.named)
        .filter_map(|file| source_name(&file.path))
        .collect()
}

fn source_name(path: &Path) -> Option<(String, String)> {
    let bytes = read_file(path, MAX_RECORD as u64, Reach::Walked).ok()?;
    let text = String::from_utf8(bytes).ok()?;
    let (document, _) = parse(&text, MAX_DEPTH).ok()?;
    match read(&document).record? {
        Record::Source(source) => Some((source.id.to_string(), source.name.to_owned())),
        _ => None,
    }
}
