//! Mostly one number, and a list where there are more.

/// Numbers that are kept for every record, of which there is seldom more than one: as small as a list, which the two
/// variants leave room for, and without one where it is one number.
#[derive(Debug)]
pub(super) enum Few {
    One(u32),
    List(Box<[u32]>),
}

impl Few {
    pub fn as_slice(&self) -> &[u32] {
        match self {
            Self::One(number) => std::slice::from_ref(number),
            Self::List(numbers) => numbers,
        }
    }
}

impl Default for Few {
    /// None.
    fn default() -> Self {
        Self::List(Box::default())
    }
}

impl FromIterator<u32> for Few {
    fn from_iter<I: IntoIterator<Item = u32>>(numbers: I) -> Self {
        let numbers: Vec<u32> = numbers.into_iter().collect();
        match numbers[..] {
            [only] => Self::One(only),
            _ => Self::List(numbers.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_as_small_as_a_list() {
        assert_eq!(size_of::<Few>(), size_of::<Box<[u32]>>());
    }

    #[test]
    fn it_holds_what_it_was_made_of() {
        for numbers in [&[][..], &[7], &[7, 8, 7]] {
            let few: Few = numbers.iter().copied().collect();
            assert_eq!(few.as_slice(), numbers);
        }
    }
}
