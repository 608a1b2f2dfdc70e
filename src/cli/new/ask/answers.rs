//! What is no answer to a question, however it came there: a date for a name, a question mark for a sentence.

use crate::record::{Moment, SourceId};

use super::prompts::check_text;

/// Whether an answer can be a sentence that is so or not. Not all writing puts blanks between words: there, some letters do.
pub(super) fn check_sentence(answer: &str, most: usize) -> Result<(), String> {
    /// Letters of other scripts than ours that are a sentence without a blank in it.
    const FEWEST: usize = 4;
    check_text(answer, 1, most)?;
    let words = answer.split_whitespace();
    let words = words.filter(|word| word.contains(char::is_alphabetic)).count();
    let letters = answer.chars().filter(|c| c.is_alphabetic() && !c.is_ascii());
    match words >= 2 || letters.count() >= FEWEST {
        true => Ok(()),
        false => Err(
            "say it in a sentence of some words, such as: The old bridge will close for two years."
                .to_owned(),
        ),
    }
}

/// Whether an answer can be what somebody is called.
pub(super) fn check_name(answer: &str, most: usize) -> Result<(), String> {
    let answer = answer.trim();
    check_text(answer, 1, most)?;
    if is_address(answer) {
        return Err("that is a web address: type the name that people know".to_owned());
    }
    if Moment::parse(answer).is_some() {
        return Err("that is a date: type the name that people know".to_owned());
    }
    match answer.contains(char::is_alphabetic) {
        true => Ok(()),
        false => Err("a name has letters in it".to_owned()),
    }
}

/// The host of a web address, which can be the id of the source that publishes there.
pub(super) fn host_of(answer: &str) -> Option<String> {
    let answer = answer.trim();
    if !is_address(answer) {
        return None;
    }
    let rest = answer.split_once("://").map_or(answer, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let host = host.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    SourceId::parse(host).map(|_| host.to_owned())
}

fn is_address(answer: &str) -> bool {
    let has_slash = answer.split_once('/').is_some_and(|(host, _)| host.contains('.'));
    let is_one_word = !answer.contains(char::is_whitespace);
    answer.contains("://") || (is_one_word && (has_slash || answer.starts_with("www.")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_has_words_in_whatever_script() {
        for sentence in [
            "The dam leaks.",
            "\u{30c0}\u{30e0}\u{304c}\u{6f0f}\u{308c}\u{3066}\u{3044}\u{308b}",
            "\u{0395}\u{03af}\u{03bd}\u{03b1}\u{03b9} \u{03ad}\u{03c4}\u{03c3}\u{03b9}",
        ] {
            assert_eq!(check_sentence(sentence, 100), Ok(()), "{sentence}");
        }
        for other in [
            "?",
            "yes",
            "2026-03-05",
            "2026 03 05",
            "https://courier.example/a",
        ] {
            assert!(check_sentence(other, 100).is_err(), "{other}");
        }
    }

    #[test]
    fn a_name_is_neither_a_date_nor_an_address() {
        for name in [
            "The Courier",
            "1843",
            "24 heures",
            "courier.example",
            "AP/Reuters desk",
        ] {
            assert_eq!(check_name(name, 100).is_ok(), name != "1843", "{name}");
        }
        for other in [
            "2026-03-05",
            "2026",
            "?",
            "https://courier.example/a",
            "www.courier.example",
        ] {
            assert!(check_name(other, 100).is_err(), "{other}");
        }
    }

    #[test]
    fn an_address_gives_its_host() {
        for address in [
            "https://www.courier.example/a?b#c",
            "Courier.example/a",
            "http://courier.example:80",
            "www.courier.example",
        ] {
            assert_eq!(host_of(address).as_deref(), Some("courier.example"), "{address}");
        }
        for other in [
            "courier.example",
            "The Courier",
            "https://",
            "AP/Reuters desk",
            "https://\u{30c0}.example/",
        ] {
            assert_eq!(host_of(other), None, "{other}");
        }
    }
}
