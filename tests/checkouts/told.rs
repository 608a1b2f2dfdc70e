//! What `check --since` tells of a checkout, word for word.

use super::checkout::Checkout;
use super::playground::{self, git};

#[test]
fn what_differs_is_told_with_what_rests_on_it_and_nothing_else() {
    let checkout = Checkout::new();
    insta::assert_snapshot!("nothing_differs", told(&checkout));
    // One on which another rests.
    checkout.put(
        "claims/a.json",
        &checkout.read("claims/a.json").replace("Sixty", "Seventy"),
    );
    insta::assert_snapshot!("a_changed_claim", told(&checkout));
}

/// What a check tells, without what is another each time.
fn told(checkout: &Checkout) -> String {
    let run = checkout.check_with(&["--since", "base"]);
    run.assert_clean();
    let commit = git(checkout.folder.path(), &["rev-parse", "--short=12", "base"]);
    let told = run.stdout.replace(commit.trim(), "COMMIT");
    format!("status {:?}\n{told}{}", run.status, run.stderr)
}

#[test]
fn paths_are_shown_from_the_working_directory() {
    let checkout = Checkout::new();
    checkout.put("claims/draft.json", &playground::claim("draft"));
    checkout.put("notices/draft.json", &checkout.notice("claims/a.json"));
    let with = |folder: &str, arguments: &[&str]| {
        let mut command = playground::byline();
        command
            .args(["check", "--at", playground::AT])
            .args(arguments)
            .current_dir(checkout.at(folder));
        playground::run(&mut command).stdout
    };
    let from = |folder: &str| with(folder, &[]);
    assert!(from("").contains("--> claims/draft.json:"));
    assert!(
        from("claims").contains("--> ../claims/draft.json:"),
        "{}",
        from("claims")
    );
    // Programs find files from there, or by the whole path.
    let root = std::fs::canonicalize(checkout.at("")).unwrap();
    let github = with("claims", &["--format", "github"]);
    assert!(github.contains(" file=draft.json,"), "{github}");
    let elsewhere = format!(" file={}/notices/draft.json,", root.display());
    assert!(github.contains(&elsewhere), "{github}");
}

#[test]
fn rules_are_said_not_to_be_applied_only_where_something_may_be_hidden() {
    let checkout = Checkout::new();
    let check = |arguments: &[&str]| {
        let run = checkout.check_with(arguments);
        run.assert_clean();
        run.stdout
    };
    const NOTE: &str = "these rules may have missed something";
    // Nothing lies where nothing is.
    let missing = check(&["claims/a.json", "claims/gone.json"]);
    assert!(!missing.contains(NOTE), "{missing}");
    checkout.put("claims/broken.json", "{");
    let of_all = check(&["."]);
    assert!(
        of_all.contains(NOTE) && of_all.contains("orphan-evidence"),
        "{of_all}"
    );
    assert!(
        !of_all.contains("record-removed") && !of_all.contains("no-base"),
        "{of_all}"
    );
    let of_some = check(&["claims/broken.json"]);
    assert!(
        of_some.contains("duplicate-claim") && !of_some.contains("orphan-evidence"),
        "{of_some}"
    );
    let since = check(&["--since", "base"]);
    assert!(
        since.contains(NOTE) && since.contains("record-removed"),
        "{since}"
    );
    assert!(
        !since.contains("orphan-evidence") && !since.contains("policy-changed"),
        "{since}"
    );
}
