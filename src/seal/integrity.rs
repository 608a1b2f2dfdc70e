//! Documents that are no byline records: the Data Integrity algorithm for eddsa-jcs-2022
//! (vc-di-eddsa, section 3.3.2, "Verify Proof").

use std::borrow::Cow;

use crate::json::{Anchor, Canonical, Document, Fault, Node, RuleName, Value};
use crate::record::{BAD_VALUE, Digest, MISSING_MEMBER, PublicKey, Time, quoted};

use super::hash::{sha256, signed_bytes};
use super::proof::{MAX_PROOFS, key_of_method};
use super::proof_value;
use super::verify::Verifier;
use super::{BAD_SIGNATURE, CRYPTOSUITE, PROOF_TYPE};

/// A document's `@context` says more than the one that its proof signed.
pub const CONTEXT_NOT_SIGNED: RuleName = RuleName::new("context-not-signed");

/// A proof on a foreign document that holds.
#[derive(Clone, Copy, Debug)]
pub struct ForeignProof {
    /// The key that made it.
    pub key: PublicKey,
    /// When it says it was made.
    pub created: Option<Time>,
}

/// Verifies every proof of a document at the time `at`; gives the proofs that hold, and a fault for each that does
/// not. A document without any proof gives neither.
pub fn verify_foreign(
    document: &Document<'_>,
    at: Time,
    verifier: &mut Verifier,
) -> (Vec<ForeignProof>, Vec<Fault>) {
    let root = document.root();
    let mut good = Vec::new();
    let mut faults = Vec::new();
    let Some(proof) = root.member("proof") else {
        return (good, faults);
    };
    let proofs: Vec<Node<'_>> = match proof.value() {
        Value::Array => proof.items().collect(),
        _ => vec![proof],
    };
    if !(1..=MAX_PROOFS).contains(&proofs.len()) {
        let message = format!("this document has {} proofs", proofs.len());
        faults.push(fault(
            proof,
            BAD_VALUE,
            message,
            format!("documents with 1 to {MAX_PROOFS} proofs are verified"),
        ));
        return (good, faults);
    }
    for proof in proofs {
        match verify_one(root, proof, at, verifier) {
            Ok(proof) => good.push(proof),
            Err(fault) => faults.push(fault),
        }
    }
    (good, faults)
}

fn fault(
    node: Node<'_>,
    name: RuleName,
    message: impl Into<String>,
    help: impl Into<Cow<'static, str>>,
) -> Fault {
    Fault::new(name, Anchor::Value(node.index()), message.into()).with_help(help)
}

fn verify_one(
    root: Node<'_>,
    proof: Node<'_>,
    at: Time,
    verifier: &mut Verifier,
) -> Result<ForeignProof, Fault> {
    if proof.value() != Value::Object {
        return Err(fault(
            proof,
            BAD_VALUE,
            "a proof is an object",
            "this is none that can be verified",
        ));
    }
    expect(proof, "type", PROOF_TYPE)?;
    expect(proof, "cryptosuite", CRYPTOSUITE)?;
    if let Some(previous) = proof.member("previousProof") {
        return Err(fault(
            previous,
            BAD_VALUE,
            "proof chains are not supported",
            "\"previousProof\" makes this proof depend on another; verify it with a tool that reads proof chains",
        ));
    }
    string(proof, "proofPurpose")?;
    let method = string(proof, "verificationMethod")?;
    let key = key_of_method(method.1, &[]).ok_or_else(|| {
        fault(
            method.0,
            BAD_VALUE,
            "this names no Ed25519 key as did:key",
            "only keys that the name itself holds can be verified without a network",
        )
    })?;
    let value = string(proof, "proofValue")?;
    let signature = proof_value::read(value.1).ok_or_else(|| {
        fault(
            value.0,
            BAD_VALUE,
            "this is no Ed25519 signature",
            "a signature is z and the base58 digits of 64 bytes",
        )
    })?;
    let created = time(proof, "created")?;
    if let Some(expires) = time(proof, "expires")?
        && expires <= at
    {
        return Err(fault(
            proof,
            BAD_SIGNATURE,
            format!("this proof expired at {expires}"),
            "ask its maker for a new one",
        ));
    }
    check_context(root, proof)?;
    let mut buffer = Vec::new();
    let unproven = Canonical::of(root).without("proof");
    let context = proof.member("@context");
    context
        .map_or(unproven, |signed| unproven.replacing("@context", signed))
        .write(&mut buffer);
    let document = Digest(sha256(&buffer));
    buffer.clear();
    Canonical::of(proof).without("proofValue").write(&mut buffer);
    if verifier.verify(key, &signed_bytes(&buffer, document), &signature) {
        Ok(ForeignProof { key, created })
    } else {
        Err(fault(
            proof,
            BAD_SIGNATURE,
            format!("the signature of {key} does not belong to this document"),
            "the document or the proof was changed after signing",
        ))
    }
}

fn string<'d>(proof: Node<'d>, name: &str) -> Result<(Node<'d>, &'d str), Fault> {
    let Some(member) = proof.member(name) else {
        return Err(fault(
            proof,
            MISSING_MEMBER,
            format!("the member {name:?} is missing"),
            "a proof is incomplete without it",
        ));
    };
    match member.as_str() {
        Some(text) => Ok((member, text)),
        None => Err(fault(member, BAD_VALUE, "this is no string", "write a string")),
    }
}

fn expect(proof: Node<'_>, name: &str, wanted: &str) -> Result<(), Fault> {
    let (member, text) = string(proof, name)?;
    if text == wanted {
        Ok(())
    } else {
        Err(fault(
            member,
            BAD_VALUE,
            format!("{name:?} is {}, and only {wanted:?} is supported", quoted(text)),
            "verify it with a tool that knows this kind of proof",
        ))
    }
}

fn time(proof: Node<'_>, name: &str) -> Result<Option<Time>, Fault> {
    let Some(member) = proof.member(name) else {
        return Ok(None);
    };
    match member.as_str().and_then(Time::parse_stamp) {
        Some(time) => Ok(Some(time)),
        None => Err(fault(
            member,
            BAD_VALUE,
            "this is no time",
            "times are written YYYY-MM-DDThh:mm:ss, with Z or the offset from UTC behind it",
        )),
    }
}

/// The algorithm hashes the document with the `@context` of the proof, where the proof has one. A context that the
/// document has beyond that is then under no signature, and changes what the document means.
fn check_context(root: Node<'_>, proof: Node<'_>) -> Result<(), Fault> {
    let Some(signed) = proof.member("@context") else {
        return Ok(());
    };
    let Some(shown) = root.member("@context") else {
        return Err(fault(
            signed,
            BAD_SIGNATURE,
            "the proof signs an \"@context\" that the document does not have",
            "the document was changed after signing",
        ));
    };
    let (signed_entries, shown_entries) = (entries(signed), entries(shown));
    if signed_entries == shown_entries {
        return Ok(());
    }
    if shown_entries.starts_with(&signed_entries) {
        return Err(fault(
            shown,
            CONTEXT_NOT_SIGNED,
            "the document's \"@context\" says more than the one that was signed",
            "entries beyond the signed ones change what the document means: remove them",
        ));
    }
    Err(fault(
        shown,
        BAD_SIGNATURE,
        "the document's \"@context\" is not the one that was signed",
        "the document was changed after signing",
    ))
}

/// The entries of a context in canonical form; a single entry may stand without a list.
fn entries(context: Node<'_>) -> Vec<Vec<u8>> {
    let canonical = |node: Node<'_>| {
        let mut bytes = Vec::new();
        Canonical::of(node).write(&mut bytes);
        bytes
    };
    match context.value() {
        Value::Array => context.items().map(canonical).collect(),
        _ => vec![canonical(context)],
    }
}
