//! `byline sign` with `--anew`, `--replace` or `--force`: a record gets another digest, and what names it is told.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::corpus::Trust;
use crate::json::{Document, MAX_DEPTH, parse};
use crate::record::{Digest, Kind, PublicKey, read};
use crate::report::visible;
use crate::seal::{self, Proof, Verifier};
use crate::verify::{ClaimSeals, Entry, Options, Verification, verify_with_all_claims};

use super::error::CliError;
use super::first_few::first_few;
use super::output::shown;
use super::paths::{gather_paths, time_or_now};

/// A record before it is signed anew.
pub(super) struct Before {
    /// The text that is signed.
    pub text: String,
    /// The digest that it had.
    digest: Digest,
    /// The records at hand that name it by that.
    named_in: Vec<String>,
    /// Whose proofs are dropped with its authors.
    signers: Vec<PublicKey>,
}

impl Before {
    /// Looks at the record in a file, which is signed without its authors and proofs. Refuses one whose authors are not to
    /// be another's, or whose digest must stay.
    pub fn of(text: &str, path: &Path) -> Result<Option<Self>, CliError> {
        // What is no record is told by the signing itself.
        let Ok((document, _)) = parse(text, MAX_DEPTH) else {
            return Ok(None);
        };
        let Some(record) = read(&document).record else {
            return Ok(None);
        };
        if record.kind() == Kind::Trust {
            return Err(
                CliError::refused(format!("{} is a trust list", shown(path))).hint(
                    "its signers are the owners that it needs: make a change in the next list, with `byline new trust`",
                ),
            );
        }
        let digest = seal::digest(&document);
        Ok(Some(Self {
            text: seal::unsigned(text)
                .map_err(|error| CliError::refused(format!("{}: {error}", shown(path))))?,
            digest,
            named_in: named_in(path, digest)?,
            signers: signers_of(&document),
        }))
    }

    /// Looks at the record in a file that was changed after it was signed. Gives nothing where no record at hand names it
    /// by the digest that it was signed with: the text does not tell that any more, but its old proof was made over it.
    pub fn of_altered(text: &str, path: &Path) -> Result<Option<Self>, CliError> {
        // What is no record is told by the signing itself.
        let Ok((document, _)) = parse(text, MAX_DEPTH) else {
            return Ok(None);
        };
        let mut verifier = Verifier::default();
        let seal = verifier.examine(&document, &[]);
        let broken: Vec<&Proof<'_>> = seal
            .proofs
            .iter()
            .filter(|(_, holds)| !holds)
            .map(|(proof, _)| proof)
            .collect();
        if broken.is_empty() {
            return Ok(None);
        }
        let mut named = named_and_not_at_hand(&records_at_hand(path)?).into_iter();
        let before =
            named.find(|(digest, _)| broken.iter().any(|proof| verifier.is_made_over(proof, *digest)));
        Ok(before.map(|(digest, files)| Self {
            text: text.to_owned(),
            digest,
            named_in: files.into_iter().collect(),
            signers: Vec::new(),
        }))
    }

    /// What is to be told once the record has another digest.
    pub fn told(&self, at: &str, digest: Digest) -> Option<String> {
        if digest == self.digest {
            return None;
        }
        let mut told = format!("{at} gets another digest: {digest} instead of {}", self.digest);
        if self.named_in.is_empty() {
            told.push_str(". No record at hand names it; whoever does elsewhere must name the new one");
        } else {
            told.push_str(&format!(
                ". It is still named by the old one in {}: put the new one there, and have those signed anew as well",
                first_few(&self.named_in)
            ));
        }
        Some(told)
    }

    /// Whose proofs are not there any more once `key` has signed; by name, where the trust list has one.
    pub fn dropped(&self, at: &str, key: PublicKey, list: Option<&Trust>) -> Option<String> {
        let others = self.signers.iter().filter(|signer| **signer != key);
        let names: Vec<String> = others
            .map(|&signer| match list.and_then(|list| list.signer(signer)) {
                Some(listed) => visible(&listed.name).into_owned(),
                None => signer.to_string(),
            })
            .collect();
        let signatures = match names.len() {
            0 => return None,
            1 => "the signature",
            _ => "the signatures",
        };
        Some(format!(
            "{at} loses {signatures} of {}: whoever still stands by it has to sign it again",
            first_few(&names)
        ))
    }
}

/// The keys that a record has proofs of, each once.
fn signers_of(document: &Document<'_>) -> Vec<PublicKey> {
    let mut signers = Vec::new();
    for (proof, _) in Verifier::default().examine(document, &[]).proofs {
        if !signers.contains(&proof.key) {
            signers.push(proof.key);
        }
    }
    signers
}

/// The record in a file, with all of the repository around it.
fn records_at_hand(path: &Path) -> Result<Verification, CliError> {
    let (inputs, _spooled) = gather_paths(&[PathBuf::from(path)])?.into_parts();
    let options = Options {
        // Who is named is written in a record, whoever signed it.
        seals: ClaimSeals::Below,
        ..Options::at(time_or_now(None))
    };
    Ok(verify_with_all_claims(inputs, options)?)
}

/// The digests that a record names others by.
fn digests_in(entry: &Entry) -> impl Iterator<Item = Digest> {
    let references = entry.references().iter().map(|reference| reference.digest);
    let on_notice = entry.notice().into_iter();
    references
        .chain(on_notice.flat_map(|notice| [Some(notice.record), notice.replacement].into_iter().flatten()))
}

/// The digests that records name and none has, each with the files of those that name it.
fn named_and_not_at_hand(verification: &Verification) -> BTreeMap<Digest, BTreeSet<String>> {
    let mut named: BTreeMap<Digest, BTreeSet<String>> = BTreeMap::new();
    for (_, entry) in verification.all() {
        for digest in digests_in(entry).filter(|digest| verification.find(*digest).is_none()) {
            let file = shown(verification.path(entry));
            named.entry(digest).or_default().insert(file);
        }
    }
    named
}

/// The files of the repository whose records name the one with this digest.
fn named_in(path: &Path, digest: Digest) -> Result<Vec<String>, CliError> {
    let verification = records_at_hand(path)?;
    let mut found = Vec::new();
    for (_, entry) in verification.all() {
        let file = shown(verification.path(entry));
        if entry.supersedes().is_some_and(|before| before.digest == digest) {
            return Err(CliError::refused(format!(
                "{}: the next revision of this claim, {file}, names it by its digest",
                shown(path)
            ))
            .hint("an earlier revision stays as it is: sign the newest one anew"));
        }
        if digests_in(entry).any(|named| named == digest) {
            found.push(file);
        }
    }
    found.sort();
    found.dedup();
    Ok(found)
}
