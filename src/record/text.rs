//! Which characters a text may not hold, because a reader would not see them.

/// Whether every byte is an ASCII character from `lowest` on that can be seen.
///
/// It looks for the least and the greatest of them instead of stopping at the first that is not: that takes many in
/// one step.
pub(super) fn is_plain_ascii(text: &str, lowest: u8) -> bool {
    let (least, greatest) = text.bytes().fold((u8::MAX, u8::MIN), |(least, greatest), byte| {
        (least.min(byte), greatest.max(byte))
    });
    least >= lowest && greatest < 0x7F
}

/// Whether a character is hidden from a reader or changes the order in which he sees the others.
///
/// These are the control characters (Unicode category Cc), the line and paragraph separators, the bidirectional
/// controls of [UAX 9](https://www.unicode.org/reports/tr9/), invisible operators and fillers, the blank braille
/// pattern and the null notehead, the format controls of hieroglyphs, tag characters, the variation selectors beyond
/// the first sixteen, and noncharacters. The joiners U+200C and U+200D are not among them: Persian,
/// Indic scripts and emoji cannot be written without.
pub fn is_hidden(character: char) -> bool {
    if character < '\u{AD}' {
        return character.is_control();
    }
    matches!(character,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180F}'
            | '\u{200B}' | '\u{200E}' | '\u{200F}'
            | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{2800}'
            | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}'
            | '\u{FFF0}'..='\u{FFFB}'
            | '\u{13430}'..='\u{1343F}'
            | '\u{1BCA0}'..='\u{1BCA3}'
            | '\u{1D159}'
            | '\u{1D173}'..='\u{1D17A}'
            | '\u{E0000}'..='\u{E0FFF}')
        || is_noncharacter(character)
}

/// Code points that Unicode keeps for ever without a character: the last two of each plane, and U+FDD0 to U+FDEF.
fn is_noncharacter(character: char) -> bool {
    let code = u32::from(character);
    code & 0xFFFE == 0xFFFE || (0xFDD0..=0xFDEF).contains(&code)
}

/// The first hidden character of a text and its position, from 1. Line breaks and tabs count unless `multiline`.
pub(super) fn first_hidden(text: &str, multiline: bool) -> Option<(usize, char)> {
    // Nearly every text is plain ASCII, and this runs for each of them.
    if is_plain_ascii(text, b' ') {
        return None;
    }
    (1..)
        .zip(text.chars())
        .find(|&(_, character)| is_hidden(character) && !(multiline && matches!(character, '\n' | '\t')))
}
