//! A program outside that signs: an agent, a token or a key server. It gets the bytes to sign on its standard input and
//! answers with the signature on its standard output.

use std::io::{self, Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use base64ct::{Base64, Encoding};
use thiserror::Error;

use crate::record::hex;

use super::error::CliError;

/// The longest answer that is read, in bytes: twice the longest form of a signature, 128 hexadecimal digits.
const MAX_ANSWER: usize = 256;

/// How often it is looked whether the program has ended, once it has answered.
const GLANCE: Duration = Duration::from_millis(2);

/// Why a program gave no signature.
#[derive(Debug, Error)]
pub(super) enum ProgramError {
    /// The system could not start it.
    #[error("{name} could not be started: {source}; name a program that is on the PATH, or its whole path")]
    NotStarted { name: String, source: io::Error },
    /// It was still at work when its time was over.
    #[error(
        "it was not done after {seconds} s, and was stopped; see what it waits for, or give it longer with \
         --signer-timeout"
    )]
    TooLate { seconds: u64 },
    /// It ended with a status other than 0.
    #[error("it ended with status {0}; try it by hand")]
    Status(i32),
    /// A signal ended it.
    #[error("it was ended by a signal; try it by hand")]
    Signal,
    /// It wrote nothing.
    #[error("it answered with nothing; it must write the signature to its standard output")]
    Nothing,
    /// It wrote more than any signature takes.
    #[error("it answered with more than {MAX_ANSWER} bytes, and a signature has 64")]
    TooLong,
    /// It wrote something else.
    #[error(
        "it answered with {0} bytes that are no signature; it must write the 64 bytes of an Ed25519 signature, or \
         these in base64 or in 128 hexadecimal digits, and nothing else"
    )]
    NoSignature(usize),
    /// The pipes to it failed.
    #[error("it could not be spoken to: {0}")]
    Pipe(#[from] io::Error),
}

/// A program with its arguments, and how long it may take.
pub(super) struct Program {
    name: String,
    arguments: Vec<String>,
    timeout: Duration,
}

impl Program {
    /// The program in a command of words, quoted as in a shell; no shell runs it.
    pub fn parse(command: &str, timeout: Duration) -> Result<Self, CliError> {
        let refused = |what: &str| {
            CliError::usage(format!("--signer {command:?}: {what}"))
                .hint("write a program and its arguments, for example: --signer 'sign-with-token --slot 2'")
        };
        let words = shlex::split(command).ok_or_else(|| refused("a quotation mark is not closed"))?;
        let mut words = words.into_iter();
        let name = words.next().filter(|name| !name.is_empty());
        Ok(Self {
            name: name.ok_or_else(|| refused("it names no program"))?,
            arguments: words.collect(),
            timeout,
        })
    }

    /// Has the program sign `message`. What it writes to standard error goes to that of this program.
    pub fn ask(&self, message: &[u8; 64]) -> Result<[u8; 64], ProgramError> {
        let deadline = Instant::now() + self.timeout;
        let mut child = Command::new(&self.name)
            .args(&self.arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|source| ProgramError::NotStarted {
                name: format!("{:?}", self.name),
                source,
            })?;
        let outcome = self.converse(&mut child, message, deadline);
        if outcome.is_err() {
            // It may have ended by itself; then there is nothing to stop.
            let _ = child.kill();
            let _ = child.wait();
        }
        let (answer, status) = outcome?;
        match status.code() {
            Some(0) => signature(&answer),
            Some(code) => Err(ProgramError::Status(code)),
            None => Err(ProgramError::Signal),
        }
    }

    /// Gives what the program answers, and how it ended.
    fn converse(
        &self,
        child: &mut Child,
        message: &[u8; 64],
        deadline: Instant,
    ) -> Result<(Vec<u8>, ExitStatus), ProgramError> {
        let (sender, receiver) = mpsc::channel();
        if let Some(out) = child.stdout.take() {
            // Of its own, since reading cannot be given a deadline. A program that is not done in time leaves it
            // behind, waiting, until this program ends.
            thread::Builder::new().spawn(move || {
                let mut answer = Vec::with_capacity(MAX_ANSWER + 1);
                let read = out.take(MAX_ANSWER as u64 + 1).read_to_end(&mut answer);
                // Nobody waits for an answer that comes too late.
                let _ = sender.send(read.map(|_| answer));
            })?;
        }
        if let Some(mut input) = child.stdin.take() {
            // 64 bytes fit into every pipe, so that this does not wait.
            match input.write_all(message) {
                // Who does not read cannot sign: what he answers shows it.
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
                written => written?,
            }
        }
        let left = deadline.saturating_duration_since(Instant::now());
        let answer = match receiver.recv_timeout(left) {
            Ok(answer) => answer?,
            Err(RecvTimeoutError::Timeout) => return Err(self.too_late()),
            Err(RecvTimeoutError::Disconnected) => return Err(ProgramError::Nothing),
        };
        if answer.len() > MAX_ANSWER {
            return Err(ProgramError::TooLong);
        }
        loop {
            if let Some(status) = child.try_wait()? {
                return Ok((answer, status));
            }
            if Instant::now() >= deadline {
                return Err(self.too_late());
            }
            thread::sleep(GLANCE);
        }
    }

    fn too_late(&self) -> ProgramError {
        ProgramError::TooLate {
            seconds: self.timeout.as_secs(),
        }
    }
}

/// The signature in an answer: 64 bytes as they are, in hexadecimal digits, or in base64. White space in the last two
/// does not count: programs end lines, and wrap them.
fn signature(answer: &[u8]) -> Result<[u8; 64], ProgramError> {
    if answer.is_empty() {
        return Err(ProgramError::Nothing);
    }
    if let Ok(raw) = answer.try_into() {
        return Ok(raw);
    }
    let digits: Vec<u8> = answer
        .iter()
        .copied()
        .filter(|byte| !byte.is_ascii_whitespace())
        .collect();
    of_hex(&digits)
        .or_else(|| of_base64(&digits))
        .ok_or(ProgramError::NoSignature(answer.len()))
}

fn of_hex(digits: &[u8]) -> Option<[u8; 64]> {
    let text = std::str::from_utf8(digits).ok()?;
    hex::bytes_of(&text.to_ascii_lowercase())
}

fn of_base64(digits: &[u8]) -> Option<[u8; 64]> {
    let mut bytes = [0; 64];
    let decoded = Base64::decode(digits, &mut bytes).ok()?;
    (decoded.len() == 64).then_some(bytes)
}
