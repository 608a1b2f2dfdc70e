//! Which records a notice reaches: the one that it is about and its later revisions, up to the one that replaces it.
//!
//! Revisions form trees, for each names one record before it. The trees are walked once, with the notices that are in
//! reach; so many notices on a record of many revisions take no longer than as many of each by themselves.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap, HashSet};

use crate::record::{Effect, Time};

use super::notices::{Force, NoticeOnRecord};
use super::taken_back::MAX_CARRIED;

/// The most notices that are kept of one record, with those that are carried back from later revisions. The rest is
/// counted; a story with as many has other troubles.
const MAX_KEPT: usize = 64 - MAX_CARRIED;

/// A notice, ordered by how much it matters to a record: those in force first, retractions before all, then corrections,
/// then by time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    weight: Reverse<u8>,
    issued: Time,
    notice: u32,
    effect: Effect,
    force: Force,
}

const RETRACTS: Reverse<u8> = Reverse(5);
const CORRECTS: Reverse<u8> = Reverse(4);
const DISPUTES: Reverse<u8> = Reverse(3);
const RETRACTED_ONCE: Reverse<u8> = Reverse(2);
const LAPSED: Reverse<u8> = Reverse(1);
const FOREIGN: Reverse<u8> = Reverse(0);

impl Key {
    pub fn new(on_record: NoticeOnRecord, issued: Time) -> Self {
        let NoticeOnRecord {
            notice,
            effect,
            force,
        } = on_record;
        Self {
            weight: weight(&on_record),
            issued,
            notice,
            effect,
            force,
        }
    }

    fn on_record(&self) -> NoticeOnRecord {
        NoticeOnRecord {
            notice: self.notice,
            effect: self.effect,
            force: self.force,
        }
    }
}

fn weight(on_record: &NoticeOnRecord) -> Reverse<u8> {
    match (on_record.force, on_record.effect) {
        (Force::InForce, Effect::Retracts) => RETRACTS,
        (Force::InForce, Effect::Corrects) => CORRECTS,
        (Force::InForce, Effect::Disputes) => DISPUTES,
        (Force::Lapsed, Effect::Retracts) => RETRACTED_ONCE,
        (Force::Lapsed, _) => LAPSED,
        (Force::Foreign(_), _) => FOREIGN,
    }
}

/// The notices on one record.
#[derive(Debug)]
pub(super) struct OnRecord {
    /// The weightiest.
    pub kept: Vec<NoticeOnRecord>,
    /// How many more there are.
    pub more: usize,
    /// Whether retractions are among these, in force or lapsed.
    pub cuts_retractions: bool,
    /// Whether one in force retracts the record.
    pub retracts: bool,
    /// Whether one has lapsed.
    pub lapsed: bool,
}

/// The notices on every record that has any. Revisions that the same notices reach share them.
#[derive(Default)]
pub(super) struct NoticesByRecord {
    lists: Vec<OnRecord>,
    list_of: HashMap<u32, usize>,
}

impl NoticesByRecord {
    /// The notices on the record with this number, where it stands for all copies.
    pub fn on(&self, record: u32) -> Option<&OnRecord> {
        self.list_of.get(&record).map(|&list| &self.lists[list])
    }

    /// Adds the retractions of a later revision to the notices on a record; they are few. `shared` are the lists that
    /// came of that so far: all revisions before the one that was taken back may have the same.
    pub fn add_retractions(&mut self, record: u32, of_later: &[NoticeOnRecord], shared: &mut SharedLists) {
        let before = self.list_of.get(&record).copied();
        let notices = of_later.iter().map(|on| on.notice).collect();
        let list = *shared.entry((before, notices)).or_insert_with(|| {
            let before = before.map(|list| &self.lists[list]);
            let mut kept = before.map(|on| on.kept.clone()).unwrap_or_default();
            let new: Vec<NoticeOnRecord> = of_later.iter().filter(|on| !kept.contains(on)).copied().collect();
            kept.extend(new);
            kept.sort_by_key(weight);
            let has = |wanted: Reverse<u8>| kept.iter().any(|on| weight(on) == wanted);
            self.lists.push(OnRecord {
                more: before.map_or(0, |on| on.more),
                cuts_retractions: before.is_some_and(|on| on.cuts_retractions),
                retracts: has(RETRACTS),
                lapsed: has(RETRACTED_ONCE) || has(LAPSED),
                kept,
            });
            self.lists.len() - 1
        });
        self.list_of.insert(record, list);
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list_of.is_empty()
    }
}

/// Notices with the records that they are about.
#[derive(Default)]
pub(super) struct Reach {
    about: HashMap<u32, Vec<Key>>,
    /// Where notices end.
    replaced_by: HashMap<u32, Vec<Key>>,
}

/// The lists that came of adding notices, by the list before and the notices.
pub(super) type SharedLists = HashMap<(Option<usize>, Vec<u32>), usize>;

enum Step {
    /// To a record, with the list of the one before.
    Enter(u32, Option<usize>),
    /// Back from it, taking back what changed there.
    Leave { added: Vec<Key>, ended: Vec<Key> },
}

impl Reach {
    /// Adds a notice on `target` that ends with `replacement`.
    pub fn add(&mut self, key: Key, target: u32, replacement: Option<u32>) {
        self.about.entry(target).or_default().push(key);
        if let Some(replacement) = replacement {
            self.replaced_by.entry(replacement).or_default().push(key);
        }
    }

    /// The notices on each record. `successors` are the later revisions of each.
    pub fn follow(mut self, successors: &HashMap<u32, Vec<u32>>) -> NoticesByRecord {
        let mut found = NoticesByRecord::default();
        if self.about.is_empty() {
            return found;
        }
        let later: HashSet<u32> = successors.values().flatten().copied().collect();
        let mut first: Vec<u32> = self.about.keys().chain(successors.keys()).copied().collect();
        first.retain(|record| !later.contains(record));
        first.sort_unstable();
        first.dedup();
        let mut active = BTreeSet::new();
        for root in first {
            let mut steps = vec![Step::Enter(root, None)];
            while let Some(step) = steps.pop() {
                match step {
                    Step::Enter(record, before) => {
                        let list = self.enter(record, before, &mut active, &mut steps, &mut found);
                        let later = successors.get(&record).map_or(&[][..], Vec::as_slice);
                        steps.extend(later.iter().map(|&later| Step::Enter(later, list)));
                    }
                    Step::Leave { added, ended } => {
                        for key in &added {
                            active.remove(key);
                        }
                        active.extend(ended);
                    }
                }
            }
        }
        found
    }

    fn enter(
        &mut self,
        record: u32,
        before: Option<usize>,
        active: &mut BTreeSet<Key>,
        steps: &mut Vec<Step>,
        found: &mut NoticesByRecord,
    ) -> Option<usize> {
        let mut ended = self.replaced_by.remove(&record).unwrap_or_default();
        ended.retain(|key| active.remove(key));
        let added = self.about.remove(&record).unwrap_or_default();
        active.extend(&added);
        let list = if added.is_empty() && ended.is_empty() {
            before
        } else {
            found.lists.extend(summed_up(active));
            steps.push(Step::Leave { added, ended });
            found.lists.len().checked_sub(1).filter(|_| !active.is_empty())
        };
        if let Some(list) = list {
            found.list_of.insert(record, list);
        }
        list
    }
}

fn summed_up(active: &BTreeSet<Key>) -> Option<OnRecord> {
    let first = active.first()?;
    let of = |weight: Reverse<u8>| {
        let from = active.range(first_of(weight)..);
        from.take_while(move |key| key.weight == weight)
    };
    // One of each sort is kept in any case: none is hidden behind many of another.
    let sorts = [RETRACTS, CORRECTS, DISPUTES, RETRACTED_ONCE, LAPSED];
    let mut kept: BTreeSet<&Key> = sorts.iter().filter_map(|&sort| of(sort).next()).collect();
    for key in active {
        if kept.len() >= MAX_KEPT {
            break;
        }
        kept.insert(key);
    }
    let cuts = |sort: Reverse<u8>| of(sort).take(MAX_KEPT + 1).any(|key| !kept.contains(key));
    Some(OnRecord {
        more: active.len() - kept.len(),
        cuts_retractions: cuts(RETRACTS) || cuts(RETRACTED_ONCE),
        retracts: first.weight == RETRACTS,
        lapsed: of(RETRACTED_ONCE).chain(of(LAPSED)).next().is_some(),
        kept: kept.into_iter().map(Key::on_record).collect(),
    })
}

/// What comes before every notice of this weight.
fn first_of(weight: Reverse<u8>) -> Key {
    Key {
        weight,
        issued: Time::from_utc(chrono::DateTime::<chrono::Utc>::MIN_UTC),
        notice: 0,
        effect: Effect::Retracts,
        force: Force::InForce,
    }
}
