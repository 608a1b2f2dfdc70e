//! `byline man`

use std::path::{Path, PathBuf};

use clap::{Args, Command};
use clap_mangen::Man;

use crate::corpus::replace_whole;

use super::error::{CliError, Status};
use super::output::{shown, to_output, to_raw_output};

/// Print a manual page, or write those of all commands
#[derive(Args)]
#[command(
    after_help = "Examples:\n  byline man verify | man -l -\n  byline man --out ~/.local/share/man/man1\n\nA command \
below another is named with both words: `byline man key new` prints byline-key-new(1)."
)]
pub(super) struct Arguments {
    /// The command to print the page of [default: byline itself]
    #[arg(value_name = "COMMAND", conflicts_with = "out")]
    command: Vec<String>,
    /// Write the pages of all commands into this folder
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments, command: Command) -> Result<Status, CliError> {
    // The version that the command line shows also names this machine's arithmetic.
    let mut command = command
        .version(env!("CARGO_PKG_VERSION"))
        .disable_help_subcommand(true);
    command.build();
    match &arguments.out {
        Some(folder) => write_pages(folder, &command),
        None => print_page(&arguments.command, &command),
    }
}

fn print_page(words: &[String], command: &Command) -> Result<Status, CliError> {
    let mut found = command;
    for word in words {
        found = found.find_subcommand(word).ok_or_else(|| {
            CliError::usage(format!("there is no command {:?}", words.join(" ")))
                .hint("`byline --help` lists the commands")
        })?;
    }
    let page = page(found)?;
    to_raw_output(|out| out.write_all(&page))?;
    Ok(Status::Done)
}

fn write_pages(folder: &Path, command: &Command) -> Result<Status, CliError> {
    std::fs::create_dir_all(folder)
        .map_err(|error| CliError::incomplete(format!("{} could not be made: {error}", shown(folder))))?;
    let mut written = 0;
    let mut waiting = vec![command];
    while let Some(command) = waiting.pop() {
        // Pages of an earlier version give way to these.
        replace_whole(&folder.join(file_name(command)), &page(command)?)?;
        written += 1;
        waiting.extend(command.get_subcommands());
    }
    to_output(|out| writeln!(out, "{written} pages in {}", shown(folder)))?;
    Ok(Status::Done)
}

/// `byline-key-new.1`
fn file_name(command: &Command) -> String {
    Man::new(command.clone()).get_filename()
}

/// The page, with what follows the options in the help as sections of their own: clap_mangen would run the lines of
/// examples together.
fn page(command: &Command) -> Result<Vec<u8>, CliError> {
    let man = Man::new(command.clone()).source(concat!("byline ", env!("CARGO_PKG_VERSION")));
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    if command.has_subcommands() {
        man.render_subcommands_section(&mut page)?;
    }
    let after = command.get_after_help().map(ToString::to_string);
    page.extend(after_sections(after.as_deref().unwrap_or_default()).into_bytes());
    Ok(page)
}

/// The paragraphs of a help after its options, as roff: those that begin as examples, and the others.
fn after_sections(text: &str) -> String {
    let (examples, notes): (Vec<&str>, Vec<&str>) = text
        .split("\n\n")
        .filter(|paragraph| !paragraph.is_empty())
        .partition(|paragraph| paragraph.starts_with("Example"));
    let mut roff = String::new();
    if !notes.is_empty() {
        roff.push_str(".SH NOTES\n");
        for note in notes {
            roff.push_str(".PP\n");
            push_lines(note.lines(), &mut roff);
        }
    }
    for example in examples {
        roff.push_str(".SH EXAMPLES\n.nf\n");
        push_lines(
            example
                .lines()
                .skip(1)
                .map(|line| line.strip_prefix("  ").unwrap_or(line)),
            &mut roff,
        );
        roff.push_str(".fi\n");
    }
    roff
}

/// Lines as roff shows them: nothing in them is a request or an escape.
fn push_lines<'a>(lines: impl Iterator<Item = &'a str>, roff: &mut String) {
    for line in lines {
        if line.starts_with(['.', '\'']) {
            roff.push_str("\\&");
        }
        let line = line
            .replace('\\', "\\(rs")
            .replace('-', "\\-")
            .replace('\'', "\\(aq");
        roff.push_str(&line);
        roff.push('\n');
    }
}
