//! What is written of ratings: by `score`, `what-if` and `source`.

use serde_json::{Value, json};

use super::playground::Folder;
use super::schema::{AT, errors, form_of, parsed, validator, written};

/// Good and doubtful claims, none at all, faults of every kind, and what cannot be read.
const INPUTS: &[&str] = &[
    "fixtures/inference-chips",
    "fixtures/harbour-inquiry",
    "fixtures/harbour-inquiry/claims/months-to-act.json",
    "fixtures/harbour-inquiry/sources",
    "fixtures/faults",
    "no-such-file.json",
];

#[test]
fn what_score_writes_is_valid() {
    let any = validator("ratings");
    let [whole, rating, last] = ["whole", "rating", "last"].map(|form| form_of("ratings", form));
    let mut rated = 0;
    for input in INPUTS {
        for explain in [&[][..], &["--explain"]] {
            let arguments =
                |format| [&["score", "--at", AT, "--format", format, input][..], explain].concat();
            let run = parsed(&written(&arguments("json")));
            assert_eq!(errors(&whole, &run), [""; 0], "{input} {explain:?}");
            assert!(any.is_valid(&run), "{input} {explain:?}");
            let lines = written(&arguments("jsonl"));
            assert!(lines.ends_with('\n'));
            let lines: Vec<Value> = lines.lines().map(parsed).collect();
            let (end, ratings) = lines.split_last().unwrap();
            assert_eq!(errors(&last, end), [""; 0], "{input} {explain:?}");
            assert!(any.is_valid(end), "{input} {explain:?}");
            for line in ratings {
                assert_eq!(errors(&rating, line), [""; 0], "{input} {explain:?}: {line}");
                assert!(any.is_valid(line), "{input} {explain:?}");
                assert_eq!(line.get("raise").is_some(), !explain.is_empty());
                rated += 1;
            }
            // Both forms say the same.
            assert_eq!(run["ratings"].as_array().unwrap(), ratings, "{input} {explain:?}");
            for member in ["byline", "table", "unrated", "findings"] {
                assert_eq!(run[member], end[member], "{input} {explain:?}: {member}");
            }
        }
    }
    assert!(rated > 50, "{rated}");
}

#[test]
fn the_schema_of_ratings_refuses_what_score_never_writes() {
    let whole = form_of("ratings", "whole");
    let run = parsed(&written(&[
        "score",
        "--at",
        AT,
        "--explain",
        "--format",
        "json",
        "fixtures/inference-chips",
    ]));
    let thin = run["ratings"].as_array().unwrap();
    let thin = thin.iter().position(|rating| rating["rating"] == "thin").unwrap();
    let raise = run["ratings"][thin]["raise"].as_array().unwrap().len();
    assert!(raise > 0);
    for (member, value) in [
        ("probability", json!(1.5)),
        ("belief", json!(-0.1)),
        ("grade", json!("G3")),
        ("grade", json!("A1")),
        ("rating", json!("true")),
        ("rating", json!("strong")),
        ("disputed", json!(true)),
        ("weight", json!("heavy")),
        ("origins", json!({ "established": 1 })),
        ("origins", json!({ "established": -1, "possible": 1 })),
        ("attribution", json!({ "No Slug": 0.5 })),
        ("weakest", json!(["a", "b"])),
        (
            "weakest",
            json!(["owner:a", "owner:b", "owner:c", "owner:d", "owner:e"]),
        ),
        (
            "contributions",
            json!([{ "link": "a", "source": "b", "delta": 0.1 }]),
        ),
        ("contributions", json!([{ "delta": 0.1 }])),
        ("raise/0/action", json!("--hold")),
        ("raise/0/action", json!("--hold A")),
        ("raise/0/action", json!("--drop a")),
        (
            "raise/0/action",
            json!("--add-origin person:verified --via a.example"),
        ),
        ("raise/0/action", json!("--add-origin person:direct")),
        ("raise/0/probability", json!(-1)),
        ("support", json!("a member that there is not")),
    ] {
        let mut changed = run.clone();
        let pointer = format!("/ratings/{thin}/{member}");
        match changed.pointer_mut(&pointer) {
            Some(node) => *node = value.clone(),
            None => changed["ratings"][thin][member] = value.clone(),
        }
        assert!(!whole.is_valid(&changed), "{member} = {value}");
    }
    for member in run["ratings"][thin].as_object().unwrap().keys() {
        let mut changed = run.clone();
        changed["ratings"][thin].as_object_mut().unwrap().remove(member);
        assert!(!whole.is_valid(&changed), "without {member}");
    }
}

#[test]
fn what_what_if_writes_is_valid() {
    let schema = validator("what-if");
    let claim = "fixtures/harbour-inquiry/claims/authority-was-warned.json";
    for options in [
        &["--drop", "denial"][..],
        &["--add-origin", "person", "--via", "skerrywire.example"],
    ] {
        let told = parsed(&written(
            &[&["what-if", "--at", AT, "--format", "json", claim][..], options].concat(),
        ));
        assert_eq!(errors(&schema, &told), [""; 0], "{options:?}");
        let mut changed = told.clone();
        changed["after"]["grade"] = "A6".into();
        assert!(!schema.is_valid(&changed));
    }
}

#[test]
fn what_source_writes_is_valid() {
    let schema = validator("reliance");
    let empty = Folder::new();
    let empty = empty.path().to_str().unwrap();
    let mut runs: Vec<Vec<&str>> = vec![vec!["list", empty], vec!["list", "fixtures/faults"]];
    for (folder, ids) in [
        ("fixtures/inference-chips", ["ft.com", "nikkei.com"]),
        (
            "fixtures/harbour-inquiry",
            ["tarnhaven-courier.example", "minatooki.example"],
        ),
    ] {
        runs.push(vec!["list", folder]);
        runs.extend(ids.map(|id| vec!["show", id, folder]));
    }
    for run in runs {
        let arguments = [&["source"][..], &run, &["--at", AT, "--format", "json"]].concat();
        let told = parsed(&written(&arguments));
        assert_eq!(errors(&schema, &told), [""; 0], "{run:?}");
        // What is counted is what is told of one by one.
        for source in told["sources"].as_array().unwrap() {
            let Some(claims) = source.get("claims") else {
                continue;
            };
            let count = |member: &str| {
                claims
                    .as_array()
                    .unwrap()
                    .iter()
                    .filter(|claim| claim[member] == true)
                    .count()
            };
            for member in ["rests", "alone", "changes"] {
                assert_eq!(source[member], count(member), "{run:?} {member}");
            }
        }
    }
}
