//! Files of one record a line.

use std::fs;
use std::process::Command;

use serde_json::Value;

use super::batch::{MIB, place, signed_lines};
use super::playground::{AT, Folder, byline, claim, records, rules, run, run_with_input};

/// Line, id and verdict of every record.
fn verdicts(verification: &Value) -> Vec<(u64, &str, bool)> {
    records(verification)
        .iter()
        .map(|record| {
            (
                record["line"].as_u64().unwrap(),
                record["id"].as_str().unwrap_or_default(),
                record["holds"].as_bool().unwrap(),
            )
        })
        .collect()
}

#[test]
fn a_line_of_five_mebibytes_fails_alone() {
    let folder = Folder::repository();
    let lines = signed_lines(&folder, &["one", "two", "three"]);
    let long = claim("long").replace("Sixty", &"x".repeat(5 * MIB));
    let text = format!("{}\n{}\n{long}\n{}\n", lines[0], lines[1], lines[2]);
    let path = folder.put("claims/many.jsonl", &text);
    let (status, verification) = folder.verify(&["claims/many.jsonl"]);
    assert_eq!(status, Some(1));
    let expected = [
        (1, "one", true),
        (2, "two", true),
        (3, "", false),
        (4, "three", true),
    ];
    assert_eq!(verdicts(&verification), expected);
    let finding = &records(&verification)[2]["findings"][0];
    assert_eq!(place(finding), ("too-large", 3, 1, ""));
    assert_eq!(
        finding["message"],
        format!("it has {} bytes, and at most 1048576 are read", long.len())
    );
    // Nor is anything of it lost in signing.
    folder
        .sign("harbour-editor", &["claims/many.jsonl"])
        .assert_status(1);
    assert!(fs::read(path).unwrap() == text.as_bytes());
    folder.run(["digest", "claims/many.jsonl"]).assert_status(1);
    folder.run(["fmt", "claims/many.jsonl"]).assert_status(1);
    let run = folder.run(["verify", "--integrity", "--format", "json", "claims/many.jsonl"]);
    run.assert_status(1);
    assert_eq!(records(&run.json())[2]["findings"][0]["line"], 3);
}

/// A record behind more white space than is read of a line must not pass for a blank line.
#[test]
fn a_record_behind_much_white_space_is_not_lost() {
    let folder = Folder::repository();
    let lines = signed_lines(&folder, &["one", "two", "three"]);
    let text = format!(
        "{}\n{}{}\n{}\n",
        lines[0],
        " ".repeat(5 * MIB),
        lines[1],
        lines[2]
    );
    folder.put("claims/many.jsonl", &text);
    let (status, verification) = folder.verify(&["claims/many.jsonl"]);
    assert_eq!(status, Some(1));
    let expected = [(1, "one", true), (2, "", false), (3, "three", true)];
    assert_eq!(verdicts(&verification), expected);
    assert_eq!(rules(&records(&verification)[1]), ["too-large"]);
    for status in [
        folder
            .sign("harbour-editor", &["claims/many.jsonl"])
            .assert_clean()
            .status,
        folder.run(["fmt", "claims/many.jsonl"]).assert_clean().status,
    ] {
        assert_eq!(status, Some(1));
        assert!(fs::read(folder.at("claims/many.jsonl")).unwrap() == text.as_bytes());
    }
}

#[test]
fn blank_lines_other_line_ends_and_a_missing_last_one_are_read() {
    let folder = Folder::repository();
    let lines = signed_lines(&folder, &["one", "two", "three"]);
    let text = format!("\n \t\n{}\r\n\r\n{}\n\n\n{}", lines[0], lines[1], lines[2]);
    folder.put("claims/many.jsonl", &text);
    let (status, verification) = folder.verify(&["claims/many.jsonl"]);
    assert_eq!(status, Some(0));
    let expected = [(3, "one", true), (5, "two", true), (8, "three", true)];
    assert_eq!(verdicts(&verification), expected);
    // A fault in a line is told with the line of the file and the column in it.
    let text = text.replace("\"lang\"", "\"lnag\"");
    folder.put("claims/many.jsonl", &text);
    let (status, verification) = folder.verify(&["claims/many.jsonl"]);
    assert_eq!(status, Some(1));
    for (record, line) in records(&verification).iter().zip([3, 5, 8]) {
        let finding = &record["findings"][1];
        assert_eq!(
            (&finding["rule"], &finding["line"]),
            (&"unknown-member".into(), &line.into())
        );
        let column = finding["column"].as_u64().unwrap() as usize;
        assert_eq!(
            text.lines().nth(line - 1).unwrap()[column - 1..][..6],
            *"\"lnag\""
        );
    }
    // The same lines from standard input.
    let mut command = byline();
    command
        .args(["verify", "--format", "json", "--at", AT, "-"])
        .current_dir(folder.path());
    let run = run_with_input(&mut command, format!("{}\n{}", lines[0], lines[1]).as_bytes());
    run.assert_status(0);
    assert_eq!(records(&run.json()).len(), 2);
}

/// Of a malformed line its name is kept, not its findings: they are found again when they are told.
#[test]
fn many_malformed_lines_take_little_memory() {
    const COUNT: usize = 100_000;
    let folder = Folder::new();
    folder.put("many.jsonl", "x\n".repeat(COUNT));
    let script = format!(
        "ulimit -v 90000; exec {} verify --at {AT} many.jsonl | tail -n 4",
        env!("CARGO_BIN_EXE_byline")
    );
    let mut command = Command::new("sh");
    command
        .args(["-c", &script])
        .env("RAYON_NUM_THREADS", "1")
        // With an arena of its own, which reserves 64 MiB, the one thread would have no room for it, and would ask
        // the system for each piece of memory by itself: that is right as well, but takes a minute.
        .env("MALLOC_ARENA_MAX", "1")
        .current_dir(folder.path());
    let told = run(&mut command);
    assert!(
        told.stdout.contains("checked, 100000 malformed: none holds"),
        "{told:#?}"
    );
}
