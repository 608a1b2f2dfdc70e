//! What each rule costs, for who asks. The clock is an argument: the library reads none.

use std::sync::atomic::{AtomicU64, Ordering};

use super::registry::RULES;
use super::rule::Rule;

/// Nanoseconds since some moment.
pub type Stopwatch<'c> = &'c (dyn Fn() -> u64 + Sync);

/// The time that each rule took on all threads together. Without a clock nothing is measured.
pub struct Timings<'c> {
    clock: Option<Stopwatch<'c>>,
    spent: Vec<AtomicU64>,
}

impl<'c> Timings<'c> {
    /// Measures by `clock`.
    pub fn new(clock: Option<Stopwatch<'c>>) -> Self {
        Self {
            clock,
            spent: RULES.iter().map(|_| AtomicU64::new(0)).collect(),
        }
    }

    /// Runs `work` for the rule at this position of [`RULES`].
    pub(super) fn of<T>(&self, position: usize, work: impl FnOnce() -> T) -> T {
        let Some(clock) = self.clock else {
            return work();
        };
        let start = clock();
        let result = work();
        let took = clock().saturating_sub(start);
        self.spent[position].fetch_add(took, Ordering::Relaxed);
        result
    }

    /// The rules that took any time, with their nanoseconds, the costliest first.
    pub fn by_cost(&self) -> Vec<(&'static Rule, u64)> {
        let mut costs: Vec<(&'static Rule, u64)> = RULES
            .iter()
            .zip(&self.spent)
            .map(|(rule, spent)| (*rule, spent.load(Ordering::Relaxed)))
            .filter(|(_, spent)| *spent > 0)
            .collect();
        costs.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        costs
    }
}
