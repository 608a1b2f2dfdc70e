//! Every command as its users meet it: status, standard output and standard error.
//!
//! The cases are in `tests/cmd`: a `.toml` holds one run with its two outputs, a `.trycmd` several in one folder, with
//! both outputs together. `TRYCMD=overwrite cargo test --test cli` writes the outputs anew, to be looked through.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cases;
mod files;
mod help;
mod keys;
mod streams;
mod typed;

use std::path::Path;
use std::process::{Command, Output, Stdio};

const BYLINE: &str = env!("CARGO_BIN_EXE_byline");

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What runs see of their surroundings: no terminal, no colour, a screen of so many columns, and a home that is the
/// folder they run in, so that no key of the user is touched.
fn surroundings(columns: &str) -> [(&'static str, String); 8] {
    [
        ("HOME", ".".to_owned()),
        // Only absolute paths count: this is as if it were not set.
        ("XDG_CONFIG_HOME", String::new()),
        ("BYLINE_KEY", String::new()),
        ("BYLINE_PASSPHRASE", "a passphrase for tests".to_owned()),
        ("NO_COLOR", "1".to_owned()),
        ("CLICOLOR_FORCE", "0".to_owned()),
        ("COLUMNS", columns.to_owned()),
        ("LINES", "25".to_owned()),
    ]
}

/// `byline` in a folder, with surroundings as above.
fn byline(folder: &Path) -> Command {
    let mut command = Command::new(BYLINE);
    command
        .current_dir(folder)
        .envs(surroundings("100"))
        .stdin(Stdio::null());
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    byline(folder).args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}
