//! Outlets that have it from one another, in whatever records that is written.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod playground;

use playground::{AT, Folder, did};
use serde_json::{Value, json};

/// A claim with reports that have it from the next one each; the first is held.
fn claim(id: &str, reports: &[Value]) -> Value {
    let mut chain: Vec<Value> = reports.to_vec();
    let ids: Vec<Value> = chain.iter().map(|link| link["id"].clone()).collect();
    for (at, link) in chain.iter_mut().enumerate() {
        link["kind"] = "report".into();
        link["source"] = format!("{}.example", link["id"].as_str().unwrap()).into();
        if at == 0 {
            link["held"] = true.into();
        }
        if let Some(next) = ids.get(at + 1) {
            link["cites"] = json!([next]);
        }
    }
    json!({
        "byline": "claim/1", "id": id, "by": [did("harbour-author")], "statement": "That it is so.", "lang": "en",
        "chain": chain
    })
}

fn at(id: &str, url: &str) -> Value {
    json!({ "id": id, "url": url })
}

/// The messages about circular reporting, with their paths.
fn circular(folder: &Folder, paths: &[&str]) -> Vec<(String, String)> {
    let arguments = ["score", "--at", AT, "--format", "json"];
    let run = folder.run(arguments.iter().chain(paths));
    run.assert_clean();
    let run = run.json();
    let findings = run["findings"].as_array().unwrap().iter();
    findings
        .filter(|finding| finding["rule"] == "circular-reporting")
        .map(|finding| {
            let text = |member: &str| finding[member].as_str().unwrap().to_owned();
            (text("path"), text("message"))
        })
        .collect()
}

#[test]
fn a_loop_over_three_files_is_told_as_a_path() {
    let folder = Folder::new();
    let sha256 = "ab".repeat(32);
    let capture = |id: &str| json!({ "id": id, "evidence": { "sha256": sha256 } });
    let a = claim(
        "a",
        &[
            at("courier", "https://courier.example/wall"),
            at("wire", "https://wire.example/1"),
        ],
    );
    let b = claim(
        "b",
        &[
            at("wire", "http://WWW.wire.example/1/"),
            json!({ "id": "agency" }),
            capture("blog"),
        ],
    );
    let c = claim(
        "c",
        &[
            capture("archive"),
            at("paper", "https://courier.example:443/wall#top"),
        ],
    );
    folder.put("a.json", a.to_string());
    folder.put("more.jsonl", format!("{b}\n{c}\n"));
    let told = circular(&folder, &["a.json", "more.jsonl"]);
    let path = "these have it from one another: courier.example (link courier) has it from wire.example (link wire), \
                by a.json; wire.example (link wire) has it from blog.example (link blog), by more.jsonl:1; \
                archive.example (link archive) has it from paper.example (link paper), by more.jsonl:2";
    assert_eq!(told, [("a.json".to_owned(), path.to_owned())]);
    // Without one of them it leads nowhere back.
    assert_eq!(circular(&folder, &["more.jsonl"]), []);
}

#[test]
fn a_loop_adds_nothing_to_a_rating() {
    let folder = Folder::new();
    let loops = [
        ("a", ["courier", "wire"]),
        ("b", ["wire", "courier"]),
        ("bare", ["courier", "nobody"]),
    ];
    for (id, [first, second]) in loops {
        let url = |id: &str| format!("https://{id}.example/");
        let reports = [at(first, &url(first)), at(second, &url(second))];
        folder.put(&format!("{id}.json"), claim(id, &reports).to_string());
    }
    let run = folder.run(["score", "--at", AT, "--format", "json", "."]).json();
    for rating in run["ratings"].as_array().unwrap() {
        assert_eq!(
            (&rating["rating"], &rating["probability"]),
            (&json!("none"), &json!(0.5)),
            "{rating}"
        );
    }
    assert_eq!(circular(&folder, &["."]).len(), 1);
}

#[test]
fn one_record_in_two_files_is_one_record() {
    let folder = Folder::new();
    let mut round = claim(
        "round",
        &[at("a", "https://a.example/1"), at("b", "https://b.example/1")],
    );
    round["chain"][1]["cites"] = json!(["a"]);
    folder.put("one.json", round.to_string());
    folder.put("two.json", round.to_string());
    assert_eq!(circular(&folder, &["."]), []);
}

#[test]
fn what_was_superseded_says_nothing_any_more() {
    let folder = Folder::repository();
    let [a, b, c] = [
        ("a", "https://a.example/1"),
        ("b", "https://b.example/1"),
        ("c", "https://c.example/1"),
    ]
    .map(|(id, url)| at(id, url));
    folder.put(
        "claims/first.json",
        claim("first", &[a.clone(), b.clone()]).to_string(),
    );
    folder.put(
        "claims/second.r1.json",
        claim("second", &[b.clone(), a]).to_string(),
    );
    let sign = |path: &str| {
        folder.sign("harbour-author", &[path]).assert_status(0);
    };
    sign("claims/first.json");
    sign("claims/second.r1.json");
    assert_eq!(circular(&folder, &["claims"]).len(), 1);
    // Asked of one file of it, the loop is told there.
    let told = circular(&folder, &["claims/second.r1.json"]);
    assert_eq!(told[0].0, "claims/second.r1.json", "{told:?}");
    let mut revision = claim("second", &[b, c]);
    revision["supersedes"] = folder.digest("claims/second.r1.json").into();
    revision["revision"] = 2.into();
    folder.put("claims/second.json", revision.to_string());
    sign("claims/second.json");
    assert_eq!(circular(&folder, &["claims"]), []);
}
