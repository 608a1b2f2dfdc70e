//! What is kept of a record once it has been read and verified: some 500 bytes, whatever its size.

use crate::capture::{Form, Unsearchable};
use crate::chain::{Chain, NameId, Shape, SourceFacts};
use crate::corpus::{Standing, Validity};
use crate::json::{Anchor, RuleName};
use crate::record::{Digest, Effect, Kind, Role, Sha256Hex, SourceKind, Time};
use crate::seal::Integrity;

use super::few::Few;
use super::finding::Finding;

/// The facts of one record.
#[derive(Debug)]
pub struct Entry {
    /// The position of its file among the files of the run.
    pub file: u32,
    /// Its line in a `.jsonl`, from 1; 0 where it fills the file.
    pub line: u32,
    /// Where it begins in the file, in bytes.
    pub offset: u64,
    /// Its kind, where it could be read so far.
    pub kind: Option<Kind>,
    /// Its id; empty for kinds that have none.
    pub id: Box<str>,
    /// Its digest; `None` where it could not be read.
    pub digest: Option<Digest>,
    /// Whether it is as it was when it was signed.
    pub integrity: Integrity,
    /// Its signers.
    pub signers: Box<[SignerFact]>,
    /// The number of its topics among the topics of the run.
    pub(super) topics: u32,
    /// From 1.
    pub revision: u32,
    /// For a claim: its links.
    pub(super) chain: Option<Chain>,
    /// The first half of the SHA-256 of its statement, for comparing it with what claim links say.
    pub(super) statement: [u8; 16],
    /// What an [`super::Inspect`] noted while the record was at hand.
    pub(super) noted: u32,
    /// What it is to the commit that the run is held against.
    pub(super) change: Change,
    pub(super) silent: Few,
    /// What few records have.
    pub extra: Option<Box<Extra>>,
}

/// What a record is to a commit that the run is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Change {
    /// It is as it was, or the run is held against none.
    #[default]
    None,
    /// The commit does not have it so, there.
    Differs,
    /// It rests on something that differs.
    RestsOn,
}

/// What few records have.
#[derive(Debug, Default)]
pub struct Extra {
    /// Why its bytes could not be had; such a record has no other facts.
    pub unread: Box<[Finding]>,
    /// Whether that is more than that they are too many.
    pub unreadable: bool,
    /// The first thing wrong with its form. Of such a record no more is kept: millions of lines may be malformed.
    pub malformed: Option<RuleName>,
    /// What it names by digest.
    pub references: Box<[Reference]>,
    /// The captures of its links.
    pub captures: Box<[Capture]>,
    /// For a notice: what it does.
    pub notice: Option<Box<NoticeFact>>,
    /// For a source: what ratings need of it.
    pub source: Option<Box<SourceOnFile>>,
}

/// One signer of a record.
#[derive(Clone, Copy, Debug)]
pub struct SignerFact {
    /// The number of the key among the keys of the run.
    pub(crate) key: u32,
    pub(super) node: u32,
    /// When the proof says it was made.
    pub created: Time,
    /// What the signer is to those who rely on the trust list.
    pub standing: Standing,
    /// In which role it signs.
    pub role: Option<Role>,
    /// Whether the proof holds.
    pub holds: bool,
    /// Whether it is an author.
    pub author: bool,
    /// Whether the key is an editor's in whose scope the record is.
    pub editor: bool,
    /// Whether the proof says it was made after the time of the check.
    pub in_future: bool,
    /// Whether the key was good when the proof says it was made, and no longer when the proof came in.
    pub(super) is_late: bool,
    /// Whether the key was good at that time, by the newest list that has it.
    pub(super) validity: Validity,
}

impl SignerFact {
    /// Whether the signature counts for the record.
    pub fn counts(&self) -> bool {
        self.holds && self.standing.counts() && !self.in_future
    }

    /// Whether the key was good when it signed, whatever it may sign.
    pub(super) fn is_in_time(&self) -> bool {
        self.validity == Validity::Good && !self.in_future
    }
}

/// How one record names another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// A link: the other claim's chain hangs here.
    Claim,
    /// The revision before.
    Supersedes,
    /// Both cannot be so.
    Contradicts,
    /// Both say the same.
    Corroborates,
}

impl Relation {
    /// As written in outputs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Relation::Claim => "claim",
            Relation::Supersedes => "supersedes",
            Relation::Contradicts => "contradicts",
            Relation::Corroborates => "corroborates",
        }
    }
}

/// A record that is named by digest.
#[derive(Clone, Debug)]
pub struct Reference {
    /// How.
    pub relation: Relation,
    /// The digest.
    pub digest: Digest,
    /// The link, for a claim link.
    pub link: Option<Box<str>>,
    pub(super) node: u32,
    /// For a claim link, the first half of the SHA-256 of the statement that it gives.
    pub(super) statement: [u8; 16],
}

impl Reference {
    /// The digest in the record that names the other.
    pub const fn at(&self) -> Anchor {
        Anchor::Value(self.node)
    }
}

/// A capture that a link names.
#[derive(Clone, Debug)]
pub struct Capture {
    /// The link.
    pub link: Box<str>,
    /// Its digest and file name.
    pub sha256: Sha256Hex,
    /// Its size in bytes, where it is given.
    pub size: Option<u64>,
    /// What is quoted from it.
    pub quote: Option<Box<Quoted>>,
    /// The member that names it.
    pub(super) node: u32,
}

/// Words that must occur in a capture.
#[derive(Clone, Debug)]
pub struct Quoted {
    /// The words.
    pub text: Box<str>,
    /// How they are looked for.
    pub form: Result<Form, Unsearchable>,
    pub(super) node: u32,
}

/// A source as its record describes it.
#[derive(Clone, Debug)]
pub struct SourceOnFile {
    /// The number of its id among the names of the run.
    pub name_id: NameId,
    /// Its name as people know it.
    pub name: Box<str>,
    /// What it is.
    pub kind: SourceKind,
    /// What matters for ratings.
    pub facts: SourceFacts,
}

/// What a notice does.
#[derive(Clone, Debug)]
pub struct NoticeFact {
    /// The record that it is about.
    pub record: Digest,
    /// What it does to that record.
    pub effect: Effect,
    /// Why.
    pub reason: String,
    /// When.
    pub issued: Time,
    /// The record to use instead.
    pub replacement: Option<Digest>,
}

impl Entry {
    /// Why its bytes could not be had.
    pub fn unread(&self) -> &[Finding] {
        self.extra.as_deref().map_or(&[], |extra| &extra.unread)
    }

    /// Whether its bytes could not be had at all.
    pub fn is_unreadable(&self) -> bool {
        self.extra.as_deref().is_some_and(|extra| extra.unreadable)
    }

    /// Whether its form is wrong.
    pub fn is_malformed(&self) -> bool {
        self.malformed().is_some()
    }

    /// The first thing wrong with its form.
    pub(super) fn malformed(&self) -> Option<RuleName> {
        self.extra.as_deref().and_then(|extra| extra.malformed)
    }

    /// What it is to the commit that the run is held against.
    pub fn change(&self) -> Change {
        self.change
    }

    /// What an [`super::Inspect`] noted while the record was at hand.
    pub fn noted(&self) -> u32 {
        self.noted
    }

    /// The first half of the SHA-256 of its statement, if it is a claim.
    pub fn statement_hash(&self) -> &[u8; 16] {
        &self.statement
    }

    /// What it names by digest.
    pub fn references(&self) -> &[Reference] {
        self.extra.as_deref().map_or(&[], |extra| &extra.references)
    }

    /// How it names the revision before it, if it says that it has one.
    pub fn supersedes(&self) -> Option<&Reference> {
        let mut references = self.references().iter();
        references.find(|reference| reference.relation == Relation::Supersedes)
    }

    /// The captures of its links.
    pub fn captures(&self) -> &[Capture] {
        self.extra.as_deref().map_or(&[], |extra| &extra.captures)
    }

    /// What it does, if it is a notice.
    pub fn notice(&self) -> Option<&NoticeFact> {
        self.extra.as_deref().and_then(|extra| extra.notice.as_deref())
    }

    /// What it says of a source, if it is one.
    pub fn source(&self) -> Option<&SourceOnFile> {
        self.extra.as_deref().and_then(|extra| extra.source.as_deref())
    }

    /// Its links, if it is a claim.
    pub fn chain(&self) -> Option<&Chain> {
        self.chain.as_ref()
    }

    /// What its chain consists of.
    pub fn shape(&self) -> Shape {
        self.chain().map(Shape::of).unwrap_or_default()
    }

    /// Keys in `by` without a proof that holds.
    pub(super) fn silent_authors(&self) -> &[u32] {
        self.silent.as_slice()
    }

    /// Whether it has authors, and each has a proof that holds.
    pub(super) fn is_signed_by_its_authors(&self) -> bool {
        self.silent_authors().is_empty() && self.signers.iter().any(|signer| signer.author)
    }

    /// Whether this key is in its `by`.
    pub(super) fn has_author(&self, key: u32) -> bool {
        self.signers
            .iter()
            .any(|signer| signer.author && signer.key == key)
            || self.silent_authors().contains(&key)
    }
}
