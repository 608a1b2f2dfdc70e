//! What the rules of a check cost, for `--timings`.

use std::io::Write;
use std::time::Instant;

use crate::check::Timings;

/// Nanoseconds since it was started.
pub(super) struct Clock(Instant);

impl Clock {
    pub fn start() -> Self {
        Self(Instant::now())
    }

    pub fn nanoseconds(&self) -> u64 {
        u64::try_from(self.0.elapsed().as_nanos()).unwrap_or(u64::MAX)
    }
}

/// Tells on standard error what each rule took, the costliest first, and how long the whole run was.
pub(super) fn report(timings: &Timings<'_>, whole: u64) {
    let mut out = anstream::stderr().lock();
    // The result stands already; nobody is left to tell if standard error is closed.
    let _ = writeln!(
        out,
        "{:>12} ms  the whole run; below, the rules on all threads together",
        milliseconds(whole)
    );
    for (rule, spent) in timings.by_cost() {
        let _ = writeln!(out, "{:>12} ms  {}", milliseconds(spent), rule.name);
    }
}

fn milliseconds(nanoseconds: u64) -> String {
    let microseconds = nanoseconds / 1_000;
    format!("{}.{:03}", microseconds / 1_000, microseconds % 1_000)
}
