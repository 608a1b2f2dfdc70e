//! Two texts laid side by side: where a quote differs from the passage that comes nearest to it.

use std::fmt;

/// The passage of a capture that comes nearest to a quote that is not in it, in pieces from its beginning to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nearest {
    /// What both have, and where they differ, by turns.
    pub segments: Vec<Segment>,
}

/// A piece of a quote and of the passage nearest to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Segment {
    /// Both have it.
    Same(String),
    /// They differ, by whole words.
    Differs {
        /// What the quote has here; may be empty.
        quote: String,
        /// What the capture has here; may be empty.
        capture: String,
    },
}

/// The most characters of a piece that both have which are shown beside a difference.
const CONTEXT: usize = 40;

impl fmt::Display for Nearest {
    /// On one line, with `[quote → capture]` where they differ. Of what both have no more is shown than tells where
    /// that is.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let last = self.segments.len().saturating_sub(1);
        for (at, segment) in self.segments.iter().enumerate() {
            match segment {
                Segment::Same(text) => {
                    let before = if at == 0 { 0 } else { CONTEXT };
                    let behind = if at == last { 0 } else { CONTEXT };
                    write_shortened(f, text, before, behind)?;
                }
                Segment::Differs { quote, capture } => {
                    // A word that only one of them has takes the space before it along.
                    let is_led = quote.starts_with(' ') || capture.starts_with(' ');
                    let lead = if is_led { " " } else { "" };
                    write!(
                        f,
                        "{lead}[{} \u{2192} {}]",
                        or_nothing(quote),
                        or_nothing(capture)
                    )?;
                }
            }
        }
        Ok(())
    }
}

fn or_nothing(text: &str) -> &str {
    match text.trim() {
        "" => "(nothing)",
        words => words,
    }
}

/// Writes the first and the last characters of a text, or all of it where that is hardly more.
fn write_shortened(f: &mut fmt::Formatter<'_>, text: &str, first: usize, last: usize) -> fmt::Result {
    const HARDLY: usize = 10;
    let length = text.chars().count();
    if length <= first + last + HARDLY {
        return f.write_str(text);
    }
    let at = |count: usize| text.char_indices().nth(count).map_or(text.len(), |(at, _)| at);
    let (head, tail) = (&text[..at(first)], &text[at(length - last)..]);
    // Words are not cut where there are spaces.
    let head = head.rfind(' ').map_or(head, |end| &head[..end]);
    let tail = tail.find(' ').map_or(tail, |start| &tail[start + 1..]);
    let (before, behind) = (if first > 0 { " " } else { "" }, if last > 0 { " " } else { "" });
    write!(f, "{head}{before}\u{2026}{behind}{tail}")
}

/// A character of the quote beside one of the passage; one of them may be missing.
#[derive(Clone, Copy)]
struct Pair {
    quote: Option<char>,
    capture: Option<char>,
}

impl Pair {
    fn is_same(self) -> bool {
        self.quote == self.capture
    }

    fn is_same_space(self) -> bool {
        self.is_same() && self.quote == Some(' ')
    }
}

/// Lays a quote beside the passage of `text` that it can be made from by the fewest insertions, deletions and changes of
/// characters (Sellers' algorithm), and tells where they differ. `None` where more than half of the quote would change;
/// a letter that is only small or large there is half a change.
///
/// It takes the product of the lengths in time and memory: the text is a few times as long as the quote.
pub(super) fn align(quote: &str, text: &str) -> Option<Nearest> {
    let quote: Vec<char> = quote.chars().collect();
    let text: Vec<char> = text.chars().collect();
    let (mut pairs, start, end) = pairs(&quote, &text)?;
    widen(&mut pairs, &text, start, end);
    Some(Nearest {
        segments: segments(&pairs),
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Move {
    Both,
    QuoteAlone,
    TextAlone,
}

/// What a change of a character weighs.
const CHANGE: u32 = 2;

/// The pairs, and where in the text the passage begins and ends.
fn pairs(quote: &[char], text: &[char]) -> Option<(Vec<Pair>, usize, usize)> {
    let width = text.len() + 1;
    let mut moves = vec![Move::QuoteAlone; (quote.len() + 1) * width];
    // The passage may begin anywhere.
    let (small_quote, small_text) = (small_letters(quote), small_letters(text));
    let mut above = vec![0_u32; width];
    let mut row = above.clone();
    for (at, character) in quote.iter().enumerate() {
        row[0] = (at as u32 + 1) * CHANGE;
        for column in 1..width {
            let change = if text[column - 1] == *character {
                0
            } else if small_text[column - 1] == small_quote[at] {
                CHANGE / 2
            } else {
                CHANGE
            };
            let both = above[column - 1] + change;
            let (quote_alone, text_alone) = (above[column] + CHANGE, row[column - 1] + CHANGE);
            let least = both.min(quote_alone).min(text_alone);
            row[column] = least;
            moves[(at + 1) * width + column] = if least == both {
                Move::Both
            } else if least == quote_alone {
                Move::QuoteAlone
            } else {
                Move::TextAlone
            };
        }
        std::mem::swap(&mut above, &mut row);
    }
    let (mut end, least) = above.iter().enumerate().min_by_key(|(_, cost)| **cost)?;
    // To change a mark at the end weighs as much as to leave it out.
    let is_mark = |character: &char| !character.is_alphanumeric() && !character.is_whitespace();
    while text.get(end).is_some_and(is_mark) && above.get(end + 1) == Some(least) {
        end += 1;
    }
    if *least as usize * 2 > quote.len() * CHANGE as usize {
        return None;
    }
    let mut pairs = Vec::with_capacity(quote.len() * 2);
    let (mut row, mut column) = (quote.len(), end);
    while row > 0 {
        let (quoted, captured) = match moves[row * width + column] {
            Move::Both => (true, true),
            Move::QuoteAlone => (true, false),
            Move::TextAlone => (false, true),
        };
        pairs.push(Pair {
            quote: quoted.then(|| quote[row - 1]),
            capture: captured.then(|| text[column - 1]),
        });
        row -= usize::from(quoted);
        column -= usize::from(captured);
    }
    pairs.reverse();
    Some((pairs, column, end))
}

/// The small letter of each character, or the first of several.
fn small_letters(text: &[char]) -> Vec<char> {
    let small = |character: &char| character.to_lowercase().next().unwrap_or(*character);
    text.iter().map(small).collect()
}

/// The longest word that is shown whole, in characters. Scripts without spaces have no words to show whole.
const MAX_WORD: usize = 24;

/// Where the passage begins or ends with a difference, takes in the rest of the word there.
fn widen(pairs: &mut Vec<Pair>, text: &[char], start: usize, end: usize) {
    let alone = |character: &char| Pair {
        quote: None,
        capture: Some(*character),
    };
    let is_of_word = |character: &&char| character.is_alphanumeric();
    if differs_in_word(pairs.iter()) {
        let before = text[..start].iter().rev().take_while(is_of_word);
        let before: Vec<Pair> = before.take(MAX_WORD).map(alone).collect();
        pairs.splice(..0, before.into_iter().rev());
    }
    if differs_in_word(pairs.iter().rev()) {
        let behind = text[end..].iter().take_while(is_of_word);
        pairs.extend(behind.take(MAX_WORD).map(alone));
    }
}

/// Whether the first word in this direction differs.
fn differs_in_word<'p>(pairs: impl Iterator<Item = &'p Pair>) -> bool {
    pairs
        .take_while(|pair| !pair.is_same_space())
        .any(|pair| !pair.is_same())
}

/// Puts pairs together to pieces that are the same and pieces that differ by whole words.
fn segments(pairs: &[Pair]) -> Vec<Segment> {
    let mut segments = Vec::new();
    for word in pairs.split_inclusive(|pair| pair.is_same_space()) {
        let (word, space) = match word.split_last() {
            Some((last, word)) if last.is_same_space() => (word, " "),
            _ => (word, ""),
        };
        let same_before = word.iter().take_while(|pair| pair.is_same()).count();
        let (quote_behind, capture_behind) = (quoted(&word[same_before..]), captured(&word[same_before..]));
        let begins_word = |text: &str| text.is_empty() || text.starts_with(' ');
        if same_before == word.len() {
            push_same(&mut segments, &captured(word));
        } else if begins_word(&quote_behind) && begins_word(&capture_behind) {
            push_same(&mut segments, &captured(&word[..same_before]));
            push_difference(&mut segments, &quote_behind, &capture_behind);
        } else if word.len() <= MAX_WORD {
            push_difference(&mut segments, &quoted(word), &captured(word));
        } else {
            let same_behind = word.iter().rev().take_while(|pair| pair.is_same()).count();
            let (before, rest) = word.split_at(same_before);
            let (differs, behind) = rest.split_at(rest.len() - same_behind);
            push_same(&mut segments, &captured(before));
            push_difference(&mut segments, &quoted(differs), &captured(differs));
            push_same(&mut segments, &captured(behind));
        }
        push_same(&mut segments, space);
    }
    segments
}

fn quoted(pairs: &[Pair]) -> String {
    pairs.iter().filter_map(|pair| pair.quote).collect()
}

fn captured(pairs: &[Pair]) -> String {
    pairs.iter().filter_map(|pair| pair.capture).collect()
}

fn push_same(segments: &mut Vec<Segment>, text: &str) {
    if text.is_empty() {
        return;
    }
    match segments.last_mut() {
        Some(Segment::Same(before)) => before.push_str(text),
        _ => segments.push(Segment::Same(text.to_owned())),
    }
}

/// Words that differ one after the other are one difference.
fn push_difference(segments: &mut Vec<Segment>, quote: &str, capture: &str) {
    if let [
        ..,
        Segment::Differs {
            quote: quote_before,
            capture: capture_before,
        },
        Segment::Same(between),
    ] = segments.as_mut_slice()
        && between == " "
    {
        for (before, more) in [(quote_before, quote), (capture_before, capture)] {
            before.push(' ');
            before.push_str(more);
        }
        segments.pop();
        return;
    }
    segments.push(Segment::Differs {
        quote: quote.to_owned(),
        capture: capture.to_owned(),
    });
}

#[cfg(test)]
mod tests {
    use super::align;

    fn marked(quote: &str, text: &str) -> Option<String> {
        align(quote, text).map(|nearest| nearest.to_string())
    }

    #[test]
    fn words_that_differ_are_marked_whole() {
        for (quote, text, expected) in [
            (
                "would not last another summer",
                "that the wall would not last another winter, it said",
                "would not last another [summer → winter]",
            ),
            (
                "the quay wall slid into",
                "all of the quay wall then slid into",
                "the quay wall [(nothing) → then] slid into",
            ),
            (
                "the old quay wall slid",
                "the quay wall slid",
                "the [old → (nothing)] quay wall slid",
            ),
            (
                "He Said It Twice",
                "and he said it twice more",
                "[He Said It Twice → he said it twice]",
            ),
            (
                "“not last” long",
                "\"not last\" long",
                "[“not last” → \"not last\"] long",
            ),
            (
                "café is \"open\"",
                "the café is “open” – now",
                "café is [\"open\" → “open”]",
            ),
            // A part of a word may be quoted.
            (
                "arbour was shut",
                "the harbour was open",
                "arbour was [shut → open]",
            ),
        ] {
            assert_eq!(marked(quote, text).as_deref(), Some(expected));
        }
    }

    #[test]
    fn scripts_without_spaces_are_marked_where_they_differ() {
        let text = "岸壁は高潮のために六十メートルにわたって海に崩れ落ちたと市当局は述べた";
        let quote = text.replace("六十", "七十");
        assert_eq!(
            marked(&quote, text).as_deref(),
            Some("岸壁は高潮のために[七 → 六]十メートルにわたって海に崩れ落ちたと市当局は述べた")
        );
    }

    #[test]
    fn what_has_little_in_common_is_not_near() {
        assert_eq!(marked("an entirely other sentence", "wharf, quay and pier"), None);
        assert_eq!(marked("anything", ""), None);
    }

    #[test]
    fn long_pieces_that_are_the_same_are_shortened() {
        let same = "word after word of what both of them have in the same way ".repeat(3);
        assert_eq!(
            marked(&format!("{same}old {same}end"), &format!("{same}new {same}end")).as_deref(),
            Some(
                "… what both of them have in the same way [old → new] word after word of what both of them …"
            )
        );
    }
}
