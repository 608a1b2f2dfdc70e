//! `byline new source`

use clap::Args;
use serde_json::{Value, json};

use crate::cli::error::{CliError, Status};
use crate::record::Kind;

use super::target::{Target, list, members, text, write_new};

/// Write a new source
#[derive(Args)]
#[command(
    after_help = "Example:\n  byline new source --id ft.com --name \"Financial Times\" --kind outlet --reliability A --owner nikkei.com"
)]
pub(super) struct NewSource {
    /// Its id, by which links name it: a domain name or a short name
    #[arg(long)]
    id: String,
    /// Its name as people know it
    #[arg(long)]
    name: String,
    /// outlet, agency, government, company, organisation, person or platform
    #[arg(long)]
    kind: String,
    /// Admiralty letter, A (completely reliable) to E (unreliable), F (cannot be judged)
    #[arg(long, value_name = "LETTER")]
    reliability: Option<String>,
    /// The id of its owner
    #[arg(long, value_name = "ID")]
    owner: Option<String>,
    /// The id of whom it belongs to
    #[arg(long, value_name = "ID")]
    affiliation: Option<String>,
    /// One of its domains; may be given several times
    #[arg(long = "domain", value_name = "DOMAIN")]
    domains: Vec<String>,
    /// Its web address
    #[arg(long)]
    url: Option<String>,
    /// Who gave the letter
    #[arg(long, value_name = "NAME", requires = "rated_on")]
    rated_by: Option<String>,
    /// When the letter was given
    #[arg(long, value_name = "DATE", requires = "rated_by")]
    rated_on: Option<String>,
    /// A remark
    #[arg(long)]
    note: Option<String>,
    #[command(flatten)]
    target: Target,
}

pub(super) fn run(arguments: &NewSource) -> Result<Status, CliError> {
    write_new(
        Kind::Source,
        &format!("sources/{}.json", arguments.id),
        &source(arguments),
        &arguments.target,
    )
}

fn source(arguments: &NewSource) -> Value {
    let rated = match (&arguments.rated_by, &arguments.rated_on) {
        (Some(by), Some(on)) => Some(json!({ "by": by, "on": on })),
        _ => None,
    };
    let given = vec![
        ("id", Some(arguments.id.as_str().into())),
        ("name", Some(arguments.name.as_str().into())),
        ("kind", Some(arguments.kind.as_str().into())),
        ("reliability", text(&arguments.reliability)),
        ("owner", text(&arguments.owner)),
        ("affiliation", text(&arguments.affiliation)),
        ("rated", rated),
        ("domains", list(&arguments.domains)),
        ("url", text(&arguments.url)),
        ("note", text(&arguments.note)),
    ];
    Value::Object(members(Kind::Source, given))
}
