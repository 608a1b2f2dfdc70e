//! One worker for each thread, which keeps what it has learnt from one batch to the next.

use std::sync::Mutex;

/// The workers of all threads.
pub struct Workers<'m, W, M: Fn() -> W> {
    make: &'m M,
    of_threads: Vec<Mutex<Option<W>>>,
}

impl<'m, W, M: Fn() -> W> Workers<'m, W, M> {
    /// A worker for each thread of the pool, made when it is first asked for.
    pub fn new(make: &'m M) -> Self {
        let threads = rayon::current_num_threads();
        Self {
            make,
            of_threads: (0..threads).map(|_| Mutex::new(None)).collect(),
        }
    }

    /// Has the worker of this thread do something.
    pub fn with<T>(&self, work: impl FnOnce(&mut W) -> T) -> T {
        let own = rayon::current_thread_index().and_then(|thread| self.of_threads.get(thread));
        // A thread outside the pool has none, nor one that is still at work further up.
        match own.and_then(|own| own.try_lock().ok()) {
            Some(mut own) => work(own.get_or_insert_with(self.make)),
            None => work(&mut (self.make)()),
        }
    }
}
