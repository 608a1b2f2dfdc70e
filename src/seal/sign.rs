//! Signing one record: the text of the record with a proof spliced in, and every other byte as it was.

use thiserror::Error;

use crate::json::{Document, Fault, MAX_DEPTH, Splice, SpliceError, Value, parse};
use crate::record::{Digest, Kind, PublicKey, Record, Time, read};

use super::hash::signed_bytes;
use super::proof_value;
use super::signer::{Signer, SignerError};
use super::verify::{Seal, Verifier};
use super::{CRYPTOSUITE, PROOF_TYPE, PURPOSE};

/// Why a record was not signed.
#[derive(Debug, Error)]
pub enum SignError {
    /// It is no valid record.
    #[error("the record has {} fault{}", .0.len(), if .0.len() == 1 { "" } else { "s" })]
    Invalid(Vec<Fault>),
    /// It has a proof that does not hold.
    #[error("the record was changed after it was signed: {}", describe(*own, *others))]
    Altered {
        /// Whether a proof of the signing key no longer holds.
        own: bool,
        /// How many proofs of other keys no longer hold.
        others: usize,
    },
    /// It has as many proofs as a record may have.
    #[error("the record has {} proofs already, and more are not read", super::MAX_PROOFS)]
    TooManyProofs,
    /// The proof could not be put into the text.
    #[error(transparent)]
    Splice(#[from] SpliceError),
    /// The signer gave no signature that holds.
    #[error(transparent)]
    Signer(#[from] SignerError),
}

fn describe(own: bool, others: usize) -> String {
    let others = match others {
        0 => String::new(),
        1 => "a proof of another key".to_owned(),
        n => format!("proofs of {n} other keys"),
    };
    match (own, others.is_empty()) {
        (true, true) => "your own proof no longer holds".to_owned(),
        (true, false) => format!("your own proof and {others} no longer hold"),
        (false, _) => {
            let verb = if others.starts_with("a ") { "holds" } else { "hold" };
            format!("{others} no longer {verb}")
        }
    }
}

/// What to do about proofs that the record has already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Existing {
    /// Keep all; refuse where one no longer holds, and do nothing where the key has signed already.
    #[default]
    Keep,
    /// Make the key's own proof anew.
    ReplaceOwn,
    /// Make the key's own proof anew, and drop the proofs of others that no longer hold.
    DropBroken,
}

/// How to sign.
#[derive(Clone, Copy, Debug)]
pub struct SignOptions {
    /// The time that the proof will say.
    pub created: Time,
    /// What to do about proofs that are there.
    pub existing: Existing,
}

/// What signing gave.
#[derive(Debug)]
pub struct Signed {
    /// The new text; `None` where the key had signed the record already.
    pub text: Option<String>,
    /// The digest of what is signed.
    pub digest: Digest,
    /// What the record says, as a person would name it: a claim's statement, a source's name, a notice's reason.
    pub says: String,
    /// The kind of the record.
    pub kind: Kind,
    /// Whether the key is among the authors, for kinds that have authors.
    pub author: bool,
    /// Keys whose proofs no longer held and were dropped.
    pub dropped: Vec<PublicKey>,
}

/// Signs the record in `text` (at most 64 levels) with `key`, which is asked for one signature, or for none where it
/// has signed the record already.
///
/// An unsigned claim or notice without `by` gets one that names the key. One proof is written as an object, several
/// as a list.
///
/// # Errors
///
/// [`SignError`]; then nothing was signed.
pub fn sign(
    text: &str,
    key: &dyn Signer,
    options: SignOptions,
    verifier: &mut Verifier,
) -> Result<Signed, SignError> {
    let document = parse_to_sign(text)?;
    let record = read_to_sign(&document)?;
    sign_record(&document, &record, key, options, verifier)
}

/// The record that stands in a document.
///
/// # Errors
///
/// [`SignError::Invalid`]
pub fn read_to_sign<'d>(document: &'d Document<'d>) -> Result<Record<'d>, SignError> {
    let reading = read(document);
    reading.record.ok_or(SignError::Invalid(reading.faults))
}

/// The same as [`sign`] for a record that was read from `document`.
///
/// # Errors
///
/// [`SignError`]; then nothing was signed.
pub fn sign_record(
    document: &Document<'_>,
    record: &Record<'_>,
    key: &dyn Signer,
    options: SignOptions,
    verifier: &mut Verifier,
) -> Result<Signed, SignError> {
    let author = author_to_add(document, record, key);
    let seal = match &author {
        Some(by) => verifier.digest_and(document, ("by", by)),
        None => verifier.examine(document, record.authors()),
    };
    if !seal.faults.is_empty() {
        return Err(SignError::Invalid(seal.faults));
    }
    let kept = kept_proofs(&seal, key, options.existing)?;
    let mut signed = Signed {
        text: None,
        digest: seal.digest,
        says: says(record),
        kind: record.kind(),
        author: author.is_some() || record.authors().iter().any(|author| author.key == key.public()),
        dropped: broken_others(&seal, key),
    };
    let Some(kept) = kept else {
        return Ok(signed);
    };
    let mut splice = Splice::new(document)?;
    if let Some(by) = author {
        let after = if record.kind() == Kind::Claim {
            "id"
        } else {
            "byline"
        };
        splice.insert("by", &by, after);
    }
    let made = proof_members(key, options.created, signed.digest)?;
    splice_proof(document, &mut splice, &made, &kept)?;
    signed.text = Some(splice.apply());
    Ok(signed)
}

/// The list of authors that a claim or notice gets that has neither authors nor proofs, in canonical form.
fn author_to_add(document: &Document<'_>, record: &Record<'_>, key: &dyn Signer) -> Option<String> {
    let takes_author = matches!(record, Record::Claim(_) | Record::Notice(_));
    let has_none = record.authors().is_empty() && document.root().member("proof").is_none();
    (takes_author && has_none).then(|| {
        let method = key.verification_method();
        let did = method.split_once('#').map_or(method, |(did, _)| did);
        format!("[\"{did}\"]")
    })
}

/// The text of a record without its authors and proofs, as if nobody had signed it. Every other byte stays.
///
/// # Errors
///
/// [`SignError::Invalid`]
pub fn unsigned(text: &str) -> Result<String, SignError> {
    let mut text = text.to_owned();
    for member in ["by", "proof"] {
        let document = parse_to_sign(&text)?;
        if document.root().member(member).is_some() {
            text = Splice::new(&document)?.remove(member)?;
        }
    }
    Ok(text)
}

/// The document in a text.
///
/// # Errors
///
/// [`SignError::Invalid`]
pub fn parse_to_sign(text: &str) -> Result<Document<'_>, SignError> {
    let (document, faults) = parse(text, MAX_DEPTH).map_err(|fault| SignError::Invalid(vec![fault]))?;
    if faults.is_empty() {
        Ok(document)
    } else {
        Err(SignError::Invalid(faults))
    }
}

fn says(record: &Record<'_>) -> String {
    match record {
        Record::Claim(claim) => claim.statement.to_owned(),
        Record::Source(source) => format!("{}: {}", source.id, source.name),
        Record::Notice(notice) => format!("{} {}: {}", notice.effect.as_str(), notice.record, notice.reason),
        Record::Trust(list) => format!(
            "trust list, version {}, {} key{}",
            list.version,
            list.signers.len(),
            if list.signers.len() == 1 { "" } else { "s" }
        ),
    }
}

/// The other keys whose proofs do not hold.
fn broken_others(seal: &Seal<'_>, key: &dyn Signer) -> Vec<PublicKey> {
    seal.proofs
        .iter()
        .filter(|(proof, holds)| !holds && proof.key != key.public())
        .map(|(proof, _)| proof.key)
        .collect()
}

/// The texts of the proofs to keep, or `None` where there is nothing to do.
fn kept_proofs(
    seal: &Seal<'_>,
    key: &dyn Signer,
    existing: Existing,
) -> Result<Option<Vec<String>>, SignError> {
    let own = seal.proofs.iter().find(|(proof, _)| proof.key == key.public());
    let broken_others = broken_others(seal, key).len();
    let own_broken = own.is_some_and(|(_, holds)| !holds);
    let refused = match existing {
        Existing::Keep => own_broken || broken_others > 0,
        Existing::ReplaceOwn => broken_others > 0,
        Existing::DropBroken => false,
    };
    if refused {
        return Err(SignError::Altered {
            own: own_broken,
            others: broken_others,
        });
    }
    if own.is_some() && existing == Existing::Keep {
        return Ok(None);
    }
    let kept: Vec<String> = seal
        .proofs
        .iter()
        .filter(|(proof, holds)| *holds && proof.key != key.public())
        .map(|(proof, _)| proof.node.text().to_owned())
        .collect();
    if kept.len() >= super::MAX_PROOFS {
        return Err(SignError::TooManyProofs);
    }
    Ok(Some(kept))
}

fn splice_proof(
    document: &Document<'_>,
    splice: &mut Splice<'_>,
    made: &[(&'static str, String)],
    kept: &[String],
) -> Result<(), SignError> {
    let layout = ProofLayout::of(splice);
    let existing = document.root().member("proof");
    let value = if kept.is_empty() {
        layout.object(made, 1)
    } else {
        let was_list = existing.is_some_and(|proof| proof.value() == Value::Array);
        let mut proofs: Vec<String> = kept
            .iter()
            .map(|proof| {
                if was_list {
                    proof.clone()
                } else {
                    layout.deeper(proof)
                }
            })
            .collect();
        proofs.push(layout.object(made, 2));
        layout.list(&proofs)
    };
    match existing {
        Some(_) => splice.replace("proof", &value)?,
        None => splice.insert("proof", &value, ""),
    }
    Ok(())
}

/// The members of a new proof. Their values hold nothing that JSON escapes.
fn proof_members(
    key: &dyn Signer,
    created: Time,
    digest: Digest,
) -> Result<[(&'static str, String); 6], SignerError> {
    let method = key.verification_method();
    let created = created.to_string();
    let options = format!(
        "{{\"created\":\"{created}\",\"cryptosuite\":\"{CRYPTOSUITE}\",\"proofPurpose\":\"{PURPOSE}\",\
         \"type\":\"{PROOF_TYPE}\",\"verificationMethod\":\"{method}\"}}"
    );
    let value = proof_signature(key, options.as_bytes(), digest)?;
    Ok([
        ("type", PROOF_TYPE.to_owned()),
        ("cryptosuite", CRYPTOSUITE.to_owned()),
        ("created", created),
        ("verificationMethod", method.to_owned()),
        ("proofPurpose", PURPOSE.to_owned()),
        ("proofValue", value),
    ])
}

/// The white space of proofs, after that of the record around them.
struct ProofLayout {
    /// One level of indentation; `None` where the record stands in one line.
    step: Option<String>,
    line_break: &'static str,
}

impl ProofLayout {
    fn of(splice: &Splice<'_>) -> Self {
        Self {
            step: splice.indentation().map(str::to_owned),
            line_break: splice.line_break(),
        }
    }

    fn line(&self, level: usize) -> String {
        self.step
            .as_deref()
            .map(|step| format!("{}{}", self.line_break, step.repeat(level)))
            .unwrap_or_default()
    }

    /// An object whose closing brace stands at `level`.
    fn object(&self, members: &[(&str, String)], level: usize) -> String {
        let (open, close) = (self.line(level + 1), self.line(level));
        let colon = if self.step.is_some() { ": " } else { ":" };
        let mut text = String::from("{");
        for (position, (name, value)) in members.iter().enumerate() {
            let comma = if position > 0 { "," } else { "" };
            for part in [comma, &open, "\"", name, "\"", colon, "\"", value, "\""] {
                text.push_str(part);
            }
        }
        text.push_str(&close);
        text.push('}');
        text
    }

    fn list(&self, items: &[String]) -> String {
        let open = self.line(2);
        let items: Vec<String> = items.iter().map(|item| format!("{open}{item}")).collect();
        format!("[{}{}]", items.join(","), self.line(1))
    }

    /// The text of a proof moved one level in. No string in it holds a line break: JSON writes those as escapes.
    fn deeper(&self, proof: &str) -> String {
        match &self.step {
            Some(step) => proof.replace('\n', &format!("\n{step}")),
            None => proof.to_owned(),
        }
    }
}

/// The `proofValue` for a document with this digest under proof options in canonical form: multibase base58btc of the
/// signature.
///
/// # Errors
///
/// [`SignerError`], which a key that lies here never gives.
pub fn proof_signature(
    key: &dyn Signer,
    canonical_options: &[u8],
    digest: Digest,
) -> Result<String, SignerError> {
    let signature = key.signature(&signed_bytes(canonical_options, digest))?;
    Ok(proof_value::written(&signature))
}
