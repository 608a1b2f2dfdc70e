//! A repository with one source, and a claim begun in it.

use serde_json::{Value, json};

use super::dialogue::Dialogue;
use super::playground::Folder;

pub fn newsroom() -> Folder {
    let folder = Folder::repository();
    folder.put(
        "sources/courier.example.json",
        json!({ "byline": "source/1", "id": "courier.example", "name": "The Courier", "kind": "outlet", "reliability": "B" })
            .to_string(),
    );
    folder
}

/// Answers up to the question who published it.
pub fn begin(terminal: &mut Dialogue, statement: &str, id: &str) {
    terminal.answers("What is claimed", statement);
    terminal.sees("A short name for it?").types(&"\x7f".repeat(50));
    terminal.types(&format!("{id}\r"));
    terminal.answers("In which language", "");
    terminal.answers("When did it happen", "2026-03-05");
}

/// A new claim that the dam leaks, up to the question who published it.
pub fn dam_leaks(folder: &Folder, columns: u16) -> Dialogue {
    let mut terminal = Dialogue::start(folder, columns, &["new", "claim"]);
    begin(&mut terminal, "The dam leaks.", "dam-leaks");
    terminal
}

/// Answers that The Courier published it, and neither when nor where.
pub fn published_by_the_courier(terminal: &mut Dialogue) {
    terminal.answers("Who published it?", "The Courier");
    terminal.accepts(&["When did The Courier publish it?", "Its web address?"]);
}

pub fn claim_in(folder: &Folder, id: &str) -> Value {
    serde_json::from_str(&folder.read(&format!("claims/{id}.json"))).unwrap()
}
