//! Who signs, and what is looked at in what they signed.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use byline::json::{MAX_DEPTH, parse, spans};
use serde_json::Value;

use super::playground::{Folder, Run};

pub const AUTHOR: &str = "harbour-author";
pub const EDITOR: &str = "harbour-editor";
pub const CHECKER: &str = "harbour-checker";

pub fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// The text without the members that signing has put in, each with what stands before it.
pub fn without(text: &str, members: &[&str]) -> String {
    let (document, faults) = parse(text, MAX_DEPTH).unwrap();
    assert!(faults.is_empty());
    let spans = spans(text);
    let mut rest = String::new();
    let mut end = 0;
    for member in document.root().children() {
        let span = &spans[member.index() as usize];
        if !members.contains(&member.key().unwrap()) {
            rest.push_str(&text[end..span.value.end]);
        }
        end = span.value.end;
    }
    rest + &text[end..]
}

/// The names of a record's members in their order.
pub fn members(text: &str) -> Vec<String> {
    let (document, _) = parse(text, MAX_DEPTH).unwrap();
    document
        .root()
        .members()
        .map(|(name, _)| name.to_owned())
        .collect()
}

/// What changes with any writing of a file, also of the same bytes.
pub fn trace(path: &Path) -> (u64, i64, i64, i64, i64) {
    let metadata = fs::metadata(path).unwrap();
    (
        metadata.ino(),
        metadata.mtime(),
        metadata.mtime_nsec(),
        metadata.ctime(),
        metadata.ctime_nsec(),
    )
}

/// The run refused, and the file is as it was.
pub fn assert_refused(folder: &Folder, path: &str, status: i32, words: &str, sign: impl FnOnce() -> Run) {
    let file = folder.at(path);
    let before = (trace(&file), fs::read(&file).unwrap());
    let names = folder.names("");
    let run = sign();
    run.assert_status(status);
    assert!(run.said().contains(words), "{words:?}: {run:#?}");
    assert_eq!((trace(&file), fs::read(&file).unwrap()), before);
    assert_eq!(folder.names(""), names, "no temporary file is left");
}
