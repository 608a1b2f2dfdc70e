//! What somebody has read and not captured yet: once a claim is signed, only a revision can name a capture.

use std::path::Path;

use serde_json::Value;

use crate::cli::output::{layout_of_output, typed};
use crate::report::wrap;

/// How to capture what the claim at `path` was taken from, for the first link of its chain without a capture, in lines;
/// empty where nothing is left to capture.
pub(super) fn advised_capture(chain: Option<&Value>, path: &Path) -> String {
    let links = chain.and_then(Value::as_array).into_iter().flatten();
    let mut uncaptured = links.filter(|link| can_be_captured(link));
    let Some(link) = uncaptured.find_map(|link| link["id"].as_str()) else {
        return String::new();
    };
    let told = "Did you save what you read or saw? Keep it before you sign; after that, it takes a revision:";
    let told = wrap("", told, layout_of_output().width);
    // In one piece, so that it can be pasted.
    format!(
        "{told}\n    `byline capture {} --link {link} PATH`\n",
        typed(path)
    )
}

fn can_be_captured(link: &Value) -> bool {
    link["held"] == true && link["kind"] != "claim" && link.get("evidence").is_none()
}
