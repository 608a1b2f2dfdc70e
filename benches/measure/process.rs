//! Whole runs of a program: wall clock, CPU and the most memory that it had.
//!
//! The system counts children together, and counts what the parent had before a child began as the child's. So each run
//! has a small process of its own around it, this same program again, which reports what its only child took.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;

/// The first argument of the process around a run.
pub const AROUND: &str = "around";

/// What one run took.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    /// By the clock on the wall.
    pub wall: Duration,
    /// On all cores together, in user and system mode.
    pub cpu: Duration,
    /// The most resident memory, in bytes.
    pub memory: u64,
    /// The exit status.
    pub status: i32,
}

impl Run {
    /// The best of two: each figure on its own, but the most memory that either needed.
    pub fn better(self, other: Run) -> Run {
        Run {
            wall: self.wall.min(other.wall),
            cpu: self.cpu.min(other.cpu),
            memory: self.memory.max(other.memory),
            status: self.status.max(other.status),
        }
    }
}

/// Runs a program with this many threads, its output thrown away.
pub fn run(program: &str, arguments: &[OsString], threads: usize) -> anyhow::Result<Run> {
    let around: PathBuf = std::env::current_exe()?;
    let output = Command::new(around)
        .arg(AROUND)
        .arg(program)
        .args(arguments)
        .env("RAYON_NUM_THREADS", threads.to_string())
        .stderr(Stdio::inherit())
        .output()?;
    ensure!(output.status.success(), "{program} could not be run");
    let text = String::from_utf8(output.stdout)?;
    let mut numbers = text.split_whitespace().map(str::parse::<u64>);
    let mut next = || {
        numbers
            .next()
            .context("a number is missing")?
            .context("this is no number")
    };
    Ok(Run {
        wall: Duration::from_micros(next()?),
        cpu: Duration::from_micros(next()?),
        memory: next()?,
        status: i32::try_from(next()?)?,
    })
}

/// What the process around a run does; gives the line that it prints.
pub fn around(mut command: impl Iterator<Item = OsString>) -> anyhow::Result<String> {
    let program = command.next().context("no program to run")?;
    let start = Instant::now();
    let status = Command::new(program)
        .args(command)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()?;
    let wall = start.elapsed();
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let cpu = usage.user_time().num_microseconds() + usage.system_time().num_microseconds();
    // Linux counts in KiB, macOS in bytes.
    let unit = if cfg!(target_os = "macos") { 1 } else { 1024 };
    let memory = usage.max_rss() * unit;
    // A run that a signal ended has no status.
    let status = status.code().unwrap_or(255);
    Ok(format!("{} {cpu} {memory} {status}", wall.as_micros()))
}
