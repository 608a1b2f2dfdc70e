//! The words of links: kinds, members, and the words that some members take.

use super::{Basis, Interest, Stance};

/// The members of links, in the order in which `fmt` writes them.
pub(in crate::record) const MEMBERS: &[&str] = &[
    "id",
    "kind",
    "source",
    "claim",
    "statement",
    "described",
    "count",
    "role",
    "title",
    "basis",
    "distinct",
    "stance",
    "interest",
    "affiliation",
    "published",
    "said",
    "held",
    "cites",
    "url",
    "archived",
    "quote",
    "withdrawn",
    "evidence",
    "note",
];
pub(in crate::record) const QUOTE_MEMBERS: &[&str] = &["text", "direct", "lang"];
pub(in crate::record) const EVIDENCE_MEMBERS: &[&str] = &["sha256", "media_type", "size"];

/// The members that every link may have.
pub(super) const COMMON: &[&str] = &[
    "id",
    "kind",
    "held",
    "published",
    "said",
    "url",
    "archived",
    "quote",
    "note",
    "withdrawn",
    "evidence",
];
/// The members that origins may have besides.
pub(super) const ORIGIN: &[&str] = &["stance", "interest", "affiliation"];

/// The `kind` of a link.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum LinkKind {
    Report,
    Repost,
    Statement,
    Person,
    Anonymous,
    Document,
    Observation,
    Claim,
}

pub(super) const KINDS: &[(&str, LinkKind)] = &[
    ("report", LinkKind::Report),
    ("repost", LinkKind::Repost),
    ("statement", LinkKind::Statement),
    ("person", LinkKind::Person),
    ("anonymous", LinkKind::Anonymous),
    ("document", LinkKind::Document),
    ("observation", LinkKind::Observation),
    ("claim", LinkKind::Claim),
];

/// What people call links, and the kind that they mean.
pub(super) const OTHER_KINDS: &[(&str, &str)] = &[
    ("unnamed", "anonymous"),
    ("official", "statement"),
    ("article", "report"),
    ("video", "observation"),
    ("photo", "observation"),
    ("paper", "document"),
];

/// What people call members of links, and the one that they mean.
pub(super) const OTHER_MEMBERS: &[(&str, &str)] = &[
    ("date", "published"),
    ("time", "published"),
    ("when", "published"),
];

impl LinkKind {
    /// The members that links of this kind may have besides the common ones and those of origins.
    pub const fn own_members(self) -> &'static [&'static str] {
        match self {
            LinkKind::Report | LinkKind::Repost => &["source", "cites"],
            LinkKind::Statement | LinkKind::Observation => &["source", "basis"],
            LinkKind::Person => &["source", "role", "basis"],
            LinkKind::Anonymous => &["described", "count", "basis", "distinct"],
            LinkKind::Document => &["source", "basis", "title"],
            LinkKind::Claim => &["claim", "statement"],
        }
    }

    /// Whether links of this kind know something themselves.
    pub const fn is_origin(self) -> bool {
        !matches!(self, LinkKind::Report | LinkKind::Repost | LinkKind::Claim)
    }

    /// What links of this kind can rest on.
    pub const fn bases(self) -> &'static [(&'static str, Basis)] {
        match self {
            LinkKind::Statement => STATEMENT_BASES,
            LinkKind::Person | LinkKind::Anonymous => PERSONAL_BASES,
            LinkKind::Document | LinkKind::Observation => MATERIAL_BASES,
            LinkKind::Report | LinkKind::Repost | LinkKind::Claim => &[],
        }
    }
}

/// What an origin of the kind with this word can rest on, in words too, the weakest last; `None` where links of that kind
/// are no origins.
pub fn origin_bases(kind: &str) -> Option<&'static [(&'static str, Basis)]> {
    let (_, kind) = KINDS.iter().find(|(word, _)| *word == kind)?;
    kind.is_origin().then_some(kind.bases())
}

const STATEMENT_BASES: &[(&str, Basis)] = &[("authoritative", Basis::Authoritative), ("other", Basis::Other)];
const PERSONAL_BASES: &[(&str, Basis)] = &[
    ("participant", Basis::Participant),
    ("direct", Basis::Direct),
    ("briefed", Basis::Briefed),
    ("unspecified", Basis::Unspecified),
];
const MATERIAL_BASES: &[(&str, Basis)] = &[("verified", Basis::Verified), ("unverified", Basis::Unverified)];

pub(super) const STANCES: &[(&str, Stance)] = &[
    ("supports", Stance::Supports),
    ("denies", Stance::Denies),
    ("no-comment", Stance::NoComment),
];

pub(super) const INTERESTS: &[(&str, Interest)] = &[
    ("neutral", Interest::Neutral),
    ("beneficiary", Interest::Beneficiary),
    ("against", Interest::Against),
];
