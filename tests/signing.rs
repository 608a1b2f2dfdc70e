//! What `sign` writes, what it leaves alone, and what it refuses.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod playground;

use std::fs::{self, OpenOptions, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use byline::corpus::{FileError, Step, Watched, replace_whole_with};
use byline::json::{MAX_DEPTH, parse, spans};
use byline::record::Time;
use byline::seal::{Existing, SecretKey, SignOptions, Verifier, sign};
use playground::{CREATED, Folder, Run, byline, claim, did, finish, fixture, key, run};
use serde_json::{Value, json};

const AUTHOR: &str = "harbour-author";
const EDITOR: &str = "harbour-editor";
const CHECKER: &str = "harbour-checker";

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// The text without the members that signing has put in, each with what stands before it.
fn without(text: &str, members: &[&str]) -> String {
    let (document, faults) = parse(text, MAX_DEPTH).unwrap();
    assert!(faults.is_empty());
    let spans = spans(text);
    let mut rest = String::new();
    let mut end = 0;
    for member in document.root().children() {
        let span = &spans[member.index() as usize];
        if !members.contains(&member.key().unwrap()) {
            rest.push_str(&text[end..span.value.end]);
        }
        end = span.value.end;
    }
    rest + &text[end..]
}

/// The names of a record's members in their order.
fn members(text: &str) -> Vec<String> {
    let (document, _) = parse(text, MAX_DEPTH).unwrap();
    document
        .root()
        .members()
        .map(|(name, _)| name.to_owned())
        .collect()
}

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

/// What changes with any writing of a file, also of the same bytes.
fn trace(path: &Path) -> (u64, i64, i64, i64, i64) {
    let metadata = fs::metadata(path).unwrap();
    (
        metadata.ino(),
        metadata.mtime(),
        metadata.mtime_nsec(),
        metadata.ctime(),
        metadata.ctime_nsec(),
    )
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
fn a_dry_run_writes_nothing_and_says_the_same() {
    let folder = Folder::new();
    folder.put("wall.json", claim("wall"));
    folder.put("many.jsonl", format!("{}\n{}\n", claim("a"), claim("b")));
    let paths = ["wall.json", "many.jsonl"];
    let before = paths.map(|path| trace(&folder.at(path)));
    let dry = folder.sign(AUTHOR, &["--dry-run", "wall.json", "many.jsonl"]);
    dry.assert_status(0);
    assert_eq!(paths.map(|path| trace(&folder.at(path))), before);
    let wet = folder.sign(AUTHOR, &paths);
    assert_eq!(dry.stdout.replace("would sign", "signed"), wet.stdout);
}

#[test]
fn what_is_signed_is_told_with_statement_and_digest() {
    let folder = Folder::new();
    folder.put("wall.json", claim("wall"));
    folder.put("many.jsonl", format!("{}\n\n{}\n", claim("a"), claim("b")));
    let told = folder.sign(AUTHOR, &["wall.json", "many.jsonl"]);
    told.assert_status(0);
    let digests = folder.run(["digest", "wall.json", "many.jsonl"]);
    let digest = |at: &str| {
        let line = digests
            .stdout
            .lines()
            .find(|line| line.ends_with(&format!("  {at}")))
            .unwrap();
        line.split("  ").next().unwrap().to_owned()
    };
    for at in ["wall.json", "many.jsonl:1", "many.jsonl:3"] {
        let expected = format!(
            "signed {at}\n    Sixty metres of the quay wall slid into the water.\n    {}\n",
            digest(at)
        );
        assert!(told.stdout.contains(&expected), "{expected}: {told:#?}");
    }
}

/// Changes what a record says after it was signed.
fn alter(folder: &Folder, path: &str) {
    let text = folder.read(path);
    folder.put(path, text.replace("Sixty", "Ninety"));
}

/// The run refused, and the file is as it was.
fn assert_refused(folder: &Folder, path: &str, status: i32, words: &str, sign: impl FnOnce() -> Run) {
    let file = folder.at(path);
    let before = (trace(&file), fs::read(&file).unwrap());
    let names = folder.names("");
    let run = sign();
    run.assert_status(status);
    assert!(run.said().contains(words), "{words:?}: {run:#?}");
    assert_eq!((trace(&file), fs::read(&file).unwrap()), before);
    assert_eq!(folder.names(""), names, "no temporary file is left");
}

#[test]
fn an_altered_record_is_signed_anew_only_when_asked_to() {
    let folder = Folder::new();
    folder.put("wall.json", claim("wall"));
    folder.sign(AUTHOR, &["wall.json"]).assert_status(0);
    alter(&folder, "wall.json");
    assert_refused(&folder, "wall.json", 1, "your own proof no longer holds", || {
        folder.sign(AUTHOR, &["wall.json"])
    });
    // Another's proof is not his to drop.
    for option in [None, Some("--replace")] {
        assert_refused(
            &folder,
            "wall.json",
            1,
            "a proof of another key no longer hold",
            || {
                let arguments: Vec<&str> = option.into_iter().chain(["wall.json"]).collect();
                folder.sign(EDITOR, &arguments)
            },
        );
    }
    folder.sign(AUTHOR, &["--replace", "wall.json"]).assert_status(0);
    folder
        .run(["verify", "--integrity", "wall.json"])
        .assert_status(0);
    assert!(parsed(&folder.read("wall.json"))["proof"].is_object());

    folder.sign(EDITOR, &["wall.json"]).assert_status(0);
    folder.put("wall.json", folder.read("wall.json").replace("Ninety", "Eighty"));
    assert_refused(
        &folder,
        "wall.json",
        1,
        "your own proof and a proof of another key",
        || folder.sign(AUTHOR, &["--replace", "wall.json"]),
    );
    folder.sign(AUTHOR, &["--force", "wall.json"]).assert_status(0);
    folder
        .run(["verify", "--integrity", "wall.json"])
        .assert_status(0);
    let proof = parsed(&folder.read("wall.json"))["proof"].clone();
    assert!(
        proof["verificationMethod"]
            .as_str()
            .unwrap()
            .starts_with(&did(AUTHOR))
    );
}

#[test]
fn replacing_keeps_the_proofs_of_others() {
    let folder = Folder::new();
    folder.put("wall.json", claim("wall"));
    for signer in [AUTHOR, EDITOR, CHECKER] {
        folder.sign(signer, &["wall.json"]).assert_status(0);
    }
    let before = parsed(&folder.read("wall.json"))["proof"]
        .as_array()
        .unwrap()
        .clone();
    for option in ["--replace", "--force"] {
        let mut command = byline();
        command.current_dir(folder.path()).args([
            "sign",
            option,
            "--created",
            "2026-03-09T00:00:00Z",
            "--key",
        ]);
        run(command.arg(key(EDITOR)).arg("wall.json")).assert_status(0);
        let after = parsed(&folder.read("wall.json"))["proof"]
            .as_array()
            .unwrap()
            .clone();
        let made = |proofs: &[Value], created: &str| {
            proofs.iter().filter(|proof| proof["created"] == created).count()
        };
        assert_eq!(
            (
                after.len(),
                made(&after, CREATED),
                made(&after, "2026-03-09T00:00:00Z")
            ),
            (3, 2, 1)
        );
        assert!(after.contains(&before[0]) && after.contains(&before[2]));
        folder
            .run(["verify", "--integrity", "wall.json"])
            .assert_status(0);
    }
}

#[test]
fn what_is_no_good_record_is_not_signed() {
    let folder = Folder::new();
    for (name, text, words) in [
        (
            "unknown-member.json",
            claim("a").replace("\"lang\"", "\"lnag\""),
            "did you mean \"lang\"?",
        ),
        (
            "hidden.json",
            claim("a").replace("quay", "qu\u{202e}ay"),
            "hidden-characters",
        ),
        (
            "escaped.json",
            claim("a").replace("quay", "qu\\u200bay"),
            "hidden-characters",
        ),
        ("cut-off.json", claim("a")[..100].to_owned(), "malformed-json"),
        (
            "twice.json",
            claim("a").replacen('{', "{\"lang\":\"en\",", 1),
            "duplicate-member",
        ),
        (
            "proof.json",
            claim("a").replacen('{', "{\"proof\":[],", 1),
            "this list has 0 proofs",
        ),
        ("foreign.json", "{\"a\":1}".to_owned(), "missing-member"),
    ] {
        folder.put(name, text);
        assert_refused(&folder, name, 1, words, || folder.sign(AUTHOR, &[name]));
    }
    // 1 MiB with the proof is the most there is.
    let mut large = claim("large");
    large.extend(std::iter::repeat_n(' ', (1 << 20) - large.len() - 200));
    folder.put("large.json", &large);
    folder.put("large.jsonl", &large);
    for name in ["large.json", "large.jsonl"] {
        assert_refused(&folder, name, 1, "larger than 1 MiB", || {
            folder.sign(AUTHOR, &[name])
        });
    }
}

#[test]
fn links_folders_and_what_is_not_there_are_refused() {
    let folder = Folder::new();
    folder.put("wall.json", claim("wall"));
    symlink("wall.json", folder.at("link.json")).unwrap();
    assert_refused(&folder, "wall.json", 3, "it is a symbolic link", || {
        folder.sign(AUTHOR, &["link.json"])
    });
    assert!(folder.at("link.json").is_symlink());
    assert_refused(&folder, "wall.json", 2, "is a folder", || {
        folder.sign(AUTHOR, &["."])
    });
    assert_refused(&folder, "wall.json", 2, "standard input", || {
        folder.sign(AUTHOR, &["-"])
    });
    // One that cannot be signed keeps no other from it.
    let run = folder.sign(AUTHOR, &["none.json", "wall.json"]);
    run.assert_status(3);
    assert!(run.stdout.starts_with("signed wall.json\n"), "{run:#?}");
}

#[test]
fn a_seventeenth_proof_is_refused() {
    let folder = Folder::new();
    let mut text = claim("wall");
    for seed in 1..=16 {
        let options = SignOptions {
            created: Time::parse(CREATED).unwrap(),
            existing: Existing::Keep,
        };
        let key = SecretKey::from_seed(&[seed; 32]);
        text = sign(&text, &key, options, &mut Verifier::default())
            .unwrap()
            .text
            .unwrap();
    }
    folder.put("wall.json", &text);
    folder
        .run(["verify", "--integrity", "wall.json"])
        .assert_status(0);
    assert_refused(&folder, "wall.json", 1, "16 proofs already", || {
        folder.sign(AUTHOR, &["wall.json"])
    });
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

#[test]
fn all_lines_are_signed_or_none() {
    let folder = Folder::new();
    let mut lines: Vec<String> = (0..300).map(|number| claim(&format!("line-{number}"))).collect();
    let bad = lines[250].replace("\"lang\"", "\"lnag\"");
    let good = std::mem::replace(&mut lines[250], bad);
    folder.put("many.jsonl", lines.join("\n"));
    folder.put("wall.json", claim("wall"));
    assert_refused(&folder, "many.jsonl", 1, "many.jsonl:251:", || {
        folder.sign(AUTHOR, &["many.jsonl"])
    });
    // The file is the unit: others of the same run are signed.
    let run = folder.sign(AUTHOR, &["many.jsonl", "wall.json"]);
    run.assert_status(1);
    assert!(run.stdout.starts_with("signed wall.json\n"), "{run:#?}");
    assert!(
        !run.stdout.contains("many.jsonl"),
        "nothing is said to be signed that is not: {run:#?}"
    );
    lines[250] = good;
    folder.put("many.jsonl", lines.join("\n"));
    folder.sign(AUTHOR, &["many.jsonl"]).assert_status(0);
    folder
        .run(["verify", "--integrity", "many.jsonl"])
        .assert_status(0);
}

#[test]
fn the_key_is_the_named_one_or_that_of_the_environment_or_the_only_one() {
    let folder = Folder::new();
    let config = folder.at("config");
    let keys = config.join("byline/keys");
    fs::create_dir_all(&keys).unwrap();
    let signer = |variable: Option<&str>, named: Option<&str>| -> Result<String, Run> {
        folder.put("wall.json", claim("wall"));
        let mut command = byline();
        command
            .current_dir(folder.path())
            .env("XDG_CONFIG_HOME", &config)
            .env("HOME", folder.path());
        if let Some(name) = variable {
            command.env("BYLINE_KEY", if name.is_empty() { "".into() } else { key(name) });
        }
        command.arg("sign");
        if let Some(name) = named {
            command.arg("--key").arg(key(name));
        }
        let run = run(command.arg("wall.json"));
        if run.status == Some(0) {
            Ok(parsed(&folder.read("wall.json"))["by"][0]
                .as_str()
                .unwrap()
                .to_owned())
        } else {
            assert_eq!(folder.read("wall.json"), claim("wall"));
            Err(run)
        }
    };
    let refused = signer(None, None).unwrap_err();
    refused.assert_status(2);
    assert!(
        refused.stderr.contains("there is no key to sign with"),
        "{refused:#?}"
    );
    let install = |name: &str| {
        for end in ["pem", "pem.pub"] {
            let file = key(name).with_extension(end);
            fs::copy(&file, keys.join(file.file_name().unwrap())).unwrap();
        }
    };
    install(AUTHOR);
    assert_eq!(signer(None, None).unwrap(), did(AUTHOR));
    assert_eq!(signer(Some(""), None).unwrap(), did(AUTHOR));
    assert_eq!(signer(Some(EDITOR), None).unwrap(), did(EDITOR));
    assert_eq!(signer(Some(EDITOR), Some(CHECKER)).unwrap(), did(CHECKER));
    install(EDITOR);
    let refused = signer(None, None).unwrap_err();
    refused.assert_status(2);
    assert!(
        refused.stderr.contains("there are 2 keys to choose from"),
        "{refused:#?}"
    );
    assert_eq!(signer(Some(AUTHOR), None).unwrap(), did(AUTHOR));
}

#[test]
fn a_key_that_nobody_lists_signs_with_a_warning() {
    let folder = Folder::repository();
    folder.put("claims/wall.json", claim("wall"));
    let listed = folder.sign(AUTHOR, &["claims/wall.json"]);
    listed.assert_status(0);
    assert_eq!(listed.stderr, "");
    let unlisted = folder.sign(CHECKER, &["claims/wall.json"]);
    unlisted.assert_status(0);
    assert!(
        unlisted
            .stderr
            .contains("is not in the trust list of this repository"),
        "{unlisted:#?}"
    );
}

/// So many lines that signing them takes a while.
const MANY: usize = 4_000;

/// Begins to sign many lines, and waits until it is at work: then a temporary file lies beside the file.
fn begin_to_sign(folder: &Folder, signer: &str) -> Child {
    let mut child = byline()
        .args(["sign", "--created", CREATED, "--key"])
        .arg(key(signer))
        .arg("many.jsonl")
        .current_dir(folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let start = Instant::now();
    while folder.names("").len() == 1 {
        assert!(
            child.try_wait().unwrap().is_none(),
            "it was done before it was seen at work"
        );
        assert!(start.elapsed() < Duration::from_secs(20), "it does not begin");
    }
    child
}

fn many_lines() -> String {
    (0..MANY)
        .map(|number| claim(&format!("line-{number}")) + "\n")
        .collect()
}

#[test]
fn a_file_that_was_changed_meanwhile_is_not_overwritten() {
    type Change = fn(&Path);
    let changes: [(&str, Change); 3] = [
        ("appended to", |path| {
            OpenOptions::new()
                .append(true)
                .open(path)
                .unwrap()
                .write_all(b"\n")
                .unwrap();
        }),
        ("replaced", |path| {
            fs::write(path.with_extension("new"), "other").unwrap();
            fs::rename(path.with_extension("new"), path).unwrap();
        }),
        ("removed", |path| fs::remove_file(path).unwrap()),
    ];
    for (what, change) in changes {
        let folder = Folder::new();
        let path = folder.put("many.jsonl", many_lines());
        let child = begin_to_sign(&folder, AUTHOR);
        change(&path);
        let changed = fs::read(&path).ok();
        let run = finish(child, "sign");
        // On a busy machine the change may come before the first byte is read: then the new content is judged.
        let is_seen_as_change = run.status == Some(3) && run.stderr.contains("was not written");
        let is_judged_anew =
            what == "replaced" && run.status == Some(1) && run.stderr.contains("nothing was written");
        assert!(is_seen_as_change || is_judged_anew, "{what}: {run:#?}");
        assert!(!run.stdout.contains("signed"), "{what}: nothing was signed");
        assert!(fs::read(&path).ok() == changed, "{what}");
        assert_eq!(folder.names("").len(), usize::from(changed.is_some()), "{what}");
    }
}

/// Of two at once the second refuses, and nothing of the first is lost; afterwards it may sign.
#[test]
fn two_that_sign_at_once_do_not_undo_each_other() {
    let folder = Folder::new();
    folder.put("many.jsonl", many_lines());
    let first = begin_to_sign(&folder, AUTHOR);
    let second = folder.sign(EDITOR, &["many.jsonl"]);
    second.assert_status(3);
    assert!(
        second.stderr.contains("another byline is rewriting it"),
        "{second:#?}"
    );
    let formatted = folder.run(["fmt", "many.jsonl"]);
    formatted.assert_status(3);
    assert!(
        formatted.stderr.contains("another byline is rewriting it"),
        "{formatted:#?}"
    );
    finish(first, "sign").assert_status(0);
    let signed = folder.read("many.jsonl");
    assert_eq!(signed.matches("proofValue").count(), MANY);
    folder.sign(EDITOR, &["many.jsonl"]).assert_status(0);
    assert_eq!(folder.read("many.jsonl").matches("proofValue").count(), 2 * MANY);
}

#[test]
fn of_many_that_sign_at_once_none_loses_a_proof() {
    let folder = Folder::new();
    let mut refused = 0;
    for round in 0..60 {
        folder.put(
            "wall.json",
            claim(&format!("wall-{round}"))
                .replace("\"lang\"", &format!("\"by\":[\"{}\"],\"lang\"", did(AUTHOR))),
        );
        let children = [AUTHOR, EDITOR, CHECKER].map(|signer| {
            let child = byline()
                .args(["sign", "--key"])
                .arg(key(signer))
                .arg("wall.json")
                .current_dir(folder.path())
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap();
            (signer, child)
        });
        let mut signers = Vec::new();
        for (signer, child) in children {
            let run = finish(child, "sign");
            match run.assert_clean().status {
                Some(0) => signers.push(did(signer)),
                Some(3) => {
                    refused += 1;
                    let told = run.said();
                    let busy = told.contains("another byline is rewriting it");
                    assert!(busy || told.contains("it was changed"), "{run:#?}");
                }
                _ => panic!("{run:#?}"),
            }
        }
        let text = folder.read("wall.json");
        assert_eq!(
            text.matches("proofValue").count(),
            signers.len(),
            "{signers:?} {text}"
        );
        for signer in signers {
            assert!(
                text.contains(&format!("{signer}#")),
                "the proof of {signer} is lost: {text}"
            );
        }
        assert_eq!(folder.names(""), ["wall.json"]);
    }
    // Otherwise they never met, and this shows nothing.
    assert!(refused > 0);
}

/// The same at each step of writing, for what `sign` and `fmt` use.
#[test]
fn a_change_before_the_last_step_stops_the_writing() {
    let folder = Folder::new();
    for at in Step::ALL {
        let path = folder.put("wall.json", "before");
        let watched = Watched::begin(&path).unwrap();
        assert!(
            matches!(Watched::begin(&path), Err(FileError::Busy)),
            "only one at a time"
        );
        let mut before = |step: Step| {
            if step == at {
                // Of the same size: only the times tell, and they have the grain of the kernel's clock.
                std::thread::sleep(std::time::Duration::from_millis(20));
                fs::write(&path, "change")?;
            }
            watched.still(step)
        };
        let written = replace_whole_with(&path, &mut |out| out.write_all(b"signed"), &mut before);
        if at == Step::FlushFolder {
            assert!(written.is_ok());
        } else {
            assert_eq!(written.unwrap_err().step, Step::Rename);
        }
        assert_eq!(folder.read("wall.json"), "change");
        assert_eq!(folder.names(""), ["wall.json"]);
        drop(watched);
        assert!(Watched::begin(&path).is_ok());
    }
}

#[test]
fn a_writer_that_fails_at_each_step_in_turn_loses_nothing() {
    let folder = Folder::new();
    let path = folder.put("wall.json", "before");
    for at in Step::ALL {
        let mut fail = |step: Step| {
            if step == at {
                Err(io::Error::other("no"))
            } else {
                Ok(())
            }
        };
        let error = replace_whole_with(&path, &mut |out| out.write_all(b"after"), &mut fail).unwrap_err();
        assert_eq!(error.step, at);
        // Before the last step the file is as it was; at the last it is whole, and may be lost only with the machine.
        let expected = if at == Step::FlushFolder {
            "after"
        } else {
            "before"
        };
        assert_eq!(folder.read("wall.json"), expected, "{at:?}");
        assert_eq!(folder.names(""), ["wall.json"], "{at:?}");
    }
    folder.put("wall.json", "before");
    let mut half = |out: &mut dyn Write| {
        out.write_all(b"aft")?;
        Err(io::Error::other("the disk is full"))
    };
    let error = replace_whole_with(&path, &mut half, &mut |_| Ok(())).unwrap_err();
    assert_eq!(error.step, Step::Write);
    assert_eq!(folder.read("wall.json"), "before");
    assert_eq!(folder.names(""), ["wall.json"]);
}
