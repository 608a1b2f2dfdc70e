//! `byline show`

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::corpus::{Bundle, FileError, InputFile, Inputs, Reach, read_file};
use crate::json::{MAX_DEPTH, parse};
use crate::record::{MAX_RECORD, Record, Time, read};
use crate::report::{
    Drawing, LinkMarks, SourceNames, rating_words, why_not_in_short, write_bundle_head, write_claim_dot,
    write_claim_mermaid, write_claim_svg, write_claim_tree, write_rating_lines, write_record_lines,
    write_seal_lines, write_subject_line,
};
use crate::score::Settings;
use crate::seal::digest;
use crate::support::Ratings;
use crate::verify::{Entry, Options, Verification, read_pin, verify_with_rivals};

use super::error::{CliError, Status, unreadable};
use super::output::{layout_of_output, to_output, to_raw_output, typed};
use super::paths::{gather_paths, is_standard_input, parse_time, read_record, record_file, time_or_now};
use super::settings::settings_of;
use super::unread::tell_unread;

/// Show a record as a person would tell it: what is claimed, and who says so
#[derive(Args)]
#[command(
    after_help = "Examples:\n  byline show fixtures/inference-chips/claims/inference-chip-ban.json\n  byline show \
--format svg claims/chip-ban.json > chip-ban.svg\n\nBeside a link of a claim stands how probable it is that \
it was said as reported, and what it brings to the support index: the index now minus what it would be without."
)]
pub(super) struct Arguments {
    /// The file of a record or its id in this repository, or - for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Pin this trust list: later lists must follow from it, and signers are then trusted
    #[arg(long, value_name = "FILE")]
    trust: Option<PathBuf>,
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
    let path = &record_file(&arguments.file)?;
    if path.is_dir() {
        return Err(CliError::usage(format!("{} is a folder", path.display()))
            .hint("name the file of one record in it; `byline verify` lists the records of a folder"));
    }
    let gathered = gather_paths(std::slice::from_ref(path));
    let named = gathered
        .as_ref()
        .ok()
        .and_then(|gathered| gathered.inputs.named.first());
    let text = match named {
        Some(file) if file.is_bundle() => claim_of_bundle(file)?,
        // It can be read once only: what was spooled is read again.
        Some(file) if is_standard_input(path) => read_record(&file.path)?,
        _ if is_standard_input(path) => String::new(),
        _ => read_record(path)?,
    };
    let gathered = gathered?;
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
                typed(path)
            )),
        );
    };
    let names = source_names(&gathered.inputs);
    let at = time_or_now(arguments.at);
    let settings = settings_of(gathered.inputs.repository.as_ref())?;
    let options = Options {
        pin: arguments.trust.as_deref().map(read_pin).transpose()?,
        ..Options::at(at)
    };
    let verification = verify_with_rivals(gathered.inputs, options)?;
    // A bundle that contradicts itself is told of in place of its records.
    if let Some((_, entry)) = verification
        .reported()
        .find(|(_, entry)| entry.is_unreadable() && entry.file == 0)
        && verification.is_bundle()
    {
        let why = entry.unread().first().map_or("", |finding| &finding.message);
        return Err(CliError::incomplete(format!("{}: {why}", path.display()))
            .hint(FileError::BrokenBundle(String::new()).help()));
    }
    // What is shown must be what was verified.
    let is_other = |entry: &Entry| entry.digest.is_some_and(|verified| verified != digest(&document));
    if verification
        .reported()
        .next()
        .is_some_and(|(_, entry)| is_other(entry))
    {
        return Err(unreadable(path, &FileError::Changed));
    }
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
    let shown = verification.reported().next();
    Ok(shown.map_or(Status::Done, |(number, _)| tell_unread(&verification, number)))
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
        let ratings = Ratings::new(self.verification, self.settings);
        let mut worker = ratings.worker();
        let number = self.verification.reported().next().map(|(number, _)| number);
        to_output(|out| {
            write_bundle_head(out, self.verification, layout)?;
            write_record_lines(out, self.record, layout)?;
            if let Record::Notice(notice) = self.record {
                write_subject_line(out, self.verification, notice, layout)?;
            }
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
        let ratings = Ratings::new(self.verification, self.settings);
        let mut worker = ratings.worker();
        let breakdown = worker.break_down(number);
        let marks = LinkMarks::of(&mut worker, &ratings, number, breakdown.as_ref().ok());
        let rating = match &breakdown {
            Ok(breakdown) => rating_words(&breakdown.rating),
            Err(error) => format!("not rated: {error}"),
        };
        let fault = why_not_in_short(self.verification, number).unwrap_or_default();
        let drawing = Drawing::of(claim, self.names, &marks, [&fault, &rating]);
        to_raw_output(|out| write(out, &drawing))?;
        Ok(())
    }
}

/// The text of the claim that a bundle is made for.
fn claim_of_bundle(file: &InputFile) -> Result<String, CliError> {
    let unread = |error: &FileError| unreadable(&file.shown, error);
    let bundle = match (file.bundle(), &file.refused) {
        (Some(bundle), _) => bundle,
        (None, refused) => return Err(unread(refused.as_ref().unwrap_or(&FileError::Changed))),
    };
    let mut blocks = bundle.open_records().map_err(|error| unread(&error))?;
    let block = blocks.next_block()?;
    let line = block.as_ref().and_then(|block| block.each_line().next());
    let text = line.and_then(|line| String::from_utf8(line.bytes.to_vec()).ok());
    text.ok_or_else(|| unread(&FileError::Changed))
}

/// The names of the sources at hand.
pub(super) fn source_names(inputs: &Inputs) -> SourceNames {
    if let [file] = &*inputs.named
        && let Some(bundle) = file.bundle()
    {
        return names_in_bundle(bundle).unwrap_or_default();
    }
    inputs
        .context
        .iter()
        .chain(&inputs.named)
        .filter_map(|file| source_name(&read_file(&file.path, MAX_RECORD as u64, Reach::Walked).ok()?))
        .collect()
}

fn names_in_bundle(bundle: &Bundle) -> Result<SourceNames, FileError> {
    let mut names = SourceNames::new();
    let mut blocks = bundle.open_records()?;
    while let Some(block) = blocks.next_block()? {
        names.extend(block.each_line().filter_map(|line| source_name(line.bytes)));
    }
    Ok(names)
}

fn source_name(bytes: &[u8]) -> Option<(String, String)> {
    let text = std::str::from_utf8(bytes).ok()?;
    let (document, _) = parse(text, MAX_DEPTH).ok()?;
    match read(&document).record? {
        Record::Source(source) => Some((source.id.to_string(), source.name.to_owned())),
        _ => None,
    }
}
