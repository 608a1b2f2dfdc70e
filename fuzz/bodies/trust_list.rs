//! Trust lists, one a line: what they amount to does not depend on the order in which they are found, and nothing
//! that its owners did not sign comes into force.

use std::path::PathBuf;

use byline::corpus::{
    Ask, Capacity, Pin, Standing, Start, Trust, TrustFault, TrustSource, TrustState, UNREADABLE,
};
use byline::json::{MAX_DEPTH, parse};
use byline::record::{Kind, PublicKey, Record, Role, Time, read};
use byline::seal::{Integrity, Verifier};

/// As many lists as are followed at a time.
const MAX_LISTS: usize = 6;

/// Follows the trust lists in `data`.
pub fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let Some(now) = Time::parse("2026-11-23T10:00:00Z") else {
        panic!("this is a time");
    };
    let (mut sealed, mut believed) = (Vec::new(), Vec::new());
    for (number, line) in text.split('\n').take(MAX_LISTS).enumerate() {
        let Ok((document, duplicates)) = parse(line, MAX_DEPTH) else {
            continue;
        };
        let reading = read(&document);
        let (Some(Record::Trust(list)), true) = (&reading.record, duplicates.is_empty()) else {
            continue;
        };
        let seal = Verifier::default().examine(&document, &[]);
        let path = PathBuf::from(format!("trust/{number}.json"));
        let keys = |also_broken: bool| -> Vec<(PublicKey, Time, Option<Time>)> {
            let counted = seal.proofs.iter().filter(|(_, holds)| *holds || also_broken);
            counted
                .map(|(proof, _)| (proof.key, proof.created, proof.expires))
                .collect()
        };
        sealed.push(TrustSource::new(
            path.clone(),
            list,
            seal.digest,
            seal.integrity(),
            keys(false),
        ));
        // A fuzzer cannot sign. With every signature taken for good it reaches what lies behind.
        let integrity = match seal.integrity() {
            Integrity::Altered if seal.faults.is_empty() => Integrity::Intact,
            other => other,
        };
        believed.push(TrustSource::new(path, list, seal.digest, integrity, keys(true)));
    }
    for lists in [sealed, believed] {
        follow(&lists, None, now);
        for pinned in &lists {
            follow(&lists, Some(pinned), now);
        }
    }
}

fn follow(lists: &[TrustSource], pinned: Option<&TrustSource>, now: Time) {
    let start = || pinned.cloned().map_or(Start::First, Start::Pinned);
    let forwards = Trust::follow(start(), lists.to_vec(), Vec::new(), now);
    let reversed = lists.iter().rev().cloned().collect();
    let backwards = Trust::follow(start(), reversed, Vec::new(), now);
    let (Some(trust), Some(backwards)) = (forwards, backwards) else {
        assert!(
            lists.is_empty() && pinned.is_none(),
            "lists that are there say nothing"
        );
        return;
    };
    assert_eq!(trust.state, backwards.state, "the order of the lists matters");
    assert_eq!(
        trust.list.digest, backwards.list.digest,
        "the order of the lists matters"
    );
    assert_eq!(
        trust.faults.len(),
        backwards.faults.len(),
        "the order of the lists matters"
    );
    assert_eq!(trust.faults.is_empty(), trust.state == TrustState::Good);
    assert_eq!(trust.pin == Pin::Pinned, pinned.is_some());
    if let Some(pinned) = pinned {
        assert!(trust.list.version() >= pinned.version(), "rolled back");
    }
    if trust.state != TrustState::Broken {
        assert_eq!(trust.list.integrity, Integrity::Intact);
        let newest = lists.iter().map(TrustSource::version).max();
        assert_eq!(Some(trust.list.version()), newest, "a list was passed over");
    }
    let missing = TrustFault {
        path: PathBuf::from("trust/9.json"),
        name: UNREADABLE,
        message: String::new(),
        help: "",
    };
    let incomplete = Trust::follow(start(), lists.to_vec(), vec![missing], now);
    assert!(incomplete.is_some_and(|trust| trust.state == TrustState::Broken));
    let strangers = [PublicKey([0; 32])];
    let signers = lists
        .iter()
        .flat_map(|list| list.signed_by.iter().map(|(key, _, _)| *key));
    for key in signers.chain(strangers) {
        judge(&trust, key, now);
    }
}

fn judge(trust: &Trust, key: PublicKey, now: Time) {
    for kind in Kind::ALL {
        for capacity in [Capacity::Author, Capacity::CounterSigner] {
            let ask = Ask {
                kind,
                id: "harbour-fire",
                topics: &["ports", "ai-chips"],
                capacity,
                created: now,
                first_seen: None,
                expires: None,
                at: now,
            };
            let (standing, role) = trust.judge(key, &ask);
            assert_eq!(standing == Standing::Unknown, role.is_none());
            // Owners who have left still stand behind the lists that they signed, and behind nothing else.
            if kind != Kind::Trust {
                assert_eq!(standing == Standing::Unknown, trust.signer(key).is_none());
                assert!(!(standing.counts() && trust.is_compromised(key)));
            } else if standing.counts() {
                assert_eq!(role, Some(Role::Owner));
            }
            match trust.pin {
                Pin::Pinned => assert_ne!(standing, Standing::Listed),
                Pin::Listed => assert_ne!(standing, Standing::Trusted),
            }
        }
    }
}
