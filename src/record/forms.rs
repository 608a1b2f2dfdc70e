//! The forms of values, in the words in which a fault asks for them.

use crate::json::Node;

use super::date::Moment;
use super::reader::Reader;
use super::text::is_plain_ascii;

/// Web addresses longer than this are refused by servers and browsers alike.
const MAX_URL: usize = 2_048;

pub(super) const DID_FORM: &str =
    "write the did:key of an Ed25519 key, which begins with did:key:z6Mk; `byline key list` shows yours";
pub(super) const TIME_FORM: &str = "write a time in UTC as YYYY-MM-DDThh:mm:ssZ";
pub(super) const SLUG_FORM: &str =
    "write 1 to 64 letters from a to z, digits and hyphens, the first no hyphen";
pub(super) const SOURCE_FORM: &str = "write the id of a source: 1 to 64 letters from a to z, digits, hyphens and dots, beginning with a letter or digit";
pub(super) const URL_FORM: &str =
    "write a web address that begins with http:// or https:// and holds no spaces";
pub(super) const LANG_FORM: &str = "write a language tag, for example en, el or zh-Hant";
pub(super) const DATE_FORM: &str = "write a day as YYYY-MM-DD, or a time as YYYY-MM-DDThh:mm:ssZ";

pub(super) fn moment(reader: &mut Reader, node: Node<'_>) -> Option<Moment> {
    reader.parsed(node, DATE_FORM, Moment::parse)
}

/// A web address as far as a record cares: its scheme, its length, no spaces and nothing hidden.
pub(super) fn url(text: &str) -> Option<&str> {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"))?;
    if rest.is_empty() || text.len() > MAX_URL {
        return None;
    }
    // From the exclamation mark on: everything but the space.
    let plain = is_plain_ascii(text, b'!') || !text.chars().any(|c| c.is_whitespace() || super::is_hidden(c));
    plain.then_some(text)
}
