//! Stories that are large, and stories that are too entangled to be rated exactly.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod playground;
#[path = "../benches/measure/story.rs"]
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
