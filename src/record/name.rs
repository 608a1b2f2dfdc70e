//! Slugs, source ids and language tags.

use std::fmt;

macro_rules! borrowed_name {
    ($(#[$doc:meta])* $name:ident, $parse:expr) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name<'d>(&'d str);

        impl<'d> $name<'d> {
            /// Reads the written form; `None` for anything else.
            pub fn parse(text: &'d str) -> Option<Self> {
                let valid: fn(&str) -> bool = $parse;
                valid(text).then_some(Self(text))
            }

            /// The name as written.
            pub fn as_str(self) -> &'d str {
                self.0
            }
        }

        impl fmt::Display for $name<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.0)
            }
        }
    };
}

borrowed_name!(
    /// A short name for a claim, link or topic: `[a-z0-9][a-z0-9-]{0,63}`.
    Slug,
    |text| is_name(text, b"-")
);
borrowed_name!(
    /// The id of a source: a slug that may also hold dots, so that a domain name is one.
    SourceId,
    |text| is_name(text, b"-.")
);
borrowed_name!(
    /// A language tag of the form of [BCP 47](https://www.rfc-editor.org/info/bcp47), at most 35 characters.
    Lang,
    is_language_tag
);

fn is_name(text: &str, also: &[u8]) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let bytes = text.as_bytes();
    matches!(bytes, [first, rest @ ..]
        if plain(*first) && rest.len() <= 63 && rest.iter().all(|byte| plain(*byte) || also.contains(byte)))
}

fn is_language_tag(text: &str) -> bool {
    let mut parts = text.split('-');
    let language = parts.next().unwrap_or_default();
    text.len() <= 35
        && (2..=8).contains(&language.len())
        && language.bytes().all(|byte| byte.is_ascii_alphabetic())
        && parts.all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}
