//! Every failure of the command line, with its text, its hint and its exit status.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use crate::corpus::{ConfigError, FileError, InputError, Step, WriteError};
use crate::record::MAX_RECORD;
use crate::report::{BAD, HEAD, WARN, headed, visible, wrap};
use crate::verify::PinError;

use super::output;
use super::paths::from_here;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    /// All is well.
    Done,
    /// Something does not hold, or was refused.
    Failed,
    /// The command line or the policy cannot be understood.
    Usage,
    /// Something could not be read or written.
    Incomplete,
    /// There was nothing to do.
    Nothing,
    /// The user stopped it: what a shell shows for Ctrl-C.
    Interrupted,
    /// The reader of the output went away: what a shell shows for a program that ends so.
    ClosedPipe,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        ExitCode::from(match status {
            Status::Done => 0,
            Status::Failed => 1,
            Status::Usage => 2,
            Status::Incomplete => 3,
            Status::Nothing => 4,
            Status::Interrupted => 130,
            Status::ClosedPipe => 141,
        })
    }
}

impl Status {
    /// The one that is reported where both apply: usage, then incomplete, failed, nothing.
    pub fn or_worse(self, other: Status) -> Status {
        let weight = |status: Status| match status {
            Status::Done => 0,
            Status::Nothing => 1,
            Status::Failed => 2,
            Status::Incomplete => 3,
            Status::Usage => 4,
            Status::Interrupted => 5,
            Status::ClosedPipe => 6,
        };
        if weight(other) > weight(self) { other } else { self }
    }
}

/// A failure that ends the run.
#[derive(Debug)]
pub(super) struct CliError {
    status: Status,
    error: anyhow::Error,
    hint: Option<String>,
}

impl CliError {
    /// A failure with this status.
    pub fn new(status: Status, error: impl Into<anyhow::Error>) -> Self {
        Self {
            status,
            error: error.into(),
            hint: None,
        }
    }

    /// The command line cannot be understood.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(Status::Usage, anyhow::Error::msg(message.into()))
    }

    /// Something was refused.
    pub fn refused(message: impl Into<String>) -> Self {
        Self::new(Status::Failed, anyhow::Error::msg(message.into()))
    }

    /// Something could not be read or written.
    pub fn incomplete(message: impl Into<String>) -> Self {
        Self::new(Status::Incomplete, anyhow::Error::msg(message.into()))
    }

    /// There is a file already where one is to be written.
    pub fn taken(path: &Path) -> Self {
        Self::refused(format!("{} exists already", path.display()))
            .hint("nothing is ever overwritten: choose another name, or move the file away")
    }

    /// There is nothing to do.
    pub fn nothing() -> Self {
        Self::new(Status::Nothing, anyhow::anyhow!("there are no records here"))
            .hint("records are .json and .jsonl files; a repository keeps them in claims, sources, notices and trust")
    }

    /// What the run ends with if nothing worse comes.
    pub fn status(&self) -> Status {
        self.status
    }

    /// The same with advice on what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same with further advice after what it has.
    #[must_use]
    pub fn hint_also(self, hint: &str) -> Self {
        let hint = match &self.hint {
            Some(first) => format!("{first}; {hint}"),
            None => hint.to_owned(),
        };
        self.hint(hint)
    }

    /// Writes the failure to standard error and gives the exit status.
    pub fn report(self) -> ExitCode {
        self.report_and_go_on().into()
    }

    /// Writes the failure to standard error and gives its status, for commands that go on with other files.
    pub fn report_and_go_on(self) -> Status {
        if self.status != Status::ClosedPipe {
            let layout = output::layout_of_errors();
            let text = format!("{:#}", self.error);
            let mut lines = text.lines().map(visible);
            let first = lines.next().unwrap_or_default();
            let mut out = anstream::stderr().lock();
            // Nobody is left to tell if standard error is closed.
            let _ = writeln!(out, "{}", headed((BAD, "error: "), &first, layout));
            // Libraries, and lists of faults, give several lines.
            for line in lines {
                let _ = writeln!(out, "{}", wrap("  ", &line, layout.width));
            }
            if let Some(hint) = &self.hint {
                let _ = writeln!(out, "{}", headed((HEAD, "hint: "), &visible(hint), layout));
            }
        }
        self.status
    }
}

impl From<io::Error> for CliError {
    fn from(error: io::Error) -> Self {
        let status = if error.kind() == io::ErrorKind::BrokenPipe {
            Status::ClosedPipe
        } else {
            Status::Incomplete
        };
        Self::new(status, error)
    }
}

impl From<WriteError> for CliError {
    fn from(error: WriteError) -> Self {
        if error.source.kind() == io::ErrorKind::AlreadyExists {
            return Self::taken(&error.path);
        }
        let hint = match error.step {
            Step::FlushFolder => {
                "the file is whole and in its place; the disk may still lose it if the power fails now"
            }
            // A refusal of this program says by itself what to do.
            _ if error.source.raw_os_error().is_none() => "nothing was written",
            _ => "nothing was changed; make room or mend the folder's rights, and run the command again",
        };
        Self::new(Status::Incomplete, error).hint(hint)
    }
}

/// The same with the path of the settings as it is seen from the working directory.
fn seen_from_here(error: InputError) -> InputError {
    match error {
        InputError::Config(ConfigError::Invalid { path, message }) => {
            InputError::Config(ConfigError::Invalid {
                path: from_here(path),
                message,
            })
        }
        InputError::Config(ConfigError::Unreadable { path, source }) => {
            InputError::Config(ConfigError::Unreadable {
                path: from_here(path),
                source,
            })
        }
        other => other,
    }
}

impl From<InputError> for CliError {
    fn from(error: InputError) -> Self {
        let error = seen_from_here(error);
        let hint = match &error {
            InputError::BundleAmongOthers(..) => "name the bundle alone",
            InputError::TwoRepositories(..) => "verify one repository at a time",
            InputError::LinkedElsewhere { .. } => {
                "name the file itself: which repository it belongs to must not depend on the way to it"
            }
            InputError::Config(ConfigError::Nested { .. }) => {
                "name the inner repository itself; inside another one, move it out or remove its byline.toml"
            }
            InputError::Config(ConfigError::Unreadable { source, .. }) => source.help(),
            InputError::Config(ConfigError::Invalid { .. }) => {
                "byline.toml marks the repository; its sections are [rules], [[ignore]], [policy] and [score]"
            }
        };
        let status = match &error {
            InputError::Config(ConfigError::Unreadable { .. }) => Status::Incomplete,
            _ => Status::Usage,
        };
        Self::new(status, error).hint(hint)
    }
}

impl From<PinError> for CliError {
    fn from(error: PinError) -> Self {
        let status = match error {
            PinError::Unreadable { .. } => Status::Incomplete,
            PinError::Invalid { .. } => Status::Failed,
        };
        Self::new(status, error).hint("--trust takes a trust list that you got from somebody you rely on")
    }
}

/// Writes a warning to standard error.
pub(super) fn warn(text: &str) {
    let layout = output::layout_of_errors();
    let text = headed((WARN, "warning: "), &visible(text), layout);
    // Nobody is left to tell if standard error is closed.
    let _ = writeln!(anstream::stderr(), "{text}");
}

/// What a command writes must not be larger than what is read.
pub(super) fn refuse_if_grown(record: &str, at: &str) -> Result<(), CliError> {
    if record.len() <= MAX_RECORD {
        return Ok(());
    }
    Err(CliError::refused(format!("{at}: this record would be larger than 1 MiB then")).hint("shorten it"))
}

/// A file that a command cannot do without could not be read.
pub(super) fn unreadable(path: &std::path::Path, error: &FileError) -> CliError {
    let status = match error {
        FileError::TooLarge { .. } => Status::Failed,
        _ => Status::Incomplete,
    };
    CliError::new(status, anyhow::anyhow!("{}: {error}", path.display())).hint(error.help())
}
