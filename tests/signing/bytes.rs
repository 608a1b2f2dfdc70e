//! What signing puts in, and that every other byte stays.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt};

use serde_json::{Value, json};

use super::playground::{CREATED, Folder, claim, did, fixture};
use super::signers::{AUTHOR, CHECKER, EDITOR, members, parsed, trace, without};

/// The claim as it may be written by hand, by other programs and on other systems.
fn layouts() -> Vec<(&'static str, String)> {
    let compact = claim("wall");
    let value = parsed(&compact);
    let two_spaces = serde_json::to_string_pretty(&value).unwrap();
    let indented = |by: &str| {
        two_spaces
            .lines()
            .map(|line| {
                let text = line.trim_start();
                by.repeat((line.len() - text.len()) / 2) + text + "\n"
            })
            .collect::<String>()
    };
    vec![
        ("compact", compact.clone()),
        ("compact with a last line feed", format!("{compact}\n")),
        ("pretty", format!("{two_spaces}\n")),
        ("pretty without a last line feed", two_spaces.clone()),
        ("four spaces", indented("    ")),
        ("tabs", indented("\t")),
        ("CRLF", indented("  ").replace('\n', "\r\n")),
        (
            "CRLF and tabs, no last line end",
            indented("\t").replace('\n', "\r\n").trim_end().to_owned(),
        ),
        (
            "one line with spaces",
            compact.replace("\":", "\": ").replace(",\"", ", \""),
        ),
        (
            "odd spacing",
            compact
                .replace("\":", "\"  :\t")
                .replace(",\"", " ,\n\n   \"")
                .replace('}', "\n }  "),
        ),
        ("space around it", format!("\n \t{two_spaces}\n\n  \n")),
        (
            "escapes",
            compact
                .replace("quay", "qu\\u0061y")
                .replace("\"lang\"", "\"la\\u006eg\""),
        ),
        ("another order", {
            let (start, rest) = compact.split_at(1);
            format!("{start}\"note\":\"Ein Vermerk: «Mauer» 漢字.\",{rest}")
        }),
    ]
}

#[test]
fn every_other_byte_stays() {
    for (name, text) in layouts() {
        let folder = Folder::new();
        folder.put("wall.json", &text);
        folder.sign(AUTHOR, &["wall.json"]).assert_status(0);
        let signed = folder.read("wall.json");
        assert_eq!(without(&signed, &["by", "proof"]), text, "{name}: {signed}");
        let names = members(&signed);
        let id = names.iter().position(|name| name == "id").unwrap();
        assert_eq!(names[id + 1], "by", "{name}");
        assert_eq!(names.last().unwrap(), "proof", "{name}");
        assert_eq!(parsed(&signed)["by"], json!([did(AUTHOR)]), "{name}");
        assert!(parsed(&signed)["proof"].is_object(), "{name}");
        folder
            .run(["verify", "--integrity", "wall.json"])
            .assert_status(0);

        // Nor does a second signature touch anything but the proofs.
        folder.sign(EDITOR, &["wall.json"]).assert_status(0);
        let twice = folder.read("wall.json");
        assert_eq!(without(&twice, &["by", "proof"]), text, "{name}: {twice}");
        assert_eq!(parsed(&twice)["proof"][0], parsed(&signed)["proof"], "{name}");
        folder
            .run(["verify", "--integrity", "wall.json"])
            .assert_status(0);
        if text.contains("\r\n") {
            assert_eq!(
                twice.matches('\n').count(),
                twice.matches("\r\n").count(),
                "{name}: {twice:?}"
            );
        }
        if !text.trim().contains('\n') {
            assert!(!twice.trim().contains('\n'), "{name}: {twice}");
        }
    }
}

#[test]
fn every_other_byte_of_lines_stays() {
    let folder = Folder::new();
    let texts: Vec<String> = (0..5).map(|number| claim(&format!("line-{number}"))).collect();
    let spaced = texts[1].replace("\":", "\" : ");
    let text = format!(
        "\n{}\r\n\t\n {spaced} \n\n{}\n{}\r\n  \n{}",
        texts[0], texts[2], texts[3], texts[4]
    );
    folder.put("many.jsonl", &text);
    folder.sign(AUTHOR, &["many.jsonl"]).assert_status(0);
    folder.sign(EDITOR, &["many.jsonl"]).assert_status(0);
    let signed = folder.read("many.jsonl");
    let rest: Vec<String> = signed
        .split('\n')
        .map(|line| {
            if line.trim().is_empty() {
                line.to_owned()
            } else {
                without(line, &["by", "proof"])
            }
        })
        .collect();
    assert_eq!(rest.join("\n"), text);
    folder
        .run(["verify", "--integrity", "many.jsonl"])
        .assert_status(0);
}

#[test]
fn the_order_of_steps_does_not_change_what_is_signed() {
    // What `fmt` makes of a signed record is what signing makes of a record that is laid out already.
    let folder = Folder::new();
    folder.put("a.json", claim("wall"));
    folder.put("b.json", claim("wall"));
    folder.sign(AUTHOR, &["a.json"]).assert_status(0);
    folder.run(["fmt", "a.json"]).assert_status(0);
    folder.run(["fmt", "b.json"]).assert_status(0);
    folder.sign(AUTHOR, &["b.json"]).assert_status(0);
    assert_eq!(folder.read("a.json"), folder.read("b.json"));
    folder.run(["fmt", "--check", "b.json"]).assert_status(0);
}

fn notice() -> Value {
    json!({
        "byline": "notice/1",
        "record": format!("sha256:{}", "5f".repeat(32)),
        "effect": "corrects",
        "reason": "It was the eastern wall.",
        "issued": "2026-03-06T10:00:00Z"
    })
}

#[test]
fn authors_are_added_where_an_unsigned_record_has_none() {
    let folder = Folder::new();
    let source =
        json!({ "byline": "source/1", "id": "courier.example", "name": "Courier", "kind": "outlet" });
    let mut with_author: Value = parsed(&claim("wall"));
    with_author["by"] = json!([did(EDITOR)]);
    let trust = fixture("faulty-repositories/trust/trust-list-unsanctioned-unsigned/trust/1.json");
    folder.put("notice.json", notice().to_string());
    folder.put("source.json", source.to_string());
    folder.put("with-author.json", with_author.to_string());
    folder.put("trust.json", fs::read_to_string(trust).unwrap());
    let names = ["notice.json", "source.json", "with-author.json", "trust.json"];
    let run = folder.sign(AUTHOR, &names);
    run.assert_status(0);
    let by = |name: &str| parsed(&folder.read(name))["by"].clone();
    assert_eq!(by("notice.json"), json!([did(AUTHOR)]));
    assert_eq!(members(&folder.read("notice.json"))[..2], ["byline", "by"]);
    assert_eq!(by("source.json"), Value::Null);
    assert_eq!(by("trust.json"), Value::Null);
    assert_eq!(by("with-author.json"), json!([did(EDITOR)]));
    for (name, word) in [
        ("notice.json", "signed notice.json"),
        ("source.json", "signed source.json"),
        ("with-author.json", "counter-signed with-author.json"),
        ("trust.json", "signed trust.json"),
    ] {
        assert!(run.stdout.lines().any(|line| line == word), "{name}: {run:#?}");
    }
    // What is signed says all it will ever say: a further signer adds no author.
    let nameless = fixture("faulty-repositories/seal/no-author-by-missing/claims/wall-slid.json");
    let before = fs::read_to_string(nameless).unwrap();
    folder.put("nameless.json", &before);
    folder.sign(EDITOR, &["nameless.json"]).assert_status(0);
    let after = folder.read("nameless.json");
    assert_eq!(parsed(&after)["by"], Value::Null);
    assert_eq!(without(&after, &["proof"]), without(&before, &["proof"]));
    assert_eq!(parsed(&after)["proof"].as_array().unwrap().len(), 2);
}

#[test]
fn one_proof_is_an_object_and_several_are_a_list() {
    let folder = Folder::new();
    folder.put("wall.json", claim("wall"));
    let signers = [AUTHOR, EDITOR, CHECKER];
    let mut earlier: Vec<Value> = Vec::new();
    for (count, signer) in (1..).zip(signers) {
        folder.sign(signer, &["wall.json"]).assert_status(0);
        let proof = parsed(&folder.read("wall.json"))["proof"].clone();
        let proofs = if count == 1 {
            vec![proof]
        } else {
            proof.as_array().unwrap().clone()
        };
        assert_eq!(proofs.len(), count);
        assert_eq!(proofs[..count - 1], earlier[..]);
        let did = did(signer);
        let fragment = did.strip_prefix("did:key:").unwrap();
        assert_eq!(
            proofs[count - 1]["verificationMethod"],
            format!("{did}#{fragment}")
        );
        assert_eq!(proofs[count - 1]["created"], CREATED);
        earlier = proofs;
    }
    folder
        .run(["verify", "--integrity", "wall.json"])
        .assert_status(0);
}

#[test]
fn signing_twice_does_nothing() {
    let folder = Folder::new();
    folder.put("wall.json", claim("wall"));
    folder.put("many.jsonl", format!("{}\n{}\n", claim("a"), claim("b")));
    let paths = ["wall.json", "many.jsonl"];
    folder.sign(AUTHOR, &paths).assert_status(0);
    let before = paths.map(|path| (trace(&folder.at(path)), folder.read(path)));
    let run = folder.sign(AUTHOR, &paths);
    run.assert_status(0);
    assert_eq!(run.stdout.matches("already signed").count(), 3, "{run:#?}");
    assert_eq!(
        paths.map(|path| (trace(&folder.at(path)), folder.read(path))),
        before
    );
    assert_eq!(folder.names(""), ["many.jsonl", "wall.json"]);
    // Also where another has signed in between.
    folder.sign(EDITOR, &["wall.json"]).assert_status(0);
    let before = folder.read("wall.json");
    folder.sign(AUTHOR, &["wall.json"]).assert_status(0);
    assert_eq!(folder.read("wall.json"), before);
}

#[test]
fn the_mode_of_a_file_is_kept() {
    let folder = Folder::new();
    for mode in [0o600, 0o640, 0o644, 0o755, 0o444] {
        for name in ["wall.json", "many.jsonl"] {
            let _ = fs::remove_file(folder.at(name));
            let path = folder.put(name, claim("wall"));
            fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
            folder.sign(AUTHOR, &[name]).assert_status(0);
            assert!(folder.read(name).contains("proofValue"));
            assert_eq!(fs::metadata(&path).unwrap().mode() & 0o7777, mode, "{name}");
        }
    }
}
