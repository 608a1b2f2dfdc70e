//! Much work on all cores, with results in order.

use rayon::prelude::*;

/// How much is done at a time.
#[derive(Clone, Copy, Debug)]
pub struct Rounds {
    /// Items that one worker takes at a time: enough that starting is nothing, few enough that none waits at the end.
    pub batch: usize,
    /// Batches whose results wait for their turn at a time: few enough that they take little memory.
    pub batches: usize,
}

impl Rounds {
    /// The items of one round.
    pub const fn items(self) -> usize {
        self.batch * self.batches
    }

    /// What `each` gives for the batches of `items`, in their order. A round begins once the results of the one before
    /// were taken.
    pub fn of<'i, I: Sync, T: Send>(
        self,
        items: &'i [I],
        each: impl Fn(&'i [I]) -> T + Sync,
    ) -> impl Iterator<Item = T> {
        items
            .chunks(self.items())
            .flat_map(move |round| -> Vec<T> { round.par_chunks(self.batch).map(&each).collect() })
    }
}
