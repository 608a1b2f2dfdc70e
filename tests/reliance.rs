//! What `source` says of claims without a source is what `what-if` says of them without its links.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod playground;

use std::fs;

use playground::{Folder, byline, fixture, run, words};
use serde_json::{Value, json};

const AT: &str = "2026-11-24T00:00:00Z";

fn source(arguments: &[&str]) -> Value {
    let run = run(byline()
        .arg("source")
        .args(arguments)
        .args(["--at", AT, "--format", "json"]));
    run.assert_status(0);
    run.json()
}

/// A claim rated without some of its links; `None` where nothing is left of it.
fn without(path: &str, links: &[&str]) -> Option<Value> {
    let mut command = byline();
    command.args(["what-if", "--at", AT, "--format", "json", path]);
    for link in links {
        command.args(["--drop", link]);
    }
    let run = run(&mut command);
    (run.status == Some(0)).then(|| run.json())
}

#[test]
fn without_a_source_is_without_its_links() {
    let mut compared = 0;
    for repository in ["inference-chips", "harbour-inquiry"] {
        let folder = fixture(repository);
        let folder = folder.to_str().unwrap();
        for listed in source(&["list", folder])["sources"].as_array().unwrap() {
            let id = listed["id"].as_str().unwrap();
            let shown = source(&["show", id, folder]);
            let of = &shown["sources"][0];
            for member in ["named", "rests", "alone", "changes", "owner", "kind"] {
                assert_eq!(of[member], listed[member], "{id} {member}");
            }
            for claim in of["claims"].as_array().unwrap() {
                let path = claim["path"].as_str().unwrap();
                let record: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
                let links = record["chain"].as_array().unwrap();
                if links.iter().any(|link| link["kind"] == "claim") {
                    continue;
                }
                let theirs = links.iter().filter(|link| link["source"] == id);
                let theirs: Vec<&str> = theirs.map(|link| link["id"].as_str().unwrap()).collect();
                let Some(told) = without(path, &theirs) else {
                    continue;
                };
                let (then, after) = (&claim["without"], &told["after"]);
                for member in ["grade", "rating"] {
                    assert_eq!(then[member], after[member], "{id} {path} {member}");
                    assert_eq!(
                        claim["now"][member], told["before"][member],
                        "{id} {path} {member}"
                    );
                }
                let probability = |rating: &Value| rating["probability"].as_f64().unwrap();
                assert!(
                    (probability(then) - probability(after)).abs() < 1e-12,
                    "{id} {path}"
                );
                let is_bare = after["belief"].as_f64().unwrap() == 0.0;
                if claim["rests"] == true {
                    assert_eq!(claim["alone"], is_bare, "{id} {path}");
                }
                compared += 1;
            }
        }
    }
    assert!(compared > 15, "{compared}");
}

#[test]
fn of_an_owner_all_that_it_owns_counts() {
    let folder = fixture("harbour-inquiry");
    let folder = folder.to_str().unwrap();
    let listed = source(&["list", folder]);
    let sources = listed["sources"].as_array().unwrap();
    let owner = "kittiwake-press.example";
    let house: Vec<&str> = sources
        .iter()
        .filter(|source| source["owner"] == owner)
        .map(|source| source["id"].as_str().unwrap())
        .collect();
    assert!(house.len() > 2, "{house:?}");
    let shown = source(&["show", owner, folder]);
    let of = &shown["sources"][0];
    assert_eq!(of["rests"], 0);
    let with_owned = &of["with_owned"];
    let claims = with_owned["claims"].as_array().unwrap();
    assert_eq!(with_owned["named"], claims.len());
    let resting = claims.iter().filter(|claim| claim["rests"] == true);
    assert_eq!(with_owned["rests"], resting.count());
    let mut compared = 0;
    for claim in claims {
        let path = claim["path"].as_str().unwrap();
        let record: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        let links = record["chain"].as_array().unwrap();
        let is_theirs = |link: &&Value| link["source"].as_str().is_some_and(|id| house.contains(&id));
        let theirs = links.iter().filter(is_theirs);
        let theirs: Vec<&str> = theirs.map(|link| link["id"].as_str().unwrap()).collect();
        if links.iter().any(|link| link["kind"] == "claim") {
            continue;
        }
        let Some(told) = without(path, &theirs) else {
            continue;
        };
        assert_eq!(claim["without"]["grade"], told["after"]["grade"], "{path}");
        compared += 1;
    }
    assert!(compared > 0);
    // Whoever owns nobody has no such part.
    assert!(sources.iter().any(|source| source.get("with_owned").is_none()));
}

/// What there is room for in a table is said in lines too.
#[test]
fn what_an_owner_owns_is_told_in_few_columns_as_in_many() {
    let folder = fixture("harbour-inquiry");
    for columns in ["60", "200"] {
        let listed = run(byline()
            .args(["source", "list", "--at", AT])
            .arg(&folder)
            .env("COLUMNS", columns));
        let told = words(&listed.assert_status(0).stdout);
        let house = "; with what it owns: 5 claims, 2 alone, 4 changed";
        assert!(told.contains(house), "{columns}: {told}");
    }
}

#[test]
fn what_lies_in_claims_below_counts_too() {
    let folder = Folder::new();
    for (id, kind) in [
        ("courier.example", "outlet"),
        ("ledger.example", "outlet"),
        ("jane-doe", "person"),
    ] {
        let source = json!({ "byline": "source/1", "id": id, "name": id, "kind": kind, "reliability": "A" });
        folder.put(&format!("sources/{id}.json"), source.to_string());
    }
    let lower = json!({ "byline": "claim/1", "id": "lower", "statement": "The wall moved.", "lang": "en", "chain": [
        { "id": "courier", "kind": "report", "source": "courier.example", "held": true, "cites": ["jane"] },
        { "id": "jane", "kind": "person", "source": "jane-doe", "basis": "participant" },
    ] });
    // Outside a repository a claim need not be sealed for hanging in another.
    folder.put("claims/lower.json", lower.to_string());
    let digest = folder.digest("claims/lower.json");
    let upper = json!({ "byline": "claim/1", "id": "upper", "statement": "They knew that it moved.", "lang": "en", "chain": [
        { "id": "ledger", "kind": "report", "source": "ledger.example", "held": true, "cites": ["moved"] },
        { "id": "moved", "kind": "claim", "claim": digest, "statement": "The wall moved." },
    ] });
    folder.put("claims/upper.json", upper.to_string());
    for (id, claims) in [("courier.example", 2), ("jane-doe", 2), ("ledger.example", 1)] {
        let run = folder.run(["source", "show", id, ".", "--at", AT, "--format", "json"]);
        let shown = run.assert_status(0).json();
        for member in ["named", "rests", "alone", "changes"] {
            assert_eq!(shown["sources"][0][member], claims, "{id} {member}");
        }
    }
}

#[test]
fn the_repository_around_the_working_directory_is_looked_at() {
    let claims = fixture("inference-chips").join("claims");
    let listed = run(byline()
        .current_dir(claims)
        .args(["source", "list", "--at", AT, "--format", "json"]));
    listed.assert_status(0);
    assert_eq!(listed.json()["claims"], 13);
    assert_eq!(
        listed.json()["sources"],
        source(&["list", fixture("inference-chips").to_str().unwrap()])["sources"]
    );
}

#[test]
fn what_was_retracted_or_superseded_is_left_aside() {
    let listed = source(&["list", fixture("harbour-inquiry").to_str().unwrap()]);
    assert_eq!((&listed["claims"], &listed["aside"]), (&json!(11), &json!(2)));
}

#[test]
fn no_name_of_a_source_is_a_command_of_a_pipeline() {
    let folder = Folder::new();
    let named =
        json!({ "byline": "source/1", "id": "a.example", "name": "::error title=x::y", "kind": "outlet" });
    folder.put("sources/a.json", named.to_string());
    let run = folder.run(["source", "show", "a.example", "."]);
    run.assert_status(0);
    assert!(run.stdout.contains("error title=x"), "{run:#?}");
    let is_command = |line: &str| line.trim_start().starts_with("::");
    assert!(!run.stdout.lines().any(is_command), "{run:#?}");
}
