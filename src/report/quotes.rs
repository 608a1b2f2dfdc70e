//! What became of a quote, in words.

use crate::capture::QuoteState;

/// Whether a capture says what is quoted from it, as the end of a sentence about the capture.
pub fn quote_words(state: &QuoteState) -> String {
    match state {
        QuoteState::Consistent => "the quote is consistent with the capture".to_owned(),
        QuoteState::NotFound(Some(nearest)) => {
            format!("the capture does not say the quote, but [quote \u{2192} capture]: {nearest}")
        }
        QuoteState::NotFound(None) => "the capture says neither the quote nor anything like it".to_owned(),
        QuoteState::NotCheckable(why) => {
            format!("whether the capture says the quote cannot be checked: {why}")
        }
    }
}
