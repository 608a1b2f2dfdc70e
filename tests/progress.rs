//! The line that says how far a long run has come: on a terminal, gone at the end, and nowhere else.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod playground;
mod terminal;

use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use playground::{AT, Folder, byline, claim, run};
use terminal::Terminal;

const CLEAR: &str = "\r\x1b[K";

/// A run shorter than this need show no line.
const LONG: Duration = Duration::from_millis(2_500);

/// A run of this length shows the line at least once, also where the machine is busy elsewhere and most of the time goes
/// into what is written, before which the line is cleared.
const VERY_LONG: Duration = Duration::from_secs(15);

/// What the line begins with, one of them.
const DOING: [&str; 3] = ["reading records: ", "comparing records", "rating records: "];

/// What a command writes to a terminal, and how long it takes.
fn on_terminal(command: &mut Command) -> (String, Duration) {
    with_errors_on_terminal(command, None)
}

/// The same, with standard output elsewhere where `output` says so.
fn with_errors_on_terminal(command: &mut Command, output: Option<Stdio>) -> (String, Duration) {
    let terminal = Terminal::open(0, 0);
    command
        .stdin(Stdio::null())
        .stdout(output.unwrap_or_else(|| terminal.stream()))
        .stderr(terminal.stream());
    let start = Instant::now();
    let (status, screen) = terminal.start(command, Vec::new()).end("a run on a terminal");
    assert!(status.success());
    (String::from_utf8_lossy(&screen).into_owned(), start.elapsed())
}

fn command(folder: &Folder, arguments: &[&str]) -> Command {
    let mut command = byline();
    command
        .current_dir(folder.path())
        .args(arguments)
        .args(["--at", AT])
        .env("TERM", "xterm")
        .env_remove("CI");
    command
}

/// A repository of many copies of one signed claim.
fn many(copies: usize) -> Folder {
    let folder = Folder::repository();
    folder.put("a.json", claim("a"));
    folder.sign("harbour-author", &["a.json"]).assert_status(0);
    let text = folder.read("a.json");
    fs::remove_file(folder.at("a.json")).unwrap();
    let record: serde_json::Value = serde_json::from_str(&text).unwrap();
    folder.put("claims/all.jsonl", format!("{record}\n").repeat(copies));
    folder
}

/// Has `run` run on more and more records until it takes long and shows a line, or takes so long that it must.
fn a_long_run(run: impl Fn(&Folder) -> (String, Duration)) -> (String, Folder) {
    for doublings in 0..12 {
        let folder = many(500 << doublings);
        let (screen, took) = run(&folder);
        if took >= VERY_LONG || (took >= LONG && screen.contains(CLEAR)) {
            return (screen, folder);
        }
    }
    panic!("a million records take no time");
}

/// The line was written, and cleared the last time.
fn assert_shown_and_cleared(screen: &str) {
    let (progress, rest) = screen
        .rsplit_once(CLEAR)
        .unwrap_or_else(|| panic!("never shown: {screen}"));
    let times = progress.split(CLEAR).skip(1);
    assert!(times.clone().count() > 0, "{screen}");
    for line in times {
        let is_line = DOING.iter().any(|doing| line.starts_with(doing)) && !line.contains('\n');
        assert!(is_line, "{line:?} in {screen}");
    }
    assert!(!DOING.iter().any(|doing| rest.contains(doing)), "{screen}");
}

#[test]
fn a_long_run_says_how_far_it_has_come_and_leaves_nothing_of_that() {
    for arguments in [&["check"][..], &["verify", "."]] {
        let (screen, folder) = a_long_run(|folder| on_terminal(&mut command(folder, arguments)));
        assert_shown_and_cleared(&screen);
        // What the command has to say comes behind it.
        assert!(!screen.ends_with(CLEAR) && !screen.starts_with('a'), "{screen}");
        let piped = run(&mut command(&folder, arguments));
        piped.assert_status(0);
        assert_eq!(piped.stderr, "", "{arguments:?}");
        assert!(!piped.stdout.contains('\x1b'), "{arguments:?}");
    }
}

#[test]
fn the_line_stays_to_the_end_where_the_output_goes_elsewhere() {
    let arguments = ["score", "."];
    let run =
        |folder: &Folder| with_errors_on_terminal(&mut command(folder, &arguments), Some(Stdio::null()));
    let (screen, _) = a_long_run(run);
    assert_shown_and_cleared(&screen);
    assert!(screen.ends_with(CLEAR), "{screen}");
}

#[test]
fn nothing_is_shown_where_nobody_wants_it() {
    let (_, folder) = a_long_run(|folder| on_terminal(&mut command(folder, &["check"])));
    let quiet = on_terminal(&mut command(&folder, &["check", "--quiet"])).0;
    assert!(!quiet.contains(CLEAR), "{quiet}");
    let in_ci = on_terminal(command(&folder, &["check"]).env("CI", "true")).0;
    assert!(!in_ci.contains(CLEAR), "{in_ci}");
    let dumb = on_terminal(command(&folder, &["check"]).env("TERM", "dumb")).0;
    assert!(!dumb.contains(CLEAR), "{dumb}");
}

#[test]
fn a_short_run_shows_nothing() {
    let folder = many(1);
    let (screen, took) = on_terminal(&mut command(&folder, &["check"]));
    // On a machine that is busy elsewhere even this can take long.
    assert!(
        took > Duration::from_secs(1) || !screen.contains(CLEAR),
        "{screen}"
    );
}
