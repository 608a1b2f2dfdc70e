//! Notices: `notice/1`.

use crate::json::Node;

use super::claim::read_authors;
use super::date::Time;
use super::did_key::DidKey;
use super::digest::Digest;
use super::forms::TIME_FORM;
use super::reader::{NOTE, Reader, Slot};

/// An earlier record is corrected, retracted or disputed.
#[derive(Clone, Debug)]
pub struct Notice<'d> {
    /// Its authors; empty in an unsigned notice that has none yet.
    pub by: Vec<DidKey<'d>>,
    /// The record that it is about.
    pub record: Digest,
    /// What it does to that record.
    pub effect: Effect,
    /// Why.
    pub reason: &'d str,
    /// When.
    pub issued: Time,
    /// The record to use instead.
    pub replacement: Option<Digest>,
}

/// What a notice does to a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// It takes the record back.
    Retracts,
    /// It corrects a detail.
    Corrects,
    /// It disputes the record.
    Disputes,
}

impl Effect {
    /// As written in a record.
    pub const fn as_str(self) -> &'static str {
        match self {
            Effect::Retracts => "retracts",
            Effect::Corrects => "corrects",
            Effect::Disputes => "disputes",
        }
    }

    /// What the record is then called: retracted, corrected, disputed.
    pub const fn participle(self) -> &'static str {
        match self {
            Effect::Retracts => "retracted",
            Effect::Corrects => "corrected",
            Effect::Disputes => "disputed",
        }
    }
}

const EFFECTS: &[(&str, Effect)] = &[
    ("corrects", Effect::Corrects),
    ("retracts", Effect::Retracts),
    ("disputes", Effect::Disputes),
];

/// The members of notices, in the order in which `fmt` writes them.
pub(super) const MEMBERS: &[&str] = &[
    "byline",
    "by",
    "record",
    "effect",
    "reason",
    "issued",
    "replacement",
    "proof",
];

pub(super) fn read<'d>(reader: &mut Reader, root: Node<'d>) -> Option<Notice<'d>> {
    let mut by = Vec::new();
    let mut record = Slot::Absent;
    let mut effect = Slot::Absent;
    let mut reason = Slot::Absent;
    let mut issued = Slot::Absent;
    let mut replacement = None;
    for (name, node) in root.members() {
        match name {
            "byline" | "proof" => {}
            "by" => by = read_authors(reader, node),
            "record" => record.fill(reader.digest(node)),
            "effect" => effect.fill(reader.word(node, EFFECTS)),
            "reason" => reason.fill(reader.text(node, NOTE)),
            "issued" => issued.fill(reader.parsed(node, TIME_FORM, Time::parse)),
            "replacement" => replacement = reader.digest(node),
            _ => reader.unknown_member(node, MEMBERS),
        }
    }
    let record = record.required(reader, root, "record");
    let effect = effect.required(reader, root, "effect");
    let reason = reason.required(reader, root, "reason");
    let issued = issued.required(reader, root, "issued");
    Some(Notice {
        by,
        record: record?,
        effect: effect?,
        reason: reason?,
        issued: issued?,
        replacement,
    })
}
