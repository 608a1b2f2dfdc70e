//! What rules say of themselves, for people at a terminal.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use crate::check::{Family, Rule};
use crate::report::wrap::wrap;
use crate::report::{DIM, HEAD, Layout};

/// Lines of prose that are longer than this are hard to follow, however wide the terminal is.
const MOST_WIDTH: usize = 100;

/// Before every line of prose.
const INDENT: &str = "  ";

/// Before every line of an example.
const EXAMPLE_INDENT: &str = "      ";

/// Writes what one rule is, and its documentation as plain text.
///
/// # Errors
///
/// What writing gave.
pub fn write_rule(out: &mut dyn Write, rule: &Rule, layout: Layout) -> io::Result<()> {
    let width = layout.width.min(MOST_WIDTH);
    writeln!(out, "{HEAD}{}{HEAD:#}: {}", rule.name, rule.summary)?;
    writeln!(out)?;
    let may = match rule.is_fixed {
        true => "fixed: it can be neither lowered nor waived",
        false => "it can be set in byline.toml under [rules], and waived for a while with [[ignore]]",
    };
    let level = format!("{} by default; {may}", rule.level.as_str());
    writeln!(out, "{}", wrap("family  ", rule.family.as_str(), width))?;
    writeln!(out, "{}", wrap("level   ", &level, width))?;
    let mut text = Text {
        out,
        width,
        paragraph: String::new(),
        in_example: false,
    };
    for line in rule.documentation_lines() {
        text.line(line)?;
    }
    text.end_paragraph()
}

/// Documentation while it is written: paragraphs are collected, and wrapped once they end.
struct Text<'o> {
    out: &'o mut dyn Write,
    width: usize,
    paragraph: String,
    in_example: bool,
}

impl Text<'_> {
    fn line(&mut self, line: &str) -> io::Result<()> {
        if line.starts_with("```") {
            self.end_paragraph()?;
            self.in_example = !self.in_example;
            return Ok(());
        }
        if self.in_example {
            return writeln!(self.out, "{DIM}{EXAMPLE_INDENT}{line}{DIM:#}");
        }
        if let Some(heading) = line.strip_prefix("## ") {
            self.end_paragraph()?;
            return writeln!(self.out, "\n{HEAD}{heading}{HEAD:#}");
        }
        if line.is_empty() {
            return self.end_paragraph();
        }
        if line.starts_with("- ") {
            self.end_paragraph()?;
        }
        if !self.paragraph.is_empty() {
            self.paragraph.push(' ');
        }
        self.paragraph.push_str(line.trim_start());
        Ok(())
    }

    fn end_paragraph(&mut self) -> io::Result<()> {
        if self.paragraph.is_empty() {
            return Ok(());
        }
        let (first, rest) = match self.paragraph.strip_prefix("- ") {
            Some(item) => ("  - ", item),
            None => (INDENT, self.paragraph.as_str()),
        };
        writeln!(self.out, "{}", wrap(first, rest, self.width))?;
        self.paragraph.clear();
        Ok(())
    }
}

/// Writes all rules family by family, one line each where it fits.
///
/// # Errors
///
/// What writing gave.
pub fn write_rules(out: &mut dyn Write, rules: &[&Rule], layout: Layout) -> io::Result<()> {
    let widest = rules.iter().map(|rule| rule.name.as_str().width()).max();
    let widest = widest.unwrap_or_default();
    for family in Family::ALL {
        let mut of_family = rules.iter().filter(|rule| rule.family == family).peekable();
        if of_family.peek().is_none() {
            continue;
        }
        writeln!(out, "{HEAD}{}{HEAD:#}", family.as_str())?;
        for rule in of_family {
            let mark = if rule.is_fixed { "*" } else { "" };
            let level = format!("{}{mark}", rule.level.as_str());
            let head = format!("{INDENT}{:<widest$} {level:<5} ", rule.name.as_str());
            writeln!(out, "{}", wrap(&head, rule.summary, layout.width))?;
        }
    }
    let more = "* fixed: can be neither lowered nor waived. `byline explain RULE` says what a rule means, why it is \
                there, and how to mend what it finds.";
    writeln!(out, "\n{}", wrap("", more, layout.width))
}
