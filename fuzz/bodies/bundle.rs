//! Bundles: whatever the bytes, they are read within bounds, and what is taken for a bundle is what its head says.

use std::collections::HashSet;
use std::io::Write;

use byline::corpus::{MAX_BUNDLE, gather};
use byline::json::{MAX_DEPTH, parse};
use byline::record::{Kind, Time};
use byline::seal::digest;
use byline::verify::{ClaimSeals, Options, Verification, verify};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// Verifies `data` as it is, and with the counts, the claim and the hash in its head set right: a fuzzer finds no
/// hashes, and would never get behind them.
pub fn run(data: &[u8]) {
    look(data);
    if let Some(mended) = mended(data) {
        look(&mended);
    }
}

fn look(data: &[u8]) {
    let Ok(mut file) = tempfile::NamedTempFile::new() else {
        panic!("there is no room for a file");
    };
    assert!(file.write_all(data).is_ok(), "there is no room for a file");
    let Some(at) = Time::parse("2026-06-01T00:00:00Z") else {
        panic!("this is a time");
    };
    let Ok(inputs) = gather(&[file.path().to_owned()], None) else {
        panic!("one file can be taken by itself");
    };
    let options = Options {
        at,
        pin: None,
        seals: ClaimSeals::All,
        seeks_circles: true,
    };
    let Ok(verification) = verify(inputs, options) else {
        panic!("a file by itself names no repository");
    };
    if verification.bundle().is_some() {
        is_as_its_head_says(&verification, data.len());
    } else if verification.is_bundle() {
        let refused: Vec<_> = verification.reported().collect();
        assert!(
            matches!(&refused[..], [(_, entry)] if entry.is_unreadable() || entry.is_malformed() || !entry.unread().is_empty()),
            "something of a broken bundle is believed"
        );
    }
}

fn is_as_its_head_says(verification: &Verification, size: usize) {
    let Some(bundle) = verification.bundle() else {
        return;
    };
    assert!(size as u64 <= MAX_BUNDLE && bundle.records_end() <= size as u64);
    let entries: Vec<_> = verification.all().map(|(_, entry)| entry).collect();
    assert_eq!(entries.len() as u64, bundle.records);
    assert_eq!(entries[0].kind, Some(Kind::Claim));
    assert_eq!(entries[0].digest, Some(bundle.claim));
    let digests: HashSet<_> = entries.iter().filter_map(|entry| entry.digest).collect();
    assert_eq!(digests.len(), entries.len(), "a record is there twice");
    let omitted: HashSet<&str> = bundle
        .omits
        .iter()
        .flat_map(|omitted| omitted.ids.iter().map(String::as_str))
        .collect();
    for entry in entries {
        for reference in entry.references() {
            let is_there = digests.contains(&reference.digest);
            assert_ne!(is_there, omitted.contains(&*reference.digest.to_string()));
        }
        for capture in entry.captures() {
            let is_there = bundle.has_capture(capture.sha256);
            assert_ne!(is_there, omitted.contains(&*capture.sha256.to_string()));
            assert_eq!(is_there, bundle.open_capture(capture.sha256).is_ok());
        }
        assert!(!verification.holds(0) || verification.trust.is_some());
    }
}

fn mended(data: &[u8]) -> Option<Vec<u8>> {
    let end = data.iter().position(|byte| *byte == b'\n')? + 1;
    let head: Value = serde_json::from_slice(&data[..end]).ok()?;
    let rest = &data[end..];
    let mut captures = Vec::new();
    let mut taken = 0_u64;
    for capture in head["captures"].as_array()? {
        let size = capture["size"].as_u64()?;
        taken = taken.checked_add(size)?;
        captures.push(format!("{{\"sha256\":{},\"size\":{size}}}", capture["sha256"]));
    }
    let bytes = (rest.len() as u64).checked_sub(taken)?;
    let lines = &rest[..usize::try_from(bytes).ok()?];
    let count = lines.iter().filter(|byte| **byte == b'\n').count();
    let first = lines.split(|byte| *byte == b'\n').next()?;
    let claim = std::str::from_utf8(first).ok().and_then(|text| {
        let (document, _) = parse(text, MAX_DEPTH).ok()?;
        Some(Value::String(digest(&document).to_string()))
    });
    let omits: Vec<String> = head["omits"]
        .as_array()?
        .iter()
        .map(|it| {
            format!(
                "{{\"what\":{},\"ids\":{},\"why\":{}}}",
                it["what"], it["ids"], it["why"]
            )
        })
        .collect();
    let start = format!(
        "{{\"byline\":\"bundle/1\",\"claim\":{},\"records\":{count},\"bytes\":{bytes},\"captures\":[{}],\"omits\":[{}]",
        claim.unwrap_or_else(|| head["claim"].clone()),
        captures.join(","),
        omits.join(",")
    );
    let mut hash = Sha256::new();
    hash.update(&start);
    hash.update("}\n");
    hash.update(lines);
    let hash: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    Some(
        [
            start.as_bytes(),
            b",\"sha256\":\"",
            hash.as_bytes(),
            b"\"}\n",
            rest,
        ]
        .concat(),
    )
}
