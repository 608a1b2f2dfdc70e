//! What git turns into other bytes when it checks them out.

use super::checkout::Checkout;
use super::playground::git;

/// A checkout whose next commit stores a file otherwise than it lies there: in the encoding that the attribute names.
fn converting(path: &str) -> Checkout {
    let checkout = Checkout::new();
    checkout.put(
        ".gitattributes",
        &format!("{path} working-tree-encoding=IBM037\n"),
    );
    let desk = checkout.at("");
    git(&desk, &["add", ".gitattributes"]);
    git(&desk, &["rm", "-q", "--cached", path]);
    git(&desk, &["add", path]);
    git(&desk, &["commit", "-q", "-m", "as it was"]);
    checkout
}

fn assert_refused(checkout: &Checkout, what: &str) {
    let run = checkout.check();
    run.assert_status(3);
    assert!(run.said().contains(what), "{run:#?}");
}

#[test]
fn a_record_that_git_stores_otherwise_than_it_lies_there_is_refused() {
    for path in ["notices/c.json", "trust/1.json", "claims/a.json", "byline.toml"] {
        assert_refused(&converting(path), "working-tree-encoding");
    }
}

#[test]
fn one_that_moved_is_refused_as_well() {
    let checkout = converting("notices/*");
    checkout.rename("notices/c.json", "notices/deep/c.json");
    checkout.put(".gitattributes", "notices/** working-tree-encoding=IBM037\n");
    checkout.commit("moved");
    assert_refused(&checkout, "working-tree-encoding");
}

#[test]
fn a_list_of_the_base_that_cannot_be_read_is_refused() {
    let checkout = converting("trust/1.json");
    git(checkout.folder.path(), &["tag", "-f", "base"]);
    checkout.remove(".gitattributes");
    checkout.commit("without the attribute");
    assert_refused(&checkout, "cannot be read");
}

#[test]
fn an_attribute_that_changes_no_record_is_let_be() {
    let checkout = Checkout::new();
    checkout.put(".gitattributes", "* text=auto\nevidence/* filter=lfs\n");
    checkout.put_signed("claims/new.json", &super::playground::claim("new"));
    checkout.commit("line ends");
    checkout.check().assert_status(0);
}
