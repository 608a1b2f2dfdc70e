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

    /// Takes what a style attribute says. Of several declarations of one property the last counts.
    pub fn add_style(&mut self, style: &[u8]) {
        let plain = without_escapes(&without_comments(style));
        let mut is_displayed = true;
        for declaration in plain.split(|byte| *byte == b';') {
            let Some(colon) = declaration.iter().position(|byte| *byte == b':') else {
                continue;
            };
            let property = declaration[..colon].trim_ascii();
            let value = declaration[colon + 1..].split(|byte| *byte == b'!').next();
            let value = value.unwrap_or_default().trim_ascii();
            let says = |word: &[u8]| value.eq_ignore_ascii_case(word);
            if property.eq_ignore_ascii_case(b"display") {
                is_displayed = !says(b"none");
            } else if property.eq_ignore_ascii_case(b"visibility") {
                self.invisible = match says(b"inherit") || says(b"unset") {
                    true => None,
                    false => Some(says(b"hidden") || says(b"collapse")),
                };
            }
        }
        self.not_displayed |= !is_displayed;
    }
}

fn without_comments(style: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(style.len());
    let mut rest = style;
    while let Some(begin) = memchr::memmem::find(rest, b"/*") {
        plain.extend_from_slice(&rest[..begin]);
        let comment = &rest[begin + 2..];
        // One that does not end goes on to the end.
        rest = memchr::memmem::find(comment, b"*/").map_or(&[][..], |end| &comment[end + 2..]);
    }
    plain.extend_from_slice(rest);
    plain
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
                plain.push(u8::try_from(code).unwrap_or(b'?'));
                // A space ends the digits, and belongs to them.
                rest.next_if(u8::is_ascii_whitespace);
            }
            None => plain.extend(rest.next()),
        }
    }
    plain
}
