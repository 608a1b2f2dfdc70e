//! The section `[score]` of `byline.toml`: one fault a file, each told in words that say what to change.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};

use byline::corpus::Repository;
use byline::score::{Settings, Table, UnsealedSources};

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/settings")
}

/// What is said of a `byline.toml`: first by who reads its sections, then by who reads this one.
fn told(text: &str) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("byline.toml");
    fs::write(&path, text).unwrap();
    match Repository::around(folder.path()) {
        Ok(repository) => Settings::read(repository.unwrap().policy()).err(),
        Err(error) => Some(error.to_string().replace(&*path.to_string_lossy(), "byline.toml")),
    }
}

#[test]
fn a_whole_table_of_ones_own_is_taken() {
    let text = fs::read_to_string(fixtures().join("house-table.toml")).unwrap();
    assert_eq!(told(&text), None);
    let settings = Settings::read(&text).unwrap();
    assert_eq!(settings.unsealed_sources, UnsealedSources::Accept);
    // Its numbers are those of the published table, so that nothing but the name differs.
    let name = settings.table.name.clone();
    assert_eq!(name, "house");
    assert_eq!(
        settings.table,
        Table {
            name,
            ..Table::default()
        }
    );
}

#[test]
fn another_base_rate_is_part_of_the_name() {
    let read = |file: &str| {
        let text = fs::read_to_string(fixtures().join(file)).unwrap();
        assert_eq!(told(&text), None);
        Settings::read(&text).unwrap().table
    };
    let table = read("base-rate.toml");
    assert_eq!(
        (table.name.as_str(), table.base_rate),
        ("2026.1 with base rate 0.3", 0.3)
    );
    // Where it is that of the table there is nothing to tell.
    assert_eq!(read("house-table.toml").name, "house");
}

#[test]
fn no_section_is_the_published_table() {
    for text in ["", "# nothing\n", "[score]\n"] {
        assert_eq!(Settings::read(text).unwrap(), Settings::default());
    }
}

#[test]
fn each_fault_is_told() {
    let mut files: Vec<PathBuf> = fs::read_dir(fixtures().join("faults"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    assert!(files.len() > 20, "only {} faults were found", files.len());
    let mut all = String::new();
    for path in files {
        let name = path.file_stem().unwrap().to_str().unwrap();
        let told = told(&fs::read_to_string(&path).unwrap());
        let told = told.unwrap_or_else(|| panic!("{name} is taken"));
        all.push_str(&format!("== {name}\n{told}\n\n"));
    }
    insta::assert_snapshot!(all);
}

#[test]
fn the_published_name_is_that_of_the_published_numbers_alone() {
    let text = fs::read_to_string(fixtures().join("house-table.toml")).unwrap();
    let text = text.replace("base-rate = 0.5\n", "");
    let named = |name: &str, rate: &str| {
        text.replace(
            "name = \"house\"",
            &format!("name = \"{name}\"\nbase-rate = {rate}"),
        )
    };
    assert_ne!(named("house", "0.3"), text);
    assert_eq!(told(&named("2026.1", "0.5")), None);
    assert_eq!(told(&named("house", "0.3")), None);
    let refused = told(&named("2026.1", "0.3")).unwrap();
    assert!(refused.contains("name"), "{refused}");
}
