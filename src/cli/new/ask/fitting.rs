//! How well a choice fits the letters that are typed at a menu.

/// How well it fits; what fits better is greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// All words that were typed stand in it somewhere.
    Within,
    /// Each of them begins a word of it.
    WordsBegin,
    /// It begins with what was typed.
    Begins,
}

/// How well a choice that is offered in these words fits what was typed, if it does.
pub(super) fn fit(typed: &str, words: &str) -> Option<Fit> {
    let (typed, words) = (typed.trim().to_lowercase(), words.to_lowercase());
    let each_part = |is_so: fn(&str, &str) -> bool| typed.split_whitespace().all(|part| is_so(&words, part));
    if words.starts_with(&typed) {
        Some(Fit::Begins)
    } else if each_part(has_word_beginning) {
        Some(Fit::WordsBegin)
    } else {
        each_part(|words, part| words.contains(part)).then_some(Fit::Within)
    }
}

fn has_word_beginning(words: &str, part: &str) -> bool {
    rests_of_words(words, part).next().is_some()
}

/// Whether a name begins with what was typed, or has it as whole words.
pub(super) fn is_part_of_name(typed: &str, name: &str) -> bool {
    let (typed, name) = (typed.trim().to_lowercase(), name.to_lowercase());
    let mut rests = rests_of_words(&name, &typed);
    name.starts_with(&typed) || rests.any(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// What follows a part wherever that begins a word.
fn rests_of_words<'w>(words: &'w str, part: &'w str) -> impl Iterator<Item = &'w str> {
    let places = words.match_indices(part).map(|(place, _)| place);
    places
        .filter(|place| !words[..*place].ends_with(char::is_alphanumeric))
        .map(|place| &words[place + part.len()..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beginnings_fit_better_than_words_and_words_better_than_letters() {
        for (typed, words, expected) in [
            ("", "yes", Some(Fit::Begins)),
            ("B", "B: usually reliable", Some(Fit::Begins)),
            ("no", "no, it is denied", Some(Fit::Begins)),
            ("no", "neither: there is no comment on it", Some(Fit::WordsBegin)),
            (
                "comment no",
                "neither: there is no comment on it",
                Some(Fit::WordsBegin),
            ),
            ("port", "Faros (port.example)", Some(Fit::WordsBegin)),
            ("b", "A: completely reliable", Some(Fit::Within)),
            ("b rel", "A: completely reliable", Some(Fit::Within)),
            ("\u{394}", "\u{3b4}\u{3b7}", Some(Fit::Begins)),
            ("x", "yes", None),
        ] {
            assert_eq!(fit(typed, words), expected, "{typed:?} in {words:?}");
        }
    }
    #[test]
    fn part_of_a_name_is_its_beginning_or_whole_words_of_it() {
        for (typed, name, expected) in [
            ("courier", "The Courier", true),
            ("The Cou", "The Courier", true),
            ("harbour gazette", "The Harbour Gazette of Kess", true),
            ("Cour", "courier.example", true),
            ("example", "courier.example", true),
            ("Couri", "The Courier", false),
            ("port", "The Airport", false),
            ("The Courier on Sunday", "The Courier", false),
        ] {
            assert_eq!(is_part_of_name(typed, name), expected, "{typed:?} in {name:?}");
        }
    }
}
