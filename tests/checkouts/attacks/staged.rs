//! What is staged is what would be committed, whatever lies in the work tree.

use std::fs;

use sha2::{Digest as _, Sha256};

use super::checkout::Checkout;
use super::playground::{Folder, claim, git};

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

#[test]
fn a_staged_capture_is_looked_at_as_it_is_staged() {
    let checkout = Checkout::new();
    let root = checkout.folder.path();
    let page = "<p>Sixty metres of the quay wall slid into the water.</p>";
    let sha256: String = {
        let hash: [u8; 32] = Sha256::digest(page).into();
        hash.iter().map(|byte| format!("{byte:02x}")).collect()
    };
    let capture = format!("evidence/{sha256}");
    let evidence = format!(r#""held":true,"evidence":{{"sha256":"{sha256}","media_type":"text/html"}}"#);
    checkout.put_signed("claims/d.json", &claim("d").replace(r#""held":true"#, &evidence));
    // The claim alone.
    git(root, &["add", "."]);
    checkout.put(&capture, page);
    checkout.assert_denied_with(&STAGED, "evidence-missing-file", "claims/d.json");
    // With its capture, whatever becomes of that in the work tree.
    git(root, &["add", "."]);
    checkout.put(&capture, "something else");
    checkout.check_with(&STAGED).assert_status(0);
    checkout.remove(&capture);
    checkout.check_with(&STAGED).assert_status(0);
    // Altered in the index alone, before and after the claim is in the last commit.
    checkout.put(&capture, "something else");
    git(root, &["add", "."]);
    checkout.put(&capture, page);
    checkout.assert_denied_with(&STAGED, "evidence-altered", "claims/d.json");
    git(root, &["add", "."]);
    checkout.commit("with its capture");
    checkout.check_with(&STAGED).assert_status(0);
    checkout.put(&capture, "something else");
    git(root, &["add", "."]);
    checkout.put(&capture, page);
    checkout.assert_denied_with(&STAGED, "evidence-altered", "claims/d.json");
    // Taken out of the index alone.
    git(root, &["rm", "-q", "--cached", "-f", &format!("desk/{capture}")]);
    checkout.assert_denied_with(&STAGED, "evidence-missing-file", "claims/d.json");
}

#[test]
fn what_is_only_announced_is_no_part_of_a_commit() {
    let checkout = Checkout::new();
    checkout.put("claims/new.json", &claim("new"));
    git(checkout.folder.path(), &["add", "-N", "desk/claims/new.json"]);
    checkout.check_with(&STAGED).assert_status(0);
    git(checkout.folder.path(), &["add", "desk/claims/new.json"]);
    checkout.assert_denied_with(&STAGED, "unsigned", "claims/new.json");
}
