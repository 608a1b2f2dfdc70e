//! Bad input: each fault is one diagnostic with its place, the rest of the batch goes on, and the exit status says so.
//! Nothing panics, hangs, or is taken for something else.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod playground;

use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{BufRead, BufReader, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use byline::corpus::{FileError, Reach, gather, read_file};
use byline::record::Time;
use byline::verify::{ClaimSeals, Options, verify};
use playground::{AT, Folder, Run, byline, claim, finish, fixture, key, record, records, rules, run};
use serde_json::Value;

const MIB: usize = 1 << 20;

/// A claim that the author has signed, in one line without a line feed.
fn signed(folder: &Folder, id: &str) -> String {
    folder.put("scratch.json", claim(id));
    folder.sign("harbour-author", &["scratch.json"]).assert_status(0);
    let text = folder.read("scratch.json");
    fs::remove_file(folder.at("scratch.json")).unwrap();
    text
}

/// A repository with one claim that holds.
fn with_good_claim() -> Folder {
    let folder = Folder::repository();
    let good = signed(&folder, "good");
    folder.put("claims/good.json", good);
    folder
}

/// Verifies the claims; the good one holds whatever else is there.
fn verify_claims(folder: &Folder) -> (Option<i32>, Value) {
    let (status, verification) = folder.verify(&["claims"]);
    assert_eq!(record(&verification, "claims/good.json")["holds"], true);
    // What the text says ends with the same status.
    let text = folder.run(["verify", "--at", AT, "claims"]);
    text.assert_status(status.unwrap());
    (status, verification)
}

/// The only finding of a record, which has exactly one.
fn only_finding<'v>(verification: &'v Value, path: &str) -> &'v Value {
    let record = record(verification, path);
    assert_eq!(record["holds"], false, "{record:#}");
    let findings = record["findings"].as_array().unwrap();
    assert_eq!(findings.len(), 1, "{record:#}");
    for member in ["message", "help"] {
        assert!(!findings[0][member].as_str().unwrap().is_empty(), "{record:#}");
    }
    &findings[0]
}

/// Where a finding is: rule, line, column, pointer.
fn place(finding: &Value) -> (&str, u64, u64, &str) {
    (
        finding["rule"].as_str().unwrap(),
        finding["line"].as_u64().unwrap(),
        finding["column"].as_u64().unwrap(),
        finding["pointer"].as_str().unwrap(),
    )
}

/// What a bad file gives: the rest holds, the status is this one, and there is one finding.
fn assert_bad_file(contents: &[u8], status: i32, expected: (&str, u64, u64, &str)) -> Value {
    let folder = with_good_claim();
    folder.put("claims/bad.json", contents);
    let (ended, verification) = verify_claims(&folder);
    let finding = only_finding(&verification, "claims/bad.json");
    assert_eq!(place(finding), expected);
    assert_eq!(ended, Some(status));
    finding.clone()
}

#[test]
fn a_byte_order_mark_is_refused() {
    let text = format!("\u{FEFF}{}", claim("bad"));
    assert_bad_file(text.as_bytes(), 1, ("malformed-json", 1, 1, ""));
}

#[test]
fn bytes_that_are_no_utf_8_are_told_with_their_place() {
    let mut bytes = claim("bad").replace("Sixty", "S\u{ef}xty").into_bytes();
    let at = bytes.iter().position(|byte| *byte == 0xc3).unwrap();
    bytes.remove(at);
    let column = at as u64 + 1;
    assert_bad_file(&bytes, 1, ("malformed-json", 1, column, ""));
    // In the second line, after characters of several bytes.
    let mut bytes = "{\n \"é漢\": \"".as_bytes().to_vec();
    bytes.push(0xff);
    assert_bad_file(&bytes, 1, ("malformed-json", 2, 9, ""));
}

#[test]
fn one_mebibyte_is_read_and_one_byte_more_is_not() {
    let folder = with_good_claim();
    let text = signed(&folder, "large");
    let mut padded = text.clone().into_bytes();
    padded.resize(MIB, b' ');
    folder.put("claims/large.json", &padded);
    let (status, verification) = verify_claims(&folder);
    assert_eq!(status, Some(0));
    assert_eq!(record(&verification, "claims/large.json")["holds"], true);
    padded.push(b' ');
    let finding = assert_bad_file(&padded, 1, ("too-large", 1, 1, ""));
    assert_eq!(
        finding["message"],
        "it has 1048577 bytes, and at most 1048576 are read"
    );
}

#[test]
fn a_path_with_a_nul_is_a_path_that_cannot_be_read() {
    let path = PathBuf::from(OsStr::from_bytes(b"claims/a\0b.json"));
    assert!(matches!(
        read_file(&path, 10, Reach::Named),
        Err(FileError::Io(_))
    ));
    let folder = with_good_claim();
    let good = folder.at("claims/good.json");
    let inputs = gather(&[path, good], None).unwrap();
    assert_eq!(inputs.named.len(), 2);
    let at = Time::parse(AT).unwrap();
    let verification = verify(
        inputs,
        Options {
            at,
            pin: None,
            seals: ClaimSeals::All,
        },
    )
    .unwrap();
    let summary = verification.summary();
    assert_eq!((summary.unreadable, summary.records, summary.hold), (1, 1, 1));
    let (unread, _) = verification
        .reported()
        .find(|(_, entry)| entry.is_unreadable())
        .unwrap();
    let findings = verification.findings(unread);
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].name.as_str(), "unreadable");
}

#[test]
fn links_that_lead_in_a_circle_end() {
    let folder = with_good_claim();
    symlink("b.json", folder.at("claims/a.json")).unwrap();
    symlink("a.json", folder.at("claims/b.json")).unwrap();
    // A folder that holds itself.
    symlink("../claims", folder.at("claims/again")).unwrap();
    let (status, verification) = verify_claims(&folder);
    assert_eq!(status, Some(3));
    for path in ["claims/a.json", "claims/b.json", "claims/again"] {
        assert_eq!(place(only_finding(&verification, path)), ("unreadable", 1, 1, ""));
    }
    assert_eq!(records(&verification).len(), 4);
    // Named by the user, it is looked at, and found to lead nowhere.
    let (status, verification) = folder.verify(&["claims/a.json", "claims/good.json"]);
    assert_eq!(status, Some(3));
    let finding = only_finding(&verification, "claims/a.json");
    assert!(finding["message"].as_str().unwrap().contains("leads in a circle"));
    assert_eq!(record(&verification, "claims/good.json")["holds"], true);
}

#[test]
fn links_in_a_folder_are_not_followed_and_named_ones_are() {
    let folder = with_good_claim();
    let elsewhere = Folder::new();
    let outside = elsewhere.put("outside.json", signed(&folder, "outside"));
    symlink(&outside, folder.at("claims/linked.json")).unwrap();
    symlink(elsewhere.path(), folder.at("claims/linked")).unwrap();
    let (status, verification) = verify_claims(&folder);
    assert_eq!(status, Some(3));
    for path in ["claims/linked.json", "claims/linked"] {
        let finding = only_finding(&verification, path);
        assert_eq!(
            finding["message"],
            "it is a symbolic link, and links are not followed"
        );
    }
    assert_eq!(
        records(&verification).len(),
        3,
        "nothing of what lies outside was read"
    );
    // Outside a repository a link may be named.
    elsewhere.put("below/empty.json", "{}");
    symlink(&outside, elsewhere.at("below/linked.json")).unwrap();
    let linked = elsewhere.at("below/linked.json");
    let run = folder.run(["verify".as_ref(), "--integrity".as_ref(), linked.as_os_str()]);
    run.assert_status(0);
}

#[test]
fn a_repository_whose_folder_is_a_link_is_not_read_through_it() {
    let folder = with_good_claim();
    let elsewhere = Folder::new();
    elsewhere.put("outside.json", signed(&folder, "outside"));
    symlink(elsewhere.path(), folder.at("sources")).unwrap();
    let (status, verification) = folder.verify(&["."]);
    assert_eq!(status, Some(3));
    assert_eq!(
        place(only_finding(&verification, "sources")),
        ("unreadable", 1, 1, "")
    );
    assert_eq!(records(&verification).len(), 3);
    // Nor is it as context: what it would say of the claim is not known.
    let (status, verification) = folder.verify(&["claims/good.json"]);
    assert_eq!(status, Some(3));
    assert_eq!(record(&verification, "claims/good.json")["holds"], true);
    assert_eq!(rules(record(&verification, "sources")), ["unreadable"]);
}

#[test]
fn evidence_behind_a_link_is_not_looked_at() {
    let folder = Folder::new();
    let from = fixture("faulty-repositories/seal/holds-with-evidence");
    let capture = fs::read_dir(from.join("evidence"))
        .unwrap()
        .next()
        .unwrap()
        .unwrap();
    for path in ["byline.toml", "trust/1.json", "claims/wall-slid.json"] {
        folder.put(path, fs::read(from.join(path)).unwrap());
    }
    let name = capture.file_name();
    folder.put(
        &format!("elsewhere/{}", name.display()),
        fs::read(capture.path()).unwrap(),
    );
    symlink("elsewhere", folder.at("evidence")).unwrap();
    let (status, verification) = folder.verify(&["claims"]);
    assert_eq!(status, Some(1));
    let finding = only_finding(&verification, "claims/wall-slid.json");
    assert_eq!(place(finding), ("evidence-missing-file", 9, 5, "/chain/0"));
    fs::remove_file(folder.at("evidence")).unwrap();
    fs::rename(folder.at("elsewhere"), folder.at("evidence")).unwrap();
    assert_eq!(folder.verify(&["claims"]).0, Some(0));
}

fn make_pipe(path: &Path) {
    let made = Command::new("mkfifo").arg(path).status().unwrap();
    assert!(made.success());
}

#[test]
fn a_pipe_without_a_writer_is_not_waited_for() {
    let folder = with_good_claim();
    make_pipe(&folder.at("claims/pipe.json"));
    make_pipe(&folder.at("claims/pipe.jsonl"));
    let (status, verification) = verify_claims(&folder);
    assert_eq!(status, Some(3));
    for path in ["claims/pipe.json", "claims/pipe.jsonl"] {
        assert_eq!(
            only_finding(&verification, path)["message"],
            "it is no regular file"
        );
    }
    let pipe = "claims/pipe.json";
    for arguments in [
        &["verify", pipe][..],
        &["verify", "--integrity", pipe],
        &["verify", "--trust", pipe, "claims/good.json"],
        &["digest", pipe],
        &["fmt", pipe],
        &["fmt", "claims/pipe.jsonl"],
        &["canon", pipe],
        &["show", pipe],
        &["sign", "--key", pipe, "claims/good.json"],
    ] {
        folder.run(arguments).assert_status(3);
    }
    folder.sign("harbour-author", &[pipe]).assert_status(3);
    folder
        .sign("harbour-author", &["claims/pipe.jsonl"])
        .assert_status(3);
}

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

#[test]
fn a_path_that_does_not_exist_is_told_and_the_rest_goes_on() {
    let folder = with_good_claim();
    let (status, verification) = folder.verify(&["claims/none.json", "claims/good.json", "nowhere/at/all"]);
    assert_eq!(status, Some(3));
    for path in ["claims/none.json", "nowhere/at/all"] {
        assert_eq!(
            only_finding(&verification, path)["message"],
            "there is no such file or folder"
        );
    }
    assert_eq!(record(&verification, "claims/good.json")["holds"], true);
}

#[test]
fn two_records_of_one_name_are_told() {
    let folder = with_good_claim();
    let other = signed(&folder, "twin");
    folder.put("claims/twin.json", &other);
    folder.put("claims/a/twin.json", {
        folder.put("scratch.json", claim("twin").replace("Sixty", "Ninety"));
        folder.sign("harbour-author", &["scratch.json"]).assert_status(0);
        folder.read("scratch.json")
    });
    let (status, verification) = verify_claims(&folder);
    assert_eq!(status, Some(1));
    for path in ["claims/twin.json", "claims/a/twin.json"] {
        assert_eq!(
            place(only_finding(&verification, path)),
            ("duplicate-id", 1, 26, "/id")
        );
    }
    // The same record twice is one record.
    folder.put("claims/a/twin.json", other);
    assert_eq!(verify_claims(&folder).0, Some(0));
}

#[test]
fn many_records_of_one_name_take_no_longer_than_others() {
    let folder = Folder::new();
    let lines: String = (0..20_000)
        .map(|number| claim("same").replace("Sixty", &number.to_string()) + "\n")
        .collect();
    folder.put("same.jsonl", lines);
    let start = Instant::now();
    let run = folder.run(["verify", "--format", "jsonl", "same.jsonl"]);
    run.assert_status(1);
    assert_eq!(run.stdout.matches("duplicate-id").count(), 20_000);
    assert!(start.elapsed() < Duration::from_secs(15), "{:?}", start.elapsed());
}

#[test]
fn an_unknown_version_and_an_unknown_kind_are_told() {
    let version = claim("bad").replace("claim/1", "claim/2");
    let finding = assert_bad_file(version.as_bytes(), 1, ("unsupported-version", 1, 11, "/byline"));
    assert_eq!(
        finding["help"],
        "the version it reads is \"claim/1\"; a newer program may read this one"
    );
    let kind = claim("bad").replace("claim/1", "clam/1");
    let finding = assert_bad_file(kind.as_bytes(), 1, ("bad-value", 1, 11, "/byline"));
    assert_eq!(finding["help"], "did you mean \"claim/1\"?");
}

#[test]
fn the_nearest_name_is_offered_for_an_unknown_member() {
    let folder = with_good_claim();
    let text = claim("bad")
        .replace("\"topics\"", "\"topcis\"")
        .replace("\"held\"", "\"hold\"");
    folder.put("claims/bad.json", text);
    let (status, verification) = verify_claims(&folder);
    assert_eq!(status, Some(1));
    let findings = record(&verification, "claims/bad.json")["findings"]
        .as_array()
        .unwrap();
    let told: Vec<_> = findings
        .iter()
        .map(|finding| {
            (
                finding["rule"].as_str().unwrap(),
                finding["pointer"].as_str().unwrap(),
            )
        })
        .collect();
    let expected = [("unknown-member", "/topcis"), ("unknown-member", "/chain/0/hold")];
    assert_eq!(told, expected, "{findings:#?}");
    assert_eq!(findings[0]["help"], "did you mean \"topics\"?");
    assert_eq!(findings[1]["help"], "did you mean \"held\"?");
}

/// Signed lines, one for each id.
fn signed_lines(folder: &Folder, ids: &[&str]) -> Vec<String> {
    let text: String = ids.iter().map(|id| claim(id) + "\n").collect();
    folder.put("scratch.jsonl", text);
    folder.sign("harbour-author", &["scratch.jsonl"]).assert_status(0);
    let lines = folder.read("scratch.jsonl").lines().map(str::to_owned).collect();
    fs::remove_file(folder.at("scratch.jsonl")).unwrap();
    lines
}

/// Line, id and verdict of every record.
fn verdicts(verification: &Value) -> Vec<(u64, String, bool)> {
    records(verification)
        .iter()
        .map(|record| {
            (
                record["line"].as_u64().unwrap(),
                record["id"].as_str().unwrap_or_default().to_owned(),
                record["holds"].as_bool().unwrap(),
            )
        })
        .collect()
}

#[test]
fn a_line_of_five_mebibytes_fails_alone() {
    let folder = Folder::repository();
    let lines = signed_lines(&folder, &["one", "two", "three"]);
    let long = claim("long").replace("Sixty", &"x".repeat(5 * MIB));
    let text = format!("{}\n{}\n{long}\n{}\n", lines[0], lines[1], lines[2]);
    let path = folder.put("claims/many.jsonl", &text);
    let (status, verification) = folder.verify(&["claims/many.jsonl"]);
    assert_eq!(status, Some(1));
    let expected = [
        (1, "one", true),
        (2, "two", true),
        (3, "", false),
        (4, "three", true),
    ];
    assert_eq!(
        verdicts(&verification),
        expected.map(|(line, id, holds)| (line, id.to_owned(), holds))
    );
    let finding = &records(&verification)[2]["findings"][0];
    assert_eq!(place(finding), ("too-large", 3, 1, ""));
    assert_eq!(
        finding["message"],
        format!("it has {} bytes, and at most 1048576 are read", long.len())
    );
    // Nor is anything of it lost in signing.
    folder
        .sign("harbour-editor", &["claims/many.jsonl"])
        .assert_status(1);
    assert!(fs::read(path).unwrap() == text.as_bytes());
    folder.run(["digest", "claims/many.jsonl"]).assert_status(1);
    folder.run(["fmt", "claims/many.jsonl"]).assert_status(1);
    let run = folder.run(["verify", "--integrity", "--format", "json", "claims/many.jsonl"]);
    run.assert_status(1);
    assert_eq!(records(&run.json())[2]["findings"][0]["line"], 3);
}

/// A record behind more white space than is read of a line must not pass for a blank line.
#[test]
fn a_record_behind_much_white_space_is_not_lost() {
    let folder = Folder::repository();
    let lines = signed_lines(&folder, &["one", "two", "three"]);
    let text = format!(
        "{}\n{}{}\n{}\n",
        lines[0],
        " ".repeat(5 * MIB),
        lines[1],
        lines[2]
    );
    folder.put("claims/many.jsonl", &text);
    let (status, verification) = folder.verify(&["claims/many.jsonl"]);
    assert_eq!(status, Some(1));
    let expected = [(1, "one", true), (2, "", false), (3, "three", true)];
    assert_eq!(
        verdicts(&verification),
        expected.map(|(line, id, holds)| (line, id.to_owned(), holds))
    );
    assert_eq!(rules(&records(&verification)[1]), ["too-large"]);
    for status in [
        folder
            .sign("harbour-editor", &["claims/many.jsonl"])
            .assert_clean()
            .status,
        folder.run(["fmt", "claims/many.jsonl"]).assert_clean().status,
    ] {
        assert_eq!(status, Some(1));
        assert!(fs::read(folder.at("claims/many.jsonl")).unwrap() == text.as_bytes());
    }
}

#[test]
fn blank_lines_other_line_ends_and_a_missing_last_one_are_read() {
    let folder = Folder::repository();
    let lines = signed_lines(&folder, &["one", "two", "three"]);
    let text = format!("\n \t\n{}\r\n\r\n{}\n\n\n{}", lines[0], lines[1], lines[2]);
    folder.put("claims/many.jsonl", &text);
    let (status, verification) = folder.verify(&["claims/many.jsonl"]);
    assert_eq!(status, Some(0));
    let expected = [(3, "one", true), (5, "two", true), (8, "three", true)];
    assert_eq!(
        verdicts(&verification),
        expected.map(|(line, id, holds)| (line, id.to_owned(), holds))
    );
    // A fault in a line is told with the line of the file and the column in it.
    let text = text.replace("\"lang\"", "\"lnag\"");
    folder.put("claims/many.jsonl", &text);
    let (status, verification) = folder.verify(&["claims/many.jsonl"]);
    assert_eq!(status, Some(1));
    for (record, line) in records(&verification).iter().zip([3, 5, 8]) {
        let finding = &record["findings"][1];
        assert_eq!(
            (&finding["rule"], &finding["line"]),
            (&"unknown-member".into(), &line.into())
        );
        let column = finding["column"].as_u64().unwrap() as usize;
        assert_eq!(
            text.lines().nth(line - 1).unwrap()[column - 1..][..6],
            *"\"lnag\""
        );
    }
    // The same lines from standard input.
    let mut child = byline()
        .args(["verify", "--format", "json", "--at", AT, "-"])
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(format!("{}\n{}", lines[0], lines[1]).as_bytes())
        .unwrap();
    let run = finish(child, "verify -");
    run.assert_status(0);
    assert_eq!(records(&run.json()).len(), 2);
}

#[test]
fn where_nothing_is_found_nothing_passes() {
    let folder = Folder::new();
    fs::create_dir(folder.at("empty")).unwrap();
    folder.put("blank.jsonl", "\n \n\r\n");
    folder.put("empty.jsonl", "");
    folder.put("notes/readme.txt", "no record");
    for path in ["empty", "blank.jsonl", "empty.jsonl", "notes"] {
        folder.run(["verify", path]).assert_status(4);
        folder.run(["digest", path]).assert_status(4);
    }
    folder.put("empty.json", "");
    folder.run(["verify", "empty.json"]).assert_status(1);
    folder.run(["verify"]).assert_status(2);
    folder.run(["verify", "--no-such-option", "."]).assert_status(2);
    folder.run(["verify", "--at", "yesterday", "."]).assert_status(2);
}

/// Some thousand signed lines: more text than a pipe holds.
fn many_lines(folder: &Folder, count: usize) -> String {
    let ids: Vec<String> = (0..count).map(|number| format!("claim-{number}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    signed_lines(folder, &ids).join("\n") + "\n"
}

#[test]
fn a_reader_that_goes_away_ends_the_run_silently() {
    let folder = Folder::repository();
    folder.put("claims/many.jsonl", many_lines(&folder, 3_000));
    let file = "claims/many.jsonl";
    for arguments in [
        &["verify", file][..],
        &["verify", "--format", "json", file],
        &["verify", "--format", "jsonl", file],
        &["verify", "--integrity", file],
        &["digest", file],
    ] {
        for lines in [0, 1] {
            let mut child = byline()
                .args(arguments)
                .current_dir(folder.path())
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap();
            let mut head = BufReader::with_capacity(64, child.stdout.take().unwrap());
            for _ in 0..lines {
                let mut line = String::new();
                assert!(head.read_line(&mut line).unwrap() > 0);
            }
            drop(head);
            let run = finish(child, &arguments.join(" "));
            // What a shell shows for a program that a closed pipe ends.
            run.assert_status(141);
            assert_eq!(run.stderr, "", "{arguments:?}");
        }
    }
}

#[test]
fn a_disk_that_is_full_is_a_failed_write() {
    let folder = Folder::repository();
    folder.put("claims/many.jsonl", many_lines(&folder, 300));
    folder.put("claims/one.json", signed(&folder, "one"));
    let (many, one) = ("claims/many.jsonl", "claims/one.json");
    for arguments in [
        &["verify", many][..],
        &["verify", one],
        &["verify", "--format", "json", many],
        &["verify", "--format", "jsonl", one],
        &["verify", "--integrity", one],
        &["digest", many],
        &["digest", one],
        &["canon", one],
        &["show", one],
        &["schema", "claim"],
    ] {
        let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
        let child = byline()
            .args(arguments)
            .current_dir(folder.path())
            .stdout(full)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let run = finish(child, &arguments.join(" "));
        run.assert_status(3);
        assert!(run.stderr.starts_with("error: "), "{arguments:?}: {run:?}");
        assert!(
            run.stderr.contains("could not be written"),
            "{arguments:?}: {run:?}"
        );
        assert!(run.stderr.contains("No space left"), "{arguments:?}: {run:?}");
    }
}

#[test]
fn a_path_named_a_hundred_thousand_times_is_read_once() {
    let folder = Folder::repository();
    folder.put("c.json", signed(&folder, "c"));
    let start = Instant::now();
    let mut command = byline();
    command
        .current_dir(folder.path())
        .args(["verify", "--at", AT, "--format", "json"]);
    command.args(std::iter::repeat_n("c.json", 100_000));
    let run = run(&mut command);
    run.assert_status(0);
    assert_eq!(records(&run.json()).len(), 1);
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
}

#[test]
fn folders_within_folders_are_walked_as_deep_as_the_system_goes() {
    let folder = with_good_claim();
    let deep: String = (0..300).map(|_| "deep/").collect();
    folder.put(
        &format!("claims/{deep}far-down.json"),
        signed(&folder, "far-down"),
    );
    let (status, verification) = verify_claims(&folder);
    assert_eq!(status, Some(0));
    assert_eq!(records(&verification).len(), 2);

    // Deeper than a path may be long: half of it is moved there, as no path leads so far.
    let half: String = (0..15).map(|_| format!("{:0200}/", 0)).collect();
    folder.put(&format!("claims/upper/{half}here.json"), signed(&folder, "here"));
    folder.put(&format!("lower/{half}lost.json"), claim("lost"));
    fs::rename(
        folder.at("lower"),
        folder.at(&format!("claims/upper/{half}lower")),
    )
    .unwrap();
    let (status, verification) = verify_claims(&folder);
    assert_eq!(status, Some(3), "what cannot be reached is told");
    assert_eq!(verification["summary"]["unreadable"], 1);
    assert_eq!(verification["summary"]["hold"], 3);
    fs::remove_dir_all(folder.at("claims")).unwrap();
}

#[test]
fn the_heaviest_status_is_given() {
    let folder = with_good_claim();
    folder.put("claims/bad.json", "{");
    fs::create_dir(folder.at("empty")).unwrap();
    let status = |paths: &[&str]| folder.verify(paths).0;
    assert_eq!(status(&["claims/good.json", "empty"]), Some(0));
    assert_eq!(status(&["claims", "empty"]), Some(1));
    assert_eq!(status(&["claims/bad.json", "none.json"]), Some(3));
    assert_eq!(status(&["empty", "none.json"]), Some(3));
    folder.put("byline.toml", "no = [");
    folder
        .run(["verify", "claims/bad.json", "none.json"])
        .assert_status(2);
    folder.put("byline.toml", "unknown = 1");
    folder.run(["verify", "claims/good.json"]).assert_status(2);
}

#[test]
fn every_fault_of_a_batch_is_told_and_the_rest_holds() {
    let folder = with_good_claim();
    let lines = signed_lines(&folder, &["line-one", "line-two"]);
    folder.put("claims/a-mark.json", format!("\u{FEFF}{}", claim("a-mark")));
    folder.put("claims/bytes.json", b"{\"byline\":\"\xff\"}");
    folder.put("claims/empty.json", "");
    folder.put("claims/large.json", vec![b' '; MIB + 1]);
    folder.put("claims/lines.jsonl", format!("{}\n{{\n{}\n", lines[0], lines[1]));
    folder.put(
        "claims/version.json",
        claim("version").replace("claim/1", "claim/9"),
    );
    symlink("good.json", folder.at("claims/link.json")).unwrap();
    make_pipe(&folder.at("claims/pipe.json"));
    let (status, verification) = verify_claims(&folder);
    assert_eq!(status, Some(3));
    let summary = &verification["summary"];
    assert_eq!(
        (
            &summary["records"],
            &summary["hold"],
            &summary["malformed"],
            &summary["unreadable"]
        ),
        (&9.into(), &3.into(), &6.into(), &2.into())
    );
    // In the order of paths and lines.
    let places: Vec<(&str, Option<u64>)> = records(&verification)
        .iter()
        .map(|record| (record["path"].as_str().unwrap(), record["line"].as_u64()))
        .collect();
    assert!(places.is_sorted(), "{places:?}");
}

/// Writes to a file again and again, in place, until the flag is lowered.
fn disturb(go_on: &AtomicBool, mut step: impl FnMut(usize)) {
    let mut round = 0;
    while go_on.load(Ordering::Relaxed) {
        step(round);
        round += 1;
    }
}

/// Lowers a flag at the end, also where a test fails, so that no thread is waited for in vain.
struct Lowered<'f>(&'f AtomicBool);

impl Drop for Lowered<'_> {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Relaxed);
    }
}

/// How long a file is disturbed.
const DISTURBED: Duration = Duration::from_millis(1_500);

#[test]
fn a_file_that_changes_while_it_is_read_is_read_whole_or_told() {
    let folder = Folder::new();
    let path = folder.put("changing.json", "");
    let go_on = AtomicBool::new(true);
    std::thread::scope(|scope| {
        let _lowered = Lowered(&go_on);
        scope.spawn(|| {
            disturb(&go_on, |round| match round % 4 {
                0 => fs::write(&path, vec![b'a'; 300_000]).unwrap(),
                1 => OpenOptions::new()
                    .write(true)
                    .open(&path)
                    .unwrap()
                    .set_len(100)
                    .unwrap(),
                2 => fs::write(&path, vec![b'a'; 900_000]).unwrap(),
                _ => fs::remove_file(&path).unwrap(),
            });
        });
        let start = Instant::now();
        let (mut whole, mut changed, mut missing) = (0, 0, 0);
        while start.elapsed() < DISTURBED {
            match read_file(&path, MIB as u64, Reach::Walked) {
                Ok(bytes) => {
                    whole += 1;
                    assert!(bytes.iter().all(|byte| *byte == b'a' || *byte == 0));
                }
                Err(FileError::Changed) => changed += 1,
                Err(FileError::NotFound) => missing += 1,
                Err(error) => panic!("{error}"),
            }
        }
        assert!(
            whole > 0 && changed > 0 && missing > 0,
            "{whole} {changed} {missing}"
        );
    });
}

/// Runs `verify` on a file that another thread disturbs; every run ends by itself and says what it found.
fn verify_disturbed(
    folder: &Folder,
    path: &str,
    step: impl Fn(usize) + Send + Sync,
    may_be_told: &[&str],
) -> usize {
    let go_on = AtomicBool::new(true);
    let mut runs = 0;
    std::thread::scope(|scope| {
        let _lowered = Lowered(&go_on);
        scope.spawn(|| disturb(&go_on, &step));
        let start = Instant::now();
        while start.elapsed() < DISTURBED {
            let (status, verification) = folder.verify(&["claims/good.json", path]);
            assert_eq!(record(&verification, "claims/good.json")["holds"], true);
            let mut told = Vec::new();
            for record in records(&verification) {
                told.extend(rules(record).into_iter().map(str::to_owned));
            }
            let expected = match told.as_slice() {
                [] => 0,
                told if told.iter().any(|rule| rule == "unreadable") => 3,
                _ => 1,
            };
            assert_eq!(status, Some(expected), "{verification:#}");
            for rule in told {
                assert!(may_be_told.contains(&rule.as_str()), "{rule}: {verification:#}");
            }
            runs += 1;
        }
    });
    runs
}

#[test]
fn a_record_that_changes_while_it_is_verified_gives_a_clean_answer() {
    let folder = with_good_claim();
    let path = folder.at("claims/changing.json");
    let small = signed(&folder, "changing");
    let altered = small.replace("Sixty", "Ninety");
    let mut large = altered.clone().into_bytes();
    large.resize(700_000, b'\n');
    let runs = verify_disturbed(
        &folder,
        "claims/changing.json",
        |round| match round % 5 {
            0 => fs::write(&path, &small).unwrap(),
            1 => fs::write(&path, &large).unwrap(),
            2 => OpenOptions::new()
                .write(true)
                .open(&path)
                .unwrap()
                .set_len(50)
                .unwrap(),
            3 => fs::write(&path, &altered).unwrap(),
            _ => fs::remove_file(&path).unwrap(),
        },
        &["unreadable", "malformed-json", "bad-signature"],
    );
    assert!(runs >= 3, "{runs}");
}

#[test]
fn lines_that_change_while_they_are_verified_give_a_clean_answer() {
    let folder = with_good_claim();
    let path = folder.at("claims/changing.jsonl");
    let lines = many_lines(&folder, 200);
    fs::write(&path, &lines).unwrap();
    let runs = verify_disturbed(
        &folder,
        "claims/changing.jsonl",
        |round| match round % 4 {
            0 => fs::write(&path, &lines).unwrap(),
            1 => {
                let mut file = OpenOptions::new().append(true).open(&path).unwrap();
                file.write_all(lines.replace("claim-", "later-").as_bytes())
                    .unwrap();
            }
            2 => File::options()
                .write(true)
                .open(&path)
                .unwrap()
                .set_len(30_000)
                .unwrap(),
            _ => fs::remove_file(&path).unwrap(),
        },
        &["unreadable", "malformed-json", "bad-signature", "duplicate-id"],
    );
    assert!(runs >= 3, "{runs}");
}

/// A file that ends before its size said, or goes on after it: what was read of it is told not to be all.
#[test]
fn lines_that_were_cut_off_meanwhile_are_told() {
    let folder = with_good_claim();
    let path = folder.at("claims/changing.jsonl");
    let lines = many_lines(&folder, 400);
    let go_on = AtomicBool::new(true);
    let mut told = 0;
    std::thread::scope(|scope| {
        let _lowered = Lowered(&go_on);
        fs::write(&path, &lines).unwrap();
        scope.spawn(|| {
            disturb(&go_on, |_| {
                let mut file = OpenOptions::new().append(true).open(&path).unwrap();
                file.write_all(b"\n\n\n\n\n\n\n\n\n\n").unwrap();
            });
        });
        let start = Instant::now();
        while told == 0 && start.elapsed() < Duration::from_secs(4) {
            let run = folder.run(["verify", "--at", AT, "--format", "jsonl", "claims/changing.jsonl"]);
            run.assert_clean();
            if run.stdout.contains("it changed while it was read") {
                run.assert_status(3);
                told += 1;
            }
        }
    });
    assert!(told > 0, "no run met a change");
}

/// What a key file may be: the rest of what is read from outside.
#[test]
fn keys_that_are_none_are_refused() {
    let folder = with_good_claim();
    folder.put("large.pem", vec![b'A'; 70_000]);
    folder.put(
        "none.pem",
        "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n",
    );
    folder.put("bytes.pem", [0xff; 100]);
    let sign = |key: &str| -> Run { folder.run(["sign", "--key", key, "claims/good.json"]) };
    let before = folder.read("claims/good.json");
    for (name, status) in [
        ("large.pem", 1),
        ("none.pem", 1),
        ("bytes.pem", 1),
        ("missing.pem", 3),
        ("claims", 3),
    ] {
        sign(name).assert_status(status);
    }
    assert_eq!(folder.read("claims/good.json"), before);
    let public = key("harbour-author").with_extension("pem.pub");
    sign(public.to_str().unwrap()).assert_status(1);
}

/// Of a malformed line its name is kept, not its findings: they are found again when they are told.
#[test]
fn many_malformed_lines_take_little_memory() {
    const COUNT: usize = 100_000;
    let folder = Folder::new();
    folder.put("many.jsonl", "x\n".repeat(COUNT));
    let script = format!(
        "ulimit -v 90000; exec {} verify --at {AT} many.jsonl | tail -n 4",
        env!("CARGO_BIN_EXE_byline")
    );
    let mut command = Command::new("sh");
    command
        .args(["-c", &script])
        .env("RAYON_NUM_THREADS", "1")
        // With an arena of its own, which reserves 64 MiB, the one thread would have no room for it, and would ask
        // the system for each piece of memory by itself: that is right as well, but takes a minute.
        .env("MALLOC_ARENA_MAX", "1")
        .current_dir(folder.path());
    let told = run(&mut command);
    assert!(
        told.stdout.contains("checked, 100000 malformed: none holds"),
        "{told:#?}"
    );
}

#[test]
fn a_malformed_record_that_changed_meanwhile_is_told_at_its_beginning() {
    let folder = Folder::new();
    let lines = folder.put("lines.jsonl", "{\n{\n");
    let inputs = gather(&[lines], None).unwrap();
    let options = Options {
        at: Time::parse(AT).unwrap(),
        pin: None,
        seals: ClaimSeals::All,
    };
    let verification = verify(inputs, options).unwrap();
    let second = verification.reported().nth(1).unwrap().0;
    folder.put("lines.jsonl", format!("{{\n{}\n", claim("a")));
    let findings = verification.findings(second);
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].name.as_str(), "malformed-json");
    assert_eq!((findings[0].place.line, findings[0].place.column), (2, 1));
    assert!(findings[0].message.contains("has changed since"));
    fs::remove_file(folder.at("lines.jsonl")).unwrap();
    assert_eq!(verification.findings(second).len(), 1);
}

#[test]
fn characters_that_nobody_sees_are_refused() {
    let folder = Folder::new();
    for hidden in [
        '\u{2800}',
        '\u{1D159}',
        '\u{13430}',
        '\u{1343F}',
        '\u{FDD0}',
        '\u{FDEF}',
        '\u{FFFE}',
        '\u{FFFF}',
        '\u{1FFFE}',
        '\u{10FFFF}',
    ] {
        let text = claim("a").replace("quay wall", &format!("quay{hidden}wall"));
        folder.put("a.json", text);
        let (_, verification) = folder.verify(&["a.json"]);
        let finding = only_finding(&verification, "a.json");
        assert_eq!(finding["rule"], "hidden-characters", "{hidden:?}");
    }
}

#[test]
fn a_chain_that_only_goes_round_rests_on_nothing() {
    let folder = Folder::repository();
    let mut round: Value = serde_json::from_str(&claim("round")).unwrap();
    round["chain"][0]["cites"] = serde_json::json!(["agency"]);
    round["chain"].as_array_mut().unwrap().push(serde_json::json!({
        "id": "agency", "kind": "report", "source": "agency.example", "cites": ["courier"]
    }));
    folder.put("claims/round.json", round.to_string());
    let run = folder.run(["verify", "--at", AT, "."]);
    run.assert_status(1);
    assert!(run.said().is_empty());
    assert!(
        run.stdout.contains("2 nothing: its links only cite each other\n"),
        "{run:#?}"
    );
}
