//! Sources: `source/1`.

use crate::json::Node;

use super::date::Date;
use super::forms::{SOURCE_FORM, URL_FORM, url};
use super::name::SourceId;
use super::reader::{NOTE, PHRASE, Reader, Slot};

/// The most domains of one source: large publishers have some dozens.
const MAX_DOMAINS: usize = 64;

/// The most cases of a track record.
const MAX_CASES: u64 = 1_000_000;

/// One outlet, agency, body, company or person.
#[derive(Clone, Debug)]
pub struct Source<'d> {
    /// By which links name it.
    pub id: SourceId<'d>,
    /// Its name as people know it.
    pub name: &'d str,
    /// What it is.
    pub kind: SourceKind,
    /// Its letter; `None` where none was given, which counts as F.
    pub reliability: Option<Reliability>,
    /// Who owns it: one step, no chain.
    pub owner: Option<SourceId<'d>>,
    /// Whom it belongs to.
    pub affiliation: Option<SourceId<'d>>,
    /// Who gave the letter, and when.
    pub rated: Option<(&'d str, Date)>,
    /// How often it was right and wrong, in cases looked into.
    pub track: Option<(u32, u32)>,
    /// Its domains.
    pub domains: Vec<&'d str>,
    /// Its web address.
    pub url: Option<&'d str>,
    /// A remark of the recorder.
    pub note: Option<&'d str>,
}

/// What a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SourceKind {
    /// A newspaper, broadcaster or site.
    Outlet,
    /// A news agency.
    Agency,
    /// A government, ministry or authority.
    Government,
    /// A company.
    Company,
    /// Any other organisation.
    Organisation,
    /// A person.
    Person,
    /// A platform on which others publish.
    Platform,
}

impl SourceKind {
    /// As written in a record.
    pub const fn as_str(self) -> &'static str {
        match self {
            SourceKind::Outlet => "outlet",
            SourceKind::Agency => "agency",
            SourceKind::Government => "government",
            SourceKind::Company => "company",
            SourceKind::Organisation => "organisation",
            SourceKind::Person => "person",
            SourceKind::Platform => "platform",
        }
    }
}

const KINDS: &[(&str, SourceKind)] = &[
    ("outlet", SourceKind::Outlet),
    ("agency", SourceKind::Agency),
    ("government", SourceKind::Government),
    ("company", SourceKind::Company),
    ("organisation", SourceKind::Organisation),
    ("person", SourceKind::Person),
    ("platform", SourceKind::Platform),
];

/// The reliability of a source, by the letters of the Admiralty code: A, completely reliable, to E, unreliable;
/// F, cannot be judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reliability {
    /// Completely reliable.
    A,
    /// Usually reliable.
    B,
    /// Fairly reliable.
    C,
    /// Not usually reliable.
    D,
    /// Unreliable.
    E,
    /// Cannot be judged.
    F,
}

const LETTERS: &[(&str, Reliability)] = &[
    ("A", Reliability::A),
    ("B", Reliability::B),
    ("C", Reliability::C),
    ("D", Reliability::D),
    ("E", Reliability::E),
    ("F", Reliability::F),
];

/// The members of sources, in the order in which `fmt` writes them.
pub(super) const MEMBERS: &[&str] = &[
    "byline",
    "id",
    "name",
    "kind",
    "owner",
    "affiliation",
    "reliability",
    "rated",
    "track",
    "domains",
    "url",
    "note",
    "proof",
];
pub(super) const RATED_MEMBERS: &[&str] = &["by", "on"];
pub(super) const TRACK_MEMBERS: &[&str] = &["right", "wrong"];

pub(super) fn read<'d>(reader: &mut Reader, root: Node<'d>) -> Option<Source<'d>> {
    let mut id = Slot::Absent;
    let mut source_name = Slot::Absent;
    let mut kind = Slot::Absent;
    let mut reliability = None;
    let mut owner = None;
    let mut affiliation = None;
    let mut rated = None;
    let mut track = None;
    let mut domains = Vec::new();
    let mut address = None;
    let mut note = None;
    for (name, node) in root.members() {
        match name {
            "byline" | "proof" => {}
            "id" => id.fill(reader.parsed(node, SOURCE_FORM, SourceId::parse)),
            "name" => source_name.fill(reader.text(node, PHRASE)),
            "kind" => kind.fill(reader.word(node, KINDS)),
            "reliability" => reliability = reader.word(node, LETTERS),
            "owner" => owner = reader.parsed(node, SOURCE_FORM, SourceId::parse),
            "affiliation" => affiliation = reader.parsed(node, SOURCE_FORM, SourceId::parse),
            "rated" => rated = read_rated(reader, node),
            "track" => track = read_track(reader, node),
            "domains" => {
                domains = reader
                    .list(node, 1, MAX_DOMAINS, |reader, item| {
                        reader.parsed(item, DOMAIN_FORM, domain)
                    })
                    .unwrap_or_default();
            }
            "url" => address = reader.parsed(node, URL_FORM, url),
            "note" => note = reader.text(node, NOTE),
            _ => reader.unknown_member(node, MEMBERS),
        }
    }
    let id = id.required(reader, root, "id");
    let name = source_name.required(reader, root, "name");
    let kind = kind.required(reader, root, "kind");
    Some(Source {
        id: id?,
        name: name?,
        kind: kind?,
        reliability,
        owner,
        affiliation,
        rated,
        track,
        domains,
        url: address,
        note,
    })
}

fn read_rated<'d>(reader: &mut Reader, node: Node<'d>) -> Option<(&'d str, Date)> {
    if !reader.is_object(node) {
        return None;
    }
    let mut by = Slot::Absent;
    let mut on = Slot::Absent;
    for (name, value) in node.members() {
        match name {
            "by" => by.fill(reader.text(value, PHRASE)),
            "on" => on.fill(reader.parsed(value, "write a day as YYYY-MM-DD", Date::parse)),
            _ => reader.unknown_member(value, RATED_MEMBERS),
        }
    }
    let by = by.required(reader, node, "by");
    let on = on.required(reader, node, "on");
    Some((by?, on?))
}

fn read_track(reader: &mut Reader, node: Node<'_>) -> Option<(u32, u32)> {
    if !reader.is_object(node) {
        return None;
    }
    let mut right = Slot::Absent;
    let mut wrong = Slot::Absent;
    for (name, value) in node.members() {
        match name {
            "right" => right.fill(reader.integer(value, 0, MAX_CASES)),
            "wrong" => wrong.fill(reader.integer(value, 0, MAX_CASES)),
            _ => reader.unknown_member(value, TRACK_MEMBERS),
        }
    }
    let right = right.required(reader, node, "right");
    let wrong = wrong.required(reader, node, "wrong");
    Some((u32::try_from(right?).ok()?, u32::try_from(wrong?).ok()?))
}

const DOMAIN_FORM: &str = "write a domain name in lower case, for example ft.com";

fn domain(text: &str) -> Option<&str> {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    (text.len() <= 253 && text.contains('.') && text.split('.').all(label)).then_some(text)
}
