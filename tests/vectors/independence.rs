//! A verdict depends on key, message and signature, and on nothing else: not on what was verified before, in which
//! order, by which verifier or on how many threads. Batch verification would not hold this.

use std::sync::Mutex;
use std::thread;

use byline::record::PublicKey;
use byline::seal::Verifier;

use super::ed25519::Case;
use super::{rfc8032, speccheck, wycheproof};

/// The signatures of all vectors with the verdicts that a fresh verifier gives for each.
fn judged() -> Vec<(Case, bool)> {
    let mut cases: Vec<Case> = Vec::new();
    cases.extend(wycheproof::cases().into_iter().map(|(case, _)| case));
    cases.extend(rfc8032::cases().into_iter().map(|(case, _)| case));
    cases.extend(speccheck::cases().into_iter().map(|(case, _)| case));
    assert_eq!(cases.len(), 151 + 4 + 12);
    cases
        .into_iter()
        .map(|case| {
            let holds = case.holds(&mut Verifier::default());
            (case, holds)
        })
        .collect()
}

fn agree<'c>(cases: impl IntoIterator<Item = &'c (Case, bool)>, verifier: &mut Verifier, how: &str) {
    for (case, expected) in cases {
        assert_eq!(case.holds(verifier), *expected, "{}, {how}", case.name);
    }
}

/// Another order for every seed.
fn shuffled<T>(items: &[T], seed: u64) -> Vec<&T> {
    let mut state = seed;
    let mut next = || {
        // The multiplier of Knuth's MMIX; the high bits are the good ones.
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        state >> 33
    };
    let mut order: Vec<&T> = items.iter().collect();
    for last in (1..order.len()).rev() {
        order.swap(last, usize::try_from(next()).unwrap() % (last + 1));
    }
    order
}

#[test]
fn in_any_order_with_one_verifier() {
    let cases = judged();
    let mut verifier = Verifier::default();
    agree(&cases, &mut verifier, "in order");
    agree(cases.iter().rev(), &mut verifier, "backwards");
    for seed in 0..20 {
        agree(shuffled(&cases, seed), &mut verifier, "shuffled");
        agree(
            shuffled(&cases, seed),
            &mut Verifier::default(),
            "shuffled, with a new verifier",
        );
    }
}

#[test]
fn between_any_neighbours() {
    // Each of the edge cases between signatures that hold, as in a batch.
    let cases = judged();
    let good = cases.iter().find(|(_, holds)| *holds).unwrap();
    for case in cases.iter().rev().take(12) {
        agree(
            [good, case, good, case, case, good],
            &mut Verifier::default(),
            "among good ones",
        );
    }
}

#[test]
fn after_more_keys_than_are_kept() {
    let cases = judged();
    let mut verifier = Verifier::default();
    agree(&cases, &mut verifier, "at first");
    for number in 0..10_000_u32 {
        let mut key = [0x17; 32];
        key[..4].copy_from_slice(&number.to_le_bytes());
        assert!(!verifier.verify(PublicKey(key), b"", &[0; 64]));
        if number % 2_500 == 0 {
            agree(&cases, &mut verifier, "between many keys");
        }
    }
    agree(&cases, &mut verifier, "after many keys");
}

#[test]
fn on_any_number_of_threads() {
    let cases = judged();
    for threads in [1, 2, 8] {
        // Every thread with a verifier of its own, then all with one.
        let shared = Mutex::new(Verifier::default());
        thread::scope(|scope| {
            for number in 0..threads {
                let (cases, shared) = (&cases, &shared);
                scope.spawn(move || {
                    let order = shuffled(cases, number);
                    agree(
                        order.iter().copied(),
                        &mut Verifier::default(),
                        "on its own thread",
                    );
                    for case in order {
                        agree([case], &mut shared.lock().unwrap(), "with a shared verifier");
                    }
                });
            }
        });
    }
}
