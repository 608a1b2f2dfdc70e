//! `byline source`

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};

use crate::chain::NameId;
use crate::record::{Time, quoted};
use crate::report::{write_source_json, write_source_text, write_sources_json, write_sources_text};
use crate::support::{Ratings, Reliances};
use crate::verify::{ClaimSeals, Options, verify};

use super::error::{CliError, Status};
use super::first_few::first_few;
use super::output::{layout_of_output, to_output, to_raw_output};
use super::paths::{gather_paths, parse_time, root_from_here, time_or_now};
use super::settings::{settings_of, status_of_reading};
use super::suggested::suggested;

/// Show which claims rest on which source, and which stand or fall with it
#[derive(Args)]
#[command(after_help = "Example:\n  byline source list fixtures/harbour-inquiry")]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    List(ListArguments),
    Show(ShowArguments),
}

/// List the sources, those on which most claims rest first
#[derive(Args)]
#[command(
    after_help = "Examples:\n  byline source list\n  byline source list fixtures/harbour-inquiry --format json\n\nA \
claim rests on a source if evidence that supports it passes through the source or comes from it. Claims that were \
retracted or have a later revision are left aside."
)]
struct ListArguments {
    /// A folder or file of records, instead of the repository around the working directory
    #[arg(value_name = "PATH")]
    path: Option<PathBuf>,
    #[command(flatten)]
    how: How,
}

/// Show which claims rest on a source, and what they would be rated without it
#[derive(Args)]
#[command(
    after_help = "Examples:\n  byline source show ft.com\n  byline source show tarnhaven-courier.example \
fixtures/harbour-inquiry\n\nWithout a source means without all links of that source, in the claim and in those below \
it; other outlets of its owner stay. Of an owner it is told what rests on itself, and on it with all that it owns."
)]
struct ShowArguments {
    /// The id of the source
    #[arg(value_name = "ID")]
    id: String,
    /// A folder or file of records, instead of the repository around the working directory
    #[arg(value_name = "PATH")]
    path: Option<PathBuf>,
    #[command(flatten)]
    how: How,
}

#[derive(Args)]
struct How {
    /// The time of the check, instead of the clock's
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    at: Option<Time>,
    /// How to write the result
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// One JSON object (reliance/1)
    Json,
}

pub(super) fn run(arguments: &Arguments) -> Result<Status, CliError> {
    match &arguments.command {
        Command::List(list) => {
            with_ratings(list.path.as_deref(), &list.how, |ratings| run_list(list, ratings))
        }
        Command::Show(show) => {
            with_ratings(show.path.as_deref(), &show.how, |ratings| run_show(show, ratings))
        }
    }
}

/// Verifies what lies at a path, and hands on what its claims are rated with.
fn with_ratings(
    path: Option<&Path>,
    how: &How,
    run: impl FnOnce(&Ratings<'_>) -> Result<Status, CliError>,
) -> Result<Status, CliError> {
    let path = match path {
        Some(path) => path.to_owned(),
        None => root_from_here()?.unwrap_or_else(|| PathBuf::from(".")),
    };
    let gathered = gather_paths(&[path])?;
    let settings = settings_of(gathered.inputs.repository.as_ref())?;
    let options = Options {
        seals: ClaimSeals::Below,
        seeks_circles: true,
        ..Options::at(time_or_now(how.at))
    };
    let verification = verify(gathered.inputs, options)?;
    let status = run(&Ratings::new(&verification, &settings))?;
    Ok(status.or_worse(status_of_reading(&verification)))
}

fn run_list(arguments: &ListArguments, ratings: &Ratings<'_>) -> Result<Status, CliError> {
    let sources = ratings.reliances();
    let layout = layout_of_output();
    match arguments.how.format {
        Format::Text => to_output(|out| write_sources_text(out, ratings, &sources, layout))?,
        Format::Json => to_raw_output(|out| write_sources_json(out, ratings, &sources))?,
    }
    Ok(if sources.found.is_empty() {
        Status::Nothing
    } else {
        status_of(&sources)
    })
}

fn run_show(arguments: &ShowArguments, ratings: &Ratings<'_>) -> Result<Status, CliError> {
    let source = ratings
        .name_id(&arguments.id)
        .ok_or_else(|| unknown(&arguments.id, ratings))?;
    let (of, claims) = ratings.reliances_on(source);
    let layout = layout_of_output();
    match arguments.how.format {
        Format::Text => to_output(|out| write_source_text(out, ratings, &of, &claims, layout))?,
        Format::Json => to_raw_output(|out| write_source_json(out, ratings, &of, &claims))?,
    }
    Ok(status_of(&claims))
}

fn status_of<T>(reliances: &Reliances<T>) -> Status {
    if reliances.unrated.is_empty() {
        Status::Done
    } else {
        Status::Failed
    }
}

/// A source that no record here names.
fn unknown(meant: &str, ratings: &Ratings<'_>) -> CliError {
    let near = match ratings.near_source(meant) {
        Some(near) => vec![near.to_owned()],
        None => called_like(meant, ratings),
    };
    let near = match near.is_empty() {
        true => String::new(),
        false => format!("do you mean {}? ", first_few(&near)),
    };
    CliError::usage(format!("no record here names a source {}", quoted(meant)))
        .hint(format!("{near}`byline source list` lists the sources"))
}

/// The ids of the sources that are called so, or nearly so, by people or in their ids.
fn called_like(meant: &str, ratings: &Ratings<'_>) -> Vec<String> {
    let words = |id: &NameId| -> Option<(&str, &str)> {
        Some((ratings.verification().name_of(*id), &*ratings.source(*id)?.name))
    };
    let sources = ratings.sources();
    let all: Vec<(&str, &str)> = sources.iter().filter_map(words).collect();
    let (ids, names): (Vec<&str>, Vec<&str>) = all.iter().copied().unzip();
    let by_name = suggested(meant, &names);
    let by_id = suggested(meant, &ids);
    all.into_iter()
        .filter(|(id, name)| by_name.contains(name) || by_id.contains(id))
        .map(|(id, name)| format!("{id} ({name})"))
        .collect()
}
