//! Names of commits that a tag or a branch is called like.

use super::checkout::Checkout;
use super::playground::git;

/// What may be said instead of `name` is told, and nothing is compared.
fn assert_ambiguous(checkout: &Checkout, name: &str, meanings: &[&str]) {
    let run = checkout.check_with(&["--since", name]);
    run.assert_status(2);
    assert!(run.said().contains("for one of several"), "{name}: {run:#?}");
    for meaning in meanings {
        assert!(run.said().contains(meaning), "{name}: no {meaning}: {run:#?}");
    }
    assert_eq!(run.stdout, "");
}

#[test]
fn a_name_that_stands_for_several_commits_is_refused() {
    let checkout = Checkout::new();
    let root = checkout.folder.path();
    let whole = git(root, &["rev-parse", "base"]);
    let (whole, short) = (whole.trim(), &whole[..9]);
    git(root, &["update-ref", "refs/remotes/origin/main", "base"]);
    checkout.remove("claims/other.json");
    checkout.commit("without it");
    git(root, &["checkout", "-q", "-b", "pull"]);
    git(root, &["branch", "-f", "main", "base"]);
    let names = [
        "main",
        "origin/main",
        short,
        whole,
        "refs/heads/main",
        "refs/remotes/origin/main",
    ];
    for name in names {
        checkout.assert_denied_with(&["--since", name], "record-removed", "claims/other.json");
    }
    // They push a tag, and branches.
    git(root, &["tag", "main", "pull"]);
    for name in ["origin/main", short, whole] {
        git(root, &["update-ref", &format!("refs/heads/{name}"), "pull"]);
    }
    git(root, &["config", "core.warnAmbiguousRefs", "false"]);
    assert_ambiguous(&checkout, "main", &["refs/heads/main", "refs/tags/main"]);
    assert_ambiguous(&checkout, "main~0", &["refs/heads/main", "refs/tags/main"]);
    let origin = ["refs/heads/origin/main", "refs/remotes/origin/main"];
    assert_ambiguous(&checkout, "origin/main", &origin);
    assert_ambiguous(
        &checkout,
        short,
        &[&format!("refs/heads/{short}"), "whose id begins with"],
    );
    // Said in full, it is one.
    for name in [whole, "refs/heads/main", "refs/remotes/origin/main"] {
        checkout.assert_denied_with(&["--since", name], "record-removed", "claims/other.json");
    }
    git(root, &["update-ref", "refs/heads/HEAD", "base"]);
    assert_ambiguous(
        &checkout,
        "HEAD",
        &["refs/heads/HEAD", "the commit that is checked out"],
    );
}
