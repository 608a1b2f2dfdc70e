//! What is said of what is signed.

use super::playground::{Folder, claim, fixture};
use super::signers::{AUTHOR, trace};

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

#[test]
fn a_further_signature_that_does_not_count_is_told() {
    let folder = Folder::copy_of(&fixture("harbour-inquiry"));
    let told = |path: &str| {
        let run = folder.sign_at("harbour-checker", "2026-03-20T10:00:00Z", &[path]);
        run.assert_status(0);
        run.stderr.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(
        told("sources/clipshare.example.json"),
        "warning: sources/clipshare.example.json: by the trust list of this repository, Fact desk has no role that may \
         sign a source, so that its signature does not count"
    );
    assert_eq!(told("claims/one-worker-hurt.json"), "");
}
