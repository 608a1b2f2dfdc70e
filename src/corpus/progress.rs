//! How far a run has come, for whoever wants to show it. Counting costs an addition a record; nothing is shown here.

use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};

/// What a run is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Files are looked for.
    Looking,
    /// Records are read and verified.
    Reading,
    /// Records are held against one another.
    Comparing,
    /// Records are rated, and what was found is told.
    Telling,
}

/// How far a run has come. One thread counts, others may look.
#[derive(Debug, Default)]
pub struct Progress {
    stage: AtomicU8,
    done: AtomicU64,
    of: AtomicU64,
}

impl Progress {
    /// Begins a stage. `of` is how many records it is about, where that is known.
    pub fn begin(&self, stage: Stage, of: Option<usize>) {
        self.done.store(0, Ordering::Relaxed);
        self.of.store(of.unwrap_or(0) as u64, Ordering::Relaxed);
        self.stage.store(stage as u8, Ordering::Relaxed);
    }

    /// So many records more were done.
    pub fn add(&self, records: usize) {
        self.done.fetch_add(records as u64, Ordering::Relaxed);
    }

    /// The stage, the records that were done in it, and how many there are, where that is known.
    pub fn now(&self) -> (Stage, u64, Option<u64>) {
        let stages = [Stage::Looking, Stage::Reading, Stage::Comparing, Stage::Telling];
        let stage = stages
            .into_iter()
            .find(|stage| *stage as u8 == self.stage.load(Ordering::Relaxed));
        let of = self.of.load(Ordering::Relaxed);
        (
            stage.unwrap_or(Stage::Looking),
            self.done.load(Ordering::Relaxed),
            (of > 0).then_some(of),
        )
    }
}
