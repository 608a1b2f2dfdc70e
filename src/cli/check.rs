//! `byline check`

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::check::{Check, Outcome, Policy, PolicyError, RecordRules, Rule, Timings, named};
use crate::corpus::{CONFIG_FILE, Inputs, Repository};
use crate::record::Time;
use crate::report::{
    Telling, write_check_github, write_check_json, write_check_junit, write_check_sarif, write_check_text,
};
use crate::support::Ratings;
use crate::verify::{Options, read_pin, verify_and_inspect, verify_since};

use super::error::{CliError, Status};
use super::fix;
use super::output::{layout_of_output, to_output_under, to_raw_output_under};
use super::paths::{from_here, gather_paths, parse_time, root_from_here, time_or_now};
use super::progress::ProgressLine;
use super::settings::settings_of;
use super::since::{Comparison, Wanted, refuse_links_in_checkouts, terms_of};
use super::timings::{self, Clock};

/// Check a repository of claims: every rule on every record, with one status that a pipeline can trust
#[derive(Args)]
#[command(
    after_help = "Examples:\n  byline check\n  byline check fixtures/inference-chips\n  byline check --deny-warnings --only time-travel claims\n  byline check --since origin/main\n\n\
Levels and waivers of rules stand in byline.toml. `byline explain` lists the rules.\n\nExit status: 0 nothing fails, 1 a finding fails, 2 usage, \
3 something could not be read or written, 4 no record was found."
)]
pub(super) struct Arguments {
    /// Files, folders, .jsonl files, or - for standard input; without any, the repository around the working directory
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Pin this trust list: later lists must follow from it, and signers are then trusted
    #[arg(long, value_name = "FILE", conflicts_with_all = ["since", "staged"])]
    trust: Option<PathBuf>,
    /// Tell only of what differs from this commit, and of what rests on that; the policy is the commit's, and so is the trust list, until its owners sign another
    #[arg(long, value_name = "REV", conflicts_with = "staged")]
    since: Option<String>,
    /// The same for what is staged, held against the last commit; paths then only say which repository is meant
    #[arg(long)]
    staged: bool,
    /// Look at this rule alone
    #[arg(long, value_name = "RULE", value_parser = parse_rule)]
    only: Option<&'static Rule>,
    /// Let warnings fail the check as well
    #[arg(long)]
    deny_warnings: bool,
    /// The time of the check, instead of the clock's
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    at: Option<Time>,
    /// First mend what is safe to mend: layout, file names, misspelt members of unsigned records; says what it changed
    #[arg(long, conflicts_with = "staged")]
    fix: bool,
    /// Tell only what fails; where there are counts, they are of all findings still
    #[arg(long, short)]
    quiet: bool,
    /// How many threads work; without it, one for each core
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=512))]
    threads: Option<u16>,
    /// Tell on standard error what each rule cost, the costliest first
    #[arg(long)]
    timings: bool,
    /// How to write the result
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// Findings with their lines, a table and a summary
    Text,
    /// One JSON object (check/1)
    Json,
    /// SARIF 2.1.0, for code hosts and editors
    Sarif,
    /// JUnit XML, for GitLab, Jenkins and others
    Junit,
    /// Annotations of GitHub Actions
    Github,
}

pub(super) fn parse_rule(name: &str) -> Result<&'static Rule, String> {
    named(name).ok_or_else(|| "there is no such rule; `byline explain` lists the rules".to_owned())
}

pub(super) fn run(arguments: &Arguments) -> Result<Status, CliError> {
    let clock = Clock::start();
    if let Some(threads) = arguments.threads {
        rayon::ThreadPoolBuilder::new()
            .num_threads(usize::from(threads))
            .build_global()
            .map_err(|error| CliError::incomplete(error.to_string()))?;
    }
    let at = time_or_now(arguments.at);
    let paths = paths_or_repository(&arguments.paths)?;
    let mut gathered = gather_paths(&paths)?;
    let mut fixed = Status::Done;
    if arguments.fix {
        (gathered, fixed) = fix::fix_and_tell(&paths, gathered, at)?;
    }
    let line = &ProgressLine::of(&gathered.inputs.progress, arguments.quiet);
    let mut is_whole = names_whole_repository(&paths, &gathered.inputs);
    // What the work tree says is read in any case, so that a policy that nobody can use is not let in.
    let mut policy = policy_of(gathered.inputs.repository.as_ref())?;
    let mut settings = settings_of(gathered.inputs.repository.as_ref())?;
    let wanted = match &arguments.since {
        Some(name) => Some(Wanted::Since(name)),
        None => arguments.staged.then_some(Wanted::Staged),
    };
    if wanted.is_some() {
        refuse_links_in_checkouts(&arguments.paths)?;
    }
    let (inputs, _spooled) = gathered.into_parts();
    let (inputs, base, _exported) = match wanted {
        Some(wanted) => Comparison::of(wanted, inputs)?.into_parts(),
        None => (inputs, None, None),
    };
    if wanted.is_some() {
        policy = policy_of(inputs.repository.as_ref())?;
        settings = settings_of(inputs.repository.as_ref())?;
    }
    if let Some(base) = &base {
        let shown = inputs
            .repository
            .as_ref()
            .map_or(Path::new(""), Repository::shown);
        (policy, settings) = terms_of(base, shown)?;
        is_whole = false;
    }
    if arguments.deny_warnings {
        policy.deny_warnings();
    }
    let pin = arguments.trust.as_deref().map(read_pin).transpose()?;
    let only = arguments.only.map(|rule| rule.name);
    let stopwatch = || clock.nanoseconds();
    let timings = Timings::new(arguments.timings.then_some(&stopwatch));
    let record_rules = RecordRules::new(&policy, only, at, &timings);
    let verification = match &base {
        Some(base) => verify_since(inputs, at, &record_rules, base)?,
        None => {
            let options = Options {
                pin,
                seeks_circles: true,
                ..Options::at(at)
            };
            verify_and_inspect(inputs, options, &record_rules)?
        }
    };
    let ratings = Ratings::new(&verification, &settings);
    let check = Check::new(&ratings, &policy, &record_rules, is_whole, only);
    let outcome = write(arguments, &check, line)?;
    if arguments.timings {
        line.clear();
        timings::report(&timings, clock.nanoseconds());
    }
    Ok(status_of(&outcome).or_worse(fixed))
}

fn write(arguments: &Arguments, check: &Check<'_>, line: &ProgressLine) -> Result<Outcome, CliError> {
    let telling = if arguments.quiet {
        Telling::Failures
    } else {
        Telling::All
    };
    // Programs look for files from where they started this one.
    let here = std::env::current_dir()?;
    let outcome = match arguments.format {
        Format::Text => to_output_under(line, |out| {
            write_check_text(out, check, layout_of_output(), telling)
        }),
        Format::Json => to_raw_output_under(line, |out| write_check_json(out, check, &here, telling)),
        Format::Sarif => to_raw_output_under(line, |out| write_check_sarif(out, check, &here, telling)),
        Format::Junit => to_raw_output_under(line, |out| write_check_junit(out, check, telling)),
        Format::Github => to_raw_output_under(line, |out| write_check_github(out, check, &here, telling)),
    }?;
    Ok(outcome)
}

fn status_of(outcome: &Outcome) -> Status {
    let mut status = if outcome.is_nothing {
        Status::Nothing
    } else {
        Status::Done
    };
    if outcome.deny > 0 {
        status = status.or_worse(Status::Failed);
    }
    if outcome.summary.unreadable > 0 {
        status = status.or_worse(Status::Incomplete);
    }
    status
}

/// The paths that were named, or the repository around the working directory.
fn paths_or_repository(paths: &[PathBuf]) -> Result<Vec<PathBuf>, CliError> {
    if !paths.is_empty() {
        return Ok(paths.to_vec());
    }
    let Some(root) = root_from_here()? else {
        return Err(
            CliError::usage("there is no byline.toml in this folder or above it")
                .hint("name what to check, or make a repository with `byline init`"),
        );
    };
    Ok(vec![root])
}

/// Whether the paths are all there is: the repository's folder is among them, or there is no repository.
fn names_whole_repository(paths: &[PathBuf], inputs: &Inputs) -> bool {
    inputs.repository.as_ref().is_none_or(|repository| {
        let is_root =
            |path: &PathBuf| std::fs::canonicalize(path).is_ok_and(|path| path == repository.root());
        paths.iter().any(is_root)
    })
}

fn policy_of(repository: Option<&Repository>) -> Result<Policy, CliError> {
    let Some(repository) = repository else {
        return Ok(Policy::default());
    };
    Policy::read(
        &from_here(repository.shown().join(CONFIG_FILE)),
        repository.policy(),
    )
    .map_err(CliError::from)
}

impl From<PolicyError> for CliError {
    fn from(error: PolicyError) -> Self {
        let help = error.help.clone();
        Self::new(Status::Usage, error).hint(help)
    }
}
