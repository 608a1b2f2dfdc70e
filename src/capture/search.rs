//! Looking for a quote in a capture, and for the passage that comes nearest to it.

use std::collections::{HashMap, VecDeque};

use super::align::{Nearest, align};
use super::form::{Form, Unsearchable};
use super::html::shown_text;
use super::media_type::media_type_within;
use super::occurrence::occurs;
use super::text::{decoded, folded};

/// What looking for a quote in a capture gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QuoteState {
    /// Its words occur there.
    Consistent,
    /// They do not; the passage that comes nearest, if any is near.
    NotFound(Option<Nearest>),
    /// It cannot be told.
    NotCheckable(Unsearchable),
}

impl QuoteState {
    /// As written in outputs.
    pub const fn as_str(&self) -> &'static str {
        match self {
            QuoteState::Consistent => "consistent",
            QuoteState::NotFound(_) => "not-found",
            QuoteState::NotCheckable(_) => "not-checkable",
        }
    }
}

/// The bytes of one capture that are read for nearest passages: a gigabyte, a second's work. That is twenty quotes for
/// the largest capture, and ten thousand for a page of usual size; quotes beyond are not found all the same, but no
/// passage is told. A place where a piece of the quote may be counts as [`LOOK`] more.
const MAX_READ_FOR_NEAREST: usize = 1 << 30;

/// So many bytes are passed over in the time of one look at the table of pieces: a page can be made of nothing but
/// places to look at.
const LOOK: usize = 32;

/// The text of a capture, in which quotes are looked for.
pub struct CapturedText {
    text: String,
    read_for_nearest: usize,
}

impl CapturedText {
    /// The text of a capture with these bytes. It takes time in proportion to their number, whatever they are, and
    /// about twice their memory.
    ///
    /// # Errors
    ///
    /// [`Unsearchable::Encoding`] where they are no UTF-8; [`Unsearchable::MediaType`] where they begin as no page or text
    /// does.
    pub fn new(bytes: &[u8], form: Form) -> Result<Self, Unsearchable> {
        let text = decoded(bytes)?;
        // Who calls a page plain text would have its scripts and comments searched.
        let form = match media_type_within(text) {
            Some("text/html") => Form::Html,
            Some(_) => return Err(Unsearchable::MediaType),
            None => form,
        };
        let text = match form {
            Form::Html => folded(&shown_text(text)),
            Form::Plain => folded(text),
        };
        Ok(Self {
            text,
            read_for_nearest: 0,
        })
    }

    /// The text as quotes are compared with it.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Looks for a quote.
    pub fn look_for(&mut self, quote: &str) -> QuoteState {
        let quote = folded(quote);
        // What says nothing occurs everywhere, and nowhere.
        if !quote.is_empty() && occurs(&self.text, &quote) {
            return QuoteState::Consistent;
        }
        self.read_for_nearest = self.read_for_nearest.saturating_add(self.text.len());
        if self.read_for_nearest > MAX_READ_FOR_NEAREST.max(self.text.len()) {
            return QuoteState::NotFound(None);
        }
        let (near, looks) = surroundings(&self.text, &quote);
        self.read_for_nearest = self.read_for_nearest.saturating_add(looks.saturating_mul(LOOK));
        QuoteState::NotFound(near.and_then(|near| align(&quote, near)))
    }
}

/// The part of `text` in which most of the short pieces of `quote` occur close together, and how often it was looked for
/// one of them.
fn surroundings<'t>(text: &'t str, quote: &str) -> (Option<&'t str>, usize) {
    let length = quote.len();
    let Some(mut window) = Window::new(quote) else {
        return (None, 0);
    };
    let mut best = (0, 0);
    for (at, byte) in text.bytes().enumerate() {
        let distinct = window.take(at, byte);
        if distinct > best.0 {
            best = (distinct, at);
        }
    }
    // With fewer pieces in common than that, the words are others.
    const LEAST: usize = 5;
    let (distinct, end) = best;
    if distinct * LEAST < window.pieces() {
        return (None, window.looks);
    }
    let start = text.floor_char_boundary(end.saturating_sub(2 * length));
    let end = text.ceil_char_boundary((end + length).min(text.len()));
    (Some(&text[start..end]), window.looks)
}

/// A window that moves over a text, half as long again as the quote, and the pieces of the quote that are in it. Letters
/// of ASCII are taken as small ones.
struct Window {
    width: usize,
    /// Which bits of the last eight bytes make up a piece.
    mask: u64,
    recent: u64,
    /// The pieces of the quote and their numbers.
    numbers: HashMap<u64, usize>,
    /// Which pieces there may be, so that most of a text is passed over without a look at the table.
    filter: Vec<bool>,
    /// How often each piece is in the window.
    counts: Vec<u32>,
    distinct: usize,
    /// How often it was looked for a piece.
    looks: usize,
    /// The pieces in the window and where they end.
    inside: VecDeque<(usize, usize)>,
}

impl Window {
    fn new(quote: &str) -> Option<Self> {
        // Longer pieces say more; of a short quote few would be left if a letter differs.
        let piece = match quote.len() {
            0..3 => return None,
            3..24 => 3,
            24..64 => 4,
            _ => 6,
        };
        let mut window = Self {
            width: quote.len() + quote.len() / 2,
            mask: (1 << (8 * piece)) - 1,
            recent: 0,
            numbers: HashMap::new(),
            filter: vec![false; 1 << 16],
            counts: Vec::new(),
            distinct: 0,
            looks: 0,
            inside: VecDeque::new(),
        };
        let mut recent = 0;
        for (at, byte) in quote.bytes().enumerate() {
            recent = recent << 8 | u64::from(byte.to_ascii_lowercase());
            if at + 1 >= piece {
                let key = recent & window.mask;
                let number = window.counts.len();
                window.numbers.entry(key).or_insert_with(|| {
                    window.counts.push(0);
                    number
                });
                window.filter[slot(key)] = true;
            }
        }
        Some(window)
    }

    fn pieces(&self) -> usize {
        self.counts.len()
    }

    /// Takes the byte at a place of the text; gives how many pieces of the quote are in the window then.
    fn take(&mut self, at: usize, byte: u8) -> usize {
        while let Some(&(end, number)) = self.inside.front()
            && end + self.width < at
        {
            self.inside.pop_front();
            self.counts[number] -= 1;
            self.distinct -= usize::from(self.counts[number] == 0);
        }
        self.recent = self.recent << 8 | u64::from(byte.to_ascii_lowercase());
        let key = self.recent & self.mask;
        if !self.filter[slot(key)] {
            return self.distinct;
        }
        self.looks += 1;
        if let Some(&number) = self.numbers.get(&key) {
            self.inside.push_back((at, number));
            self.distinct += usize::from(self.counts[number] == 0);
            self.counts[number] += 1;
        }
        self.distinct
    }
}

/// Where a piece stands in the filter: the upper bits of its product with the golden ratio (Knuth's hash).
const fn slot(key: u64) -> usize {
    (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 48) as usize
}

#[cfg(test)]
mod tests {
    use super::{CapturedText, QuoteState};
    use crate::capture::{Form, Unsearchable};

    fn look(html: &str, quote: &str) -> QuoteState {
        match CapturedText::new(html.as_bytes(), Form::Html) {
            Ok(mut text) => text.look_for(quote),
            Err(why) => QuoteState::NotCheckable(why),
        }
    }

    fn nearest(html: &str, quote: &str) -> String {
        match look(html, quote) {
            QuoteState::NotFound(Some(nearest)) => nearest.to_string(),
            other => format!("{other:?}"),
        }
    }

    const PAGE: &str = "<h1>Port was told</h1><p>A memo told the authority <em>in writing</em>\nthat the footing of \
        Basin&nbsp;4 was hollow and that the wall &ldquo;would not last another win&shy;ter&rdquo;.</p><p hidden>Buy two \
        papers, pay for one.</p><p>The ministry de<b>nies</b> it.";

    #[test]
    fn a_quote_is_found_across_elements_lines_and_entities() {
        for quote in [
            "in writing that the footing of Basin 4 was hollow",
            "“would not last another winter”.",
            "Port was told A memo told",
            " The ministry\u{a0}denies it.",
        ] {
            assert_eq!(look(PAGE, quote), QuoteState::Consistent, "{quote}");
        }
    }

    #[test]
    fn what_differs_is_shown_in_the_nearest_passage() {
        assert_eq!(
            nearest(PAGE, "the wall “would not last another summer”"),
            "the wall “would not last another [summer” → winter”]"
        );
        assert_eq!(
            nearest(PAGE, "THE MINISTRY DENIES IT"),
            "[THE MINISTRY DENIES IT → The ministry denies it]"
        );
        assert_eq!(nearest(PAGE, "ministry denjes"), "ministry [denjes → denies]");
    }

    #[test]
    fn what_is_not_shown_is_not_found() {
        assert_eq!(
            look(PAGE, "Buy two papers, pay for one."),
            QuoteState::NotFound(None)
        );
        assert_eq!(look("", "nothing there"), QuoteState::NotFound(None));
        assert_eq!(look(PAGE, "\u{a0}\u{a0}"), QuoteState::NotFound(None));
    }

    #[test]
    fn a_page_is_one_whatever_it_is_called() {
        let look = |text: &str| {
            CapturedText::new(text.as_bytes(), Form::Plain).map(|mut text| text.look_for("hidden words"))
        };
        let page = "\n<!DOCTYPE html><p>Shown.<!-- hidden words -->";
        assert_eq!(look(page), Ok(QuoteState::NotFound(None)));
        assert_eq!(look("Plain: hidden words."), Ok(QuoteState::Consistent));
        for other in [
            "%PDF-1.7 hidden words",
            "From: x\nContent-Type: multipart/related\n\nhidden words",
        ] {
            assert_eq!(look(other), Err(Unsearchable::MediaType), "{other}");
        }
    }

    #[test]
    fn what_a_template_or_a_list_of_options_leaves_open_ends_with_it() {
        for page in [
            "<template><li>a</template><p>The wall slid.",
            "<template><template><p>x</template></template><p>The wall slid.",
            "<datalist id=x><option value=a><option value=b></datalist><p>The wall slid.",
        ] {
            assert_eq!(look(page, "The wall slid."), QuoteState::Consistent, "{page}");
        }
    }

    #[test]
    fn other_encodings_are_not_searched() {
        let text = CapturedText::new(b"<p>caf\xe9", Form::Html);
        assert_eq!(text.err(), Some(Unsearchable::Encoding));
    }
}
