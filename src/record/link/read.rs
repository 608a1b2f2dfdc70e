//! Reading one link: every member as it is met, then what its kind must have.

use crate::json::Node;
use crate::record::claim::STATEMENT;
use crate::record::date::Moment;
use crate::record::digest::{Digest, Sha256Hex};
use crate::record::forms::{LANG_FORM, SLUG_FORM, SOURCE_FORM, URL_FORM, moment, url};
use crate::record::name::{Lang, Slug, SourceId};
use crate::record::reader::{NOTE, PHRASE, Reader, Slot, TextBounds};

use super::words::{
    COMMON, EVIDENCE_MEMBERS, INTERESTS, KINDS, LinkKind, MEMBERS, ORIGIN, OTHER_KINDS, OTHER_MEMBERS,
    QUOTE_MEMBERS, STANCES,
};
use super::{Basis, Count, Evidence, Link, MAX_CAPTURE, OriginTraits, Party, Quote};

/// A quote of 8 to 500 characters: shorter ones are found anywhere, longer ones are copies.
const QUOTE: TextBounds = TextBounds {
    min: 8,
    max: 500,
    multiline: true,
};

/// A link whose citations are still names.
pub(in crate::record) struct UnresolvedLink<'d> {
    pub link: Link<'d>,
    pub cites: Option<Node<'d>>,
}

/// Reads one link. `None` where something without which it is no link is missing; the fault is recorded.
pub(in crate::record) fn read<'d>(reader: &mut Reader, node: Node<'d>) -> Option<UnresolvedLink<'d>> {
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
    let kind = reader.word_or(kind_node, KINDS, OTHER_KINDS)?;
    let mut members = Members::default();
    for (name, value) in node.members() {
        if members.read_common(reader, name, value) {
            continue;
        }
        if kind.is_origin() && ORIGIN.contains(&name) {
            members.read_trait(reader, name, value);
        } else if kind.own_members().contains(&name) {
            members.read_own(reader, kind, name, value);
        } else {
            refuse_member(reader, kind, name, value, kind_node.as_str().unwrap_or_default());
        }
    }
    members.into_link(reader, node, kind)
}

fn refuse_member(reader: &mut Reader, kind: LinkKind, name: &str, node: Node<'_>, kind_name: &str) {
    let mut known: Vec<&str> = kind.own_members().iter().chain(COMMON).copied().collect();
    if kind.is_origin() {
        known.extend(ORIGIN);
    }
    if MEMBERS.contains(&name) {
        reader.unknown_member_with(
            node,
            format!("links of the kind {kind_name:?} have no member {name:?}"),
            format!("their members are {}", known.join(", ")),
        );
    } else {
        reader.unknown_member_or(node, &known, OTHER_MEMBERS);
    }
}

/// Every member of a link as it is met, before the kind says which of them must be there.
#[derive(Default)]
struct Members<'d> {
    id: Slot<Slug<'d>>,
    own: Own<'d>,
    cites: Option<Node<'d>>,
    traits: OriginTraits<'d>,
    held: bool,
    published: Option<Moment>,
    said: Option<Moment>,
    url: Option<&'d str>,
    archived: Option<&'d str>,
    quote: Option<Quote<'d>>,
    note: Option<&'d str>,
    withdrawn: Option<&'d str>,
    evidence: Option<Evidence<'d>>,
}

impl<'d> Members<'d> {
    /// Reads a member that every link may have; gives whether it is one.
    fn read_common(&mut self, reader: &mut Reader, name: &str, node: Node<'d>) -> bool {
        match name {
            // It has been read.
            "kind" => {}
            "id" => self.id.fill(reader.parsed(node, SLUG_FORM, Slug::parse)),
            "held" => self.held = read_held(reader, node),
            "published" => self.published = moment(reader, node),
            "said" => self.said = moment(reader, node),
            "url" => self.url = reader.parsed(node, URL_FORM, url),
            "archived" => self.archived = reader.parsed(node, URL_FORM, url),
            "quote" => self.quote = read_quote(reader, node),
            "note" => self.note = reader.text(node, NOTE),
            "withdrawn" => self.withdrawn = reader.text(node, PHRASE),
            "evidence" => self.evidence = read_evidence(reader, node),
            _ => return false,
        }
        true
    }

    fn read_trait(&mut self, reader: &mut Reader, name: &str, node: Node<'d>) {
        match name {
            "stance" => self.traits.stance = reader.word(node, STANCES).unwrap_or_default(),
            "interest" => self.traits.interest = reader.word(node, INTERESTS),
            _ => self.traits.affiliation = reader.parsed(node, SOURCE_FORM, SourceId::parse),
        }
    }

    fn read_own(&mut self, reader: &mut Reader, kind: LinkKind, name: &str, node: Node<'d>) {
        match name {
            "source" => self
                .own
                .source
                .fill(reader.parsed(node, SOURCE_FORM, SourceId::parse)),
            "cites" => self.cites = Some(node),
            "claim" => self.own.claim.fill(reader.digest(node)),
            "statement" => self.own.statement.fill(reader.text(node, STATEMENT)),
            "described" => self.own.described.fill(reader.text(node, PHRASE)),
            "count" => self.own.count.fill(read_count(reader, node)),
            "role" => self.own.role = reader.text(node, PHRASE),
            "title" => self.own.title = reader.text(node, PHRASE),
            "distinct" => self.own.distinct = reader.text(node, PHRASE),
            _ => self.own.basis = reader.word(node, kind.bases()),
        }
    }

    fn into_link(self, reader: &mut Reader, node: Node<'d>, kind: LinkKind) -> Option<UnresolvedLink<'d>> {
        if self.published.is_some() && self.said.is_some() {
            reader.bad_value(
                node,
                "this link has both \"published\" and \"said\"",
                "keep one: when it appeared is \"published\", when it was spoken is \"said\"",
            );
        }
        let id = self.id.required(reader, node, "id");
        if kind == LinkKind::Repost && self.cites.is_none() {
            let help = "a repost says what it reposts; an outlet's own reporting is a \"report\"";
            reader.missing(node, "cites", help);
        }
        let party = self.own.into_party(reader, node, kind);
        let link = Link {
            id: id?,
            node: node.index(),
            party: party?,
            cites: Vec::new(),
            traits: self.traits,
            marked_held: self.held,
            published: self.published,
            said: self.said,
            url: self.url,
            archived: self.archived,
            quote: self.quote,
            note: self.note,
            withdrawn: self.withdrawn,
            evidence: self.evidence,
        };
        Some(UnresolvedLink {
            link,
            cites: self.cites,
        })
    }
}

/// The members that make up the party.
#[derive(Default)]
struct Own<'d> {
    source: Slot<SourceId<'d>>,
    claim: Slot<Digest>,
    statement: Slot<&'d str>,
    described: Slot<&'d str>,
    count: Slot<Count>,
    role: Option<&'d str>,
    title: Option<&'d str>,
    basis: Option<Basis>,
    distinct: Option<&'d str>,
}

impl<'d> Own<'d> {
    fn into_party(self, reader: &mut Reader, node: Node<'d>, kind: LinkKind) -> Option<Party<'d>> {
        let Own { source, basis, .. } = self;
        Some(match kind {
            LinkKind::Report => Party::Report {
                source: source.required(reader, node, "source")?,
            },
            LinkKind::Repost => Party::Repost {
                source: source.required(reader, node, "source")?,
            },
            LinkKind::Statement => Party::Statement {
                source: source.required(reader, node, "source")?,
                basis,
            },
            LinkKind::Person => Party::Person {
                source: source.required(reader, node, "source")?,
                role: self.role,
                basis,
            },
            LinkKind::Anonymous => {
                let described = self.described.required(reader, node, "described");
                let count = self.count.required(reader, node, "count");
                Party::Anonymous {
                    described: described?,
                    count: count?,
                    basis,
                    distinct: self.distinct,
                }
            }
            LinkKind::Document => Party::Document {
                source: source.optional(),
                basis,
                title: self.title,
            },
            LinkKind::Observation => Party::Observation {
                source: source.optional(),
                basis,
            },
            LinkKind::Claim => {
                let claim = self.claim.required(reader, node, "claim");
                let statement = self.statement.required(reader, node, "statement");
                Party::Claim {
                    claim: claim?,
                    statement: statement?,
                }
            }
        })
    }
}

fn read_held(reader: &mut Reader, node: Node<'_>) -> bool {
    let held = reader.boolean(node);
    if held == Some(false) {
        let help = "leave it out where the link was not read, heard or seen";
        reader.bad_value(node, "\"held\" is either true or absent", help);
    }
    held == Some(true)
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
