//! Links: one party saying, showing or passing on something.

use crate::json::Node;

use super::date::Moment;
use super::digest::{Digest, Sha256Hex};
use super::name::{Lang, Slug, SourceId};
use super::reader::{NOTE, PHRASE, Reader, Slot, TextBounds};
use super::{BAD_VALUE, MISSING_MEMBER, claim::MAX_LINKS};

/// The largest capture, in bytes: 50 MiB. A page with its pictures or a long report fits; a film does not, and
/// hashing one would hold up every check.
pub const MAX_CAPTURE: u64 = 50 << 20;

/// A quote of 8 to 500 characters: shorter ones are found anywhere, longer ones are copies.
const QUOTE: TextBounds = TextBounds {
    min: 8,
    max: 500,
    multiline: true,
};

/// Web addresses longer than this are refused by servers and browsers alike.
const MAX_URL: usize = 2_048;

/// One link of a chain.
#[derive(Clone, Debug)]
pub struct Link<'d> {
    /// Unique in its claim.
    pub id: Slug<'d>,
    /// Its node in the document.
    pub node: u32,
    /// Who or what it is.
    pub party: Party<'d>,
    /// Positions in the chain of the links that it cites, in the order written; empty for all but reports and
    /// reposts.
    pub cites: Vec<u16>,
    /// How an origin bears on the claim; the defaults for all other links.
    pub traits: OriginTraits<'d>,
    /// Whether it is marked as held.
    pub marked_held: bool,
    /// When it was published.
    pub published: Option<Moment>,
    /// When it was said.
    pub said: Option<Moment>,
    /// Where it can be read.
    pub url: Option<&'d str>,
    /// Where an archived copy can be read.
    pub archived: Option<&'d str>,
    /// What was said, word for word.
    pub quote: Option<Quote<'d>>,
    /// A remark of the recorder.
    pub note: Option<&'d str>,
    /// That its publisher took it back, in the recorder's words.
    pub withdrawn: Option<&'d str>,
    /// A capture of it.
    pub evidence: Option<Evidence<'d>>,
}

impl Link<'_> {
    /// Whether the recorder has read, heard or seen it: it is marked so, or there is a capture.
    pub fn is_held(&self) -> bool {
        self.marked_held || self.evidence.is_some()
    }
}

/// Who or what a link is, with the members of its kind.
#[derive(Clone, Debug, PartialEq)]
pub enum Party<'d> {
    /// An outlet's own reporting.
    Report {
        /// The outlet.
        source: SourceId<'d>,
    },
    /// Republication or aggregation without reporting of its own.
    Repost {
        /// The outlet.
        source: SourceId<'d>,
    },
    /// An official statement by a body on the record.
    Statement {
        /// The body.
        source: SourceId<'d>,
        /// `authoritative` or `other`.
        basis: Option<Basis>,
    },
    /// A named person on the record.
    Person {
        /// The person.
        source: SourceId<'d>,
        /// In which capacity.
        role: Option<&'d str>,
        /// What the person could know.
        basis: Option<Basis>,
    },
    /// One or more unnamed people.
    Anonymous {
        /// How the report describes them.
        described: &'d str,
        /// How many.
        count: Count,
        /// What they could know.
        basis: Option<Basis>,
        /// Why this is known to be someone else than every other anonymous link.
        distinct: Option<&'d str>,
    },
    /// A filing, decree, data set or leaked paper.
    Document {
        /// Its issuer.
        source: Option<SourceId<'d>>,
        /// `verified` or `unverified`.
        basis: Option<Basis>,
        /// Its title.
        title: Option<&'d str>,
    },
    /// Something seen, filmed or measured at first hand.
    Observation {
        /// Who observed.
        source: Option<SourceId<'d>>,
        /// `verified` or `unverified`.
        basis: Option<Basis>,
    },
    /// Another claim, whose chain hangs here.
    Claim {
        /// Its digest.
        claim: Digest,
        /// Exactly its statement.
        statement: &'d str,
    },
}

impl<'d> Party<'d> {
    /// The link's `kind` as written.
    pub const fn kind(&self) -> &'static str {
        match self {
            Party::Report { .. } => "report",
            Party::Repost { .. } => "repost",
            Party::Statement { .. } => "statement",
            Party::Person { .. } => "person",
            Party::Anonymous { .. } => "anonymous",
            Party::Document { .. } => "document",
            Party::Observation { .. } => "observation",
            Party::Claim { .. } => "claim",
        }
    }

    /// The registry id of the party, where it has one.
    pub const fn source(&self) -> Option<SourceId<'d>> {
        match self {
            Party::Report { source }
            | Party::Repost { source }
            | Party::Statement { source, .. }
            | Party::Person { source, .. } => Some(*source),
            Party::Document { source, .. } | Party::Observation { source, .. } => *source,
            Party::Anonymous { .. } | Party::Claim { .. } => None,
        }
    }

    /// Whether it is a report or repost: these alone pass on what others say.
    pub const fn is_channel(&self) -> bool {
        matches!(self, Party::Report { .. } | Party::Repost { .. })
    }

    /// Whether it is of a kind that knows something itself: neither a channel nor another claim.
    pub const fn is_origin(&self) -> bool {
        !self.is_channel() && !matches!(self, Party::Claim { .. })
    }
}

/// What an origin rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Basis {
    /// A statement on the body's own acts, which it performs or decides by saying so.
    Authoritative,
    /// Any other official statement.
    Other,
    /// Took part in it.
    Participant,
    /// Has direct knowledge of it.
    Direct,
    /// Was told of it.
    Briefed,
    /// Not said.
    Unspecified,
    /// Shown to be what it says it is.
    Verified,
    /// Not shown to be what it says it is.
    Unverified,
}

impl Basis {
    /// As written in a record.
    pub const fn as_str(self) -> &'static str {
        match self {
            Basis::Authoritative => "authoritative",
            Basis::Other => "other",
            Basis::Participant => "participant",
            Basis::Direct => "direct",
            Basis::Briefed => "briefed",
            Basis::Unspecified => "unspecified",
            Basis::Verified => "verified",
            Basis::Unverified => "unverified",
        }
    }
}

const STATEMENT_BASES: &[(&str, Basis)] = &[("authoritative", Basis::Authoritative), ("other", Basis::Other)];
const PERSONAL_BASES: &[(&str, Basis)] = &[
    ("participant", Basis::Participant),
    ("direct", Basis::Direct),
    ("briefed", Basis::Briefed),
    ("unspecified", Basis::Unspecified),
];
const MATERIAL_BASES: &[(&str, Basis)] = &[("verified", Basis::Verified), ("unverified", Basis::Unverified)];

/// How many unnamed people a link stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Count {
    /// That many, at least 1.
    Number(u32),
    /// More than one, where the report gives no number.
    Several,
}

/// How an origin bears on the claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct OriginTraits<'d> {
    /// Whether it supports or denies the claim.
    pub stance: Stance,
    /// What it gains if what it says is believed; `None` where it is not given.
    pub interest: Option<Interest>,
    /// Whom the party belongs to.
    pub affiliation: Option<SourceId<'d>>,
}

/// Whether an origin supports the claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Stance {
    /// It says so.
    #[default]
    Supports,
    /// It says that it is not so.
    Denies,
    /// It would not say.
    NoComment,
}

const STANCES: &[(&str, Stance)] = &[
    ("supports", Stance::Supports),
    ("denies", Stance::Denies),
    ("no-comment", Stance::NoComment),
];

/// What an origin gains if what it says is believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Interest {
    /// Nothing.
    Neutral,
    /// It gains.
    Beneficiary,
    /// It loses: it speaks against its own interest.
    Against,
}

const INTERESTS: &[(&str, Interest)] = &[
    ("neutral", Interest::Neutral),
    ("beneficiary", Interest::Beneficiary),
    ("against", Interest::Against),
];

/// Words said, as a fragment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quote<'d> {
    /// 8 to 500 characters.
    pub text: &'d str,
    /// Whether it is the party's own words, as against a report's.
    pub direct: Option<bool>,
    /// The language of the words.
    pub lang: Option<Lang<'d>>,
}

/// A capture that lies in the folder `evidence`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Evidence<'d> {
    /// Its digest and file name.
    pub sha256: Sha256Hex,
    /// Its media type.
    pub media_type: Option<&'d str>,
    /// Its size in bytes.
    pub size: Option<u64>,
}

/// The members of links, in the order in which `fmt` writes them.
pub(super) const MEMBERS: &[&str] = &[
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
pub(super) const QUOTE_MEMBERS: &[&str] = &["text", "direct", "lang"];
pub(super) const EVIDENCE_MEMBERS: &[&str] = &["sha256", "media_type", "size"];

/// The members that every link may have.
const COMMON: &[&str] = &[
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
const ORIGIN: &[&str] = &["stance", "interest", "affiliation"];

/// The members that links of a kind may have besides the common ones.
fn own_members(kind: &str) -> Option<(&'static [&'static str], bool)> {
    Some(match kind {
        "report" | "repost" => (&["source", "cites"], false),
        "statement" => (&["source", "basis"], true),
        "person" => (&["source", "role", "basis"], true),
        "anonymous" => (&["described", "count", "basis", "distinct"], true),
        "document" => (&["source", "basis", "title"], true),
        "observation" => (&["source", "basis"], true),
        "claim" => (&["claim", "statement"], false),
        _ => return None,
    })
}

const KINDS: &[(&str, &str)] = &[
    ("report", "report"),
    ("repost", "repost"),
    ("statement", "statement"),
    ("person", "person"),
    ("anonymous", "anonymous"),
    ("document", "document"),
    ("observation", "observation"),
    ("claim", "claim"),
];

/// Every member of a link as it is met, before the kind says which of them must be there.
struct Members<'d> {
    id: Slot<Slug<'d>>,
    source: Slot<SourceId<'d>>,
    claim: Slot<Digest>,
    statement: Slot<&'d str>,
    described: Slot<&'d str>,
    count: Slot<Count>,
    role: Slot<&'d str>,
    title: Slot<&'d str>,
    basis: Slot<Basis>,
    distinct: Slot<&'d str>,
    cites: Option<Node<'d>>,
}

/// A link whose citations are still names.
pub(super) struct UnresolvedLink<'d> {
    pub link: Link<'d>,
    pub cites: Option<Node<'d>>,
}

pub(super) fn read<'d>(reader: &mut Reader, node: Node<'d>) -> Option<UnresolvedLink<'d>> {
    if !reader.is_object(node) {
        return None;
    }
    let Some(kind_node) = node.member("kind") else {
        reader.missing(
            node,
            "kind",
            "say what this link is, for example \"kind\": \"report\"",
        );
        return None;
    };
    let kind = reader.word(kind_node, KINDS)?;
    let (own, is_origin) = own_members(kind)?;
    let mut members = Members {
        id: Slot::Absent,
        source: Slot::Absent,
        claim: Slot::Absent,
        statement: Slot::Absent,
        described: Slot::Absent,
        count: Slot::Absent,
        role: Slot::Absent,
        title: Slot::Absent,
        basis: Slot::Absent,
        distinct: Slot::Absent,
        cites: None,
    };
    let mut link = Link {
        id: Slug::parse("x")?,
        node: node.index(),
        party: Party::Report {
            source: SourceId::parse("x")?,
        },
        cites: Vec::new(),
        traits: OriginTraits::default(),
        marked_held: false,
        published: None,
        said: None,
        url: None,
        archived: None,
        quote: None,
        note: None,
        withdrawn: None,
        evidence: None,
    };
    for (name, value) in node.members() {
        if COMMON.contains(&name) {
            read_common(reader, name, value, &mut link, &mut members);
        } else if is_origin && ORIGIN.contains(&name) {
            read_trait(reader, name, value, &mut link.traits);
        } else if own.contains(&name) {
            read_own(reader, kind, name, value, &mut members);
        } else {
            refuse_member(reader, kind, name, value, own, is_origin);
        }
    }
    if link.published.is_some() && link.said.is_some() {
        reader.bad_value(
            node,
            "this link has both \"published\" and \"said\"",
            "keep the one that is known",
        );
    }
    let cites = members.cites;
    link.id = std::mem::replace(&mut members.id, Slot::Absent).required(reader, node, "id")?;
    link.party = party(reader, node, kind, members)?;
    Some(UnresolvedLink { link, cites })
}

fn refuse_member(
    reader: &mut Reader,
    kind: &str,
    name: &str,
    node: Node<'_>,
    own: &[&'static str],
    is_origin: bool,
) {
    let mut known: Vec<&str> = own.iter().chain(COMMON).copied().collect();
    if is_origin {
        known.extend(ORIGIN);
    }
    if MEMBERS.contains(&name) {
        reader.unknown_member_with(
            node,
            format!("links of the kind {kind:?} have no member {name:?}"),
            format!("their members are {}", known.join(", ")),
        );
    } else {
        reader.unknown_member(node, &known);
    }
}

fn read_common<'d>(
    reader: &mut Reader,
    name: &str,
    node: Node<'d>,
    link: &mut Link<'d>,
    members: &mut Members<'d>,
) {
    match name {
        "id" => members.id.fill(reader.parsed(node, SLUG_FORM, Slug::parse)),
        "held" => {
            link.marked_held = reader.boolean(node) == Some(true);
            if node.value() == crate::json::Value::Bool(false) {
                reader.bad_value(
                    node,
                    "\"held\" is either true or absent",
                    "leave it out where the link was not read, heard or seen",
                );
            }
        }
        "published" => link.published = moment(reader, node),
        "said" => link.said = moment(reader, node),
        "url" => link.url = reader.parsed(node, URL_FORM, url),
        "archived" => link.archived = reader.parsed(node, URL_FORM, url),
        "quote" => link.quote = read_quote(reader, node),
        "note" => link.note = reader.text(node, NOTE),
        "withdrawn" => link.withdrawn = reader.text(node, PHRASE),
        "evidence" => link.evidence = read_evidence(reader, node),
        // "kind", which has been read.
        _ => {}
    }
}

fn read_trait<'d>(reader: &mut Reader, name: &str, node: Node<'d>, traits: &mut OriginTraits<'d>) {
    match name {
        "stance" => traits.stance = reader.word(node, STANCES).unwrap_or_default(),
        "interest" => traits.interest = reader.word(node, INTERESTS),
        _ => traits.affiliation = reader.parsed(node, SOURCE_FORM, SourceId::parse),
    }
}

fn read_own<'d>(reader: &mut Reader, kind: &str, name: &str, node: Node<'d>, members: &mut Members<'d>) {
    match name {
        "source" => members
            .source
            .fill(reader.parsed(node, SOURCE_FORM, SourceId::parse)),
        "cites" => members.cites = Some(node),
        "claim" => members.claim.fill(reader.digest(node)),
        "statement" => members.statement.fill(reader.text(node, super::claim::STATEMENT)),
        "described" => members.described.fill(reader.text(node, PHRASE)),
        "count" => members.count.fill(read_count(reader, node)),
        "role" => members.role.fill(reader.text(node, PHRASE)),
        "title" => members.title.fill(reader.text(node, PHRASE)),
        "distinct" => members.distinct.fill(reader.text(node, PHRASE)),
        _ => members.basis.fill(reader.word(
            node,
            match kind {
                "statement" => STATEMENT_BASES,
                "person" | "anonymous" => PERSONAL_BASES,
                _ => MATERIAL_BASES,
            },
        )),
    }
}

fn party<'d>(reader: &mut Reader, node: Node<'d>, kind: &str, members: Members<'d>) -> Option<Party<'d>> {
    let basis = members.basis.optional();
    Some(match kind {
        "report" => Party::Report {
            source: members.source.required(reader, node, "source")?,
        },
        "repost" => {
            if members.cites.is_none() {
                reader.fault(
                    MISSING_MEMBER,
                    node,
                    "the member \"cites\" is missing",
                    "a repost says what it reposts; an outlet's own reporting is a \"report\"",
                );
            }
            Party::Repost {
                source: members.source.required(reader, node, "source")?,
            }
        }
        "statement" => Party::Statement {
            source: members.source.required(reader, node, "source")?,
            basis,
        },
        "person" => Party::Person {
            source: members.source.required(reader, node, "source")?,
            role: members.role.optional(),
            basis,
        },
        "anonymous" => {
            let described = members.described.required(reader, node, "described");
            let count = members.count.required(reader, node, "count");
            Party::Anonymous {
                described: described?,
                count: count?,
                basis,
                distinct: members.distinct.optional(),
            }
        }
        "document" => Party::Document {
            source: members.source.optional(),
            basis,
            title: members.title.optional(),
        },
        "observation" => Party::Observation {
            source: members.source.optional(),
            basis,
        },
        _ => {
            let claim = members.claim.required(reader, node, "claim");
            let statement = members.statement.required(reader, node, "statement");
            Party::Claim {
                claim: claim?,
                statement: statement?,
            }
        }
    })
}

fn read_count(reader: &mut Reader, node: Node<'_>) -> Option<Count> {
    if node.as_str() == Some("several") {
        return Some(Count::Several);
    }
    if node.as_str().is_some() {
        reader.bad_value(
            node,
            "this is no number of people",
            "write a whole number from 1, or \"several\" where the report gives none",
        );
        return None;
    }
    // More unnamed people than this were never in one report.
    const MOST: u64 = 1_000_000;
    let number = reader.integer(node, 1, MOST)?;
    Some(Count::Number(u32::try_from(number).ok()?))
}

fn read_quote<'d>(reader: &mut Reader, node: Node<'d>) -> Option<Quote<'d>> {
    if !reader.is_object(node) {
        return None;
    }
    let mut text = Slot::Absent;
    let mut direct = None;
    let mut lang = None;
    for (name, value) in node.members() {
        match name {
            "text" => text.fill(reader.text(value, QUOTE)),
            "direct" => direct = reader.boolean(value),
            "lang" => lang = reader.parsed(value, LANG_FORM, Lang::parse),
            _ => reader.unknown_member(value, QUOTE_MEMBERS),
        }
    }
    Some(Quote {
        text: text.required(reader, node, "text")?,
        direct,
        lang,
    })
}

fn read_evidence<'d>(reader: &mut Reader, node: Node<'d>) -> Option<Evidence<'d>> {
    if !reader.is_object(node) {
        return None;
    }
    let mut sha256 = Slot::Absent;
    let mut media_type = None;
    let mut size = None;
    for (name, value) in node.members() {
        match name {
            "sha256" => {
                sha256.fill(reader.parsed(value, "write 64 lower-case hexadecimal digits", Sha256Hex::parse))
            }
            "media_type" => {
                media_type = reader.parsed(value, "write a media type, for example text/html", is_media_type)
            }
            "size" => size = reader.integer(value, 0, MAX_CAPTURE),
            _ => reader.unknown_member(value, EVIDENCE_MEMBERS),
        }
    }
    Some(Evidence {
        sha256: sha256.required(reader, node, "sha256")?,
        media_type,
        size,
    })
}

pub(super) const SLUG_FORM: &str =
    "write 1 to 64 lower-case letters, digits and hyphens, the first no hyphen";
pub(super) const SOURCE_FORM: &str = "write the id of a source: 1 to 64 lower-case letters, digits, hyphens and dots, beginning with a letter or digit";
pub(super) const URL_FORM: &str =
    "write a web address that begins with http:// or https:// and holds no spaces";
pub(super) const LANG_FORM: &str = "write a language tag, for example en, el or zh-Hant";
pub(super) const DATE_FORM: &str = "write a day as YYYY-MM-DD, or a time as YYYY-MM-DDThh:mm:ssZ";

pub(super) fn moment(reader: &mut Reader, node: Node<'_>) -> Option<Moment> {
    reader.parsed(node, DATE_FORM, Moment::parse)
}

/// A web address as far as a record cares: its scheme, its length, no spaces and nothing hidden.
pub(super) fn url(text: &str) -> Option<&str> {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"))?;
    let plain = !rest.is_empty()
        && text.len() <= MAX_URL
        && !text.chars().any(|c| c.is_whitespace() || super::is_hidden(c));
    plain.then_some(text)
}

fn is_media_type(text: &str) -> Option<&str> {
    let token = |part: &str| {
        !part.is_empty()
            && part.len() <= 127
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&byte))
    };
    let (kind, subtype) = text.split_once('/')?;
    (token(kind) && token(subtype)).then_some(text)
}

/// Puts positions in place of the names in `cites`. `position` finds a link by its id.
pub(super) fn resolve_citations<'d>(
    reader: &mut Reader,
    cites: Node<'d>,
    position: impl Fn(&str) -> Option<u16>,
) -> Vec<u16> {
    let count = cites.items().count();
    if cites.value() != crate::json::Value::Array || !(1..=MAX_LINKS).contains(&count) {
        reader.fault(
            BAD_VALUE,
            cites,
            "\"cites\" is a list of the ids of links, with at least one",
            "name the links that this one got it from; an outlet that names none is a report without \"cites\"",
        );
        return Vec::new();
    }
    let mut positions = Vec::with_capacity(count);
    let mut seen = [0_u64; MAX_LINKS / 64];
    for item in cites.items() {
        let Some(name) = reader.string(item) else { continue };
        let Some(found) = position(name) else {
            reader.fault(
                super::DANGLING_CITATION,
                item,
                format!("this claim has no link {name:?}"),
                "add the link to the chain, or mend the name",
            );
            continue;
        };
        let (word, bit) = (usize::from(found) / 64, 1 << (found % 64));
        if seen[word] & bit != 0 {
            reader.bad_value(item, "this link is cited twice here", "remove one of the two");
        }
        seen[word] |= bit;
        positions.push(found);
    }
    positions
}
