//! Which key signs, and which may.

use std::fs;

use super::playground::{self, Folder, Run, byline, claim, did, key, run, words};
use super::signers::{AUTHOR, CHECKER, EDITOR, parsed};

#[test]
fn the_key_is_the_named_one_or_that_of_the_environment_or_the_only_one() {
    let folder = Folder::new();
    let config = folder.at("config");
    let keys = config.join("byline/keys");
    fs::create_dir_all(&keys).unwrap();
    let signer = |variable: Option<&str>, named: Option<&str>| -> Result<String, Run> {
        folder.put("wall.json", claim("wall"));
        let mut command = byline();
        command
            .current_dir(folder.path())
            .env("XDG_CONFIG_HOME", &config)
            .env("HOME", folder.path());
        if let Some(name) = variable {
            command.env("BYLINE_KEY", if name.is_empty() { "".into() } else { key(name) });
        }
        command.arg("sign");
        if let Some(name) = named {
            command.arg("--key").arg(key(name));
        }
        let run = run(command.arg("wall.json"));
        if run.status == Some(0) {
            Ok(parsed(&folder.read("wall.json"))["by"][0]
                .as_str()
                .unwrap()
                .to_owned())
        } else {
            assert_eq!(folder.read("wall.json"), claim("wall"));
            Err(run)
        }
    };
    let refused = signer(None, None).unwrap_err();
    refused.assert_status(2);
    assert!(
        refused.stderr.contains("there is no key to sign with"),
        "{refused:#?}"
    );
    let install = |name: &str| {
        for end in ["pem", "pem.pub"] {
            let file = key(name).with_extension(end);
            fs::copy(&file, keys.join(file.file_name().unwrap())).unwrap();
        }
    };
    install(AUTHOR);
    assert_eq!(signer(None, None).unwrap(), did(AUTHOR));
    assert_eq!(signer(Some(""), None).unwrap(), did(AUTHOR));
    assert_eq!(signer(Some(EDITOR), None).unwrap(), did(EDITOR));
    assert_eq!(signer(Some(EDITOR), Some(CHECKER)).unwrap(), did(CHECKER));
    install(EDITOR);
    let refused = signer(None, None).unwrap_err();
    refused.assert_status(2);
    assert!(
        refused.stderr.contains("there are 2 keys to choose from"),
        "{refused:#?}"
    );
    assert_eq!(signer(Some(AUTHOR), None).unwrap(), did(AUTHOR));
}

/// A key that is in no list of the repository that [`Folder::repository`] makes.
const STRANGER: &str = "harbour-owner-two";

/// The owner of that list, who may sign no claim.
const OWNER: &str = "harbour-owner-one";

#[test]
fn who_is_not_listed_becomes_no_author() {
    let folder = Folder::repository();
    let lines = format!("{}\n{}\n", claim("one"), claim("two"));
    folder.put("claims/wall.json", claim("wall"));
    folder.put("claims/many.jsonl", &lines);
    for path in ["claims/wall.json", "claims/many.jsonl"] {
        let before = folder.read(path);
        for (key, why) in [
            (STRANGER, "is not in the trust list of this repository"),
            (
                OWNER,
                "has no role that may sign a claim, and whoever signs it is its author",
            ),
        ] {
            let refused = folder.sign(key, &[path]);
            refused.assert_status(1);
            for part in [why, "--unlisted signs all the same"] {
                assert!(words(&refused.stderr).contains(part), "{refused:#?}");
            }
            assert_eq!(folder.read(path), before);
        }
    }
    folder
        .sign(STRANGER, &["--unlisted", "claims/wall.json"])
        .assert_status(0);
    assert_eq!(parsed(&folder.read("claims/wall.json"))["by"][0], did(STRANGER));
}

#[test]
fn where_nothing_says_who_may_sign_everybody_may() {
    let alone = Folder::new();
    alone.put("wall.json", claim("wall"));
    let signed = alone.sign(STRANGER, &["wall.json"]);
    signed.assert_status(0);
    assert_eq!(signed.stderr, "");
    let without_list = Folder::new();
    without_list.put("byline.toml", "");
    without_list.put("claims/wall.json", claim("wall"));
    without_list
        .sign(STRANGER, &["claims/wall.json"])
        .assert_status(0);
}

/// The owner whom a new list brings in signs it before it is in force.
#[test]
fn who_comes_in_with_a_list_may_sign_it() {
    let folder = Folder::repository();
    let mut list = folder.next_list("trust", 2);
    folder.put("trust/2.json", list.to_string());
    folder.sign(STRANGER, &["trust/2.json"]).assert_status(1);
    let newcomer = serde_json::json!({ "key": did(STRANGER), "name": "New owner", "roles": ["owner"] });
    list["signers"].as_array_mut().unwrap().push(newcomer);
    folder.put("trust/2.json", list.to_string());
    folder.sign(STRANGER, &["trust/2.json"]).assert_status(0);
}

/// Any other's signature on a list would do nothing.
#[test]
fn who_is_no_owner_signs_no_list() {
    let folder = Folder::repository();
    let mut list = folder.next_list("trust", 2);
    folder.put("trust/2.json", list.to_string());
    for key in [AUTHOR, "harbour-editor"] {
        let run = folder.sign(key, &["trust/2.json"]);
        run.assert_status(1);
        assert!(
            run.said().contains("has no role that may sign a trust list"),
            "{run:#?}"
        );
        assert!(run.said().contains("owners of the list before"), "{run:#?}");
    }
    assert!(folder.read("trust/2.json").find("proof").is_none());
    let newcomer = serde_json::json!({ "key": did(STRANGER), "name": "New author", "roles": ["author"] });
    list["signers"].as_array_mut().unwrap().push(newcomer);
    folder.put("trust/2.json", list.to_string());
    folder.sign(STRANGER, &["trust/2.json"]).assert_status(1);
    folder
        .sign("harbour-owner-one", &["trust/2.json"])
        .assert_status(0);
    let run = folder.sign(AUTHOR, &["trust/2.json"]);
    assert!(
        words(&run.stderr).contains("its signature does not count"),
        "{run:#?}"
    );
    folder.put("trust/2.json", list.to_string());
    folder
        .sign(AUTHOR, &["--unlisted", "trust/2.json"])
        .assert_status(0);
}

#[test]
fn a_key_that_nobody_lists_counter_signs_with_a_warning() {
    let folder = Folder::repository();
    folder.put("claims/wall.json", claim("wall"));
    let listed = folder.sign(AUTHOR, &["claims/wall.json"]);
    listed.assert_status(0);
    assert_eq!(listed.stderr, "");
    let unlisted = folder.sign(STRANGER, &["claims/wall.json"]);
    unlisted.assert_status(0);
    assert!(
        words(&unlisted.stderr).contains("is not in the trust list of this repository"),
        "{unlisted:#?}"
    );
}

/// A passphrase may come through a pipe, of which no more is read than a passphrase takes.
#[cfg(unix)]
#[test]
fn a_passphrase_comes_through_a_pipe() {
    let folder = Folder::new();
    let run = |source: &str| {
        let mut command = std::process::Command::new("sh");
        let script =
            format!("{source} | exec \"$0\" key new --name Desk --out desk.pem --passphrase-file /dev/stdin");
        command
            .args(["-c", &script, env!("CARGO_BIN_EXE_byline")])
            .current_dir(folder.path());
        run(&mut command)
    };
    let endless = run("cat /dev/zero");
    endless.assert_status(1);
    assert!(endless.said().contains("so it is no passphrase"), "{endless:#?}");
    run("echo 'the first one'").assert_status(0);
    let mut command = byline();
    command
        .args(["key", "passwd", "--no-passphrase", "desk.pem"])
        .env("BYLINE_PASSPHRASE", "the first one")
        .current_dir(folder.path());
    playground::run(&mut command).assert_status(0);
}

#[test]
fn of_several_keys_those_are_named_that_the_trust_list_lets_sign_the_record() {
    let folder = Folder::new();
    let keys = folder.at("config/byline/keys");
    fs::create_dir_all(&keys).unwrap();
    for name in [EDITOR, CHECKER] {
        for end in ["pem", "pem.pub"] {
            let file = key(name).with_extension(end);
            fs::copy(&file, keys.join(file.file_name().unwrap())).unwrap();
        }
    }
    let byline_in = |part: &str, arguments: &[&str]| {
        let mut command = byline();
        command
            .current_dir(folder.at(part))
            .env("XDG_CONFIG_HOME", folder.at("config"))
            .env("HOME", folder.path());
        run(command.args(arguments))
    };
    byline_in(".", &["init", "desk", "--key", EDITOR]).assert_status(0);
    let add = [
        "new",
        "trust",
        "--add",
        CHECKER,
        "--name",
        "Fact desk",
        "--role",
        "checker",
    ];
    byline_in("desk", &add).assert_status(0);
    byline_in("desk", &["sign", "--key", EDITOR, "trust/2.json"]).assert_status(0);
    folder.put("desk/claims/a.json", claim("a"));
    let sign = ["sign", "claims/a.json"];
    let told = byline_in("desk", &sign);
    told.assert_status(2);
    let only = format!("the trust list lets only {EDITOR} sign this claim");
    assert!(told.said().contains(&only), "{told:#?}");
    byline_in("desk", &["sign", "--key", EDITOR, "claims/a.json"]).assert_status(0);
    // Either may sign beside the author.
    let told = byline_in("desk", &sign);
    told.assert_status(2);
    assert!(!told.said().contains("the trust list lets"), "{told:#?}");
    byline_in("desk", &["sign", "--key", CHECKER, "claims/a.json"]).assert_status(0);
    let revised = byline_in(
        "desk",
        &[
            "new",
            "revision",
            "claims/a.json",
            "--statement",
            "It is otherwise.",
        ],
    );
    let left_behind = "The signature of Fact desk stays on the revision before; ask for a new one.";
    assert!(revised.stdout.contains(left_behind), "{revised:#?}");
}
