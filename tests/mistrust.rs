//! What `score --explain` says of a rating if somebody were not trusted is what it is when they are not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod playground;

use std::fs;

use playground::{AT, Folder, byline, did, fixture, run};
use serde_json::{Value, json};

const CLAIMS: [&str; 4] = ["below", "taken-back", "above", "beside"];

fn scored(folder: &Folder) -> Value {
    let run = folder.run(["score", "--at", AT, "--explain", "--format", "json", "claims"]);
    run.assert_clean();
    run.json()
}

fn rating<'v>(scored: &'v Value, id: &str) -> &'v Value {
    let ratings = scored["ratings"].as_array().unwrap();
    ratings.iter().find(|rating| rating["id"] == id).unwrap()
}

fn source(id: &str, kind: &str) -> String {
    json!({
        "byline": "source/1", "id": id, "name": id, "kind": kind, "reliability": "A",
        "rated": { "by": "house", "on": "2026-01-01" }
    })
    .to_string()
}

/// A claim of what a named person told an outlet, or one that rests on another.
fn claim(id: &str, author: &str, below: Option<&str>) -> String {
    let statement = "Of this, that it is so.";
    let chain = match below {
        None => json!([
            { "id": "wire", "kind": "report", "source": "wire", "held": true, "cites": ["jane"] },
            { "id": "jane", "kind": "person", "source": "jane", "basis": "participant" },
        ]),
        Some(below) => json!([
            { "id": "below", "kind": "claim", "claim": below, "statement": statement, "held": true },
        ]),
    };
    json!({
        "byline": "claim/1", "id": id, "by": [author], "statement": statement, "lang": "en", "chain": chain
    })
    .to_string()
}

/// Claims that rest on sources, claims and a notice that several people have signed.
fn repository() -> Folder {
    let folder = Folder::repository();
    let list = folder.read("trust/1.json");
    let mut list: Value = serde_json::from_str(&list).unwrap();
    list["signers"].as_array_mut().unwrap().push(json!({
        "key": did("harbour-checker"), "name": "Second Editor", "roles": ["editor", "author"],
        "from": "2026-01-01T00:00:00Z"
    }));
    put_list(&folder, list);
    folder.put("sources/wire.json", source("wire", "outlet"));
    folder.put("sources/jane.json", source("jane", "person"));
    sign(
        &folder,
        "harbour-editor",
        &["sources/wire.json", "sources/jane.json"],
    );
    sign(&folder, "harbour-checker", &["sources/wire.json"]);
    let (maren, second) = (did("harbour-author"), did("harbour-checker"));
    folder.put("claims/below.json", claim("below", &second, None));
    folder.put("claims/taken-back.json", claim("taken-back", &maren, None));
    sign(&folder, "harbour-checker", &["claims/below.json"]);
    sign(&folder, "harbour-author", &["claims/taken-back.json"]);
    let taken_back = folder.digest("claims/taken-back.json");
    for (id, below) in [
        ("above", folder.digest("claims/below.json")),
        ("beside", taken_back.clone()),
    ] {
        let path = format!("claims/{id}.json");
        folder.put(&path, claim(id, &maren, Some(&below)));
        sign(&folder, "harbour-author", &[&path]);
    }
    folder.put(
        "notices/taken-back.json",
        json!({
            "byline": "notice/1", "record": taken_back, "effect": "retracts", "reason": "It was not so.",
            "issued": "2026-03-06T09:00:00Z", "by": [did("harbour-editor")]
        })
        .to_string(),
    );
    sign(&folder, "harbour-editor", &["notices/taken-back.json"]);
    folder
}

fn sign(folder: &Folder, key: &str, paths: &[&str]) {
    folder.sign(key, paths).assert_status(0);
}

fn put_list(folder: &Folder, mut list: Value) {
    list.as_object_mut().unwrap().remove("proof");
    folder.put("trust/1.json", list.to_string());
    sign(folder, "harbour-owner-one", &["trust/1.json"]);
}

#[test]
fn a_signer_who_is_not_trusted_is_one_who_is_not_listed() {
    let folder = repository();
    let before = scored(&folder);
    let findings: Vec<&Value> = before["findings"].as_array().unwrap().iter().collect();
    assert!(
        matches!(findings.as_slice(), [only] if only["rule"] == "rests-on-retracted"),
        "{before:#}"
    );
    let list: Value = serde_json::from_str(&folder.read("trust/1.json")).unwrap();
    let mut changed = 0;
    for signer in list["signers"].as_array().unwrap() {
        if signer["name"] == "Owner One" {
            continue;
        }
        let mut without = list.clone();
        let signers = without["signers"].as_array_mut().unwrap();
        signers.retain(|other| other["key"] != signer["key"]);
        put_list(&folder, without);
        let after = scored(&folder);
        for id in CLAIMS {
            let (now, then) = (rating(&before, id), rating(&after, id));
            let told = now["mistrust"].as_array().unwrap();
            let told = told.iter().find(|entry| entry["signer"] == signer["name"]);
            let told = told.unwrap_or(now);
            for member in ["grade", "rating"] {
                assert_eq!(told[member], then[member], "{id} without {signer}");
            }
            if told["keys"].is_array() {
                assert_eq!(told["probability"], then["probability"], "{id} without {signer}");
                assert_eq!(told["keys"], json!([signer["key"]]));
                changed += 1;
            }
        }
    }
    assert_eq!(changed, 5, "{before:#}");
}

#[test]
fn an_owner_who_is_not_trusted_is_one_without_links() {
    let mut compared = 0;
    for repository in ["inference-chips", "harbour-inquiry"] {
        let folder = fixture(repository);
        let run = run(byline()
            .args([
                "score",
                "--explain",
                "--at",
                "2026-11-24T00:00:00Z",
                "--format",
                "json",
            ])
            .arg(&folder));
        for rating in run.json()["ratings"].as_array().unwrap() {
            let id = rating["id"].as_str().unwrap();
            let record = folder.join(format!("claims/{id}.json"));
            let claim: Value = serde_json::from_str(&fs::read_to_string(&record).unwrap()).unwrap();
            let links = claim["chain"].as_array().unwrap();
            let digest = playground::run(byline().arg("digest").arg(&record)).stdout;
            let is_this = digest.starts_with(rating["digest"].as_str().unwrap());
            if !is_this || rating["rating"] == "retracted" || links.iter().any(|link| link["kind"] == "claim")
            {
                continue;
            }
            for told in rating["mistrust"].as_array().unwrap() {
                let Some(owner) = told["owner"].as_str() else {
                    continue;
                };
                let is_theirs = |link: &&Value| {
                    let Some(source) = link["source"].as_str() else {
                        return false;
                    };
                    let source = fs::read_to_string(folder.join(format!("sources/{source}.json"))).unwrap();
                    let source: Value = serde_json::from_str(&source).unwrap();
                    source["owner"].as_str().or(source["id"].as_str()) == Some(owner)
                };
                let mut command = byline();
                command.args(["what-if", "--at", "2026-11-24T00:00:00Z", "--format", "json"]);
                command.arg(&record);
                for link in links.iter().filter(is_theirs) {
                    command.args(["--drop", link["id"].as_str().unwrap()]);
                }
                let run = playground::run(&mut command);
                if run.status != Some(0) {
                    continue;
                }
                let then = &run.json()["after"];
                for member in ["grade", "rating", "probability"] {
                    assert_eq!(told[member], then[member], "{id} without {owner}: {member}");
                }
                compared += 1;
            }
        }
    }
    assert!(compared > 0, "{compared}");
}
