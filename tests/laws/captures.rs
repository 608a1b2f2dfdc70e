//! A quote that is cut from what a page shows is found in it, and no longer if a letter of it is changed; one that is put
//! on a link is read from it.

use byline::capture::{CapturedText, Form, QuoteState, Segment, with_quote};
use byline::json::{MAX_DEPTH, parse};
use byline::record::{Record, read};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// A piece of a page, and what a reader sees of it.
#[derive(Clone, Debug)]
struct Piece {
    html: String,
    shown: String,
}

/// Words of letters that no change below puts in.
fn word() -> impl Strategy<Value = String> {
    select(vec![
        "harbour",
        "wall",
        "Basin",
        "4",
        "café",
        "τοίχος",
        "岸壁",
        "l’eau",
        "“not",
        "winter”",
        "naïve",
        "<b>",
        "A&P",
        "می‌خواهم",
        "x=1",
    ])
    .prop_map(str::to_owned)
}

/// A word as a page may spell it: with entities, in elements, decomposed, with soft hyphens.
fn spelt() -> impl Strategy<Value = Piece> {
    (word(), 0..6_u8).prop_map(|(word, way)| {
        let escaped = word.replace('&', "&amp;").replace('<', "&lt;");
        let html = match way {
            0 => word
                .chars()
                .map(|character| format!("&#{};", u32::from(character)))
                .collect(),
            1 => word
                .chars()
                .map(|character| format!("&#x{:X};", u32::from(character)))
                .collect(),
            2 => format!("<a href='x' title=\"hidden\">{escaped}</a>"),
            3 => format!("<!-- no -->{escaped}<script>if (1 < 2) no();</script><span hidden>no<br>no</span>"),
            4 => format!("\u{ad}{escaped}\u{200b}")
                .replace('é', "e\u{301}")
                .replace('ï', "i&#x308;"),
            _ => escaped,
        };
        Piece { html, shown: word }
    })
}

/// What stands between two words.
fn gap() -> impl Strategy<Value = Piece> {
    select(vec![
        (" ", " "),
        ("\n\t ", " "),
        ("&nbsp;", " "),
        ("<br>", " "),
        ("</p>\n<p class=a>", " "),
        ("<wbr>", ""),
        (" <p hidden>no <b>no</b></p> ", " "),
        ("<ul><li>", " "),
        ("<li style='display:none'>no<li>", " "),
        ("</ul>", " "),
        ("<table><tr><td>", " "),
        ("<td hidden>no<td>", " "),
        ("</table>", " "),
        ("<div style=\"Display: none\">no<div>no</div></div>", ""),
        ("</em></strong>", ""),
        ("<title>no</title>", ""),
    ])
    .prop_map(|(html, shown)| Piece {
        html: html.to_owned(),
        shown: shown.to_owned(),
    })
}

/// A page, and the text that a reader sees.
fn page() -> impl Strategy<Value = Piece> {
    vec((spelt(), gap()), 3..60).prop_map(|pieces| {
        let mut page = Piece {
            html: "<!DOCTYPE html><style>p { color: no }</style><p>".to_owned(),
            shown: String::new(),
        };
        for piece in pieces.into_iter().flat_map(|(word, gap)| [word, gap]) {
            page.html.push_str(&piece.html);
            page.shown.push_str(&piece.shown);
        }
        page.shown = page.shown.split_whitespace().collect::<Vec<_>>().join(" ");
        page
    })
}

proptest! {
    #[test]
    fn a_quote_is_found_where_it_was_cut_and_nowhere_once_it_is_changed(
        page in page(),
        from in any::<prop::sample::Index>(),
        length in 8..120_usize,
        changed in any::<prop::sample::Index>(),
    ) {
        let shown: Vec<char> = page.shown.chars().collect();
        // Whole words: a part of one may say the contrary.
        let from = from.index(shown.len());
        let is_space = |character: &char| *character == ' ';
        let from = shown[..from].iter().rposition(is_space).map_or(0, |space| space + 1);
        let rest = shown[from..].get(length..).unwrap_or_default();
        let end = shown.len() - rest.len();
        let end = end + rest.iter().position(is_space).unwrap_or(rest.len());
        let quote: String = shown[from..end].iter().collect();
        let mut text = CapturedText::new(page.html.as_bytes(), Form::Html).unwrap();
        prop_assert_eq!(text.as_str(), &page.shown);
        if !quote.trim().is_empty() {
            prop_assert_eq!(text.look_for(&quote), QuoteState::Consistent);
            // As a person may have typed it.
            let typed = quote.replace(' ', " \n").replace('é', "e\u{301}");
            prop_assert_eq!(text.look_for(&typed), QuoteState::Consistent);
        }

        let mut letters: Vec<char> = quote.chars().collect();
        let at = changed.index(letters.len());
        letters[at] = 'Ω';
        let wrong: String = letters.iter().collect();
        let QuoteState::NotFound(nearest) = text.look_for(&wrong) else {
            return Err(TestCaseError::fail("a changed quote is found"));
        };
        if let Some(nearest) = nearest {
            let marked = nearest.segments.iter().any(
                |segment| matches!(segment, Segment::Differs { quote, .. } if quote.contains('Ω')),
            );
            prop_assert!(marked, "{nearest}");
        }
    }
}

/// A claim, laid out as people and programs do, with and without a quote on its link.
fn quoting_claims() -> Vec<String> {
    let compact = r#"{"byline":"claim/1","id":"a","statement":"S.","lang":"en","chain":[{"id":"x","kind":"report","source":"s","held":true,"url":"https://s.example/","quote":{"text":"it leaned for years","lang":"en"},"note":"n"}]}"#;
    let value: serde_json::Value = serde_json::from_str(compact).unwrap();
    let mut bare = value.clone();
    bare["chain"][0].as_object_mut().unwrap().remove("quote");
    [value, bare]
        .iter()
        .flat_map(|value| {
            [
                value.to_string(),
                serde_json::to_string_pretty(value).unwrap(),
                serde_json::to_string_pretty(value).unwrap().replace('\n', "\r\n"),
            ]
        })
        .collect()
}

proptest! {
    #[test]
    fn a_quote_that_is_put_on_a_link_is_read_from_it_and_nothing_else_changes(
        words in "[a-zé\"\\\\“”/ سمع港]{6,200}",
        claim in select(quoting_claims()),
    ) {
        let quote = format!("«{}»", words.trim());
        prop_assume!(quote.chars().count() >= 8);
        let (document, _) = parse(&claim, MAX_DEPTH).unwrap();
        let Some(Record::Claim(before)) = read(&document).record else {
            return Err(TestCaseError::fail("no claim"));
        };
        let text = with_quote(&document, &before.chain[0], &quote).unwrap();
        let mut changed: serde_json::Value = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(&changed["chain"][0]["quote"]["text"], &quote);
        let (document, faults) = parse(&text, MAX_DEPTH).unwrap();
        prop_assert!(faults.is_empty() && read(&document).faults.is_empty(), "{}", text);
        // Without the quotes it is what it was.
        let mut told: serde_json::Value = serde_json::from_str(&claim).unwrap();
        let had = told["chain"][0].as_object_mut().unwrap().remove("quote");
        let has = changed["chain"][0].as_object_mut().unwrap().remove("quote");
        prop_assert_eq!(told, changed);
        prop_assert_eq!(
            had.and_then(|had| had.get("lang").cloned()),
            has.and_then(|has| has.get("lang").cloned())
        );
    }
}
