//! Which repository a record belongs to, and what of it is read, does not depend on the way to it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod playground;

use std::fs;
use std::os::unix::fs::symlink;
use std::process::{Command, Stdio};

use playground::{AT, Folder, byline, claim, record, rules, run, run_with_input};
use serde_json::Value;

/// A repository in a folder below this one, with a signed claim in it.
fn repository(folder: &Folder, name: &str) {
    let from = Folder::with_signed_claim();
    for path in ["byline.toml", "trust/1.json", "claims/a.json"] {
        folder.put(&format!("{name}/{path}"), from.read(path));
    }
}

/// What is said of paths that cannot be taken.
fn refusal(folder: &Folder, paths: &[&str]) -> String {
    let run = folder.run(["verify", "--at", AT].iter().chain(paths));
    run.assert_status(2);
    assert_eq!(run.stdout, "");
    run.said()
}

#[test]
fn a_link_out_of_a_repository_does_not_take_a_record_from_its_notices() {
    let folder = Folder::new();
    repository(&folder, "desk");
    fs::create_dir(folder.at("outside")).unwrap();
    fs::rename(folder.at("desk/claims/a.json"), folder.at("outside/a.json")).unwrap();
    symlink("../../outside/a.json", folder.at("desk/claims/a.json")).unwrap();
    let said = refusal(&folder, &["desk/claims/a.json"]);
    let target = folder.at("outside/a.json").canonicalize().unwrap();
    assert!(said.contains(target.to_str().unwrap()), "{said}");
    assert!(said.contains("name the file itself"), "{said}");
}

#[test]
fn a_link_into_another_repository_is_refused_on_every_part_of_the_way() {
    let folder = Folder::new();
    repository(&folder, "desk");
    repository(&folder, "other");
    fs::remove_dir_all(folder.at("desk/claims")).unwrap();
    symlink("../other/claims", folder.at("desk/claims")).unwrap();
    for path in ["desk/claims", "desk/claims/a.json", "other/../desk/claims/a.json"] {
        let said = refusal(&folder, &[path]);
        assert!(said.contains("other/claims"), "{path}: {said}");
    }
    // From outside into one.
    symlink("other/claims/a.json", folder.at("a.json")).unwrap();
    refusal(&folder, &["a.json"]);
}

#[test]
fn a_link_to_a_whole_repository_leads_to_that_repository() {
    let folder = Folder::new();
    repository(&folder, "other");
    symlink("other", folder.at("link")).unwrap();
    for path in ["link", "link/claims/a.json", "link/../other/claims"] {
        let (status, verification) = folder.verify(&[path]);
        assert_eq!(status, Some(0), "{path}");
        let shown = verification["trust"]["path"].as_str().unwrap();
        assert!(folder.at(shown).is_file(), "{shown} is no place of the list");
    }
}

#[test]
fn a_repository_inside_another_is_refused_whatever_is_named() {
    let folder = Folder::new();
    repository(&folder, "desk");
    folder.put("desk/claims/byline.toml", "");
    for path in ["desk/claims/a.json", "desk/claims", "desk"] {
        let said = refusal(&folder, &[path]);
        assert!(
            said.contains("desk/claims is a repository of claims inside the folder"),
            "{path}: {said}"
        );
        assert!(!said.contains("inside the folder desk/claims"), "{path}: {said}");
    }
}

#[test]
fn the_folder_around_an_inner_repository_is_named_rightly() {
    let folder = Folder::new();
    repository(&folder, "desk");
    folder.put("desk/claims/deep/byline.toml", "");
    let said = refusal(&folder, &["desk"]);
    assert!(
        said.contains("desk/claims/deep is a repository of claims inside the folder desk\n"),
        "{said}"
    );
    let root = folder.at("desk").canonicalize().unwrap();
    let said = refusal(&folder, &["desk/claims"]);
    assert!(
        said.contains(&format!("inside the folder {}\n", root.display())),
        "{said}"
    );
}

#[test]
fn a_marker_that_cannot_be_read_is_not_passed_over() {
    let folder = Folder::new();
    repository(&folder, "desk");
    let marker = folder.at("desk/byline.toml");
    let check = |words: &str| {
        for path in ["desk", "desk/claims/a.json"] {
            let run = folder.run(["verify", "--trust", "desk/trust/1.json", "--at", AT, path]);
            run.assert_status(3);
            assert!(run.said().contains(words), "{run:#?}");
        }
    };
    fs::remove_file(&marker).unwrap();
    symlink("nowhere", &marker).unwrap();
    check("it is a symbolic link, and links are not followed");
    fs::remove_file(&marker).unwrap();
    fs::create_dir(&marker).unwrap();
    check("it is no regular file");
    fs::remove_dir(&marker).unwrap();
    let made = Command::new("mkfifo").arg(&marker).status().unwrap();
    assert!(made.success());
    check("it is no regular file");
}

#[test]
fn a_long_line_of_a_policy_is_not_repeated() {
    let folder = Folder::new();
    repository(&folder, "desk");
    for text in [
        "x".repeat(900_000),
        format!("{} = 1", "x".repeat(900_000)),
        format!("a = {}", "[".repeat(500_000)),
    ] {
        folder.put("desk/byline.toml", text);
        let said = refusal(&folder, &["desk"]);
        assert!(said.len() < 3_000, "{} bytes", said.len());
        assert!(said.contains("byline.toml"));
    }
    for text in [
        format!("[policy]\nrating = \"{}\"", "x".repeat(900_000)),
        format!("[rules]\n{} = \"deny\"", "x".repeat(900_000)),
        format!("[score]\ntable = \"{}\"", "x".repeat(900_000)),
    ] {
        folder.put("desk/byline.toml", text);
        let run = folder.run(["check", "desk"]);
        run.assert_status(2);
        assert!(run.stderr.len() < 3_000, "{} bytes", run.stderr.len());
    }
}

/// A claim with a capture that holds `text`, in a folder that is no repository.
fn with_capture(folder: &Folder, name: &str, text: &str) -> String {
    let sha256 = sha256(text);
    folder.put(&format!("{name}/evidence/{sha256}"), text);
    let mut value: Value = serde_json::from_str(&claim(name)).unwrap();
    value["chain"][0]["evidence"] = serde_json::json!({ "sha256": sha256 });
    let path = format!("{name}/claims/{name}.json");
    folder.put(&path, value.to_string());
    folder.sign("harbour-author", &[&path]).assert_status(0);
    path
}

fn sha256(text: &str) -> String {
    use sha2::{Digest, Sha256};
    let bytes: [u8; 32] = Sha256::digest(text).into();
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn without_a_repository_each_record_has_the_captures_of_its_own_place() {
    let folder = Folder::new();
    let one = with_capture(&folder, "one", "the first page");
    let two = with_capture(&folder, "two", "the second page");
    let list = playground::fixture("faulty-repositories/seal/unsigned/trust/1.json");
    let list = list.to_str().unwrap();
    let (status, verification) = folder.verify(&["--trust", list, &one, &two]);
    assert_eq!(status, Some(0), "{verification:#}");
    // Standard input lies in the working directory.
    let input = fs::File::open(folder.at(&two)).unwrap();
    let arguments = ["verify", "--trust", list, "--at", AT, "--format", "json", "-"];
    let mut command = byline();
    command
        .args(arguments)
        .current_dir(folder.at("two"))
        .stdin(Stdio::from(input));
    let told = run(&mut command).assert_status(0).json();
    assert_eq!(rules(record(&told, "-")), [""; 0]);
}

#[test]
fn standard_input_may_begin_with_blank_lines_and_may_be_empty() {
    let folder = Folder::new();
    let told = |input: &[u8]| {
        let arguments = ["verify", "--at", AT, "--format", "json", "-"];
        run_with_input(byline().args(arguments).current_dir(folder.path()), input)
    };
    let lines = format!("\n \r\n{}\n{}\n", claim("a"), claim("b"));
    let told_of_lines = told(lines.as_bytes()).assert_status(1).json();
    let numbers: Vec<&Value> = playground::records(&told_of_lines)
        .iter()
        .map(|record| &record["line"])
        .collect();
    assert_eq!(numbers, [3, 4]);
    for empty in ["", "\n", " \n\t\n"] {
        told(empty.as_bytes()).assert_status(4);
    }
}

#[test]
fn nobody_signs_through_a_link_past_the_trust_list() {
    let folder = Folder::new();
    repository(&folder, "desk");
    fs::create_dir(folder.at("outside")).unwrap();
    folder.put("outside/b.json", claim("b"));
    fs::remove_dir_all(folder.at("desk/claims")).unwrap();
    symlink("../outside", folder.at("desk/claims")).unwrap();
    let refused = folder.sign("harbour-checker", &["desk/claims/b.json"]);
    refused.assert_status(2);
    assert!(
        refused.said().contains("leads through a symbolic link"),
        "{refused:#?}"
    );
    assert_eq!(folder.read("outside/b.json"), claim("b"));
}
