//! The examples of every help can be pasted, whatever the width of the screen that they are read on.

use clap::{Command, CommandFactory, Parser};

use super::Arguments;

/// Lines of at most this many columns are wrapped on no screen, and by no mail.
const WIDEST: usize = 76;

/// The commands below `command`, each with the words that it is called by.
fn commands(command: &Command, called: &str, all: &mut Vec<(String, Command)>) {
    all.push((called.to_owned(), command.clone()));
    let below = command.get_subcommands();
    for command in below.filter(|command| command.get_name() != "help") {
        commands(command, &format!("{called} {}", command.get_name()), all);
    }
}

/// The lines below "Example:" or "Examples:" of a help, up to the next empty one.
fn example_lines(help: &str) -> Vec<&str> {
    let mut lines = help
        .lines()
        .skip_while(|line| !matches!(line.trim_end(), "Example:" | "Examples:"));
    lines.next();
    lines.take_while(|line| !line.trim().is_empty()).collect()
}

/// The shell commands on some lines: a line that ends in a backslash goes on in the next.
fn pasted(lines: &[&str]) -> Vec<String> {
    let text = lines.join("\n").replace("\\\n", " ");
    text.lines().map(|line| line.trim().to_owned()).collect()
}

/// The words after `byline` in a shell command, without what other programs bring to a pipe or take from it.
fn arguments(command: &str) -> Option<Vec<String>> {
    let words = shlex::split(command)?;
    let mut stages = words.split(|word| word == "|");
    let own = stages.find(|stage| stage.first().is_some_and(|word| word == "byline"))?;
    let without_files = own
        .iter()
        .take_while(|word| !matches!(word.as_str(), "<" | ">"))
        .cloned();
    Some(without_files.collect())
}

#[test]
fn every_example_of_every_help_can_be_pasted() {
    let mut all = Vec::new();
    commands(&Arguments::command(), "byline", &mut all);
    let mut problems = Vec::new();
    for (called, command) in &all {
        for width in [80, 100] {
            let mut command = command.clone().term_width(width).max_term_width(width);
            let help = command.render_long_help().to_string();
            let lines = example_lines(&help);
            if lines.is_empty() {
                problems.push(format!("{called}: no example"));
            }
            for line in lines.iter().filter(|line| line.chars().count() > WIDEST) {
                problems.push(format!("{called}: more than {WIDEST} columns: {line}"));
            }
            for line in pasted(&lines) {
                // What goes before, by another program.
                if line.starts_with("openssl ") {
                    continue;
                }
                match arguments(&line).map(Arguments::try_parse_from) {
                    Some(Ok(_)) => {}
                    Some(Err(why)) => problems.push(format!("{called}: {line}\n{why}")),
                    None => problems.push(format!("{called}: no command of byline: {line}")),
                }
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}
