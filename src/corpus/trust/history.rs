//! Trust lists as a history: each sanctioned by the owners of the one before.

use std::collections::HashSet;

use crate::record::Time;
use crate::seal::Integrity;

use super::{
    Past, Pin, TRUST_LIST_EXPIRED, TRUST_LIST_UNSANCTIONED, TRUST_ROLLBACK, Trust, TrustFault, TrustSource,
    TrustState,
};

/// Where the history of the lists begins.
#[derive(Clone, Debug)]
pub enum Start {
    /// With the repository's own first list.
    First,
    /// With a list that the user pins.
    Pinned(TrustSource),
    /// With the list of a commit. Later lists are new: what was signed with a key that is not valid any more is not
    /// taken as older than it is.
    Base(TrustSource),
}

impl Trust {
    /// Follows the lists of a repository from the start to the last that its predecessor sanctions. `lists` may be in any order; `unread` tells of files that should be lists and could not be read,
    /// which breaks the history: what they say, a revocation perhaps, is not known.
    ///
    /// `None` where there is no list at all.
    pub fn follow(
        start: Start,
        mut lists: Vec<TrustSource>,
        unread: Vec<TrustFault>,
        at: Time,
    ) -> Option<Self> {
        lists.sort_by(|a, b| (a.version, &a.path).cmp(&(b.version, &b.path)));
        let mut faults = unread;
        let (pinned, who_pins, first_seen) = match start {
            Start::First => (None, "", None),
            Start::Pinned(pinned) => (Some(pinned), "--trust pins", None),
            Start::Base(pinned) => (Some(pinned), "the base has", Some(at)),
        };
        let pin = if pinned.is_some() {
            Pin::Pinned
        } else {
            Pin::Listed
        };
        let mut owners = HashSet::new();
        let mut followed = HashSet::new();
        let mut past = Past::default();
        let mut current = match pinned {
            Some(pinned) => {
                check_pin(&pinned, who_pins, &lists, at, &mut faults);
                for list in lists_before(&pinned, &lists) {
                    owners.extend(&list.owners);
                    followed.insert(list.digest);
                    past.add(list);
                }
                lists.retain(|list| list.version > pinned.version);
                pinned
            }
            None => {
                if lists.is_empty() {
                    return None;
                }
                let first = lists.remove(0);
                check_first(&first, at, &mut faults);
                first
            }
        };
        followed.insert(current.digest);
        past.add(&current);
        owners.extend(&current.owners);
        for list in lists {
            match check_successor(&list, &current, at, first_seen) {
                None if faults.is_empty() => {
                    owners.extend(&list.owners);
                    followed.insert(list.digest);
                    past.add(&list);
                    current = list;
                }
                None => break,
                Some(fault) => {
                    faults.push(fault);
                    break;
                }
            }
        }
        let mut state = if faults.is_empty() {
            TrustState::Good
        } else {
            TrustState::Broken
        };
        if current.expires <= at {
            faults.push(TrustFault {
                path: current.path.clone(),
                name: TRUST_LIST_EXPIRED,
                message: format!("this trust list expired at {}", current.expires),
                help: "have the owners sign the next version with a later date",
            });
            if state == TrustState::Good {
                state = TrustState::Expired;
            }
        }
        Some(Self {
            pin,
            state,
            list: current,
            faults,
            owners,
            followed,
            past,
        })
    }
}

/// The lists before `pinned`, the oldest first, each named by the one after it. `lists` are sorted by version.
fn lists_before<'l>(pinned: &TrustSource, lists: &'l [TrustSource]) -> Vec<&'l TrustSource> {
    let mut found = Vec::new();
    let mut named = pinned.previous;
    for list in lists.iter().rev().filter(|list| list.version < pinned.version) {
        if Some(list.digest) == named {
            found.push(list);
            named = list.previous;
        }
    }
    found.reverse();
    found
}

/// A list that too few have signed, of whom `whom` tells.
fn too_few(
    list: &TrustSource,
    sanctioning: &TrustSource,
    at: Time,
    whom: String,
    help: &'static str,
) -> TrustFault {
    let message = format!("this trust list is not signed by {whom}");
    match list.is_signed_ahead(sanctioning, at) {
        Some(created) => unsanctioned(
            list,
            format!("{message}: a signature of {created}, which is still to come, does not count yet"),
            "set the clock of the machine that signed and sign again; with --at, give a later time",
        ),
        None => unsanctioned(list, message, help),
    }
}

fn unsanctioned(list: &TrustSource, message: String, help: &'static str) -> TrustFault {
    TrustFault {
        path: list.path.clone(),
        name: TRUST_LIST_UNSANCTIONED,
        message,
        help,
    }
}

/// A list is signed by the threshold of its own owners, and by nobody whose proof does not hold.
fn check_own_seal(list: &TrustSource, at: Time) -> Option<TrustFault> {
    if list.integrity == Integrity::Altered {
        return Some(unsanctioned(
            list,
            "a signature on this trust list does not hold".to_owned(),
            "restore the list as it was signed, or have its owners sign it again",
        ));
    }
    if !list.is_sanctioned_by(list, at, None) {
        return Some(too_few(
            list,
            list,
            at,
            format!("{} of its own owners", list.threshold),
            "have its owners sign it with `byline sign`; a key that was not valid then, or a proof that has expired, does not count",
        ));
    }
    None
}

fn check_first(list: &TrustSource, at: Time, faults: &mut Vec<TrustFault>) {
    if list.version == 1 {
        faults.extend(check_own_seal(list, at));
    } else {
        faults.push(unsanctioned(
            list,
            format!(
                "the lists begin with version {}: trust/1.json is missing",
                list.version
            ),
            "no list is ever removed: restore the earlier ones",
        ));
    }
}

/// What is wrong with `list` as the one after `before`. Where it is new, keys must be valid at the time `first_seen` too.
fn check_successor(
    list: &TrustSource,
    before: &TrustSource,
    at: Time,
    first_seen: Option<Time>,
) -> Option<TrustFault> {
    if list.version == before.version {
        return Some(unsanctioned(
            list,
            format!("there are two lists of version {}", list.version),
            "keep the one that the owners mean, and take the other away: each list follows one alone",
        ));
    }
    if list.version != before.version + 1 {
        return Some(unsanctioned(
            list,
            format!(
                "version {} does not follow version {}",
                list.version, before.version
            ),
            "versions count up by one, each in a file of its own: restore the missing one",
        ));
    }
    if list.repository != before.repository {
        return Some(unsanctioned(
            list,
            "this trust list is of another repository".to_owned(),
            "the member \"repository\" never changes: restore it",
        ));
    }
    if list.previous != Some(before.digest) {
        return Some(unsanctioned(
            list,
            format!(
                "this trust list does not name version {} as the one before",
                before.version
            ),
            "put the digest of that version into \"previous\"; `byline digest` prints it",
        ));
    }
    if !list.is_sanctioned_by(before, at, first_seen) {
        return Some(too_few(
            list,
            before,
            at,
            format!(
                "at least {} of the owners of version {}",
                before.threshold, before.version
            ),
            "a new list is signed by the owners of the one before, with keys that are valid by it: have them sign it",
        ));
    }
    check_own_seal(list, at)
}

fn check_pin(
    pinned: &TrustSource,
    who_pins: &str,
    lists: &[TrustSource],
    at: Time,
    faults: &mut Vec<TrustFault>,
) {
    faults.extend(check_own_seal(pinned, at));
    let Some(newest) = lists.last() else { return };
    let mut same_version = lists.iter().filter(|list| list.version == pinned.version);
    let same = same_version
        .clone()
        .find(|list| list.digest != pinned.digest)
        .or_else(|| same_version.next());
    match same {
        Some(same) if same.digest != pinned.digest => faults.push(unsanctioned(
            same,
            format!("version {} here is not the list that {who_pins}", pinned.version),
            "this repository, or its history, is another one: do not rely on it",
        )),
        Some(_) => {}
        None if newest.version < pinned.version => faults.push(TrustFault {
            path: newest.path.clone(),
            name: TRUST_ROLLBACK,
            message: format!(
                "the newest list here is version {}, older than the pinned version {}",
                newest.version, pinned.version
            ),
            help: "somebody put back an old list, or this copy is out of date: fetch the newest",
        }),
        None => faults.push(unsanctioned(
            newest,
            format!("version {}, which {who_pins}, is missing here", pinned.version),
            "no list is ever removed: restore it",
        )),
    }
}
