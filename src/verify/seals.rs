//! What a record's own seal fails in: signatures, authors, and what the signers may do.

use std::borrow::Cow;

use crate::corpus::{ListedSigner, Standing, Trust, TrustState, Validity};
use crate::json::{Anchor, RuleName};
use crate::record::{Kind, PublicKey, Revocation, Time};
use crate::seal::{BAD_SIGNATURE, Integrity};

use super::entry::{Entry, SignerFact};
use super::finding::{Unplaced, names};

/// What the findings about signers name them by.
pub(super) struct Signers<'a> {
    pub trust: Option<&'a Trust>,
    pub keys: &'a [PublicKey],
    /// The file of the record, as a shell takes it; empty where a command cannot name it.
    pub file: String,
    /// Why the record is not simply to be signed anew, and what to do instead.
    pub stays: Option<&'static str>,
}

/// An earlier revision is named by its digest in the next one, which would lose it.
pub(super) const STAYS_EARLIER: &str = "an earlier revision stays as it is, and fails: have the revision in force signed anew where that fails too";
/// Signed anew it would be another record, which no notice has taken back.
pub(super) const STAYS_RETRACTED: &str = "it was retracted, and need not be signed anew: it would have another digest then, and stand until it is \
     retracted again";
/// It may be the thief who signed the notice, or the author.
pub(super) const STAYS_LAPSED: &str = "find out first whether the notice on this that has lapsed is right: signed anew (`byline sign --anew`), the \
     record has another digest, which no notice reaches";

/// Whether the record's own seal holds: it is intact, and those have signed it whose signatures it needs.
pub(super) fn holds(entry: &Entry, trust: Option<&Trust>) -> bool {
    entry.integrity == Integrity::Intact
        && match entry.kind {
            Some(Kind::Claim | Kind::Notice) => {
                entry.silent_authors().is_empty()
                    && entry.signers.iter().any(|signer| signer.author)
                    && entry
                        .signers
                        .iter()
                        .filter(|signer| signer.author)
                        .all(SignerFact::counts)
            }
            Some(Kind::Source) => entry.signers.iter().any(SignerFact::counts),
            // Who may sign a trust list is decided by the lists themselves; where none is consulted, nobody may.
            Some(Kind::Trust) => trust.is_some(),
            None => false,
        }
}

/// What to do about a record that was changed after it was signed.
pub const fn mend_altered(kind: Option<Kind>) -> &'static str {
    match kind {
        Some(Kind::Claim) => {
            "put it back as it was, and make what you want to say its next revision with `byline new revision`"
        }
        Some(Kind::Notice) => "put it back as it was, and say in a new notice what else there is to say",
        Some(Kind::Source) => "put it back as it was, or sign what it says now anew",
        Some(Kind::Trust) => {
            "put it back as it was, and make the change in the next list with `byline new trust`"
        }
        None => "put it back as it was",
    }
}

impl Signers<'_> {
    /// What keeps the record's own seal from holding.
    pub fn findings(&self, entry: &Entry) -> Vec<Unplaced> {
        if entry.digest.is_none() {
            return Vec::new();
        }
        if entry.integrity == Integrity::Unsigned {
            return vec![Unplaced::deny(
                names::UNSIGNED,
                Anchor::Whole,
                "nobody has signed this record",
                format!("sign it: `{}`", self.command()),
            )];
        }
        let mut findings: Vec<Unplaced> = entry
            .signers
            .iter()
            .filter(|signer| !signer.holds)
            .map(|signer| self.bad_signature(entry, signer))
            .collect();
        if entry.integrity == Integrity::Intact && !holds(entry, self.trust) {
            findings.extend(self.about_authors(entry));
        }
        let late = entry
            .signers
            .iter()
            .filter(|signer| signer.holds && signer.is_late);
        findings.extend(late.map(|signer| self.came_late(signer)));
        findings
    }

    /// A proof beside the authors' fails nothing by itself; but one with a date before its key ended could not be told
    /// from an old one once it is let in.
    fn came_late(&self, signer: &SignerFact) -> Unplaced {
        let (name, ended) = match signer.validity {
            Validity::Revoked => (names::REVOKED_SIGNER, "was revoked"),
            Validity::Expired | Validity::Good => (names::EXPIRED_SIGNER, "ended"),
        };
        Unplaced::deny(
            name,
            Anchor::Value(signer.node),
            format!(
                "this signature of {} came in after the key {ended}, whatever date it gives ({})",
                self.name(signer),
                signer.created
            ),
            "take the signature out, and have somebody sign whose key is in force",
        )
    }

    fn bad_signature(&self, entry: &Entry, signer: &SignerFact) -> Unplaced {
        Unplaced::deny(
            BAD_SIGNATURE,
            Anchor::Value(signer.node),
            format!(
                "the signature of {} does not belong to this record",
                self.name(signer)
            ),
            format!(
                "the record or the proof was changed after signing: {}{}",
                mend_altered(entry.kind),
                match entry.kind {
                    Some(Kind::Source) => format!(": `{}`", self.again()),
                    _ => String::new(),
                }
            ),
        )
    }

    fn about_authors(&self, entry: &Entry) -> Vec<Unplaced> {
        let has_authors = matches!(entry.kind, Some(Kind::Claim | Kind::Notice));
        let mut findings: Vec<Unplaced> = entry
            .silent_authors()
            .iter()
            .map(|&key| {
                Unplaced::deny(
                    names::NO_AUTHOR,
                    Anchor::Named("by"),
                    format!("the author {} has not signed this record", self.key_name(key)),
                    "have each author in \"by\" sign it",
                )
            })
            .collect();
        if has_authors && findings.is_empty() && !entry.signers.iter().any(|signer| signer.author) {
            findings.push(Unplaced::deny(
                names::NO_AUTHOR,
                Anchor::Whole,
                "this signed record names no author",
                "put the keys of its authors into \"by\" and have them sign it again",
            ));
        }
        let needed = entry
            .signers
            .iter()
            .filter(|signer| signer.author || !has_authors);
        findings.extend(
            needed
                .filter(|signer| !signer.counts() && !signer.is_late)
                .map(|signer| self.standing(entry, signer)),
        );
        findings
    }

    fn standing(&self, entry: &Entry, signer: &SignerFact) -> Unplaced {
        let finding = self.standing_by_list(entry, signer);
        let is_broken = self.trust.is_some_and(|trust| trust.state == TrustState::Broken);
        if is_broken && !signer.standing.counts() {
            return Unplaced {
                help: "mend the trust lists first: one does not follow, and who may sign is not known until it does".into(),
                ..finding
            };
        }
        finding
    }

    fn standing_by_list(&self, entry: &Entry, signer: &SignerFact) -> Unplaced {
        let who = self.name(signer);
        let kind = entry.kind.map_or("record", Kind::as_str);
        let (name, message, help): (RuleName, String, Cow<'static, str>) = match signer.standing {
            Standing::Unknown => (
                names::UNTRUSTED_SIGNER,
                match self.trust {
                    Some(_) => format!("{who} is in no trust list"),
                    None => format!("nothing says who {who} is: no trust list is consulted here"),
                },
                match self.trust {
                    Some(_) => format!(
                        "if you know whose key it is, have an owner of the list add it (`byline new trust --add`), and have it \
                         sign again once it is in force (`{}`); else {}, whose owner is then the author",
                        self.again(),
                        self.anew_with(entry, "a listed key")
                    )
                    .into(),
                    None => "pin a trust list with --trust, or check seals alone with --integrity".into(),
                },
            ),
            Standing::Revoked => (
                names::REVOKED_SIGNER,
                format!("the key of {who} was revoked{}", self.why_revoked(signer)),
                self.mend_revoked(entry, signer).into(),
            ),
            Standing::Expired => match self.begins_later(signer) {
                Some(from) => (
                    names::EXPIRED_SIGNER,
                    format!("{who} signed this at {}, and the key is in force only from {from} on", signer.created),
                    format!("have {who} sign it again: `{}`", self.again()).into(),
                ),
                None => (
                    names::EXPIRED_SIGNER,
                    format!("the key or proof of {who} was not valid at that time"),
                    self.anew_with(entry, "a key that is in force").into(),
                ),
            },
            Standing::WrongRole => (
                names::WRONG_ROLE,
                format!("{who} has no role that may sign a {kind}"),
                format!(
                    "{}, or have the owners add the role",
                    self.anew_with(entry, "the key of somebody who may")
                )
                .into(),
            ),
            Standing::OutOfScope => (
                names::OUT_OF_SCOPE,
                format!("this {kind} is out of the scope of {who}"),
                format!(
                    "{}, or have the owners widen the scope",
                    self.anew_with(entry, "the key of somebody in whose scope it is")
                )
                .into(),
            ),
            Standing::Trusted | Standing::Listed => (
                names::SIGNED_IN_FUTURE,
                format!("{who} signed this at {}, which is still to come", signer.created),
                "set the clock of the machine that signed and sign again; with --at, give a later time"
                    .into(),
            ),
        };
        Unplaced::deny(name, Anchor::Value(signer.node), message, help)
    }

    /// ", as compromised, on 2026-11-24T10:00:00Z".
    fn why_revoked(&self, signer: &SignerFact) -> String {
        match self.listed(signer).and_then(ListedSigner::revoked) {
            Some(Revocation { at, why }) => format!(", as {}, on {at}", why.as_str()),
            None => String::new(),
        }
    }

    /// What a stolen key signed may be the thief's.
    fn mend_revoked(&self, entry: &Entry, signer: &SignerFact) -> String {
        let key = self.keys[signer.key as usize];
        let mend = self.anew_with(entry, "a key that is in force");
        if self.stays.is_none() && self.trust.is_some_and(|trust| trust.was_compromised(key)) {
            format!(
                "ask first whether it was {} who signed this: if so, {mend}; if not, take the record away",
                self.name(signer)
            )
        } else {
            mend
        }
    }

    /// From when on a key is in force that signed before.
    fn begins_later(&self, signer: &SignerFact) -> Option<Time> {
        self.listed(signer)?.begins_after(signer.created)
    }

    fn listed(&self, signer: &SignerFact) -> Option<&ListedSigner> {
        self.trust?.signer(self.keys[signer.key as usize])
    }

    /// How somebody who has signed signs once more.
    fn again(&self) -> String {
        self.command().replacen("sign", "sign --replace", 1)
    }

    /// With which key the record is to be signed anew, unless it stays as it is.
    fn anew_with(&self, entry: &Entry, key: &str) -> String {
        match self.stays {
            Some(stays) => stays.to_owned(),
            None => format!("{} with {key}", self.anew(entry)),
        }
    }

    /// How the record is signed anew. Authors are sealed with it: a signature beside theirs takes nobody's place.
    fn anew(&self, entry: &Entry) -> String {
        let command = self.command();
        match entry.signers.iter().filter(|signer| signer.author).count() {
            0 => format!("sign it (`{command}`)"),
            1 => format!("sign it anew (`{}`)", command.replacen("sign", "sign --anew", 1)),
            _ => format!(
                "put another key in the place of this one in \"by\", remove \"proof\", and have all authors sign \
                 (`{command}`)"
            ),
        }
    }

    fn command(&self) -> String {
        if self.file.is_empty() {
            "byline sign".to_owned()
        } else {
            format!("byline sign {}", self.file)
        }
    }

    fn name(&self, signer: &SignerFact) -> String {
        self.key_name(signer.key)
    }

    fn key_name(&self, key: u32) -> String {
        let key = self.keys[key as usize];
        match self.trust.and_then(|trust| trust.signer(key)) {
            Some(signer) => signer.name.clone(),
            None => key.to_string(),
        }
    }
}
