//! A check as JUnit XML, as GitLab, Jenkins and others read it: each record is a test case, and fails with what fails
//! the check. It is written by hand in the form of Ant, the strictest one: a suite tells its counts before its cases,
//! and the warnings of a suite stand in its output, since a case has none.
//!
//! Suites are cut short, so that of a run of any size little waits for its counts.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::Path;

use crate::check::{Check, CheckFinding, Outcome};
use crate::corpus::UNREADABLE;
use crate::record::Kind;
use crate::verify::{Level, Verification};

use super::summary::{NOTHING, not_applied_line, summary_line};
use super::xml::xml;
use super::{Telling, word};

/// The most cases of a suite; a folder of more records is several suites.
const MAX_CASES: usize = 4_096;

/// Writes a check as JUnit XML.
///
/// # Errors
///
/// What writing gave.
pub fn write_check_junit(out: &mut dyn Write, check: &Check<'_>, telling: Telling) -> io::Result<Outcome> {
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>")?;
    let verification = check.ratings().verification();
    let numbers: Vec<u32> = check.reported().collect();
    let mut report = Report {
        out,
        // The form has no time zone; this is in UTC.
        at: verification.at.to_string().chars().take(19).collect(),
        suites: 0,
        suite: Suite::default(),
        case: None,
    };
    // The records before this position of `numbers` have their cases.
    let mut told = 0;
    let outcome = check.run(|finding| -> io::Result<()> {
        let number = finding.subject.as_ref().and_then(|subject| subject.number);
        while told < numbers.len() && report.number() != number {
            report.begin(Case::of_record(verification, numbers[told]))?;
            told += 1;
        }
        if number.is_none() && report.is_elsewhere(finding) {
            report.begin(Case::of_finding(finding))?;
        }
        report.add(finding, telling);
        Ok(())
    })?;
    for &number in &numbers[told..] {
        report.begin(Case::of_record(verification, number))?;
    }
    report.end(&outcome)?;
    Ok(outcome)
}

/// A record, or another file that something was found in.
struct Case {
    number: Option<u32>,
    /// The suite that it belongs to.
    folder: String,
    file: String,
    name: String,
    failing: Vec<Failing>,
    remarks: String,
}

/// What fails a case.
struct Failing {
    rule: &'static str,
    message: String,
    text: String,
}

impl Case {
    fn of_record(verification: &Verification, number: u32) -> Self {
        let entry = verification.entry(number);
        let mut case = Self::of_file(verification.path(entry));
        case.number = Some(number);
        if entry.line > 0 {
            // Lines of one file are told apart.
            let _ = write!(case.file, ":{}", entry.line);
        }
        let kind = entry.kind.map_or("record", Kind::as_str);
        case.name = format!("{kind} {}", entry.id).trim_end().to_owned();
        case
    }

    /// For a finding on a file, or on a record that is not reported on.
    fn of_finding(found: &CheckFinding) -> Self {
        let mut case = Self::of_file(&found.path);
        if let Some(subject) = &found.subject {
            case.name = subject.told();
        }
        case
    }

    fn of_file(path: &Path) -> Self {
        let folder = path.parent().map(Path::to_string_lossy).unwrap_or_default();
        let folder = if folder.is_empty() { ".".into() } else { folder };
        Self {
            number: None,
            folder: folder.into_owned(),
            file: path.to_string_lossy().into_owned(),
            name: "file".to_owned(),
            failing: Vec::new(),
            remarks: String::new(),
        }
    }
}

/// What is to be written of a suite once its counts are known.
#[derive(Default)]
struct Suite {
    folder: String,
    cases: String,
    tests: usize,
    failures: usize,
    errors: usize,
    output: String,
    errors_output: String,
}

struct Report<'w> {
    out: &'w mut dyn Write,
    at: String,
    suites: usize,
    suite: Suite,
    case: Option<Case>,
}

impl Report<'_> {
    /// The record of the case that is open.
    fn number(&self) -> Option<u32> {
        self.case.as_ref().and_then(|case| case.number)
    }

    /// Whether a finding on no record needs a case of its own: the open one is that of another file, or of a record.
    fn is_elsewhere(&self, finding: &CheckFinding) -> bool {
        let other = Case::of_finding(finding);
        let is_open =
            |case: &Case| case.number.is_none() && case.file == other.file && case.name == other.name;
        !self.case.as_ref().is_some_and(is_open)
    }

    /// Closes the open case and opens the next one.
    fn begin(&mut self, case: Case) -> io::Result<()> {
        self.close_case();
        if self.suite.tests > 0 && (self.suite.folder != case.folder || self.suite.tests >= MAX_CASES) {
            self.close_suite()?;
        }
        if self.suite.folder != case.folder {
            self.suite.folder.clone_from(&case.folder);
        }
        self.case = Some(case);
        Ok(())
    }

    fn add(&mut self, finding: &CheckFinding, telling: Telling) {
        let Some(case) = &mut self.case else { return };
        let CheckFinding { path, finding, .. } = finding;
        let mut text = format!(
            "{}:{}:{}: {}[{}]: {}",
            xml(&path.to_string_lossy()),
            finding.place.line,
            finding.place.column,
            word(finding.level),
            xml(finding.name.as_str()),
            xml(&finding.message)
        );
        if !finding.help.is_empty() {
            text.push_str("\n    help: ");
            text.push_str(&xml(&finding.help));
        }
        text.push('\n');
        if finding.level == Level::Deny {
            case.failing.push(Failing {
                rule: finding.name.as_str(),
                message: xml(&finding.message),
                text,
            });
        } else if telling.tells(finding.level) {
            case.remarks.push_str(&text);
        }
    }

    fn close_case(&mut self) {
        let Some(case) = self.case.take() else { return };
        let suite = &mut self.suite;
        suite.tests += 1;
        suite.output.push_str(&case.remarks);
        let _ = write!(
            suite.cases,
            "    <testcase name=\"{}\" classname=\"{}\" time=\"0\"",
            xml(&case.name),
            xml(&case.file)
        );
        let Some(first) = case.failing.first() else {
            suite.cases.push_str("/>\n");
            return;
        };
        // What could not be read was not tested.
        let element = if first.rule == UNREADABLE.as_str() {
            suite.errors += 1;
            "error"
        } else {
            suite.failures += 1;
            "failure"
        };
        // A case has one of them, which tells all.
        let more = match case.failing.len() - 1 {
            0 => String::new(),
            more => format!(" (and {more} more)"),
        };
        let _ = write!(
            suite.cases,
            ">\n      <{element} type=\"{}\" message=\"{}{more}\">",
            xml(first.rule),
            first.message
        );
        for failing in &case.failing {
            suite.cases.push_str(&failing.text);
        }
        let _ = writeln!(suite.cases, "</{element}>\n    </testcase>");
    }

    fn close_suite(&mut self) -> io::Result<()> {
        let suite = std::mem::take(&mut self.suite);
        write!(
            self.out,
            "  <testsuite name=\"{}\" package=\"byline\" id=\"{}\" timestamp=\"{}\" hostname=\"localhost\" \
             tests=\"{}\" failures=\"{}\" errors=\"{}\" time=\"0\">\n    <properties/>\n{}    \
             <system-out>{}</system-out>\n    <system-err>{}</system-err>\n  </testsuite>\n",
            xml(&suite.folder),
            self.suites,
            self.at,
            suite.tests,
            suite.failures,
            suite.errors,
            suite.cases,
            suite.output,
            suite.errors_output
        )?;
        self.suites += 1;
        Ok(())
    }

    /// Closes what is open, and tells what the check amounts to in a last suite.
    fn end(&mut self, outcome: &Outcome) -> io::Result<()> {
        self.close_case();
        if self.suite.tests > 0 {
            self.close_suite()?;
        }
        "byline check".clone_into(&mut self.suite.folder);
        self.suite.output = xml(&summary_line(outcome));
        self.suite.errors_output = not_applied_line(outcome).as_deref().map(xml).unwrap_or_default();
        if outcome.is_nothing {
            // Nothing checked is never a pass.
            self.suite.tests = 1;
            self.suite.errors = 1;
            self.suite.cases = format!(
                "    <testcase name=\"records\" classname=\"byline check\" time=\"0\">\n      \
                 <error type=\"nothing\" message=\"{NOTHING}\"/>\n    </testcase>\n"
            );
        }
        self.close_suite()?;
        writeln!(self.out, "</testsuites>")
    }
}
