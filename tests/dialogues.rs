//! Questions on a real pseudo-terminal: what is answered is written, what is taken back is not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod playground;

use std::fs::File;
use std::io::{Read, Write};
use std::process::{Child, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use nix::pty::{Winsize, openpty};
use playground::{Folder, PATIENCE, byline, fixture, wait};
use serde_json::{Value, json};

const DOWN: &str = "\x1b[B";
const ESCAPE: &str = "\x1b";
const CTRL_C: &str = "\x03";

/// A command on a terminal of its own.
struct Terminal {
    child: Child,
    keyboard: File,
    screen: Arc<Mutex<Vec<u8>>>,
    /// How much of the screen was looked at.
    seen: usize,
}

impl Terminal {
    fn start(folder: &Folder, columns: u16, arguments: &[&str]) -> Self {
        let size = Winsize {
            ws_row: 50,
            ws_col: columns,
            ws_xpixel: 0,
            ws_ypixel: 0,
        };
        let pty = openpty(&size, None).unwrap();
        let mut command = byline();
        command
            .current_dir(folder.path())
            .args(arguments)
            .env("TERM", "xterm");
        command.stdin(Stdio::from(pty.slave.try_clone().unwrap()));
        command.stdout(Stdio::from(pty.slave.try_clone().unwrap()));
        command.stderr(Stdio::from(pty.slave));
        let child = command.spawn().unwrap();
        drop(command);
        let keyboard = File::from(pty.master);
        let mut reader = keyboard.try_clone().unwrap();
        let screen = Arc::new(Mutex::new(Vec::new()));
        let shared = Arc::clone(&screen);
        std::thread::spawn(move || {
            let mut block = [0; 4096];
            // A terminal whose program has ended gives an error.
            while let Ok(read @ 1..) = reader.read(&mut block) {
                shared.lock().unwrap().extend_from_slice(&block[..read]);
            }
        });
        Self {
            child,
            keyboard,
            screen,
            seen: 0,
        }
    }

    /// What was written since the last look, without what moves and colours.
    fn fresh(&self) -> String {
        // A long answer is drawn anew with each letter: the last of that is enough.
        const LAST: usize = 1 << 15;
        let screen = self.screen.lock().unwrap();
        plain(&screen[self.seen.max(screen.len().saturating_sub(LAST))..])
    }

    /// Waits for a text.
    fn sees(&mut self, text: &str) -> &mut Self {
        let start = Instant::now();
        while !self.fresh().contains(text) {
            assert!(
                start.elapsed() < PATIENCE,
                "{text:?} never came:\n{}",
                self.fresh()
            );
            std::thread::sleep(Duration::from_millis(5));
        }
        self
    }

    /// Types an answer to what stands on the screen.
    fn types(&mut self, keys: &str) -> &mut Self {
        // Whatever is still being written belongs to this question.
        std::thread::sleep(Duration::from_millis(60));
        self.seen = self.screen.lock().unwrap().len();
        // Nobody types faster than a terminal takes it.
        for some in keys.as_bytes().chunks(64) {
            self.keyboard.write_all(some).unwrap();
            std::thread::sleep(Duration::from_millis(20));
        }
        self
    }

    fn answers(&mut self, question: &str, answer: &str) -> &mut Self {
        self.sees(question).types(&format!("{answer}\r"))
    }

    fn ends(&mut self, status: i32) -> String {
        let ended = wait(&mut self.child, "a dialogue");
        std::thread::sleep(Duration::from_millis(60));
        assert_eq!(ended.code(), Some(status), "{}", self.fresh());
        self.fresh()
    }
}

/// A text without control sequences.
fn plain(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let mut plain = String::new();
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        if character != '\u{1b}' {
            plain.push(character);
            continue;
        }
        if characters.next() == Some('[') {
            for end in characters.by_ref() {
                if end.is_ascii_alphabetic() {
                    break;
                }
            }
        }
    }
    plain
}

fn newsroom() -> Folder {
    let folder = Folder::repository();
    folder.put(
        "sources/courier.example.json",
        json!({ "byline": "source/1", "id": "courier.example", "name": "The Courier", "kind": "outlet", "reliability": "B" })
            .to_string(),
    );
    folder
}

/// Answers up to the question who published it.
fn begin(terminal: &mut Terminal, statement: &str, id: &str) {
    terminal.answers("What is claimed", statement);
    terminal.sees("A short name for it?").types(&"\x7f".repeat(50));
    terminal.types(&format!("{id}\r"));
    terminal.answers("In which language", "");
    terminal.answers("When did it happen", "2026-03-05");
}

fn claim_in(folder: &Folder, id: &str) -> Value {
    serde_json::from_str(&folder.read(&format!("claims/{id}.json"))).unwrap()
}

#[test]
fn a_claim_is_told_and_written_on_narrow_and_wide_terminals() {
    for columns in [60, 120] {
        let folder = newsroom();
        let mut terminal = Terminal::start(&folder, columns, &["new"]);
        begin(
            &mut terminal,
            "The old bridge will close for two years.",
            "bridge-closed",
        );
        // A known source is taken as soon as enough of its name stands there.
        terminal.sees("Who published it?").types("couri");
        terminal.sees("The Courier").types("\t\r");
        terminal.answers("When did The Courier publish it?", "2026-03-06");
        terminal.answers("Its web address?", "https://courier.example/bridge");
        terminal
            .sees("Whom does The Courier have it from?")
            .types(&format!("{DOWN}\r"));
        terminal.answers("How are they described", "two people in the road office");
        terminal.sees("How many are they?").types("\x7f2\r");
        terminal.sees("What could they know?").types(&format!("{DOWN}\r"));
        terminal.answers("Do they say that it is so?", "");
        terminal.answers("Do they gain", "");
        terminal.answers("Whom else does The Courier", "");
        terminal.sees("2 unnamed people (direct)");
        terminal.sees("support index");
        terminal.answers("What next?", "");
        let told = terminal.ends(0);
        assert!(told.contains("byline sign claims/bridge-closed.json"), "{told}");
        let claim = claim_in(&folder, "bridge-closed");
        assert_eq!(claim["event"]["from"], "2026-03-05");
        assert_eq!(claim["chain"][0]["source"], "courier.example");
        assert_eq!(claim["chain"][0]["held"], true);
        assert_eq!(claim["chain"][0]["cites"], json!(["unnamed"]));
        assert_eq!(claim["chain"][1]["count"], 2);
        assert_eq!(claim["chain"][1]["basis"], "direct");
        let (_, verification) = folder.verify(&["claims/bridge-closed.json"]);
        assert_eq!(verification["records"][0]["integrity"], "unsigned");
    }
}

#[test]
fn a_source_that_is_new_is_asked_about_and_kept_even_when_the_claim_is_not() {
    let folder = newsroom();
    let mut terminal = Terminal::start(&folder, 100, &["new", "claim"]);
    begin(&mut terminal, "السد يتسرب.", "dam-leaks");
    terminal.answers("Who published it?", "صحيفة الميناء");
    terminal.sees("is new here");
    terminal.answers("A short name for it", "mina.example");
    terminal.answers("What is it?", "");
    terminal.sees("How reliable").types(&format!("{DOWN}{DOWN}\r"));
    terminal.answers("Who owns it?", "");
    terminal.answers("into the registry?", "y");
    terminal.sees("When did").types(CTRL_C);
    let told = terminal.ends(130);
    assert!(told.contains("were kept: sources/mina.example.json"), "{told}");
    let source: Value = serde_json::from_str(&folder.read("sources/mina.example.json")).unwrap();
    assert_eq!(source["name"], "صحيفة الميناء");
    assert_eq!(source["reliability"], "B");
    assert!(!folder.at("claims/dam-leaks.json").exists());
}

#[test]
fn an_answer_that_is_far_too_long_or_hides_something_is_not_taken() {
    let folder = newsroom();
    let mut terminal = Terminal::start(&folder, 80, &["new", "claim"]);
    terminal.answers("What is claimed", &"x".repeat(2_010));
    terminal.sees("2000 are the most").types(ESCAPE);
    assert!(terminal.ends(130).contains("was not written"));
    let mut terminal = Terminal::start(&folder, 80, &["new", "claim"]);
    terminal.answers("What is claimed", "safe\u{202e}evil");
    terminal.sees("nobody sees").types(CTRL_C);
    terminal.ends(130);
    assert!(!folder.at("claims").exists());
}

#[test]
fn escape_goes_back_a_question_with_the_answer_still_there() {
    let folder = newsroom();
    let mut terminal = Terminal::start(&folder, 100, &["new", "claim"]);
    terminal.answers("What is claimed", "The dam leaks.");
    terminal.sees("A short name").types(ESCAPE);
    terminal.sees("The dam leaks.").types(" Badly.\r");
    terminal.answers("A short name", "");
    terminal.answers("In which language", "");
    terminal.answers("When did it happen", "");
    terminal.sees("Who published it?").types(CTRL_C);
    terminal.ends(130);
    assert!(!folder.at("claims").exists());
}

#[test]
fn a_notice_is_about_a_claim_that_is_chosen() {
    let folder = newsroom();
    let wall = fixture("harbour-inquiry").join("claims/quay-wall-slid.json");
    folder.put("claims/quay-wall-slid.json", std::fs::read(wall).unwrap());
    let mut terminal = Terminal::start(&folder, 100, &["new", "notice"]);
    terminal.answers("Which claim is it about?", "");
    terminal.answers("What becomes of it?", "");
    terminal.answers("Why, in a sentence?", "The outlet withdrew the story.");
    let told = terminal.ends(0);
    let names = folder.names("notices");
    assert_eq!(names.len(), 1, "{told}");
    assert!(names[0].starts_with("retracts-"), "{names:?}");
}

#[test]
fn the_next_trust_list_lets_somebody_in() {
    let folder = newsroom();
    let key = playground::did("chips-author");
    let mut terminal = Terminal::start(&folder, 100, &["new", "trust"]);
    terminal.sees("What changes?").types(&format!("{DOWN}{DOWN}\r"));
    terminal.ends(0);
    let list: Value = serde_json::from_str(&folder.read("trust/2.json")).unwrap();
    assert_eq!(list["version"], 2);
    assert!(list.get("proof").is_none());
    std::fs::remove_file(folder.at("trust/2.json")).unwrap();
    let mut terminal = Terminal::start(&folder, 100, &["new", "trust"]);
    terminal.answers("What changes?", "");
    terminal.answers("Their key?", "did:key:nonsense");
    terminal.sees("a key is written").types(&"\x7f".repeat(20));
    let is_listed = folder.read("trust/1.json").contains(&key);
    terminal.types(&format!("{key}\r"));
    terminal.answers("Whose is it?", "Fact desk");
    terminal.sees("What may they do?").types(&format!("{DOWN}\r"));
    terminal.ends(if is_listed { 1 } else { 0 });
    assert_eq!(folder.at("trust/2.json").exists(), !is_listed);
}

#[test]
fn without_a_terminal_nothing_is_asked() {
    let folder = newsroom();
    for kind in ["claim", "source", "notice"] {
        let run = folder.run(["new", kind]);
        run.assert_clean().assert_status(2);
        assert!(run.stderr.contains("no terminal to ask on"), "{}", run.stderr);
    }
}
