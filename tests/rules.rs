//! Every rule is documented, has a repository that it fires on and one that comes near, and stands in `docs/rules.md`.
//!
//! `fixtures/rules/README.md` says how the fixtures are laid out.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod playground;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use byline::check::{Family, HEADINGS, RULES, Rule};
use playground::{AT, Folder, Run, byline, copy, fixture, git};

/// Set to write `docs/rules.md`, or the `expected.txt` of fixtures, instead of comparing them.
const WRITE: &str = "BYLINE_WRITE";

fn folder_of(rule: &Rule) -> PathBuf {
    fixture("rules").join(rule.name.as_str())
}

/// The text of a documentation under each of its headings.
fn sections(rule: &Rule) -> Vec<(String, String)> {
    let mut sections: Vec<(String, String)> = Vec::new();
    for line in rule.documentation_lines() {
        if line.starts_with('#') {
            sections.push((line.to_owned(), String::new()));
        } else {
            let (_, text) = sections
                .last_mut()
                .unwrap_or_else(|| panic!("{} begins without a heading", rule.name));
            text.push_str(line);
            text.push('\n');
        }
    }
    sections
}

#[test]
fn every_rule_is_documented_under_the_four_headings() {
    for rule in RULES {
        let sections = sections(rule);
        let headings: Vec<&str> = sections.iter().map(|(heading, _)| heading.as_str()).collect();
        assert_eq!(headings, HEADINGS, "{}", rule.name);
        for (heading, text) in &sections {
            assert!(
                !text.trim().is_empty(),
                "{} says nothing under {heading}",
                rule.name
            );
        }
        let fences = rule.documentation.matches("```").count();
        assert_eq!(fences % 2, 0, "{}: a block of code does not end", rule.name);
    }
}

#[test]
fn every_rule_has_a_name_and_a_summary_of_its_own() {
    let names: BTreeSet<&str> = RULES.iter().map(|rule| rule.name.as_str()).collect();
    assert_eq!(names.len(), RULES.len());
    let summaries: BTreeSet<&str> = RULES.iter().map(|rule| rule.summary).collect();
    assert_eq!(summaries.len(), RULES.len());
    for rule in RULES {
        let name = rule.name.as_str();
        assert!(
            name.chars()
                .all(|character| character.is_ascii_lowercase() || character == '-'),
            "{name}"
        );
        assert!(rule.summary.chars().count() <= 90, "{name} has a long summary");
        assert!(!rule.summary.ends_with('.'), "{name}: {}", rule.summary);
    }
}

#[test]
fn rules_are_listed_family_by_family() {
    let families: Vec<Family> = RULES.iter().map(|rule| rule.family).collect();
    assert!(families.is_sorted(), "{families:?}");
}

/// Checks one of the repositories of a rule, laid over the commit of its `base` where it has one.
fn check(rule: &Rule, which: &str) -> Run {
    let folder = folder_of(rule);
    let repository = folder.join(which);
    assert!(
        repository.is_dir(),
        "{} is missing: every rule has a fixture that it fires on and one that comes near",
        repository.display()
    );
    let own = folder.join(format!("{which}.args"));
    let given = fs::read_to_string(own).or_else(|_| fs::read_to_string(folder.join("check.args")));
    let arguments = match given {
        Ok(text) => text.lines().map(str::to_owned).collect(),
        Err(_) => vec![".".to_owned()],
    };
    let mut command = byline();
    command.env("COLUMNS", "1000").arg("check");
    if !arguments.iter().any(|argument| argument == "--at") {
        command.args(["--at", AT]);
    }
    command.args(arguments);
    let base = folder.join("base");
    if !base.is_dir() {
        return outcome(command.current_dir(repository));
    }
    let checkout = Folder::copy_of(&base);
    commit(checkout.path());
    for name in checkout.names(".").iter().filter(|name| *name != ".git") {
        let path = checkout.at(name);
        if path.is_dir() {
            fs::remove_dir_all(path).unwrap();
        } else {
            fs::remove_file(path).unwrap();
        }
    }
    copy(&repository, checkout.path());
    outcome(command.current_dir(checkout.path()))
}

/// Runs a command for as long as it takes: one rule is about a claim at which the rating gives up, and a program built
/// for debugging on a busy machine does not get there fast.
fn outcome(command: &mut Command) -> Run {
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Run {
        status: output.status.code(),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
    }
}

/// Makes a folder a git repository of one commit.
fn commit(folder: &Path) {
    git(folder, &["init", "--quiet"]);
    git(folder, &["add", "--all"]);
    git(folder, &["commit", "--quiet", "--message", "Base"]);
}

/// The findings that a check wrote as text, one a line: level, rule, place, message.
fn findings(run: &Run) -> Vec<String> {
    run.assert_clean();
    let mut findings = Vec::new();
    let mut lines = run.stdout.lines();
    while let Some(line) = lines.next() {
        let level = ["error[", "warning[", "info["]
            .into_iter()
            .find(|level| line.starts_with(level));
        let Some((level, (rule, message))) = level.and_then(|level| {
            let rest = line.strip_prefix(level)?;
            Some((level, rest.split_once("]: ")?))
        }) else {
            continue;
        };
        let level = match level {
            "error[" => "deny",
            "warning[" => "warn",
            _ => "info",
        };
        // A long message goes on below itself.
        let mut message = message.to_owned();
        let place = loop {
            let line = lines.next().unwrap();
            if let Some(place) = line.strip_prefix("  --> ") {
                break place;
            }
            message.push(' ');
            message.push_str(line.trim_start());
        };
        // The pointer is the same place once more.
        let place = place.split(" at /").next().unwrap();
        findings.push(format!("{level} {rule} {place} {message}"));
    }
    findings
}

#[test]
fn every_rule_fires_on_its_fixture_in_these_words_and_nothing_else_does() {
    let mut problems = Vec::new();
    for rule in RULES {
        let found = findings(&check(rule, "fires"));
        let expected = folder_of(rule).join("expected.txt");
        let written = found.iter().fold(String::new(), |text, line| text + line + "\n");
        if std::env::var_os(WRITE).is_some() {
            fs::write(&expected, &written).unwrap();
        }
        let wanted = fs::read_to_string(&expected).unwrap_or_default();
        if written != wanted {
            problems.push(format!(
                "{}: found\n{written}where this was expected:\n{wanted}",
                expected.display()
            ));
        }
        let name = format!("{} {}", rule.level.as_str(), rule.name);
        if found.is_empty() || !found.iter().all(|line| line.starts_with(&format!("{name} "))) {
            problems.push(format!(
                "{} fires on something else than {name}:\n{written}",
                rule.name
            ));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn no_rule_fires_on_what_comes_near() {
    let mut problems = Vec::new();
    for rule in RULES {
        let run = check(rule, "near");
        let found = findings(&run);
        if !found.is_empty() || run.status != Some(0) {
            problems.push(format!("{}: {found:#?}\n{}", rule.name, run.stderr));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn every_fixture_is_a_rules() {
    let names: BTreeSet<&str> = RULES.iter().map(|rule| rule.name.as_str()).collect();
    for entry in fs::read_dir(fixture("rules")).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        assert!(
            !entry.path().is_dir() || names.contains(name.as_str()),
            "there is no rule {name}"
        );
    }
}

/// Names of findings that no check gives: of documents that are no records, and of ratings by themselves.
const BESIDE_CHECKS: &[&str] = &["context-not-signed", "unjudged-source"];

#[test]
fn every_name_of_a_finding_is_a_rules() {
    let mut names = BTreeSet::new();
    names_declared(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut names);
    assert!(names.len() > 40, "only {} names were found", names.len());
    for name in names {
        assert!(
            byline::check::named(&name).is_some() || BESIDE_CHECKS.contains(&name.as_str()),
            "{name} can be found and is no rule: nobody could look up what it means"
        );
    }
}

/// The names that the sources in a folder declare.
fn names_declared(folder: &Path, names: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            names_declared(&path, names);
        } else {
            let text = fs::read_to_string(&path).unwrap();
            let declared = text.split("RuleName::new(\"").skip(1);
            names.extend(declared.map(|rest| rest.split('"').next().unwrap().to_owned()));
        }
    }
}

/// `docs/rules.md`: all rules as they document themselves.
fn page() -> String {
    let mut page = String::from(
        "# Rules\n\n\
         What `byline check` holds records to. `byline explain RULE` prints the same on the terminal. This page is \
         written from the rules' own documentation; a test holds it to that.\n\n\
         A level other than the default is set in `byline.toml`, under `[rules]`: `single-origin = \"deny\"`. What is \
         marked *fixed* can be neither lowered nor waived.\n",
    );
    for family in Family::ALL {
        let rules: Vec<&Rule> = RULES
            .iter()
            .copied()
            .filter(|rule| rule.family == family)
            .collect();
        if rules.is_empty() {
            continue;
        }
        writeln!(page, "\n## {}\n", capitalised(family.as_str())).unwrap();
        writeln!(page, "| rule | level | finds |\n|---|---|---|").unwrap();
        for rule in &rules {
            let fixed = if rule.is_fixed { ", fixed" } else { "" };
            writeln!(
                page,
                "| [`{name}`](#{name}) | {}{fixed} | {} |",
                rule.level.as_str(),
                rule.summary,
                name = rule.name
            )
            .unwrap();
        }
        for rule in rules {
            writeln!(page, "\n### {}\n", rule.name).unwrap();
            let lines: Vec<String> = rule
                .documentation_lines()
                .map(|line| match line.strip_prefix("## ") {
                    Some(heading) => format!("#### {heading}"),
                    None => line.to_owned(),
                })
                .collect();
            writeln!(page, "{}", lines.join("\n").trim()).unwrap();
        }
    }
    page
}

fn capitalised(word: &str) -> String {
    let mut characters = word.chars();
    characters
        .next()
        .map(|first| first.to_uppercase().collect::<String>() + characters.as_str())
        .unwrap_or_default()
}

#[test]
fn the_page_of_rules_is_as_they_document_themselves() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules.md");
    let page = page();
    if std::env::var_os(WRITE).is_some() {
        fs::write(&path, &page).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == page,
        "docs/rules.md is out of date: `{WRITE}=1 cargo test --test rules` writes it anew"
    );
}
