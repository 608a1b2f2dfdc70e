//! Ratings as JSON: `ratings/1`, whose schema is `schemas/ratings.schema.json`. Its members never change their meaning
//! within a version.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use crate::chain::Chain;
use crate::record::PublicKey;
use crate::score::{Contribution, Rating, Subject};
use crate::support::{Explanation, Mistrust, Raise, RatingError, RatingWorker, Ratings, Tried, Trusted};

use super::super::bundle::{BundleV1, bundle_v1};
use super::super::json::{JsonForm, superseded_by};
use super::super::json_text::{json_text, write_json};
use super::findings::findings_v1;
use super::words::{edit_words, reason_words, weak_point_name};

pub(in crate::report) const MARKER: &str = "ratings/1";

#[derive(Serialize)]
struct RatingV1<'a> {
    id: &'a str,
    digest: Option<String>,
    path: String,
    line: Option<u32>,
    revision: u32,
    superseded_by: Vec<String>,
    #[serde(flatten)]
    numbers: NumbersV1<'a>,
    #[serde(flatten)]
    explanation: Option<ExplanationV1<'a>>,
}

/// A rating by itself, whatever it is of.
#[derive(Serialize)]
pub(super) struct NumbersV1<'a> {
    belief: f64,
    disbelief: f64,
    uncertainty: f64,
    probability: f64,
    attribution: BTreeMap<&'a str, f64>,
    origins: OriginsV1,
    grade: String,
    rating: &'static str,
    weight: &'static str,
    disputed: bool,
}

#[derive(Serialize)]
struct OriginsV1 {
    established: u32,
    possible: u32,
}

#[derive(Serialize)]
struct ExplanationV1<'a> {
    reasons: Vec<String>,
    contributions: Vec<ContributionV1<'a>>,
    raise: Vec<RaiseV1>,
    weakest: Option<Vec<String>>,
    mistrust: Vec<MistrustV1<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    incomplete: Vec<&'static str>,
}

/// A rating that would be another if somebody were not trusted: an owner, the outlets that no registry holds, a signer
/// with their keys, or one of several keys.
#[derive(Serialize)]
struct MistrustV1<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<&'a str>,
    #[serde(skip_serializing_if = "is_false")]
    unregistered: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    signer: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    keys: Vec<String>,
    probability: f64,
    rating: &'static str,
    grade: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")]
const fn is_false(flag: &bool) -> bool {
    !*flag
}

#[derive(Serialize)]
struct ContributionV1<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
    delta: f64,
}

#[derive(Serialize)]
struct RaiseV1 {
    action: String,
    delta: f64,
    probability: f64,
    rating: &'static str,
    grade: String,
}

#[derive(Serialize)]
pub(super) struct UnratedV1<'a> {
    path: String,
    line: Option<u32>,
    id: &'a str,
    reason: String,
}

#[derive(Serialize)]
struct RunV1<'a> {
    byline: &'static str,
    at: String,
    table: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    bundle: Option<BundleV1<'a>>,
}

/// What was rated.
type Rated = Result<(Rating, Option<Explanation>), RatingError>;

/// Writes the ratings of all claims as JSON; gives how many claims could not be rated.
///
/// # Errors
///
/// What writing gave.
pub fn write_ratings_json(
    out: &mut dyn Write,
    ratings: &Ratings<'_>,
    form: JsonForm,
    explain: bool,
) -> io::Result<usize> {
    let run = RunV1 {
        byline: MARKER,
        at: ratings.verification().at.to_string(),
        table: &ratings.settings().table.name,
        bundle: bundle_v1(ratings.verification()),
    };
    let head = json_text(&run)?;
    let head = head.strip_suffix('}').unwrap_or(&head);
    if form == JsonForm::Object {
        write!(out, "{head},\"ratings\":[")?;
    }
    let mut unrated = Vec::new();
    let mut first = true;
    let rate =
        |worker: &mut RatingWorker<'_>, number: u32| -> io::Result<Result<Vec<u8>, (u32, RatingError)>> {
            match rate(worker, number, explain) {
                Ok((rating, explanation)) => {
                    let mut text = Vec::with_capacity(512);
                    write_json(
                        &mut text,
                        &rating_v1(ratings, number, &rating, explanation.as_ref()),
                    )?;
                    Ok(Ok(text))
                }
                Err(error) => Ok(Err((number, error))),
            }
        };
    ratings.each(&ratings.claims(), rate, |rated| -> io::Result<()> {
        match rated? {
            Ok(text) => {
                if !first || form == JsonForm::Object {
                    let between = if first { "\n" } else { form.between() };
                    out.write_all(between.as_bytes())?;
                }
                first = false;
                out.write_all(&text)
            }
            Err(error) => {
                unrated.push(error);
                Ok(())
            }
        }
    })?;
    let unrated_v1: Vec<UnratedV1<'_>> = unrated
        .iter()
        .map(|(number, error)| unrated_v1(ratings, *number, error))
        .collect();
    let unrated_v1 = json_text(&unrated_v1)?;
    let findings = json_text(&findings_v1(ratings))?;
    let end = format!("\"unrated\":{unrated_v1},\"findings\":{findings}}}");
    match form {
        JsonForm::Object => writeln!(out, "\n],{end}")?,
        JsonForm::Lines => {
            if !first {
                writeln!(out)?;
            }
            writeln!(out, "{head},{end}")?;
        }
    }
    Ok(unrated.len())
}

fn rate(worker: &mut RatingWorker<'_>, number: u32, explain: bool) -> Rated {
    if explain {
        worker
            .explain(number)
            .map(|(rating, explanation)| (rating, Some(explanation)))
    } else {
        worker.rate(number).map(|rating| (rating, None))
    }
}

pub(super) fn unrated_v1<'a>(ratings: &Ratings<'a>, number: u32, error: &RatingError) -> UnratedV1<'a> {
    let verification = ratings.verification();
    let entry = verification.entry(number);
    UnratedV1 {
        path: verification.path(entry).to_string_lossy().into_owned(),
        line: (entry.line > 0).then_some(entry.line),
        id: &entry.id,
        reason: error.to_string(),
    }
}

fn rating_v1<'a>(
    ratings: &'a Ratings<'_>,
    number: u32,
    rating: &Rating,
    explanation: Option<&'a Explanation>,
) -> RatingV1<'a> {
    let verification = ratings.verification();
    let entry = verification.entry(number);
    let id = |at: u16| entry.chain().map_or("", |chain| chain.id(usize::from(at)));
    RatingV1 {
        id: &entry.id,
        digest: entry.digest.map(|digest| digest.to_string()),
        path: verification.path(entry).to_string_lossy().into_owned(),
        line: (entry.line > 0).then_some(entry.line),
        revision: entry.revision,
        superseded_by: superseded_by(verification, number),
        numbers: numbers_v1(rating, entry.chain()),
        explanation: explanation.map(|explanation| ExplanationV1 {
            reasons: explanation
                .reasons
                .iter()
                .map(|reason| reason_words(ratings, reason))
                .collect(),
            contributions: explanation
                .contributions
                .iter()
                .flatten()
                .map(|contribution| contribution_v1(ratings, contribution, id))
                .collect(),
            raise: explanation
                .raise
                .iter()
                .flatten()
                .map(|raise| raise_v1(ratings, raise))
                .collect(),
            weakest: explanation.weakest.as_ref().map(|weakest| {
                weakest
                    .iter()
                    .map(|point| weak_point_name(ratings, point))
                    .collect()
            }),
            mistrust: explanation
                .mistrust
                .iter()
                .flatten()
                .map(|mistrust| mistrust_v1(ratings, mistrust))
                .collect(),
            incomplete: explanation.left_out().into_iter().map(member_of).collect(),
        }),
    }
}

/// The member that holds a part of an explanation.
const fn member_of(part: Tried) -> &'static str {
    match part {
        Tried::Contributions => "contributions",
        Tried::Raise => "raise",
        Tried::Mistrust => "mistrust",
    }
}

/// A rating, with the ids of the links of `chain`, which it is of.
pub(super) fn numbers_v1<'a>(rating: &Rating, chain: Option<&'a Chain>) -> NumbersV1<'a> {
    let id = |at: u16| chain.map_or("", |chain| chain.id(usize::from(at)));
    NumbersV1 {
        belief: rating.opinion.belief,
        disbelief: rating.opinion.disbelief,
        uncertainty: rating.opinion.uncertainty,
        probability: rating.probability,
        attribution: rating
            .attribution
            .iter()
            .map(|&(at, probability)| (id(at), probability))
            .collect(),
        origins: OriginsV1 {
            established: rating.origins.established,
            possible: rating.origins.possible,
        },
        grade: rating.grade(),
        rating: rating.word.as_str(),
        weight: rating.weight.as_str(),
        disputed: rating.disputed,
    }
}

fn contribution_v1<'a>(
    ratings: &'a Ratings<'_>,
    contribution: &Contribution,
    id: impl Fn(u16) -> &'a str,
) -> ContributionV1<'a> {
    let (link, source) = match contribution.of {
        Subject::Link(at) => (Some(id(at)), None),
        Subject::Source(source) => (None, Some(ratings.verification().name_of(source))),
    };
    ContributionV1 {
        link,
        source,
        delta: contribution.delta,
    }
}

fn raise_v1(ratings: &Ratings<'_>, raise: &Raise) -> RaiseV1 {
    RaiseV1 {
        action: edit_words(ratings, &raise.edit),
        delta: raise.delta,
        probability: raise.then.probability,
        rating: raise.then.word.as_str(),
        grade: raise.then.grade(),
    }
}

fn mistrust_v1<'a>(ratings: &'a Ratings<'_>, mistrust: &'a Mistrust) -> MistrustV1<'a> {
    let Mistrust { of, then } = mistrust;
    let (owner, signer, keys): (_, Option<&str>, &[PublicKey]) = match of {
        Trusted::Owner(Some(owner)) => (Some(ratings.verification().name_of(*owner)), None, &[]),
        Trusted::Owner(None) => (None, None, &[]),
        Trusted::Signer(name, keys) => (None, Some(name), keys),
        Trusted::Key(_, key) => (None, None, std::slice::from_ref(key)),
    };
    MistrustV1 {
        owner,
        unregistered: matches!(of, Trusted::Owner(None)),
        signer,
        keys: keys.iter().map(PublicKey::to_string).collect(),
        probability: then.probability,
        rating: then.word.as_str(),
        grade: then.grade(),
    }
}
