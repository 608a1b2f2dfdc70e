//! The rules with their documentation, as SARIF tells them.

use crate::check::{HEADINGS, RULES, Rule};

use super::form::{Configuration, Descriptor, Help, Properties, Text};
use super::level;

/// All rules, in the order of the registry.
pub(super) fn rules() -> Vec<Descriptor> {
    RULES.iter().map(|rule| descriptor(rule)).collect()
}

fn descriptor(rule: &Rule) -> Descriptor {
    // Doc comments begin each line with a space.
    let lines = rule.documentation.lines();
    let lines: Vec<&str> = lines.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
    let documentation = lines.join("\n").trim().to_owned();
    Descriptor {
        id: rule.name.as_str(),
        short_description: Text {
            text: rule.summary.to_owned(),
        },
        full_description: Text {
            text: what_it_finds(&documentation),
        },
        help: Help {
            text: documentation.clone(),
            markdown: documentation,
        },
        default_configuration: Configuration {
            level: level(rule.level),
        },
        properties: Properties {
            tags: [rule.family.as_str()],
        },
    }
}

/// What stands under the first heading of the documentation, in one line.
fn what_it_finds(documentation: &str) -> String {
    let [first, second, ..] = HEADINGS;
    let lines = documentation.lines().map(str::trim);
    let section = lines
        .skip_while(|line| *line != first)
        .skip(1)
        .take_while(|line| *line != second);
    let words: Vec<&str> = section.filter(|line| !line.is_empty()).collect();
    words.join(" ")
}
