//! The policy of a repository: the sections `[rules]`, `[[ignore]]` and `[policy]` of `byline.toml`.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use thiserror::Error;
use toml::Spanned;

use crate::corpus::shortened;
use crate::json::{Place, RuleName};
use crate::record::{Date, Role, nearest};
use crate::score::Word;
use crate::seal::MAX_PROOFS;
use crate::verify::Level;

use super::registry::{RULES, named};
use super::rule::Rule;
use super::rules::POLICY_CHANGED;
use super::waivers::Waiver;

/// The longest reason of a waiver, in characters: it is told in a line or two, and a longer one is refused.
const MAX_REASON: usize = 500;

/// What a repository is held to.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    /// The file, as it is shown; empty where there is none.
    pub path: PathBuf,
    pub(super) text: String,
    /// Where its lines begin.
    lines: Vec<usize>,
    levels: HashMap<RuleName, Option<Level>>,
    pub(super) waivers: Vec<Waiver>,
    pub(super) signers: Vec<(Role, usize)>,
    pub(super) origins: Option<u32>,
    pub(super) rating: Option<Word>,
    pub(super) attribution: Option<f64>,
    pub(super) max_age: Option<i64>,
    /// Whether a change of `byline.toml` fails a check with `--since`.
    pub protected: bool,
    denies_warnings: bool,
}

/// A policy that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{}:{line}:{column}: {message}", path.display())]
pub struct PolicyError {
    /// The file.
    pub path: PathBuf,
    /// From 1.
    pub line: usize,
    /// In code points, from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// The parts of `byline.toml` that are read here; the other sections are read elsewhere.
#[derive(Debug, Default, Deserialize)]
struct File {
    #[serde(default)]
    rules: BTreeMap<Spanned<String>, Spanned<String>>,
    #[serde(default)]
    ignore: Vec<Spanned<Ignore>>,
    #[serde(default)]
    policy: Section,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Ignore {
    rule: Spanned<String>,
    record: Spanned<String>,
    reason: Spanned<String>,
    until: Spanned<toml::Value>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Section {
    #[serde(default)]
    signers: BTreeMap<Spanned<String>, Spanned<u32>>,
    origins: Option<u32>,
    rating: Option<Spanned<String>>,
    attribution: Option<Spanned<f64>>,
    max_age: Option<Spanned<u32>>,
    #[serde(default)]
    protected: bool,
}

impl Policy {
    /// Reads the text of a `byline.toml`, which is shown as `path`.
    ///
    /// # Errors
    ///
    /// [`PolicyError`] for what is no policy: a rule or level that does not exist, a fixed rule that is lowered or
    /// waived, a waiver without reason or date, a number out of its range.
    pub fn read(path: &Path, text: &str) -> Result<Self, PolicyError> {
        let source = Source { path, text };
        let file: File = toml::from_str(text).map_err(|error| {
            source.error(
                error.span().unwrap_or_default(),
                error.message().to_owned(),
                help_of(error.message()),
            )
        })?;
        let mut policy = Self {
            path: path.to_owned(),
            text: text.to_owned(),
            lines: line_starts(text),
            origins: file.policy.origins,
            protected: file.policy.protected,
            ..Self::default()
        };
        for (name, level) in &file.rules {
            let rule = source.rule(name)?;
            let level = source.level(rule, level)?;
            policy.levels.insert(rule.name, level);
        }
        if policy.protected {
            policy.levels.insert(POLICY_CHANGED.name, Some(Level::Deny));
        }
        for ignore in &file.ignore {
            let waiver = source.waiver(ignore)?;
            policy.waivers.push(waiver);
        }
        source.thresholds(&file.policy, &mut policy)?;
        Ok(policy)
    }

    /// The level of findings of this name; `None` where they are allowed.
    pub fn level(&self, name: RuleName) -> Option<Level> {
        let level = match self.levels.get(&name) {
            Some(level) => *level,
            None => Some(named(name.as_str()).map_or(Level::Deny, |rule| rule.level)),
        };
        let fails = self.denies_warnings && level == Some(Level::Warn);
        if fails { Some(Level::Deny) } else { level }
    }

    /// Lets every warning fail the check. It is then told as what fails in every output, so that none shows green
    /// where the status is red.
    pub fn deny_warnings(&mut self) {
        self.denies_warnings = true;
    }

    /// The place of some bytes of the file, and the line that they stand in.
    pub(super) fn place(&self, bytes: &Range<usize>) -> (Place, String) {
        place(&self.text, &self.lines, bytes)
    }
}

/// Where the lines of a text begin: a policy with many waivers is not counted through for each of them.
fn line_starts(text: &str) -> Vec<usize> {
    let breaks = text.match_indices('\n').map(|(at, _)| at + 1);
    [0].into_iter().chain(breaks).collect()
}

fn place(text: &str, lines: &[usize], bytes: &Range<usize>) -> (Place, String) {
    let number = lines.partition_point(|&start| start <= bytes.start).max(1);
    let start = lines.get(number - 1).copied().unwrap_or_default();
    let line = text[start..].split('\n').next().unwrap_or_default();
    let before = text.get(start..bytes.start).unwrap_or_default();
    let marked = text.get(bytes.clone()).unwrap_or_default();
    let place = Place {
        line: number,
        column: before.chars().count() + 1,
        length: marked.lines().next().unwrap_or_default().chars().count(),
        ..Place::default()
    };
    (place, line.trim_end_matches('\r').to_owned())
}

/// What to do about what the parser says.
fn help_of(message: &str) -> &'static str {
    let waiver = ["rule", "record", "reason", "until"];
    let is_of_waiver = waiver
        .iter()
        .any(|member| message == format!("missing field `{member}`"));
    if is_of_waiver {
        "an [[ignore]] has rule = \"stale\", record = \"ID\", reason = \"why it is accepted\" and \
         until = \"2026-12-31\", the last day on which it is"
    } else {
        "the sections are [rules], [[ignore]], [policy] and [score]; `byline explain` lists the rules"
    }
}

/// A `byline.toml` while it is read.
struct Source<'s> {
    path: &'s Path,
    text: &'s str,
}

impl Source<'_> {
    fn error(&self, bytes: Range<usize>, message: String, help: impl Into<String>) -> PolicyError {
        let (place, _) = place(self.text, &line_starts(self.text), &bytes);
        PolicyError {
            path: self.path.to_owned(),
            line: place.line,
            column: place.column,
            message: shortened(&message),
            help: shortened(&help.into()),
        }
    }

    fn rule(&self, name: &Spanned<String>) -> Result<&'static Rule, PolicyError> {
        let written = name.get_ref();
        named(written).ok_or_else(|| {
            let names: Vec<&str> = RULES.iter().map(|rule| rule.name.as_str()).collect();
            let help = match nearest(written, &names) {
                Some(near) => format!("did you mean {near:?}?"),
                None => "`byline explain` lists the rules".to_owned(),
            };
            self.error(name.span(), format!("there is no rule {written:?}"), help)
        })
    }

    fn level(&self, rule: &Rule, level: &Spanned<String>) -> Result<Option<Level>, PolicyError> {
        let chosen = match level.get_ref().as_str() {
            "deny" => Some(Level::Deny),
            "warn" => Some(Level::Warn),
            "info" => Some(Level::Info),
            "allow" => None,
            other => {
                return Err(self.error(
                    level.span(),
                    format!("there is no level {other:?}"),
                    "the levels are \"deny\", \"warn\", \"info\" and \"allow\"",
                ));
            }
        };
        // Levels are ordered from the weightiest on.
        let is_lower = chosen.is_none_or(|chosen| chosen > rule.level);
        if rule.is_fixed && is_lower {
            return Err(self.fixed(level.span(), rule, "lowered"));
        }
        Ok(chosen)
    }

    fn fixed(&self, bytes: Range<usize>, rule: &Rule, what: &str) -> PolicyError {
        self.error(
            bytes,
            format!("the rule {:?} cannot be {what}", rule.name.as_str()),
            "who opens a pull request must not be able to let himself in: mend the record instead",
        )
    }

    fn waiver(&self, ignore: &Spanned<Ignore>) -> Result<Waiver, PolicyError> {
        let Ignore {
            rule,
            record,
            reason,
            until,
        } = ignore.get_ref();
        let known = self.rule(rule)?;
        if known.is_fixed {
            return Err(self.fixed(rule.span(), known, "waived"));
        }
        for (value, what) in [(record, "record"), (reason, "reason")] {
            if value.get_ref().trim().is_empty() {
                return Err(self.error(
                    value.span(),
                    format!("the {what} of a waiver is empty"),
                    "name the record by its id, and say why the finding is accepted",
                ));
            }
        }
        if reason.get_ref().chars().count() > MAX_REASON {
            return Err(self.error(
                reason.span(),
                format!("the reason has more than {MAX_REASON} characters"),
                "say it in a sentence",
            ));
        }
        let day = match until.get_ref() {
            toml::Value::String(text) => Date::parse(text),
            toml::Value::Datetime(date) => Date::parse(&date.to_string()),
            _ => None,
        };
        let Some(day) = day else {
            return Err(self.error(
                until.span(),
                "a waiver ends on a day".to_owned(),
                "write until = \"2027-01-31\"",
            ));
        };
        Ok(Waiver {
            rule: known.name,
            record: record.get_ref().clone(),
            reason: reason.get_ref().clone(),
            until: day,
            bytes: rule.span(),
        })
    }

    fn thresholds(&self, section: &Section, policy: &mut Policy) -> Result<(), PolicyError> {
        for (role, count) in &section.signers {
            let known = [Role::Owner, Role::Author, Role::Editor, Role::Checker]
                .into_iter()
                .find(|known| known.as_str() == role.get_ref());
            let Some(known) = known.filter(|role| *role != Role::Owner) else {
                return Err(self.error(
                    role.span(),
                    format!("no claim is signed by the role {:?}", role.get_ref()),
                    "the roles are author, editor and checker",
                ));
            };
            if *count.get_ref() as usize > MAX_PROOFS {
                return Err(self.error(
                    count.span(),
                    format!("no record can have {} signers", count.get_ref()),
                    format!("a record has {MAX_PROOFS} proofs at most"),
                ));
            }
            policy.signers.push((known, *count.get_ref() as usize));
        }
        if let Some(word) = &section.rating {
            policy.rating = Some(self.word(word)?);
        }
        if let Some(attribution) = &section.attribution {
            if !(0.0..=1.0).contains(attribution.get_ref()) {
                return Err(self.error(
                    attribution.span(),
                    "this is no probability".to_owned(),
                    "write a number between 0.0 and 1.0",
                ));
            }
            policy.attribution = Some(*attribution.get_ref());
        }
        policy.max_age = section.max_age.as_ref().map(|days| i64::from(*days.get_ref()));
        Ok(())
    }

    fn word(&self, word: &Spanned<String>) -> Result<Word, PolicyError> {
        [Word::Thin, Word::Fair, Word::Strong]
            .into_iter()
            .find(|known| known.as_str() == word.get_ref())
            .ok_or_else(|| {
                self.error(
                    word.span(),
                    format!("no claim can be asked for the rating {:?}", word.get_ref()),
                    "the ratings are \"thin\", \"fair\" and \"strong\"",
                )
            })
    }
}
