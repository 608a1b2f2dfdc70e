//! `byline new notice`

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde_json::Value;

use crate::cli::error::{CliError, Status};
use crate::cli::paths::{parse_time, read_record, time_or_now};
use crate::json::{MAX_DEPTH, parse};
use crate::record::{Digest, Kind, Time};
use crate::seal;

use super::ask::ask_notice;
use super::target::{Target, can_ask, members, missing, write_new};

/// Write a notice: that an earlier record is corrected, retracted or disputed
#[derive(Args)]
#[command(
    after_help = "Example:\n  byline new notice claims/bridge-closed.json --effect retracts --reason \"The Courier withdrew the story.\"\n\n\
A notice takes effect once an author of the record or an editor has signed it. It is named notices/EFFECT-DIGEST.json."
)]
pub(super) struct NewNotice {
    /// The record: its file, or its digest (sha256:…)
    #[arg(value_name = "RECORD", requires_all = ["effect", "reason"])]
    record: Option<String>,
    /// What becomes of it
    #[arg(long, value_enum, requires = "record")]
    effect: Option<Effect>,
    /// Why, in a sentence
    #[arg(long, requires = "record")]
    reason: Option<String>,
    /// The record to use instead: its file, or its digest
    #[arg(long, value_name = "RECORD")]
    replacement: Option<String>,
    /// When it is issued [default: now]
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    issued: Option<Time>,
    #[command(flatten)]
    target: Target,
}

#[derive(Clone, Copy, ValueEnum)]
pub(super) enum Effect {
    /// Something in it is put right
    Corrects,
    /// It is taken back
    Retracts,
    /// Somebody disputes it
    Disputes,
}

impl Effect {
    /// As written in a record.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Corrects => "corrects",
            Self::Retracts => "retracts",
            Self::Disputes => "disputes",
        }
    }
}

pub(super) fn run(arguments: &NewNotice) -> Result<Status, CliError> {
    let (Some(record), Some(effect), Some(reason)) = (&arguments.record, arguments.effect, &arguments.reason)
    else {
        return if can_ask() {
            ask_notice()
        } else {
            Err(missing("the record, --effect and --reason"))
        };
    };
    let record = digest_of(record)?;
    let replacement = arguments.replacement.as_deref().map(digest_of).transpose()?;
    let notice = notice(record, effect, reason, time_or_now(arguments.issued), replacement);
    write_new(Kind::Notice, &path_of(record, effect), &notice, &arguments.target)
}

/// The JSON of a notice.
pub(super) fn notice(
    record: Digest,
    effect: Effect,
    reason: &str,
    issued: Time,
    replacement: Option<Digest>,
) -> Value {
    let given = vec![
        ("record", Some(record.to_string().into())),
        ("effect", Some(effect.as_str().into())),
        ("reason", Some(reason.into())),
        ("issued", Some(issued.to_string().into())),
        ("replacement", replacement.map(|digest| digest.to_string().into())),
    ];
    Value::Object(members(Kind::Notice, given))
}

/// `notices/<effect>-<first 16 hex digits of the record>.json`
pub(super) fn path_of(record: Digest, effect: Effect) -> String {
    let hex: String = record
        .to_string()
        .chars()
        .skip("sha256:".len())
        .take(16)
        .collect();
    format!("notices/{}-{hex}.json", effect.as_str())
}

/// The digest that is written there, or that of the record in the file of that name.
fn digest_of(text: &str) -> Result<Digest, CliError> {
    if text.starts_with("sha256:") {
        return Digest::parse(text).ok_or_else(|| {
            CliError::usage(format!("{text:?} is no digest"))
                .hint("a digest is sha256: and 64 hex digits in lower case")
        });
    }
    let path = PathBuf::from(text);
    digest_of_file(&path)
}

/// The digest of the record in a file.
pub(super) fn digest_of_file(path: &Path) -> Result<Digest, CliError> {
    let text = read_record(path)?;
    let refused = |message: String| {
        CliError::refused(format!("{}: {message}", path.display())).hint("`byline verify` says what is wrong")
    };
    let (document, duplicates) =
        parse(&text, MAX_DEPTH).map_err(|fault| refused(fault.message.into_owned()))?;
    let reading = crate::record::read(&document);
    match duplicates.first().or_else(|| reading.faults.first()) {
        Some(fault) => Err(refused(fault.message.to_string())),
        None => Ok(seal::digest(&document)),
    }
}
