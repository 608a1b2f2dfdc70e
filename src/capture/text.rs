//! The text of a capture as it is compared: UTF-8, normalisation form C, white space folded.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::record::is_hidden;

use super::form::Unsearchable;

/// The bytes as text, without a byte-order mark. ASCII is UTF-8; whether text in another encoding says the same cannot
/// be known without being told which it is.
pub(super) fn decoded(bytes: &[u8]) -> Result<&str, Unsearchable> {
    let text = std::str::from_utf8(bytes).map_err(|_| Unsearchable::Encoding)?;
    // UTF-16 and ISO-2022-JP can be valid UTF-8, but for these characters, which no text has.
    if text.bytes().any(|byte| matches!(byte, 0 | 0x1B)) {
        return Err(Unsearchable::Encoding);
    }
    Ok(text.strip_prefix('\u{FEFF}').unwrap_or(text))
}

/// The text in normalisation form C, every run of white space one space, none at its ends. Characters that nobody
/// sees, soft hyphens for example, are left out: a quote cannot have them.
pub(super) fn folded(text: &str) -> String {
    let seen = || text.chars().filter(|character| is_seen(*character));
    match is_nfc_quick(seen()) {
        IsNormalized::Yes => fold(seen(), text.len()),
        // Marks without end upon one letter would have to be sorted all at once: after 30 the Stream-Safe Text Format
        // of UAX 15 puts a grapheme joiner, which is hidden and left out.
        IsNormalized::No | IsNormalized::Maybe => fold(seen().stream_safe().nfc(), text.len()),
    }
}

fn is_seen(character: char) -> bool {
    character.is_whitespace() || !is_hidden(character)
}

fn fold(characters: impl Iterator<Item = char>, length: usize) -> String {
    let mut folded = String::with_capacity(length);
    let mut is_apart = false;
    for character in characters {
        if character.is_whitespace() {
            is_apart = !folded.is_empty();
        } else if !is_hidden(character) {
            if is_apart {
                folded.push(' ');
                is_apart = false;
            }
            folded.push(character);
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::{decoded, folded};
    use crate::capture::Unsearchable;

    #[test]
    fn white_space_is_folded_and_case_kept() {
        assert_eq!(
            folded("\u{a0} The  quay\r\n\twall\u{2003}\u{2029}Slid "),
            "The quay wall Slid"
        );
        assert_eq!(folded(" \n "), "");
    }

    #[test]
    fn characters_are_composed() {
        assert_eq!(folded("cafe\u{301} o\u{323}\u{302}"), "caf\u{e9} \u{1ed9}");
        assert_eq!(folded("cafe\u{ad}\u{301}"), "caf\u{e9}");
    }

    #[test]
    fn what_nobody_sees_is_left_out() {
        assert_eq!(
            folded("har\u{ad}bour\u{200b}-mas\u{feff}ter\u{2028}\u{1}x"),
            "harbour-master x"
        );
        // Persian needs its joiners.
        assert_eq!(folded("می\u{200c}خواهم"), "می\u{200c}خواهم");
    }

    #[test]
    fn marks_without_end_cost_no_more_than_other_text() {
        let marks = "\u{301}\u{323}".repeat(500_000);
        assert!(folded(&format!("a{marks}b")).ends_with('b'));
    }

    #[test]
    fn other_encodings_are_told() {
        assert_eq!(decoded(b"\xEF\xBB\xBFplain"), Ok("plain"));
        for bytes in [&b"caf\xe9"[..], b"\xff\xfec\0", b"c\0a\0", b"\x1b$B%F%9%H\x1b(B"] {
            assert_eq!(decoded(bytes), Err(Unsearchable::Encoding), "{bytes:?}");
        }
    }
}
