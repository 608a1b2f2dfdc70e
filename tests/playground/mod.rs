//! A folder to work in, and the program run in it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
// Each test uses a part of it.
#![allow(dead_code)]

use std::ffi::OsStr;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

/// On a machine with nothing else to do nothing here takes a tenth of this; what does hangs.
pub const PATIENCE: Duration = Duration::from_secs(90);

/// The time of every check.
pub const AT: &str = "2026-07-01T00:00:00Z";

/// The time of every signature.
pub const CREATED: &str = "2026-03-05T10:00:00Z";

/// The program, with nothing of the environment that it, or git below it, looks at.
pub fn byline() -> Command {
    let mut command = without_variables_of_git(env!("CARGO_BIN_EXE_byline"));
    for variable in [
        "BYLINE_KEY",
        "BYLINE_PASSPHRASE",
        "BYLINE_NEW_PASSPHRASE",
        "COLUMNS",
        "RAYON_NUM_THREADS",
    ] {
        command.env_remove(variable);
    }
    command.stdin(Stdio::null());
    command
}

/// Whoever runs the tests from a hook of git has its variables.
fn without_variables_of_git(program: &str) -> Command {
    let mut command = Command::new(program);
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("GIT_") {
            command.env_remove(name);
        }
    }
    command
}

/// What git writes, with an identity of its own and nothing of the user's.
pub fn git(folder: &Path, arguments: &[&str]) -> String {
    let mut command = without_variables_of_git("git");
    let run = run(command
        .args(arguments)
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .env("GIT_AUTHOR_NAME", "A Reporter")
        .env("GIT_AUTHOR_EMAIL", "reporter@courier.example")
        .env("GIT_COMMITTER_NAME", "A Reporter")
        .env("GIT_COMMITTER_EMAIL", "reporter@courier.example"));
    assert_eq!(run.status, Some(0), "git {arguments:?}: {run:#?}");
    run.stdout
}

/// A path below `fixtures`.
pub fn fixture(path: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(path);
    assert!(path.symlink_metadata().is_ok(), "{} is missing", path.display());
    path
}

/// Makes a copy of a folder, in which links stay links.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_symlink() {
            std::os::unix::fs::symlink(fs::read_link(&from).unwrap(), &to).unwrap();
        } else if from.is_dir() {
            copy(&from, &to);
        } else {
            fs::copy(&from, &to).unwrap();
        }
    }
}

/// One of the test keys.
pub fn key(name: &str) -> PathBuf {
    fixture(&format!("keys/{name}.pem"))
}

/// The did:key of one of the test keys.
pub fn did(name: &str) -> String {
    let public = fs::read_to_string(fixture(&format!("keys/{name}.pem.pub"))).unwrap();
    public.split(' ').next().unwrap().to_owned()
}

/// What a run of the program gave.
#[derive(Debug)]
pub struct Run {
    /// The exit status; `None` where a signal ended it.
    pub status: Option<i32>,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl Run {
    /// The verification that it printed.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:#?}"))
    }

    /// What it said on standard error, with the lines of a message joined again.
    pub fn said(&self) -> String {
        self.stderr.replace("\n       ", " ").replace("\n      ", " ")
    }

    /// All that it printed and said, with the lines of each message joined again.
    pub fn said_and_printed(&self) -> String {
        words(&format!("{}{}", self.stdout, self.stderr))
    }

    /// Everything that it said is a message of its own: it neither panicked nor was it ended by a signal.
    pub fn assert_clean(&self) -> &Self {
        assert!(
            !self.stderr.contains("panicked") && !self.stderr.contains("RUST_BACKTRACE"),
            "{self:#?}"
        );
        assert!(
            matches!(self.status, Some(0..=4 | 141)),
            "an exit status of the program's own: {self:#?}"
        );
        self
    }

    /// The exit status is this one.
    pub fn assert_status(&self, status: i32) -> &Self {
        self.assert_clean();
        assert_eq!(self.status, Some(status), "{self:#?}");
        self
    }
}

/// A text in one line, wherever lines were broken.
pub fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Runs a command to its end; one that does not come to it fails the test.
pub fn run(command: &mut Command) -> Run {
    finish(start(command), &format!("{command:?}"))
}

/// Runs a command to its end on some standard input.
pub fn run_with_input(command: &mut Command, input: &[u8]) -> Run {
    let mut child = start(command.stdin(Stdio::piped()));
    child.stdin.take().unwrap().write_all(input).unwrap();
    finish(child, &format!("{command:?}"))
}

/// Starts a command whose output is piped.
pub fn start(command: &mut Command) -> Child {
    command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{command:?}: {error}"))
}

/// Waits for the end of a child whose output is piped.
pub fn finish(mut child: Child, what: &str) -> Run {
    let read = |pipe: Option<Box<dyn Read + Send>>| {
        std::thread::spawn(move || {
            let mut bytes = Vec::new();
            if let Some(mut pipe) = pipe {
                pipe.read_to_end(&mut bytes).unwrap();
            }
            String::from_utf8_lossy(&bytes).into_owned()
        })
    };
    let stdout = read(child.stdout.take().map(|pipe| Box::new(pipe) as _));
    let stderr = read(child.stderr.take().map(|pipe| Box::new(pipe) as _));
    let status = wait(&mut child, what);
    Run {
        status: status.code(),
        stdout: stdout.join().unwrap(),
        stderr: stderr.join().unwrap(),
    }
}

/// Waits for the end of a child; one that hangs is killed and fails the test.
pub fn wait(child: &mut Child, what: &str) -> std::process::ExitStatus {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status;
        }
        if start.elapsed() > PATIENCE {
            child.kill().unwrap();
            child.wait().unwrap();
            panic!("this hangs: {what}");
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// A folder of its own, removed at the end.
pub struct Folder(TempDir);

impl Folder {
    /// An empty folder.
    pub fn new() -> Self {
        Self(TempDir::with_prefix("byline-test-").unwrap())
    }

    /// A repository of claims with the owner, author, editor and checker of the harbour inquiry's keys.
    pub fn repository() -> Self {
        let folder = Self::new();
        folder.put("byline.toml", "");
        let plain = fixture("faulty-repositories/seal/unsigned/trust/1.json");
        folder.put("trust/1.json", fs::read_to_string(plain).unwrap());
        folder
    }

    /// Such a repository with the claim `claims/a.json`, signed by its author.
    pub fn with_signed_claim() -> Self {
        let folder = Self::repository();
        folder.put("claims/a.json", claim("a"));
        folder.sign("harbour-author", &["claims/a.json"]).assert_status(0);
        folder
    }

    /// A copy of another folder.
    pub fn copy_of(path: &Path) -> Self {
        let folder = Self::new();
        copy(path, folder.path());
        folder
    }

    /// Its path.
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// The path of something in it.
    pub fn at(&self, path: &str) -> PathBuf {
        self.path().join(path)
    }

    /// Writes a file, and the folders that it lies in.
    pub fn put(&self, path: &str, contents: impl AsRef<[u8]>) -> PathBuf {
        let path = self.at(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, contents).unwrap();
        path
    }

    /// What a file holds.
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.at(path)).unwrap()
    }

    /// Runs the program in this folder.
    pub fn run<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Run {
        run(byline().args(arguments).current_dir(self.path()))
    }

    /// Verifies, and gives the exit status and the JSON.
    pub fn verify(&self, paths: &[&str]) -> (Option<i32>, Value) {
        let run = self.run(["verify", "--at", AT, "--format", "json"].iter().chain(paths));
        run.assert_clean();
        (run.status, run.json())
    }

    /// Signs with one of the test keys.
    pub fn sign(&self, key_name: &str, arguments: &[&str]) -> Run {
        self.sign_at(key_name, CREATED, arguments)
    }

    /// The same at another time.
    pub fn sign_at(&self, key_name: &str, created: &str, arguments: &[&str]) -> Run {
        let mut command = byline();
        command.args(["sign", "--created", created, "--key"]);
        command
            .arg(key(key_name))
            .args(arguments)
            .current_dir(self.path());
        run(&mut command)
    }

    /// A record without its proofs.
    pub fn unsigned(&self, path: &str) -> Value {
        let mut record: Value = serde_json::from_str(&self.read(path)).unwrap();
        record.as_object_mut().unwrap().remove("proof");
        record
    }

    /// The first trust list in a folder as that of a later version, which nobody has signed yet.
    pub fn next_list(&self, folder: &str, version: u64) -> Value {
        let before = format!("{folder}/{}.json", version - 1);
        let mut list = self.unsigned(&format!("{folder}/1.json"));
        list["version"] = version.into();
        list["previous"] = self.digest(&before).into();
        list
    }

    /// The digest of a record.
    pub fn digest(&self, path: &str) -> String {
        let run = self.run(["digest", path]);
        run.assert_status(0);
        run.stdout.split_whitespace().next().unwrap().to_owned()
    }

    /// Has `new` write a notice, unsigned.
    pub fn new_notice(&self, about: &str, effect: &str, reason: &str) -> Run {
        self.run(["new", "notice", about, "--effect", effect, "--reason", reason])
    }

    /// Has `new` write the next revision of a claim, unsigned.
    pub fn new_revision(&self, claim: &str, statement: &str) -> Run {
        self.run(["new", "revision", claim, "--statement", statement])
    }

    /// What lies in a folder of it, hidden files included.
    pub fn names(&self, path: &str) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.at(path))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }
}

/// An unsigned claim without authors, in one line.
pub fn claim(id: &str) -> String {
    format!(
        r#"{{"byline":"claim/1","id":"{id}","statement":"Sixty metres of the quay wall slid into the water.","lang":"en","topics":["harbour"],"chain":[{{"id":"courier","kind":"report","source":"courier.example","published":"2026-03-04","held":true}}]}}"#
    )
}

/// The rules of all findings of a record.
pub fn rules(record: &Value) -> Vec<&str> {
    record["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| finding["rule"].as_str().unwrap())
        .collect()
}

/// The record of a verification at this path.
pub fn record<'v>(verification: &'v Value, path: &str) -> &'v Value {
    records(verification)
        .iter()
        .find(|record| record["path"] == path)
        .unwrap_or_else(|| panic!("no record {path} in {verification:#}"))
}

/// The records of a verification.
pub fn records(verification: &Value) -> &Vec<Value> {
    verification["records"].as_array().unwrap()
}
