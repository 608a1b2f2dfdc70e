//! Verifies the claims of a `.jsonl` in the plainest way: one line after the other, every library as it comes, one
//! thread. It prints how many have signatures that all hold.
//!
//! It is built without the flags of byline's own `.cargo/config.toml`, which Cargo would read from the folders above:
//! a `RUSTFLAGS` variable replaces them, an empty one too.
//!
//! ```text
//! RUSTFLAGS= cargo build --release --manifest-path benches/naive/Cargo.toml
//! ```

use std::fs::File;
use std::io::{BufRead, BufReader};

use ed25519_dalek::{Signature, VerifyingKey};
use serde_json::Value;
use sha2::{Digest, Sha256};

fn main() {
    let Some(path) = std::env::args().nth(1) else {
        eprintln!("usage: naive CLAIMS.jsonl");
        std::process::exit(2);
    };
    if cfg!(curve25519_dalek_backend = "avx512") {
        eprintln!("naive was built with flags of byline's: build it with an empty RUSTFLAGS");
    }
    let file = File::open(&path).expect("the file can be opened");
    let (mut good, mut all) = (0, 0);
    for line in BufReader::new(file).lines() {
        let line = line.expect("the file can be read");
        all += 1;
        good += usize::from(holds(&line).unwrap_or(false));
    }
    println!("{good} of {all} hold");
}

/// Whether a record has proofs and all of them hold.
fn holds(line: &str) -> Option<bool> {
    let mut record: Value = serde_json::from_str(line).ok()?;
    let proofs = match record.as_object_mut()?.remove("proof")? {
        Value::Array(proofs) => proofs,
        proof => vec![proof],
    };
    let document = Sha256::digest(serde_json_canonicalizer::to_vec(&record).ok()?);
    for mut proof in proofs {
        let signature = proof.as_object_mut()?.remove("proofValue")?;
        let signature = bs58::decode(signature.as_str()?.strip_prefix('z')?)
            .into_vec()
            .ok()?;
        let method = proof.get("verificationMethod")?.as_str()?;
        let (_, multibase) = method.split_once('#')?;
        let key = bs58::decode(multibase.strip_prefix('z')?).into_vec().ok()?;
        let key = VerifyingKey::from_bytes(key.strip_prefix(&[0xED, 0x01])?.try_into().ok()?).ok()?;
        let options = Sha256::digest(serde_json_canonicalizer::to_vec(&proof).ok()?);
        let message = [options, document].concat();
        let signature = Signature::from_slice(&signature).ok()?;
        if key.verify_strict(&message, &signature).is_err() {
            return Some(false);
        }
    }
    Some(true)
}
