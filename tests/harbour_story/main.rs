//! The story of `fixtures/harbour-inquiry`, recorded from its description by somebody who never saw the format: on a
//! terminal, with `init`, `new`, `capture`, `sign` and `check`, and no editor. `story.txt` is what was typed;
//! `transcript.txt` is what stood on the screen. `BYLINE_WRITE=1` writes the transcript anew.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod play;
#[path = "../playground/mod.rs"]
mod playground;
mod screen;
#[path = "../terminal/mod.rs"]
mod terminal;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use playground::{Folder, byline, fixture};
use serde_json::Value;

/// The pages that the person has saved, and the captures of the fixture that they are.
const SAVED: &[(&str, &str)] = &[
    (
        "courier-memo.html",
        "d34e25f4b07c706ba42dd49103f0c928346b0789e21cf3284c02b21ea44b86e0",
    ),
    (
        "faros.html",
        "146965b0626e1ea1f9a0fde4db282404018d39a8721fcaa27f394b05bfd8640c",
    ),
    (
        "minutes.txt",
        "666aa85bc02363df66349b53a93a086dbae3c8f8c70e751b4eabbc95230e1df2",
    ),
    (
        "film.mp4",
        "2f1440d786cc8201e503bddcd6e733d8847b4b724bc3faa69db1822c30398e7f",
    ),
];

fn here() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/harbour_story")
}

/// Plays the story, and gives the folder and what stood on the screen.
fn record_the_story() -> (Folder, String) {
    let folder = Folder::new();
    for (name, digest) in SAVED {
        let capture = fixture(&format!("harbour-inquiry/evidence/{digest}"));
        folder.put(&format!("saved/{name}"), fs::read(capture).unwrap());
    }
    let story = fs::read_to_string(here().join("story.txt")).unwrap();
    let mut at = folder.path().to_owned();
    let mut transcript = String::new();
    for scene in play::scenes(&story) {
        transcript.push_str(&format!("$ {}\n", scene.command));
        if let Some(place) = scene.command.strip_prefix("cd ") {
            at = at.join(place);
            continue;
        }
        let scene = scene.with_key(&key_of_the_fact_desk(&folder));
        let command = shell(scene.command, &folder, &at);
        for line in play::play(&scene, command, &at, 100) {
            transcript.push_str(&line);
            transcript.push('\n');
        }
        transcript.push('\n');
    }
    (folder, without_chance(&transcript))
}

/// The command that a line of the shell runs.
fn shell(line: &str, folder: &Folder, at: &Path) -> Command {
    let words = shlex::split(line).unwrap();
    assert_eq!(words[0], "byline", "{line}");
    let mut command = byline();
    for word in &words[1..] {
        match word.split_once('*') {
            Some((before, after)) if word.starts_with("notices/") => {
                command.args(expanded(at, before, after));
            }
            _ => {
                command.arg(word);
            }
        }
    }
    // As seen from where the command runs: how long the path of the folder is must not show.
    command.env("HOME", if at == folder.path() { "." } else { ".." });
    command.env_remove("XDG_CONFIG_HOME");
    command.env("BYLINE_PASSPHRASE", "a long walk along the quay");
    command
}

/// The files whose names begin and end so, as a shell names them.
fn expanded(at: &Path, before: &str, after: &str) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(at.join("notices"))
        .unwrap()
        .map(|entry| format!("notices/{}", entry.unwrap().file_name().to_string_lossy()))
        .filter(|name| name.starts_with(before) && name.ends_with(after))
        .collect();
    names.sort();
    assert!(!names.is_empty(), "there is no {before}*{after}");
    names
}

fn key_of_the_fact_desk(folder: &Folder) -> String {
    let public = fs::read_to_string(folder.at(".config/byline/keys/fact-desk.pem.pub"));
    let public = public.unwrap_or_default();
    public.split(' ').next().unwrap_or_default().to_owned()
}

/// A transcript without what is different each time: keys, digests, signatures' times.
fn without_chance(transcript: &str) -> String {
    let hex = |c: char| c.is_ascii_hexdigit() && !c.is_ascii_uppercase();
    let mut out = String::new();
    for line in transcript.lines() {
        let line = runs(line, hex, |run| run.len() >= 16, '0');
        let line = runs(
            &line,
            |c| c.is_ascii_alphanumeric(),
            |run| run.starts_with("z6Mk"),
            'k',
        );
        // After the ellipsis of a shortened key.
        let line = shortened(&line);
        out.push_str(&times(&line));
        out.push('\n');
    }
    out
}

/// A line in which each run of characters of a kind is filled with another where it is one that changes.
fn runs(line: &str, of: impl Fn(char) -> bool, changes: impl Fn(&str) -> bool, fill: char) -> String {
    let mut out = String::new();
    let mut run = String::new();
    for character in line.chars().chain(['\n']) {
        if of(character) {
            run.push(character);
            continue;
        }
        match changes(&run) {
            true => out.extend(run.chars().map(|_| fill)),
            false => out.push_str(&run),
        }
        run.clear();
        out.push(character);
    }
    out.trim_end_matches('\n').to_owned()
}

/// `kkkkkkkk…Eqto`
fn shortened(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(at) = rest.find("k…") {
        let (before, after) = rest.split_at(at + "k…".len());
        out.push_str(before);
        let end = after
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(after.len());
        out.extend(after[..end].chars().map(|_| 'k'));
        rest = &after[end..];
    }
    out + rest
}

/// Times of this moment, to the second; those of the story are days.
fn times(line: &str) -> String {
    let mut out = line.to_owned();
    let is_time = |text: &str| {
        text.len() == 20
            && text.char_indices().all(|(at, c)| match at {
                4 | 7 => c == '-',
                10 => c == 'T',
                13 | 16 => c == ':',
                19 => c == 'Z',
                _ => c.is_ascii_digit(),
            })
    };
    for at in 0..line.len() {
        if line.get(at..at + 20).is_some_and(is_time) {
            out.replace_range(at..at + 20, "YYYY-MM-DDThh:mm:ssZ");
        }
    }
    out
}

#[test]
fn somebody_new_records_the_story_of_the_harbour_without_an_editor() {
    let (folder, transcript) = record_the_story();
    let kept = here().join("transcript.txt");
    if std::env::var_os("BYLINE_WRITE").is_some() {
        fs::write(&kept, &transcript).unwrap();
    }
    let expected = fs::read_to_string(&kept).unwrap();
    for (number, (line, expected)) in transcript.lines().zip(expected.lines()).enumerate() {
        assert_eq!(line, expected, "line {} of the transcript", number + 1);
    }
    assert_eq!(transcript.lines().count(), expected.lines().count());
    rates_as_the_fixture(&folder);
}

/// Whoever compares what was recorded with the fixture finds the same claims, as strongly attested.
fn rates_as_the_fixture(folder: &Folder) {
    let at = |arguments: &[&str], place: &Path| playground::run(byline().args(arguments).current_dir(place));
    let tarnhaven = folder.at("tarnhaven");
    let verification = at(&["verify", "--integrity", "--format", "json", "."], &tarnhaven);
    verification.assert_status(0);
    for record in playground::records(&verification.json()) {
        assert_eq!(record["integrity"], "intact", "{record:#}");
    }
    let recorded = at(&["score", "--format", "json", "."], &tarnhaven);
    recorded.assert_status(0);
    let told = at(&["score", "--format", "json", "."], &fixture("harbour-inquiry"));
    told.assert_clean();
    let (recorded, told) = (ratings(&recorded.json()), ratings(&told.json()));
    assert_eq!(told.len(), 13);
    for rating in &told {
        assert!(
            recorded.contains(rating),
            "the fixture has {rating:?}, and what was recorded: {recorded:#?}"
        );
    }
}

/// What a rating says of each claim, to six digits.
fn ratings(output: &Value) -> Vec<String> {
    let ratings = output["ratings"].as_array().unwrap().iter();
    ratings
        .map(|rating| {
            let id = rating["id"].as_str().unwrap();
            let parts = ["grade", "rating", "weight", "disputed"].map(|part| rating[part].to_string());
            let probability = rating["probability"].as_f64().unwrap();
            format!("{id} {} {probability:.6}", parts.join(" "))
        })
        .collect()
}
