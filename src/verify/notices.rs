//! Notices: who has a say in a record, and what becomes of it.

use std::collections::HashMap;

use crate::corpus::Validity;
use crate::json::Anchor;
use crate::record::{Digest, Effect, Kind};
use crate::seal::Integrity;

use super::editors::Editors;
use super::entry::Entry;
use super::finding::{Unplaced, names};
use super::reach::{Key, NoticesByRecord, OnRecord, Reach};
use super::references::DigestIndex;

/// A notice as it bears on one record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoticeOnRecord {
    /// The number of the notice's entry.
    pub notice: u32,
    /// What the notice does to the record.
    pub effect: Effect,
    /// Whether it counts.
    pub force: Force,
}

/// Whether a notice counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Force {
    /// An author of the record or an editor in scope signed it.
    InForce,
    /// It counted until its signer's key was found to be in foreign hands.
    Lapsed,
    /// It changes nothing.
    Foreign(Flaw),
}

/// Why a notice changes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flaw {
    /// Nobody has signed it yet.
    Unsigned,
    /// Nobody who has a say in the record signed it.
    NoSay,
    /// Somebody who has a say signed it at a time that is still to come.
    InFuture,
    /// Somebody who has a say signed it with a key or a proof that was not valid.
    Expired,
    /// Somebody who has a say signed it with a key that was revoked.
    Revoked,
}

impl Force {
    /// As written in outputs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Force::InForce => "in force",
            Force::Lapsed => "lapsed",
            Force::Foreign(_) => "foreign",
        }
    }
}

/// What a notice on a record is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The record itself.
    This,
    /// An earlier revision: what is said of one is said of all later ones.
    Earlier,
    /// The later revision of this number, with which the claim was taken back.
    Later(u32),
}

/// The most notices of one kind that are told of one record.
pub const MAX_TOLD: usize = 4;

/// What the judging of notices looks at.
pub(super) struct Notices<'a> {
    pub entries: &'a [Entry],
    pub editors: Editors<'a>,
    pub index: &'a DigestIndex,
    /// Whether what is not among the entries is nowhere in the repository.
    pub are_all_at_hand: bool,
}

impl Notices<'_> {
    /// Judges every notice, once for all its copies. `successors` are the later revisions of each entry. Gives the
    /// notices on each record, and what is to be said of the notices themselves.
    pub fn judge(&self, successors: &HashMap<u32, Vec<u32>>) -> (NoticesByRecord, Vec<(u32, Unplaced)>) {
        let mut reach = Reach::default();
        let mut forces = HashMap::new();
        for (number, entry) in (0..).zip(self.entries) {
            let Some(fact) = entry.notice() else { continue };
            let is_best_copy = self.index.best_copy(self.entries, number) == number;
            let target = self.index.find(self.entries, fact.record);
            let Some(target) = target.filter(|_| is_best_copy) else {
                continue;
            };
            let force = self.force(number, &self.entries[target as usize]);
            forces.insert(number, force);
            let replacement = fact
                .replacement
                .and_then(|digest| self.index.find(self.entries, digest));
            let on_record = NoticeOnRecord {
                notice: number,
                effect: fact.effect,
                force,
            };
            reach.add(Key::new(on_record, fact.issued), target, replacement);
        }
        let findings = (0..)
            .zip(self.entries)
            .filter_map(|(number, entry)| {
                let fact = entry.notice()?;
                match forces.get(&self.index.best_copy(self.entries, number)) {
                    Some(force) => Some((number, about_notice(*force)?)),
                    None if self.are_all_at_hand => Some((number, dangling(fact.record))),
                    None => None,
                }
            })
            .collect();
        (reach.follow(successors), findings)
    }

    /// Of all copies of a notice all who signed it count: who takes proofs out of a copy takes nothing from the notice.
    fn force(&self, notice: u32, target: &Entry) -> Force {
        let notice = &self.entries[notice as usize];
        let digest = notice.digest.into_iter();
        let copies = digest.flat_map(|digest| self.index.copies(self.entries, digest));
        let copies: Vec<&Entry> = copies.map(|copy| &self.entries[copy as usize]).collect();
        if copies.iter().all(|copy| copy.integrity == Integrity::Unsigned) {
            return Force::Foreign(Flaw::Unsigned);
        }
        let mut force = Force::Foreign(Flaw::NoSay);
        let signers = copies.iter().flat_map(|copy| &copy.signers);
        for signer in signers.filter(|signer| signer.holds) {
            let has_say = target.has_author(signer.key) || self.editors.was_editor(signer, target);
            if !has_say {
                continue;
            }
            let key = self.editors.key(signer);
            if self.editors.trust.is_some_and(|trust| trust.was_compromised(key)) {
                force = Force::Lapsed;
                continue;
            }
            let flaw = match (signer.in_future, signer.validity) {
                (false, Validity::Good) => return Force::InForce,
                (true, _) => Flaw::InFuture,
                (false, Validity::Expired) => Flaw::Expired,
                (false, Validity::Revoked) => Flaw::Revoked,
            };
            if force != Force::Lapsed {
                force = Force::Foreign(flaw);
            }
        }
        force
    }
}

fn dangling(record: Digest) -> Unplaced {
    Unplaced::warn(
        names::DANGLING_NOTICE,
        Anchor::Named("record"),
        format!("no record here has the digest {record}, so this notice says nothing of any"),
        "a record gets another digest when it is signed or changed: write the notice anew with `byline new notice`, which \
         takes the digest of the record as it lies there now",
    )
}

fn about_notice(force: Force) -> Option<Unplaced> {
    let at = Anchor::Named("record");
    let (message, help) = match force {
        Force::InForce => return None,
        Force::Lapsed => {
            return Some(Unplaced::deny(
                names::NOTICE_LAPSED,
                at,
                "the key that signed this notice was found to be compromised",
                "if the notice is right, have an editor in whose scope the record is sign it anew: `byline sign --anew`; if it is the \
                 thief's, take it away",
            ));
        }
        Force::Foreign(Flaw::Unsigned) => (
            "nobody has signed this notice yet, so it changes nothing",
            "have an author of the record or an editor in whose scope it is sign the notice, with `byline sign`",
        ),
        Force::Foreign(Flaw::NoSay) => (
            "nobody who has a say in this record signed the notice, so it changes nothing",
            "have an author of the record or an editor in whose scope it is sign the notice; where its own author may not sign \
             notices, sign it anew (`byline sign --anew`)",
        ),
        Force::Foreign(Flaw::InFuture) => (
            "somebody who has a say in this record signed the notice, but at a time that is still to come, so it changes nothing yet",
            "set the clock of the machine that signed and sign again; with --at, give a later time",
        ),
        Force::Foreign(Flaw::Expired) => (
            "somebody who has a say in this record signed the notice, but the key was not valid then or the proof has expired, so it changes nothing",
            "have an author or an editor sign it with a key that is in force",
        ),
        Force::Foreign(Flaw::Revoked) => (
            "somebody who has a say in this record signed the notice, but with a key that was revoked, so it changes nothing",
            "have an author or an editor sign it with a key that is in force",
        ),
    };
    Some(Unplaced::warn(names::FOREIGN_NOTICE, at, message, help))
}

/// What a notice on a record is about.
pub(super) fn subject(
    entries: &[Entry],
    index: &DigestIndex,
    record: &Entry,
    on: &NoticeOnRecord,
) -> Subject {
    let named = entries[on.notice as usize].notice().map(|fact| fact.record);
    if named == record.digest {
        return Subject::This;
    }
    let named = named.and_then(|digest| index.find(entries, digest));
    let named = named.map_or(0, |number| entries[number as usize].revision);
    if named > record.revision {
        Subject::Later(named)
    } else {
        Subject::Earlier
    }
}

/// What the notices on a record make of it.
pub(super) fn about_record(
    entries: &[Entry],
    index: &DigestIndex,
    record: &Entry,
    on_record: &OnRecord,
) -> Vec<Unplaced> {
    let retracts = |on: &&NoticeOnRecord| on.force == Force::InForce && on.effect == Effect::Retracts;
    let has_lapsed = |on: &&NoticeOnRecord| on.force == Force::Lapsed;
    let kept = on_record.kept.iter();
    let retracting = kept.clone().filter(retracts).take(MAX_TOLD);
    let lapsed = kept.filter(has_lapsed).take(MAX_TOLD);
    retracting
        .chain(lapsed)
        .filter_map(|on| about_record_by(entries, index, record, on))
        .collect()
}

fn about_record_by(
    entries: &[Entry],
    index: &DigestIndex,
    record: &Entry,
    on: &NoticeOnRecord,
) -> Option<Unplaced> {
    let fact = entries[on.notice as usize].notice()?;
    let subject = match subject(entries, index, record, on) {
        Subject::This => "this record".to_owned(),
        Subject::Earlier => "an earlier revision of this record".to_owned(),
        Subject::Later(revision) => format!("the later revision {revision} of this record"),
    };
    Some(match on.force {
        Force::Lapsed => Unplaced::deny(
            names::NOTICE_LAPSED,
            Anchor::Whole,
            format!(
                "a notice that {subject} is {} was signed with a key that was compromised later",
                on.effect.participle()
            ),
            "find out whether the notice is right; if so, have an editor in whose scope this is sign the notice anew: `byline sign \
             --anew`",
        ),
        _ => Unplaced::deny(
            names::RETRACTED,
            Anchor::Whole,
            format!(
                "{subject} was retracted: {}",
                fact.reason.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
            ),
            match fact.replacement {
                Some(digest) => format!("do not rely on it; {}", instead(entries, index, digest)),
                None => "do not rely on it".to_owned(),
            },
        ),
    })
}

/// What a notice names to be used instead.
fn instead(entries: &[Entry], index: &DigestIndex, digest: Digest) -> String {
    let at_hand = index
        .find(entries, digest)
        .map(|number| &entries[number as usize]);
    match at_hand.filter(|entry| entry.kind == Some(Kind::Claim)) {
        Some(claim) => format!(
            "the notice names revision {} of the claim {} to use instead",
            claim.revision, claim.id
        ),
        None => format!("the notice names {digest} to use instead"),
    }
}
