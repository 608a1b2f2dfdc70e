//! Values that many records share, kept once.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{PoisonError, RwLock};

/// Numbers values in the order in which they are first met. That order depends on threads: the numbers are never
/// shown, and nothing is sorted by them.
pub(super) struct Interner<T> {
    inner: RwLock<Inner<T>>,
}

struct Inner<T> {
    numbers: HashMap<T, u32>,
    values: Vec<T>,
}

impl Interner<Box<str>> {
    /// The number of a text.
    pub fn number_of(&self, text: &str) -> u32 {
        let inner = self.inner.read().unwrap_or_else(PoisonError::into_inner);
        let known = inner.numbers.get(text).copied();
        drop(inner);
        known.unwrap_or_else(|| self.number(text.into()))
    }

    /// The text with a number; empty where there is none.
    pub fn text(&self, number: usize) -> Box<str> {
        let inner = self.inner.read().unwrap_or_else(PoisonError::into_inner);
        inner.values.get(number).cloned().unwrap_or_default()
    }
}

impl<T: Eq + Hash + Clone> Interner<T> {
    pub fn new() -> Self {
        Self {
            inner: RwLock::new(Inner {
                numbers: HashMap::new(),
                values: Vec::new(),
            }),
        }
    }

    /// The number of a value.
    pub fn number(&self, value: T) -> u32 {
        if let Some(&number) = self
            .inner
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .numbers
            .get(&value)
        {
            return number;
        }
        let mut inner = self.inner.write().unwrap_or_else(PoisonError::into_inner);
        let next = inner.values.len() as u32;
        if let Some(&number) = inner.numbers.get(&value) {
            return number;
        }
        inner.numbers.insert(value.clone(), next);
        inner.values.push(value);
        next
    }

    /// The values by their numbers.
    pub fn into_values(self) -> Vec<T> {
        self.inner
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner)
            .values
    }
}
