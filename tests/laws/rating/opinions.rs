//! Opinions are those of subjective logic (Jøsang, Subjective Logic, Springer 2016).

use byline::score::{Evidence, Opinion};
use proptest::prelude::*;

use super::cases;

fn evidence() -> impl Strategy<Value = Evidence> {
    let amount = || prop_oneof![1 => Just(0.0), 4 => 0.0..30.0, 1 => 0.0..1e6];
    (amount(), amount()).prop_map(|(supports, denies)| Evidence { supports, denies })
}

fn opinion(belief: f64, disbelief: f64, uncertainty: f64) -> Opinion {
    Opinion {
        belief,
        disbelief,
        uncertainty,
    }
}

fn near(one: Opinion, other: Opinion, apart: f64) -> bool {
    (one.belief - other.belief).abs() <= apart
        && (one.disbelief - other.disbelief).abs() <= apart
        && (one.uncertainty - other.uncertainty).abs() <= apart
}

proptest! {
    #![proptest_config(cases(250))]

    #[test]
    fn fusion_is_commutative(a in evidence(), b in evidence()) {
        prop_assert_eq!(a.fuse(b), b.fuse(a));
    }

    #[test]
    fn fusion_is_associative(a in evidence(), b in evidence(), c in evidence()) {
        let (left, right) = (a.fuse(b).fuse(c), a.fuse(b.fuse(c)));
        // Two sums in another order.
        let close = |one: f64, other: f64| (one - other).abs() <= 1e-12 * one.max(1.0);
        prop_assert!(close(left.supports, right.supports) && close(left.denies, right.denies));
        prop_assert!(near(left.opinion(), right.opinion(), 1e-12));
    }

    #[test]
    fn knowing_nothing_adds_nothing(a in evidence()) {
        prop_assert_eq!(a.fuse(Evidence::default()), a);
        prop_assert_eq!(Evidence::default().opinion(), Opinion::VACUOUS);
    }

    #[test]
    fn evidence_and_opinion_say_the_same(a in evidence()) {
        let again = a.opinion().evidence().unwrap();
        // Quotients that are multiplied again.
        let close = |one: f64, other: f64| (one - other).abs() <= 1e-12 * one.max(1.0);
        prop_assert!(close(a.supports, again.supports) && close(a.denies, again.denies));
    }
}

#[test]
fn the_published_cumulative_fusion() {
    let fused = [
        opinion(0.1, 0.3, 0.6),
        opinion(0.4, 0.2, 0.4),
        opinion(0.7, 0.1, 0.2),
    ]
    .map(|opinion| opinion.evidence().unwrap())
    .into_iter()
    .fold(Evidence::default(), Evidence::fuse)
    .opinion();
    // As published, to three places.
    assert!(near(fused, opinion(0.651, 0.209, 0.140), 0.0005), "{fused:?}");
}

#[test]
fn the_published_discounting() {
    let trust = opinion(0.2, 0.8, 0.0).projected(0.5);
    let heard = opinion(0.4, 0.0, 0.6).discounted(trust);
    assert!(near(heard, opinion(0.08, 0.0, 0.92), 1e-15), "{heard:?}");
}
