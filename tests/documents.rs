//! The pages in `docs` that play something through: every command on them is run as it stands there, and
//! answers as it says there.
//!
//! Who reads a page pastes its commands into one shell, from top to bottom, beginning in an empty folder. So
//! each command begins in the folder where the one before it ended. Its variables end with it: a shell of its
//! own runs it, which keeps its output and its status apart.
//!
//! In a `console` block, `$ ` begins a command and `> ` goes on with it; `? 1` gives the exit status, 0 else; the rest is
//! what comes on both outputs. `[..]` stands for anything in a line, and `...` for any lines.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod playground;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use playground::{Folder, byline};

/// One command of a page.
#[derive(Debug, Default)]
struct Step {
    line: usize,
    command: String,
    status: i32,
    output: Vec<String>,
}

/// The commands in the `console` blocks of a page.
fn steps(page: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut inside = false;
    for (line, text) in (1..).zip(page.lines()) {
        if text.starts_with("```") {
            inside = text == "```console";
        } else if !inside {
        } else if let Some(command) = text.strip_prefix("$ ") {
            steps.push(Step {
                line,
                command: command.to_owned(),
                ..Step::default()
            });
        } else {
            let step = steps.last_mut().expect("a block begins with a command");
            match (text.strip_prefix("> "), text.strip_prefix("? ")) {
                (Some(more), _) if step.output.is_empty() => step.command += &format!("\n{more}"),
                (_, Some(status)) if step.output.is_empty() => step.status = status.parse().unwrap(),
                _ => step.output.push(text.to_owned()),
            }
        }
    }
    for step in &mut steps {
        while step.output.last().is_some_and(String::is_empty) {
            step.output.pop();
        }
    }
    steps
}

/// Whether a line is as the page shows it.
fn line_fits(shown: &str, line: &str) -> bool {
    match shown.split_once("[..]") {
        None => shown == line,
        Some((start, rest)) => line.strip_prefix(start).is_some_and(|line| {
            line.char_indices()
                .map(|(at, _)| at)
                .chain([line.len()])
                .any(|at| line_fits(rest, &line[at..]))
        }),
    }
}

/// Whether lines are as the page shows them.
fn fits(shown: &[String], lines: &[&str]) -> bool {
    match shown {
        [] => lines.is_empty(),
        [any, rest @ ..] if any == "..." => (0..=lines.len()).any(|from| fits(rest, &lines[from..])),
        [first, rest @ ..] => lines
            .split_first()
            .is_some_and(|(line, lines)| line_fits(first, line) && fits(rest, lines)),
    }
}

/// The folders that programs are looked for in, that of byline first.
fn search_path() -> OsString {
    let program = Path::new(env!("CARGO_BIN_EXE_byline"));
    let others = std::env::var_os("PATH").unwrap_or_default();
    let own = program.parent().unwrap().to_owned();
    std::env::join_paths([own].into_iter().chain(std::env::split_paths(&others))).unwrap()
}

/// Says in which folder a command ended, and ends with its status.
const LEAVE: &str = "status=$?\npwd > \"$ENDED_IN\"\nexit $status";

/// Runs a page.
fn play(name: &str, at_least: usize) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name);
    let page = std::fs::read_to_string(path).unwrap();
    let steps = steps(&page);
    assert!(
        steps.len() >= at_least,
        "{name} has only {} commands",
        steps.len()
    );
    let folder = Folder::new();
    let beside = Folder::new();
    let ended_in = beside.at("ended-in");
    let mut place = folder.path().to_owned();
    for step in steps {
        let mut command = Command::new("sh");
        for (variable, _) in byline().get_envs() {
            command.env_remove(variable);
        }
        command
            .args(["-c", &format!("exec 2>&1\n{}\n{LEAVE}", step.command)])
            .current_dir(&place)
            .env("PATH", search_path())
            .env("HOME", folder.path())
            .env_remove("XDG_CONFIG_HOME")
            .env("NO_COLOR", "1")
            .env("COLUMNS", "100")
            .env("ENDED_IN", &ended_in);
        let run = playground::run(&mut command);
        let lines: Vec<&str> = run.stdout.trim_end().lines().map(str::trim_end).collect();
        assert!(
            run.status == Some(step.status) && fits(&step.output, &lines),
            "docs/{name}:{}: status {:?} and this:\n{}",
            step.line,
            run.status,
            run.stdout
        );
        place = std::fs::read_to_string(&ended_in).unwrap().trim_end().into();
    }
}

#[test]
fn a_key_is_stolen() {
    play("stolen-key.md", 10);
}

#[test]
fn what_was_said_is_kept() {
    play("captures.md", 9);
}

#[test]
fn a_claim_is_corrected_and_taken_back() {
    play("corrections.md", 9);
}

#[test]
fn who_may_sign_and_whom_to_trust() {
    play("trust.md", 11);
}

/// Needs OpenSSL 3, so that `.ci/run` asks for it.
#[test]
#[ignore = "needs OpenSSL 3"]
fn a_key_that_byline_does_not_hold() {
    play("outside-signer.md", 8);
}

/// The shell commands in the indented blocks of a page between two of its headings, with their lines. A line that ends in
/// a backslash goes on in the next.
fn tutorial(page: &str, from: &str, to: &str) -> Vec<(usize, String)> {
    let mut commands: Vec<(usize, String)> = Vec::new();
    let (mut inside, mut fenced, mut goes_on) = (false, false, false);
    for (line, text) in (1..).zip(page.lines()) {
        if text.starts_with("## ") {
            inside = text.starts_with(from) || (inside && !text.starts_with(to));
        }
        fenced ^= text.starts_with("```");
        let Some(command) = text.strip_prefix("    ").filter(|_| inside && !fenced) else {
            continue;
        };
        match commands.last_mut().filter(|_| goes_on) {
            Some((_, first)) => *first += &format!("\n{command}"),
            None => commands.push((line, command.to_owned())),
        }
        goes_on = command.ends_with('\\');
    }
    commands
}

/// From the first newsroom to the first retraction, one command after the other, as somebody reads it.
#[test]
fn the_readme_is_played_from_top_to_bottom() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let page = std::fs::read_to_string(path).unwrap();
    let commands = tutorial(&page, "## A claim of your own", "## Commands");
    assert!(commands.len() >= 25, "{commands:#?}");
    let folder = Folder::new();
    folder.put(
        ".gitconfig",
        "[init]\n\tdefaultBranch = main\n[user]\n\tname = Test\n\temail = test@example\n",
    );
    let script: String = commands
        .iter()
        .map(|(line, command)| format!("{command}\necho \"README.md:{line}: $?\"\n"))
        .collect();
    let mut shell = Command::new("sh");
    shell
        .args(["-c", &format!("exec 2>&1\n{script}")])
        .current_dir(folder.path())
        .env("PATH", search_path())
        .env("HOME", folder.path())
        .env("BYLINE_PASSPHRASE", "a passphrase for tests")
        .env_remove("BYLINE_KEY")
        .env_remove("XDG_CONFIG_HOME")
        .env("NO_COLOR", "1");
    let run = playground::run(&mut shell);
    for (line, command) in &commands {
        // A signed word was changed there, and that is found.
        let status = i32::from(command == "byline check --since main");
        let ended = format!("README.md:{line}: {status}");
        assert!(
            run.stdout.lines().any(|line| line == ended),
            "{command}: not {ended}\n{}",
            run.stdout
        );
    }
}

/// What pages name in brackets and backquotes, as `(`like-this`)`, or after `byline explain`, or as a finding shows it.
fn rules_named(page: &str) -> Vec<&str> {
    let is_name = |name: &&str| {
        name.contains('-')
            && !name.starts_with('-')
            && name.chars().all(|c| c.is_ascii_lowercase() || c == '-')
    };
    let marks = [
        ("(`", "`)"),
        ("byline explain ", "`"),
        ("error[", "]"),
        ("warning[", "]"),
    ];
    let named = marks.iter().flat_map(|(start, end)| {
        page.split(start)
            .skip(1)
            .filter_map(move |rest| rest.split_once(end).map(|(name, _)| name))
    });
    named.filter(is_name).collect()
}

#[test]
fn every_rule_that_a_page_names_is_there_to_be_explained() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let pages = std::fs::read_dir(root.join("docs")).unwrap();
    let pages = pages.map(|entry| entry.unwrap().path());
    let is_page = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "md");
    let mut named = 0;
    for path in pages.filter(is_page).chain([root.join("README.md")]) {
        let page = std::fs::read_to_string(&path).unwrap();
        for rule in rules_named(&page) {
            let is_known = byline::check::named(rule).is_some();
            assert!(is_known, "{}: there is no rule {rule}", path.display());
            named += 1;
        }
    }
    assert!(named > 12, "{named}");
}

#[test]
fn pages_are_held_to_what_they_show() {
    let shown = |text: &str| -> Vec<String> { text.lines().map(str::to_owned).collect() };
    assert!(fits(&shown("a [..] c\n...\nend"), &["a b c", "1", "2", "end"]));
    assert!(fits(&shown("...\nend"), &["end"]));
    for wrong in [
        &["a b", "end"][..],
        &["a b c", "1"],
        &["a b c"],
        &["x", "a b c", "end"],
        &["a b c", "end", "1"],
    ] {
        assert!(!fits(&shown("a [..] c\n...\nend"), wrong), "{wrong:?}");
    }
    let found = steps("text\n```console\n$ one\n> two\n? 3\nout\n\n$ four\n\n```\n```json\n$ five\n```\n");
    assert_eq!(found.len(), 2);
    assert_eq!((found[0].command.as_str(), found[0].status), ("one\ntwo", 3));
    assert_eq!(
        (found[0].output.as_slice(), found[1].line),
        (&["out".to_owned()][..], 8)
    );
}
