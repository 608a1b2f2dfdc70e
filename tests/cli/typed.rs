//! What is typed on the command line, or lies in files, to mislead whoever reads the output.

use std::fs;

use byline::record::is_hidden;

use super::{byline, root, run, text};

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

/// On a terminal with colours nothing is taken out of what is written.
#[test]
fn what_is_typed_wrongly_is_told_visibly() {
    for hostile in HOSTILE {
        let (option, command) = (format!("--x{hostile}"), format!("veri{hostile}fy"));
        for arguments in [
            &["verify", &option, "."][..],
            &[&command, "."],
            &["verify", "--format", hostile, "."],
            &["verify", "--at", hostile, "."],
            &["check", "--threads", hostile, "."],
            &["check", "--only", hostile, "."],
        ] {
            let output = byline(root())
                .args(arguments)
                .env_remove("NO_COLOR")
                .env("CLICOLOR_FORCE", "1")
                .output()
                .unwrap();
            let told = text(&output.stderr);
            assert_eq!(output.status.code(), Some(2), "{arguments:?}: {told:?}");
            assert!(!told.contains(hostile), "{arguments:?}: {told:?}");
            assert!(told.contains(r"\u{"), "{arguments:?}: {told:?}");
        }
    }
}

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
