//! `byline schema`

use clap::{Args, ValueEnum};

use super::error::{CliError, Status};
use super::output::to_raw_output;

/// Print the JSON Schema of a kind of record or output
#[derive(Args)]
#[command(after_help = "Example:\n  byline schema claim > claim.schema.json")]
pub(super) struct Arguments {
    /// Which schema
    #[arg(value_enum, value_name = "KIND")]
    kind: Schema,
}

#[derive(Clone, Copy, ValueEnum)]
enum Schema {
    /// A claim with its sourcing chain (claim/1)
    Claim,
    /// An outlet, agency, body, company or person (source/1)
    Source,
    /// A correction, retraction or dispute (notice/1)
    Notice,
    /// Which keys may sign what (trust/1)
    Trust,
    /// What `verify --format json` writes (verification/1)
    Verification,
    /// What `check --format json` writes (check/1)
    Check,
    /// What `score --format json` writes (ratings/1)
    Ratings,
    /// What `what-if --format json` writes (what-if/1)
    WhatIf,
    /// What `log --format json` writes (log/1)
    Log,
    /// The first line of a bundle (bundle/1)
    Bundle,
    /// What `source list` and `source show` write with `--format json` (reliance/1)
    Reliance,
}

pub(super) fn run(arguments: &Arguments) -> Result<Status, CliError> {
    let text = match arguments.kind {
        Schema::Claim => include_str!("../../schemas/claim.schema.json"),
        Schema::Source => include_str!("../../schemas/source.schema.json"),
        Schema::Notice => include_str!("../../schemas/notice.schema.json"),
        Schema::Trust => include_str!("../../schemas/trust.schema.json"),
        Schema::Verification => include_str!("../../schemas/verification.schema.json"),
        Schema::Check => include_str!("../../schemas/check.schema.json"),
        Schema::Ratings => include_str!("../../schemas/ratings.schema.json"),
        Schema::WhatIf => include_str!("../../schemas/what-if.schema.json"),
        Schema::Log => include_str!("../../schemas/log.schema.json"),
        Schema::Bundle => include_str!("../../schemas/bundle.schema.json"),
        Schema::Reliance => include_str!("../../schemas/reliance.schema.json"),
    };
    to_raw_output(|out| out.write_all(text.as_bytes()))?;
    Ok(Status::Done)
}
