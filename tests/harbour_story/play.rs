//! Plays a story on terminals: the commands, and what is answered to each question.

use std::path::Path;
use std::process::Command;

use super::screen::Screen;
use super::terminal::Session;

/// A command of the story, as the story's file tells it.
pub struct Scene<'s> {
    /// What is typed at the shell, without the name of the program.
    pub command: &'s str,
    /// The status that it ends with.
    pub status: i32,
    pub answers: Vec<Answer<'s>>,
}

/// One line of a dialogue.
pub struct Answer<'s> {
    /// How the question begins.
    pub question: &'s str,
    /// What is typed; `<esc>`, `<tab>`, `<space>` and `<down>` are keys, `<key>` is a signer's. Enter ends it, unless Escape does.
    pub keys: String,
    /// What is said of an answer that is not taken; it is taken away again.
    pub refused: Option<&'s str>,
}

impl Scene<'_> {
    /// The scene with this key in place of `<key>`: it was copied from what a command showed.
    pub fn with_key(mut self, key: &str) -> Self {
        for answer in &mut self.answers {
            answer.keys = answer.keys.replace("<key>", key);
        }
        self
    }
}

/// Reads a story: `$ command`, `? status` where it is not 0, and below it `question :: answer`, or
/// `question :: answer !! what is wrong with it`. Lines that begin with `#` are for the reader.
pub fn scenes(story: &str) -> Vec<Scene<'_>> {
    let mut scenes: Vec<Scene<'_>> = Vec::new();
    for line in story
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
    {
        if let Some(command) = line.strip_prefix("$ ") {
            scenes.push(Scene {
                command,
                status: 0,
                answers: Vec::new(),
            });
            continue;
        }
        let scene = scenes.last_mut().expect("a story begins with a command");
        if let Some(status) = line.strip_prefix("? ") {
            scene.status = status.parse().unwrap();
            continue;
        }
        let (question, keys) = line
            .split_once(" ::")
            .unwrap_or_else(|| panic!("neither a command nor an answer: {line}"));
        let (keys, refused) = match keys.split_once(" !! ") {
            Some((keys, refused)) => (keys, Some(refused)),
            None => (keys, None),
        };
        scene.answers.push(Answer {
            question,
            keys: keys.trim().to_owned(),
            refused,
        });
    }
    scenes
}

/// Whether a question was gone back from: a word behind it says so.
fn is_gone_back(line: &str) -> bool {
    line.starts_with("? ") && line.ends_with(" back")
}

/// A command on a terminal of its own.
struct Dialogue(Session<Screen>);

/// Plays a scene, and gives what stands on the screen at its end.
pub fn play(scene: &Scene<'_>, mut command: Command, folder: &Path, columns: u16) -> Vec<String> {
    let screen = Screen::new(usize::from(columns));
    let session = Session::start(command.current_dir(folder), 200, columns, screen);
    let mut dialogue = Dialogue(session);
    for answer in &scene.answers {
        dialogue.answer(answer);
    }
    dialogue.until("the end of the questions", |screen| {
        at_question(screen).1.is_empty()
    });
    let (ended, screen) = dialogue.0.end(scene.command);
    let lines = lines(&screen);
    assert_eq!(
        ended.code(),
        Some(scene.status),
        "{}\n{}",
        scene.command,
        lines.join("\n")
    );
    lines
}

fn lines(screen: &Screen) -> Vec<String> {
    let mut lines = screen.lines();
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

/// What stands above the question that waits for an answer, and the question with all that stands below it.
fn at_question(screen: &Screen) -> (Vec<String>, String) {
    let mut above = lines(screen);
    let is_open = |line: &String| line.starts_with("? ") && !is_gone_back(line);
    let row = above.iter().rposition(is_open).unwrap_or(above.len());
    let question = above.split_off(row);
    (above, question.join("\n"))
}

/// How many questions were answered, or gone back from.
fn answered(screen: &Screen) -> usize {
    let is_answered = |line: &&String| line.starts_with("> ") || is_gone_back(line);
    at_question(screen).0.iter().filter(is_answered).count()
}

impl Dialogue {
    fn until(&self, what: &str, is_so: impl Fn(&Screen) -> bool) {
        self.0.until(what, is_so, |screen| lines(screen).join("\n"));
    }

    fn answer(&mut self, answer: &Answer<'_>) {
        let question = format!("? {}", answer.question);
        self.until(answer.question, |screen| {
            at_question(screen).1.starts_with(&question)
        });
        let before = answered(&self.0.screen());
        let keys = answer
            .keys
            .replace("<esc>", "\u{1b}")
            .replace("<tab>", "\t")
            .replace("<space>", " ")
            .replace("<down>", "\u{1b}[B");
        self.0.press(keys.as_bytes());
        if let Some(refused) = answer.refused {
            self.0.press(b"\r");
            self.until(refused, |screen| {
                lines(screen).iter().any(|line| line.contains(refused))
            });
            let letters = answer.keys.chars().count();
            self.0.press("\u{7f}".repeat(letters).as_bytes());
            return;
        }
        if !keys.ends_with('\u{1b}') {
            self.0.press(b"\r");
        }
        // Nothing is typed ahead: the question is answered once one more stands there with its answer.
        self.until(&format!("the answer to {}", answer.question), |screen| {
            answered(screen) > before
        });
    }
}
