//! Policies that allow, checkouts that run programs, and commits that are none.

use std::fs;

use super::checkout::{Checkout, tells};
use super::playground::{byline, claim, git, run};

#[test]
fn a_policy_does_not_allow_for_itself() {
    let checkout = Checkout::with_policy("[rules]\nduplicate-claim = \"deny\"\n");
    checkout.put_signed("claims/new.json", &claim("new"));
    checkout.assert_denied("duplicate-claim", "claims/new.json");
    checkout.put(
        "byline.toml",
        "[rules]\nduplicate-claim = \"allow\"\npolicy-changed = \"allow\"\n",
    );
    checkout.assert_denied("duplicate-claim", "claims/new.json");
    let run = checkout.check();
    assert!(tells(&run, "policy-changed", "byline.toml"), "{run:#?}");
    assert!(run.stdout.contains("warning[policy-changed]"), "{run:#?}");
    let waiver = "[[ignore]]\nrule = \"duplicate-claim\"\nrecord = \"new\"\nreason = \"mine\"\nuntil = \"2099-01-01\"\n";
    checkout.put("byline.toml", waiver);
    checkout.assert_denied("duplicate-claim", "claims/new.json");
    // One that nobody could use afterwards is a fault of its own.
    checkout.put("byline.toml", "[rules]\nno-such-rule = \"allow\"\n");
    checkout.check().assert_status(2);
}

#[test]
fn a_protected_policy_is_not_changed() {
    let checkout = Checkout::with_policy("[policy]\nprotected = true\n");
    checkout.put("byline.toml", "");
    checkout.assert_denied("policy-changed", "byline.toml");
    let checkout = Checkout::with_policy("[rules]\npolicy-changed = \"info\"\n[policy]\nprotected = true\n");
    checkout.put("byline.toml", "");
    checkout.assert_denied("policy-changed", "byline.toml");
}

#[test]
fn a_repository_does_not_cease_to_be_one() {
    let checkout = Checkout::new();
    let policy = checkout.at("byline.toml");
    fs::remove_file(&policy).unwrap();
    for paths in [
        &["--since", "base"][..],
        &["--since", "base", "."],
        &["--since", "base", "claims"],
    ] {
        checkout.check_with(paths).assert_status(2);
    }
    fs::write(&policy, "").unwrap();
    for inner in ["claims/byline.toml", "claims/deeper/byline.toml"] {
        checkout.put(inner, "");
        checkout.check().assert_status(2);
        checkout.remove(inner);
    }
    checkout.folder.put("byline.toml", "");
    checkout.check().assert_status(2);
}

#[test]
fn a_commit_that_is_none_is_a_usage_error() {
    let checkout = Checkout::new();
    let marker = checkout.folder.at("marker");
    let output = format!("--since=--output={}", marker.display());
    for name in [
        "--since=no-such-commit",
        "--since=--help",
        "--since=-h",
        "--since=--all",
        "--since=",
        "--since=HEAD:desk",
        "--since=base..main",
        "--since=base main",
        "--since=^main",
        "--since=^main^{tree}",
        "--since=base\nmain",
        &output,
    ] {
        let run = checkout.check_with(&[name]);
        run.assert_status(2);
        assert!(run.said().contains("git knows no commit"), "{name}: {run:#?}");
    }
    assert!(!marker.exists());
    checkout.check_with(&["--since=HEAD~0"]).assert_status(0);
    checkout
        .check_with(&["--since", "base", "--trust", "trust/1.json"])
        .assert_status(2);
    // Outside of a checkout, and in the folder of git itself.
    let outside = super::playground::Folder::repository();
    outside.run(["check", "--since", "HEAD"]).assert_status(2);
    outside.run(["check", "--staged"]).assert_status(2);
}

#[test]
#[cfg(unix)]
fn nothing_that_the_checkout_sets_up_is_run() {
    use std::os::unix::fs::PermissionsExt;
    let checkout = Checkout::new();
    let root = checkout.folder.path();
    let marker = checkout.folder.at("marker");
    let program = checkout.folder.put(
        "program",
        format!("#!/bin/sh\ntouch '{}'\ncat\n", marker.display()),
    );
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    let program = program.to_str().unwrap();
    for (name, value) in [
        ("core.fsmonitor", program),
        ("core.hooksPath", root.to_str().unwrap()),
        ("core.pager", program),
        ("core.editor", program),
        ("core.sshCommand", program),
        ("diff.external", program),
        ("diff.mine.textconv", program),
        ("diff.mine.command", program),
        ("filter.mine.clean", program),
        ("filter.mine.smudge", program),
        ("filter.mine.process", program),
        ("filter.mine.required", "true"),
        ("alias.rev-parse", "!touch marker"),
        ("alias.ls-tree", "!touch marker"),
    ] {
        git(root, &["config", name, value]);
    }
    for hook in ["post-index-change", "reference-transaction", "fsmonitor-watchman"] {
        let hook = checkout
            .folder
            .put(&format!(".git/hooks/{hook}"), fs::read(program).unwrap());
        fs::set_permissions(&hook, fs::Permissions::from_mode(0o755)).unwrap();
    }
    checkout
        .folder
        .put(".gitattributes", "*.json filter=mine diff=mine text eol=crlf\n");
    checkout.put_signed("claims/a.json", &claim("a").replace("Sixty", "Seventy"));
    let _ = fs::remove_file(&marker);
    checkout.assert_denied("edited-in-place", "claims/a.json");
    checkout.check_with(&["--staged"]).assert_clean();
    assert!(!marker.exists(), "something was run");
}

#[test]
#[cfg(unix)]
fn no_git_is_run_that_lies_in_the_checkout() {
    use std::os::unix::fs::PermissionsExt;
    let checkout = Checkout::new();
    let marker = checkout.folder.at("marker");
    for place in ["git", "bin/git"] {
        let text = format!("#!/bin/sh\ntouch '{}'\n", marker.display());
        checkout.put(place, &text);
        fs::set_permissions(checkout.at(place), fs::Permissions::from_mode(0o755)).unwrap();
    }
    let path = std::env::var("PATH").unwrap();
    let check = |path: &str| {
        let mut command = byline();
        let command = command.args(["check", "--since", "base"]).env("PATH", path);
        run(command.current_dir(checkout.at("")))
    };
    for path in [
        format!(".:{path}"),
        format!(":{path}"),
        format!("bin:../desk:{path}"),
    ] {
        check(&path).assert_status(0);
    }
    for path in [".", "", "bin"] {
        let run = check(path);
        run.assert_status(3);
        assert!(run.said().contains("git could not be run"), "{run:#?}");
    }
    assert!(!marker.exists(), "something was run");
}

#[test]
#[cfg(unix)]
fn a_policy_is_no_link() {
    let checkout = Checkout::with_policy("[policy]\nprotected = true\n");
    let secret = checkout.folder.put("secret", "token = hunter2\n");
    let policy = checkout
        .folder
        .put("policy.toml", "[rules]\nduplicate-claim = \"allow\"\n");
    checkout.put("same.toml", &checkout.read("byline.toml"));
    for target in [
        secret.as_path(),
        policy.as_path(),
        "same.toml".as_ref(),
        "nowhere".as_ref(),
    ] {
        fs::remove_file(checkout.at("byline.toml")).unwrap();
        std::os::unix::fs::symlink(target, checkout.at("byline.toml")).unwrap();
        git(checkout.folder.path(), &["add", "."]);
        for arguments in [&["--since", "base"][..], &[], &["--staged"], &["claims/a.json"]] {
            let run = checkout.check_with(arguments);
            run.assert_status(3);
            assert!(run.said().contains("links are not followed"), "{run:#?}");
            assert!(!run.said().contains("hunter2"), "{run:#?}");
        }
    }
    // A commit that has one has no policy.
    checkout.commit("a link");
    fs::remove_file(checkout.at("byline.toml")).unwrap();
    checkout.put("byline.toml", "");
    checkout.assert_denied_with(&["--since", "HEAD"], "no-base", "byline.toml");
}

#[test]
fn variables_of_git_lead_nowhere_else() {
    let checkout = Checkout::new();
    let other = Checkout::new();
    checkout.remove("claims/other.json");
    let mut command = byline();
    command
        .args(["check", "--since", "base"])
        .env("GIT_DIR", other.folder.at(".git"))
        .env("GIT_WORK_TREE", other.folder.path())
        .env("GIT_CONFIG_COUNT", "1")
        .env("GIT_CONFIG_KEY_0", "core.worktree")
        .env("GIT_CONFIG_VALUE_0", other.folder.path())
        .current_dir(checkout.at(""));
    let run = run(&mut command);
    run.assert_status(1);
    assert!(tells(&run, "record-removed", "claims/other.json"), "{run:#?}");
}

#[test]
fn a_folder_laid_out_as_a_git_repository_is_none() {
    let checkout = Checkout::new();
    // The attacker's own history, in which everything is as it should be, committed as plain files.
    let theirs = Checkout::new();
    theirs.remove("claims/other.json");
    theirs.commit("without it");
    git(theirs.folder.path(), &["tag", "-f", "base"]);
    for part in ["HEAD", "config", "objects", "refs", "packed-refs"] {
        let from = theirs.folder.at(".git").join(part);
        if from.exists() {
            fs::rename(from, checkout.at(part)).unwrap();
        }
    }
    checkout.remove("claims/other.json");
    let run = checkout.check();
    assert!(matches!(run.status, Some(1 | 2)), "{run:#?}");
}

#[test]
fn a_submodule_brings_no_base_along() {
    let checkout = Checkout::new();
    let outer = super::playground::Folder::new();
    git(outer.path(), &["init", "-q", "-b", "main"]);
    let source = checkout.folder.path().to_str().unwrap();
    let allow = "protocol.file.allow=always";
    git(
        outer.path(),
        &["-c", allow, "submodule", "--quiet", "add", source, "inner"],
    );
    let run = run(byline()
        .args(["check", "--since", "HEAD", "inner/desk"])
        .current_dir(outer.path()));
    run.assert_status(2);
    assert!(run.said().contains("submodule"), "{run:#?}");
}

#[test]
fn a_replaced_commit_is_not_looked_at() {
    let checkout = Checkout::new();
    checkout.remove("claims/other.json");
    checkout.commit("without it");
    git(checkout.folder.path(), &["replace", "base", "HEAD"]);
    checkout.assert_denied("record-removed", "claims/other.json");
}
