//! What is not signed.

use std::os::unix::fs::symlink;

use byline::record::Time;
use byline::seal::{Existing, SecretKey, SignOptions, Verifier, sign};

use super::playground::{CREATED, Folder, claim};
use super::signers::{AUTHOR, assert_refused};

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

/// Nobody types a passphrase for nothing.
#[test]
fn a_file_that_is_not_there_is_told_before_a_key_is_asked_for() {
    let folder = Folder::new();
    folder.put("wall.json", claim("wall"));
    let sign = |paths: &[&str]| folder.run(["sign", "--key", "no-key.pem"].iter().chain(paths));
    let run = sign(&["no-such.json", "neither.json"]);
    run.assert_status(3);
    for path in ["no-such.json", "neither.json"] {
        let told = format!("{path}: there is no such file");
        assert!(run.said().contains(&told), "{run:#?}");
    }
    assert!(!run.stderr.contains("no-key.pem"), "{run:#?}");
    let run = sign(&["no-such.json", "wall.json"]);
    run.assert_status(3);
    let (first, then) = (run.stderr.find("no-such.json"), run.stderr.find("no-key.pem"));
    assert!(first.is_some() && first < then, "{run:#?}");
}
