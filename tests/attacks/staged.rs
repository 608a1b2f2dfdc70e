//! What is staged is what would be committed, whatever lies in the work tree.

use std::fs;

use super::checkout::{Checkout, git};
use super::playground::{Folder, claim};

const STAGED: [&str; 1] = ["--staged"];

#[test]
fn what_is_staged_is_checked_and_nothing_else() {
    let checkout = Checkout::new();
    let root = checkout.folder.path();
    checkout.check_with(&STAGED).assert_status(0);
    // In the work tree alone.
    checkout.put("claims/draft.json", &claim("draft"));
    checkout.check_with(&STAGED).assert_status(0);
    git(root, &["add", "."]);
    checkout.assert_denied_with(&STAGED, "unsigned", "claims/draft.json");
    // Signed in the work tree only.
    checkout.sign("harbour-author", "claims/draft.json");
    checkout.assert_denied_with(&STAGED, "unsigned", "claims/draft.json");
    git(root, &["add", "."]);
    checkout.check_with(&STAGED).assert_status(0);
    // Edited, staged, and put back in the work tree.
    let before = checkout.read("claims/a.json");
    checkout.put_signed("claims/a.json", &claim("a").replace("Sixty", "Seventy"));
    git(root, &["add", "."]);
    checkout.put("claims/a.json", &before);
    checkout.assert_denied_with(&STAGED, "edited-in-place", "claims/a.json");
    git(root, &["add", "."]);
    git(root, &["rm", "-q", "--cached", "desk/notices/c.json"]);
    checkout.assert_denied_with(&STAGED, "record-removed", "notices/c.json");
    git(root, &["rm", "-q", "--cached", "desk/byline.toml"]);
    checkout.check_with(&STAGED).assert_status(2);
}

#[test]
#[cfg(unix)]
fn a_staged_link_is_told() {
    let checkout = Checkout::new();
    fs::remove_file(checkout.at("claims/other.json")).unwrap();
    std::os::unix::fs::symlink("a.json", checkout.at("claims/other.json")).unwrap();
    git(checkout.folder.path(), &["add", "."]);
    checkout.assert_denied_with(&STAGED, "unreadable", "claims/other.json");
    checkout.assert_denied_with(&STAGED, "record-removed", "claims/other.json");
}

#[test]
fn before_the_first_commit_everything_staged_is_checked() {
    let folder = Folder::repository();
    folder.put("claims/a.json", claim("a"));
    git(folder.path(), &["init", "-q"]);
    git(folder.path(), &["add", "."]);
    let check = || folder.run(["check", "--staged", "--at", super::playground::AT]);
    check().assert_status(1);
    folder.sign("harbour-author", &["claims/a.json"]).assert_status(0);
    git(folder.path(), &["add", "."]);
    check().assert_status(0);
}
