//! What tells how commands are used: helps, manual pages, completions, the version.

use std::fs;

use super::{root, run, text};

/// Every command with the ones below it.
const COMMANDS: &[&[&str]] = &[
    &[],
    &["check"],
    &["verify"],
    &["explain"],
    &["score"],
    &["what-if"],
    &["source"],
    &["source", "list"],
    &["source", "show"],
    &["sign"],
    &["show"],
    &["log"],
    &["new"],
    &["new", "claim"],
    &["new", "source"],
    &["new", "revision"],
    &["new", "notice"],
    &["new", "trust"],
    &["bundle"],
    &["capture"],
    &["init"],
    &["key"],
    &["key", "new"],
    &["key", "list"],
    &["key", "export"],
    &["key", "import"],
    &["key", "passwd"],
    &["fmt"],
    &["digest"],
    &["canon"],
    &["schema"],
    &["completions"],
    &["man"],
];

/// The names of the commands that a help lists.
fn listed(help: &str) -> Vec<&str> {
    help.lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        // A line that goes on with a description is indented further.
        .filter(|line| !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .collect()
}

#[test]
fn every_help_has_an_example() {
    for command in COMMANDS {
        let output = run(root(), &[command, &["--help"][..]].concat());
        assert_eq!(output.status.code(), Some(0), "{command:?}");
        assert!(output.stderr.is_empty(), "{command:?}");
        let help = text(&output.stdout);
        let example = format!("\n  byline {}", command.join(" "));
        let (_, examples) = help
            .split_once("\nExample")
            .unwrap_or_else(|| panic!("{command:?} has no example:\n{help}"));
        let shown = examples.contains(example.trim_end()) || examples.contains("| byline");
        assert!(shown, "{command:?} shows no example of itself:\n{examples}");
        // No command is missing in the list above.
        for name in listed(&help) {
            let below = [command, &[name][..]].concat();
            assert!(COMMANDS.contains(&below.as_slice()), "{below:?} is not looked at");
        }
    }
}

/// Every command has a page, with the example of its help, whole.
#[test]
fn every_command_has_a_manual_page() {
    let folder = tempfile::tempdir().unwrap();
    let output = run(folder.path(), &["man", "--out", "pages/man1"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(
        text(&output.stdout),
        format!("{} pages in pages/man1\n", COMMANDS.len())
    );
    let pages = folder.path().join("pages/man1");
    assert_eq!(fs::read_dir(&pages).unwrap().count(), COMMANDS.len());
    for command in COMMANDS {
        let name = [&["byline"], *command].concat().join("-");
        let page = fs::read_to_string(pages.join(format!("{name}.1"))).unwrap();
        assert!(page.contains(&format!(".TH {name} 1")), "{name}: {page}");
        assert!(page.contains(&name.replace('-', "\\-")), "{name} is named");
        // Nothing of this machine is in it.
        assert!(
            !page.contains("curve25519") && !page.contains(folder.path().to_str().unwrap()),
            "{name}"
        );
        let (_, examples) = page
            .split_once(".SH EXAMPLES\n.nf\n")
            .unwrap_or_else(|| panic!("{name}: {page}"));
        let shown = format!("byline {}", command.join(" ")).replace('-', "\\-");
        assert!(examples.contains(shown.trim_end()), "{name}: {examples}");
        // One page alone is the same.
        let alone = run(folder.path(), &[&["man"], *command].concat());
        assert_eq!(text(&alone.stdout), page, "{name}");
    }
    // A second time the pages are written anew.
    fs::write(pages.join("byline.1"), "old").unwrap();
    let output = run(folder.path(), &["man", "--out", "pages/man1"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(
        fs::read_to_string(pages.join("byline.1"))
            .unwrap()
            .contains(".TH byline 1")
    );
}

/// The completions of every shell know all commands and the options of the ones below others.
#[test]
fn completions_know_every_command() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = run(root(), &["completions", shell]);
        assert_eq!(output.status.code(), Some(0), "{shell}");
        let script = text(&output.stdout);
        for name in COMMANDS.iter().copied().flatten() {
            assert!(script.contains(name), "{shell} does not know {name}");
        }
        for option in ["new-passphrase-file", "signer-key", "add-origin"] {
            assert!(script.contains(option), "{shell} does not know --{option}");
        }
    }
}

#[test]
fn the_version_names_the_arithmetic() {
    let output = run(root(), &["--version"]);
    let version = text(&output.stdout);
    let expected = format!("byline {} (curve25519 arithmetic: ", env!("CARGO_PKG_VERSION"));
    assert!(version.starts_with(&expected), "{version}");
}
