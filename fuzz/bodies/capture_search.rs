//! The search in captures: whatever the page, its text is had, what stands in it is found, and reading it changes
//! nothing any more.

use byline::capture::{CapturedText, Form, QuoteState, Segment};

/// Reads `data` as a page and as text, and looks for pieces of it. What stands before the first line feed is a quote.
pub fn run(data: &[u8]) {
    let end = data.iter().position(|byte| *byte == b'\n').unwrap_or(0);
    let (quote, page) = data.split_at(end);
    let quote = String::from_utf8_lossy(quote);
    for form in [Form::Html, Form::Plain] {
        let Ok(mut text) = CapturedText::new(page, form) else {
            return;
        };
        look(&mut text, &quote);
        let whole = text.as_str().to_owned();
        assert!(!whole.starts_with(' ') && !whole.ends_with(' ') && !whole.contains("  "));
        // Its own words are found, and folding them again changes nothing.
        if !whole.is_empty() {
            assert_eq!(text.look_for(&whole), QuoteState::Consistent);
        }
        let again = CapturedText::new(whole.as_bytes(), Form::Plain);
        assert!(again.is_ok_and(|again| again.as_str() == whole));
    }
}

fn look(text: &mut CapturedText, quote: &str) {
    // The quotes of records have 500 characters at most.
    let quote: String = quote.chars().take(500).collect();
    let QuoteState::NotFound(Some(nearest)) = text.look_for(&quote) else {
        return;
    };
    let mut passage = String::new();
    let mut differs = false;
    for segment in &nearest.segments {
        match segment {
            Segment::Same(same) => passage.push_str(same),
            Segment::Differs { quote, capture } => {
                differs |= quote != capture;
                passage.push_str(capture);
            }
        }
    }
    assert!(differs, "a quote that does not differ is found");
    assert!(!nearest.to_string().is_empty());
}
