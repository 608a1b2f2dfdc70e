//! Standard input and output, and that the same is written each time.

use std::fs;
use std::io::{Read, Write};
use std::process::{Output, Stdio};

use super::{byline, root, text};

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
