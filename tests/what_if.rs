//! What `score --explain` promises is what `what-if` gives, and both are what the edited file is rated: to the last bit.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod playground;

use std::fs;

use playground::{Folder, fixture};
use serde_json::{Value, json};

/// The time of every check here: the trust lists of both fixtures are good then.
const AT: &str = "2026-11-24T00:00:00Z";

/// A rating as far as a promise goes: the bits of the support index, the grade and the word.
type Promised = (u64, String, String);

fn promised(rating: &Value) -> Promised {
    let text = |member: &str| rating[member].as_str().unwrap().to_owned();
    let probability = rating["probability"].as_f64().unwrap();
    (probability.to_bits(), text("grade"), text("rating"))
}

fn score(folder: &Folder, claim: &str) -> Value {
    let run = folder.run(["score", "--at", AT, "--explain", "--format", "json", claim]);
    run.assert_status(0);
    run.json()["ratings"][0].clone()
}

fn what_if(folder: &Folder, claim: &str, options: &[&str]) -> Value {
    let arguments = ["what-if", "--at", AT, "--format", "json", claim];
    let run = folder.run(arguments.iter().chain(options));
    run.assert_status(0);
    run.json()
}

fn chain(claim: &mut Value) -> &mut Vec<Value> {
    claim["chain"].as_array_mut().unwrap()
}

fn link<'c>(claim: &'c mut Value, id: &str) -> &'c mut Value {
    let links = chain(claim).iter_mut();
    links.into_iter().find(|link| link["id"] == id).unwrap()
}

fn unused_id(claim: &mut Value, stem: &str) -> String {
    let links = chain(claim);
    let is_used = |id: &str| links.iter().any(|link| link["id"] == id);
    (1..)
        .map(|number| match number {
            1 => stem.to_owned(),
            _ => format!("{stem}-{number}"),
        })
        .find(|id| !is_used(id))
        .unwrap()
}

/// Adds to the claim what `--add-origin KIND:BASIS --via SOURCE` says, as its help describes it.
fn add(claim: &mut Value, origin: &str, via: &str, nobody: &str) {
    let (kind, basis) = origin.split_once(':').unwrap();
    let (cited, citing) = (unused_id(claim, "new-origin"), unused_id(claim, "new-report"));
    let mut new = json!({ "id": cited, "kind": kind, "basis": basis });
    match kind {
        "statement" | "person" => new["source"] = nobody.into(),
        "anonymous" => {
            new["described"] = "somebody".into();
            new["count"] = 1.into();
        }
        _ => {}
    }
    let links = chain(claim);
    links.push(json!({ "id": citing, "kind": "report", "source": via, "held": true, "cites": [cited] }));
    links.push(new);
}

/// Drops a link by hand: who cited it does no longer, what copies nothing then goes, and what nobody cites or holds.
fn drop_link(claim: &mut Value, id: &str) {
    let mut gone = vec![id.to_owned()];
    while let Some(id) = gone.pop() {
        chain(claim).retain(|link| link["id"] != id.as_str());
        for link in chain(claim).iter_mut() {
            if let Some(cites) = link.get_mut("cites").and_then(Value::as_array_mut) {
                cites.retain(|cited| cited != id.as_str());
            }
        }
        let links = chain(claim).clone();
        let is_cited = |id: &Value| {
            let mut cites = links.iter().filter_map(|link| link.get("cites"));
            cites.any(|cites| cites.as_array().unwrap().contains(id))
        };
        let is_idle = |link: &Value| {
            let cites_nothing = link["cites"].as_array().is_some_and(Vec::is_empty);
            let is_held = link["held"] == true || link.get("evidence").is_some();
            (link["kind"] == "repost" && cites_nothing) || (!is_held && !is_cited(&link["id"]))
        };
        let idle = links.iter().filter(|link| is_idle(link));
        gone.extend(idle.map(|link| link["id"].as_str().unwrap().to_owned()));
    }
    for link in chain(claim) {
        if link["cites"].as_array().is_some_and(Vec::is_empty) {
            link.as_object_mut().unwrap().remove("cites");
        }
    }
}

/// The claim after an action of `what-if`.
fn edited(claim: &Value, options: &[&str]) -> Value {
    let mut claim = claim.clone();
    let members = claim.as_object_mut().unwrap();
    members.remove("proof");
    members.remove("by");
    let mut nobodies = 0;
    let all = |name: &str| -> Vec<&str> {
        let pairs = options.chunks(2).filter(|pair| pair[0] == name);
        pairs.map(|pair| pair[1]).collect()
    };
    for id in all("--drop") {
        drop_link(&mut claim, id);
    }
    for id in all("--hold") {
        link(&mut claim, id)["held"] = true.into();
    }
    for id in all("--distinct") {
        link(&mut claim, id)["distinct"] = "another sex, another employer".into();
    }
    for (origin, via) in all("--add-origin").into_iter().zip(all("--via")) {
        nobodies += 1;
        add(
            &mut claim,
            origin,
            via,
            &format!("nobody-whom-we-know-{nobodies}"),
        );
    }
    claim
}

/// Rates `claim` in the place of the file `path`, and puts the file back.
fn rated_in_place(folder: &Folder, path: &str, claim: &Value) -> Promised {
    let before = folder.read(path);
    folder.put(path, claim.to_string());
    let rating = promised(&score(folder, path));
    folder.put(path, before);
    rating
}

/// Holds every promise on the claims of a folder; gives how many there were.
fn hold_promises(folder: &Folder) -> usize {
    let mut promises = 0;
    for name in folder.names("claims") {
        let path = format!("claims/{name}");
        let claim: Value = serde_json::from_str(&folder.read(&path)).unwrap();
        let rating = score(folder, &path);
        // What was taken back stays so only until it is changed.
        if rating["rating"] == "retracted" {
            continue;
        }
        assert_eq!(
            promised(&rating),
            rated_in_place(folder, &path, &edited(&claim, &[]))
        );
        for raise in rating["raise"].as_array().unwrap() {
            let action = raise["action"].as_str().unwrap();
            let options: Vec<&str> = action.split(' ').collect();
            let told = what_if(folder, &path, &options);
            assert_eq!(promised(&told["before"]), promised(&rating), "{path} {action}");
            assert_eq!(promised(&told["after"]), promised(raise), "{path} {action}");
            let then = rated_in_place(folder, &path, &edited(&claim, &options));
            assert_eq!(then, promised(raise), "{path} {action}");
            let delta = raise["delta"].as_f64().unwrap();
            let now = rating["probability"].as_f64().unwrap();
            assert_eq!(
                delta,
                raise["probability"].as_f64().unwrap() - now,
                "{path} {action}"
            );
            promises += 1;
        }
    }
    promises
}

#[test]
fn what_is_promised_is_what_the_edited_file_is_rated() {
    for repository in ["inference-chips", "harbour-inquiry"] {
        let promises = hold_promises(&Folder::copy_of(&fixture(repository)));
        assert!(promises > 40, "{repository}: {promises}");
    }
}

/// Chains that are meant to go wrong: loops, ids that additions would take, several people who may be one, outlets of
/// one owner, denials, what was withdrawn.
fn difficult() -> Folder {
    let folder = Folder::new();
    folder.put("byline.toml", "[score]\nunsealed-sources = \"accept\"\n");
    for (id, letter, owner) in [
        ("courier.example", "B", "house"),
        ("ledger.example", "A", "house"),
        ("wire.example", "A", "wire.example"),
        ("blog.example", "E", "blog.example"),
    ] {
        let source = json!({ "byline": "source/1", "id": id, "name": id, "kind": "outlet", "owner": owner,
                             "reliability": letter, "track": { "right": 3, "wrong": 1 } });
        folder.put(&format!("sources/{id}.json"), source.to_string());
    }
    let put = |id: &str, chain: Value| {
        let claim = json!({ "byline": "claim/1", "id": id, "statement": "The wall moved.", "lang": "en", "chain": chain });
        folder.put(&format!("claims/{id}.json"), claim.to_string());
    };
    put(
        "loop",
        json!([
            { "id": "blog", "kind": "repost", "source": "blog.example", "held": true, "cites": ["courier"] },
            { "id": "courier", "kind": "report", "source": "courier.example", "cites": ["ledger", "staff", "denial"] },
            { "id": "ledger", "kind": "report", "source": "ledger.example", "cites": ["courier", "aide"] },
            { "id": "staff", "kind": "anonymous", "described": "staff", "count": 3, "basis": "direct" },
            { "id": "aide", "kind": "anonymous", "described": "an aide", "count": "several", "basis": "briefed" },
            { "id": "denial", "kind": "statement", "source": "ministry", "stance": "denies" },
        ]),
    );
    put(
        "taken-ids",
        json!([
            { "id": "new-report", "kind": "report", "source": "unknown.example", "held": true, "cites": ["new-origin", "z"] },
            { "id": "new-origin", "kind": "document", "basis": "unverified" },
            { "id": "new-origin-2", "kind": "observation", "held": true, "withdrawn": "A hoax." },
            { "id": "z", "kind": "person", "source": "jane-doe", "interest": "against" },
        ]),
    );
    put(
        "one-house",
        json!([
            { "id": "a", "kind": "report", "source": "courier.example", "held": true, "cites": ["staff", "b"] },
            { "id": "b", "kind": "report", "source": "ledger.example", "cites": ["staff", "memo"] },
            { "id": "c", "kind": "repost", "source": "blog.example", "held": true, "cites": ["b"] },
            { "id": "staff", "kind": "anonymous", "described": "staff", "count": 1, "basis": "participant" },
            { "id": "memo", "kind": "document", "source": "ministry" },
        ]),
    );
    folder
}

#[test]
fn promises_on_difficult_chains_hold_too() {
    let promises = hold_promises(&difficult());
    assert!(promises > 15, "{promises}");
}

#[test]
fn where_there_is_one_outlet_papers_and_confirmations_are_offered_all_the_same() {
    let folder = difficult();
    for outlet in ["ledger.example", "wire.example", "blog.example"] {
        fs::remove_file(folder.path().join(format!("sources/{outlet}.json"))).unwrap();
    }
    assert!(hold_promises(&folder) > 0);
    let rating = score(&folder, "claims/one-house.json");
    let offered = rating["raise"].as_array().unwrap().iter();
    let mut offered: Vec<&str> = offered.map(|raise| raise["action"].as_str().unwrap()).collect();
    offered.retain(|action| action.starts_with("--add-origin"));
    assert_eq!(
        offered,
        [
            "--add-origin document:verified --via courier.example",
            "--add-origin statement:authoritative --via courier.example"
        ]
    );
}

#[test]
fn several_changes_at_once_are_rated_as_the_edited_file() {
    let folder = difficult();
    for (name, options) in [
        ("loop", &["--drop", "ledger", "--hold", "courier"][..]),
        (
            "loop",
            &["--hold", "ledger", "--distinct", "aide", "--drop", "denial"],
        ),
        (
            "loop",
            &[
                "--distinct",
                "staff",
                "--distinct",
                "aide",
                "--hold",
                "courier",
                "--hold",
                "ledger",
            ],
        ),
        (
            "loop",
            &[
                "--add-origin",
                "person:direct",
                "--via",
                "wire.example",
                "--add-origin",
                "person:direct",
                "--via",
                "ledger.example",
                "--hold",
                "courier",
            ],
        ),
        (
            "taken-ids",
            &[
                "--drop",
                "z",
                "--add-origin",
                "statement:other",
                "--via",
                "courier.example",
            ],
        ),
        (
            "taken-ids",
            &[
                "--add-origin",
                "observation:unverified",
                "--via",
                "nowhere.example",
                "--add-origin",
                "anonymous:unspecified",
                "--via",
                "elsewhere.example",
            ],
        ),
        ("one-house", &["--drop", "b"]),
        ("one-house", &["--drop", "a", "--drop", "memo"]),
        (
            "one-house",
            &[
                "--add-origin",
                "document:unverified",
                "--via",
                "courier.example",
                "--distinct",
                "staff",
            ],
        ),
    ] {
        let path = format!("claims/{name}.json");
        let claim: Value = serde_json::from_str(&folder.read(&path)).unwrap();
        let after = what_if(&folder, &path, options)["after"].clone();
        let changed = edited(&claim, options);
        let rating = {
            let before = folder.read(&path);
            folder.put(&path, changed.to_string());
            let rating = score(&folder, &path);
            folder.put(&path, before);
            rating
        };
        for (member, value) in after.as_object().unwrap() {
            assert_eq!(*value, rating[member], "{name} {options:?} {member}");
        }
        assert_eq!(promised(&after), promised(&rating), "{name} {options:?}");
    }
}

#[test]
fn the_weakest_basis_is_taken_where_none_is_given() {
    let folder = difficult();
    for (kind, weakest) in [
        ("statement", "other"),
        ("person", "unspecified"),
        ("anonymous", "unspecified"),
        ("document", "unverified"),
        ("observation", "unverified"),
    ] {
        let with = |origin: &str| {
            what_if(
                &folder,
                "claims/one-house.json",
                &["--add-origin", origin, "--via", "wire.example"],
            )
        };
        assert_eq!(with(kind), with(&format!("{kind}:{weakest}")));
    }
}

#[test]
fn nothing_is_written() {
    let folder = difficult();
    let all = |folder: &Folder| -> Vec<String> {
        let names = folder.names("claims");
        names
            .iter()
            .map(|name| folder.read(&format!("claims/{name}")))
            .collect()
    };
    let (before, names) = (all(&folder), folder.names("."));
    what_if(
        &folder,
        "claims/loop.json",
        &["--hold", "ledger", "--drop", "denial"],
    );
    assert_eq!(all(&folder), before);
    assert_eq!(folder.names("."), names);
}
