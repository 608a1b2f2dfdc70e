//! `byline check --fix`: what is safe to mend is mended and told; all else stays as it is.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod playground;

use std::fs;

use playground::{Folder, claim};
use serde_json::{Value, json};

const AT: &str = "2026-07-01T00:00:00Z";

fn fix(folder: &Folder) -> playground::Run {
    let run = folder.run(["check", "--fix", "--at", AT, "."]);
    run.assert_clean();
    run
}

#[test]
fn a_misspelt_member_of_an_unsigned_record_gets_the_one_name_that_it_can_mean() {
    let folder = Folder::repository();
    let mut record: Value = serde_json::from_str(&claim("a")).unwrap();
    let statement = record.as_object_mut().unwrap().remove("statement").unwrap();
    record["statment"] = statement;
    record["chain"][0]["helt"] = record["chain"][0]
        .as_object_mut()
        .unwrap()
        .remove("held")
        .unwrap();
    folder.put("claims/a.json", record.to_string());
    let run = fix(&folder);
    assert!(
        run.stderr
            .contains("the member \"statment\" is now \"statement\""),
        "{}",
        run.stderr
    );
    assert!(
        run.stderr.contains("the member \"helt\" is now \"held\""),
        "{}",
        run.stderr
    );
    let mended: Value = serde_json::from_str(&folder.read("claims/a.json")).unwrap();
    assert_eq!(mended, serde_json::from_str::<Value>(&claim("a")).unwrap());
    assert!(fix(&folder).stderr.is_empty());
}

#[test]
fn a_name_that_stands_there_already_is_not_given_twice() {
    let folder = Folder::repository();
    let mut record: Value = serde_json::from_str(&claim("a")).unwrap();
    record["statment"] = json!("Another one.");
    let text = record.to_string();
    folder.put("claims/a.json", &text);
    fix(&folder).assert_status(1);
    assert_eq!(folder.read("claims/a.json"), text);
}

#[test]
fn a_signed_record_keeps_its_digest_and_its_misspelt_members() {
    let folder = Folder::with_signed_claim();
    let digest = folder.run(["digest", "claims/a.json"]).stdout;
    // All in one line: only the layout is another.
    let signed: Value = serde_json::from_str(&folder.read("claims/a.json")).unwrap();
    folder.put("claims/a.json", signed.to_string());
    assert!(fix(&folder).stderr.contains("laid out anew"));
    assert_eq!(folder.run(["digest", "claims/a.json"]).stdout, digest);
    let misspelt = folder
        .read("claims/a.json")
        .replace("\"statement\"", "\"statment\"");
    folder.put("claims/a.json", &misspelt);
    fix(&folder).assert_status(1);
    assert_eq!(folder.read("claims/a.json"), misspelt);
}

#[test]
fn a_file_gets_the_name_of_its_record_and_none_is_overwritten() {
    let folder = Folder::repository();
    folder.put("claims/old-name.json", claim("a"));
    folder.put("claims/b.json", claim("c"));
    folder.put("claims/c.json", "{}");
    let run = fix(&folder);
    assert!(
        run.stderr.contains("claims/old-name.json: is now a.json"),
        "{}",
        run.stderr
    );
    let mut names = folder.names("claims");
    names.sort();
    assert_eq!(names, ["a.json", "b.json", "c.json"]);
    assert_eq!(folder.read("claims/c.json"), "{}");
    assert!(run.stdout.contains("file-name"), "{}", run.stdout);
}

#[test]
fn nobody_is_told_to_write_over_another_record() {
    let folder = Folder::repository();
    folder.put("claims/a.json", claim("b"));
    folder.put("claims/b.json", claim("c"));
    let told = folder
        .run(["check", "--only", "file-name", "--at", AT, "."])
        .stdout;
    assert!(told.contains("another record lies in b.json"), "{told}");
    assert!(told.contains("rename the file to c.json"), "{told}");
    fix(&folder);
    let mut names = folder.names("claims");
    names.sort();
    assert_eq!(names, ["a.json", "c.json"]);
}

#[test]
fn a_first_revision_may_bear_its_number_before_there_is_a_second() {
    let folder = Folder::repository();
    folder.put("claims/a.r1.json", claim("a"));
    let told = folder
        .run(["check", "--only", "file-name", "--at", AT, "."])
        .stdout;
    assert!(!told.contains("file-name"), "{told}");
}

#[test]
fn links_and_standard_input_are_left_alone() {
    let folder = Folder::repository();
    let outside = folder.put("outside.json", claim("x").replace(':', ":  "));
    fs::create_dir_all(folder.at("claims")).unwrap();
    std::os::unix::fs::symlink(&outside, folder.at("claims/x.json")).unwrap();
    let before = folder.read("outside.json");
    fix(&folder).assert_status(3);
    assert_eq!(folder.read("outside.json"), before);
    let run = folder.run(["check", "--fix", "-"]);
    run.assert_clean().assert_status(2);
}

#[test]
fn what_cannot_be_mended_is_told_and_hinders_nothing_else() {
    let folder = Folder::repository();
    for id in ["a", "b", "c"] {
        folder.put(
            &format!("claims/{id}.json"),
            claim(id).replace("\"statement\"", "\"statment\""),
        );
    }
    let held = fs::File::open(folder.at("claims/b.json")).unwrap();
    held.lock().unwrap();
    let run = fix(&folder);
    run.assert_status(3);
    assert!(
        run.stderr
            .contains("claims/b.json: another byline is rewriting it"),
        "{run:#?}"
    );
    for mended in ["claims/a.json: the member", "claims/c.json: the member"] {
        assert!(run.stderr.contains(mended), "{run:#?}");
    }
    assert!(run.stdout.contains("error[unknown-member]"), "{run:#?}");
}

#[test]
fn a_layout_that_cannot_be_written_is_told() {
    let folder = Folder::with_signed_claim();
    let signed: Value = serde_json::from_str(&folder.read("claims/a.json")).unwrap();
    let path = folder.put("claims/a.json", signed.to_string());
    let held = fs::File::open(path).unwrap();
    held.lock().unwrap();
    let run = fix(&folder);
    run.assert_status(3);
    assert!(
        run.stderr
            .contains("claims/a.json: another byline is rewriting it"),
        "{run:#?}"
    );
}
