//! A corpus in a git checkout, in which ten records are new since the commit `base`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, ensure};

use super::corpora::ensure_corpus;
use super::measure::generator::Place;

/// How many records are new.
const NEW: usize = 10;

/// Makes the corpus and its commit where there is none yet.
pub fn ensure_checkout(root: &Path, claims: usize, place: Place) -> anyhow::Result<()> {
    let done = root.with_extension("committed");
    if done.exists() {
        return Ok(());
    }
    ensure_corpus(root, claims, 1, place)?;
    git(root, &["init", "--quiet"])?;
    let mut files = Vec::new();
    files_below(&root.join("claims"), &mut files)?;
    match &files[..] {
        [lines] => commit_most_lines(root, lines)?,
        _ => commit_most_files(root, &mut files)?,
    }
    fs::write(done, "")?;
    Ok(())
}

fn files_below(folder: &Path, files: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files_below(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

/// Takes one line in so many out, commits the others, and puts them back.
fn commit_most_lines(root: &Path, file: &Path) -> anyhow::Result<()> {
    let text = fs::read_to_string(file)?;
    let step = text.lines().count().div_ceil(NEW);
    let numbered = text.split_inclusive('\n').enumerate();
    let kept: String = numbered
        .filter(|(number, _)| number % step != 0)
        .map(|(_, line)| line)
        .collect();
    fs::write(file, kept)?;
    commit(root)?;
    fs::write(file, text)?;
    Ok(())
}

/// Takes one file in so many out, commits the others, and puts them back.
fn commit_most_files(root: &Path, files: &mut [PathBuf]) -> anyhow::Result<()> {
    files.sort();
    let step = files.len().div_ceil(NEW);
    let new: Vec<&PathBuf> = files.iter().step_by(step).collect();
    let aside = |number: usize| root.join(format!(".new-{number}"));
    for (number, file) in new.iter().enumerate() {
        fs::rename(file, aside(number))?;
    }
    commit(root)?;
    for (number, file) in new.iter().enumerate() {
        fs::rename(aside(number), file)?;
    }
    Ok(())
}

fn commit(root: &Path) -> anyhow::Result<()> {
    git(root, &["add", "--", "byline.toml", "trust", "sources", "claims"])?;
    git(root, &["commit", "--quiet", "--message", "base"])?;
    git(root, &["tag", "base"])
}

/// git, with an identity of its own and nothing of the user's.
fn git(root: &Path, arguments: &[&str]) -> anyhow::Result<()> {
    let status = Command::new("git")
        .current_dir(root)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .args([
            "-c",
            "user.name=bench",
            "-c",
            "user.email=bench@example.org",
            "-c",
            "gc.auto=0",
        ])
        .args(arguments)
        .status()
        .context("git could not be run")?;
    ensure!(status.success(), "git {arguments:?} in {} failed", root.display());
    Ok(())
}
