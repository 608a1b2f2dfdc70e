//! What rests on each source, as JSON: `reliance/1`.

use std::io::{self, Write};

use serde::Serialize;

use crate::chain::NameId;
use crate::score::Rating;
use crate::support::{ClaimReliance, Counts, Ratings, Reliances, SourceReliance};

use super::super::json_text::write_json;
use super::findings::{FindingV1, findings_v1};
use super::json::{UnratedV1, unrated_v1};

const MARKER: &str = "reliance/1";

#[derive(Serialize)]
struct RunV1<'a> {
    byline: &'static str,
    at: String,
    table: &'a str,
    claims: usize,
    aside: usize,
    sources: Vec<SourceV1<'a>>,
    unrated: Vec<UnratedV1<'a>>,
    findings: Vec<FindingV1>,
}

#[derive(Serialize)]
struct SourceV1<'a> {
    id: &'a str,
    name: Option<&'a str>,
    kind: Option<&'static str>,
    reliability: Option<String>,
    owner: Option<&'a str>,
    affiliation: Option<&'a str>,
    #[serde(flatten)]
    own: CountsV1,
    #[serde(skip_serializing_if = "Option::is_none")]
    claims: Option<Vec<ClaimV1<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    with_owned: Option<HouseV1<'a>>,
}

#[derive(Serialize)]
struct HouseV1<'a> {
    #[serde(flatten)]
    counts: CountsV1,
    #[serde(skip_serializing_if = "Option::is_none")]
    claims: Option<Vec<ClaimV1<'a>>>,
}

#[derive(Serialize)]
struct CountsV1 {
    named: usize,
    rests: usize,
    alone: usize,
    changes: usize,
}

#[derive(Serialize)]
struct ClaimV1<'a> {
    path: String,
    line: Option<u32>,
    id: &'a str,
    digest: Option<String>,
    rests: bool,
    alone: bool,
    changes: bool,
    now: RatedV1,
    without: RatedV1,
}

#[derive(Serialize)]
struct RatedV1 {
    grade: String,
    rating: &'static str,
    probability: f64,
}

/// Writes how many claims rest on each source.
///
/// # Errors
///
/// What writing gave.
pub fn write_sources_json(
    out: &mut dyn Write,
    ratings: &Ratings<'_>,
    sources: &Reliances<SourceReliance>,
) -> io::Result<()> {
    let found = sources.found.iter().map(|of| source_v1(ratings, of, |_| None));
    write_run(out, ratings, sources, found.collect())
}

/// Writes what rests on one source.
///
/// # Errors
///
/// What writing gave.
pub fn write_source_json(
    out: &mut dyn Write,
    ratings: &Ratings<'_>,
    of: &SourceReliance,
    claims: &Reliances<ClaimReliance>,
) -> io::Result<()> {
    let of_claims = |with_owned: bool| {
        let theirs = claims.found.iter();
        let theirs = theirs.filter(|claim| claim.reliance.with_owned == with_owned);
        Some(theirs.map(|claim| claim_v1(ratings, claim)).collect())
    };
    let source = source_v1(ratings, of, of_claims);
    write_run(out, ratings, claims, vec![source])
}

fn write_run<T>(
    out: &mut dyn Write,
    ratings: &Ratings<'_>,
    reliances: &Reliances<T>,
    sources: Vec<SourceV1<'_>>,
) -> io::Result<()> {
    let unrated = reliances.unrated.iter();
    let run = RunV1 {
        byline: MARKER,
        at: ratings.verification().at.to_string(),
        table: &ratings.settings().table.name,
        claims: reliances.claims,
        aside: reliances.aside,
        sources,
        unrated: unrated
            .map(|(number, error)| unrated_v1(ratings, *number, error))
            .collect(),
        findings: findings_v1(ratings),
    };
    write_json(out, &run)?;
    writeln!(out)
}

fn source_v1<'a>(
    ratings: &Ratings<'a>,
    of: &SourceReliance,
    claims: impl Fn(bool) -> Option<Vec<ClaimV1<'a>>>,
) -> SourceV1<'a> {
    let name_of = |id: NameId| ratings.verification().name_of(id);
    let source = ratings.source(of.source);
    let judged = ratings.registry().get(of.source);
    SourceV1 {
        id: name_of(of.source),
        name: source.map(|source| &*source.name),
        kind: source.map(|source| source.kind.as_str()),
        reliability: judged.map(|facts| format!("{:?}", facts.letter)),
        owner: source.map(|source| name_of(source.facts.owner)),
        affiliation: source.and_then(|source| source.facts.affiliation).map(name_of),
        own: counts_v1(&of.own),
        claims: claims(false),
        with_owned: of.with_owned.map(|counts| HouseV1 {
            counts: counts_v1(&counts),
            claims: claims(true),
        }),
    }
}

const fn counts_v1(counts: &Counts) -> CountsV1 {
    CountsV1 {
        named: counts.named,
        rests: counts.rests,
        alone: counts.alone,
        changes: counts.changes,
    }
}

fn claim_v1<'a>(ratings: &Ratings<'a>, claim: &ClaimReliance) -> ClaimV1<'a> {
    let verification = ratings.verification();
    let entry = verification.entry(claim.claim);
    ClaimV1 {
        path: verification.path(entry).to_string_lossy().into_owned(),
        line: (entry.line > 0).then_some(entry.line),
        id: &entry.id,
        digest: entry.digest.map(|digest| digest.to_string()),
        rests: claim.reliance.rests,
        alone: claim.reliance.alone,
        changes: claim.reliance.changes(&claim.now),
        now: rated_v1(&claim.now),
        without: rated_v1(&claim.reliance.without),
    }
}

fn rated_v1(rating: &Rating) -> RatedV1 {
    RatedV1 {
        grade: rating.grade(),
        rating: rating.word.as_str(),
        probability: rating.probability,
    }
}
