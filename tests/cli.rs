//! Every command as its users meet it: status, standard output and standard error.
//!
//! The cases are in `tests/cmd`: a `.toml` holds one run with its two outputs, a `.trycmd` several in one folder, with
//! both outputs together. `TRYCMD=overwrite cargo test --test cli` writes the outputs anew, to be looked through.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use byline::record::is_hidden;

const BYLINE: &str = env!("CARGO_BIN_EXE_byline");

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What runs see of their surroundings: no terminal, no colour, a screen of so many columns, and a home that is the
/// folder they run in, so that no key of the user is touched.
fn surroundings(columns: &str) -> [(&'static str, String); 8] {
    [
        ("HOME", ".".to_owned()),
        // Only absolute paths count: this is as if it were not set.
        ("XDG_CONFIG_HOME", String::new()),
        ("BYLINE_KEY", String::new()),
        ("BYLINE_PASSPHRASE", "a passphrase for tests".to_owned()),
        ("NO_COLOR", "1".to_owned()),
        ("CLICOLOR_FORCE", "0".to_owned()),
        ("COLUMNS", columns.to_owned()),
        ("LINES", "25".to_owned()),
    ]
}

fn cases(glob: &str, columns: &str) {
    let cases = trycmd::TestCases::new();
    cases.register_bin("byline", Path::new(BYLINE));
    for (name, value) in surroundings(columns) {
        cases.env(name, value);
    }
    cases.case(glob);
    cases.run();
}

#[test]
fn commands() {
    cases("tests/cmd/*.toml", "100");
}

#[test]
fn commands_one_after_the_other() {
    cases("tests/cmd/*.trycmd", "100");
}

/// What the documents show is what users see.
#[test]
fn what_the_documents_show() {
    cases("README.md", "100");
    cases("docs/rating.md", "100");
}

#[test]
fn commands_on_a_narrow_screen() {
    cases("tests/cmd/narrow/*.toml", "60");
}

#[test]
fn commands_on_a_wide_screen() {
    cases("tests/cmd/wide/*.toml", "200");
}

/// The files below `tests/cmd` that hold cases.
fn case_files() -> Vec<PathBuf> {
    ["tests/cmd", "tests/cmd/narrow", "tests/cmd/wide"]
        .iter()
        .flat_map(|folder| fs::read_dir(root().join(folder)).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.extension()
                .is_some_and(|ending| ending == "toml" || ending == "trycmd")
        })
        .collect()
}

/// trycmd passes over programs that it does not know and outputs that are not given, and is content with no case at
/// all.
#[test]
fn no_case_is_passed_over() {
    let files = case_files();
    assert!(
        files.len() > 100,
        "only {} files of cases were found",
        files.len()
    );
    let mut commands = BTreeSet::new();
    for path in files {
        let text = fs::read_to_string(&path).unwrap();
        let name = path.display();
        if path.extension().is_some_and(|ending| ending == "trycmd") {
            let runs: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("$ ")).collect();
            assert!(!runs.is_empty(), "{name} runs nothing");
            for run in runs {
                let mut words = run.split(' ');
                assert_eq!(words.next(), Some("byline"), "{name}: {run}");
                commands.insert(words.next().unwrap_or_default().to_owned());
            }
        } else {
            let case: toml::Table = text.parse().unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(case["bin"]["name"].as_str(), Some("byline"), "{name}");
            for output in ["stdout", "stderr"] {
                assert!(case.contains_key(output), "{name} says nothing of {output}");
            }
            let args = case["args"].as_array().unwrap();
            commands.insert(args.first().map_or("", |arg| arg.as_str().unwrap()).to_owned());
        }
    }
    for command in [
        "verify",
        "score",
        "what-if",
        "source",
        "show",
        "canon",
        "digest",
        "fmt",
        "schema",
        "new",
        "init",
        "key",
        "sign",
        "completions",
        "man",
        "capture",
        "explain",
    ] {
        assert!(commands.contains(command), "no case runs {command}");
    }
}

/// `byline` in a folder, with surroundings as above.
fn byline(folder: &Path) -> Command {
    let mut command = Command::new(BYLINE);
    command
        .current_dir(folder)
        .envs(surroundings("100"))
        .stdin(Stdio::null());
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    byline(folder).args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Every command with the ones below it.
const COMMANDS: &[&[&str]] = &[
    &[],
    &["check"],
    &["verify"],
    &["explain"],
    &["score"],
    &["what-if"],
    &["source"],
    &["source", "list"],
    &["source", "show"],
    &["sign"],
    &["show"],
    &["log"],
    &["new"],
    &["new", "claim"],
    &["new", "source"],
    &["new", "revision"],
    &["new", "notice"],
    &["new", "trust"],
    &["bundle"],
    &["capture"],
    &["init"],
    &["key"],
    &["key", "new"],
    &["key", "list"],
    &["key", "export"],
    &["key", "import"],
    &["key", "passwd"],
    &["fmt"],
    &["digest"],
    &["canon"],
    &["schema"],
    &["completions"],
    &["man"],
];

/// The names of the commands that a help lists.
fn listed(help: &str) -> Vec<&str> {
    help.lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        // A line that goes on with a description is indented further.
        .filter(|line| !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .collect()
}

#[test]
fn every_help_has_an_example() {
    for command in COMMANDS {
        let output = run(root(), &[command, &["--help"][..]].concat());
        assert_eq!(output.status.code(), Some(0), "{command:?}");
        assert!(output.stderr.is_empty(), "{command:?}");
        let help = text(&output.stdout);
        let example = format!("\n  byline {}", command.join(" "));
        let (_, examples) = help
            .split_once("\nExample")
            .unwrap_or_else(|| panic!("{command:?} has no example:\n{help}"));
        let shown = examples.contains(example.trim_end()) || examples.contains("| byline");
        assert!(shown, "{command:?} shows no example of itself:\n{examples}");
        // No command is missing in the list above.
        for name in listed(&help) {
            let below = [command, &[name][..]].concat();
            assert!(COMMANDS.contains(&below.as_slice()), "{below:?} is not looked at");
        }
    }
}

/// Every command has a page, with the example of its help, whole.
#[test]
fn every_command_has_a_manual_page() {
    let folder = tempfile::tempdir().unwrap();
    let output = run(folder.path(), &["man", "--out", "pages/man1"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(
        text(&output.stdout),
        format!("{} pages in pages/man1\n", COMMANDS.len())
    );
    let pages = folder.path().join("pages/man1");
    assert_eq!(fs::read_dir(&pages).unwrap().count(), COMMANDS.len());
    for command in COMMANDS {
        let name = [&["byline"], *command].concat().join("-");
        let page = fs::read_to_string(pages.join(format!("{name}.1"))).unwrap();
        assert!(page.contains(&format!(".TH {name} 1")), "{name}: {page}");
        assert!(page.contains(&name.replace('-', "\\-")), "{name} is named");
        // Nothing of this machine is in it.
        assert!(
            !page.contains("curve25519") && !page.contains(folder.path().to_str().unwrap()),
            "{name}"
        );
        let (_, examples) = page
            .split_once(".SH EXAMPLES\n.nf\n")
            .unwrap_or_else(|| panic!("{name}: {page}"));
        let shown = format!("byline {}", command.join(" ")).replace('-', "\\-");
        assert!(examples.contains(shown.trim_end()), "{name}: {examples}");
        // One page alone is the same.
        let alone = run(folder.path(), &[&["man"], *command].concat());
        assert_eq!(text(&alone.stdout), page, "{name}");
    }
    // A second time the pages are written anew.
    fs::write(pages.join("byline.1"), "old").unwrap();
    let output = run(folder.path(), &["man", "--out", "pages/man1"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(
        fs::read_to_string(pages.join("byline.1"))
            .unwrap()
            .contains(".TH byline 1")
    );
}

/// The completions of every shell know all commands and the options of the ones below others.
#[test]
fn completions_know_every_command() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = run(root(), &["completions", shell]);
        assert_eq!(output.status.code(), Some(0), "{shell}");
        let script = text(&output.stdout);
        for name in COMMANDS.iter().copied().flatten() {
            assert!(script.contains(name), "{shell} does not know {name}");
        }
        for option in ["new-passphrase-file", "signer-key", "add-origin"] {
            assert!(script.contains(option), "{shell} does not know --{option}");
        }
    }
}

#[test]
fn the_version_names_the_arithmetic() {
    let output = run(root(), &["--version"]);
    let version = text(&output.stdout);
    let expected = format!("byline {} (curve25519 arithmetic: ", env!("CARGO_PKG_VERSION"));
    assert!(version.starts_with(&expected), "{version}");
}

#[test]
fn a_pipe_that_closes_early_ends_the_command_silently() {
    let folder = tempfile::tempdir().unwrap();
    // Far more is said of these than a pipe holds.
    fs::write(folder.path().join("many.jsonl"), "{}\n".repeat(5_000)).unwrap();
    let formats = ["text", "json", "jsonl"];
    let runs = formats
        .map(|format| ("verify", format))
        .into_iter()
        .chain([("score", "text"), ("score", "json")]);
    for (command, format) in runs {
        let mut child = byline(folder.path())
            .args([command, "--format", format, "many.jsonl"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut first = [0; 16];
        child.stdout.take().unwrap().read_exact(&mut first).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(text(&output.stderr), "", "{format}");
        assert_eq!(output.status.code(), Some(141), "{format}");
    }
}

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

/// Runs a command on some standard input.
fn run_with_input(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = byline(root())
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    child.wait_with_output().unwrap()
}

// What follows holds backslashes or bytes that the cases in files cannot.

#[test]
fn canonical_forms_are_written_byte_for_byte() {
    let output = run_with_input(
        &["canon", "-"],
        br#" { "b": "\u20ac\/\u000a\u0008\u001f\\", "a": "\"" } "#,
    );
    assert_eq!(
        text(&output.stdout),
        "{\"a\":\"\\\"\",\"b\":\"€/\\n\\b\\u001f\\\\\"}"
    );
    assert_eq!(output.status.code(), Some(0));
    let output = run_with_input(&["canon", "-"], b"[\"a\xff\"]");
    assert_eq!(
        text(&output.stderr),
        "error: -: byte 3 is no UTF-8 text\nhint: save the file as UTF-8\n"
    );
    assert_eq!(output.status.code(), Some(1));
    let output = run_with_input(&["canon", "-"], b"\xef\xbb\xbf[]");
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("the file begins with a byte-order mark"));
}

#[test]
fn a_quotation_mark_that_is_not_closed_is_told() {
    let arguments = [
        "new",
        "claim",
        "--id",
        "a",
        "--statement",
        "S.",
        "--link",
        "paper report source=\"paper",
    ];
    let output = run(root(), &arguments);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        text(&output.stderr),
        "error: --link \"paper report source=\\\"paper\": a quotation mark is not closed\n\
         hint: write an id, a kind and members, for example: --link 'ft report source=ft.com\n      \
         published=2025-08-21 cites=attendee'\n"
    );
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
fn one_line_on_standard_input_is_a_document_and_several_are_lines() {
    let line = |input: &str| -> Vec<serde_json::Value> {
        let output = run_with_input(&["verify", "--format", "json", "-"], input.as_bytes());
        let run: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let records = run["records"].as_array().unwrap();
        records.iter().map(|record| record["line"].clone()).collect()
    };
    assert_eq!(line("{}"), [serde_json::Value::Null]);
    assert_eq!(line("{}\n"), [serde_json::Value::Null]);
    assert_eq!(line("{}\n \n"), [serde_json::Value::Null]);
    assert_eq!(line("{\n}\n{}\n"), [serde_json::Value::Null]);
    assert_eq!(line("{}\n{}\n"), [1, 2]);
    assert_eq!(line("{}\n\n{\n"), [1, 3]);
    // The first line takes all that is looked at, and others follow.
    let long = format!("{{}}{}", " ".repeat((1 << 20) - 2));
    assert_eq!(line(&format!("{long}\n{{}}\n")), [1, 2]);
}

#[test]
fn two_runs_of_one_command_write_the_same() {
    for arguments in [
        &[
            "verify",
            "--at",
            "2026-11-24T00:00:00Z",
            "fixtures/harbour-inquiry",
        ][..],
        &[
            "verify",
            "--at",
            "2026-11-24T00:00:00Z",
            "--format",
            "json",
            "fixtures/faults",
        ],
        &[
            "verify",
            "--at",
            "2026-11-24T00:00:00Z",
            "--integrity",
            "--format",
            "jsonl",
            "fixtures/harbour-inquiry",
        ],
        &["digest", "fixtures/harbour-inquiry"],
        &[
            "score",
            "--explain",
            "--at",
            "2026-11-24T00:00:00Z",
            "fixtures/harbour-inquiry",
        ],
        &[
            "score",
            "--format",
            "jsonl",
            "--at",
            "2026-11-24T00:00:00Z",
            "fixtures/faults",
        ],
        &[
            "source",
            "list",
            "--format",
            "json",
            "--at",
            "2026-11-24T00:00:00Z",
            "fixtures/harbour-inquiry",
        ],
    ] {
        let one = byline(root())
            .args(arguments)
            .env("RAYON_NUM_THREADS", "1")
            .output()
            .unwrap();
        let many = byline(root())
            .args(arguments)
            .env("RAYON_NUM_THREADS", "7")
            .output()
            .unwrap();
        assert_eq!(text(&one.stdout), text(&many.stdout), "{arguments:?}");
        assert_eq!(one.status, many.status, "{arguments:?}");
    }
}

#[test]
fn a_language_setting_changes_nothing() {
    let arguments = [
        "verify",
        "--at",
        "2026-11-24T00:00:00Z",
        "fixtures/harbour-inquiry",
        "no-such-file.json",
    ];
    let plain = byline(root())
        .args(arguments)
        .env_remove("LANG")
        .env("LC_ALL", "C")
        .output()
        .unwrap();
    for locale in ["de_DE.UTF-8", "tr_TR.UTF-8", "ja_JP.UTF-8", "nonsense"] {
        let other = byline(root())
            .args(arguments)
            .env("LC_ALL", locale)
            .env("LANG", locale)
            .env("TERM", "dumb")
            .env("TZ", "Pacific/Kiritimati")
            .output()
            .unwrap();
        assert_eq!(text(&plain.stdout), text(&other.stdout), "{locale}");
        assert_eq!(text(&plain.stderr), text(&other.stderr), "{locale}");
    }
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

/// What could move the cursor, colour the screen, or show something else than there is.
const HOSTILE: &[&str] = &[
    "\u{1b}[2J\u{1b}[31m",
    "\u{9b}31m",
    "\u{8}\u{8}",
    "\r",
    "\u{7f}",
    "\u{200b}",
    "\u{202e}",
    "\u{2028}",
    "\u{e0041}",
];

#[cfg(unix)]
#[test]
fn no_command_prints_what_is_hidden() {
    let key = root().join("fixtures/keys/chips-editor.pem");
    let key = key.to_str().unwrap();
    for hostile in HOSTILE {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path();
        let json = serde_json::Value::from(*hostile).to_string();
        let inner = &json[1..json.len() - 1];
        // A file whose name and contents are hostile: a value, a member's name, no JSON at all, and one that is good.
        let value = format!("value{hostile}.json");
        let member = format!("member{hostile}.json");
        let broken = format!("broken{hostile}.json");
        let good = format!("good{hostile}.json");
        let lines = format!("lines{hostile}.jsonl");
        let record = |name: &str, more: &str| {
            format!(r#"{{"id":"a","name":"{name}","kind":"outlet","byline":"source/1"{more}}}"#)
        };
        fs::write(at.join(&value), record(&format!("A {inner}"), "")).unwrap();
        fs::write(
            at.join(&member),
            record("A", &format!(r#","{inner}":1,"{inner}":2"#)),
        )
        .unwrap();
        fs::write(
            at.join("claim.json"),
            r#"{"byline":"claim/1","id":"c","statement":"S.","lang":"en","chain":[{"id":"a","kind":"report","source":"a","held":true}]}"#,
        )
        .unwrap();
        fs::write(at.join(&broken), format!("{{ {hostile}")).unwrap();
        fs::write(at.join(&good), record("A", "")).unwrap();
        fs::write(at.join(&lines), format!("{}\n{{ {hostile}\n", record("A", ""))).unwrap();
        let files = [&value, &member, &broken, &good, &lines];
        let mut runs: Vec<Vec<&str>> = vec![
            vec!["verify", "."],
            vec!["verify", "--integrity", "."],
            vec!["verify", "--format", "json", "."],
            vec!["score", "."],
            vec!["score", "--explain", "--format", "json", "."],
            vec!["source", "list", "."],
            vec!["source", "list", "--format", "json", "."],
            vec!["source", "show", "a", "."],
            vec!["source", "show", hostile, "."],
            vec!["what-if", "claim.json", "--hold", hostile],
            vec!["what-if", "claim.json", "--drop", hostile, "--distinct", hostile],
            vec!["what-if", "claim.json", "--add-origin", hostile, "--via", "a"],
            vec![
                "what-if",
                "claim.json",
                "--add-origin",
                "person",
                "--via",
                hostile,
            ],
            vec!["what-if", hostile, "--hold", "a"],
            vec!["capture", "claim.json", "--link", "a", hostile],
            vec!["capture", "claim.json", "--link", hostile, "claim.json"],
            vec!["capture", &good, "--link", "a", "claim.json"],
            vec!["digest", "."],
            vec!["fmt", "--check", "."],
            vec!["key", "new", "--no-passphrase", "--name", hostile],
            vec![
                "new",
                "source",
                "--dry-run",
                "--id",
                "a",
                "--kind",
                "outlet",
                "--name",
                hostile,
            ],
            vec![
                "new",
                "source",
                "--dry-run",
                "--id",
                hostile,
                "--kind",
                hostile,
                "--name",
                "A",
            ],
            vec![
                "new",
                "claim",
                "--dry-run",
                "--id",
                "a",
                "--statement",
                hostile,
                "--link",
                hostile,
            ],
            vec!["init", hostile, "--name", hostile, "--no-passphrase"],
        ];
        for file in files {
            runs.push(vec!["show", file]);
            runs.push(vec!["show", "--format", "dot", file]);
            runs.push(vec!["what-if", file, "--hold", "a"]);
            runs.push(vec!["verify", file]);
            runs.push(vec!["verify", "--trust", file, "."]);
            runs.push(vec!["sign", "--dry-run", "--key", key, file]);
            runs.push(vec!["sign", "--key", file, file]);
            runs.push(vec!["key", "export", file]);
            runs.push(vec!["sign", "--key", key, file]);
            runs.push(vec!["fmt", file]);
            if **file != good {
                runs.push(vec!["canon", file]);
            }
        }
        runs.push(vec![
            "new", "source", "--id", "b", "--kind", "outlet", "--name", "B", "--out", &good,
        ]);
        runs.push(vec![
            "key",
            "new",
            "--no-passphrase",
            "--name",
            "B",
            "--out",
            &good,
        ]);
        for arguments in runs {
            let output = run(at, &arguments);
            // The canonical form holds what the document holds.
            let prints_document = arguments[0] == "canon" && output.status.success();
            for (stream, bytes) in [("output", &output.stdout), ("errors", &output.stderr)] {
                let told = String::from_utf8_lossy(bytes);
                let hidden = told
                    .chars()
                    .find(|&character| character != '\n' && is_hidden(character));
                assert!(
                    hidden.is_none() || prints_document && stream == "output",
                    "{arguments:?} wrote {hidden:?} to its {stream}: {told:?}"
                );
            }
        }
    }
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
    let warned =
        |file: &str| text(&run(at, &["sign", "--key", key, file]).stderr).contains("warning: did:key:");
    assert!(!warned("bad.json"));
    assert!(warned("good.json"));
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
