//! A folder of records that becomes a submodule: its contents are another repository's, and so is its history.

use std::fs;

use super::checkout::Checkout;
use super::playground::{Folder, Run, claim, git};

const ALLOW: &str = "protocol.file.allow=always";

/// Puts a submodule in the place of a folder of the desk, with the same files.
fn turn_into_submodule(checkout: &Checkout, folder: &str) -> Folder {
    let theirs = Folder::new();
    let there = checkout.at(folder).exists();
    let names = there.then(|| checkout.folder.names(&format!("desk/{folder}")));
    for name in names.into_iter().flatten() {
        theirs.put(&name, checkout.read(&format!("{folder}/{name}")));
    }
    git(theirs.path(), &["init", "-q", "-b", "main"]);
    git(theirs.path(), &["add", "."]);
    git(
        theirs.path(),
        &["commit", "-q", "--allow-empty", "-m", "the same"],
    );
    let root = checkout.folder.path();
    let place = format!("desk/{folder}");
    if there {
        git(root, &["rm", "-r", "-q", &place]);
    }
    let source = theirs.path().to_str().unwrap();
    git(
        root,
        &["-c", ALLOW, "submodule", "--quiet", "add", source, &place],
    );
    theirs
}

fn assert_refused(run: &Run, path: &str, place: &str) {
    run.assert_status(3);
    let words = format!("{path} is a git submodule in {place}");
    assert!(run.said().contains(&words), "no {words:?}: {run:#?}");
    assert!(run.said().contains("take the submodule out"), "{run:#?}");
    assert_eq!(run.stdout, "");
}

#[test]
fn no_folder_of_records_becomes_a_submodule() {
    for folder in ["claims", "notices", "trust", "sources", "evidence", "claims/old"] {
        let checkout = Checkout::new();
        let theirs = turn_into_submodule(&checkout, folder);
        // Staged, and not committed yet.
        assert_refused(&checkout.check(), folder, "the index");
        assert_refused(&checkout.check_with(&["--staged"]), folder, "the index");
        checkout.commit("the same in a submodule");
        assert_refused(&checkout.check(), folder, "HEAD");
        // Where that was merged once, nothing in it is ever held against what was there.
        git(checkout.folder.path(), &["tag", "-f", "base"]);
        theirs.put("new.json", claim("new"));
        assert_refused(&checkout.check(), folder, "the index");
        let place = format!("desk/{folder}");
        git(checkout.folder.path(), &["rm", "-q", "--cached", &place]);
        assert_refused(&checkout.check(), folder, "base");
        git(checkout.folder.path(), &["reset", "-q"]);
        // Taken out again, the commit before is no base still.
        git(checkout.folder.path(), &["rm", "-q", "-f", &place]);
        let _ = fs::remove_dir_all(checkout.at(folder));
        checkout.commit("taken out");
        assert_refused(&checkout.check(), folder, "base");
    }
}

#[test]
fn a_submodule_is_told_before_the_first_commit() {
    let theirs = Folder::new();
    theirs.put("x.json", claim("x"));
    git(theirs.path(), &["init", "-q", "-b", "main"]);
    git(theirs.path(), &["add", "."]);
    git(theirs.path(), &["commit", "-q", "-m", "theirs"]);
    let folder = Folder::repository();
    git(folder.path(), &["init", "-q"]);
    let source = theirs.path().to_str().unwrap();
    let add = ["-c", ALLOW, "submodule", "--quiet", "add", source, "claims"];
    git(folder.path(), &add);
    git(folder.path(), &["add", "."]);
    assert_refused(&folder.run(["check", "--staged"]), "claims", "the index");
}

#[test]
fn the_folder_around_the_records_becomes_none() {
    // A link to a commit of the same repository, which git would look into.
    let checkout = Checkout::new();
    let root = checkout.folder.path();
    let theirs = git(root, &["rev-parse", "HEAD"]);
    git(root, &["rm", "-r", "-q", "--cached", "desk"]);
    let link = format!("160000,{},desk", theirs.trim());
    git(root, &["update-index", "--add", "--cacheinfo", &link]);
    assert_refused(&checkout.check(), "desk", "the index");
    git(root, &["commit", "-q", "-m", "a link"]);
    assert_refused(&checkout.check(), "desk", "HEAD");
    git(root, &["tag", "-f", "base"]);
    git(root, &["reset", "-q", "--soft", "HEAD~1"]);
    git(root, &["rm", "-q", "-f", "--cached", "desk"]);
    git(root, &["add", "desk/byline.toml"]);
    assert_refused(&checkout.check(), "desk", "base");
    // Elsewhere it is nobody's business.
    let checkout = Checkout::new();
    let theirs = turn_into_submodule(&checkout, "drafts");
    theirs.put("new.json", claim("new"));
    checkout.commit("a submodule of no records");
    checkout.assert_passes();
}
