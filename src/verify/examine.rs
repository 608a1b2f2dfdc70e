//! One record's bytes to its facts: read, hashed and verified once.

use sha2::{Digest as _, Sha256};

use std::collections::{HashMap, HashSet};

use crate::capture::Form;
use crate::chain::{Chain, NameId, SourceFacts};
use crate::corpus::{Ask, Capacity, FileError, LineReader, Standing, Trust, UNREADABLE, Unit, Validity};
use crate::json::{Anchor, Document, MAX_DEPTH, Node, RuleName, parse};
use crate::record::{
    Claim, Digest, Evidence, Kind, Link, Notice, PublicKey, Record, Role, SourceId, TOO_LARGE, Time, read,
};
use crate::seal::{Integrity, Proof, Seal, Verifier};

use super::entry::{
    Capture, Change, Entry, Extra, NoticeFact, Quoted, Reference, Relation, SignerFact, SourceOnFile,
};
use super::few::Few;
use super::finding::{Unplaced, place};
use super::intern::Interner;

/// What all records of a run are examined with.
pub(super) struct Examiner<'a> {
    pub trust: Option<&'a Trust>,
    pub at: Time,
    pub keys: &'a Interner<PublicKey>,
    pub topics: &'a Interner<Box<str>>,
    pub names: &'a Interner<Box<str>>,
    pub seals: ClaimSeals,
    pub seeks_circles: bool,
    /// The proofs that are as old as they say, by the digest of the record and the signature; all, where there is none.
    pub known: Option<&'a KnownProofs>,
    pub inspect: &'a dyn Inspect,
}

/// Proofs that a commit has.
pub(super) type KnownProofs = HashSet<(Digest, [u8; 64])>;

/// Looks at each record while it is at hand, so that it need not be read again for that.
pub trait Inspect: Sync {
    /// What is worth remembering of a well-formed record: bits that mean something to whoever inspects.
    fn inspect(&self, document: &Document<'_>, record: &Record<'_>) -> u32;
}

/// Inspects nothing.
pub(super) struct NoInspection;

impl Inspect for NoInspection {
    fn inspect(&self, _: &Document<'_>, _: &Record<'_>) -> u32 {
        0
    }
}

/// Which claims' proofs are verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum ClaimSeals {
    /// All.
    #[default]
    All,
    /// Those that hang below other claims: a rating depends on no others.
    Below,
}

/// Names that a worker knows without asking the others: more than one newsroom has sources.
const MAX_KEPT_NAMES: usize = 16_384;

/// What one worker keeps from record to record.
#[derive(Default)]
pub(super) struct Worker {
    pub lines: LineReader,
    verifier: Verifier,
    names: HashMap<Box<str>, NameId>,
}

impl Examiner<'_> {
    /// The facts of one record.
    pub fn examine(&self, worker: &mut Worker, unit: &Unit<'_>) -> Entry {
        let mut entry = blank(unit);
        match &unit.content {
            Ok(bytes) => {
                if let Err(fault) = self.read_into(&mut entry, worker, bytes) {
                    entry.extra.get_or_insert_default().malformed = Some(fault);
                }
            }
            Err(error) => {
                entry.extra = Some(Box::new(Extra {
                    unread: place("", None, entry.line.max(1), [unread(error)]).into(),
                    unreadable: !matches!(error, FileError::TooLarge { .. }),
                    ..Extra::default()
                }));
            }
        }
        entry
    }

    fn read_into(&self, entry: &mut Entry, worker: &mut Worker, bytes: &[u8]) -> Result<(), RuleName> {
        let text = std::str::from_utf8(bytes).map_err(|_| RuleName::MALFORMED_JSON)?;
        let (document, duplicates) = parse(text, MAX_DEPTH).map_err(|fault| fault.name)?;
        let reading = read(&document);
        entry.kind = reading.kind;
        entry.id = reading.id.unwrap_or_default().into();
        let authors = reading.record.as_ref().map(Record::authors).unwrap_or_default();
        let is_verified = self.seals == ClaimSeals::All || reading.kind != Some(Kind::Claim);
        let seal = if is_verified {
            worker.verifier.examine(&document, authors)
        } else {
            worker.verifier.digest(&document)
        };
        let mut faults = duplicates.iter().chain(&reading.faults).chain(&seal.faults);
        match (reading.record, faults.next()) {
            (Some(record), None) => {
                self.note(entry, &document, &record, &seal);
                if !is_verified {
                    entry.integrity = Integrity::Unverified;
                }
                self.note_for_ratings(entry, &record, worker);
                if is_verified {
                    entry.noted = self.inspect.inspect(&document, &record);
                }
                Ok(())
            }
            (_, fault) => Err(fault.map_or(RuleName::MALFORMED_JSON, |fault| fault.name)),
        }
    }

    fn note(&self, entry: &mut Entry, document: &Document<'_>, record: &Record<'_>, seal: &Seal<'_>) {
        entry.digest = Some(seal.digest);
        entry.integrity = seal.integrity();
        let mut extra = Extra::default();
        match record {
            Record::Claim(claim) => self.note_claim(entry, &mut extra, document, claim),
            Record::Notice(notice) => extra.notice = Some(Box::new(notice_fact(notice))),
            Record::Source(_) | Record::Trust(_) => {}
        }
        let topics = match record {
            Record::Claim(claim) => claim.topics.iter().map(|topic| topic.as_str()).collect(),
            _ => Vec::new(),
        };
        let authors = record.authors();
        entry.signers = seal
            .proofs
            .iter()
            .map(|(proof, holds)| {
                let author = authors.iter().any(|author| author.key == proof.key);
                let is_new = self
                    .known
                    .is_some_and(|known| !known.contains(&(seal.digest, proof.signature)));
                let ask = self.ask(proof, author, is_new, record.kind(), &entry.id, &topics);
                self.signer(proof, *holds, author, &ask)
            })
            .collect();
        entry.silent = authors
            .iter()
            .filter(|author| {
                !seal
                    .proofs
                    .iter()
                    .any(|(proof, holds)| *holds && proof.key == author.key)
            })
            .map(|author| self.keys.number(author.key))
            .collect();
        let is_plain = extra.references.is_empty() && extra.captures.is_empty() && extra.notice.is_none();
        entry.extra = (!is_plain).then(|| Box::new(extra));
    }

    fn note_for_ratings(&self, entry: &mut Entry, record: &Record<'_>, worker: &mut Worker) {
        let mut number = |id: SourceId<'_>| {
            if let Some(known) = worker.names.get(id.as_str()) {
                return *known;
            }
            let number = NameId::new(self.names.number_of(id.as_str()));
            if worker.names.len() < MAX_KEPT_NAMES {
                worker.names.insert(id.as_str().into(), number);
            }
            number
        };
        match record {
            Record::Claim(claim) => {
                let chain = if self.seeks_circles {
                    Chain::with_marks(claim, number)
                } else {
                    Chain::of(claim, number)
                };
                entry.chain = Some(chain);
            }
            Record::Source(source) => {
                let on_file = SourceOnFile {
                    name_id: number(source.id),
                    name: source.name.into(),
                    kind: source.kind,
                    facts: SourceFacts::of(source, number),
                };
                entry.extra.get_or_insert_default().source = Some(Box::new(on_file));
            }
            Record::Notice(_) | Record::Trust(_) => {}
        }
    }

    fn note_claim(&self, entry: &mut Entry, extra: &mut Extra, document: &Document<'_>, claim: &Claim<'_>) {
        entry.revision = u32::try_from(claim.revision).unwrap_or(u32::MAX);
        entry.statement = half_hash(claim.statement);
        let topics: Vec<&str> = claim.topics.iter().map(|topic| topic.as_str()).collect();
        entry.topics = self.topics.number(topics.join(" ").into());
        extra.references = references(document, claim).into();
        extra.captures = claim
            .chain
            .iter()
            .filter_map(|link| link.evidence.map(|evidence| capture(document, link, &evidence)))
            .collect();
    }

    fn ask<'k>(
        &self,
        proof: &Proof<'_>,
        author: bool,
        is_new: bool,
        kind: Kind,
        id: &'k str,
        topics: &'k [&'k str],
    ) -> Ask<'k> {
        let has_authors = matches!(kind, Kind::Claim | Kind::Notice);
        Ask {
            kind,
            id,
            topics,
            capacity: if author || !has_authors {
                Capacity::Author
            } else {
                Capacity::CounterSigner
            },
            created: proof.created,
            first_seen: is_new.then_some(self.at),
            // A notice is for good: its author could have it end again by a date on his proof.
            expires: proof.expires.filter(|_| kind != Kind::Notice),
            at: self.at,
        }
    }

    fn signer(&self, proof: &Proof<'_>, holds: bool, author: bool, ask: &Ask<'_>) -> SignerFact {
        let (standing, role) = match self.trust {
            Some(trust) => trust.judge(proof.key, ask),
            None => (Standing::Unknown, None),
        };
        let validity = |ask: &Ask<'_>| match self.trust {
            Some(trust) => trust.validity(proof.key, ask),
            None => Validity::Good,
        };
        // A proof that ends by itself is late where it would be without that.
        let as_seen = Ask {
            expires: None,
            ..*ask
        };
        let as_it_says = Ask {
            first_seen: None,
            ..as_seen
        };
        SignerFact {
            key: self.keys.number(proof.key),
            node: proof.node.index(),
            created: proof.created,
            standing,
            role,
            holds,
            author,
            editor: self
                .trust
                .and_then(|trust| trust.signer(proof.key))
                .is_some_and(|signer| signer.may(Role::Editor, ask.id, ask.topics)),
            in_future: proof.created.is_ahead_of(self.at),
            is_late: validity(&as_it_says) == Validity::Good && validity(&as_seen) != Validity::Good,
            validity: validity(ask),
        }
    }
}

pub(super) fn blank(unit: &Unit<'_>) -> Entry {
    Entry {
        file: unit.file as u32,
        line: unit.line.unwrap_or(0),
        offset: unit.offset,
        kind: None,
        id: Box::default(),
        digest: None,
        integrity: Integrity::Unsigned,
        signers: Box::default(),
        topics: u32::MAX,
        revision: 1,
        chain: None,
        statement: [0; 16],
        noted: 0,
        change: Change::None,
        silent: Few::default(),
        extra: None,
    }
}

fn unread(error: &FileError) -> Unplaced {
    let name: RuleName = match error {
        FileError::TooLarge { .. } => TOO_LARGE,
        _ => UNREADABLE,
    };
    Unplaced::deny(name, Anchor::Whole, error.to_string(), error.help())
}

/// The first half of the SHA-256 of a text: enough that nobody finds another text with the same.
pub(super) fn half_hash(text: &str) -> [u8; 16] {
    let whole: [u8; 32] = Sha256::digest(text).into();
    let mut half = [0; 16];
    half.copy_from_slice(&whole[..16]);
    half
}

fn node_of(document: &Document<'_>, member: &str) -> u32 {
    document.root().member(member).map_or(0, |node| node.index())
}

fn capture(document: &Document<'_>, link: &Link<'_>, evidence: &Evidence<'_>) -> Capture {
    let of_link = |member: &str| document.node(link.node).member(member);
    let quote = link.quote.map(|quote| {
        let node = of_link("quote")
            .and_then(|quote| quote.member("text"))
            .map(Node::index);
        Box::new(Quoted {
            text: quote.text.into(),
            form: Form::of(evidence.media_type),
            node: node.unwrap_or(link.node),
        })
    });
    Capture {
        link: link.id.as_str().into(),
        sha256: evidence.sha256,
        size: evidence.size,
        quote,
        node: of_link("evidence").map_or(link.node, Node::index),
    }
}

fn references(document: &Document<'_>, claim: &Claim<'_>) -> Vec<Reference> {
    let mut references = Vec::new();
    if let Some(digest) = claim.supersedes {
        references.push(Reference {
            relation: Relation::Supersedes,
            digest,
            link: None,
            node: node_of(document, "supersedes"),
            statement: [0; 16],
        });
    }
    for link in &claim.chain {
        if let crate::record::Party::Claim { claim, statement } = link.party {
            references.push(Reference {
                relation: Relation::Claim,
                digest: claim,
                link: Some(link.id.as_str().into()),
                node: link.node,
                statement: half_hash(statement),
            });
        }
    }
    for (relation, member, digests) in [
        (Relation::Contradicts, "contradicts", &claim.contradicts),
        (Relation::Corroborates, "corroborates", &claim.corroborates),
    ] {
        references.extend(digests.iter().map(|&digest| Reference {
            relation,
            digest,
            link: None,
            node: node_of(document, member),
            statement: [0; 16],
        }));
    }
    references
}

fn notice_fact(notice: &Notice<'_>) -> NoticeFact {
    NoticeFact {
        record: notice.record,
        effect: notice.effect,
        reason: notice.reason.to_owned(),
        issued: notice.issued,
        replacement: notice.replacement,
    }
}
