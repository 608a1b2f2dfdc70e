//! Document to record: claims, sources, notices and trust lists, with every fault collected.
//!
//! One file a kind. A record borrows its texts from the document that it was read from.

mod address;
mod claim;
mod date;
mod did_key;
mod digest;
mod format;
mod forms;
pub(crate) mod hex;
mod link;
mod name;
mod nearest;
mod notice;
mod reader;
mod scope;
mod source;
mod text;
mod trust;

use crate::json::{Document, Fault, Node, RuleName, Value};
use reader::Reader;

pub use address::{normalised, path_of};
pub use claim::{Claim, Event, MAX_AUTHORS, MAX_LINKS};
pub use date::{Date, Moment, Time};
pub use did_key::{DidKey, NoDidKey, PublicKey};
pub use digest::{Digest, Sha256Hex};
pub use format::{PROOF_MEMBERS, compact, pretty};
pub use link::{
    Basis, Count, Evidence, Interest, Link, MAX_CAPTURE, OriginTraits, Party, Quote, Stance, origin_bases,
};
pub use name::{Lang, Slug, SourceId};
pub use nearest::nearest;
pub use notice::{Effect, Notice};
pub use reader::quoted;
pub use scope::Scope;
pub use source::{Reliability, Source, SourceKind};
pub use text::is_hidden;
pub use trust::{Revocation, RevocationReason, Role, Signer, TrustList};

/// A member that its kind does not have.
pub const UNKNOWN_MEMBER: RuleName = RuleName::new("unknown-member");
/// A member that its kind must have.
pub const MISSING_MEMBER: RuleName = RuleName::new("missing-member");
/// A value of the wrong type, form or range.
pub const BAD_VALUE: RuleName = RuleName::new("bad-value");
/// Control characters that a reader cannot see, or that reorder what he sees.
pub const HIDDEN_CHARACTERS: RuleName = RuleName::new("hidden-characters");
/// More bytes than a record may have.
pub const TOO_LARGE: RuleName = RuleName::new("too-large");
/// A version of a known kind that this program does not read.
pub const UNSUPPORTED_VERSION: RuleName = RuleName::new("unsupported-version");
/// A citation of a link that the claim does not have.
pub const DANGLING_CITATION: RuleName = RuleName::new("dangling-citation");
/// A link that nobody cites and that is not held, so that nobody could know of it.
pub const UNHELD_ROOT: RuleName = RuleName::new("unheld-root");

/// The largest record, in bytes. A claim of 1,024 links takes about a quarter of it; the bound keeps a hostile file
/// from costing more than a few milliseconds.
pub const MAX_RECORD: usize = 1 << 20;

/// The four kinds of records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// One statement and the chain of parties it is known through.
    Claim,
    /// One outlet, agency, body, company or person.
    Source,
    /// An earlier record is corrected, retracted or disputed.
    Notice,
    /// Which keys may sign what.
    Trust,
}

impl Kind {
    /// All kinds, in the order in which outputs list them.
    pub const ALL: [Kind; 4] = [Kind::Claim, Kind::Source, Kind::Notice, Kind::Trust];

    /// The name in outputs and on the command line: `claim`, `source`, `notice`, `trust`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Kind::Claim => "claim",
            Kind::Source => "source",
            Kind::Notice => "notice",
            Kind::Trust => "trust",
        }
    }

    /// The name in sentences: `claim`, `source`, `notice`, `trust list`.
    pub const fn words(self) -> &'static str {
        match self {
            Kind::Trust => "trust list",
            kind => kind.as_str(),
        }
    }

    /// The folder of a repository in which records of this kind lie.
    pub const fn folder(self) -> &'static str {
        match self {
            Kind::Claim => "claims",
            Kind::Source => "sources",
            Kind::Notice => "notices",
            Kind::Trust => "trust",
        }
    }

    /// The value of the member `byline`: kind and version.
    pub const fn marker(self) -> &'static str {
        match self {
            Kind::Claim => "claim/1",
            Kind::Source => "source/1",
            Kind::Notice => "notice/1",
            Kind::Trust => "trust/1",
        }
    }
}

/// A record of one of the four kinds.
#[derive(Clone, Debug)]
pub enum Record<'d> {
    /// `claim/1`
    Claim(Box<Claim<'d>>),
    /// `source/1`
    Source(Box<Source<'d>>),
    /// `notice/1`
    Notice(Box<Notice<'d>>),
    /// `trust/1`
    Trust(Box<TrustList<'d>>),
}

impl<'d> Record<'d> {
    /// Its kind.
    pub fn kind(&self) -> Kind {
        match self {
            Record::Claim(_) => Kind::Claim,
            Record::Source(_) => Kind::Source,
            Record::Notice(_) => Kind::Notice,
            Record::Trust(_) => Kind::Trust,
        }
    }

    /// The keys in its `by`: the authors of a claim or notice. Sources and trust lists have none.
    pub fn authors(&self) -> &[DidKey<'d>] {
        match self {
            Record::Claim(claim) => &claim.by,
            Record::Notice(notice) => &notice.by,
            Record::Source(_) | Record::Trust(_) => &[],
        }
    }
}

/// What reading a document as a record gave: the record, or the faults that keep it from being one.
#[derive(Debug)]
pub struct Reading<'d> {
    /// Its kind, as soon as the marker could be read.
    pub kind: Option<Kind>,
    /// Its `id` as written, also when something else in it is wrong.
    pub id: Option<&'d str>,
    /// The record; `None` where there is a fault.
    pub record: Option<Record<'d>>,
    /// Every fault, in document order.
    pub faults: Vec<Fault>,
}

/// Reads a document as a record and collects every fault that it has.
///
/// The member `proof` is left to the seal; everything else is checked here.
pub fn read<'d>(document: &'d Document<'d>) -> Reading<'d> {
    let root = document.root();
    let mut reader = Reader::default();
    for number in document.inexact_numbers() {
        reader.fault(
            BAD_VALUE,
            number,
            "this number is not written as a whole number between -(2^53 - 1) and 2^53 - 1",
            "write digits alone: no point, no exponent, no minus before a zero",
        );
    }
    let kind = read_marker(&mut reader, root);
    let record = match kind {
        Some(Kind::Claim) => claim::read(&mut reader, root).map(|claim| Record::Claim(Box::new(claim))),
        Some(Kind::Source) => source::read(&mut reader, root).map(|source| Record::Source(Box::new(source))),
        Some(Kind::Notice) => notice::read(&mut reader, root).map(|notice| Record::Notice(Box::new(notice))),
        Some(Kind::Trust) => trust::read(&mut reader, root).map(|list| Record::Trust(Box::new(list))),
        None => None,
    };
    let faults = reader.into_faults();
    Reading {
        kind,
        id: root.member("id").and_then(Node::as_str),
        record: record.filter(|_| faults.is_empty()),
        faults,
    }
}

fn read_marker(reader: &mut Reader, root: Node<'_>) -> Option<Kind> {
    if root.value() != Value::Object {
        reader.bad_value(root, "a record is a JSON object", "put the record in braces");
        return None;
    }
    let Some(node) = root.member("byline") else {
        reader.missing(
            root,
            "byline",
            "a record says what it is, for example \"byline\": \"claim/1\"",
        );
        return None;
    };
    let marker = reader.string(node)?;
    let kind = Kind::ALL.into_iter().find(|kind| kind.marker() == marker);
    if kind.is_none() {
        let name = marker.split('/').next().unwrap_or_default();
        match Kind::ALL.into_iter().find(|kind| kind.as_str() == name) {
            Some(kind) => reader.fault(
                UNSUPPORTED_VERSION,
                node,
                format!("this program does not read {}", quoted(marker)),
                format!(
                    "the version it reads is {:?}; a newer program may read this one",
                    kind.marker()
                ),
            ),
            None => {
                let names = Kind::ALL.map(Kind::marker);
                let help = match nearest(marker, &names) {
                    Some(near) => format!("did you mean {near:?}?"),
                    None => format!("the kinds are {}", names.join(", ")),
                };
                reader.bad_value(node, format!("{} is no kind of record", quoted(marker)), help);
            }
        }
    }
    kind
}
