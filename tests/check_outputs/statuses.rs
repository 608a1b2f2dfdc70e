//! With which status a check ends, and what is told of it.

use serde_json::{Value, json};

use super::checked::{FORMATS, WARN, assert_whole, check, early, good};
use super::playground::{self, AT, Folder, byline, run};

/// What is checked, with which further arguments, and the status that it ends with.
fn outcomes() -> Vec<(&'static str, Folder, &'static [&'static str], i32)> {
    let with = |files: &[(&str, &str)]| {
        let folder = Folder::new();
        for (path, text) in files {
            folder.put(path, text);
        }
        folder
    };
    let clean = good("clean").to_string();
    let single = early("single").to_string();
    let deny = "[rules]\ntime-travel = \"deny\"\n";
    let warned = [
        ("claims/a.json", clean.as_str()),
        ("claims/b.json", &single),
        ("byline.toml", WARN),
    ];
    let only = &["--only", "time-travel", "."];
    vec![
        ("clean", with(&[("claims/a.json", &clean)]), only, 0),
        ("warn", with(&warned), only, 0),
        (
            "warn, denied",
            with(&warned),
            &["--only", "time-travel", "--deny-warnings", "."],
            1,
        ),
        (
            "clean, warnings denied",
            with(&[("claims/a.json", &clean)]),
            &["--only", "time-travel", "--deny-warnings", "."],
            0,
        ),
        (
            "deny",
            with(&[("claims/b.json", &single), ("byline.toml", deny)]),
            only,
            1,
        ),
        (
            "malformed",
            with(&[("claims/a.json", &clean), ("claims/b.json", "{")]),
            &["."],
            1,
        ),
        (
            "unreadable",
            with(&[("claims/a.json", &clean)]),
            &["--only", "time-travel", "claims/a.json", "no-such-file.json"],
            3,
        ),
        (
            "unreadable and denied",
            with(&[("claims/a.json", "{")]),
            &["claims/a.json", "no-such-file.json"],
            3,
        ),
        ("unreadable alone", with(&[]), &["no-such-folder"], 3),
        ("empty", with(&[]), &["."], 4),
        ("empty repository", with(&[("byline.toml", deny)]), &[], 4),
        (
            "usage",
            with(&[
                ("claims/a.json", &clean),
                ("byline.toml", "[rules]\nno-such-rule = \"deny\"\n"),
            ]),
            &["."],
            2,
        ),
        (
            "usage",
            with(&[("claims/a.json", &clean)]),
            &["--only", "no-such-rule", "."],
            2,
        ),
        ("no repository", with(&[("claims/a.json", &clean)]), &[], 2),
    ]
}

#[test]
fn every_outcome_ends_with_one_status_in_every_format() {
    for (name, folder, arguments, status) in outcomes() {
        for format in FORMATS {
            for quiet in [&[][..], &["--quiet"]] {
                let run = check(&folder, &[&["--format", format], quiet, arguments].concat());
                assert_eq!(run.status, Some(status), "{name} as {format} {quiet:?}: {run:#?}");
                run.assert_clean();
                if status == 2 {
                    // A consumer must not take half a result for one.
                    assert_eq!(run.stdout, "", "{name} as {format}");
                    assert!(
                        run.stderr.starts_with("error: "),
                        "{name} as {format}: {}",
                        run.stderr
                    );
                    continue;
                }
                assert_eq!(run.stderr, "", "{name} as {format}");
                assert_whole(format, &run.stdout);
                // What a status tells, the output tells too.
                let is_told = match format {
                    "text" => run.stdout.contains("error[") || run.stdout.contains("no record was found"),
                    "json" => {
                        run.stdout.contains("\"level\":\"deny\"") || run.stdout.contains("\"records\":0")
                    }
                    "sarif" => run.stdout.contains("\"level\":\"error\",\"message\""),
                    "junit" => run.stdout.contains("<failure ") || run.stdout.contains("<error "),
                    _ => run.stdout.contains("::error "),
                };
                assert_eq!(
                    is_told,
                    status != 0,
                    "{name} as {format} {quiet:?}: {}",
                    run.stdout
                );
            }
        }
    }
}

#[test]
fn the_table_says_what_fails_the_check_and_what_is_only_noted() {
    let harbour = playground::fixture("harbour-inquiry");
    let told = |command: &str| run(byline().args([command, "--at", AT]).arg(&harbour)).stdout;
    // It was taken back, which is no news to the policy.
    assert!(told("verify").contains("FAILS dredger-paid-harbour-master"));
    assert!(told("check").contains("noted dredger-paid-harbour-master"));
    let folder = Folder::repository();
    folder.put("byline.toml", "[rules]\ntime-travel = \"deny\"\n");
    folder.put("claims/a.json", early("a").to_string());
    folder.put("claims/b.json", good("b").to_string());
    let told = check(&folder, &["--only", "time-travel", "."]);
    assert!(
        told.assert_status(1).stdout.contains("FAILS a"),
        "{}",
        told.stdout
    );
    assert!(!told.stdout.contains("FAILS b"), "{}", told.stdout);
}

#[test]
fn a_quiet_check_tells_what_fails_alone_and_counts_all() {
    let folder = Folder::new();
    folder.put("byline.toml", WARN);
    folder.put("claims/good.json", good("good").to_string());
    folder.put("claims/single.json", early("single").to_string());
    let quiet = |format| check(&folder, &["--only", "time-travel", "-q", "--format", format, "."]).stdout;
    assert_eq!(quiet("text"), "");
    assert_eq!(quiet("github"), "");
    let told: Value = serde_json::from_str(&quiet("json")).unwrap();
    assert_eq!(told["findings"], json!([]));
    assert_eq!(told["summary"]["warn"], 1);
    let told: Value = serde_json::from_str(&quiet("sarif")).unwrap();
    assert_eq!(told["runs"][0]["results"], json!([]));
    assert!(!quiet("junit").contains("time-travel"));
    // What fails by --deny-warnings is told.
    for format in FORMATS {
        let arguments = [
            "--only",
            "time-travel",
            "-q",
            "--deny-warnings",
            "--format",
            format,
            ".",
        ];
        let run = check(&folder, &arguments);
        run.assert_status(1);
        assert!(run.stdout.contains("time-travel"), "{format}: {}", run.stdout);
    }
}
