//! The outputs of `check`: one exit status for all formats, nothing in a record that acts in any of them, and findings
//! that are recognised again.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod playground;

use std::collections::BTreeSet;

use byline::record::is_hidden;
use playground::{AT, Folder, Run, byline, run};
use serde_json::{Value, json};

const FORMATS: [&str; 5] = ["text", "json", "sarif", "junit", "github"];

/// A claim in which nothing is wrong by itself.
fn good(id: &str) -> Value {
    json!({
        "byline": "claim/1", "id": id, "statement": format!("The wall slid ({id})."), "lang": "en",
        "event": { "from": "2026-02-02" },
        "chain": [{ "id": "a", "kind": "report", "source": "a.example", "published": "2026-02-03", "held": true }]
    })
}

/// A claim that `time-travel` finds something in: the report came before the event.
fn early(id: &str) -> Value {
    let mut claim = good(id);
    claim["chain"][0]["published"] = "2026-02-01".into();
    claim
}

/// Time travel as a warning.
const WARN: &str = "[rules]\ntime-travel = \"warn\"\n";

fn check(folder: &Folder, arguments: &[&str]) -> Run {
    let arguments = [&["check", "--at", AT][..], arguments].concat();
    run(byline().current_dir(folder.path()).args(arguments))
}

/// Whether the output is whole in its format, as far as that can be told without other programs.
fn assert_whole(format: &str, output: &str) {
    match format {
        "json" | "sarif" => {
            let value: Value =
                serde_json::from_str(output).unwrap_or_else(|error| panic!("{error}: {output}"));
            assert!(value.is_object());
        }
        "junit" => assert_xml(output),
        _ => {}
    }
}

/// Only the elements of the format, and nothing that is no text between them.
fn assert_xml(output: &str) {
    let mut open: Vec<&str> = Vec::new();
    let mut parts = output.split('<');
    assert_eq!(parts.next(), Some(""));
    assert_eq!(parts.next(), Some("?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"));
    for part in parts {
        let (tag, text) = part.split_once('>').unwrap();
        assert!(!text.contains('>'), "{text}");
        for (at, _) in part.match_indices('&') {
            let entities = ["&amp;", "&lt;", "&gt;", "&quot;", "&apos;"];
            assert!(
                entities.iter().any(|entity| part[at..].starts_with(entity)),
                "{part}"
            );
        }
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name));
            continue;
        }
        let name = tag.split([' ', '/']).next().unwrap();
        let known = [
            "testsuites",
            "testsuite",
            "properties",
            "testcase",
            "failure",
            "error",
            "system-out",
            "system-err",
        ];
        assert!(known.contains(&name), "{tag}");
        if !tag.ends_with('/') {
            open.push(name);
        }
    }
    assert_eq!(open, [""; 0]);
}

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

/// What acts somewhere: terminals, editors, web pages, XML, logs of pipelines.
fn hostile() -> Vec<String> {
    let mut texts: Vec<String> = [
        "\u{1b}[2J\u{1b}[31m",
        "\u{9b}31m",
        "\r\n::error file=x::owned",
        "\n::set-output name=x::y",
        "::error::owned",
        "a ::error::owned",
        "%0A::error::owned",
        "x,line=1::owned",
        "##[error]owned",
        "##vso[task.setvariable variable=x]y",
        "<script>alert(1)</script>",
        "]]><failure/>",
        "&lt;b&gt; \" '",
        "[click](https://evil.example)",
        "{0} {message}",
        "\u{fffe}\u{ffff}\u{1}",
        "\u{202e}\u{2066}\u{200b}\u{2028}\u{e0041}",
        "\u{85}\u{b}\u{c}",
    ]
    .map(str::to_owned)
    .to_vec();
    texts.push("long ".repeat(600));
    texts.push("x".repeat(3_000));
    texts.push("::error::x ".repeat(40));
    texts
}

/// A text in a TOML document.
fn toml_text(text: &str) -> String {
    let escaped = text.chars().map(|character| match character {
        'a'..='z' | ' ' => character.to_string(),
        other => format!("\\U{:08X}", u32::from(other)),
    });
    format!("\"{}\"", escaped.collect::<String>())
}

/// Records that hold a hostile text wherever there is room, in files that are called so.
fn hostile_folder(text: &str) -> Folder {
    let folder = Folder::new();
    let name: String = text
        .chars()
        .filter(|character| *character != '/')
        .take(50)
        .collect();
    let mut good = early("good");
    good["statement"] = format!("S {text}").into();
    let mut note = early("note");
    note["chain"][0]["note"] = text.into();
    note["chain"][0]["url"] = format!("https://a.example/{text}").into();
    note["chain"][0]["source"] = text.into();
    note["chain"][0]["id"] = text.into();
    note[text] = json!({ text: [text] });
    let mut id = early("id");
    id["id"] = text.into();
    id["lang"] = text.into();
    id["topics"] = json!([text]);
    let mut cites = early("cites");
    cites["chain"][0]["cites"] = json!([text]);
    cites["chain"][0]["kind"] = text.into();
    cites["by"] = json!([text]);
    let mut proof = early("proof");
    proof["proof"] = json!({ "type": text, "created": text });
    for (kind, record) in [
        ("good", good),
        ("note", note),
        ("id", id),
        ("cites", cites),
        ("proof", proof),
    ] {
        folder.put(&format!("claims/{name}/{kind}{name}.json"), record.to_string());
    }
    let twice = format!("{{{0}:1,{0}:2}}", Value::from(text));
    folder.put(
        &format!("claims/{name}.jsonl"),
        format!("{twice}\n{{ {}\n", text.replace('\n', " ")),
    );
    let text = toml_text(&format!("x {}", text.chars().take(400).collect::<String>()));
    folder.put(
        "byline.toml",
        format!(
            "[[ignore]]\nrule = \"time-travel\"\nrecord = {text}\nreason = {text}\nuntil = \"2020-01-01\"\n"
        ),
    );
    folder
}

#[test]
fn nothing_in_a_record_a_path_or_a_policy_acts_in_any_output() {
    for text in hostile() {
        let folder = hostile_folder(&text);
        for format in FORMATS {
            for columns in ["100", "40"] {
                let mut command = byline();
                command.current_dir(folder.path()).env("COLUMNS", columns);
                let run = run(command.args([
                    "check",
                    "--at",
                    AT,
                    "--format",
                    format,
                    ".",
                    "no-such-file\u{202e}.json",
                ]));
                run.assert_status(3);
                assert_harmless(format, &run.stdout, &text);
                assert_whole(format, &run.stdout);
            }
        }
        // A policy that cannot be used is told on standard error.
        let text = toml_text(&text);
        for policy in [
            format!("[rules]\n{text} = \"deny\"\n"),
            format!("[rules]\ntime-travel = {text}\n"),
            format!("[policy]\nrating = {text}\n"),
            format!("[{text}\n"),
            format!("[[ignore]]\nrule = {text}\nrecord = \"a\"\nreason = \"a\"\nuntil = \"2020-01-01\"\n"),
        ] {
            folder.put("byline.toml", policy);
            let run = check(&folder, &["."]);
            run.assert_clean();
            assert_harmless("text", &run.stderr, &text);
        }
    }
}

fn assert_harmless(format: &str, output: &str, text: &str) {
    let hidden = output
        .chars()
        .find(|&character| character != '\n' && is_hidden(character));
    assert_eq!(hidden, None, "{text:?} as {format}: {output}");
    assert!(!output.contains("##["), "{text:?} as {format}: {output}");
    assert!(!output.contains("##vso["), "{text:?} as {format}: {output}");
    let commands = output.lines().filter(|line| line.trim_start().starts_with("::"));
    if format != "github" {
        assert_eq!(commands.collect::<Vec<_>>(), [""; 0], "{text:?} as {format}");
        return;
    }
    for command in commands {
        let (head, message) = command[2..].split_once("::").unwrap();
        let (name, properties) = head.split_once(' ').unwrap();
        assert!(["error", "warning", "notice"].contains(&name), "{command}");
        let names: Vec<&str> = properties
            .split(',')
            .map(|property| property.split_once('=').unwrap().0)
            .collect();
        let known = [
            &["file", "line", "col", "title"][..],
            &["file", "line", "col", "endLine", "endColumn", "title"],
            &["title"],
        ];
        assert!(known.contains(&names.as_slice()), "{command}");
        assert!(
            message.chars().count() < 8_200,
            "{} characters",
            message.chars().count()
        );
        for (at, _) in command.match_indices('%') {
            let escapes = ["%25", "%0A", "%3A", "%2C"];
            assert!(
                escapes.iter().any(|escape| command[at..].starts_with(escape)),
                "{command}"
            );
        }
    }
    // Whatever is no command is the summary, which begins with a number.
    let others: Vec<&str> = output.lines().filter(|line| !line.starts_with("::")).collect();
    assert_eq!(others.len(), 1, "{others:?}");
    assert!(
        others[0].starts_with(|first: char| first.is_ascii_digit()),
        "{others:?}"
    );
}

#[test]
fn files_in_sarif_are_addresses_and_messages_have_no_links() {
    for text in hostile() {
        let folder = hostile_folder(&text);
        let run = check(&folder, &["--format", "sarif", "."]);
        let told: Value = serde_json::from_str(&run.stdout).unwrap();
        let results = told["runs"][0]["results"].as_array().unwrap();
        assert!(results.len() > 5, "{text:?}: {run:#?}");
        for result in results {
            let location = &result["locations"][0]["physicalLocation"];
            let uri = location["artifactLocation"]["uri"].as_str().unwrap();
            let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/%".contains(&byte);
            assert!(uri.bytes().all(is_allowed), "{uri}");
            assert!(!uri.starts_with('/') && !uri.is_empty(), "{uri}");
            let message = result["message"]["text"].as_str().unwrap();
            assert!(!message.contains("]("), "{message}");
            assert!(!message.chars().any(|c| c != '\n' && is_hidden(c)), "{message}");
        }
    }
}

/// The fingerprints of a run, in its order.
fn fingerprints(folder: &Folder) -> Vec<(String, String)> {
    let run = check(folder, &["--format", "sarif", "."]);
    let told: Value = serde_json::from_str(&run.stdout).unwrap();
    let results = told["runs"][0]["results"].as_array().unwrap();
    let mut found: Vec<(String, String)> = results
        .iter()
        .map(|result| {
            let prints = &result["partialFingerprints"];
            assert_eq!(prints["byline/v1"], prints["primaryLocationLineHash"]);
            let text = |value: &Value| value.as_str().unwrap().to_owned();
            (text(&result["ruleId"]), text(&prints["byline/v1"]))
        })
        .collect();
    found.sort();
    found
}

#[test]
fn fingerprints_survive_unrelated_edits_and_are_unique() {
    let folder = Folder::new();
    let policy =
        "[[ignore]]\nrule = \"time-travel\"\nrecord = \"a\"\nreason = \"known\"\nuntil = \"2020-01-01\"\n";
    let one = early("one");
    folder.put("byline.toml", policy);
    folder.put("claims/one.json", one.to_string());
    folder.put("claims/two.json", early("two").to_string());
    folder.put("claims/broken.jsonl", "{\n{\n");
    let before = fingerprints(&folder);
    assert!(before.len() > 6, "{before:?}");
    let unique: BTreeSet<&String> = before.iter().map(|(_, print)| print).collect();
    assert_eq!(unique.len(), before.len(), "{before:?}");

    // Another statement, laid out over many lines, in another file; a comment in the policy; one more record.
    let mut changed = one.clone();
    changed["statement"] = "The wall slid and fell.".into();
    std::fs::remove_file(folder.at("claims/one.json")).unwrap();
    folder.put("claims/moved/one.json", format!("\n\n{changed:#}"));
    folder.put("byline.toml", format!("# A line more.\n\n{policy}"));
    assert_eq!(fingerprints(&folder), before);

    folder.put("claims/three.json", early("three").to_string());
    let after: BTreeSet<(String, String)> = fingerprints(&folder).into_iter().collect();
    for print in &before {
        assert!(after.contains(print), "{print:?} is lost");
    }
    assert!(after.len() > before.len());
}

#[test]
fn files_below_the_working_folder_are_told_from_there() {
    let folder = Folder::new();
    folder.put("byline.toml", WARN);
    folder.put("claims/a b.json", early("one").to_string());
    let here = std::fs::canonicalize(folder.path()).unwrap();
    let whole = here.join("claims");
    for path in [".", "claims", "./claims/", whole.to_str().unwrap()] {
        let told = |format| {
            run(byline().current_dir(&here).args([
                "check",
                "--at",
                AT,
                "--only",
                "time-travel",
                "--format",
                format,
                path,
            ]))
            .stdout
        };
        assert!(
            told("sarif").contains("\"uri\":\"claims/a%20b.json\""),
            "{path}: {}",
            told("sarif")
        );
        assert!(
            told("github").contains(" file=claims/a b.json,"),
            "{path}: {}",
            told("github")
        );
    }
    // What lies elsewhere is told by its whole path.
    let elsewhere = Folder::new();
    let arguments = ["--format", "sarif", whole.to_str().unwrap()];
    let told = check(&elsewhere, &arguments).stdout;
    assert!(told.contains("\"uri\":\"file:///"), "{told}");
    assert!(told.contains("/claims/a%20b.json\""), "{told}");
}

#[test]
fn a_folder_of_many_records_is_several_suites() {
    let folder = Folder::new();
    folder.put("byline.toml", WARN);
    let lines: String = (0..5_000)
        .map(|number| format!("{}\n", early(&format!("c{number}"))))
        .collect();
    folder.put("claims/all.jsonl", lines);
    let run = check(&folder, &["--only", "time-travel", "--format", "junit", "."]);
    run.assert_status(0);
    assert_eq!(run.stdout.matches("<testcase ").count(), 5_000);
    assert_eq!(run.stdout.matches("warning[time-travel]").count(), 5_000);
    assert!(run.stdout.contains("tests=\"4096\"") && run.stdout.contains("tests=\"904\""));
    assert!(
        run.stdout.contains("classname=\"claims/all.jsonl:5000\""),
        "{}",
        &run.stdout[..900]
    );
}

#[test]
fn threads_change_nothing() {
    let folder = Folder::new();
    for number in 0..300 {
        folder.put(
            &format!("claims/c{number}.json"),
            early(&format!("c{number}")).to_string(),
        );
    }
    folder.put("claims/broken.json", "{");
    for format in FORMATS {
        let told = |threads| {
            let run = check(&folder, &["--threads", threads, "--format", format, "."]);
            run.assert_status(1);
            run.stdout
        };
        let one = told("1");
        for threads in ["2", "7"] {
            assert_eq!(told(threads), one, "{format} with {threads}");
        }
    }
    for threads in ["0", "513", "-1", "many"] {
        check(&folder, &["--threads", threads, "."]).assert_status(2);
    }
}

#[test]
fn timings_are_told_the_costliest_first_and_change_no_result() {
    let folder = Folder::new();
    for number in 0..200 {
        folder.put(
            &format!("c{number}.json"),
            early(&format!("c{number}")).to_string(),
        );
    }
    for format in FORMATS {
        let plain = check(&folder, &["--format", format, "."]);
        assert_eq!(plain.stderr, "");
        let timed = check(&folder, &["--format", format, "--timings", "."]);
        assert_eq!(plain.stdout, timed.stdout);
        assert_eq!(plain.status, timed.status);
        let lines: Vec<(f64, &str)> = timed
            .stderr
            .lines()
            .map(|line| {
                let (cost, what) = line.split_once(" ms  ").unwrap();
                (cost.trim().parse().unwrap(), what)
            })
            .collect();
        assert!(lines[0].1.starts_with("the whole run"), "{}", timed.stderr);
        let rules = &lines[1..];
        assert!(
            rules.iter().any(|(_, rule)| *rule == "time-travel"),
            "{}",
            timed.stderr
        );
        assert!(
            rules.windows(2).all(|two| two[0].0 >= two[1].0),
            "{}",
            timed.stderr
        );
    }
}
