//! States told apart by what they remember.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Bits by number.
pub type Bits<const W: usize> = [u64; W];

/// Whether a bit is set.
pub fn has<const W: usize>(bits: &Bits<W>, bit: u32) -> bool {
    bits[bit as usize / 64] >> (bit % 64) & 1 == 1
}

/// Sets a bit.
pub fn set<const W: usize>(bits: &mut Bits<W>, bit: u32) {
    bits[bit as usize / 64] |= 1 << (bit % 64);
}

/// Unsets a bit.
pub fn unset<const W: usize>(bits: &mut Bits<W>, bit: u32) {
    bits[bit as usize / 64] &= !(1 << (bit % 64));
}

/// States of one round, each once, in the order in which they were first met.
pub struct States<const W: usize> {
    /// What is remembered in each.
    pub keys: Vec<Bits<W>>,
    /// How probable each is.
    pub mass: Vec<f64>,
    index: HashMap<Bits<W>, u32, BuildHasherDefault<Mixer>>,
}

/// So many states are found faster by looking at all of them.
const FEW: usize = 12;

impl<const W: usize> States<W> {
    pub fn new() -> Self {
        Self {
            keys: Vec::new(),
            mass: Vec::new(),
            index: HashMap::default(),
        }
    }

    pub fn clear(&mut self) {
        self.keys.clear();
        self.mass.clear();
        self.index.clear();
    }

    /// Adds probability to a state; gives its position.
    pub fn add(&mut self, key: Bits<W>, mass: f64) -> u32 {
        let next = self.keys.len();
        let at = if next <= FEW {
            self.keys.iter().position(|known| *known == key)
        } else {
            self.index.get(&key).map(|at| *at as usize)
        };
        if let Some(at) = at {
            self.mass[at] += mass;
            return at as u32;
        }
        self.keys.push(key);
        self.mass.push(mass);
        if next == FEW {
            self.index
                .extend((0..).zip(&self.keys).map(|(at, key)| (*key, at)));
        } else if next > FEW {
            self.index.insert(key, next as u32);
        }
        next as u32
    }
}

/// Mixes words as splitmix64 does. States are no text that somebody chooses, so that no secret is needed; and the same
/// story takes the same time on every run.
#[derive(Default)]
pub struct Mixer(u64);

impl Hasher for Mixer {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.write_u64(u64::from_le_bytes(word));
        }
    }

    fn write_u64(&mut self, word: u64) {
        let mut mixed = (self.0 ^ word).wrapping_add(0x9e37_79b9_7f4a_7c15);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        self.0 = mixed ^ (mixed >> 31);
    }
}
