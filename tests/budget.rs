//! Stories that are large, and stories that are too entangled to be rated exactly.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod playground;
#[path = "../benches/rating/story.rs"]
mod story;

use std::process::Output;

use playground::{AT, Folder, byline};
use serde_json::{Value, json};

/// Papers, and as many agencies.
const PAPERS: usize = 30;

/// A story in which each paper cites four agencies, and each agency somebody unnamed of its own. The papers were read; the
/// agencies too, where `agencies_held` says so. Sources first, then the claim `tangle`.
fn tangle(agencies_held: bool) -> String {
    let mut records = Vec::new();
    let mut chain = Vec::new();
    for number in 0..PAPERS {
        for (what, held) in [("paper", true), ("agency", agencies_held)] {
            let id = format!("{what}-{number}");
            records.push(json!({
                "byline": "source/1", "id": id, "name": id, "kind": "outlet", "reliability": "B",
                "rated": { "by": "house", "on": "2026-01-01" },
            }));
            let cites = match what {
                "paper" => [0, 1, 4, 9]
                    .map(|step| format!("agency-{}", (number + step) % PAPERS))
                    .to_vec(),
                _ => vec![format!("person-{number}")],
            };
            let mut link = json!({ "id": id, "kind": "report", "source": id, "cites": cites });
            if held {
                link["held"] = true.into();
            }
            chain.push(link);
        }
        chain.push(json!({
            "id": format!("person-{number}"), "kind": "anonymous", "described": "somebody who saw it", "count": 1,
            "basis": "direct", "distinct": "of another town",
        }));
    }
    records.push(json!({
        "byline": "claim/1", "id": "tangle", "statement": "So it is.", "lang": "en", "chain": chain
    }));
    let lines: Vec<String> = records.iter().map(Value::to_string).collect();
    lines.join("\n")
}

/// `byline score --format json` over these records, however long it takes: a build for tests takes seconds.
fn score(records: String) -> (Output, Value) {
    let folder = Folder::new();
    folder.put("records.jsonl", records);
    let output = byline()
        .args(["score", "--at", AT, "--format", "json", "records.jsonl"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(output.stderr.is_empty(), "{output:?}");
    let value = serde_json::from_slice(&output.stdout).unwrap();
    (output, value)
}

#[test]
fn a_story_beyond_the_budget_is_an_error_that_names_the_claim() {
    let (output, run) = score(tangle(false));
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(run["ratings"], json!([]));
    let unrated = &run["unrated"][0];
    assert_eq!(unrated["id"], "tangle");
    assert_eq!(
        unrated["reason"],
        "its outlets and owners are too entangled: more than 262144 states of them would have to be told apart; hold \
         those that you have read yourself, or leave out those that only repeat others"
    );
    // What the message says to do helps.
    let (output, run) = score(tangle(true));
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(run["ratings"][0]["origins"]["established"], PAPERS);
}

#[test]
fn a_story_of_four_hundred_outlets_is_rated() {
    let (output, run) = score(story::layered(400, 60, 25).join("\n"));
    assert_eq!(output.status.code(), Some(0));
    let rating = &run["ratings"][0];
    assert_eq!(rating["id"], "story");
    assert_eq!(rating["attribution"].as_object().unwrap().len(), 25, "{rating:#}");
}

/// So many rows of outlets.
const ROWS: usize = 8;

/// So many outlets a row.
const ROW: usize = 11;

/// A claim of rows of outlets, each of its own, each citing three of the next row, and only the first row held. It is
/// rated within the budget, and rated without each outlet in more than the budget for all of these.
fn entangled() -> String {
    let mut chain = Vec::new();
    for row in 0..ROWS {
        for at in 0..ROW {
            let cited = [at, (at + 1) % ROW, (at * 5 + row) % ROW];
            let mut cites: Vec<String> = cited
                .iter()
                .map(|cited| match row + 1 {
                    ROWS => format!("person-{cited}"),
                    next => format!("outlet-{next}-{cited}"),
                })
                .collect();
            cites.sort();
            cites.dedup();
            let id = format!("outlet-{row}-{at}");
            let mut link = json!({ "id": id, "kind": "report", "source": id, "cites": cites });
            if row == 0 {
                link["held"] = true.into();
            }
            chain.push(link);
        }
    }
    chain.extend((0..ROW).map(|at| {
        json!({
            "id": format!("person-{at}"), "kind": "anonymous", "described": format!("clerk number {at}"), "count": 1,
            "basis": "participant",
        })
    }));
    let claim = json!({
        "byline": "claim/1", "id": "entangled", "statement": "So it is.", "lang": "en", "chain": chain,
    });
    claim.to_string()
}

/// Puts the record of an outlet, its own owner.
fn put_outlet(folder: &Folder, id: &str) {
    let source = json!({
        "byline": "source/1", "id": id, "name": id, "kind": "outlet", "reliability": "B",
        "rated": { "by": "house", "on": "2026-01-01" },
    });
    folder.put(&format!("sources/{id}.json"), source.to_string());
}

/// What the program writes of the entangled claim; its words in one line.
fn of_entangled(arguments: &[&str]) -> (Option<i32>, String) {
    let folder = Folder::new();
    folder.put("byline.toml", "[score]\nunsealed-sources = \"accept\"\n");
    for row in 0..ROWS {
        for at in 0..ROW {
            put_outlet(&folder, &format!("outlet-{row}-{at}"));
        }
    }
    folder.put("entangled.json", entangled());
    let output = byline()
        .args(arguments)
        .arg("entangled.json")
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(output.stderr.is_empty(), "{output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    let words: Vec<&str> = text.split_whitespace().collect();
    (output.status.code(), words.join(" "))
}

#[test]
fn what_takes_too_many_ratings_to_explain_is_rated_and_left_unexplained() {
    let (code, text) = of_entangled(&["score", "--at", AT, "--explain"]);
    assert_eq!(code, Some(0), "{text}");
    assert!(
        text.contains("not attested") || text.contains("thinly attested"),
        "{text}"
    );
    assert!(text.contains("Weakest point"), "{text}");
    let left_out = "left out: its outlets and owners are too entangled to say what is owed to whom, what would raise \
                    it, whom it trusts";
    assert_eq!(text.matches(left_out).count(), 1, "{text}");
    assert!(text.contains("1 claim rated"), "{text}");

    let (code, text) = of_entangled(&["score", "--at", AT, "--explain", "--format", "json"]);
    assert_eq!(code, Some(0), "{text}");
    let run: Value = serde_json::from_str(&text).unwrap();
    let schema: Value = serde_json::from_str(include_str!("../schemas/ratings.schema.json")).unwrap();
    assert!(jsonschema::is_valid(&schema, &run), "{run:#}");
    let explained = &run["ratings"][0];
    assert_eq!(
        explained["incomplete"],
        json!(["contributions", "raise", "mistrust"])
    );
    assert_eq!(explained["contributions"], json!([]));

    let (_, plain) = of_entangled(&["score", "--at", AT, "--format", "json"]);
    let plain: Value = serde_json::from_str(&plain).unwrap();
    assert_eq!(plain["ratings"][0]["probability"], explained["probability"]);
    assert_eq!(plain["ratings"][0].get("incomplete"), None);
}

#[test]
fn what_each_link_of_an_entangled_claim_brings_is_left_out_where_it_is_shown() {
    let (code, text) = of_entangled(&["show"]);
    assert_eq!(code, Some(0), "{text}");
    assert!(text.contains("support index"), "{text}");
    let left_out = "left out: its outlets and owners are too entangled to say what each link brings";
    assert_eq!(text.matches(left_out).count(), 1, "{text}");
    assert!(text.contains("as reported"), "{text}");
    assert!(!text.contains("adds"), "{text}");
}

#[test]
fn an_entangled_claim_is_left_out_where_what_rests_on_whom_is_counted() {
    let (code, text) = of_entangled(&["source", "list", "--at", AT]);
    assert_eq!(code, Some(1), "{text}");
    let left_out = "entangled: left out: its outlets and owners are too entangled to say what rests on whom";
    assert!(text.contains(left_out), "{text}");

    let (code, text) = of_entangled(&["source", "list", "--at", AT, "--format", "json"]);
    assert_eq!(code, Some(1), "{text}");
    let run: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(run["unrated"][0]["id"], "entangled");
    assert_eq!(
        run["unrated"][0]["reason"],
        "its outlets and owners are too entangled to say what rests on whom"
    );

    // One source alone is within the budget.
    let (code, text) = of_entangled(&["source", "show", "outlet-0-0", "--at", AT]);
    assert_eq!(code, Some(0), "{text}");
    assert!(!text.contains("left out"), "{text}");
}

/// Outlets that all cite one another, one of which was read, and somebody whom all of them cite. Few states, and much to
/// look at before they are found.
fn a_choir(outlets: usize) -> String {
    let id = |number: usize| format!("outlet-{number}");
    let mut chain: Vec<Value> = (0..outlets)
        .map(|number| {
            let others = (0..outlets).filter(|other| *other != number).map(id);
            let cites: Vec<String> = others.chain(["witness".to_owned()]).collect();
            json!({ "id": id(number), "kind": "report", "source": id(number), "cites": cites })
        })
        .collect();
    chain[0]["held"] = true.into();
    chain.push(json!({ "id": "witness", "kind": "person", "source": "witness", "basis": "direct" }));
    json!({ "byline": "claim/1", "id": "choir", "statement": "So it is.", "lang": "en", "chain": chain })
        .to_string()
}

#[test]
fn looking_for_an_order_counts_against_the_budget_of_an_explanation() {
    const OUTLETS: usize = 120;
    let folder = Folder::new();
    folder.put("byline.toml", "[score]\nunsealed-sources = \"accept\"\n");
    for number in 0..OUTLETS {
        put_outlet(&folder, &format!("outlet-{number}"));
    }
    folder.put("claims/choir.json", a_choir(OUTLETS));
    let output = byline()
        .args([
            "score",
            "--at",
            AT,
            "--explain",
            "--format",
            "json",
            "claims/choir.json",
        ])
        .current_dir(folder.path())
        .output()
        .unwrap();
    let run: Value = serde_json::from_slice(&output.stdout).unwrap();
    let explained = &run["ratings"][0];
    assert!(explained["probability"].as_f64().unwrap() > 0.5, "{run:#}");
    let left_out = explained["incomplete"].as_array().unwrap();
    assert!(left_out.contains(&json!("contributions")), "{run:#}");
}
