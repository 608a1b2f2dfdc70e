//! What is checked, and that what is written of it is whole.

use serde_json::{Value, json};

use super::playground::{AT, Folder, Run, byline, run};

pub const FORMATS: [&str; 5] = ["text", "json", "sarif", "junit", "github"];

/// A claim in which nothing is wrong by itself.
pub fn good(id: &str) -> Value {
    json!({
        "byline": "claim/1", "id": id, "statement": format!("The wall slid ({id})."), "lang": "en",
        "event": { "from": "2026-02-02" },
        "chain": [{ "id": "a", "kind": "report", "source": "a.example", "published": "2026-02-03", "held": true }]
    })
}

/// A claim that `time-travel` finds something in: the report came before the event.
pub fn early(id: &str) -> Value {
    let mut claim = good(id);
    claim["chain"][0]["published"] = "2026-02-01".into();
    claim
}

/// Time travel as a warning.
pub const WARN: &str = "[rules]\ntime-travel = \"warn\"\n";

pub fn check(folder: &Folder, arguments: &[&str]) -> Run {
    let arguments = [&["check", "--at", AT][..], arguments].concat();
    run(byline().current_dir(folder.path()).args(arguments))
}

/// Whether the output is whole in its format, as far as that can be told without other programs.
pub fn assert_whole(format: &str, output: &str) {
    match format {
        "json" | "sarif" => {
            let value: Value =
                serde_json::from_str(output).unwrap_or_else(|error| panic!("{error}: {output}"));
            assert!(value.is_object());
        }
        "junit" => assert_xml(output),
        _ => {}
    }
}

/// Only the elements of the format, and nothing that is no text between them.
fn assert_xml(output: &str) {
    let mut open: Vec<&str> = Vec::new();
    let mut parts = output.split('<');
    assert_eq!(parts.next(), Some(""));
    assert_eq!(parts.next(), Some("?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"));
    for part in parts {
        let (tag, text) = part.split_once('>').unwrap();
        assert!(!text.contains('>'), "{text}");
        for (at, _) in part.match_indices('&') {
            let entities = ["&amp;", "&lt;", "&gt;", "&quot;", "&apos;"];
            assert!(
                entities.iter().any(|entity| part[at..].starts_with(entity)),
                "{part}"
            );
        }
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name));
            continue;
        }
        let name = tag.split([' ', '/']).next().unwrap();
        let known = [
            "testsuites",
            "testsuite",
            "properties",
            "testcase",
            "failure",
            "error",
            "system-out",
            "system-err",
        ];
        assert!(known.contains(&name), "{tag}");
        if !tag.ends_with('/') {
            open.push(name);
        }
    }
    assert_eq!(open, [""; 0]);
}
