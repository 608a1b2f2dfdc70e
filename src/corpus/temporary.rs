//! Temporary files and folders, known by their paths, so that a command that is interrupted leaves none behind.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::ops::{Deref, DerefMut};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

static KNOWN: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

fn known() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    KNOWN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A file or folder that is removed once this is dropped, or by [`remove_all`].
#[derive(Debug)]
pub struct Temporary<T> {
    // It is dropped first, and then forgotten.
    made: T,
    known: Known,
}

/// Something that is known until this is dropped.
#[derive(Debug)]
pub(super) struct Known(PathBuf);

impl Drop for Known {
    fn drop(&mut self) {
        known().remove(&self.0);
    }
}

impl<T: AsRef<Path>> Temporary<T> {
    /// Has `make` make it, and knows it from then on.
    ///
    /// # Errors
    ///
    /// What `make` gave.
    pub fn new(make: impl FnOnce() -> io::Result<T>) -> io::Result<Self> {
        // Nothing is made that is not known at once.
        let mut all = known();
        let made = make()?;
        let path = made.as_ref().to_owned();
        all.insert(path.clone());
        Ok(Self {
            made,
            known: Known(path),
        })
    }

    /// What was made, which stays known as long as the other is kept.
    pub(super) fn into_parts(self) -> (T, Known) {
        (self.made, self.known)
    }
}

impl<T> Deref for Temporary<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.made
    }
}

impl<T> DerefMut for Temporary<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.made
    }
}

/// Removes all that is known, for use where the process ends: who makes another after that waits for ever.
pub fn remove_all() {
    let all = known();
    for path in &*all {
        // What cannot be removed stays; there is nobody left to be told.
        let _ = if path.is_dir() {
            fs::remove_dir_all(path)
        } else {
            fs::remove_file(path)
        };
    }
    std::mem::forget(all);
}
