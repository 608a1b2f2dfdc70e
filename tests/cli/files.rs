//! Which files are followed, written and left alone.

use std::collections::BTreeSet;
use std::fs;

use super::{root, run, text};

#[cfg(unix)]
#[test]
fn links_are_followed_where_they_are_named_and_nowhere_else() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    fs::create_dir(at.join("records")).unwrap();
    let record = root().join("fixtures/inference-chips/sources/ft.com.json");
    fs::copy(record, at.join("ft.json")).unwrap();
    symlink("../ft.json", at.join("records/link.json")).unwrap();
    symlink("loop.json", at.join("records/loop.json")).unwrap();
    let output = run(at, &["verify", "--integrity", "records/link.json"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stdout));
    let output = run(at, &["verify", "--integrity", "--format", "json", "records"]);
    assert_eq!(output.status.code(), Some(3));
    assert_eq!(
        text(&output.stdout)
            .matches("it is a symbolic link, and links are not followed")
            .count(),
        2
    );

    // `sign` and `fmt` would write through the link, or put a file in its place.
    fs::write(
        at.join("source.json"),
        r#"{"byline":"source/1","id":"a","name":"A","kind":"outlet"}"#,
    )
    .unwrap();
    symlink("source.json", at.join("link.json")).unwrap();
    let before = fs::read(at.join("source.json")).unwrap();
    let key = root().join("fixtures/keys/chips-editor.pem");
    let output = run(at, &["sign", "--key", key.to_str().unwrap(), "link.json"]);
    assert_eq!(output.status.code(), Some(3));
    assert_eq!(text(&output.stdout), "");
    assert_eq!(
        text(&output.stderr),
        "error: link.json: it is a symbolic link, and links are not followed\n\
         hint: put the file itself there: a link could lead out of the repository\n"
    );
    assert_eq!(fs::read(at.join("source.json")).unwrap(), before);
    assert!(fs::symlink_metadata(at.join("link.json")).unwrap().is_symlink());
}

#[cfg(unix)]
#[test]
fn modes_are_kept_and_keys_are_private() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let mode = |name: &str| fs::metadata(at.join(name)).unwrap().permissions().mode() & 0o777;
    let output = run(at, &["key", "new", "--name", "News desk", "--no-passphrase"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(mode(".config/byline/keys"), 0o700);
    assert_eq!(mode(".config/byline/keys/news-desk.pem"), 0o600);
    assert_eq!(mode(".config/byline/keys/news-desk.pem.pub"), 0o644);
    let record = at.join("source.json");
    fs::write(
        &record,
        r#"{"byline":"source/1","id":"a","name":"A","kind":"outlet"}"#,
    )
    .unwrap();
    fs::set_permissions(&record, fs::Permissions::from_mode(0o640)).unwrap();
    for arguments in [&["sign", "source.json"][..], &["fmt", "source.json"]] {
        let before = fs::read(&record).unwrap();
        let output = run(at, arguments);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        assert_ne!(fs::read(&record).unwrap(), before, "{arguments:?}");
        assert_eq!(mode("source.json"), 0o640, "{arguments:?}");
    }
    // A key that others may read is told of.
    let key = at.join(".config/byline/keys/news-desk.pem");
    fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).unwrap();
    let output = run(at, &["sign", "source.json"]);
    assert!(text(&output.stderr).starts_with("warning: others on this machine may read "));
    // Nothing but what was asked for lies there afterwards.
    let names: BTreeSet<String> = fs::read_dir(at)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(
        names,
        BTreeSet::from([".config".to_owned(), "source.json".to_owned()])
    );
}

#[test]
fn commands_change_no_fixture() {
    let digest = || run(root(), &["digest", "fixtures/inference-chips"]).stdout;
    let before = digest();
    for arguments in [
        &["fmt", "fixtures/inference-chips"][..],
        &[
            "sign",
            "--dry-run",
            "--key",
            "fixtures/keys/chips-editor.pem",
            "fixtures/inference-chips/claims/chip-stakes.json",
        ],
    ] {
        let bytes = |path: &str| fs::read(root().join(path)).unwrap();
        let claim = bytes("fixtures/inference-chips/claims/chip-stakes.json");
        let output = run(root(), arguments);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        assert_eq!(
            bytes("fixtures/inference-chips/claims/chip-stakes.json"),
            claim,
            "{arguments:?}"
        );
    }
    assert_eq!(digest(), before);
}

#[test]
fn a_record_is_not_laid_out_beyond_what_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("claim.json");
    let links: Vec<serde_json::Value> = (0..1_000)
        .map(|number| {
            serde_json::json!({
                "id": format!("a{number}"), "kind": "report", "source": "x", "held": true, "note": "n".repeat(960)
            })
        })
        .collect();
    let claim = serde_json::json!({
        "byline": "claim/1", "id": "x", "statement": "The wall slid.", "lang": "en", "chain": links
    });
    fs::write(&path, claim.to_string()).unwrap();
    let output = run(folder.path(), &["digest", "claim.json"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    for arguments in [&["fmt", "claim.json"][..], &["fmt", "--check", "claim.json"]] {
        let output = run(folder.path(), arguments);
        assert_eq!(output.status.code(), Some(1), "{}", text(&output.stdout));
        assert!(text(&output.stderr).contains("would be larger than 1 MiB"));
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), claim.to_string());
}

#[test]
fn a_record_with_a_faulty_proof_is_not_laid_out() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("source.json");
    for proof in ["null", "[]", "{}", r#"{"type":"DataIntegrityProof"}"#] {
        let record =
            format!(r#"{{"id":"a","byline":"source/1","name":"A","kind":"outlet","proof":{proof}}}"#);
        fs::write(&path, &record).unwrap();
        let output = run(folder.path(), &["fmt", "source.json"]);
        assert_eq!(output.status.code(), Some(1), "{proof}");
        assert_eq!(fs::read_to_string(&path).unwrap(), record);
    }
}

#[test]
fn a_name_that_is_none_begins_no_repository() {
    let folder = tempfile::tempdir().unwrap();
    let output = run(
        folder.path(),
        &["init", "desk", "--name", "a\u{1b}[31mb", "--no-passphrase"],
    );
    assert_eq!(output.status.code(), Some(2));
    assert!(!folder.path().join("desk").exists());
}

#[test]
fn a_film_is_known_as_one_and_told_what_to_keep_of_it_where_it_is_too_large() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    fs::write(at.join("byline.toml"), "").unwrap();
    fs::create_dir(at.join("claims")).unwrap();
    fs::write(
        at.join("claims/trucks.json"),
        r#"{"byline":"claim/1","id":"trucks","statement":"Trucks left.","lang":"en","chain":[{"id":"film","kind":"observation","basis":"unverified","held":true}]}"#,
    )
    .unwrap();
    fs::write(at.join("trucks.mp4"), "somehow").unwrap();
    let capture = |film: &str| run(at, &["capture", "trucks", "--link", "film", film, "--dry-run"]);
    let output = capture("trucks.mp4");
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(
        text(&output.stdout).contains("video/mp4"),
        "{}",
        text(&output.stdout)
    );
    let long = fs::File::create(at.join("long.mp4")).unwrap();
    long.set_len(51 << 20).unwrap();
    let output = capture("long.mp4");
    assert_ne!(output.status.code(), Some(0));
    let told = text(&output.stderr)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    assert!(
        told.contains("keep a film elsewhere, and capture stills of it"),
        "{told}"
    );
}

#[test]
fn lines_that_would_be_laid_out_otherwise_are_told_also_where_only_blank_ones_go() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sources.jsonl");
    let record = r#"{"byline":"source/1","id":"a.example","kind":"outlet","name":"A"}"#;
    fs::write(&path, record).unwrap();
    run(folder.path(), &["fmt", "sources.jsonl"]);
    let laid_out = fs::read_to_string(&path).unwrap();
    for text in [format!("\n{laid_out}"), laid_out.trim_end().to_owned()] {
        fs::write(&path, text).unwrap();
        let checked = run(folder.path(), &["fmt", "--check", "sources.jsonl"]);
        assert_eq!(checked.status.code(), Some(1), "{checked:?}");
        run(folder.path(), &["fmt", "sources.jsonl"]);
        assert_eq!(fs::read_to_string(&path).unwrap(), laid_out);
        let checked = run(folder.path(), &["fmt", "--check", "sources.jsonl"]);
        assert_eq!(checked.status.code(), Some(0), "{checked:?}");
    }
}

#[test]
fn a_chain_too_deep_to_be_drawn_goes_on_below_the_link_where_it_was_cut() {
    let folder = tempfile::tempdir().unwrap();
    let links: Vec<String> = (0..30)
        .map(|at| {
            let cites = if at < 29 {
                format!(r#","cites":["l{}"]"#, at + 1)
            } else {
                String::new()
            };
            let held = if at == 0 { r#","held":true"# } else { "" };
            format!(r#"{{"id":"l{at}","kind":"report","source":"s{at}.example"{held}{cites}}}"#)
        })
        .collect();
    let claim = format!(
        r#"{{"byline":"claim/1","id":"deep","statement":"So it is.","lang":"en","chain":[{}]}}"#,
        links.join(",")
    );
    fs::write(folder.path().join("deep.json"), claim).unwrap();
    let shown = text(&run(folder.path(), &["show", "deep.json"]).stdout);
    let lines: Vec<&str> = shown.lines().collect();
    let cut = lines
        .iter()
        .position(|line| line.contains("… and 1 more below"))
        .unwrap();
    assert_eq!(lines[cut + 1], "  Below the link l24", "{shown}");
    assert!(lines[cut + 2].starts_with("    s25.example"), "{shown}");
    for at in 0..30 {
        assert_eq!(
            shown.matches(&format!("s{at}.example")).count(),
            1,
            "{at}: {shown}"
        );
    }
}
