//! `key import`: what is taken in, under which name, and what is refused.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;

use super::foreign::{foreign, mode, opens_with, run_key};
use super::playground::{Folder, did, key};

#[test]
fn an_imported_key_is_encrypted_private_and_the_same() {
    // What is given, and what opens the file afterwards.
    for (passphrase, old, new, option, opens) in [
        (None, Some("the first one"), None, None, Some("the first one")),
        (None, None, Some("the second one"), None, Some("the second one")),
        (
            None,
            Some("the first one"),
            Some("the second one"),
            None,
            Some("the second one"),
        ),
        (None, None, None, Some("--no-passphrase"), None),
        (
            Some("theirs, as it was"),
            Some("theirs, as it was"),
            None,
            None,
            Some("theirs, as it was"),
        ),
        (
            Some("theirs, as it was"),
            Some("theirs, as it was"),
            Some("the second one"),
            None,
            Some("the second one"),
        ),
        (
            Some("theirs, as it was"),
            Some("theirs, as it was"),
            Some("the second one"),
            Some("--no-passphrase"),
            None,
        ),
    ] {
        let case = format!("{passphrase:?} {old:?} {new:?} {option:?}");
        let folder = Folder::new();
        let before = foreign(passphrase);
        let source = folder.put("theirs.pem", &before);
        fs::set_permissions(source, Permissions::from_mode(0o600)).unwrap();
        let mut arguments = vec!["import", "theirs.pem", "--out", "ours.pem", "--name", "News desk"];
        arguments.extend(option);
        let told = run_key(&folder, &arguments, old, new);
        told.assert_status(0);
        assert_eq!(told.stderr, "", "{case}");
        assert_eq!(
            opens_with(
                &folder,
                "ours.pem",
                &["the first one", "the second one", "theirs, as it was"]
            ),
            opens,
            "{case}"
        );
        assert_eq!(mode(&folder, "ours.pem"), 0o600, "{case}");
        assert_eq!(
            folder.read("ours.pem.pub"),
            format!("{} News desk\n", did("harbour-author"))
        );
        assert_eq!(folder.read("theirs.pem"), before, "{case}");
        let warned = told.stdout.contains("theirs.pem still holds the key unencrypted");
        assert_eq!(warned, passphrase.is_none(), "{case}");
        assert_eq!(
            folder.names(""),
            ["ours.pem", "ours.pem.pub", "theirs.pem"],
            "{case}"
        );
    }
}

#[test]
fn an_imported_key_is_named_after_what_is_there() {
    let folder = Folder::new();
    folder.put("night desk.pem", foreign(None));
    let import = |arguments: &[&str]| {
        run_key(
            &folder,
            &[&["import", "night desk.pem", "--out", "ours.pem"], arguments].concat(),
            Some("the first one"),
            None,
        )
        .assert_status(0);
        let name = folder
            .read("ours.pem.pub")
            .split_once(' ')
            .unwrap()
            .1
            .trim_end()
            .to_owned();
        fs::remove_file(folder.at("ours.pem")).unwrap();
        fs::remove_file(folder.at("ours.pem.pub")).unwrap();
        name
    };
    assert_eq!(import(&[]), "night desk");
    folder.put(
        "night desk.pem.pub",
        format!("{} Maren Voß\n", did("harbour-author")),
    );
    assert_eq!(import(&[]), "Maren Voß");
    assert_eq!(import(&["--name", "Other"]), "Other");
    // The name of another key is not this one's.
    folder.put(
        "night desk.pem.pub",
        format!("{} Ruud Haan\n", did("harbour-editor")),
    );
    assert_eq!(import(&[]), "night desk");
}

#[test]
fn nothing_is_overwritten_and_nothing_is_half_imported() {
    let folder = Folder::new();
    folder.put("theirs.pem", foreign(Some("theirs, as it was")));
    folder.put("there.pem", "a");
    folder.put("public.pem.pub", "b");
    folder.put("repository/byline.toml", "");
    folder.put("noise.pem", "no key\n");
    let public = folder.run([
        "key",
        "export",
        "--format",
        "pem",
        key("harbour-author").to_str().unwrap(),
    ]);
    folder.put("only-public.pem", public.stdout);
    let names = folder.names("");
    for (arguments, old, status, words) in [
        (
            &["theirs.pem", "--out", "there.pem"][..],
            Some("theirs, as it was"),
            1,
            "there.pem exists already",
        ),
        (
            &["theirs.pem", "--out", "public.pem"],
            Some("theirs, as it was"),
            1,
            "public.pem.pub exists already",
        ),
        (
            &["theirs.pem", "--out", "repository/a.pem"],
            Some("theirs, as it was"),
            1,
            "lies inside a repository",
        ),
        (
            &["theirs.pem", "--out", "a.pem"],
            Some("quite another"),
            1,
            "what stands in BYLINE_PASSPHRASE does not open the key file",
        ),
        (
            &["theirs.pem", "--out", "a.pem"],
            None,
            2,
            "there is no terminal to ask at",
        ),
        (
            &["theirs.pem", "--out", "a.pem", "--name", ""],
            Some("theirs, as it was"),
            2,
            "a name has 1 to 200",
        ),
        (
            &["noise.pem", "--out", "a.pem"],
            Some("theirs, as it was"),
            1,
            "so it is no PEM key file",
        ),
        (
            &["only-public.pem", "--out", "a.pem"],
            Some("theirs, as it was"),
            1,
            "labelled \"PUBLIC KEY\"",
        ),
        (
            &["no-such.pem", "--out", "a.pem"],
            Some("theirs, as it was"),
            3,
            "there is no such file",
        ),
    ] {
        let told = run_key(&folder, &[&["import"], arguments].concat(), old, None);
        told.assert_status(status);
        assert!(told.said().contains(words), "{words:?} in {told:#?}");
        assert_eq!(folder.names(""), names, "{arguments:?}");
    }
    assert_eq!(
        (folder.read("there.pem"), folder.read("public.pem.pub")),
        ("a".into(), "b".into())
    );
    let told = run_key(
        &folder,
        &["import", "theirs.pem", "--out", "a.pem"],
        Some("theirs, as it was"),
        Some(""),
    );
    told.assert_status(1);
    assert!(
        told.said().contains("the passphrase has fewer than 8"),
        "{told:#?}"
    );
    assert_eq!(folder.names(""), names);
}
