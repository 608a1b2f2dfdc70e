//! Whether the words of a quote occur in a text: whole words and whole numbers.

use memchr::memmem::Finder;

/// The most bytes that are compared with a quote again because what was found was part of a word: a second's work. A text
/// can be made of nothing but those; beyond, occurrences that overlap such a one are passed over.
const MAX_COMPARED_AGAIN: usize = 1 << 30;

/// Whether `quote` occurs in `text` and neither begins nor ends within a word or a number.
pub(super) fn occurs(text: &str, quote: &str) -> bool {
    let finder = Finder::new(quote);
    let mut start = 0;
    let mut compared_again: usize = 0;
    while let Some(found) = text.get(start..).and_then(|rest| finder.find(rest.as_bytes())) {
        let (begin, end) = (start + found, start + found + quote.len());
        if !cuts_word(text, begin) && !cuts_word(text, end) {
            return true;
        }
        compared_again = compared_again.saturating_add(quote.len());
        start = match text[begin..].chars().next() {
            Some(first) if compared_again < MAX_COMPARED_AGAIN => begin + first.len_utf8(),
            _ => end,
        };
    }
    false
}

/// Whether a place lies within a word or a number. Chinese, Japanese, Korean, Thai and the like do not part words, or not
/// where a quote may begin.
fn cuts_word(text: &str, at: usize) -> bool {
    let mut before = text[..at].chars().rev();
    let mut behind = text[at..].chars();
    let (Some(last), Some(first)) = (before.next(), behind.next()) else {
        return false;
    };
    let is_of_a_word = |character: char| character.is_alphanumeric() && !is_written_without_spaces(character);
    if is_of_a_word(last) && is_of_a_word(first) {
        return true;
    }
    // 1.5 and 1,500 are numbers as a whole.
    let is_point = |character: char| matches!(character, '.' | ',');
    let is_digit = |character: Option<char>| character.is_some_and(char::is_numeric);
    (is_point(last) && first.is_numeric() && is_digit(before.next()))
        || (is_point(first) && last.is_numeric() && is_digit(behind.next()))
}

/// The blocks of [scripts](https://www.unicode.org/Public/UCD/latest/ucd/Blocks.txt) that do not part words by spaces:
/// Thai to Lao, Tibetan, Myanmar, Khmer, kana, Han and their like; and Hangul, whose particles are written onto words.
const fn is_written_without_spaces(character: char) -> bool {
    matches!(character,
        '\u{E00}'..='\u{FFF}'
        | '\u{1000}'..='\u{109F}'
        | '\u{1100}'..='\u{11FF}'
        | '\u{1780}'..='\u{17FF}'
        | '\u{1950}'..='\u{19DF}'
        | '\u{2E80}'..='\u{9FFF}'
        | '\u{A960}'..='\u{A97F}'
        | '\u{AC00}'..='\u{D7FF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{FF66}'..='\u{FFDC}'
        | '\u{1B000}'..='\u{1B16F}'
        | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::occurs;

    const TEXT: &str =
        "Nobody was hit. 14 000 tonnes of grain, 1.5 million in all, 1,500 of it wet. 卫星图像显示仓库。";

    #[test]
    fn whole_words_occur() {
        for quote in [
            "Nobody was hit",
            "hit.",
            "14 000 tonnes",
            "grain, 1.5 million",
            "1,500 of it",
            "图像显示",
            "in all, 1,500",
            TEXT,
        ] {
            assert!(occurs(TEXT, quote), "{quote}");
        }
    }

    #[test]
    fn parts_of_words_and_numbers_do_not() {
        for quote in [
            "body was hit",
            "Nobody was hi",
            "4 000 tonnes",
            "5 million in all",
            "500 of it wet",
            "grain, 1",
            "grain, 1.",
            "tonne",
        ] {
            assert!(!occurs(TEXT, quote), "{quote}");
        }
    }

    #[test]
    fn a_later_occurrence_counts_also_where_it_overlaps() {
        assert!(occurs("xa a a", "a a"));
        assert!(occurs("the unarmed men and armed men", "armed men"));
    }

    #[test]
    fn a_text_of_nothing_but_parts_of_words_takes_no_longer() {
        let text = "a".repeat(1 << 20);
        assert!(!occurs(&text, &"a".repeat(1 << 11)));
    }
}
