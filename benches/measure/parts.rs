//! The parts of the work on one claim, each on its own, on one thread.

use std::fs::File;
use std::hint::black_box;
use std::io::Write;
use std::time::{Duration, Instant};

use anyhow::{Context, anyhow, ensure};
use byline::corpus::LineBlocks;
use byline::json::{Canonical, Document, MAX_DEPTH, Node, parse};
use byline::record::{PublicKey, read};
use byline::seal::{Proof, SecretKey, Verifier, read_proofs};
use serde::de::IgnoredAny;
use sha2::{Digest, Sha256};

use super::sample::Sample;

/// Claims that a part works on before the next part has its turn: few enough to stay in the cache, as they do when one
/// claim goes through all parts.
const BATCH: usize = 16;

/// One part of the work.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// Blocks of a file, cut into lines.
    BlockRead,
    /// Bytes to document.
    Parse,
    /// The canonical form of the record without `proof`.
    Canonical,
    /// SHA-256 of that and of the canonical proof options.
    Hashes,
    /// Signature and key from base58.
    Base58,
    /// One signature.
    VerifyStrict,
    /// Making one.
    Sign,
    /// The same bytes into a file, on the disk.
    Write,
    /// The canonical form of the proof options.
    Options,
    /// Document to record.
    ReadRecord,
    /// Document to proofs, base58 among it.
    ReadProofs,
    /// serde_json, looking at every byte and keeping nothing.
    SerdeIgnored,
    /// serde_json to `Value`.
    SerdeValue,
    /// serde_json_canonicalizer from `Value`.
    SerdeCanonical,
}

use Part::*;

impl Part {
    /// All of them, in the order of the table.
    pub const ALL: [Part; 14] = [
        BlockRead,
        Parse,
        Canonical,
        Hashes,
        Base58,
        VerifyStrict,
        Sign,
        Write,
        Options,
        ReadRecord,
        ReadProofs,
        SerdeIgnored,
        SerdeValue,
        SerdeCanonical,
    ];
    /// What `verify` cannot do without.
    pub const OF_VERIFY: [Part; 6] = [BlockRead, Parse, Canonical, Hashes, Base58, VerifyStrict];
    /// What `sign` cannot do without.
    pub const OF_SIGN: [Part; 6] = [BlockRead, Parse, Canonical, Hashes, Sign, Write];

    /// What it is called.
    pub const fn name(self) -> &'static str {
        match self {
            BlockRead => "block read",
            Parse => "strict parse",
            Canonical => "canonical form",
            Hashes => "two SHA-256",
            Base58 => "base58, signature and key",
            VerifyStrict => "verify_strict",
            Sign => "signature",
            Write => "write, with fsync",
            Options => "canonical proof options",
            ReadRecord => "record::read",
            ReadProofs => "seal::read_proofs",
            SerdeIgnored => "serde_json, IgnoredAny",
            SerdeValue => "serde_json, Value",
            SerdeCanonical => "serde_json_canonicalizer",
        }
    }
}

/// How long every part took, all claims together.
#[derive(Clone)]
pub struct Times([Duration; Part::ALL.len()]);

impl Times {
    /// Longer than anything takes.
    pub fn worst() -> Self {
        Self([Duration::MAX; Part::ALL.len()])
    }

    /// The better of two rounds, part by part.
    pub fn keep_best(&mut self, other: &Times) {
        for (best, time) in self.0.iter_mut().zip(other.0) {
            *best = time.min(*best);
        }
    }

    /// One part.
    pub fn of(&self, part: Part) -> Duration {
        self.0[part as usize]
    }

    /// Some parts together.
    pub fn sum(&self, parts: &[Part]) -> Duration {
        parts.iter().map(|part| self.of(*part)).sum()
    }

    fn add(&mut self, part: Part, work: impl FnOnce()) {
        let start = Instant::now();
        work();
        self.0[part as usize] += start.elapsed();
    }
}

/// Measures every part once on all claims of a sample.
pub fn measure(sample: &Sample) -> anyhow::Result<Times> {
    let mut times = Times([Duration::ZERO; Part::ALL.len()]);
    read_blocks(sample, &mut times)?;
    write_file(sample, &mut times)?;
    let mut verifier = Verifier::default();
    let key = SecretKey::from_seed(&[7; 32]);
    for batch in sample.lines.chunks(BATCH) {
        parse_batch(batch, &mut times)?;
        let documents = batch
            .iter()
            .map(|line| document(line))
            .collect::<anyhow::Result<Vec<_>>>()?;
        digest_batch(&documents, &mut times);
        verify_batch(&documents, &mut verifier, &key, &mut times)?;
    }
    // On their own, since they leave the heap in pieces.
    for batch in sample.lines.chunks(BATCH) {
        compare_batch(batch, &mut times)?;
    }
    Ok(times)
}

fn read_blocks(sample: &Sample, times: &mut Times) -> anyhow::Result<()> {
    let start = Instant::now();
    let mut blocks = LineBlocks::new(sample.open()?);
    let mut lines = 0;
    while let Some(block) = blocks.next_block()? {
        lines += black_box(block.lines()).len();
    }
    times.0[BlockRead as usize] += start.elapsed();
    ensure!(lines == sample.lines.len(), "{lines} lines came back");
    Ok(())
}

fn write_file(sample: &Sample, times: &mut Times) -> anyhow::Result<()> {
    // Beside the corpus, so that it is the same disk.
    let folder = sample.path.parent().context("a file without a folder")?;
    let target = tempfile::Builder::new().suffix(".tmp").tempfile_in(folder)?;
    let start = Instant::now();
    let mut file = std::io::BufWriter::with_capacity(1 << 18, File::create(target.path())?);
    for line in &sample.lines {
        file.write_all(line)?;
        file.write_all(b"\n")?;
    }
    file.flush()?;
    file.get_ref().sync_all()?;
    times.0[Write as usize] += start.elapsed();
    Ok(())
}

fn parse_batch(batch: &[Vec<u8>], times: &mut Times) -> anyhow::Result<()> {
    let mut good = 0;
    times.add(Parse, || {
        for line in batch {
            good += usize::from(document(black_box(line)).is_ok());
        }
    });
    ensure!(good == batch.len(), "a line is no document");
    Ok(())
}

/// UTF-8 is checked once, here.
fn document(line: &[u8]) -> anyhow::Result<Document<'_>> {
    let (document, _) = parse(std::str::from_utf8(line)?, MAX_DEPTH).map_err(|fault| anyhow!("{fault:?}"))?;
    Ok(document)
}

fn digest_batch(documents: &[Document<'_>], times: &mut Times) {
    let mut buffer = Vec::with_capacity(1 << 16);
    times.add(Canonical, || {
        for document in documents {
            buffer.clear();
            Canonical::of(document.root()).without("proof").write(&mut buffer);
            black_box(&buffer);
        }
    });
    times.add(Options, || {
        for document in documents {
            buffer.clear();
            write_options(document, &mut buffer);
            black_box(&buffer);
        }
    });
    let forms: Vec<[Vec<u8>; 2]> = documents
        .iter()
        .map(|document| {
            let (mut record, mut options) = (Vec::new(), Vec::new());
            Canonical::of(document.root()).without("proof").write(&mut record);
            write_options(document, &mut options);
            [record, options]
        })
        .collect();
    times.add(Hashes, || {
        for form in forms.iter().flatten() {
            black_box(Sha256::digest(form));
        }
    });
}

fn write_options(document: &Document<'_>, out: &mut Vec<u8>) {
    if let Some(proof) = first_proof(document.root()) {
        Canonical::of(proof).without("proofValue").write(out);
    }
}

fn first_proof(root: Node<'_>) -> Option<Node<'_>> {
    let proof = root.member("proof")?;
    Some(proof.items().next().unwrap_or(proof))
}

fn verify_batch(
    documents: &[Document<'_>],
    verifier: &mut Verifier,
    key: &SecretKey,
    times: &mut Times,
) -> anyhow::Result<()> {
    let mut good = 0;
    times.add(ReadRecord, || {
        for document in documents {
            good += usize::from(black_box(read(document)).record.is_some());
        }
    });
    ensure!(good == documents.len(), "a document is no record");
    times.add(ReadProofs, || {
        for document in documents {
            black_box(read_proofs(document.root(), &[]));
        }
    });
    let signatures = documents
        .iter()
        .map(Signature::of)
        .collect::<anyhow::Result<Vec<_>>>()?;
    times.add(Base58, || {
        for signature in &signatures {
            let (mut bytes, mut key_bytes) = ([0; 64], [0; 34]);
            let _ = black_box(five8::decode_64(&signature.written[1..], &mut bytes));
            let _ = black_box(bs58::decode(&signature.written_key[1..]).onto(&mut key_bytes));
        }
    });
    // The points of keys are known after the first claim of each author.
    for signature in &signatures {
        signature.holds(verifier);
    }
    let mut good = 0;
    times.add(VerifyStrict, || {
        for signature in &signatures {
            good += usize::from(signature.holds(verifier));
        }
    });
    ensure!(good == signatures.len(), "a signature does not hold");
    times.add(Sign, || {
        for signature in &signatures {
            black_box(key.sign(&signature.message));
        }
    });
    Ok(())
}

/// The first signature of a claim.
struct Signature<'d> {
    /// In base58, behind a `z`.
    written: &'d str,
    /// The key in base58, behind a `z`.
    written_key: &'d str,
    key: PublicKey,
    message: [u8; 64],
    signature: [u8; 64],
}

impl<'d> Signature<'d> {
    fn of(document: &'d Document<'d>) -> anyhow::Result<Self> {
        let (proofs, _) = read_proofs(document.root(), &[]);
        let proof = proofs.first().context("a claim is not signed")?;
        let text = |name: &str| {
            let member = proof.node.member(name).and_then(Node::as_str);
            member.context("a proof is not whole")
        };
        Ok(Self {
            written: text("proofValue")?,
            written_key: text("verificationMethod")?.rsplit('#').next().unwrap_or_default(),
            key: proof.key,
            message: message(document, proof),
            signature: proof.signature,
        })
    }

    fn holds(&self, verifier: &mut Verifier) -> bool {
        verifier.verify(self.key, &self.message, &self.signature)
    }
}

fn message(document: &Document<'_>, proof: &Proof<'_>) -> [u8; 64] {
    let mut options = Vec::new();
    Canonical::of(proof.node)
        .without("proofValue")
        .write(&mut options);
    let mut message = [0; 64];
    message[..32].copy_from_slice(&Sha256::digest(options));
    message[32..].copy_from_slice(&byline::seal::digest(document).0);
    message
}

fn compare_batch(batch: &[Vec<u8>], times: &mut Times) -> anyhow::Result<()> {
    let texts = batch
        .iter()
        .map(|line| std::str::from_utf8(line))
        .collect::<Result<Vec<_>, _>>()?;
    times.add(SerdeIgnored, || {
        for text in &texts {
            let _ = black_box(serde_json::from_str::<IgnoredAny>(text));
        }
    });
    times.add(SerdeValue, || {
        for text in &texts {
            let _ = black_box(serde_json::from_str::<serde_json::Value>(text));
        }
    });
    let mut values = texts
        .iter()
        .map(|text| serde_json::from_str::<serde_json::Value>(text))
        .collect::<Result<Vec<_>, _>>()?;
    for value in &mut values {
        if let Some(members) = value.as_object_mut() {
            members.remove("proof");
        }
    }
    times.add(SerdeCanonical, || {
        for value in &values {
            let _ = black_box(serde_json_canonicalizer::to_vec(value));
        }
    });
    Ok(())
}
