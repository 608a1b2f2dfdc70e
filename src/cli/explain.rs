//! `byline explain`

use clap::Args;

use crate::check::{RULES, named};
use crate::record::nearest;
use crate::report::{write_rule, write_rules};

use super::error::{CliError, Status};
use super::output::{layout_of_output, to_output};

/// Say what a rule means, why it is there, and how to mend what it finds
#[derive(Args)]
#[command(after_help = "Examples:\n  byline explain\n  byline explain single-origin")]
pub(super) struct Arguments {
    /// The rule; without one, all rules are listed
    rule: Option<String>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Status, CliError> {
    let layout = layout_of_output();
    let Some(name) = &arguments.rule else {
        to_output(|out| write_rules(out, RULES, layout))?;
        return Ok(Status::Done);
    };
    let rule = named(name).ok_or_else(|| {
        let names: Vec<&str> = RULES.iter().map(|rule| rule.name.as_str()).collect();
        let hint = match nearest(name, &names) {
            Some(near) => format!("did you mean `byline explain {near}`?"),
            None => "`byline explain` lists the rules".to_owned(),
        };
        CliError::usage(format!("there is no rule {name:?}")).hint(hint)
    })?;
    to_output(|out| write_rule(out, rule, layout))?;
    Ok(Status::Done)
}
