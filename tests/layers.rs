//! The layers of the house: a file uses only its own layer and those before it. And what else is asked of every
//! source file: its length, no panics and no printing in the library, no clock and no environment.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The layers in their order. A new one is put into its place here.
const LAYERS: &[&str] = &[
    "json", "record", "seal", "corpus", "capture", "chain", "score", "verify", "support", "check", "report",
    "cli",
];

/// A file of more lines than this is two files.
const MOST_LINES: usize = 450;

/// The lines of `main.rs` stay below this.
const MAIN_LINES: usize = 40;

#[test]
fn every_file_uses_only_its_own_layer_and_those_before_it() {
    let mut problems = Vec::new();
    let mut used = 0;
    for file in sources() {
        let Some(module) = file.module() else { continue };
        let paths = paths_used(&file.text, &module);
        used += paths.iter().filter(|path| path.first() != module.first()).count();
        problems.extend(problems_of(&file.name, &module, &paths));
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    // Whoever reads nothing finds nothing.
    assert!(used > 100, "only {used} uses of other layers were found");
}

#[test]
fn every_folder_is_a_layer_and_every_layer_a_folder() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let folders: BTreeSet<String> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.file_type().unwrap().is_dir())
        .map(|entry| entry.file_name().to_str().unwrap().to_owned())
        .collect();
    let layers: BTreeSet<String> = LAYERS.iter().map(|layer| (*layer).to_owned()).collect();
    assert_eq!(folders, layers);
    let root = fs::read_to_string(folder.join("lib.rs")).unwrap();
    let declared: BTreeSet<String> = tokens(&root)
        .windows(3)
        .filter(|three| three[0].text == "mod" && three[2].text == ";")
        .map(|three| three[1].text.clone())
        .collect();
    assert_eq!(declared, layers, "modules that lib.rs declares");
}

#[test]
fn no_file_is_longer_than_is_read_at_one_go() {
    let long: Vec<String> = sources()
        .iter()
        .map(|file| (file.text.lines().count(), &file.name))
        .filter(|(lines, name)| *lines > MOST_LINES || (name.as_str() == "main.rs" && *lines >= MAIN_LINES))
        .map(|(lines, name)| format!("{name} has {lines} lines"))
        .collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn the_library_neither_panics_nor_prints_nor_reads_clock_or_environment() {
    let problems: Vec<String> = sources()
        .iter()
        .filter(|file| file.module().is_some_and(|module| module[0] != "cli"))
        .flat_map(|file| forbidden(&file.name, &file.text))
        .collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// One source file.
struct Source {
    /// Its path below `src`.
    name: String,
    text: String,
}

impl Source {
    /// The path of its module; `None` for `lib.rs` and `main.rs`, which belong to no layer.
    fn module(&self) -> Option<Vec<String>> {
        let path = self.name.strip_suffix(".rs").unwrap();
        let mut parts: Vec<String> = path.split('/').map(str::to_owned).collect();
        if parts.last().is_some_and(|last| last == "mod") {
            parts.pop();
        }
        (!["lib", "main"].contains(&path)).then_some(parts)
    }
}

/// All source files.
fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut waiting = vec![root.clone()];
    let mut files: Vec<PathBuf> = Vec::new();
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    assert!(files.len() > 40, "only {} source files were found", files.len());
    files
        .into_iter()
        .map(|path| Source {
            name: path
                .strip_prefix(&root)
                .unwrap()
                .to_str()
                .unwrap()
                .replace('\\', "/"),
            text: fs::read_to_string(&path).unwrap(),
        })
        .collect()
}

/// A word or a mark of Rust, with its line from 1.
#[derive(Clone, Debug, PartialEq)]
struct Token {
    text: String,
    line: usize,
}

/// The words and marks of a source text, without comments, texts and characters. `::` is one mark.
fn tokens(source: &str) -> Vec<Token> {
    let characters: Vec<char> = source.chars().collect();
    let mut found = Vec::new();
    let mut line = 1;
    let mut at = 0;
    while at < characters.len() {
        let rest = &characters[at..];
        let length = match rest {
            ['/', '/', ..] => rest.iter().position(|c| *c == '\n').unwrap_or(rest.len()),
            ['/', '*', ..] => comment_length(rest),
            ['"', ..] => text_length(rest),
            ['b' | 'c', '"', ..] => 1 + text_length(&rest[1..]),
            ['r', '"' | '#', ..] if raw_length(&rest[1..]).is_some() => 1 + raw_length(&rest[1..]).unwrap(),
            ['b' | 'c', 'r', '"' | '#', ..] if raw_length(&rest[2..]).is_some() => {
                2 + raw_length(&rest[2..]).unwrap()
            }
            ['\'', ..] => character_length(rest),
            [':', ':', ..] => {
                found.push(Token {
                    text: "::".to_owned(),
                    line,
                });
                2
            }
            [first, ..] if is_word(*first) => {
                let end = rest.iter().position(|c| !is_word(*c)).unwrap_or(rest.len());
                found.push(Token {
                    text: rest[..end].iter().collect(),
                    line,
                });
                end
            }
            [first, ..] => {
                if !first.is_whitespace() {
                    found.push(Token {
                        text: first.to_string(),
                        line,
                    });
                }
                1
            }
            [] => 0,
        };
        line += rest[..length].iter().filter(|c| **c == '\n').count();
        at += length;
    }
    found
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

fn comment_length(rest: &[char]) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < rest.len() {
        match rest[at..] {
            ['/', '*', ..] => {
                depth += 1;
                at += 2;
            }
            ['*', '/', ..] => {
                depth -= 1;
                at += 2;
                if depth == 0 {
                    break;
                }
            }
            _ => at += 1,
        }
    }
    at
}

fn text_length(rest: &[char]) -> usize {
    let mut at = 1;
    while at < rest.len() && rest[at] != '"' {
        at += if rest[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(rest.len())
}

/// The length of a raw text from its first `#` or quotation mark; `None` for something else, such as `r#type`.
fn raw_length(rest: &[char]) -> Option<usize> {
    let hashes = rest.iter().take_while(|c| **c == '#').count();
    if rest.get(hashes) != Some(&'"') {
        return None;
    }
    let mut end = vec!['"'];
    end.resize(1 + hashes, '#');
    let inside = rest[hashes + 1..]
        .windows(end.len())
        .position(|window| window == end)?;
    Some(hashes + 1 + inside + end.len())
}

/// The length of a character, or of the mark before a lifetime.
fn character_length(rest: &[char]) -> usize {
    match rest {
        [_, '\\', ..] => {
            let end = rest.iter().skip(3).position(|c| *c == '\'');
            end.map_or(rest.len(), |end| end + 4)
        }
        [_, _, '\'', ..] => 3,
        _ => 1,
    }
}

/// Where in the crate a path leads, from its outermost module on, and the line it stands in.
#[derive(Clone, Debug, PartialEq)]
struct UsedPath {
    parts: Vec<String>,
    line: usize,
}

impl UsedPath {
    fn first(&self) -> Option<&String> {
        self.parts.first()
    }
}

/// Every path in `source` that begins with `crate`, `super`, `self` or the crate's own name. `module` is the path of
/// the module that the file is.
fn paths_used(source: &str, module: &[String]) -> Vec<UsedPath> {
    let tokens = tokens(source);
    let text = |at: usize| tokens.get(at).map_or("", |token: &Token| token.text.as_str());
    let mut here = module.to_vec();
    // The depth of braces at which each inline module begins.
    let mut inline: Vec<usize> = Vec::new();
    let mut depth = 0;
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match text(at) {
            "mod" if text(at + 2) == "{" => {
                here.push(text(at + 1).to_owned());
                inline.push(depth);
                depth += 1;
                at += 3;
                continue;
            }
            "{" => depth += 1,
            "}" => {
                depth -= 1;
                if inline.last() == Some(&depth) {
                    inline.pop();
                    here.pop();
                }
            }
            "crate" | "super" | "self" | "byline"
                if text(at + 1) == "::" && (at == 0 || text(at - 1) != "::") =>
            {
                at = follow(&tokens, at, &here, &mut found);
                continue;
            }
            // `use crate as name` and the like would hide where paths lead.
            "crate" if !(text(at - 1) == "(" || text(at - 1) == "in") => {
                found.push(UsedPath {
                    parts: vec!["the whole crate".to_owned()],
                    line: tokens[at].line,
                });
            }
            _ => {}
        }
        at += 1;
    }
    found
}

/// Follows the path that begins at `at`, and every path in braces behind it; gives where it ends.
fn follow(tokens: &[Token], mut at: usize, here: &[String], found: &mut Vec<UsedPath>) -> usize {
    let text = |at: usize| tokens.get(at).map_or("", |token: &Token| token.text.as_str());
    let mut parts: Vec<String> = match text(at) {
        "crate" | "byline" => Vec::new(),
        "super" => here[..here.len().saturating_sub(1)].to_vec(),
        _ => here.to_vec(),
    };
    at += 1;
    while text(at) == "::" {
        at += 1;
        match text(at) {
            "super" => {
                parts.pop();
            }
            "{" => return follow_group(tokens, at, &parts, found),
            part if part.chars().all(is_word) || part == "*" => parts.push(part.to_owned()),
            // Generic arguments.
            _ => break,
        }
        at += 1;
    }
    found.push(UsedPath {
        parts,
        line: tokens[at.min(tokens.len()) - 1].line,
    });
    at
}

/// Follows the paths in the braces that open at `at`; gives where they close.
fn follow_group(tokens: &[Token], mut at: usize, before: &[String], found: &mut Vec<UsedPath>) -> usize {
    let text = |at: usize| tokens.get(at).map_or("", |token: &Token| token.text.as_str());
    at += 1;
    while at < tokens.len() && text(at) != "}" {
        if text(at) == "," {
            at += 1;
            continue;
        }
        let mut parts = before.to_vec();
        let line = tokens[at].line;
        let mut grouped = false;
        loop {
            match text(at) {
                "self" => {}
                "{" => {
                    at = follow_group(tokens, at, &parts, found);
                    grouped = true;
                    break;
                }
                part => parts.push(part.to_owned()),
            }
            at += 1;
            if text(at) != "::" {
                break;
            }
            at += 1;
        }
        if !grouped {
            found.push(UsedPath { parts, line });
        }
        // `as name`
        while !matches!(text(at), "," | "}" | "") {
            at += 1;
        }
    }
    at + 1
}

/// What a file may not use.
fn problems_of(name: &str, module: &[String], paths: &[UsedPath]) -> Vec<String> {
    let rank = |layer: &str| LAYERS.iter().position(|known| *known == layer);
    let own = rank(&module[0]).unwrap_or_else(|| panic!("{name} is in no layer"));
    paths
        .iter()
        .filter_map(|path| {
            let problem = match path.first().map(|first| (first, rank(first))) {
                Some((_, Some(other))) if other <= own => return None,
                Some((first, Some(_))) => format!("{} uses {first}, which comes after it", module[0]),
                Some((first, None)) => format!("{first} is no layer"),
                None => "the whole crate is no layer".to_owned(),
            };
            Some(format!(
                "src/{name}:{}: {problem} ({})",
                path.line,
                path.parts.join("::")
            ))
        })
        .collect()
}

/// What the library may not do, outside the tests that stand in it.
fn forbidden(name: &str, source: &str) -> Vec<String> {
    let tokens = tokens(source);
    let text = |at: usize| tokens.get(at).map_or("", |token: &Token| token.text.as_str());
    let mut problems = Vec::new();
    let mut depth: usize = 0;
    let mut tests_from = None;
    for (at, token) in tokens.iter().enumerate() {
        match text(at) {
            "{" => depth += 1,
            "}" => {
                depth = depth.saturating_sub(1);
                if tests_from == Some(depth) {
                    tests_from = None;
                }
            }
            "mod" if text(at + 1) == "tests" && tests_from.is_none() => tests_from = Some(depth),
            _ => {}
        }
        if tests_from.is_some() {
            continue;
        }
        let method = at > 0 && text(at - 1) == "." && text(at + 1) == "(";
        let called = match text(at) {
            "unwrap" | "expect" | "unwrap_err" | "expect_err" => method,
            "println" | "print" | "eprintln" | "eprint" | "dbg" | "panic" | "todo" | "unimplemented"
            | "unreachable" => text(at + 1) == "!",
            // The clock and the environment.
            "env" => text(at + 1) != "!",
            "now" => at > 0 && text(at - 1) == "::",
            "SystemTime" | "Instant" => true,
            _ => false,
        };
        if called {
            problems.push(format!("src/{name}:{}: {}", token.line, token.text));
        }
    }
    problems
}

/// What is wrong with a made-up line in the file `name`.
fn wrong(name: &str, line: &str) -> Vec<String> {
    let source = Source {
        name: name.to_owned(),
        text: line.to_owned(),
    };
    let module = source.module().unwrap();
    problems_of(name, &module, &paths_used(line, &module))
}

#[test]
fn a_use_of_a_later_layer_is_seen() {
    for (name, line) in [
        ("json/read.rs", "use crate::record::Kind;"),
        ("json/mod.rs", "pub use super::record::Kind;"),
        ("json/read.rs", "use super::super::record::Kind;"),
        (
            "seal/key_file/block.rs",
            "fn f() { super::super::super::corpus::gather(); }",
        ),
        (
            "record/claim.rs",
            "use crate::{json::Node, seal::{self as sealed}};",
        ),
        (
            "record/claim.rs",
            "use crate::{\n    json::{Node, Value as V},\n    verify,\n};",
        ),
        ("chain/shape.rs", "fn f(entry: &crate::verify::Entry) {}"),
        (
            "verify/mod.rs",
            "mod inner { use super::super::report::visible; }",
        ),
        (
            "verify/entry.rs",
            "mod a { mod b { use super::super::super::super::cli::run; } }",
        ),
        ("report/text.rs", "use byline::cli::run;"),
        ("corpus/walk.rs", "use crate::*;"),
        ("corpus/walk.rs", "use crate as everything;"),
        ("corpus/walk.rs", "use crate::unheard::Of;"),
    ] {
        assert_eq!(
            wrong(name, line).len(),
            1,
            "{name}: {line}: {:?}",
            wrong(name, line)
        );
    }
    assert_eq!(
        wrong("json/read.rs", "\n\nuse crate::record::Kind;"),
        ["src/json/read.rs:3: json uses record, which comes after it (record::Kind)"]
    );
}

#[test]
fn a_use_of_an_earlier_layer_or_the_own_is_let_be() {
    for (name, line) in [
        ("record/claim.rs", "use crate::json::{Node, Value};"),
        ("record/claim.rs", "use super::date::Moment;"),
        ("record/mod.rs", "use super::json;"),
        ("record/mod.rs", "pub(crate) use self::claim::Claim;"),
        ("record/mod.rs", "pub(in crate::record) fn f() {}"),
        // A module of the own layer that has the name of a later one.
        ("seal/sign.rs", "use super::verify::Seal;"),
        ("seal/mod.rs", "mod tests { use super::verify::Seal; }"),
        (
            "report/text.rs",
            "use super::json::finding; use crate::report::json;",
        ),
        ("json/read.rs", "// use crate::record::Kind;"),
        (
            "json/read.rs",
            "/* use crate::cli::run; /* nested */ use crate::cli::run; */",
        ),
        ("json/read.rs", "const A: &str = \"use crate::record::Kind;\";"),
        ("json/read.rs", "const A: &str = r#\"\" crate::record::Kind \"#;"),
        (
            "json/read.rs",
            "const A: char = '\"'; const B: char = '\\''; use crate::json::C; // crate::cli::run",
        ),
        ("json/read.rs", "fn f<'a>(x: &'a str) -> &'a str { x }"),
        ("json/read.rs", "pub(crate) fn f() {}"),
        (
            "cli/sign.rs",
            "use crate::{corpus, record::{self, Kind}, seal::*};",
        ),
    ] {
        assert_eq!(wrong(name, line), [""; 0], "{name}: {line}");
    }
}

#[test]
fn what_the_library_may_not_do_is_seen() {
    for line in [
        "fn f() { x.unwrap(); }",
        "fn f() { x\n    .expect(\"y\"); }",
        "fn f() { println!(\"x\"); }",
        "fn f() { eprint!(\"x\"); }",
        "fn f() { panic!(\"x\") }",
        "fn f() { let x = std::env::var(\"X\"); }",
        "use std::env;",
        "fn f() { Utc::now(); }",
        "use std::time::Instant;",
        "#[cfg(test)]\nmod tests { fn f() { x.unwrap(); } }\nfn g() { x.unwrap(); }",
    ] {
        let found = forbidden("made.rs", line);
        assert!(!found.is_empty(), "{line}");
        assert!(found.len() <= 1, "{line}: {found:?}");
    }
    for line in [
        "fn f() { x.unwrap_or_default(); }",
        "fn expect(x: u8) {} fn g() { expect(1); }",
        "// x.unwrap()",
        "const A: &str = \"println!()\";",
        "const A: &str = env!(\"CARGO_PKG_VERSION\");",
        "#[cfg(test)]\nmod tests { fn f() { x.unwrap(); } }",
    ] {
        assert_eq!(forbidden("made.rs", line), [""; 0], "{line}");
    }
}
