//! Bundles made to mislead or to wear out: each is refused in a few words, soon, and nothing in it is believed.

use std::fs::{self, File};
use std::io::Write;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::playground::{AT, Folder, Run, byline, fixture, run, words};
use super::sealed::{Parts, bundle_of};

/// Nothing here takes a tenth of this in a build without optimisation.
const SOON: Duration = Duration::from_secs(20);

fn bundle(options: &[&str]) -> Vec<u8> {
    bundle_of(
        &fixture("harbour-inquiry/claims/authority-was-warned.json"),
        options,
    )
}

/// A claim with another below it, a notice, and three captures.
fn good() -> Parts {
    Parts::of(&bundle(&["--captures"]))
}

fn without_captures() -> Parts {
    Parts::of(&bundle(&[]))
}

/// What verifying these bytes says.
fn verified(bytes: &[u8]) -> Run {
    let folder = Folder::new();
    let path = folder.path().join("hostile.bundle");
    fs::write(&path, bytes).unwrap();
    let started = Instant::now();
    let told = run(byline().args(["verify", "--at", AT]).arg(&path));
    told.assert_clean();
    assert!(started.elapsed() < SOON, "{:?}", started.elapsed());
    assert!(told.stdout.lines().count() < 60, "{told:#?}");
    told
}

/// These bytes are no bundle that anything is believed of, for this reason.
fn refused(bytes: &[u8], why: &str) {
    let told = verified(bytes);
    told.assert_status(3);
    let words = words(&told.stdout);
    assert!(
        words.contains("this bundle is not whole:") && words.contains(why),
        "{why}: {told:#?}"
    );
    assert!(words.contains("0 claims, 0 sources"), "{told:#?}");
    let folder = Folder::new();
    let path = folder.path().join("hostile.bundle");
    fs::write(&path, bytes).unwrap();
    let shown = run(byline().args(["show", "--at", AT]).arg(&path));
    shown.assert_status(3);
}

#[test]
fn what_is_put_together_again_as_it_was_is_as_good() {
    for parts in [good(), without_captures()] {
        verified(&parts.sealed()).assert_status(0);
    }
    assert_eq!(good().sealed(), bundle(&["--captures"]));
}

#[test]
fn a_head_that_lies_about_the_claim_or_the_counts_is_refused() {
    let mut other = good();
    let second: Value = serde_json::from_slice(&other.lines[1]).unwrap();
    assert_eq!(second["byline"], "claim/1");
    other.lines.swap(0, 1);
    refused(
        &other.sealed(),
        "its first record is not the claim that its first line names",
    );
    for change in ["sha256:00", "", "../../etc/passwd"] {
        let mut changed = good();
        changed.claim = json!(change);
        refused(&changed.sealed(), "its first line names no claim");
    }
    for (records, why) in [
        (
            json!(18),
            "it holds 19 whole lines of records, and its first line says 18",
        ),
        (json!(0), "it holds 19 whole lines"),
        (json!(100_001), "100000 are the most that are read"),
        (json!(u64::MAX), "100000 are the most that are read"),
        (json!(-1), "its first line does not say what is in it"),
        (json!(1e300), "its first line does not say what is in it"),
    ] {
        let mut changed = good();
        changed.records = records;
        refused(&changed.sealed(), why);
    }
    for (bytes, why) in [
        (json!(1), "by its first line it should have"),
        (json!(u64::MAX), "268435456 are the most that are read"),
    ] {
        let mut changed = good();
        changed.bytes = bytes;
        refused(&changed.sealed(), why);
    }
}

#[test]
fn a_record_that_is_twice_there_or_malformed_or_missing_is_told() {
    let mut twice = good();
    twice.lines.push(twice.lines[3].clone());
    twice.count();
    refused(&twice.sealed(), "is in it twice");

    let mut blank = good();
    blank.lines.push(b"  \n".to_vec());
    blank.count();
    refused(&blank.sealed(), "it holds 19 records, and its first line says 20");

    for junk in ["{}", "[", "\0\0\0", &"[".repeat(100_000), &"x".repeat(2 << 20)] {
        let mut junky = good();
        junky.lines.push(format!("{junk}\n").into_bytes());
        junky.count();
        refused(&junky.sealed(), "its line 21 is no valid record");
    }

    // The last line ends where the captures begin.
    let mut open = good();
    let last = open.lines.last_mut().unwrap();
    last.pop();
    open.count();
    open.records = json!(18);
    refused(&open.sealed(), "whole lines of records");

    // Each source, and each claim below, is missed. The list in force is, too: nothing follows from the one before.
    let whole = good();
    for line in 1..whole.lines.len() {
        let mut without = whole.clone();
        let record: Value = serde_json::from_slice(&without.remove(line)).unwrap();
        match record["byline"].as_str().unwrap() {
            // Nothing names a notice: who makes a bundle can leave one out, and docs/bundle.md says so.
            "notice/1" => _ = verified(&without.sealed()).assert_status(0),
            "trust/1" => assert_ne!(verified(&without.sealed()).status, Some(0)),
            _ => refused(&without.sealed(), "does not say that it is left out"),
        }
    }
}

#[test]
fn what_is_said_to_be_left_out_must_be_left_out() {
    let omitted = |what: &str, ids: Value| json!({ "what": what, "ids": ids, "why": "for no reason" });
    let capture = without_captures().omits[0]["ids"][0].clone();
    for (what, ids, why) in [
        ("capture", json!([capture]), "is left out, and it is there"),
        ("capture", json!(["ab".repeat(32)]), "or nothing names it"),
        ("record", json!([good().claim]), "is left out, and it is there"),
        ("source", json!(["no-such-source"]), "or nothing names it"),
        ("capture", json!([]), "does not say plainly what is left out"),
        ("capture", json!(["AB"]), "does not say plainly what is left out"),
        (
            "settings",
            json!(["rules"]),
            "does not say plainly what is left out",
        ),
        (
            "source",
            json!(["b.example", "a.example"]),
            "does not say plainly what is left out",
        ),
        (
            "rumour",
            json!(["a"]),
            "its first line does not say what is in it",
        ),
    ] {
        let mut lying = good();
        lying.omits.push(omitted(what, ids));
        refused(&lying.sealed(), why);
    }
    for why in ["a\u{202e}b", "\u{1b}[2J", &"x".repeat(301)] {
        let mut hidden = without_captures();
        hidden.omits[0]["why"] = json!(why);
        refused(&hidden.sealed(), "does not say plainly what is left out");
    }
    let mut silent = without_captures();
    silent.omits.clear();
    refused(
        &silent.sealed(),
        "and its first line does not say that it is left out",
    );
    // Fifty thousand names fit, and none of them is named by a record.
    let ids: Vec<String> = (0..50_000).map(|number| format!("{number:064x}")).collect();
    let mut many = good();
    many.omits.push(omitted("capture", json!(ids)));
    refused(&many.sealed(), "or nothing names it");
    let ids: Vec<String> = (0..80_000).map(|number| format!("{number:064x}")).collect();
    many.omits[0]["ids"] = json!(ids);
    refused(&many.sealed(), "its first line does not say what is in it");
}

#[test]
fn captures_are_held_against_their_hashes_and_sizes() {
    let mut altered = good();
    altered.raw[5] ^= 2;
    let told = verified(&altered.sealed());
    told.assert_status(1);
    let said = words(&told.stdout);
    assert!(
        said.contains("in this bundle is not what was captured: its contents have another digest"),
        "{told:#?}"
    );

    let mut exchanged = good();
    let captures = exchanged.captures.as_array_mut().unwrap();
    let other = captures[0]["sha256"].clone();
    captures[1]["sha256"] = other;
    refused(
        &exchanged.sealed(),
        "does not name each of its captures once, in order",
    );

    let mut swapped = good();
    swapped.captures.as_array_mut().unwrap().swap(0, 1);
    refused(
        &swapped.sealed(),
        "does not name each of its captures once, in order",
    );

    let mut stowaway = good();
    let captures = stowaway.captures.as_array_mut().unwrap();
    captures.push(json!({ "sha256": "ff".repeat(32), "size": 3 }));
    stowaway.raw.extend(b"abc");
    refused(&stowaway.sealed(), "which none of its records names");

    for size in [52_428_801, u64::MAX] {
        let mut large = good();
        large.captures[0]["size"] = json!(size);
        refused(&large.sealed(), "more than the 52428800 that a capture may have");
    }
    for change in [1, usize::MAX] {
        let mut cut = good();
        let length = cut.raw.len().wrapping_add(change);
        cut.raw.resize(length, 0);
        refused(&cut.sealed(), "by its first line it should have");
    }
}

#[test]
fn no_command_takes_what_verify_refuses() {
    let folder = Folder::new();
    let path = folder.path().join("hostile.bundle");
    let mut twice = good();
    twice.lines.push(twice.lines[3].clone());
    twice.count();
    let whole = good().sealed();
    for bytes in [twice.sealed(), whole[..whole.len() - 1].to_vec()] {
        fs::write(&path, bytes).unwrap();
        for arguments in [
            &["score"][..],
            &["show", "--format", "svg"],
            &["log"],
            &["check"],
            &["what-if", "--drop", "denial"],
            &["source", "list"],
            &["verify", "--format", "json"],
        ] {
            let told = run(byline().args(arguments).args(["--at", AT]).arg(&path));
            told.assert_status(3);
            let said = format!("{}{}", words(&told.stdout), told.said());
            assert!(
                said.contains("this bundle is not whole"),
                "{arguments:?}: {told:#?}"
            );
        }
    }
}

#[test]
fn a_head_of_another_layout_is_refused() {
    let whole = good().sealed();
    let text = String::from_utf8(whole).unwrap();
    for (from, to) in [
        (",\"records\":19", ", \"records\":19"),
        (",\"records\":19", ",\"records\":19,\"records\":19"),
        (",\"records\":19", ",\"records\":19,\"more\":{}"),
        ("\"omits\":[]", "\"omits\":[{}]"),
        ("\"sha256\":\"", "\"sha256\":\"\\u0030"),
    ] {
        let changed = text.replacen(from, to, 1);
        assert_ne!(changed, text, "{from}");
        refused(changed.as_bytes(), "its first line");
    }
    let deep = format!("{{\"byline\":\"bundle/1\",\"claim\":{}", "[".repeat(1 << 20));
    refused(deep.as_bytes(), "its first line does not say what is in it");
    let nothing = [b"{\"byline\":\"bundle/1\",".as_slice(), &[0; 1 << 20]].concat();
    refused(&nothing, "its first line does not say what is in it");
}

#[test]
fn a_bundle_of_more_than_a_gibibyte_is_not_read() {
    let folder = Folder::new();
    let path = folder.path().join("large.bundle");
    let mut file = File::create(&path).unwrap();
    file.write_all(b"{\"byline\":\"bundle/1\",").unwrap();
    // The rest takes no room on the disk.
    file.set_len((1 << 30) + 1).unwrap();
    let started = Instant::now();
    let told = run(byline().args(["verify", "--at", AT]).arg(&path));
    assert_ne!(told.assert_clean().status, Some(0));
    assert!(
        words(&told.stdout).contains("it has 1073741825 bytes, and at most 1073741824 are read"),
        "{told:#?}"
    );
    assert!(started.elapsed() < SOON);
}

#[test]
fn a_bundle_holds_no_bundle_and_none_is_made_of_one() {
    let mut nested = good();
    let inner = good().sealed();
    let end = inner.iter().position(|byte| *byte == b'\n').unwrap() + 1;
    nested.lines.push(inner[..end].to_vec());
    nested.count();
    refused(&nested.sealed(), "its line 21 is no valid record");

    let folder = Folder::new();
    let path = folder.path().join("first.bundle");
    fs::write(&path, &inner).unwrap();
    let again = run(byline().arg("bundle").arg(&path).args(["-o", "-"]));
    again.assert_status(1);
    assert!(again.said().contains("is a bundle already"), "{again:#?}");
    let pinned = run(byline().args(["verify", "--trust"]).arg(&path).arg(&path));
    assert_ne!(pinned.assert_clean().status, Some(0));
}
