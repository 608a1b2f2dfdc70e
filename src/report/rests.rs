//! What a claim rests on, in words.

use crate::chain::{Origins, Shape};

/// What the chain rests on: who supports the claim, by kind, or that nobody is named; then who denies it.
pub(super) fn rests_on(shape: &Shape) -> String {
    let mut parts = origins(&shape.supporting);
    parts.extend(counted(u32::from(shape.claims), "other claim", "other claims"));
    let has_end = shape.origins > 0 || shape.claims > 0;
    if !has_end {
        return "nothing: its links only cite each other".to_owned();
    }
    if shape.bare_reports > 0 || parts.is_empty() {
        parts.push("a bare assertion".to_owned());
    }
    let mut text = parts.join(", ");
    if !shape.denying.is_empty() {
        text.push_str(&format!("; denied by {}", origins(&shape.denying).join(", ")));
    }
    if shape.silent > 0 {
        text.push_str(&format!("; {} would not comment", shape.silent));
    }
    text
}

fn origins(origins: &Origins) -> Vec<String> {
    let several = match (origins.unnamed_people, origins.several) {
        (_, 0) => None,
        (0, _) => Some("several unnamed people".to_owned()),
        (_, _) => Some("several more".to_owned()),
    };
    [
        counted(u32::from(origins.named_people), "named person", "named people"),
        counted(origins.unnamed_people, "unnamed person", "unnamed people"),
        several,
        counted(
            u32::from(origins.statements),
            "official statement",
            "official statements",
        ),
        counted(u32::from(origins.documents), "document", "documents"),
        counted(u32::from(origins.observations), "observation", "observations"),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn counted(count: u32, one: &str, many: &str) -> Option<String> {
    match count {
        0 => None,
        1 => Some(format!("1 {one}")),
        n => Some(format!("{n} {many}")),
    }
}
