//! The section `[score]` of `byline.toml`.

use serde::Deserialize;

use crate::corpus::shortened;

use super::table::Table;

/// How claims are rated.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// The numbers.
    pub table: Table,
    /// What becomes of sources that nobody vouches for.
    pub unsealed_sources: UnsealedSources,
}

/// What becomes of a source in a repository whose record is unsigned, altered or signed by somebody who may not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UnsealedSources {
    /// It cannot be judged.
    #[default]
    #[serde(rename = "F")]
    CountAsF,
    /// Its word is taken.
    Accept,
}

/// The part of `byline.toml` that is read here; the other sections are read elsewhere.
#[derive(Debug, Default, Deserialize)]
struct File {
    #[serde(default)]
    score: Section,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Section {
    table: Option<Table>,
    base_rate: Option<f64>,
    #[serde(default)]
    unsealed_sources: UnsealedSources,
}

impl Settings {
    /// Reads the text of a `byline.toml`.
    ///
    /// # Errors
    ///
    /// What is wrong with its section `[score]`, with the place where TOML itself does not fit.
    pub fn read(text: &str) -> Result<Self, String> {
        let file: File = toml::from_str(text).map_err(|error| shortened(&error.to_string()))?;
        let section = file.score;
        let mut table = section.table.unwrap_or_default();
        let unusable = |fault| format!("the score table cannot be used: {fault}");
        table.check().map_err(unusable)?;
        if let Some(base_rate) = section
            .base_rate
            .filter(|base_rate| *base_rate != table.base_rate)
        {
            // Whoever compares two outputs sees why their numbers differ.
            table.name = format!("{} with base rate {base_rate}", table.name);
            table.base_rate = base_rate;
            table.check_numbers().map_err(unusable)?;
        }
        Ok(Self {
            table,
            unsealed_sources: section.unsealed_sources,
        })
    }
}
