//! The claims that the repository has, to choose one of them.

use std::path::PathBuf;

use crate::cli::error::CliError;
use crate::cli::new::standing::Standings;
use crate::corpus::{Form, Repository, gather, read_file};
use crate::json::{MAX_DEPTH, parse};
use crate::record::{Digest, Kind, MAX_RECORD, Record, read};
use crate::seal;

use super::asked::{Questions, Reply};
use super::draft::beginning;

/// Characters of a statement that stand in the list, where its words can be searched.
const SHOWN: usize = 150;

/// Unsigned claims that are told of by name.
const MOST_TOLD: usize = 4;

/// A claim that lies in a file of its own.
#[derive(Clone)]
pub(super) struct ClaimAtHand {
    pub id: String,
    pub revision: u64,
    pub statement: String,
    pub digest: Digest,
    pub is_signed: bool,
    pub path: PathBuf,
}

/// What became of a claim since it was signed; what is seldom meant comes later.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fate {
    Current,
    Revised,
    Retracted,
}

impl ClaimAtHand {
    fn words(&self, fate: Fate) -> String {
        let statement = beginning(&self.statement, SHOWN);
        // The newest revision lies in the file that is called as the claim.
        let is_head = self.path.file_stem().is_some_and(|stem| stem == self.id.as_str());
        let revision = match is_head {
            true => String::new(),
            false => format!(", revision {}", self.revision),
        };
        let fate = match fate {
            Fate::Current => "",
            Fate::Revised => " (there is a later one)",
            Fate::Retracted => " (retracted)",
        };
        format!("{}{revision}{fate}: {statement}", self.id)
    }
}

/// All claims of a repository that can be read; `byline check` tells of the others.
pub(super) fn claims_at_hand(repository: &Repository) -> Result<Vec<ClaimAtHand>, CliError> {
    let folder = repository.folder(Kind::Claim);
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let files = gather(&[folder], None)?.named.into_iter();
    Ok(files
        .filter(|file| file.form == Form::Document && file.refused.is_none())
        .filter_map(|file| {
            let bytes = read_file(&file.path, MAX_RECORD as u64, file.reach).ok()?;
            let text = String::from_utf8(bytes).ok()?;
            let (document, duplicates) = parse(&text, MAX_DEPTH).ok()?;
            let reading = read(&document);
            if !duplicates.is_empty() || !reading.faults.is_empty() {
                return None;
            }
            match reading.record? {
                Record::Claim(claim) => Some(ClaimAtHand {
                    id: claim.id.to_string(),
                    revision: claim.revision,
                    statement: claim.statement.to_owned(),
                    digest: seal::digest(&document),
                    is_signed: document.root().member("proof").is_some(),
                    path: file.path,
                }),
                _ => None,
            }
        })
        .collect())
}

/// Asks for a claim by its digest, so for one that is signed: to sign it would change the digest.
pub(super) fn choose_claim(
    questions: &Questions,
    question: &str,
    repository: &Repository,
) -> Reply<ClaimAtHand> {
    let claims = claims_at_hand(repository)?;
    let unsigned: Vec<&str> = claims
        .iter()
        .filter(|claim| !claim.is_signed)
        .map(|claim| claim.id.as_str())
        .collect();
    let hint = match unsigned.as_slice() {
        [] => "record that claim first, with `byline new claim`".to_owned(),
        some => format!(
            "{} {} not signed yet: `byline sign` first, which fixes the text by which others name it",
            some[..some.len().min(MOST_TOLD)].join(", "),
            if some.len() == 1 { "is" } else { "are" }
        ),
    };
    let nothing_fits = match unsigned.len() < claims.len() {
        true => format!("no signed claim has these letters in it; {hint}"),
        // Nothing can be chosen, and what was told so far must not be lost by that.
        false => format!("there is no signed claim to choose; {hint}: Esc goes back"),
    };
    let signed = claims.into_iter().filter(|claim| claim.is_signed).collect();
    let by_fate = by_fate(signed, repository)?;
    let offered = by_fate
        .into_iter()
        .map(|(fate, claim)| (claim.words(fate), claim));
    questions.choose_or(question, offered, &nothing_fits)
}

/// The claims with what became of them: those that are seldom meant stand behind the others.
fn by_fate(claims: Vec<ClaimAtHand>, repository: &Repository) -> Result<Vec<(Fate, ClaimAtHand)>, CliError> {
    if claims.is_empty() {
        return Ok(Vec::new());
    }
    let standings = Standings::of(&repository.folder(Kind::Claim))?;
    let with_fate = |claim: ClaimAtHand| (fate(&standings, claim.digest), claim);
    let mut claims: Vec<_> = claims.into_iter().map(with_fate).collect();
    claims.sort_by_key(|(fate, _)| *fate);
    Ok(claims)
}

fn fate(standings: &Standings, claim: Digest) -> Fate {
    if standings.is_retracted(claim) {
        Fate::Retracted
    } else if standings.is_revised(claim) {
        Fate::Revised
    } else {
        Fate::Current
    }
}
