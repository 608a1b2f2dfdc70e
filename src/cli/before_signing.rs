//! What is looked at before a record is signed: whether the repository around it lets the key sign it, and whether its
//! quotes stand in their captures. Once it is signed, both can only be mended in a new record.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::capture::{CapturedText, Form, QuoteState};
use crate::corpus::{
    Ask, Capacity, EVIDENCE, Reach, Standing, Trust, TrustState, capture_in, read_file, repository_around,
};
use crate::json::{Document, MAX_DEPTH, parse};
use crate::record::{Claim, Kind, Link, MAX_RECORD, PublicKey, Record, Role, Sha256Hex, Signer, Time, read};
use crate::report::quote_words;
use crate::verify::repository_trust;

use super::error::CliError;
use super::key_choice::listed_at_hand;
use super::paths::time_or_now;

/// The repository around files that are to be signed.
pub(super) struct Surroundings {
    root: PathBuf,
    /// Its trust list; `None` where it has none.
    pub list: Option<Trust>,
}

/// The repositories of a run; each trust list is read once.
#[derive(Default)]
pub(super) struct Repositories(HashMap<PathBuf, Arc<Surroundings>>);

impl Repositories {
    /// The repository around a file; `None` where there is none.
    pub fn around(&mut self, file: &Path) -> Result<Option<Arc<Surroundings>>, CliError> {
        let Some(repository) = repository_around(file)? else {
            return Ok(None);
        };
        let root = repository.root().to_owned();
        let surroundings = self.0.entry(root.clone()).or_insert_with(|| {
            // The list is looked up as of now, whatever time the signature says: a list from later would be unheard of.
            let list = repository_trust(&repository, time_or_now(None));
            Arc::new(Surroundings { root, list })
        });
        Ok(Some(Arc::clone(surroundings)))
    }
}

/// The largest capture that is searched before signing, in bytes: one is read for each quote, and nearly all pages are
/// smaller. `byline check` searches all.
const MAX_SEARCHED: u64 = 4 << 20;

impl Surroundings {
    /// Whether the trust list has the key.
    pub fn lists(&self, key: PublicKey) -> bool {
        self.list.as_ref().is_some_and(|list| list.signer(key).is_some())
    }

    /// Which of these keys the trust list lets sign the record in a file, and of what kind that is; `None` where either
    /// cannot be told.
    pub fn who_may_sign(&self, file: &Path, keys: &[PublicKey], at: Time) -> Option<(Kind, Vec<PublicKey>)> {
        let list = self.list.as_ref()?;
        let bytes = read_file(file, MAX_RECORD as u64, Reach::Walked).ok()?;
        let (document, _) = parse(std::str::from_utf8(&bytes).ok()?, MAX_DEPTH).ok()?;
        let record = read(&document).record?;
        let may = |key: &&PublicKey| standing(list, &record, **key, at).counts();
        Some((record.kind(), keys.iter().filter(may).copied().collect()))
    }

    /// Looks over a record, which `at` names, before `key` signs it; gives what is to be told.
    ///
    /// Refuses one that the trust list does not let the key sign, unless it `may_be_unlisted`. A record that has proofs
    /// has its authors already: a further proof that does not count does no harm, and is told.
    pub fn look_over(
        &self,
        (document, record): (&Document<'_>, &Record<'_>),
        at: &str,
        key: PublicKey,
        created: Time,
        may_be_unlisted: bool,
    ) -> Result<Vec<String>, CliError> {
        let list = self.list.as_ref().filter(|_| !may_be_unlisted);
        let barred = list.and_then(|list| Barred::of(list, record, key, created));
        if document.root().member("proof").is_some() {
            // Of keys that are in no list it is told once for all records.
            let told = barred.filter(|barred| barred.standing != Standing::Unknown);
            return Ok(told
                .map(|barred| format!("{at}: {}, so that its signature does not count", barred.why))
                .into_iter()
                .collect());
        }
        if let (Some(list), Some(barred)) = (list, barred) {
            return Err(refusal(list, record, at, &barred, created));
        }
        match record {
            Record::Claim(claim) => Ok(self.misquotes_of(claim, at)),
            _ => Ok(Vec::new()),
        }
    }

    /// What is told of quotes that do not stand in their captures.
    fn misquotes_of(&self, claim: &Claim<'_>, at: &str) -> Vec<String> {
        let mut told = Vec::new();
        for link in &claim.chain {
            let Some(state @ QuoteState::NotFound(_)) = self.look_for_quote(link) else {
                continue;
            };
            told.push(format!(
                "{at}: the link {id}: {}; `byline check` refuses that. Before others rely on the claim, write the right \
                 words into the file and sign it again with --replace. Else begin its next revision with `byline new \
                 revision FILE`, and quote the right words before that is signed: `byline capture FILE --link {id} \
                 --quote TEXT`, with the right page where the page is wrong",
                quote_words(&state),
                id = link.id,
            ));
        }
        told
    }

    /// What becomes of the quote on a link, where its capture is at hand and can be searched.
    fn look_for_quote(&self, link: &Link<'_>) -> Option<QuoteState> {
        let (evidence, quote) = (link.evidence?, link.quote?);
        let form = Form::of(evidence.media_type).ok()?;
        let bytes = self.capture(evidence.sha256)?;
        let mut text = CapturedText::new(&bytes, form).ok()?;
        Some(text.look_for(quote.text))
    }

    fn capture(&self, sha256: Sha256Hex) -> Option<Vec<u8>> {
        if self.root.join(EVIDENCE).is_symlink() {
            return None;
        }
        read_file(&capture_in(&self.root, sha256), MAX_SEARCHED, Reach::Walked).ok()
    }
}

/// Why the trust list does not let a key sign a record.
struct Barred {
    standing: Standing,
    why: String,
}

impl Barred {
    /// `None` where the list lets the key sign it.
    fn of(list: &Trust, record: &Record<'_>, key: PublicKey, created: Time) -> Option<Self> {
        let standing = standing(list, record, key, created);
        if standing.counts() {
            return None;
        }
        let kind = record.kind().words();
        let who = list
            .signer(key)
            .map_or_else(|| key.to_string(), |signer| signer.name.clone());
        let why = match standing {
            Standing::Unknown => format!("{who} is not in the trust list of this repository"),
            Standing::Revoked => format!("the trust list of this repository revokes the key of {who}"),
            Standing::Expired => {
                format!("by the trust list of this repository, the key of {who} is not valid at {created}")
            }
            Standing::WrongRole => {
                format!("by the trust list of this repository, {who} has no role that may sign a {kind}")
            }
            _ => {
                let scope = list.signer(key).map(|signer| signer.scope().to_string());
                format!(
                    "by the trust list of this repository, this {kind} is out of the scope of {who}, which is {}",
                    scope.unwrap_or_default()
                )
            }
        };
        Some(Self { standing, why })
    }
}

/// Refuses a record that the trust list does not let the key sign.
fn refusal(list: &Trust, record: &Record<'_>, at: &str, barred: &Barred, created: Time) -> CliError {
    let would_be_author =
        matches!(record, Record::Claim(_) | Record::Notice(_)) && record.authors().is_empty();
    let so = if would_be_author {
        ", and whoever signs it is its author for good"
    } else {
        ", so that its signature would not count"
    };
    CliError::refused(format!("{at}: {}{so}", barred.why)).hint(match record {
        Record::Trust(_) => ONLY_OWNERS.to_owned(),
        _ => advice(list, barred.standing, created),
    })
}

/// What to do with a trust list that the key may not sign.
const ONLY_OWNERS: &str = "nothing was written: a trust list is signed by the owners of the list before and by those \
                           whom it makes owners itself; --unlisted signs all the same";

fn advice(list: &Trust, standing: Standing, at: Time) -> String {
    let others = match standing {
        Standing::WrongRole | Standing::OutOfScope => {
            Some("have somebody sign first who may, and sign beside them".to_owned())
        }
        _ => {
            listed_at_hand(list, at).map(|names| format!("sign with a key that is listed (at hand: {names})"))
        }
    };
    let owners = match standing {
        Standing::Unknown => {
            "have an owner of the list add the key with `byline new trust --add KEY --name NAME --role ROLE`"
        }
        Standing::Revoked => "make a new key, and have an owner of the list add it with `byline new trust`",
        _ => "have an owner change the entry of the key in the next list, which `byline new trust` writes",
    };
    let broken = match list.state {
        TrustState::Broken => " (the newest list does not count yet: `byline verify` says why)",
        _ => "",
    };
    let either = others.map_or_else(String::new, |others| format!("{others}, or "));
    format!("nothing was written: {either}{owners}{broken}; --unlisted signs all the same")
}

fn is_owner(signer: &Signer<'_>) -> bool {
    signer.roles.contains(&Role::Owner) && signer.revoked.is_none()
}

/// What the key would be to those who rely on the list.
fn standing(list: &Trust, record: &Record<'_>, key: PublicKey, created: Time) -> Standing {
    // An owner who comes in with a list may sign it before it is in force.
    if let Record::Trust(new) = record
        && new
            .signers
            .iter()
            .any(|signer| signer.key.key == key && is_owner(signer))
    {
        return Standing::Listed;
    }
    let (id, topics): (&str, Vec<&str>) = match record {
        Record::Claim(claim) => (
            claim.id.as_str(),
            claim.topics.iter().map(|topic| topic.as_str()).collect(),
        ),
        Record::Source(source) => (source.id.as_str(), Vec::new()),
        Record::Notice(_) | Record::Trust(_) => ("", Vec::new()),
    };
    let authors = record.authors();
    let is_author = authors.is_empty() || authors.iter().any(|author| author.key == key);
    let ask = Ask {
        kind: record.kind(),
        id,
        topics: &topics,
        capacity: if is_author {
            Capacity::Author
        } else {
            Capacity::CounterSigner
        },
        created,
        first_seen: None,
        expires: None,
        at: created,
    };
    list.judge(key, &ask).0
}
