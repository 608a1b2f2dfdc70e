//! Descriptions of unnamed people, word by word.
//!
//! Only English is judged: a word list says nothing of other languages.

use crate::record::Lang;

/// Whether texts of this language are judged.
pub(super) fn is_english(lang: Lang<'_>) -> bool {
    let primary = lang.as_str().split('-').next().unwrap_or_default();
    primary.eq_ignore_ascii_case("en")
}

/// The words of a text as they are set apart by spaces, without the marks around them.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace()
        .map(|word| word.trim_matches(|mark: char| !mark.is_alphanumeric() && mark != '\''))
        .filter(|word| !word.is_empty())
}

/// Whether a word is in a list, which is sorted and in lower case.
pub(super) fn is_in(list: &[&str], word: &str) -> bool {
    let lower = || word.bytes().map(|byte| byte.to_ascii_lowercase());
    list.binary_search_by(|known| known.bytes().cmp(lower())).is_ok()
}

/// Whether a list is sorted, in lower case and without repetition, as [`is_in`] needs it.
#[cfg(test)]
pub(super) fn is_sorted(list: &[&str]) -> bool {
    let is_lower = list.iter().all(|word| word.to_ascii_lowercase() == **word);
    is_lower && list.windows(2).all(|pair| pair[0] < pair[1])
}
