//! What a bundle says of its claim is what the repository says, and nothing in it can be changed unseen.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::playground::{Folder, Run, byline, claim, fixture, key, run, words};
use super::sealed::{Parts, bundle_of};

const AT: [&str; 2] = ["--at", "2026-11-24T00:00:00Z"];

fn claims() -> Vec<PathBuf> {
    let mut found = Vec::new();
    for repository in ["harbour-inquiry", "inference-chips"] {
        let folder = fixture(&format!("{repository}/claims"));
        found.extend(fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()));
    }
    found.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    found.sort();
    assert!(found.len() > 12, "only {} claims were found", found.len());
    found
}

/// Without what depends on where a record lies, and on whether its captures do.
fn without(value: &mut Value, places: &[&str]) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| without(item, places)),
        Value::Object(members) => {
            for place in places {
                members.remove(*place);
            }
            members.values_mut().for_each(|value| without(value, places));
        }
        _ => {}
    }
}

/// What is said of each claim, by digest and without where it lies.
fn said_of_claims(command: &str, path: &Path, captures: bool) -> BTreeMap<String, Value> {
    let said = run(byline()
        .arg(command)
        .arg(path)
        .args(["--format", "json"])
        .args(AT))
    .json();
    let list = if command == "verify" { "records" } else { "ratings" };
    let records = said[list].as_array().unwrap().iter().cloned();
    let by_digest = records.map(|mut record| {
        without(&mut record, &["path", "line", "column", "offset", "length"]);
        if !captures {
            without(&mut record, &["findings", "captures"]);
        }
        assert!(record.as_object().unwrap().len() > 3, "{record}");
        (record["digest"].as_str().unwrap().to_owned(), record)
    });
    by_digest.collect()
}

#[test]
fn a_bundle_says_of_its_claim_what_the_repository_says() {
    let folder = Folder::new();
    let path = folder.path().join("claim.bundle");
    let mut quotes = 0;
    for claim in claims() {
        for (options, captures) in [(&["--captures"][..], true), (&[], false)] {
            let bytes = bundle_of(&claim, options);
            assert_eq!(bytes, bundle_of(&claim, options), "the same bytes each time");
            fs::write(&path, &bytes).unwrap();
            let parts = Parts::of(&bytes);
            for command in ["verify", "score"] {
                let repository = said_of_claims(command, claim.parent().unwrap().parent().unwrap(), captures);
                let bundle = said_of_claims(command, &path, captures);
                let digest = parts.claim.as_str().unwrap();
                assert_eq!(
                    repository[digest],
                    bundle[digest],
                    "{command} {}",
                    claim.display()
                );
                let named = bundle[digest].get("captures").and_then(Value::as_array);
                quotes += named.map_or(0, |named| {
                    named.iter().filter(|it| it["quote"] == "consistent").count()
                });
            }
            let named = named_captures(&parts);
            let ids = |list: &Value, member: &str| -> Vec<String> {
                let ids = list.as_array().unwrap().iter();
                let ids = ids.map(|it| {
                    if member.is_empty() {
                        it.clone()
                    } else {
                        it[member].clone()
                    }
                });
                ids.map(|id| id.as_str().unwrap().to_owned()).collect()
            };
            let omitted: Vec<String> = parts
                .omits
                .iter()
                .filter(|omitted| omitted["what"] == "capture")
                .flat_map(|omitted| ids(&omitted["ids"], ""))
                .collect();
            let carried = ids(&parts.captures, "sha256");
            let expected = if captures {
                (named, Vec::new())
            } else {
                (Vec::new(), named)
            };
            assert_eq!((carried, omitted), expected, "{}", claim.display());
        }
    }
    assert!(quotes > 1, "no quote was looked for");
}

/// The captures that the records of a bundle name, in order.
fn named_captures(parts: &Parts) -> Vec<String> {
    let mut named = Vec::new();
    for line in &parts.lines {
        let record: Value = serde_json::from_slice(line).unwrap();
        let links = record["chain"].as_array().into_iter().flatten();
        named.extend(links.filter_map(|link| Some(link["evidence"]["sha256"].as_str()?.to_owned())));
    }
    named.sort();
    named.dedup();
    named
}

fn verified(bytes: &[u8]) -> Run {
    said_by("verify", bytes)
}

/// What a command says of a bundle of these bytes.
fn said_by(command: &str, bytes: &[u8]) -> Run {
    let folder = Folder::new();
    let path = folder.path().join("changed.bundle");
    fs::write(&path, bytes).unwrap();
    let said = run(byline().arg(command).arg(path).args(AT));
    said.assert_clean();
    said
}

fn good() -> Vec<u8> {
    bundle_of(
        &fixture("harbour-inquiry/claims/inspection-put-off.json"),
        &["--captures"],
    )
}

#[test]
fn whatever_is_changed_left_out_or_cut_is_found() {
    let whole = good();
    let said = verified(&whole);
    said.assert_status(0);
    let parts = Parts::of(&whole);
    let mut pieces = vec![
        whole
            .split_inclusive(|byte| *byte == b'\n')
            .next()
            .unwrap()
            .to_vec(),
    ];
    pieces.extend(parts.lines.iter().cloned());
    pieces.push(parts.raw.clone());
    assert_eq!(pieces.concat(), whole);
    for number in 0..pieces.len() {
        let mut without = pieces.clone();
        without.remove(number);
        assert_ne!(
            verified(&without.concat()).status,
            Some(0),
            "without piece {number}"
        );
        let mut twice = pieces.clone();
        twice.insert(number, pieces[number].clone());
        assert_ne!(verified(&twice.concat()).status, Some(0), "piece {number} twice");
        let mut changed = pieces.clone();
        let middle = changed[number].len() / 2;
        changed[number][middle] ^= 1;
        // A capture is told of by itself, as in a repository.
        let status = if number + 1 == pieces.len() { 1 } else { 3 };
        verified(&changed.concat()).assert_status(status);
        let at = pieces[..number].concat().len() + middle;
        assert_ne!(verified(&whole[..at]).status, Some(0), "cut in piece {number}");
    }
    // Of the head each byte counts: what it omits and the claim that it names, too.
    let head = pieces[0].len();
    for at in (0..head).step_by(7) {
        let mut changed = whole.clone();
        changed[at] ^= 1;
        assert_ne!(verified(&changed).status, Some(0), "byte {at} of {head}");
    }
}

#[test]
fn a_capture_that_is_missing_or_altered_stays_behind_and_is_named() {
    let folder = Folder::new();
    let copy = |from: PathBuf, to: &str| {
        fs::create_dir_all(folder.at(to).parent().unwrap()).unwrap();
        fs::copy(from, folder.at(to)).unwrap();
    };
    for part in [
        "byline.toml",
        "trust/1.json",
        "trust/2.json",
        "claims/quay-wall-slid.json",
    ] {
        copy(fixture(&format!("harbour-inquiry/{part}")), part);
    }
    let capture = "2f1440d786cc8201e503bddcd6e733d8847b4b724bc3faa69db1822c30398e7f";
    let claim = folder.at("claims/quay-wall-slid.json");
    for (put, why) in [
        (None, "missing when the bundle was made"),
        (
            Some("Something else."),
            "not what was captured any more when the bundle was made",
        ),
    ] {
        if let Some(text) = put {
            folder.put(&format!("evidence/{capture}"), text);
        }
        let parts = Parts::of(&bundle_of(&claim, &["--captures"]));
        assert_eq!(parts.captures, Value::Array(vec![]));
        let omitted = &parts.omits[0];
        assert_eq!(omitted["what"], "capture");
        assert_eq!(omitted["ids"][0], capture);
        assert_eq!(omitted["why"], why);
        // Nothing is at hand here that the sources are known by.
        let sources = parts
            .omits
            .iter()
            .find(|omitted| omitted["what"] == "source")
            .unwrap();
        assert_eq!(sources["ids"].as_array().unwrap().len(), 6, "{sources}");
        for command in ["verify", "check"] {
            let said = said_by(command, &parts.sealed()).stdout;
            assert!(said.contains("Left out    the capture 2f1440d7"), "{said}");
            assert!(
                said.contains("Left out    6 sources, the first clipshare.example,"),
                "{said}"
            );
        }
        let said = verified(&parts.sealed()).stdout;
        assert!(said.contains("the bundle's own list"), "{said}");
    }
}

#[test]
fn of_two_files_with_one_claim_one_goes_along() {
    let folder = Folder::with_signed_claim();
    folder.put("claims/copy.json", folder.read("claims/a.json"));
    let parts = Parts::of(&bundle_of(&folder.at("claims/copy.json"), &[]));
    let claims = parts
        .lines
        .iter()
        .filter(|line| line.starts_with(b"{\"byline\":\"claim/1\""));
    assert_eq!(claims.count(), 1);
    assert_ne!(verified(&parts.sealed()).status, Some(3));
}

#[test]
fn a_pinned_list_takes_the_place_of_what_the_bundle_brings() {
    let folder = Folder::new();
    folder.put("claim.bundle", good());
    let pinned = |list: PathBuf| {
        let told = run(byline()
            .args(["verify", "--trust"])
            .arg(list)
            .arg(folder.at("claim.bundle"))
            .args(AT));
        told.assert_clean();
        told
    };
    let told = pinned(fixture("harbour-inquiry/trust/1.json"));
    told.assert_status(0);
    assert!(
        told.stdout.contains("following the list that you pinned"),
        "{told:#?}"
    );
    assert!(!told.stdout.contains("hint: "), "{told:#?}");
    let foreign = pinned(fixture("inference-chips/trust/1.json"));
    assert_eq!(foreign.status, Some(1), "{foreign:#?}");
}

#[test]
fn a_hundred_thousand_lines_of_junk_are_told_in_one_finding() {
    let mut bytes = good();
    bytes.extend(b"{\"byline\":\"trust/1\"}\n".repeat(100_000));
    let said = verified(&bytes);
    said.assert_status(3);
    let said = said.stdout;
    assert!(said.contains("this bundle is not whole"), "{said}");
    assert!(said.lines().count() < 30, "{said}");
}

#[test]
fn a_bundle_is_neither_overwritten_nor_read_among_others() {
    let folder = Folder::new();
    folder.put("there.bundle", good());
    let path = folder.at("there.bundle");
    let claim = fixture("harbour-inquiry/claims/quay-wall-slid.json");
    run(byline().arg("bundle").arg(&claim).arg("-o").arg(&path)).assert_status(1);
    assert_eq!(fs::read(&path).unwrap(), good());
    run(byline().arg("verify").arg(&claim).arg(&path)).assert_status(2);
}

/// However the policy writes them: a bundle is rated by the usual numbers, and says so.
#[test]
fn settings_of_its_own_that_a_repository_rates_by_are_told_as_left_out() {
    for settings in [
        "[score]\nbase-rate = 0.4\n",
        "score.base-rate = 0.4\n",
        "score = { base-rate = 0.4 }\n",
    ] {
        let folder = Folder::repository();
        folder.put("byline.toml", settings);
        folder.put("claims/a.json", claim("a"));
        let run = folder.run(["bundle", "claims/a.json", "-o", "a.bundle"]);
        run.assert_status(0);
        assert!(
            run.stdout.contains("left out: the section score"),
            "{settings:?}: {}",
            run.stdout
        );
    }
    let folder = Folder::repository();
    folder.put("claims/a.json", claim("a"));
    let run = folder.run(["bundle", "claims/a.json", "-o", "a.bundle"]);
    assert!(!run.stdout.contains("section"), "{}", run.stdout);
}

/// Whoever gets the bundle would find it out: better told to whoever makes it.
#[test]
fn a_record_in_a_bundle_that_does_not_hold_is_told_and_the_bundle_made() {
    let folder = Folder::new();
    let key = key("harbour-author").display().to_string();
    folder.run(["init", "--key", &key]).assert_status(0);
    folder.put("claims/a.json", claim("a"));
    folder
        .run(["sign", "--key", &key, "claims/a.json"])
        .assert_status(0);
    let bundle = |id: &str| {
        let run = folder.run(["bundle", id, "-o", "-"]);
        run.assert_status(0);
        words(&run.stderr)
    };
    assert_eq!(bundle("a"), "");
    folder.put("claims/draft.json", claim("draft"));
    let is_draft =
        "warning: draft (claims/draft.json) is not signed, so the bundle will not hold: `byline sign` first";
    assert_eq!(bundle("draft"), is_draft);
    folder.put(
        "claims/a.json",
        folder.read("claims/a.json").replace("Sixty", "Ninety"),
    );
    let told = bundle("a");
    assert!(
        told.starts_with(
            "warning: a (claims/a.json) is in the bundle, and whoever gets that finds: it does not hold: "
        ),
        "{told}"
    );
    // Of many not each is told.
    let chain: Vec<Value> = (1..=7)
        .map(|nth| json!({ "id": format!("l{nth}"), "kind": "report", "source": format!("paper{nth}"), "held": true }))
        .collect();
    for nth in 1..=7 {
        let id = format!("paper{nth}");
        let source = json!({ "byline": "source/1", "id": id, "name": id, "kind": "outlet" });
        folder.put(&format!("sources/{id}.json"), source.to_string());
    }
    let mut draft: Value = serde_json::from_str(&claim("draft")).unwrap();
    draft["chain"] = chain.into();
    folder.put("claims/draft.json", draft.to_string());
    let told = bundle("draft");
    assert!(told.starts_with(is_draft), "{told}");
    assert_eq!(told.matches("is not signed").count(), 4, "{told}");
    assert!(
        told.ends_with("warning: 4 more records in the bundle do not hold"),
        "{told}"
    );
}

/// What cannot be read may take the claim back: it is not left out in silence.
#[test]
fn no_bundle_is_made_beside_what_cannot_be_read() {
    let folder = Folder::copy_of(&fixture("harbour-inquiry"));
    let claim = "claims/quay-wall-slid.json";
    let bundle = |folder: &Folder| folder.run(["bundle", claim, "-o", "-"]);
    bundle(&folder).assert_status(0);
    for (path, status) in [
        ("notices/later.json", 3),
        ("claims/later.json", 3),
        ("trust/3.json", 3),
    ] {
        folder.put(path, "");
        let run = bundle(&folder);
        run.assert_status(status);
        assert!(run.stdout.is_empty(), "{path}");
        assert!(run.stderr.contains(path), "{path}: {run:#?}");
        std::fs::remove_file(folder.at(path)).unwrap();
    }
    // A list that nobody signed does not follow, and may take a signer out.
    let next = folder.next_list("trust", 3).to_string();
    folder.put("trust/3.json", next);
    let run = bundle(&folder);
    run.assert_status(1);
    assert!(run.said().contains("trust/2.json"), "{run:#?}");
}
