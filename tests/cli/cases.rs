//! The cases of `tests/cmd`, and those that the documents show.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::{BYLINE, root, surroundings};

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

/// A path of this machine is as long as it happens to be, and lines break elsewhere where it is longer.
#[test]
fn no_case_shows_where_it_runs() {
    for path in case_files() {
        let text = fs::read_to_string(&path).unwrap();
        for place in ["[CWD]", "[ROOT]"] {
            assert!(!text.contains(place), "{} shows {place}", path.display());
        }
    }
}
