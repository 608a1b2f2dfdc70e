//! Records put where nobody looks for them.

use std::fs;
use std::os::unix::fs::symlink;

use super::checkout::{Checkout, tells};
use super::playground::{self, byline, claim, run};

#[test]
fn a_notice_is_not_put_where_nobody_looks_for_it() {
    for place in [
        "claims/n.json",
        "claims/old/n.json",
        "sources/n.json",
        "trust/n.json",
    ] {
        let checkout = Checkout::new();
        checkout.rename("notices/c.json", place);
        checkout.assert_denied("wrong-folder", place);
        checkout.assert_denied("record-removed", "notices/c.json");
        checkout.assert_denied_with(&[], "wrong-folder", place);
        // Nor by who looks at the folder alone that it left.
        checkout.assert_denied_with(
            &["--since", "base", "notices"],
            "record-removed",
            "notices/c.json",
        );
    }
    // As a line among claims.
    let checkout = Checkout::new();
    let notice: serde_json::Value = serde_json::from_str(&checkout.read("notices/c.json")).unwrap();
    checkout.put("claims/n.jsonl", &format!("{notice}\n"));
    checkout.assert_denied("wrong-folder", "claims/n.jsonl");
    let run = checkout.check();
    assert!(!tells(&run, "record-removed", "notices/c.json"), "{run:#?}");
    checkout.remove("notices/c.json");
    checkout.assert_denied("record-removed", "notices/c.json");
    // Within its own folder it may move, and there in whatever file.
    let checkout = Checkout::new();
    checkout.rename("notices/c.json", "notices/claims/c.json");
    checkout.assert_passes();
}

#[test]
fn no_record_is_put_among_those_of_another_kind() {
    let checkout = Checkout::with_policy("[rules]\nwrong-folder = \"allow\"\n");
    // What cannot be lowered cannot be set either.
    checkout.check_with(&[]).assert_status(2);
    let checkout = Checkout::new();
    checkout.rename("claims/a.json", "notices/a.json");
    checkout.assert_denied("record-removed", "claims/a.json");
    checkout.assert_denied("wrong-folder", "notices/a.json");
    let checkout = Checkout::new();
    checkout.rename("trust/1.json", "claims/1.json");
    checkout.assert_denied("record-removed", "trust/1.json");
    // Outside of these folders there is no wrong one.
    let checkout = Checkout::new();
    let elsewhere = checkout.folder.at("elsewhere");
    fs::create_dir_all(elsewhere.join("claims")).unwrap();
    fs::copy(checkout.at("notices/c.json"), elsewhere.join("claims/c.json")).unwrap();
    let run = run(byline().arg("check").arg(&elsewhere));
    assert!(!run.stdout.contains("wrong-folder"), "{run:#?}");
}

#[test]
fn a_mark_among_the_records_hides_nothing() {
    for inner in [
        "evidence/byline.toml",
        "claims/.n/byline.toml",
        "notices/old/.n/byline.toml",
    ] {
        let checkout = Checkout::new();
        checkout.put(inner, "");
        for arguments in [&["--since", "base"][..], &[], &["claims", "notices"]] {
            let run = checkout.check_with(arguments);
            run.assert_status(2);
            assert!(
                run.said().contains("is a repository of claims inside the folder"),
                "{run:#?}"
            );
        }
    }
    // Other hidden things are no part of the repository, and nothing is said of them.
    let checkout = Checkout::new();
    checkout.put("claims/.cache/a.json", &claim("a"));
    checkout.put("claims/.byline.toml", "");
    checkout.assert_passes();
}

#[test]
fn a_folder_in_capital_letters_is_told() {
    let checkout = Checkout::new();
    for folder in ["Claims", "NOTICES", "Evidence"] {
        checkout.put(&format!("{folder}/y.json"), &claim("y"));
        checkout.assert_denied("unreadable", folder);
        let run = checkout.check_with(&[]);
        run.assert_status(3);
        assert!(tells(&run, "unreadable", folder), "{run:#?}");
        fs::remove_dir_all(checkout.at(folder)).unwrap();
    }
    checkout.put("Claims", "a file is no folder");
    checkout.put("archive/y.json", &claim("y"));
    checkout.assert_passes();
}

#[test]
#[cfg(unix)]
fn nothing_new_is_written_behind_a_link() {
    let checkout = Checkout::new();
    let outside = checkout.folder.at("outside");
    for folder in ["claims", "sources", "notices", "trust"] {
        let kept = checkout.folder.at("kept");
        fs::create_dir_all(checkout.at(folder)).unwrap();
        fs::rename(checkout.at(folder), &kept).unwrap();
        // The newest trust list and the claim of the notice must be there still.
        fs::create_dir_all(&outside).unwrap();
        for name in ["1.json", "a.json"] {
            let _ = fs::copy(kept.join(name), outside.join(name));
        }
        std::os::unix::fs::symlink(&outside, checkout.at(folder)).unwrap();
        let before = checkout.folder.names("outside");
        let new: &[&str] = match folder {
            "claims" => &[
                "claim",
                "--id",
                "q",
                "--statement",
                "Some text",
                "--link",
                "a report source=b.example held",
            ],
            "sources" => &["source", "--id", "q", "--name", "Q", "--kind", "outlet"],
            "notices" => &[
                "notice",
                "claims/b.json",
                "--effect",
                "retracts",
                "--reason",
                "It is withdrawn.",
            ],
            _ => &["trust", "--threshold", "1"],
        };
        let refused = |arguments: &[&str]| {
            let run = run(byline().arg("new").args(arguments).current_dir(checkout.at("")));
            run.assert_status(1);
            assert!(
                run.said().contains(&format!("{folder} is a symbolic link")),
                "{run:#?}"
            );
        };
        refused(new);
        if folder == "claims" {
            refused(&[new, &["--out", "claims/deeper/q.json"]].concat());
            refused(&["revision", "claims/a.json"]);
        }
        assert_eq!(checkout.folder.names("outside"), before);
        fs::remove_file(checkout.at(folder)).unwrap();
        fs::remove_dir_all(&outside).unwrap();
        fs::rename(&kept, checkout.at(folder)).unwrap();
    }
}

/// Some systems call files by bytes that are no text; a name that begins with a dot is hidden in a commit as it is here.
#[test]
#[cfg(target_os = "linux")]
fn no_name_hides_a_record_in_the_commit_alone() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let checkout = Checkout::new();
    let hidden = checkout.at("notices").join(OsStr::from_bytes(b".\xff.json"));
    fs::rename(checkout.at("notices/c.json"), hidden).unwrap();
    checkout.assert_denied("record-removed", "notices/c.json");
}

#[test]
#[cfg(unix)]
fn captures_do_not_move_behind_a_link() {
    let checkout = Checkout::new();
    let digest = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae";
    checkout.put(&format!("evidence/{digest}"), "foo");
    let evidence = format!(r#""held":true,"evidence":{{"sha256":"{digest}","media_type":"text/plain"}}"#);
    checkout.put_signed("claims/d.json", &claim("d").replace(r#""held":true"#, &evidence));
    checkout.rebase();
    checkout.assert_passes();
    fs::rename(checkout.at("evidence"), checkout.at("pages")).unwrap();
    std::os::unix::fs::symlink("pages", checkout.at("evidence")).unwrap();
    checkout.assert_denied("evidence-missing-file", "claims/d.json");
}

/// Where large and small letters are told apart, nobody reads what lies there; who verifies one claim is told as well.
#[test]
fn a_folder_called_almost_like_that_of_the_notices_hides_none() {
    let checkout = Checkout::new();
    let verify = || {
        let mut command = byline();
        let command = command.args(["verify", "--at", super::playground::AT, "claims/a.json"]);
        run(command.current_dir(checkout.at("")))
    };
    verify().assert_status(0);
    fs::rename(checkout.at("notices"), checkout.at("aside")).unwrap();
    fs::rename(checkout.at("aside"), checkout.at("Notices")).unwrap();
    let found = verify();
    found.assert_status(3);
    assert!(found.said_and_printed().contains("Notices"), "{found:#?}");
}

#[test]
fn no_link_takes_the_place_of_the_repository() {
    let checkout = Checkout::new();
    // Another repository in the checkout, which nobody has looked at.
    let top = checkout.folder.path();
    playground::copy(&checkout.at(""), &checkout.folder.at("other"));
    checkout.rebase();
    fs::rename(checkout.at(""), checkout.folder.at("elsewhere")).unwrap();
    symlink("other", checkout.folder.at("desk")).unwrap();
    checkout.commit("a link");
    let linked = checkout.folder.at("desk");
    for (folder, path) in [
        (top, "desk"),
        (top, "desk/claims"),
        (&linked, "."),
        (&linked, "claims"),
    ] {
        for what in [&["--since", "base"][..], &["--staged"]] {
            let run = run(byline()
                .arg("check")
                .args(what)
                .arg(path)
                .current_dir(folder)
                .env("PWD", folder));
            run.assert_status(2);
            assert!(
                run.said().contains("is a symbolic link in a git checkout"),
                "{run:#?}"
            );
        }
    }
}

/// One's own link to a checkout comes with no pull request, also where a checkout lies around it.
#[test]
fn a_link_that_git_does_not_have_may_lead_to_the_repository() {
    let checkout = Checkout::new();
    let around = playground::Folder::new();
    playground::git(around.path(), &["init", "-q"]);
    let link = around.at("link");
    symlink(checkout.at(""), &link).unwrap();
    let run = run(byline()
        .args(["check", "--at", playground::AT, "--since", "base"])
        .arg(&link));
    run.assert_status(0);
}
