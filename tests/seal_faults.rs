//! One small repository per fault of the seal, of what records say of one another, and of the trust lists: each gives
//! the finding that it is named for, in these words and at this place, and no other that fails it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod playground;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;

use playground::{AT, Run, byline, fixture, run};
use serde_json::Value;

/// The rules that folders are named for.
const RULES: &[&str] = &[
    "bad-signature",
    "bad-value",
    "broken-revision",
    "dangling-claim",
    "duplicate-id",
    "evidence-altered",
    "evidence-missing-file",
    "expired-signer",
    "malformed-json",
    "no-author",
    "notice-lapsed",
    "out-of-scope",
    "quote-not-found",
    "rests-on-retracted",
    "rests-on-unverified",
    "retracted",
    "revoked-signer",
    "signed-in-future",
    "trust-list-expired",
    "trust-list-unsanctioned",
    "trust-rollback",
    "unsigned",
    "untrusted-signer",
    "wrong-role",
];

/// Rules that warn, and fail nothing.
const WARNINGS: &[&str] = &["foreign-notice", "outdated-claim", "quote-not-checkable"];

/// What a fault brings with it. Nothing else may fail beside the rule in the folder's name.
const IMPLIED: &[(&str, &[&str])] = &[
    // What was changed below fails by itself.
    ("seal/dangling-claim-below-altered", &["bad-signature"]),
    ("seal/rests-on-unverified-proof-below-altered", &["bad-signature"]),
    ("seal/rests-on-unverified-below-unsigned", &["unsigned"]),
    (
        "seal/rests-on-unverified-capture-below-altered",
        &["evidence-altered"],
    ),
    // So does what was retracted.
    ("seal/rests-on-retracted", &["retracted"]),
    ("seal/rests-on-retracted-four-steps-down", &["retracted"]),
    // The notice itself was signed with a key that keeps no signature.
    ("seal/notice-lapsed", &["revoked-signer"]),
    // A list that cannot be read lists nobody.
    ("trust/bad-value-one-key-signed-twice", &["untrusted-signer"]),
    ("trust/malformed-json-newest-list", &["trust-list-unsanctioned"]),
    // A list is a record too.
    ("trust/trust-list-unsanctioned-altered", &["bad-signature"]),
    ("trust/trust-list-unsanctioned-unsigned", &["unsigned"]),
];

/// The folders of faults, as `seal/NAME` and `trust/NAME`.
fn folders() -> Vec<String> {
    let mut folders = Vec::new();
    for family in ["seal", "trust"] {
        for entry in fs::read_dir(fixture("faulty-repositories").join(family)).unwrap() {
            folders.push(format!("{family}/{}", entry.unwrap().file_name().display()));
        }
    }
    folders.sort();
    assert!(folders.len() >= 77, "only {} folders", folders.len());
    folders
}

/// Verifies a folder, with the list that it pins where it has one.
fn verify(folder: &str, format: &str) -> Run {
    let (family, name) = folder.split_once('/').unwrap();
    let mut command = byline();
    command.current_dir(fixture("faulty-repositories").join(family));
    command.args(["verify", "--at", AT, "--format", format, name]);
    let pin = format!("{name}/pin.json");
    if fixture("faulty-repositories").join(family).join(&pin).is_file() {
        command.args(["--trust", &pin]);
    }
    let run = run(&mut command);
    run.assert_clean();
    run
}

/// The rule that a folder is named for; `None` where it shows what holds.
fn named_rule(folder: &str) -> Option<&'static str> {
    let (_, name) = folder.split_once('/').unwrap();
    let rules = RULES.iter().chain(WARNINGS);
    let named = rules
        .filter(|rule| name == **rule || name.starts_with(&format!("{rule}-")))
        .max_by_key(|rule| rule.len());
    assert!(
        named.is_some() || name.starts_with("holds-"),
        "{folder} is named for no rule"
    );
    named.copied()
}

/// The rules with findings of this level, those about the trust lists among them.
fn rules_of(verification: &Value, level: &str) -> BTreeSet<String> {
    let mut rules = BTreeSet::new();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    for record in verification["records"].as_array().unwrap() {
        for finding in record["findings"].as_array().unwrap() {
            if finding["level"] == level {
                rules.insert(text(&finding["rule"]));
            }
        }
    }
    if level == "deny"
        && let Some(faults) = verification["trust"]["faults"].as_array()
    {
        rules.extend(faults.iter().map(|fault| text(&fault["rule"])));
    }
    rules
}

#[test]
fn each_folder_fails_by_the_rule_in_its_name_and_by_no_other() {
    let mut wrong = String::new();
    for folder in folders() {
        let run = verify(&folder, "json");
        let verification = run.json();
        let named = named_rule(&folder);
        let implied = IMPLIED.iter().find(|(name, _)| *name == folder);
        let expected: BTreeSet<String> = named
            .into_iter()
            .filter(|rule| RULES.contains(rule))
            .chain(implied.map_or(&[][..], |(_, rules)| rules).iter().copied())
            .map(str::to_owned)
            .collect();
        let denied = rules_of(&verification, "deny");
        let warned = rules_of(&verification, "warn");
        let expected_warnings: BTreeSet<String> = named
            .into_iter()
            .filter(|rule| WARNINGS.contains(rule))
            .map(str::to_owned)
            .collect();
        let status = i32::from(!expected.is_empty());
        if denied != expected || warned != expected_warnings || run.status != Some(status) {
            writeln!(wrong, "{folder}: status {:?}, {denied:?}, {warned:?}", run.status).unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn what_is_said_of_each_folder() {
    let mut told = String::new();
    for folder in folders() {
        let run = verify(&folder, "json");
        let as_text = verify(&folder, "text");
        assert_eq!(run.status, as_text.status, "{folder}");
        describe(&mut told, &folder, &run);
    }
    insta::assert_snapshot!(told);
}

fn describe(told: &mut String, folder: &str, run: &Run) {
    let (family, _) = folder.split_once('/').unwrap();
    let verification = run.json();
    writeln!(told, "{folder}: status {}", run.status.unwrap()).unwrap();
    let short = |path: &Value| {
        let path = format!("{family}/{}", path.as_str().unwrap());
        path.strip_prefix(&format!("{folder}/")).unwrap().to_owned()
    };
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    for record in verification["records"].as_array().unwrap() {
        let path = short(&record["path"]);
        let verdict = if record["holds"] == true { "holds" } else { "fails" };
        writeln!(told, "  {path}: {verdict}, {}", text(&record["integrity"])).unwrap();
        for signer in record["signers"].as_array().unwrap() {
            let author = if signer["author"] == true { ", author" } else { "" };
            let valid = if signer["valid"] == true {
                ""
            } else {
                ", signature does not hold"
            };
            let name = signer["name"].as_str().unwrap_or("nobody known");
            let (role, standing) = (text(&signer["role"]), text(&signer["standing"]));
            writeln!(told, "    signed by {name} as {role}: {standing}{author}{valid}").unwrap();
        }
        for finding in record["findings"].as_array().unwrap() {
            let (rule, level) = (text(&finding["rule"]), text(&finding["level"]));
            let (line, column, length) = (&finding["line"], &finding["column"], &finding["length"]);
            let pointer = text(&finding["pointer"]);
            writeln!(
                told,
                "    {level} {rule} {path}:{line}:{column}+{length} {pointer:?}"
            )
            .unwrap();
            let (message, help) = (text(&finding["message"]), text(&finding["help"]));
            writeln!(told, "      {message}\n      help: {help}").unwrap();
        }
    }
    let trust = &verification["trust"];
    if trust.is_null() {
        writeln!(told, "  no trust list").unwrap();
    } else {
        let (pin, state, version) = (text(&trust["pin"]), text(&trust["state"]), &trust["version"]);
        let path = short(&trust["path"]);
        writeln!(told, "  trust: {path}, version {version}, {pin}, {state}").unwrap();
        for fault in trust["faults"].as_array().unwrap() {
            let (rule, path) = (text(&fault["rule"]), short(&fault["path"]));
            let (message, help) = (text(&fault["message"]), text(&fault["help"]));
            writeln!(told, "    {rule} {path}\n      {message}\n      help: {help}").unwrap();
        }
    }
    writeln!(told).unwrap();
}

/// One of the symbolic links that the faults are about; a checkout that made a file of it would test nothing.
#[test]
fn the_link_to_a_capture_is_a_link() {
    let folder = fixture("faulty-repositories/seal/evidence-missing-file-symbolic-link/evidence");
    let links: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    assert_eq!(links.len(), 1);
    assert!(links[0].is_symlink());
    assert!(links[0].is_file(), "it leads to the capture");
}

#[test]
fn a_clock_may_be_five_minutes_late() {
    let holds = |at: &str| {
        let mut command = byline();
        command.current_dir(fixture("faulty-repositories/seal"));
        command.args(["verify", "--format", "json", "--at", at, "signed-in-future"]);
        run(&mut command).assert_clean().status
    };
    assert_eq!(holds("2030-12-31T23:55:00Z"), Some(0));
    assert_eq!(holds("2030-12-31T23:54:59.999Z"), Some(1));
}

/// A list that was pinned makes its signers trusted; a stranger's list, pinned, trusts nobody here.
#[test]
fn a_list_of_another_repository_does_not_fit() {
    let mut command = byline();
    command.current_dir(fixture("faulty-repositories/seal"));
    command.args([
        "verify",
        "--format",
        "json",
        "--at",
        AT,
        "holds-signed-before-superseded",
    ]);
    command
        .arg("--trust")
        .arg(fixture("harbour-inquiry/trust/1.json"));
    let run = run(&mut command);
    run.assert_status(1);
    let verification = run.json();
    assert!(rules_of(&verification, "deny").contains("trust-list-unsanctioned"));
    assert_eq!(verification["trust"]["state"], "broken");
}

/// Without a repository and without a pinned list nobody is known: neither an author nor the maker of a trust list.
#[test]
fn nobody_is_known_outside_a_repository() {
    let folder = playground::Folder::new();
    for (from, to) in [
        ("seal/holds-with-evidence/trust/1.json", "list.json"),
        (
            "seal/holds-counter-signer-unknown/claims/wall-slid.json",
            "claim.json",
        ),
        (
            "seal/wrong-role-author-signs-source/sources/courier.example.json",
            "source.json",
        ),
    ] {
        let text = fs::read_to_string(fixture("faulty-repositories").join(from)).unwrap();
        folder.put(to, text);
        let (status, verification) = folder.verify(&[to]);
        assert_eq!(status, Some(1), "{to}");
        assert_eq!(
            rules_of(&verification, "deny"),
            BTreeSet::from(["untrusted-signer".to_owned()]),
            "{to}"
        );
        assert!(verification["trust"].is_null());
        // Its seal by itself is good.
        let run = folder.run(["verify", "--integrity", to]);
        run.assert_status(0);
    }
}
