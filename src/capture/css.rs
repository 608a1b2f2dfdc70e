//! What a style attribute hides: as much of [CSS](https://www.w3.org/TR/css-syntax-3/) as that takes.

/// Whether something is shown, by its attributes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Hiding {
    /// It takes no room, nor does anything in it.
    pub not_displayed: bool,
    /// Whether it is invisible, where it says: what is in it may say otherwise.
    pub invisible: Option<bool>,
}

impl Hiding {
    /// Whether the element hides itself.
    pub fn hides(self) -> bool {
        self.not_displayed || self.invisible == Some(true)
    }

    /// Takes what a style attribute says. Of several declarations of one property the last counts, of important ones
    /// before others; what no browser understands is none.
    pub fn add_style(&mut self, style: &[u8]) {
        let (mut display, mut visibility) = (Cascade::default(), Cascade::default());
        let mut opacity = Cascade::default();
        for declaration in declarations(style) {
            let Some(colon) = declaration.iter().position(|byte| *byte == b':') else {
                continue;
            };
            let property = without_escapes(&declaration[..colon]).to_ascii_lowercase();
            let value = without_escapes(&declaration[colon + 1..]).to_ascii_lowercase();
            let (value, is_important) = match value.iter().position(|byte| *byte == b'!') {
                Some(mark) if value[mark + 1..].trim_ascii() == b"important" => (&value[..mark], true),
                Some(_) => continue,
                None => (&*value, false),
            };
            match property.trim_ascii() {
                b"display" => display.declare(is_displayed(value.trim_ascii()), is_important),
                b"visibility" => visibility.declare(is_invisible(value.trim_ascii()), is_important),
                b"opacity" => opacity.declare(is_opaque(value.trim_ascii()), is_important),
                _ => {}
            }
        }
        self.not_displayed |= display.value == Some(false) || opacity.value == Some(false);
        self.invisible = visibility.value.unwrap_or(self.invisible);
    }
}

/// Which of the declarations of one property counts.
#[derive(Default)]
struct Cascade<T> {
    value: Option<T>,
    is_important: bool,
}

impl<T> Cascade<T> {
    /// Takes the next declaration; `None` stands for a value that no browser understands.
    fn declare(&mut self, value: Option<T>, is_important: bool) {
        if value.is_some() && (is_important || !self.is_important) {
            self.value = value;
            self.is_important = is_important;
        }
    }
}

/// The keywords of [display](https://www.w3.org/TR/css-display-3/#the-display-properties) that show something by
/// themselves.
const DISPLAYED: [&[u8]; 31] = [
    b"-webkit-box",
    b"-webkit-inline-box",
    b"block",
    b"contents",
    b"flex",
    b"flow",
    b"flow-root",
    b"grid",
    b"inherit",
    b"initial",
    b"inline",
    b"inline-block",
    b"inline-flex",
    b"inline-grid",
    b"inline-table",
    b"list-item",
    b"math",
    b"revert",
    b"revert-layer",
    b"ruby",
    b"run-in",
    b"table",
    b"table-caption",
    b"table-cell",
    b"table-column",
    b"table-column-group",
    b"table-footer-group",
    b"table-header-group",
    b"table-row",
    b"table-row-group",
    b"unset",
];

/// Those of them that can stand side by side, one from each: how it stands among others, and how those in it stand.
const OUTSIDE: [&[u8]; 3] = [b"block", b"inline", b"run-in"];
const INSIDE: [&[u8]; 6] = [b"flex", b"flow", b"flow-root", b"grid", b"ruby", b"table"];

fn is_displayed(value: &[u8]) -> Option<bool> {
    let words: Vec<&[u8]> = value
        .split(u8::is_ascii_whitespace)
        .filter(|word| !word.is_empty())
        .collect();
    let is_shown = match words[..] {
        [b"none"] => return Some(false),
        [word] => DISPLAYED.contains(&word),
        [one, other] => {
            let is_pair = |a: &[u8], b: &[u8]| OUTSIDE.contains(&a) && INSIDE.contains(&b);
            is_pair(one, other) || is_pair(other, one)
        }
        _ => false,
    };
    is_shown.then_some(true)
}

/// Whether a value of `visibility` makes invisible; `Some(None)` where that is as around it.
fn is_invisible(value: &[u8]) -> Option<Option<bool>> {
    match value {
        b"hidden" | b"collapse" => Some(Some(true)),
        b"visible" | b"initial" => Some(Some(false)),
        b"inherit" | b"unset" | b"revert" | b"revert-layer" => Some(None),
        _ => None,
    }
}

/// Whether a value of `opacity`, a [number](https://www.w3.org/TR/css-values-4/#numbers) or a percentage, lets anything be
/// seen.
fn is_opaque(value: &[u8]) -> Option<bool> {
    const LIKE_ELSEWHERE: [&[u8]; 5] = [b"inherit", b"initial", b"revert", b"revert-layer", b"unset"];
    if LIKE_ELSEWHERE.contains(&value) {
        return Some(true);
    }
    let number = value.strip_suffix(b"%").unwrap_or(value);
    let is_of_number = |byte: &u8| byte.is_ascii_digit() || b"+-.e".contains(byte);
    let ends_in_digit = number.last().is_some_and(u8::is_ascii_digit);
    let has_fraction = |at: usize| number.get(at + 1).is_some_and(u8::is_ascii_digit);
    let point = number.iter().position(|byte| *byte == b'.');
    if !number.iter().all(is_of_number) || !ends_in_digit || !point.is_none_or(has_fraction) {
        return None;
    }
    let number: f64 = std::str::from_utf8(number).ok()?.parse().ok()?;
    Some(number > 0.0)
}

/// The declarations of a style, without comments. What stands in strings or brackets ends none; a block in braces does,
/// as it would be a rule by itself.
fn declarations(style: &[u8]) -> Vec<Vec<u8>> {
    let mut all = vec![Vec::new()];
    let mut quote = None;
    let mut closing = Vec::new();
    let mut rest = style;
    while let [byte, after @ ..] = rest {
        rest = after;
        let mut ends = false;
        match (quote, *byte) {
            (_, b'\\') => {
                let escaped = usize::from(!after.is_empty());
                push(&mut all, &[b"\\", &after[..escaped]].concat());
                rest = &after[escaped..];
                continue;
            }
            // A string cannot go on in the next line.
            (Some(_), b'\n' | b'\r' | 0x0C) => quote = None,
            (Some(open), _) if open == *byte => quote = None,
            (Some(_), _) => {}
            (None, b'/') if after.first() == Some(&b'*') => {
                // A comment that does not end goes on to the end.
                let end = memchr::memmem::find(&after[1..], b"*/");
                rest = end.map_or(&[][..], |end| &after[end + 3..]);
                push(&mut all, b" ");
                continue;
            }
            (None, b'"' | b'\'') => quote = Some(*byte),
            (None, b'(') if begins_address(&all, after) => {
                let end = end_of_address(after);
                push(&mut all, &style[style.len() - rest.len() - 1..][..=end]);
                rest = &after[end..];
                continue;
            }
            (None, b'(') => closing.push(b')'),
            (None, b'[') => closing.push(b']'),
            (None, b'{') => closing.push(b'}'),
            (None, close) if closing.last() == Some(&close) => {
                closing.pop();
                ends = close == b'}' && closing.is_empty();
            }
            (None, b';') if closing.is_empty() => ends = true,
            (None, _) => {}
        }
        if ends {
            if all.last().is_some_and(|last| !last.is_empty()) {
                all.push(Vec::new());
            }
        } else {
            push(&mut all, &[*byte]);
        }
    }
    all
}

/// Whether a bracket that opens here is that of a `url(` without quotes: in it strings, brackets and comments are none.
fn begins_address(declarations: &[Vec<u8>], after: &[u8]) -> bool {
    let before = declarations.last().map_or(&[][..], Vec::as_slice);
    let is_of_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_\\".contains(byte) || !byte.is_ascii();
    let is_url = before.split_last_chunk::<3>().is_some_and(|(before, name)| {
        name.eq_ignore_ascii_case(b"url") && !before.last().is_some_and(is_of_name)
    });
    is_url && !matches!(after.trim_ascii_start().first(), Some(b'"' | b'\''))
}

/// Behind the bracket that closes an address.
fn end_of_address(after: &[u8]) -> usize {
    let mut at = 0;
    while let Some(byte) = after.get(at) {
        at += 1;
        match byte {
            b')' => break,
            b'\\' => at += 1,
            _ => {}
        }
    }
    at.min(after.len())
}

fn push(declarations: &mut [Vec<u8>], bytes: &[u8]) {
    if let Some(last) = declarations.last_mut() {
        last.extend_from_slice(bytes);
    }
}

/// A character that was escaped: it is never a blank or a mark of the grammar.
fn of_name(byte: u8) -> u8 {
    if byte.is_ascii_alphanumeric() || byte == b'-' {
        byte
    } else {
        b'?'
    }
}

/// The most digits of an escape.
const ESCAPE: usize = 6;

/// Escapes of ASCII decoded; no word that matters here has other characters.
fn without_escapes(style: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(style.len());
    let mut rest = style.iter().copied().peekable();
    while let Some(byte) = rest.next() {
        if byte != b'\\' {
            plain.push(byte);
            continue;
        }
        let mut code = None;
        for _ in 0..ESCAPE {
            let Some(digit) = rest.peek().and_then(|byte| char::from(*byte).to_digit(16)) else {
                break;
            };
            code = Some(code.unwrap_or(0) * 16 + digit);
            rest.next();
        }
        match code {
            Some(code) => {
                plain.push(of_name(u8::try_from(code).unwrap_or(b'?')));
                // A space ends the digits, and belongs to them.
                rest.next_if(u8::is_ascii_whitespace);
            }
            None => plain.extend(rest.next().map(of_name)),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hides(style: &str) -> bool {
        let mut hiding = Hiding::default();
        hiding.add_style(style.as_bytes());
        hiding.hides()
    }

    #[test]
    fn what_a_browser_hides_is_hidden() {
        for style in [
            "display:none",
            "DISPLAY : None ! important",
            "display:none;display:12px",
            "display:none!important;display:block",
            "visibility:hidden;visibility:foo",
            "display:none;--x:';display:block;'",
            "display:none;--x:(;display:block)",
            "display:none;--x:\\3b display:block",
            "--x:'/*';display:none;--y:'*/'",
            "x{} display:none",
            "d\\69splay:none",
            "/* shown */ visibility : collapse",
            "opacity: 0%",
            "opacity:0.0;color:red",
            "display:none;display:block block",
            "display:none;display:bl/**/ock",
            "display:none;display:\\20 block",
            "display:none;display:block\\21important",
            "opacity:0;opacity:1.",
            "opacity:0;opacity:infinity",
            "opacity:0;opacity:5%%",
            "background:url(a');display:none;--x:')",
            "background:url(a(b);display:none;--x:)",
            "background:url(/*);display:none;--x:url(*/)",
            "--x:'\u{c};display:none;--y:'",
            "--x:curl(b')');display:none;--y:'x'",
        ] {
            assert!(hides(style), "{style}");
        }
    }

    #[test]
    fn what_a_browser_shows_is_shown() {
        for style in [
            "",
            "display:none;display:block",
            "display:block!important;display:none",
            "display: inline flow-root",
            "visibility:hidden;visibility:inherit",
            "--x:'display:none'",
            "/* display:none */ color:red",
            "color:red;display:no",
            "opacity:.5",
            "opacity:none",
            "display:no/**/ne",
            "disp/**/lay:none",
            "opacity:0;opacity:inherit",
            "display:none;display:-webkit-box",
            "background:url( 'a;display:none' )",
            "background:url(a;display:none)",
            "display:none;;display: BLOCK ;",
        ] {
            assert!(!hides(style), "{style}");
        }
    }
}
