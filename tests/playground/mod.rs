//! A folder to work in, and the program run in it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
// Each test uses a part of it.
#![allow(dead_code)]

use std::ffi::OsStr;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

/// Nothing here takes a tenth of this; what does hangs.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// The time of every check.
pub const AT: &str = "2026-07-01T00:00:00Z";

/// The time of every signature.
pub const CREATED: &str = "2026-03-05T10:00:00Z";

/// The program, with nothing of the environment that it looks at.
pub fn byline() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_byline"));
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

/// A path below `fixtures`.
pub fn fixture(path: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(path);
    assert!(path.symlink_metadata().is_ok(), "{} is missing", path.display());
    path
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

/// Runs a command to its end; one that does not come to it fails the test.
pub fn run(command: &mut Command) -> Run {
    let child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{command:?}: {error}"));
    finish(child, &format!("{command:?}"))
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
        let mut command = byline();
        command.args(["sign", "--created", CREATED, "--key"]);
        command
            .arg(key(key_name))
            .args(arguments)
            .current_dir(self.path());
        run(&mut command)
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
