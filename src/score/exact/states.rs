//! States told apart by what they remember.

use std::hash::Hasher;

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

/// States of one round, each once, in the order in which they were first met. Kept from story to story; how wide its
/// states are is the same from one clearing to the next.
#[derive(Clone, Debug, Default)]
pub struct States {
    /// What is remembered in each, word by word.
    words: Vec<u64>,
    /// How probable each is.
    mass: Vec<f64>,
    /// Where they are found: one more than the position of a state, in the first place from its hash on that was free.
    /// Empty while there are few.
    places: Vec<u32>,
}

/// So many states are found faster by looking at all of them.
const FEW: usize = 8;

impl States {
    pub fn clear(&mut self) {
        self.words.clear();
        self.mass.clear();
        self.places.clear();
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.mass.len()
    }

    /// What is remembered in each, and how probable it is.
    pub fn each<const W: usize>(&self) -> impl Iterator<Item = (&Bits<W>, f64)> {
        self.keys().iter().zip(self.mass.iter().copied())
    }

    fn keys<const W: usize>(&self) -> &[Bits<W>] {
        self.words.as_chunks().0
    }

    /// Adds probability to a state; gives its position.
    pub fn add<const W: usize>(&mut self, key: &Bits<W>, mass: f64) -> u32 {
        let next = self.count();
        let found = if next < FEW {
            self.keys().iter().position(|known| known == key)
        } else {
            if self.places.len() < 2 * (next + 1) {
                self.make_places::<W>();
            }
            let place = self.place(key);
            let found = (self.places[place] as usize).checked_sub(1);
            if found.is_none() {
                self.places[place] = next as u32 + 1;
            }
            found
        };
        if let Some(at) = found {
            self.mass[at] += mass;
            return at as u32;
        }
        self.words.extend_from_slice(key);
        self.mass.push(mass);
        next as u32
    }

    /// The place of a state: where it is, or the free one where it belongs.
    fn place<const W: usize>(&self, key: &Bits<W>) -> usize {
        let mask = self.places.len() - 1;
        let mut place = hash(key) as usize & mask;
        while let Some(at) = (self.places[place] as usize).checked_sub(1)
            && self.keys()[at] != *key
        {
            place = (place + 1) & mask;
        }
        place
    }

    /// Makes room for twice as many, of which at most half will be taken.
    fn make_places<const W: usize>(&mut self) {
        let room = (4 * (self.count() + 1)).next_power_of_two();
        self.places.clear();
        self.places.resize(room, 0);
        for at in 0..self.count() {
            let place = self.place::<W>(&self.keys()[at]);
            self.places[place] = at as u32 + 1;
        }
    }
}

fn hash<const W: usize>(key: &Bits<W>) -> u64 {
    let mut mixer = Mixer::default();
    key.iter().for_each(|word| mixer.write_u64(*word));
    mixer.finish()
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
