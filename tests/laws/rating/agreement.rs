//! Whole ratings agree with those of a second, slow and plain way.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::reference::{Expected, expected};
use super::world::{World, crowded_world, tangled_world, world};
use super::{Rated, cases};

/// What differs, if anything.
fn differences(rated: &Rated, expected: &Expected) -> Vec<String> {
    let mut found = Vec::new();
    let rating = &rated.rating;
    let numbers = [
        ("belief", rating.opinion.belief, expected.belief),
        ("disbelief", rating.opinion.disbelief, expected.disbelief),
        ("uncertainty", rating.opinion.uncertainty, expected.uncertainty),
        ("P", rating.probability, expected.probability),
    ];
    for (name, got, expected) in numbers {
        // What is no number is not near.
        let is_near = (got - expected).abs() < 1e-9;
        if !is_near {
            found.push(format!("{name}: {got} instead of {expected}"));
        }
    }
    let same_ids = rated
        .attribution
        .iter()
        .map(|of| &of.0)
        .eq(expected.attribution.iter().map(|of| &of.0));
    let near = |(got, expected): (&(String, f64), &(String, f64))| (got.1 - expected.1).abs() < 1e-9;
    if !same_ids || !rated.attribution.iter().zip(&expected.attribution).all(near) {
        found.push(format!(
            "attribution: {:?} instead of {:?}",
            rated.attribution, expected.attribution
        ));
    }
    let origins = (rating.origins.established, rating.origins.possible);
    let words = [
        (
            "origins",
            format!("{origins:?}"),
            format!("{:?}", expected.origins),
        ),
        (
            "letter",
            format!("{:?}", rating.letter),
            expected.letter.to_string(),
        ),
        ("word", rating.word.as_str().to_owned(), expected.word.to_owned()),
        ("grade", rating.grade(), expected.grade.clone()),
        (
            "weight",
            rating.weight.as_str().to_owned(),
            expected.weight.to_owned(),
        ),
        (
            "disputed",
            rating.disputed.to_string(),
            expected.disputed.to_string(),
        ),
    ];
    for (name, got, expected) in words {
        if got != expected {
            found.push(format!("{name}: {got} instead of {expected}"));
        }
    }
    found
}

fn check(world: &World) -> Result<(), TestCaseError> {
    let records = world.records(None);
    let rated = Rated::on(&records.desk());
    let differences = differences(&rated, &expected(&records));
    prop_assert!(
        differences.is_empty(),
        "{}\n{}",
        differences.join("\n"),
        records.text()
    );
    Ok(())
}

proptest! {
    #![proptest_config(cases(1_500))]

    #[test]
    fn a_rating_is_what_all_states_of_the_owners_come_to(world in prop_oneof![2 => world(), 1 => tangled_world()]) {
        check(&world)?;
    }
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn so_is_one_of_more_origins_than_are_summed_outcome_by_outcome(world in crowded_world()) {
        check(&world)?;
    }
}

#[test]
fn the_random_stories_are_of_all_sorts() {
    let mut runner = TestRunner::deterministic();
    let mut words = BTreeSet::new();
    let mut letters = BTreeSet::new();
    let mut grades = BTreeSet::new();
    let mut counts = BTreeSet::new();
    for _ in 0..1_500 {
        let world = world().new_tree(&mut runner).unwrap().current();
        let expected = expected(&world.records(None));
        words.insert(expected.word);
        letters.insert(expected.letter);
        grades.insert(expected.grade);
        counts.insert(expected.origins);
    }
    assert_eq!(
        words,
        BTreeSet::from(["against", "none", "thin", "fair", "strong"])
    );
    assert_eq!(letters, ('A'..='F').collect());
    for some in ["A1", "B1", "C2", "D3", "E3", "F4", "F6"] {
        assert!(grades.contains(some), "{grades:?}");
    }
    for some in [(0, 0), (1, 1), (1, 2), (2, 2), (3, 3)] {
        assert!(counts.contains(&some), "{counts:?}");
    }
}
