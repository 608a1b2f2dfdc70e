//! Claims: `claim/1`.

use crate::json::{Node, Value};

use super::UNHELD_ROOT;
use super::date::Moment;
use super::did_key::DidKey;
use super::digest::Digest;
use super::forms::{DID_FORM, LANG_FORM, SLUG_FORM, moment};
use super::link::{self, Link};
use super::name::{Lang, Slug};
use super::reader::{NOTE, Reader, Slot, TextBounds};

/// The most links a claim may have. The largest story seen cites some 400 outlets.
pub const MAX_LINKS: usize = 1_024;

/// The most authors a record may have: each costs a signature to verify.
pub const MAX_AUTHORS: usize = 16;

/// The most topics: a claim under more is under none.
const MAX_TOPICS: usize = 32;

/// The most claims that one claim contradicts or corroborates.
const MAX_RELATIONS: usize = 64;

/// Revisions are counted from 1; the bound keeps arithmetic on them safe.
const MAX_REVISION: u64 = 1_000_000;

/// A statement of one to three sentences.
pub(super) const STATEMENT: TextBounds = TextBounds::line(2_000);

/// One statement, and the chain of parties it is known through.
#[derive(Clone, Debug)]
pub struct Claim<'d> {
    /// Unique among the claims of a repository.
    pub id: Slug<'d>,
    /// Its authors; empty in an unsigned claim that has none yet.
    pub by: Vec<DidKey<'d>>,
    /// What is claimed.
    pub statement: &'d str,
    /// The language of the statement.
    pub lang: Lang<'d>,
    /// What it is about.
    pub topics: Vec<Slug<'d>>,
    /// When the thing happened.
    pub event: Option<Event>,
    /// From 1.
    pub revision: u64,
    /// The revision before.
    pub supersedes: Option<Digest>,
    /// 1 to 1,024 links.
    pub chain: Vec<Link<'d>>,
    /// Claims that cannot be so if this one is.
    pub contradicts: Vec<Digest>,
    /// Claims that say the same on other grounds.
    pub corroborates: Vec<Digest>,
    /// A remark of the recorder.
    pub note: Option<&'d str>,
}

/// When something happened.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Event {
    /// The beginning, or the day itself.
    pub from: Moment,
    /// The end.
    pub to: Option<Moment>,
}

/// The members of claims, in the order in which `fmt` writes them.
pub(super) const MEMBERS: &[&str] = &[
    "byline",
    "id",
    "by",
    "revision",
    "supersedes",
    "statement",
    "lang",
    "topics",
    "event",
    "chain",
    "contradicts",
    "corroborates",
    "note",
    "proof",
];
pub(super) const EVENT_MEMBERS: &[&str] = &["from", "to"];

pub(super) fn read<'d>(reader: &mut Reader, root: Node<'d>) -> Option<Claim<'d>> {
    let mut id = Slot::Absent;
    let mut by = Vec::new();
    let mut statement = Slot::Absent;
    let mut lang = Slot::Absent;
    let mut topics = Vec::new();
    let mut event = None;
    let mut revision = 1;
    let mut supersedes = None;
    let mut chain = Slot::Absent;
    let mut contradicts = Vec::new();
    let mut corroborates = Vec::new();
    let mut note = None;
    for (name, node) in root.members() {
        match name {
            "byline" | "proof" => {}
            "id" => id.fill(reader.parsed(node, SLUG_FORM, Slug::parse)),
            "by" => by = read_authors(reader, node),
            "statement" => statement.fill(reader.text(node, STATEMENT)),
            "lang" => lang.fill(reader.parsed(node, LANG_FORM, Lang::parse)),
            "topics" => {
                topics = reader
                    .list(node, 1, MAX_TOPICS, |reader, item| {
                        reader.parsed(item, SLUG_FORM, Slug::parse)
                    })
                    .unwrap_or_default();
            }
            "event" => event = read_event(reader, node),
            "revision" => revision = reader.integer(node, 1, MAX_REVISION).unwrap_or(1),
            "supersedes" => supersedes = reader.digest(node),
            "chain" => chain.fill(read_chain(reader, node)),
            "contradicts" => contradicts = read_relations(reader, node),
            "corroborates" => corroborates = read_relations(reader, node),
            "note" => note = reader.text(node, NOTE),
            _ => reader.unknown_member(node, MEMBERS),
        }
    }
    let id = id.required(reader, root, "id");
    let statement = statement.required(reader, root, "statement");
    let lang = lang.required(reader, root, "lang");
    let chain = chain.required(reader, root, "chain");
    Some(Claim {
        id: id?,
        by,
        statement: statement?,
        lang: lang?,
        topics,
        event,
        revision,
        supersedes,
        chain: chain?,
        contradicts,
        corroborates,
        note,
    })
}

/// Reads a `by`: 1 to 16 did:keys, all different.
pub(super) fn read_authors<'d>(reader: &mut Reader, node: Node<'d>) -> Vec<DidKey<'d>> {
    reader
        .list(node, 1, MAX_AUTHORS, |reader, item| {
            reader.parsed(item, DID_FORM, DidKey::parse)
        })
        .unwrap_or_default()
}

fn read_relations(reader: &mut Reader, node: Node<'_>) -> Vec<Digest> {
    reader
        .list(node, 1, MAX_RELATIONS, Reader::digest)
        .unwrap_or_default()
}

fn read_event(reader: &mut Reader, node: Node<'_>) -> Option<Event> {
    if !reader.is_object(node) {
        return None;
    }
    let mut from = Slot::Absent;
    let mut to = None;
    for (name, value) in node.members() {
        match name {
            "from" => from.fill(moment(reader, value)),
            "to" => to = moment(reader, value),
            _ => reader.unknown_member(value, EVENT_MEMBERS),
        }
    }
    let from = from.required(reader, node, "from")?;
    if to.is_some_and(|to| to.is_before(from)) {
        reader.bad_value(
            node,
            "the event ends before it begins",
            "put the earlier date into \"from\"",
        );
    }
    Some(Event { from, to })
}

fn read_chain<'d>(reader: &mut Reader, node: Node<'d>) -> Option<Vec<Link<'d>>> {
    if node.value() != Value::Array {
        reader.bad_value(node, "the chain is a list of links", "put the links in brackets");
        return None;
    }
    let count = node.items().count();
    if !(1..=MAX_LINKS).contains(&count) {
        reader.bad_value(
            node,
            format!("this chain has {count} links"),
            format!("a chain has 1 to {MAX_LINKS} links"),
        );
        return None;
    }
    let faults_before = reader.fault_count();
    let mut links = Vec::with_capacity(count);
    let mut citations = Vec::with_capacity(count);
    for item in node.items() {
        if let Some(unresolved) = link::read(reader, item) {
            links.push(unresolved.link);
            citations.push(unresolved.cites);
        }
    }
    // What cites what can be said only of a chain whose links could all be read.
    if links.len() == count {
        resolve(reader, node, &mut links, &citations);
        // A link whose `held` or `cites` is faulty would seem to be held or cited by nobody.
        if reader.fault_count() == faults_before {
            refuse_unheld_roots(reader, node, &links);
        }
    }
    (reader.fault_count() == faults_before).then_some(links)
}

fn resolve<'d>(reader: &mut Reader, chain: Node<'d>, links: &mut [Link<'d>], citations: &[Option<Node<'d>>]) {
    let mut by_id: Vec<(&str, u16)> = (0..)
        .zip(links.iter())
        .map(|(at, link)| (link.id.as_str(), at))
        .collect();
    by_id.sort_unstable();
    let items: Vec<Node<'d>> = chain.items().collect();
    for pair in by_id.windows(2) {
        if pair[0].0 == pair[1].0 {
            let link = items[usize::from(pair[1].1)];
            let at = link.member("id").unwrap_or(link);
            reader.bad_value(
                at,
                format!("two links have the id {:?}", pair[1].0),
                "give each link an id of its own",
            );
        }
    }
    let position = |name: &str| {
        by_id
            .binary_search_by_key(&name, |(id, _)| id)
            .ok()
            .map(|found| by_id[found].1)
    };
    for (link, cites) in links.iter_mut().zip(citations) {
        if let Some(cites) = cites {
            link.cites = link::resolve_citations(reader, *cites, position);
        }
    }
}

/// What nobody cites must be held: whence would anybody know of it?
fn refuse_unheld_roots<'d>(reader: &mut Reader, chain: Node<'d>, links: &[Link<'d>]) {
    let mut cited = vec![false; links.len()];
    for (number, link) in (0..).zip(links) {
        // A link that cites itself is known to nobody by that.
        for &target in link.cites.iter().filter(|target| **target != number) {
            cited[usize::from(target)] = true;
        }
    }
    for ((link, cited), item) in links.iter().zip(cited).zip(chain.items()) {
        if !cited && !link.is_held() {
            reader.fault(
                UNHELD_ROOT,
                item,
                format!("nobody cites the link {:?}, and it is not held", link.id.as_str()),
                "let the link of whoever has it from there cite it, or mark it \"held\": true if you have read, heard or seen it yourself",
            );
        }
    }
}
