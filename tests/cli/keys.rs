//! How keys are named, and what is said of those that cannot be used.

use std::fs;

use super::{byline, root, run, text};

#[test]
fn a_key_is_named_by_option_variable_or_by_being_the_only_one() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let record = r#"{"byline":"source/1","id":"a","name":"A","kind":"outlet"}"#;
    let signed_by = || -> String {
        let record: serde_json::Value =
            serde_json::from_slice(&fs::read(at.join("source.json")).unwrap()).unwrap();
        record["proof"]["verificationMethod"].as_str().unwrap().to_owned()
    };
    let public = |name: &str| -> String {
        let text = fs::read_to_string(root().join(format!("fixtures/keys/{name}.pem.pub"))).unwrap();
        text.split(' ').next().unwrap().to_owned()
    };
    let key = |name: &str| root().join(format!("fixtures/keys/{name}.pem"));
    fs::write(at.join("source.json"), record).unwrap();
    let output = byline(at)
        .args(["sign", "source.json"])
        .env("BYLINE_KEY", key("chips-editor"))
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(signed_by().starts_with(&public("chips-editor")));
    fs::write(at.join("source.json"), record).unwrap();
    let output = byline(at)
        .args(["sign", "source.json", "--key"])
        .arg(key("chips-author"))
        .env("BYLINE_KEY", key("chips-editor"))
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(signed_by().starts_with(&public("chips-author")));
}

#[cfg(unix)]
#[test]
fn a_file_that_is_no_key_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.txt");
    fs::write(&path, "Dear editors,\n").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    let output = run(folder.path(), &["key", "export", "notes.txt"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        text(&output.stderr),
        "error: notes.txt: no line of the file starts with -----BEGIN, so it is no PEM key file; check the\n       path\n"
    );
}

#[test]
fn a_foreign_file_among_the_keys_hides_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let made = run(at, &["key", "new", "--name", "News desk", "--no-passphrase"]);
    assert_eq!(made.status.code(), Some(0), "{}", text(&made.stderr));
    fs::write(at.join(".config/byline/keys/ssh.pub"), "ssh-ed25519 AAAA me\n").unwrap();
    let listed = run(at, &["key", "list"]);
    assert_eq!(listed.status.code(), Some(0));
    assert!(text(&listed.stdout).contains("  News desk  "));
    assert!(text(&listed.stderr).starts_with("error: ./.config/byline/keys/ssh.pub is no public key file\n"));
    // The only key that is one is the one to sign with.
    let record = at.join("source.json");
    fs::write(
        &record,
        r#"{"byline":"source/1","id":"a","name":"A","kind":"outlet"}"#,
    )
    .unwrap();
    let signed = run(at, &["sign", "source.json"]);
    assert_eq!(signed.status.code(), Some(0), "{}", text(&signed.stderr));
}

#[test]
fn what_was_not_signed_is_no_reason_to_warn() {
    let key = root().join("fixtures/keys/chips-author.pem");
    let key = key.to_str().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    fs::write(at.join("byline.toml"), "").unwrap();
    fs::create_dir(at.join("trust")).unwrap();
    let list = root().join("fixtures/harbour-inquiry/trust/1.json");
    fs::copy(list, at.join("trust/1.json")).unwrap();
    fs::write(at.join("bad.json"), "{}").unwrap();
    fs::write(
        at.join("good.json"),
        r#"{"byline":"source/1","id":"a","name":"A","kind":"outlet"}"#,
    )
    .unwrap();
    let warned = |file: &str| {
        let signed = run(at, &["sign", "--unlisted", "--key", key, file]);
        text(&signed.stderr).contains("warning: did:key:")
    };
    assert!(!warned("bad.json"));
    assert!(warned("good.json"));
}

#[test]
fn a_key_that_cannot_be_read_is_told_by_the_status() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let made = run(at, &["key", "new", "--name", "News desk", "--no-passphrase"]);
    assert_eq!(made.status.code(), Some(0), "{}", text(&made.stderr));
    fs::create_dir(at.join(".config/byline/keys/other.pub")).unwrap();
    let listed = run(at, &["key", "list"]);
    assert_eq!(listed.status.code(), Some(3));
    assert!(text(&listed.stdout).contains("  News desk  "));
    assert!(text(&listed.stderr).contains("other.pub: it is no regular file"));
}
