//! Bundles as they are made, and taken apart and put together again by hand, sealed as anybody can: what only a lie in them gives away.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::playground::{Folder, byline, run};

/// The bundle that is made of a claim.
pub fn bundle_of(claim: &Path, options: &[&str]) -> Vec<u8> {
    let folder = Folder::new();
    let path = folder.at("claim.bundle");
    let made = run(byline()
        .arg("bundle")
        .args(options)
        .arg(claim)
        .arg("-o")
        .arg(&path));
    made.assert_clean().assert_status(0);
    fs::read(path).unwrap()
}

/// A bundle in its parts.
#[derive(Clone)]
pub struct Parts {
    /// The members of the head, without its hash.
    pub claim: Value,
    pub records: Value,
    pub bytes: Value,
    pub captures: Value,
    pub omits: Vec<Value>,
    /// The lines of the records, line feeds included.
    pub lines: Vec<Vec<u8>>,
    /// The bytes of all captures.
    pub raw: Vec<u8>,
}

impl Parts {
    pub fn of(bundle: &[u8]) -> Self {
        let end = bundle.iter().position(|byte| *byte == b'\n').unwrap() + 1;
        let head: Value = serde_json::from_slice(&bundle[..end]).unwrap();
        let raw = end + usize::try_from(head["bytes"].as_u64().unwrap()).unwrap();
        let lines = bundle[end..raw].split_inclusive(|byte| *byte == b'\n');
        Self {
            claim: head["claim"].clone(),
            records: head["records"].clone(),
            bytes: head["bytes"].clone(),
            captures: head["captures"].clone(),
            omits: head["omits"].as_array().unwrap().clone(),
            lines: lines.map(<[u8]>::to_vec).collect(),
            raw: bundle[raw..].to_vec(),
        }
    }

    /// Leaves out a line, and says so.
    pub fn remove(&mut self, line: usize) -> Vec<u8> {
        let removed = self.lines.remove(line);
        self.count();
        removed
    }

    /// Says how many records there are.
    pub fn count(&mut self) {
        self.records = self.lines.len().into();
        self.bytes = self.lines.concat().len().into();
    }

    /// The bundle with the hash that belongs to it.
    pub fn sealed(&self) -> Vec<u8> {
        // serde_json sorts members by their names; a bundle has them in the order of the format.
        let captures = self.captures.as_array().unwrap().iter();
        let captures: Vec<String> = captures
            .map(|capture| {
                format!(
                    "{{\"sha256\":{},\"size\":{}}}",
                    capture["sha256"], capture["size"]
                )
            })
            .collect();
        let omits = self.omits.iter();
        let omits: Vec<String> = omits
            .map(|it| {
                format!(
                    "{{\"what\":{},\"ids\":{},\"why\":{}}}",
                    it["what"], it["ids"], it["why"]
                )
            })
            .collect();
        let head = format!(
            "{{\"byline\":\"bundle/1\",\"claim\":{},\"records\":{},\"bytes\":{},\"captures\":[{}],\"omits\":[{}]",
            self.claim,
            self.records,
            self.bytes,
            captures.join(","),
            omits.join(",")
        );
        let lines = self.lines.concat();
        let hash = Sha256::new()
            .chain_update(&head)
            .chain_update("}\n")
            .chain_update(&lines)
            .finalize();
        let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        let head = format!("{head},\"sha256\":{}}}\n", json!(hash));
        [head.as_bytes(), &lines, &self.raw].concat()
    }
}
