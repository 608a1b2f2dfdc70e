//! Records with more findings than are told: what fails a check is never among those that are left out.

use serde_json::{Value, json};

use super::checked::{check, early};
use super::playground::Folder;

/// More links with a source that no registry has than findings are told of one record.
const MANY: usize = 150;

/// A claim with many findings of `unknown-source`, and one of `time-travel`, which is found last.
fn claim_with_many() -> Value {
    let mut claim = early("many");
    let links = claim["chain"].as_array_mut().unwrap();
    links.extend((0..MANY).map(|number| {
        json!({ "id": format!("l{number}"), "kind": "report", "source": format!("s{number}.example"),
                "published": "2026-02-03", "held": true })
    }));
    claim
}

fn checked(policy: &str) -> (Option<i32>, Value) {
    let folder = Folder::repository();
    folder.put("byline.toml", policy);
    folder.put("claims/many.json", claim_with_many().to_string());
    folder
        .sign("harbour-author", &["claims/many.json"])
        .assert_status(0);
    let run = check(&folder, &["--format", "json"]);
    (run.status, run.json())
}

fn levels_of<'v>(checked: &'v Value, rule: &str) -> Vec<&'v str> {
    let findings = checked["findings"].as_array().unwrap().iter();
    let of_rule = findings.filter(|finding| finding["rule"] == rule);
    of_rule
        .map(|finding| finding["level"].as_str().unwrap())
        .collect()
}

#[test]
fn no_warnings_hide_what_fails_the_check() {
    let (status, checked) = checked("[rules]\nunknown-source = \"warn\"\ntime-travel = \"deny\"\n");
    assert_eq!(levels_of(&checked, "time-travel"), ["deny"]);
    let warnings = levels_of(&checked, "unknown-source");
    assert!(
        warnings.len() < MANY && warnings.iter().all(|level| *level == "warn"),
        "{warnings:?}"
    );
    assert_eq!(status, Some(1));
}

#[test]
fn nothing_that_is_waived_hides_what_fails_the_check() {
    let (status, checked) = checked(
        "[rules]\nunknown-source = \"deny\"\ntime-travel = \"deny\"\n\
         [[ignore]]\nrule = \"unknown-source\"\nrecord = \"many\"\nreason = \"r\"\nuntil = \"2099-12-31\"\n",
    );
    assert_eq!(levels_of(&checked, "time-travel"), ["deny"]);
    assert_eq!(levels_of(&checked, "unknown-source"), [""; 0]);
    assert!(
        checked["summary"]["waived"].as_u64().unwrap() > MANY as u64 - 1,
        "{}",
        checked["summary"]
    );
    assert_eq!(status, Some(1));
}
