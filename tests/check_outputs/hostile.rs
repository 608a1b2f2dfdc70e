//! Records that hold what acts somewhere.

use byline::record::is_hidden;
use serde_json::{Value, json};

use super::checked::{FORMATS, assert_whole, check, early};
use super::playground::{AT, Folder, byline, run};

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
