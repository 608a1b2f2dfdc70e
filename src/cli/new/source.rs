//! `byline new source`

use clap::Args;
use serde_json::{Value, json};

use crate::cli::error::{CliError, Status};
use crate::record::Kind;

use super::ask::ask_source;
use super::target::{Target, can_ask, list, members, missing, text, write_new};

/// Write a new source
#[derive(Args)]
#[command(
    after_help = "Example:\n  byline new source --id ft.com --name \"Financial Times\" --kind outlet \\\n    --reliability A --owner nikkei.com"
)]
pub(super) struct NewSource {
    /// Its id, by which links name it: a domain name or a short name
    #[arg(long, requires_all = ["name", "kind"])]
    id: Option<String>,
    /// Its name as people know it
    #[arg(long, requires = "id")]
    name: Option<String>,
    /// outlet, agency, government, company, organisation, person or platform
    #[arg(long, requires = "id")]
    kind: Option<String>,
    /// Admiralty letter, A (completely reliable) to E (unreliable), F (cannot be judged)
    #[arg(long, value_name = "LETTER", requires = "id")]
    reliability: Option<String>,
    /// The id of its owner
    #[arg(long, value_name = "ID", requires = "id")]
    owner: Option<String>,
    /// The id of whom it belongs to
    #[arg(long, value_name = "ID", requires = "id")]
    affiliation: Option<String>,
    /// How often it was right, in cases looked into
    #[arg(long, value_name = "N", requires_all = ["id", "wrong"])]
    right: Option<u32>,
    /// How often it was wrong
    #[arg(long, value_name = "N", requires_all = ["id", "right"])]
    wrong: Option<u32>,
    /// One of its domains; may be given several times
    #[arg(long = "domain", value_name = "DOMAIN", requires = "id")]
    domains: Vec<String>,
    /// Its web address
    #[arg(long, requires = "id")]
    url: Option<String>,
    /// Who gave the letter
    #[arg(long, value_name = "NAME", requires_all = ["id", "rated_on"])]
    rated_by: Option<String>,
    /// When the letter was given
    #[arg(long, value_name = "DATE", requires_all = ["id", "rated_by"])]
    rated_on: Option<String>,
    /// A remark
    #[arg(long, requires = "id")]
    note: Option<String>,
    #[command(flatten)]
    target: Target,
}

pub(super) fn run(arguments: &NewSource) -> Result<Status, CliError> {
    let Some(id) = &arguments.id else {
        return if can_ask() {
            ask_source(&arguments.target)
        } else {
            Err(missing("--id, --name and --kind"))
        };
    };
    write_new(
        Kind::Source,
        &format!("sources/{id}.json"),
        &source(arguments),
        &arguments.target,
    )
}

fn source(arguments: &NewSource) -> Value {
    let rated = match (&arguments.rated_by, &arguments.rated_on) {
        (Some(by), Some(on)) => Some(json!({ "by": by, "on": on })),
        _ => None,
    };
    let track = match (arguments.right, arguments.wrong) {
        (Some(right), Some(wrong)) => Some(json!({ "right": right, "wrong": wrong })),
        _ => None,
    };
    let given = vec![
        ("id", text(&arguments.id)),
        ("name", text(&arguments.name)),
        ("kind", text(&arguments.kind)),
        ("reliability", text(&arguments.reliability)),
        ("owner", text(&arguments.owner)),
        ("affiliation", text(&arguments.affiliation)),
        ("rated", rated),
        ("track", track),
        ("domains", list(&arguments.domains)),
        ("url", text(&arguments.url)),
        ("note", text(&arguments.note)),
    ];
    Value::Object(members(Kind::Source, given))
}
