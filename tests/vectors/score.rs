//! Ratings: the worked examples and random chains, whose ratings were found by enumerating all states.

use serde_json::Value;

use crate::stories::Desk;

use super::{files_in, text_of};

#[test]
fn the_worked_examples_are_rated_as_expected() {
    assert_eq!(rated_as_expected("worked"), 14);
}

#[test]
fn random_chains_are_rated_as_expected() {
    assert_eq!(rated_as_expected("random"), 200);
}

/// How many claims of a folder there are, after each was rated.
fn rated_as_expected(part: &str) -> usize {
    let mut desk = Desk::default();
    for folder in ["claims", "sources"] {
        for file in files_in(&format!("score/{part}/{folder}")) {
            desk.add(&text_of(&format!("score/{part}/{folder}/{file}")));
        }
    }
    let expected: Value = serde_json::from_str(&text_of(&format!("score/{part}/expected.json"))).unwrap();
    let expected = expected.as_object().unwrap();
    assert_eq!(expected.len(), desk.claims.len());
    let mut wrong = Vec::new();
    for (id, expected) in expected {
        let rating = desk.rate(id).unwrap();
        let near = |member: &str, value: f64| {
            let expected = expected[member].as_f64().unwrap();
            if (expected - value).abs() < 1e-9 {
                None
            } else {
                Some(format!("{id} {member}: {value} instead of {expected}"))
            }
        };
        let same = |member: &str, value: Value| {
            (expected[member] != value)
                .then(|| format!("{id} {member}: {value} instead of {}", expected[member]))
        };
        wrong.extend(near("belief", rating.opinion.belief));
        wrong.extend(near("disbelief", rating.opinion.disbelief));
        wrong.extend(near("uncertainty", rating.opinion.uncertainty));
        wrong.extend(near("probability", rating.probability));
        wrong.extend(same("grade", rating.grade().into()));
        wrong.extend(same("rating", rating.word.as_str().into()));
        wrong.extend(same("weight", rating.weight.as_str().into()));
        wrong.extend(same("disputed", rating.disputed.into()));
        let origins = serde_json::json!({
            "established": rating.origins.established,
            "possible": rating.origins.possible,
        });
        wrong.extend(same("origins", origins));
        let chain = desk.chain(id);
        let attribution = expected["attribution"].as_object().unwrap();
        let ids: Vec<&str> = rating
            .attribution
            .iter()
            .map(|(at, _)| chain.id(usize::from(*at)))
            .collect();
        let mut names: Vec<&str> = attribution.keys().map(String::as_str).collect();
        names.sort_unstable();
        if names != ids {
            wrong.push(format!("{id} attribution: of {ids:?} instead of {names:?}"));
        }
        for (at, value) in &rating.attribution {
            let link = chain.id(usize::from(*at));
            let expected = attribution.get(link).and_then(Value::as_f64).unwrap_or(f64::NAN);
            if expected.is_nan() || (expected - value).abs() >= 1e-9 {
                wrong.push(format!(
                    "{id} attribution of {link}: {value} instead of {expected}"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    expected.len()
}
