//! What may not be read.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use super::batch::{only_finding, place, with_good_claim};
use super::playground::{AT, Folder, claim, record, records, rules, run};

/// The program, run by somebody whom permissions bind: as root they bind nobody, so root runs it as another user.
fn unprivileged(folder: &Folder) -> Command {
    let root = fs::metadata(folder.path()).unwrap().uid() == 0;
    let program = folder.at("program");
    // The build folder may be closed to others.
    fs::copy(env!("CARGO_BIN_EXE_byline"), &program).unwrap();
    let mut command = Command::new(&program);
    command.current_dir(folder.path());
    if root {
        fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
        const NOBODY: u32 = 65_534;
        command.uid(NOBODY).gid(NOBODY);
    }
    command
}

/// Takes all rights to a path away, and gives them back at the end: otherwise nobody but root could clear up.
struct Locked(PathBuf, u32);

impl Locked {
    fn new(path: PathBuf) -> Self {
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        fs::set_permissions(&path, Permissions::from_mode(0o000)).unwrap();
        Self(path, mode)
    }
}

impl Drop for Locked {
    fn drop(&mut self) {
        fs::set_permissions(&self.0, Permissions::from_mode(self.1)).unwrap();
    }
}

fn verify_unprivileged(folder: &Folder, paths: &[&str]) -> (Option<i32>, Value) {
    let mut command = unprivileged(folder);
    command
        .args(["verify", "--at", AT, "--format", "json"])
        .args(paths);
    let run = run(&mut command);
    run.assert_clean();
    (run.status, run.json())
}

#[test]
fn what_may_not_be_read_is_told_and_the_rest_goes_on() {
    let folder = with_good_claim();
    folder.put("claims/locked/inner.json", claim("inner"));
    folder.put("claims/locked.json", claim("locked"));
    folder.put("claims/locked.jsonl", claim("locked-line"));
    let _folder = Locked::new(folder.at("claims/locked"));
    let _file = Locked::new(folder.at("claims/locked.json"));
    let _lines = Locked::new(folder.at("claims/locked.jsonl"));
    let (status, verification) = verify_unprivileged(&folder, &["claims"]);
    assert_eq!(status, Some(3));
    assert_eq!(record(&verification, "claims/good.json")["holds"], true);
    for path in ["claims/locked", "claims/locked.json", "claims/locked.jsonl"] {
        let finding = only_finding(&verification, path);
        assert_eq!(place(finding), ("unreadable", 1, 1, ""));
        assert_eq!(finding["message"], "it may not be read: permission is denied");
    }
    assert_eq!(records(&verification).len(), 4);
    assert_eq!(verification["summary"]["unreadable"], 3);
}

/// A notice that may not be read may retract the claim: silence would be a wrong answer.
#[test]
fn context_that_may_not_be_read_is_told_also_where_it_was_not_named() {
    for (locked, shown) in [
        ("notices", "notices"),
        ("notices/retracts.json", "notices/retracts.json"),
        ("sources", "sources"),
    ] {
        let folder = with_good_claim();
        folder.put("notices/retracts.json", "{}");
        folder.put("sources/source.json", "{}");
        let _locked = Locked::new(folder.at(locked));
        let (status, verification) = verify_unprivileged(&folder, &["claims/good.json"]);
        assert_eq!(status, Some(3), "{locked}");
        assert_eq!(record(&verification, "claims/good.json")["holds"], true);
        let finding = only_finding(&verification, shown);
        assert_eq!(finding["message"], "it may not be read: permission is denied");
    }
}

#[test]
fn trust_that_may_not_be_read_trusts_nobody() {
    let folder = with_good_claim();
    let _locked = Locked::new(folder.at("trust"));
    let (status, verification) = verify_unprivileged(&folder, &["claims/good.json"]);
    assert_eq!(status, Some(3));
    assert_eq!(record(&verification, "claims/good.json")["holds"], false);
    assert_eq!(rules(record(&verification, "trust")), ["unreadable"]);
    drop(_locked);
    let _locked = Locked::new(folder.at("byline.toml"));
    let mut command = unprivileged(&folder);
    let run = run(command.args(["verify", "claims/good.json"]));
    run.assert_status(3);
    assert!(run.stderr.contains("byline.toml"), "{run:?}");
    assert!(run.said().contains("permission is denied"), "{run:?}");
}
