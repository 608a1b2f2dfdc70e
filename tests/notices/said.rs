//! Notices and lists to begin with.

use serde_json::{Value, json};

use super::playground::{Folder, claim, record, rules};

pub fn notice(about: &str, effect: &str, reason: &str) -> Value {
    json!({
        "byline": "notice/1", "record": about, "effect": effect, "reason": reason,
        "issued": "2026-03-05T10:00:00Z"
    })
}

/// A notice that takes the claim back, signed with this key.
pub fn retract(folder: &Folder, signer: &str) {
    let notice = notice(&folder.digest("claims/a.json"), "retracts", "The wall stands.");
    folder.put("notices/n.json", notice.to_string());
    folder.sign(signer, &["notices/n.json"]).assert_status(0);
}

pub type Change = fn(&mut Vec<Value>);

/// The next trust list: the first one with what `change` does to its entry of the editor.
pub fn next_list(folder: &Folder, version: u64, change: impl Fn(&mut Vec<Value>)) {
    let path = format!("trust/{version}.json");
    let mut list = folder.next_list("trust", version);
    change(list["signers"].as_array_mut().unwrap());
    folder.put(&path, list.to_string());
    folder.sign("harbour-owner-one", &[&path]).assert_status(0);
}

/// The rules of what is said of the claim, whether it was named or not.
pub fn told_of_claim(folder: &Folder) -> Vec<String> {
    let told = |path: &str| {
        let (_, verification) = folder.verify(&[path]);
        let claim = record(&verification, "claims/a.json");
        let rules: Vec<String> = rules(claim).iter().map(|rule| (*rule).to_owned()).collect();
        assert_eq!(claim["holds"], rules.is_empty(), "{path}: {claim:#}");
        rules
    };
    let rules = told("claims/a.json");
    assert_eq!(rules, told("."));
    rules
}

/// A revision of the claim in `claims/a.json`, which becomes `claims/a.r1.json`.
pub fn revise(folder: &Folder) {
    std::fs::rename(folder.at("claims/a.json"), folder.at("claims/a.r1.json")).unwrap();
    let mut next: Value = serde_json::from_str(&claim("a")).unwrap();
    next["revision"] = 2.into();
    next["supersedes"] = folder.digest("claims/a.r1.json").into();
    folder.put("claims/a.json", next.to_string());
    folder.sign("harbour-author", &["claims/a.json"]).assert_status(0);
}
