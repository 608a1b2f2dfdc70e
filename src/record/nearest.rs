//! The names that misspelt ones are near to.

/// The known name that a misspelt one most likely means, if one is near enough.
pub fn nearest<'n>(name: &str, known: &[&'n str]) -> Option<&'n str> {
    // The distance is quadratic in the length; no name of ours is as long as this.
    const LONGEST: usize = 64;
    // One or two letters are near to everything.
    const SHORTEST: usize = 3;
    if !(SHORTEST..=LONGEST).contains(&name.len()) {
        return None;
    }
    if let Some(same) = known
        .iter()
        .find(|candidate| candidate.eq_ignore_ascii_case(name))
    {
        return Some(same);
    }
    near(name, known).min().map(|(_, candidate)| candidate)
}

/// The known name that a misspelt one means, where no other is as near.
pub(super) fn only_near(name: &str, known: &[&'static str]) -> Option<&'static str> {
    let meant = nearest(name, known)?;
    let distance = strsim::damerau_levenshtein(name, meant);
    let rivals = near(name, known).filter(|(theirs, rival)| *rival != meant && *theirs <= distance);
    (rivals.count() == 0).then_some(meant)
}

fn near<'n>(name: &str, known: &[&'n str]) -> impl Iterator<Item = (usize, &'n str)> {
    known
        .iter()
        // A letter for another is no misspelling.
        .filter(|candidate| candidate.len() > 1)
        .map(move |candidate| (strsim::damerau_levenshtein(name, candidate), *candidate))
        .filter(|(distance, candidate)| *distance <= 1 + candidate.len() / 4)
}
