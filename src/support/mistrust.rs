//! Whom a rating trusts: what it would be if one owner, one signer or one key were not trusted.

use std::collections::{BTreeMap, HashSet};

use crate::chain::{Chain, MAX_STORY_LINKS, NameId, Registry, Role, Story};
use crate::record::{Digest, Effect, PublicKey};
use crate::score::{Budget, Rating, UnsealedSources};
use crate::verify::{Entry, Force, SignerFact, Verification};

use super::ratings::{RatingError, RatingWorker, Ratings};

/// Somebody whom a rating trusts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trusted {
    /// Everything that one owner publishes or says; `None` for all outlets that no registry holds.
    Owner(Option<NameId>),
    /// Somebody in the trust list, with all of their keys that the rating relies on.
    Signer(Box<str>, Vec<PublicKey>),
    /// One of several keys of one signer.
    Key(Box<str>, PublicKey),
}

/// A rating that would be another if somebody were not trusted.
#[derive(Clone, Debug)]
pub struct Mistrust {
    /// Who.
    pub of: Trusted,
    /// The rating then.
    pub then: Rating,
}

impl RatingWorker<'_> {
    /// All whose being trusted makes the rating of a claim what it is: owners in the order of its links, then signers by
    /// name.
    pub(super) fn mistrust(
        &mut self,
        number: u32,
        now: &Rating,
        budget: &mut Budget,
    ) -> Result<Vec<Mistrust>, RatingError> {
        let mut found = self.owners(number, budget)?;
        let of_signers = self.ratings.signers_relied_on(number);
        for (of, keys) in of_signers {
            let then = self.without_keys(number, &keys, budget)?;
            found.push(Mistrust { of, then });
        }
        found.retain(|mistrust| mistrust.then.reads_otherwise_than(now));
        Ok(found)
    }

    fn owners(&mut self, number: u32, budget: &mut Budget) -> Result<Vec<Mistrust>, RatingError> {
        let ratings = self.ratings;
        let verification = ratings.verification();
        let chain = verification.entry(number).chain().ok_or(RatingError::NoClaim)?;
        let story = self
            .teller
            .tell(chain, |digest| verification.open_claim(digest))?;
        let mut found = Vec::new();
        for &owner in story.owners() {
            let gone = links_of_owner(story, ratings.registry(), owner);
            let is_retracted = verification.is_retracted(number);
            let then = self.rater.rate_within(story, &gone, is_retracted, budget)?;
            found.push(Mistrust {
                of: Trusted::Owner(owner),
                then,
            });
        }
        Ok(found)
    }

    /// The rating of a claim if nothing that these keys have signed counted.
    fn without_keys(
        &mut self,
        number: u32,
        keys: &[u32],
        budget: &mut Budget,
    ) -> Result<Rating, RatingError> {
        let ratings = self.ratings;
        let verification = ratings.verification();
        let chain = verification.entry(number).chain().ok_or(RatingError::NoClaim)?;
        self.teller
            .tell(chain, |digest| verification.open_without(digest, keys))?;
        let story = self.teller.unjudge(|source| ratings.rests_on_keys(source, keys));
        let is_retracted = verification.is_retracted_without(number, keys);
        Ok(self.rater.rate_within(story, &[], is_retracted, budget)?)
    }
}

fn links_of_owner(story: &Story, registry: &Registry, owner: Option<NameId>) -> Vec<bool> {
    story
        .links()
        .iter()
        .map(|link| match link.role {
            Role::Channel { owner: of, .. } => story.owners()[of as usize] == owner,
            Role::Claim => false,
            Role::Origin { .. } => {
                let facts = link.source.and_then(|source| registry.get(source));
                owner.is_some() && facts.map(|facts| facts.owner) == owner
            }
        })
        .collect()
}

impl Ratings<'_> {
    /// The signers whose word the rating of a claim takes, each with the numbers of their keys: those who signed the
    /// records of its sources, the claims below it, and what retracts any of these. Where no trust list is consulted,
    /// records are taken at their word and there are none.
    fn signers_relied_on(&self, number: u32) -> Vec<(Trusted, Vec<u32>)> {
        let verification = self.verification();
        let Some(trust) = verification
            .trust
            .as_ref()
            .filter(|_| verification.brings_lists())
        else {
            return Vec::new();
        };
        let mut by_name: BTreeMap<Box<str>, BTreeMap<PublicKey, u32>> = BTreeMap::new();
        for key in self.keys_relied_on(number) {
            let public = verification.keys()[key as usize];
            let name = match trust.signer(public) {
                Some(signer) => signer.name.as_str().into(),
                None => public.to_string().into(),
            };
            by_name.entry(name).or_default().insert(public, key);
        }
        let mut signers = Vec::new();
        for (name, keys) in by_name {
            let all: Vec<PublicKey> = keys.keys().copied().collect();
            signers.push((
                Trusted::Signer(name.clone(), all),
                keys.values().copied().collect(),
            ));
            if keys.len() > 1 {
                let one_by_one = keys.into_iter();
                signers
                    .extend(one_by_one.map(|(public, key)| (Trusted::Key(name.clone(), public), vec![key])));
            }
        }
        signers
    }

    fn keys_relied_on(&self, number: u32) -> HashSet<u32> {
        let verification = self.verification();
        let mut keys = HashSet::new();
        let mut seen = HashSet::new();
        let mut queue = vec![number];
        let mut links = 0;
        while let Some(claim) = queue.pop() {
            let entry = verification.entry(claim);
            let Some(chain) = entry.chain() else { continue };
            links += chain.length();
            if links > MAX_STORY_LINKS {
                break;
            }
            if claim != number {
                keys.extend(authors(entry));
            }
            keys.extend(verification.who_retracts(claim).flat_map(authors));
            let sources = chain.links().filter_map(|link| link.source);
            keys.extend(
                sources
                    .flat_map(|source| self.who_vouches(source))
                    .map(|signer| signer.key),
            );
            let below = chain.claims().filter(|digest| seen.insert(*digest));
            queue.extend(below.filter_map(|digest| verification.find_sealed(digest)));
        }
        keys
    }

    /// The signers by whom the letter of a source counts.
    fn who_vouches(&self, source: NameId) -> impl Iterator<Item = &SignerFact> {
        let verification = self.verification();
        let needs_seal = self.settings().unsealed_sources == UnsealedSources::CountAsF;
        let number = self.sources.get(&source).copied();
        number
            .filter(|&number| needs_seal && verification.holds(number))
            .into_iter()
            .flat_map(|number| &verification.entry(number).signers)
            .filter(|signer| signer.counts())
    }

    /// Whether a source would not be judged without these keys.
    fn rests_on_keys(&self, source: NameId, keys: &[u32]) -> bool {
        let mut vouching = self.who_vouches(source).peekable();
        vouching.peek().is_some() && vouching.all(|signer| keys.contains(&signer.key))
    }
}

impl Verification {
    /// The number of the claim that a digest names, where its seal holds; it may be retracted.
    fn find_sealed(&self, digest: Digest) -> Option<u32> {
        self.find(digest).filter(|&number| self.is_sealed(number))
    }

    /// The notices in force that retract a record, as far as they are kept.
    fn who_retracts(&self, number: u32) -> impl Iterator<Item = &Entry> {
        self.notices(number)
            .iter()
            .filter(|notice| notice.force == Force::InForce && notice.effect == Effect::Retracts)
            .map(|notice| self.entry(notice.notice))
    }

    /// Whether a record is retracted though these keys do not count.
    fn is_retracted_without(&self, number: u32, keys: &[u32]) -> bool {
        let is_retracting = |notice: &Entry| authors(notice).all(|author| !keys.contains(&author));
        self.is_retracted(number)
            && (self.more_notices(number) > 0 || self.who_retracts(number).any(is_retracting))
    }

    /// The chain of the claim that a digest names, where it may hang in another though these keys do not count.
    fn open_without(&self, digest: Digest, keys: &[u32]) -> Option<&Chain> {
        let number = self.find_sealed(digest)?;
        let entry = self.entry(number);
        let is_sealed = authors(entry).all(|author| !keys.contains(&author));
        entry
            .chain()
            .filter(|_| is_sealed && !self.is_retracted_without(number, keys))
    }
}

/// The keys of those who had to sign a record, and did.
fn authors(entry: &Entry) -> impl Iterator<Item = u32> {
    let authors = entry.signers.iter().filter(|signer| signer.author);
    authors.map(|signer| signer.key)
}
