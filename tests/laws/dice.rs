//! Choices that a seed decides.

/// Gives the same numbers for the same seed.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number of SplitMix64 (Steele, Lea and Flood 2014).
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from 0 to `bound` − 1.
    pub fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound as u64).unwrap()
    }

    /// True once in `times`.
    pub fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())]
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }

    /// Some character of Unicode: most of them plain, some from every corner.
    pub fn char(&mut self) -> char {
        match self.below(4) {
            0 | 1 => char::from(u8::try_from(0x20 + self.below(0x5F)).unwrap()),
            2 => self.pick(&[
                'é',
                'ß',
                'λ',
                'ж',
                '中',
                'ع',
                '\u{d7ff}',
                '\u{e000}',
                '\u{ffff}',
                '\u{10000}',
                '😀',
                '\u{10ffff}',
                '\u{301}',
                '\u{200c}',
                '\u{fb33}',
                '\u{a0}',
            ]),
            _ => {
                let code = u32::try_from(self.below(0x11_0000)).unwrap();
                char::from_u32(code).unwrap_or('\u{fffd}')
            }
        }
    }
}
