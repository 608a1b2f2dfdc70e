//! Members given other names, with every other byte of the text left as it is.

use super::document::Document;
use super::lex::spans;

/// The text of `document` in which the members whose values are these nodes have these names.
///
/// The names are written as they are: none may hold what JSON escapes.
pub fn with_members_renamed(document: &Document<'_>, names: &[(u32, &'static str)]) -> String {
    let text = document.text();
    let spans = spans(text);
    let mut edits: Vec<_> = names
        .iter()
        .filter_map(|(node, name)| Some((spans.get(*node as usize)?.key.clone()?, *name)))
        .collect();
    edits.sort_by_key(|(bytes, _)| bytes.start);
    let mut renamed = String::with_capacity(text.len());
    let mut done = 0;
    for (bytes, name) in edits {
        renamed.push_str(&text[done..bytes.start]);
        renamed.push('"');
        renamed.push_str(name);
        renamed.push('"');
        done = bytes.end;
    }
    renamed.push_str(&text[done..]);
    renamed
}
