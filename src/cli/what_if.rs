//! `byline what-if`

use std::path::PathBuf;

use clap::{ArgGroup, Args, ValueEnum};

use crate::chain::{Edit, EditError, NameId, NewOrigin, OriginKind};
use crate::record::{Basis, SourceId, Time, origin_bases};
use crate::report::{WhatIf, write_what_if_json, write_what_if_text};
use crate::support::{RatingError, Ratings};
use crate::verify::{ClaimSeals, Options, verify};

use super::error::{CliError, Status, warn};
use super::first_few::first_few;
use super::one_claim::{gather_claim, the_claim};
use super::output::{layout_of_output, to_output, to_raw_output};
use super::paths::{parse_time, record_file, time_or_now};
use super::settings::settings_of;
use super::unread::tell_unread;

/// Rate a claim as it is and as it would be with more, or less, behind it
#[derive(Args)]
#[command(group = ArgGroup::new("changes").required(true).multiple(true))]
#[command(
    after_help = "Examples:\n  byline what-if claims/chip-ban.json --hold ft\n  byline what-if claims/chip-ban.json \
\\\n    --add-origin document:verified --via ft.com\n  byline what-if - --drop guest --hold ft < claims/chip-ban.json\n\n\
Nothing is written. Each option may be given more than once; drops are made first, then what is held, then what is \
distinct, then additions. An addition is one report by SOURCE, held, with the id new-report, that cites one link of \
that KIND and BASIS with the id new-origin, neutral and supporting as a link is that says no more; the source of a new \
statement or person is nobody whom the registry holds, and another one for each. Where there is no byline.toml around \
it, FILE alone is read: its sources and the claims below it are in no registry then."
)]
pub(super) struct Arguments {
    /// The file of one claim or its id in this repository, or - for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// You have read, seen or heard this link yourself
    #[arg(long, value_name = "LINK", group = "changes")]
    hold: Vec<String>,
    /// One more origin: statement, person, anonymous, document or observation, and what it rests on (without BASIS, the
    /// weakest)
    #[arg(long, value_name = "KIND[:BASIS]", group = "changes", requires = "via")]
    add_origin: Vec<String>,
    /// The outlet that reports it; the first belongs to the first --add-origin, and so on
    #[arg(long, value_name = "SOURCE", requires = "add_origin")]
    via: Vec<String>,
    /// This link is not there, nor what is known through it alone
    #[arg(long, value_name = "LINK", group = "changes")]
    drop: Vec<String>,
    /// This anonymous link is shown to be somebody else than every other
    #[arg(long, value_name = "LINK", group = "changes")]
    distinct: Vec<String>,
    /// The time of the check, instead of the clock's
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    at: Option<Time>,
    /// How to write the result
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// Both ratings, one below the other
    Text,
    /// One JSON object (what-if/1)
    Json,
}

pub(super) fn run(arguments: &Arguments) -> Result<Status, CliError> {
    let additions = additions(arguments)?;
    let path = &record_file(&arguments.file)?;
    let gathered = gather_claim(path)?;
    let settings = settings_of(gathered.inputs.repository.as_ref())?;
    let options = Options {
        seals: ClaimSeals::Below,
        ..Options::at(time_or_now(arguments.at))
    };
    let verification = verify(gathered.inputs, options)?;
    let number = the_claim(&verification, path)?;
    let ratings = Ratings::new(&verification, &settings);
    let mut worker = ratings.worker();
    let mut edits: Vec<Edit> = Vec::new();
    edits.extend(arguments.drop.iter().map(|link| Edit::Drop(link.as_str().into())));
    edits.extend(arguments.hold.iter().map(|link| Edit::Hold(link.as_str().into())));
    edits.extend(
        arguments
            .distinct
            .iter()
            .map(|link| Edit::Distinct(link.as_str().into())),
    );
    let mut unnamed = Vec::new();
    for (nth, addition) in (0..).zip(&additions) {
        let via = outlet(&ratings, addition.via, additions.len() as u32, &mut unnamed);
        edits.push(Edit::Add(NewOrigin {
            kind: addition.kind,
            basis: addition.basis,
            via,
            nobody: ratings.unused_name_id(nth),
        }));
    }
    let refused = |error| explain(error, &ratings, number, arguments);
    let chain = ratings.edited(number, &edits).map_err(refused)?;
    let what_if = WhatIf {
        number,
        before: worker.rate(number).map_err(refused)?,
        after: worker.rate_as(number, &chain).map_err(refused)?,
        edits,
        unnamed,
        chain,
    };
    let layout = layout_of_output();
    match arguments.format {
        Format::Text => to_output(|out| write_what_if_text(out, &ratings, &what_if, layout))?,
        Format::Json => to_raw_output(|out| write_what_if_json(out, &ratings, &what_if))?,
    }
    Ok(tell_unread(&verification, number))
}

/// An origin as the command line adds it.
struct Addition<'a> {
    kind: OriginKind,
    basis: Basis,
    via: SourceId<'a>,
}

fn additions(arguments: &Arguments) -> Result<Vec<Addition<'_>>, CliError> {
    let (origins, outlets) = (&arguments.add_origin, &arguments.via);
    if origins.len() != outlets.len() {
        return Err(CliError::usage(format!(
            "--add-origin stands {} times and --via {} times",
            origins.len(),
            outlets.len()
        ))
        .hint("each new origin is reported by one outlet: write --via SOURCE after each --add-origin"));
    }
    origins
        .iter()
        .zip(outlets)
        .map(|(origin, via)| {
            let (kind, basis) = origin_of(origin)?;
            let via = SourceId::parse(via).ok_or_else(|| {
                CliError::usage(format!("--via {via:?} is no id of a source"))
                    .hint("ids of sources are letters from a to z, digits, hyphens and dots, such as ft.com")
            })?;
            Ok(Addition { kind, basis, via })
        })
        .collect()
}

/// What `KIND[:BASIS]` says; without a basis, the weakest one of the kind.
fn origin_of(text: &str) -> Result<(OriginKind, Basis), CliError> {
    let (word, basis) = match text.split_once(':') {
        Some((kind, basis)) => (kind, Some(basis)),
        None => (text, None),
    };
    let kind = OriginKind::ALL.into_iter().find(|kind| kind.as_str() == word);
    let (Some(kind), Some(bases)) = (kind, origin_bases(word)) else {
        let kinds: Vec<&str> = OriginKind::ALL.into_iter().map(OriginKind::as_str).collect();
        return Err(CliError::usage(format!(
            "--add-origin {text:?}: no origin is of the kind {word:?}"
        ))
        .hint(format!("the kinds are {}", kinds.join(", "))));
    };
    let found = match basis {
        None => bases.last(),
        Some(basis) => bases.iter().find(|(word, _)| *word == basis),
    };
    let words: Vec<&str> = bases.iter().map(|(word, _)| *word).collect();
    let (_, basis) = found.ok_or_else(|| {
        CliError::usage(format!(
            "--add-origin {text:?}: this is not what such an origin rests on"
        ))
        .hint(format!("the words for {word} are {}", words.join(", ")))
    })?;
    Ok((kind, *basis))
}

/// The number of the outlet of a new report. One that the registry does not hold is told of.
fn outlet(
    ratings: &Ratings<'_>,
    via: SourceId<'_>,
    first_unused: u32,
    unnamed: &mut Vec<(NameId, String)>,
) -> NameId {
    let known = ratings.name_id(via.as_str());
    if known.is_none_or(|id| ratings.registry().get(id).is_none()) {
        let meant = ratings
            .near_source(via.as_str())
            .map(|near| format!("; do you mean {near}?"));
        warn(&format!(
            "the registry holds no source {via}, so it counts as unreliable{}",
            meant.unwrap_or_default()
        ));
    }
    known.unwrap_or_else(|| {
        let id = ratings.unused_name_id(first_unused + unnamed.len() as u32);
        unnamed.push((id, via.to_string()));
        id
    })
}

/// Why the claim cannot be changed so, or not be rated.
fn explain(error: RatingError, ratings: &Ratings<'_>, number: u32, arguments: &Arguments) -> CliError {
    let entry = ratings.verification().entry(number);
    let RatingError::Edit(edit) = &error else {
        return CliError::refused(format!("{} cannot be rated: {error}", entry.id));
    };
    let hint = match edit {
        EditError::NoLink(link) if entry.chain().is_some_and(|chain| chain.position(link).is_some()) => {
            let dropped = first_few(&arguments.drop);
            format!("drops are made first, and it is known through {dropped} alone")
        }
        EditError::NoLink(_) => {
            let chain = entry.chain().into_iter();
            let ids = chain.flat_map(|chain| (0..chain.length()).map(|at| chain.id(at)));
            format!("its links are {}", first_few(&ids.collect::<Vec<_>>()))
        }
        EditError::NotAnonymous(_) => "only unnamed people may be the same as others".to_owned(),
        EditError::NothingLeft(_) => "a claim has at least one link".to_owned(),
        EditError::TooMany => "an addition takes two".to_owned(),
    };
    CliError::usage(format!("{}: {error}", entry.id)).hint(hint)
}
