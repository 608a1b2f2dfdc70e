//! What a claim rests on, in words.

use crate::chain::Shape;

/// What the chain rests on: its original sources by kind, or that there is none.
pub(super) fn rests_on(shape: &Shape) -> String {
    let people = match (shape.anonymous, shape.unnamed_people) {
        (0, _) => None,
        (_, 1) => Some("1 unnamed person".to_owned()),
        (_, people) => Some(format!("{people} unnamed people")),
    };
    let parts: Vec<String> = [
        counted(shape.named_people, "named person", "named people"),
        people,
        counted(shape.statements, "official statement", "official statements"),
        counted(shape.documents, "document", "documents"),
        counted(shape.observations, "observation", "observations"),
        counted(shape.claims, "other claim", "other claims"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let mut text = if parts.is_empty() {
        "a bare assertion".to_owned()
    } else {
        parts.join(", ")
    };
    if !parts.is_empty() && shape.bare_reports > 0 {
        text.push_str(", and a bare assertion");
    }
    if shape.denials > 0 {
        text.push_str(&format!(
            "; {} of them den{}",
            shape.denials,
            if shape.denials == 1 { "ies" } else { "y" }
        ));
    }
    text
}

fn counted(count: u16, one: &str, many: &str) -> Option<String> {
    match count {
        0 => None,
        1 => Some(format!("1 {one}")),
        n => Some(format!("{n} {many}")),
    }
}
